// Package types holds the rules and values of who may act: areas, organisations, officers, duties and the policy table: pure functions, messages, errors, events.
package types

import (
	"strings"

	errorsmod "cosmossdk.io/errors"
)

const (
	// Nation is the code of the whole nation: it is implied, never registered, and contains every area.
	Nation = "0"
	// MinAreaDigits is the shortest registered code; one digit is left to the nation.
	MinAreaDigits = 2
	// MaxAreaDigits is the longest registered code.
	MaxAreaDigits = 24
)

// ParseArea reads a code: Nation, or 2 to 24 digits. It refuses anything else with ErrAreaMalformed.
// Whether the length is a level of this chain is asked of Params.ParentArea.
func ParseArea(code string) (Area, error) {
	if code == Nation {
		return Area{Code: code}, nil
	}
	if len(code) < MinAreaDigits || len(code) > MaxAreaDigits {
		return Area{}, errorsmod.Wrapf(ErrAreaMalformed, "%d digits, want %d to %d", len(code), MinAreaDigits, MaxAreaDigits)
	}
	if !digitsOnly(code) {
		return Area{}, errorsmod.Wrap(ErrAreaMalformed, "digits only")
	}
	return Area{Code: code}, nil
}

// ParseAreaPrefix reads a prefix of codes for a listing: up to 24 digits, or nothing.
func ParseAreaPrefix(prefix string) (string, error) {
	if len(prefix) > MaxAreaDigits || !digitsOnly(prefix) {
		return "", errorsmod.Wrapf(ErrAreaMalformed, "prefix has at most %d digits", MaxAreaDigits)
	}
	return prefix, nil
}

// Contains tells whether inner lies inside outer or is outer. Nation contains all; nothing contains the empty code.
func Contains(outer, inner string) bool {
	switch {
	case outer == "" || inner == "":
		return false
	case outer == Nation:
		return true
	default:
		return strings.HasPrefix(inner, outer)
	}
}

// ParentArea checks that a code stands on one of the levels and gives the code one level above: Nation above the first.
func (p Params) ParentArea(code string) (string, error) {
	if !digitsOnly(code) {
		return "", errorsmod.Wrap(ErrAreaMalformed, "digits only")
	}
	parent := Nation
	for _, width := range p.AreaWidths {
		if len(code) == int(width) {
			return parent, nil
		}
		if len(code) < int(width) {
			break
		}
		parent = code[:width]
	}
	return "", errorsmod.Wrapf(ErrAreaMalformed, "no level has %d digits", len(code))
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
