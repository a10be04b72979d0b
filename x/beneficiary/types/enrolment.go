package types

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"
)

const (
	// MaxPersonsPerHousehold bounds one household.
	MaxPersonsPerHousehold = 32
	// MaxTagsPerPerson bounds the tags of one person in one epoch.
	MaxTagsPerPerson = 8
)

// ValidateBasic checks the shape of one household with its persons; an error names the position of the person.
func (h HouseholdEnrolment) ValidateBasic() error {
	if err := CheckRef(h.Ref); err != nil {
		return err
	}
	if err := CheckRoot(h.MemberRoot); err != nil {
		return err
	}
	if err := CheckHome(h.Area); err != nil {
		return err
	}
	if len(h.Persons) == 0 || len(h.Persons) > MaxPersonsPerHousehold {
		return errorsmod.Wrapf(ErrBatchSize, "%d persons, want 1 to %d", len(h.Persons), MaxPersonsPerHousehold)
	}
	for i, person := range h.Persons {
		if err := person.ValidateBasic(); err != nil {
			return errorsmod.Wrapf(err, "person %d", i)
		}
	}
	return nil
}

// ValidateBasic checks the shape of one person: lengths, at most eight tags of one epoch, one per class.
func (e Enrolment) ValidateBasic() error {
	if err := CheckRef(e.Ref); err != nil {
		return err
	}
	if err := CheckRoot(e.AttrRoot); err != nil {
		return err
	}
	if err := e.checkKeys(); err != nil {
		return err
	}
	return checkTags(e.Tags)
}

// checkTags checks the tags of one person: at most eight of one epoch and as many of another, one per class and epoch.
func checkTags(tags []Tag) error {
	if len(tags) > 2*MaxTagsPerPerson {
		return errorsmod.Wrapf(ErrTagMalformed, "%d tags, at most %d in each of two epochs", len(tags), MaxTagsPerPerson)
	}
	for i, tag := range tags {
		if err := tag.ValidateBasic(); err != nil {
			return errorsmod.Wrapf(err, "tag %d", i)
		}
		same := 1
		for _, earlier := range tags[:i] {
			if earlier.KeyEpoch() != tag.KeyEpoch() {
				continue
			}
			if earlier.Class == tag.Class {
				return errorsmod.Wrapf(ErrTagMalformed, "tag %d: class is listed already", i)
			}
			if same++; same > MaxTagsPerPerson {
				return errorsmod.Wrapf(ErrTagMalformed, "tag %d: at most %d of one epoch", i, MaxTagsPerPerson)
			}
		}
	}
	return nil
}

// checkKeys checks the holder key and the guardian, both of which may be missing.
func (e Enrolment) checkKeys() error {
	if len(e.HolderKey) > 0 || e.Curve != KEY_CURVE_SECP256K1 {
		if err := CheckKey(e.HolderKey, e.Curve); err != nil {
			return err
		}
	}
	if len(e.Guardian) == 0 {
		return nil
	}
	if bytes.Equal(e.Guardian, e.Ref) {
		return errorsmod.Wrap(ErrGuardianUnfit, "nobody is their own guardian")
	}
	return CheckRef(e.Guardian)
}

// Register gives the person as it enters the register.
func (e Enrolment) Register(area string, organisation uint32) Person {
	return Person{
		Ref:          e.Ref,
		AttrRoot:     e.AttrRoot,
		HolderKey:    e.HolderKey,
		Curve:        e.Curve,
		HomeArea:     area,
		Status:       PERSON_STATUS_REGISTERED,
		Organisation: organisation,
	}
}

// Register gives the household as it enters the register; the first person is its head.
func (h HouseholdEnrolment) Register(organisation uint32) Household {
	return Household{
		Ref:          h.Ref,
		MemberRoot:   h.MemberRoot,
		Head:         h.Persons[0].Ref,
		HomeArea:     h.Area,
		Organisation: organisation,
	}
}

// CountPersons counts the persons of all households.
func CountPersons(households []HouseholdEnrolment) int {
	n := 0
	for _, h := range households {
		n += len(h.Persons)
	}
	return n
}
