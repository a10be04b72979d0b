package types

import (
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// RequireInside refuses an area that doesn't lie in the outer one.
func RequireInside(outer, inner string) error {
	if !authoritytypes.Contains(outer, inner) {
		return errorsmod.Wrapf(ErrAreaOutside, "%s is not in %s", inner, outer)
	}
	return nil
}

// Outward lists the area and every code that may contain it, the longest first and the nation last.
func Outward(area string) []string {
	var list []string
	if area != authoritytypes.Nation {
		for n := len(area); n >= authoritytypes.MinAreaDigits; n-- {
			list = append(list, area[:n])
		}
	}
	return append(list, authoritytypes.Nation)
}

func validateArea(code string) error {
	_, err := authoritytypes.ParseArea(code)
	return err
}
