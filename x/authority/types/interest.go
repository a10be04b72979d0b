package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

const (
	// ReferenceLength is the length of a person's reference in the register, bytes.
	ReferenceLength = 16
	// MaxInterestsPerPerson bounds the interests of one credential. Changing it forks the chain.
	MaxInterestsPerPerson = 64
)

func validateReference(person []byte) error {
	if len(person) != ReferenceLength || !slices.ContainsFunc(person, func(b byte) bool { return b != 0 }) {
		return errorsmod.Wrapf(ErrReferenceMalformed, "%d bytes, not all zero", ReferenceLength)
	}
	return nil
}

// CheckInterests refuses with ErrInterestDeclared acts about persons of whom one is among those in whom whoever acts has an interest.
func CheckInterests(interests [][]byte, persons ...[]byte) error {
	for _, interest := range interests {
		if slices.ContainsFunc(persons, func(person []byte) bool { return bytes.Equal(person, interest) }) {
			return ErrInterestDeclared
		}
	}
	return nil
}

// ValidateInterests checks the shape of interests, that they ascend by credential and person, and how many there are of one credential.
func ValidateInterests(interests []Interest) error {
	of := 0 // the credential at hand
	for n, i := range interests {
		if len(i.Credential) != CredentialLength || i.Organisation == 0 || i.Time < 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "interest %d has no credential, organisation or time", n)
		}
		if err := validateReference(i.Person); err != nil {
			return errorsmod.Wrapf(err, "interest %d", n)
		}
		of++
		if n > 0 {
			switch before := interests[n-1]; bytes.Compare(before.Credential, i.Credential) {
			case 1:
				return errorsmod.Wrapf(ErrGenesisInvalid, "interest %d doesn't ascend", n)
			case 0:
				if bytes.Compare(before.Person, i.Person) >= 0 {
					return errorsmod.Wrapf(ErrGenesisInvalid, "interest %d doesn't ascend", n)
				}
			default:
				of = 1
			}
		}
		if of > MaxInterestsPerPerson {
			return errorsmod.Wrapf(ErrInterestsExceeded, "interest %d", n)
		}
	}
	return nil
}
