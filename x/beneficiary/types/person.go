package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Live tells whether the person stands in the register: neither dead nor out of it.
func (p Person) Live() bool {
	return p.Status == PERSON_STATUS_REGISTERED || p.Status == PERSON_STATUS_VERIFIED
}

// Deceased tells whether the person was reported dead and stands in the register still.
func (p Person) Deceased() bool { return p.Status == PERSON_STATUS_DECEASED }

// HoldsTags tells whether the person's tags are live: also after death, until the record is closed.
func (p Person) HoldsTags() bool { return p.Live() || p.Deceased() }

// RequireLive refuses a person who is dead (ErrPersonDeceased) or out of the register (ErrPersonClosed).
func (p Person) RequireLive() error {
	switch {
	case p.Live():
		return nil
	case p.Deceased():
		return ErrPersonDeceased
	default:
		return ErrPersonClosed
	}
}

// RequireActing refuses whom RequireLive refuses, and one who is locked.
func (p Person) RequireActing() error {
	if err := p.RequireLive(); err != nil {
		return err
	}
	if p.Lock != nil {
		return ErrPersonLocked
	}
	return nil
}

// Other refuses with ErrSamePerson an act of somebody who had a hand in the first one too, on whatever account.
func (d Decider) Other(second Decider) error {
	for _, person := range second.Credentials {
		if slices.ContainsFunc(d.Credentials, func(first []byte) bool { return bytes.Equal(first, person) }) {
			return ErrSamePerson
		}
	}
	return nil
}

// Elsewhere refuses a second act by the same person (ErrSamePerson) or organisation (ErrSameOrganisation): what no office may do alone.
func (d Decider) Elsewhere(second Decider) error {
	if err := d.Other(second); err != nil {
		return err
	}
	if d.Organisation == second.Organisation {
		return ErrSameOrganisation
	}
	return nil
}

// Verify gives the person verified.
func (p Person) Verify() (Person, error) {
	if err := p.RequireLive(); err != nil {
		return Person{}, err
	}
	if p.Status == PERSON_STATUS_VERIFIED {
		return Person{}, ErrPersonVerified
	}
	p.Status = PERSON_STATUS_VERIFIED
	return p, nil
}

// LockBy gives the person locked.
func (p Person) LockBy(by Decider, reason LockReason) (Person, error) {
	if err := p.RequireActing(); err != nil {
		return Person{}, err
	}
	p.Lock = &Lock{Reason: reason, By: by}
	return p, nil
}

// UnlockBy gives the person without the lock, which somebody else has set.
func (p Person) UnlockBy(by Decider) (Person, error) {
	if err := p.RequireLive(); err != nil {
		return Person{}, err
	}
	if p.Lock == nil {
		return Person{}, ErrPersonUnlocked
	}
	if err := p.Lock.By.Other(by); err != nil {
		return Person{}, err
	}
	p.Lock = nil
	return p, nil
}

// DieBy gives the person as reported dead.
func (p Person) DieBy(by Decider) (Person, error) {
	if err := p.RequireLive(); err != nil {
		return Person{}, err
	}
	p.Verified, p.Death = p.Status == PERSON_STATUS_VERIFIED, &by
	p.Status = PERSON_STATUS_DECEASED
	return p, nil
}

// ReviveBy gives the person as before the death that somebody else has reported.
func (p Person) ReviveBy(by Decider) (Person, error) {
	if !p.Deceased() {
		return Person{}, ErrPersonLives
	}
	if err := p.Death.Other(by); err != nil {
		return Person{}, err
	}
	p.Status = PERSON_STATUS_REGISTERED
	if p.Verified {
		p.Status = PERSON_STATUS_VERIFIED
	}
	p.Verified, p.Death = false, nil
	return p, nil
}

// Close gives the person closed, alive or dead, or ErrPersonClosed.
func (p Person) Close() (Person, error) {
	if !p.HoldsTags() {
		return Person{}, ErrPersonClosed
	}
	p.Status, p.Lock, p.Death, p.Verified = PERSON_STATUS_CLOSED, nil, nil, false
	return p, nil
}

// Merge gives the person as merged into another one who goes on.
func (p Person) Merge(into Person) (Person, error) {
	if bytes.Equal(p.Ref, into.Ref) {
		return Person{}, ErrMergerInvalid
	}
	if err := p.RequireLive(); err != nil {
		return Person{}, err
	}
	if err := into.RequireLive(); err != nil {
		return Person{}, errorsmod.Wrap(err, "the record that goes on")
	}
	p.Status, p.Lock, p.Into = PERSON_STATUS_MERGED, nil, into.Ref
	return p, nil
}

