package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/internal/invariant"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

// Invariant is a promise of the module about its state.
type Invariant = invariant.Invariant[*Keeper]

// Invariants lists the promises of the module. That supply stays within the reserve is none of them: it is checked when coins are
// minted, and a later, lower attestation may break it, which stops minting.
func Invariants() []Invariant {
	return append([]Invariant{
		{
			Name: "stablecoin/supply", Rules: []int{7}, Check: checkSupply,
			Holds: "what an issuer minted and did not burn is the supply of its coin",
		},
		{
			Name: "stablecoin/allowance", Rules: []int{7}, Check: checkAllowance,
			Holds: "what an issuer minted and did not burn is within its allowance",
		},
		{
			Name: "stablecoin/attestation-order", Rules: []int{7, 11}, Check: checkAttestationOrder,
			Holds: "statements of reserves have no gap, and the latest accepted one counts",
		},
	}, holdInvariants()...)
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
