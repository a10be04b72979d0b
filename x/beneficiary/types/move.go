package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// MaxPersonsPerMove bounds the persons who move together: a household. Changing this forks the chain.
const MaxPersonsPerMove = MaxPersonsPerHousehold

// CheckShape refuses an offer without anybody, with somebody twice, or with a malformed area or reference.
func (m MoveOffer) CheckShape() error {
	if err := CheckHome(m.Area); err != nil {
		return err
	}
	if len(m.Persons) > MaxPersonsPerMove || len(m.Persons) == 0 && len(m.Household) == 0 {
		return errorsmod.Wrapf(ErrBatchSize, "%d persons, at most %d, or a household", len(m.Persons), MaxPersonsPerMove)
	}
	for i, ref := range m.Persons {
		if err := CheckRef(ref); err != nil {
			return errorsmod.Wrapf(err, "person %d", i)
		}
		if slices.ContainsFunc(m.Persons[:i], func(earlier []byte) bool { return bytes.Equal(earlier, ref) }) {
			return errorsmod.Wrapf(ErrMoveInvalid, "person %d is listed already", i)
		}
	}
	if len(m.Household) == 0 {
		return nil
	}
	return CheckRef(m.Household)
}

// CheckPerson refuses a person who lives in the area of the offer already, or can't act.
func (m MoveOffer) CheckPerson(p Person) error {
	if authoritytypes.Contains(m.Area, p.HomeArea) {
		return errorsmod.Wrap(ErrMoveInvalid, "the person lives in that area")
	}
	return p.RequireActing()
}

// CheckHousehold refuses a household in the area of the offer already, or that would be parted from its head.
func (m MoveOffer) CheckHousehold(h Household, head Person) error {
	if authoritytypes.Contains(m.Area, h.HomeArea) {
		return errorsmod.Wrap(ErrMoveInvalid, "the household is in that area")
	}
	along := slices.ContainsFunc(m.Persons, func(ref []byte) bool { return bytes.Equal(ref, head.Ref) })
	if !along && !authoritytypes.Contains(m.Area, head.HomeArea) {
		return errorsmod.Wrap(ErrMoveInvalid, "the head stays behind")
	}
	return nil
}

// CheckAcceptance refuses a home outside the offer, and who has offered.
func (m MoveOffer) CheckAcceptance(home string, by Decider) error {
	if !authoritytypes.Contains(m.Area, home) {
		return errorsmod.Wrapf(ErrMoveInvalid, "offered to %s", m.Area)
	}
	return m.By.Other(by)
}

// Refs lists the references of all that move, the household last.
func (m MoveOffer) Refs() [][]byte {
	refs := slices.Clone(m.Persons)
	if len(m.Household) > 0 {
		refs = append(refs, m.Household)
	}
	return refs
}
