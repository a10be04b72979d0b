package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// Invariant is one promise that holds after every block.
type Invariant struct {
	Name  string
	Check func(context.Context, *Keeper) error
}

// Invariants lists the promises of the module. That supply stays within the reserve is none of them: it is checked when coins are
// minted, and a later, lower attestation may break it, which stops minting.
func Invariants() []Invariant {
	return []Invariant{
		{Name: "stablecoin/supply", Check: checkSupply},
		{Name: "stablecoin/allowance", Check: checkAllowance},
		{Name: "stablecoin/attestation-order", Check: checkAttestationOrder},
	}
}

// checkSupply wants minted − burned of every issuer to be the bank's supply of its denom.
func checkSupply(ctx context.Context, k *Keeper) error {
	return k.issuers.Walk(ctx, nil, func(_ string, issuer types.Issuer) (bool, error) {
		if supply := k.deps.Bank.GetSupply(ctx, issuer.Denom()).Amount; !supply.Equal(issuer.Outstanding()) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "%s: bank supply %s, minted − burned %s", issuer.Id, supply, issuer.Outstanding())
		}
		return false, nil
	})
}

// checkAllowance wants minted − burned of every issuer to be within its allowance.
func checkAllowance(ctx context.Context, k *Keeper) error {
	return k.issuers.Walk(ctx, nil, func(_ string, issuer types.Issuer) (bool, error) {
		if out := issuer.Outstanding(); out.IsNegative() || out.GT(issuer.Allowance) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "%s: %s outstanding, allowance %s", issuer.Id, out, issuer.Allowance)
		}
		return false, nil
	})
}

// checkAttestationOrder wants numbers without a gap and the latest accepted statement to be the one that counts.
func checkAttestationOrder(ctx context.Context, k *Keeper) error {
	gs, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := gs.ValidateAttestations(); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	return nil
}
