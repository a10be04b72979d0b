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

// MaxSuccessions bounds how many retirements lie between a code and the area where its cases are now.
const MaxSuccessions = 16

// Live tells whether the area exists.
func (a Area) Live() bool { return a.Retired == 0 }

// Retire gives the area retired from a day on, and the live one on the same level that takes its place.
func (a Area) Retire(successor Area, today Day) (retired, heir Area, err error) {
	if !a.Live() {
		return Area{}, Area{}, errorsmod.Wrap(ErrAreaRetired, a.Code)
	}
	if successor.Code == a.Code || len(successor.Code) != len(a.Code) || a.Line == MaxSuccessions {
		return Area{}, Area{}, errorsmod.Wrapf(ErrAreaSuccessor, "%s isn't another area on the level of %s", successor.Code, a.Code)
	}
	if !successor.Live() {
		return Area{}, Area{}, errorsmod.Wrap(ErrAreaRetired, successor.Code)
	}
	a.Retired, a.Successor = uint32(max(today, 1)), successor.Code
	successor.Line = max(successor.Line, a.Line+1)
	return a, successor, nil
}

// LocalCodes is how many codes of a level inside one parent are kept for divisions without an official one, from the highest down.
const LocalCodes = 20

// LocalCode is the n-th local code, from 0, one level below a parent: 999 for the first township of a county. It refuses with
// ErrAreaExhausted once all local codes of the level are given, and with ErrAreaMalformed a parent on the lowest level.
func (p Params) LocalCode(parent string, n int) (string, error) {
	for _, width := range p.AreaWidths {
		if digits := int(width) - len(parent); parent == Nation || digits > 0 {
			if parent == Nation {
				parent, digits = "", int(width)
			}
			if n >= LocalCodes {
				return "", errorsmod.Wrapf(ErrAreaExhausted, "%d below %s", LocalCodes, parent)
			}
			code := []byte(parent + strings.Repeat("9", digits))
			for place := len(code) - 1; n > 0; place-- {
				code[place] -= byte(n % 10)
				n /= 10
			}
			return string(code), nil
		}
	}
	return "", errorsmod.Wrap(ErrAreaMalformed, "no level is below the parent's")
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