// Erase gives the record without root and key; the salts that made the root mean something are the office's to destroy.
func (p Person) Erase() (Person, error) {
	switch p.Status {
	case PERSON_STATUS_CLOSED, PERSON_STATUS_MERGED:
	case PERSON_STATUS_ERASED:
		return Person{}, ErrPersonErased
	default:
		return Person{}, ErrPersonOpen
	}
	p.Status, p.AttrRoot, p.HolderKey, p.Curve = PERSON_STATUS_ERASED, nil, nil, KEY_CURVE_SECP256K1
	return p, nil
}

// Rotate gives the person with a new holder key.
func (p Person) Rotate(key []byte, curve KeyCurve) (Person, error) {
	if err := p.RequireLive(); err != nil {
		return Person{}, err
	}
	p.HolderKey, p.Curve = key, curve
	return p, nil
}

// LockReason says why the person is locked; unspecified for one who isn't.
func (p Person) LockReason() LockReason {
	if p.Lock == nil {
		return LOCK_REASON_UNSPECIFIED
	}
	return p.Lock.Reason
}

// Known tells whether the reason is one of those defined here.
func (r LockReason) Known() bool {
	_, ok := LockReason_name[int32(r)]
	return ok && r != LOCK_REASON_UNSPECIFIED
}

func (p Person) validate() error {
	if err := p.validateRecord(); err != nil {
		return err
	}
	if err := CheckHome(p.HomeArea); err != nil {
		return err
	}
	if p.Organisation == 0 {
		return errorsmod.Wrap(ErrGenesisInvalid, "organisation is missing")
	}
	if (p.Status == PERSON_STATUS_DECEASED) != (p.Death != nil) || p.Verified && p.Death == nil {
		return errorsmod.Wrap(ErrGenesisInvalid, "status and death differ")
	}
	if p.Lock != nil && (!p.HoldsTags() || !p.Lock.Reason.Known()) {
		return errorsmod.Wrap(ErrGenesisInvalid, "lock")
	}
	return p.validateDeciders()
}

// validateRecord checks reference, root, key and whom a merged person went into.
func (p Person) validateRecord() error {
	switch p.Status {
	case PERSON_STATUS_ERASED:
		if len(p.AttrRoot) > 0 || len(p.HolderKey) > 0 || p.Curve != KEY_CURVE_SECP256K1 {
			return errorsmod.Wrap(ErrGenesisInvalid, "an erased person has a root or a key")
		}
		if err := CheckRef(p.Ref); err != nil {
			return err
		}
	case PERSON_STATUS_REGISTERED, PERSON_STATUS_VERIFIED, PERSON_STATUS_DECEASED, PERSON_STATUS_CLOSED, PERSON_STATUS_MERGED:
		if err := (Enrolment{Ref: p.Ref, AttrRoot: p.AttrRoot, HolderKey: p.HolderKey, Curve: p.Curve}).ValidateBasic(); err != nil {
			return err
		}
	default:
		return errorsmod.Wrap(ErrGenesisInvalid, "status is missing")
	}
	switch merged := p.Status == PERSON_STATUS_MERGED; {
	case merged, p.Status == PERSON_STATUS_ERASED && len(p.Into) > 0:
		return CheckRef(p.Into)
	case len(p.Into) > 0:
		return errorsmod.Wrap(ErrGenesisInvalid, "not merged, and merged into another")
	}
	return nil
}

func (p Person) validateDeciders() error {
	deciders := []*Decider{p.Death}
	if p.Lock != nil {
		deciders = append(deciders, &p.Lock.By)
	}
	return validateDeciders(deciders...)
}

// validateDeciders checks their shape; nil is none.
func validateDeciders(deciders ...*Decider) error {
	for _, d := range deciders {
		if d == nil {
			continue
		}
		if d.Organisation == 0 || len(d.Credentials) == 0 {
			return errorsmod.Wrap(ErrGenesisInvalid, "decider")
		}
		for _, person := range d.Credentials {
			if len(person) != CredentialLength || isZero(person) {
				return errorsmod.Wrap(ErrGenesisInvalid, "decider")
			}
		}
	}
	return nil
}
