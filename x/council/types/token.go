package types

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// CheckMove refuses to move a seat token unless governance gives or takes it, or the module that issues it gives it.
func CheckMove(governance, issuer, from, to sdk.AccAddress, amount sdk.Coins) error {
	if has, _ := amount.Find(SeatDenom); !has {
		return nil
	}
	if bytes.Equal(from, governance) || bytes.Equal(to, governance) || bytes.Equal(from, issuer) {
		return nil
	}
	return errorsmod.Wrapf(ErrTokenBound, "%s", amount)
}
