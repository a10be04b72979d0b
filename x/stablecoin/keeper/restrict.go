package keeper

import (
	"bytes"
	"context"
	"errors"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// Accounts of the chain that a pause doesn't reach: redemption goes on, fees are paid and shared out, and a refusal of what gov pays back would
// stop the chain.
var (
	escrow    = authtypes.NewModuleAddress(types.ModuleName)
	collector = authtypes.NewModuleAddress(authtypes.FeeCollectorName)
	gov       = authtypes.NewModuleAddress(govtypes.ModuleName)
)

// Restrict is asked by x/bank before coins move between accounts: about issuers that are paused, then about holds, wallets and countersignatures.
func (k *Keeper) Restrict(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) (sdk.AccAddress, error) {
	if err := k.restrictPaused(ctx, from, to, amount); err != nil {
		return nil, err
	}
	return to, k.restrictHolds(ctx, from, to, amount)
}

// restrictPaused lets the coin of a paused issuer move into and out of redemption and for fees alone.
func (k *Keeper) restrictPaused(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error {
	if free(from, to) {
		return nil
	}
	for _, coin := range amount {
		issuer, err := k.IssuerOfDenom(ctx, coin.Denom)
		if errors.Is(err, types.ErrDenomUnknown) {
			continue // a seat token: x/council's
		}
		if err != nil {
			return err
		}
		if issuer.Status == types.ISSUER_STATUS_PAUSED {
			return errorsmod.Wrap(types.ErrIssuerPaused, issuer.Id)
		}
	}
	return nil
}

func free(from, to sdk.AccAddress) bool {
	return bytes.Equal(from, gov) || bytes.Equal(from, escrow) || bytes.Equal(to, escrow) || bytes.Equal(from, collector) || bytes.Equal(to, collector)
}
