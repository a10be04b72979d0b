package types

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"
)

// validateStanding checks params, guardianships, agencies, recoveries and mergers: shapes, order, and that their persons are known.
func (gs GenesisState) validateStanding(persons map[string]PersonStatus) error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	var last []byte
	for i, g := range gs.Guardianships {
		if err := g.validate(persons); err != nil || bytes.Compare(last, g.Ward) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "guardianship %d", i)
		}
		last = g.Ward
	}
	last = nil
	for i, a := range gs.Agencies {
		key := append(bytes.Clone(a.Person), a.Agent...)
		if !live(persons, a.Person) || CheckRef(a.Agent) != nil || bytes.Equal(a.Person, a.Agent) || a.ValidUntil <= 0 || bytes.Compare(last, key) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "agency %d", i)
		}
		last = key
	}
	last = nil
	for i, r := range gs.Recoveries {
		if !live(persons, r.Person) || CheckKey(r.NewKey, r.Curve) != nil || validateDeciders(&r.Opener, r.Approver) != nil || r.Due <= 0 || bytes.Compare(last, r.Person) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "recovery %d", i)
		}
		last = r.Person
	}
	last = nil
	for i, m := range gs.Mergers {
		if !live(persons, m.Person) || CheckRef(m.Into) != nil || validateDeciders(&m.By) != nil || bytes.Compare(last, m.Person) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "merger %d", i)
		}
		last = m.Person
	}
	last = nil
	for i, d := range gs.DueTags {
		status, known := persons[string(d.Person)]
		if !known || !(Person{Status: status}).HoldsTags() || d.Class == 0 || d.Organisation == 0 || bytes.Compare(last, d.Person) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "due tag %d", i)
		}
		last = d.Person
	}
	last = nil
	for i, r := range gs.Recognitions {
		key := RecognitionKey(r.Person, r.Category)
		if err := r.validate(persons); err != nil || bytes.Compare(last, key) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "recognition %d", i)
		}
		last = key
	}
	offered, lastMove := map[string]bool{}, uint64(0)
	for i, m := range gs.MoveOffers {
		if m.Id <= lastMove || m.Id > gs.LastMove || m.CheckShape() != nil || validateDeciders(&m.By) != nil {
			return errorsmod.Wrapf(ErrGenesisInvalid, "move %d", i)
		}
		lastMove = m.Id
		for _, ref := range m.Refs() {
			if offered[string(ref)] || !bytes.Equal(ref, m.Household) && !live(persons, ref) {
				return errorsmod.Wrapf(ErrGenesisInvalid, "move %d", i)
			}
			offered[string(ref)] = true
		}
	}
	for i, m := range gs.Matches {
		if m.Id != uint64(i+1) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "match %d out of order", i)
		}
		if err := m.validate(persons); err != nil {
			return errorsmod.Wrapf(err, "match %d", i)
		}
	}
	return nil
}

func (g Guardianship) validate(persons map[string]PersonStatus) error {
	if _, known := persons[string(g.Guardian)]; len(g.Guardian) > 0 && !known {
		return ErrPersonUnknown
	}
	if len(g.Guardian)+len(g.Proposed) == 0 || (len(g.Proposed) > 0) != (g.By != nil) || bytes.Equal(g.Ward, g.Guardian) {
		return ErrGenesisInvalid
	}
	if status, known := persons[string(g.Ward)]; !known || !(Person{Status: status}).HoldsTags() {
		return ErrPersonClosed
	}
	return validateDeciders(g.By)
}

func live(persons map[string]PersonStatus, ref []byte) bool {
	status, known := persons[string(ref)]
	return known && Person{Status: status}.Live()
}
