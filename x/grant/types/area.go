package types

import (
	"strings"

	errorsmod "cosmossdk.io/errors"
)

const (
	// nation is the area that contains every other one.
	nation = "0"
	// MaxAreaLength is the longest area code.
	MaxAreaLength = 16
)

// inside tells whether the area lies in the outer one or is it; a longer code lies inside each of its prefixes.
func inside(outer, inner string) bool {
	return outer == nation || inner != nation && strings.HasPrefix(inner, outer)
}

// RequireInside refuses an area that doesn't lie in the outer one.
func RequireInside(outer, inner string) error {
	if !inside(outer, inner) {
		return errorsmod.Wrapf(ErrAreaOutside, "%s is not in %s", inner, outer)
	}
	return nil
}

// Outward lists the area and everything that contains it, longest code first, the nation last.
func Outward(area string) []string {
	var list []string
	if area != nation {
		for n := len(area); n > 0; n-- {
			list = append(list, area[:n])
		}
	}
	return append(list, nation)
}

func validateArea(code string) error {
	if code == "" || len(code) > MaxAreaLength {
		return errorsmod.Wrap(ErrInvalid, "area code has a wrong length")
	}
	for _, c := range []byte(code) {
		if c < '0' || c > '9' {
			return errorsmod.Wrap(ErrInvalid, "area code is not made of digits")
		}
	}
	return nil
}
