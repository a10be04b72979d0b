package types

import (
	"bytes"
	"slices"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Actor is an officer with the natural persons behind it: one, or for an office account all who had a hand in what it does.
type Actor struct {
	authoritytypes.Officer
	// Persons are their credentials.
	Persons [][]byte
}

// Is tells whether the actor has an account, which then is the same person's. That of an office is no person's.
func (a Actor) Is(account string) bool { return len(a.Credential) > 0 && a.Address == account }

// IsAmong tells whether one of the persons is among others.
func (a Actor) IsAmong(others [][]byte) bool {
	return slices.ContainsFunc(a.Persons, func(person []byte) bool {
		return slices.ContainsFunc(others, func(other []byte) bool { return bytes.Equal(person, other) })
	})
}
