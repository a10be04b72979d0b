package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

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
		{
			Name: "stablecoin/redemptions", Rules: []int{7, 11}, Check: checkRedemptions,
			Holds: "the coins in escrow are those of the open redemptions, and every queue holds just these",
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

// checkRedemptions wants escrow = Σ open redemptions for each coin, and the queues and counts to be those of the redemptions.
func checkRedemptions(ctx context.Context, k *Keeper) error {
	owed, count, waiting, overdue := map[string]math.Int{}, map[string]uint32{}, 0, 0
	next := uint64(1)
	err := k.redemptions.Walk(ctx, nil, func(number uint64, r types.Redemption) (bool, error) {
		if number != next || r.Id != number {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "redemption %d, want %d", number, next)
		}
		next++
		holder, err := k.deps.Address.StringToBytes(r.Holder)
		if err != nil {
			return true, err
		}
		if known, err := k.redemptionsOf.Has(ctx, collections.Join(holder, number)); err != nil || !known {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "redemption %d isn't listed under its holder", number)
		}
		queued, err := k.due.Has(ctx, collections.Join(r.Due, number))
		if err != nil || queued != r.Open() {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "redemption %d: in the queue %t, open %t", number, queued, r.Open())
		}
		missed, err := k.overdue.Has(ctx, collections.Join(r.Issuer, number))
		if err != nil || missed != (r.Status == types.REDEMPTION_STATUS_RETURNED) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "redemption %d: overdue %t at %s", number, missed, r.Status)
		}
		if missed {
			overdue++
		}
		if !r.Open() {
			return false, nil
		}
		if have, any := owed[r.Issuer]; any {
			owed[r.Issuer] = have.Add(r.Amount)
		} else {
			owed[r.Issuer] = r.Amount
		}
		count[string(holder)]++
		if r.Treasury {
			waiting++
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if err := k.checkQueues(ctx, count, waiting, overdue); err != nil {
		return err
	}
	return k.issuers.Walk(ctx, nil, func(id string, issuer types.Issuer) (bool, error) {
		want, any := owed[id]
		if !any {
			want = math.ZeroInt()
		}
		if have := k.deps.Bank.GetBalance(ctx, escrow, issuer.Denom()).Amount; !have.Equal(want) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "%s: %s in escrow, %s asked for", id, have, want)
		}
		return false, nil
	})
}

// checkQueues wants no entry that no redemption accounts for.
func (k *Keeper) checkQueues(ctx context.Context, count map[string]uint32, waiting, overdue int) error {
	open := 0
	err := k.open.Walk(ctx, nil, func(holder []byte, have uint32) (bool, error) {
		open++
		if have != count[string(holder)] {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "a holder has %d open redemptions, counted %d", count[string(holder)], have)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	for _, set := range []struct {
		name string
		have collections.KeySet[collections.Pair[string, uint64]]
		want int
	}{{"waiting", k.waiting, waiting}, {"overdue", k.overdue, overdue}} {
		have := 0
		if err := set.have.Walk(ctx, nil, func(collections.Pair[string, uint64]) (bool, error) { have++; return false, nil }); err != nil {
			return err
		}
		if have != set.want {
			return errorsmod.Wrapf(types.ErrInvariantBroken, "%s: %d entries, want %d", set.name, have, set.want)
		}
	}
	if open != len(count) {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d holders with open redemptions, counted %d", len(count), open)
	}
	return nil
}
