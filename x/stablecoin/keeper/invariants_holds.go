package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// holdInvariants are the promises about holds and wallets.
func holdInvariants() []Invariant {
	return []Invariant{
		{
			Name: "stablecoin/holds", Rules: []int{11}, Check: checkHolds,
			Holds: "each hold was frozen by two of another organisation and seized by a court's order, or not at all",
		},
		{
			Name: "stablecoin/hold-queue", Rules: []int{11}, Check: checkHoldQueue,
			Holds: "an account has one hold at most, and exactly the holds that aren't at their end wait for it",
		},
		{
			Name: "stablecoin/wallet-usage", Rules: []int{14}, Check: checkUsage,
			Holds: "of what a wallet sent, a day is at most its year, and nothing lies ahead of the calendar",
		},
		{
			Name: "stablecoin/institutions", Rules: []int{11}, Check: checkInstitutions,
			Holds: "no account without a key is held",
		},
	}
}

// checkHolds wants every hold to be consistent and to stand under its account.
func checkHolds(ctx context.Context, k *Keeper) error {
	want := uint64(1)
	return k.holds.Walk(ctx, nil, func(id uint64, h types.Hold) (bool, error) {
		if err := h.Validate(); err != nil {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
		}
		account, err := k.deps.Address.StringToBytes(h.Account)
		if err != nil {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
		}
		listed, err := k.holdsOf.Has(ctx, collections.Join(account, id))
		if err != nil {
			return true, err
		}
		if id != want || h.Id != id || !listed {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "hold %d, want %d, listed %t", h.Id, want, listed)
		}
		want++
		return false, nil
	})
}

// checkHoldQueue wants queue, accounts and holds to say the same.
func checkHoldQueue(ctx context.Context, k *Keeper) error {
	pending, queued, held := 0, 0, 0
	if err := k.holds.Walk(ctx, nil, func(id uint64, h types.Hold) (bool, error) {
		if !h.Pending() {
			return false, nil
		}
		pending++
		account, err := k.deps.Address.StringToBytes(h.Account)
		if err != nil {
			return true, err
		}
		waits, err := k.holdEnds.Has(ctx, collections.Join(h.Until, id))
		if err != nil {
			return true, err
		}
		on, err := k.held.Get(ctx, account)
		if err != nil && !errors.Is(err, collections.ErrNotFound) {
			return true, err
		}
		if !waits || on != id {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "hold %d waits %t, its account has %d", id, waits, on)
		}
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.holdEnds.Walk(ctx, nil, func(collections.Pair[int64, uint64]) (bool, error) { queued++; return false, nil }); err != nil {
		return err
	}
	if err := k.held.Walk(ctx, nil, func([]byte, uint64) (bool, error) { held++; return false, nil }); err != nil {
		return err
	}
	if queued != pending || held != pending {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d holds, %d in the queue, %d on accounts", pending, queued, held)
	}
	return nil
}

// checkUsage wants usages, flows and countersignatures to be consistent.
func checkUsage(ctx context.Context, k *Keeper) error {
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	if err := k.usages.Walk(ctx, nil, func(_ collections.Pair[[]byte, string], u types.Usage) (bool, error) {
		if err := u.Validate(); err != nil {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
		}
		if u.Day > uint32(today) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "%s sent on day %d, today is %d", u.Account, u.Day, today)
		}
		return false, nil
	}); err != nil {
		return err
	}
	if err := k.flows.Walk(ctx, nil, func(_ collections.Triple[uint32, uint32, string], f types.Flow) (bool, error) {
		if err := f.Validate(); err != nil {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
		}
		return false, nil
	}); err != nil {
		return err
	}
	return k.countersignatures.Walk(ctx, nil, func(_ collections.Triple[uint32, uint32, string], c types.Countersignature) (bool, error) {
		if err := c.Validate(); err != nil {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
		}
		return false, nil
	})
}

// checkInstitutions wants no hold on an account without a key.
func checkInstitutions(ctx context.Context, k *Keeper) error {
	return k.held.Walk(ctx, nil, func(account []byte, id uint64) (bool, error) {
		public, err := k.institutions.Has(ctx, account)
		if err != nil {
			return true, err
		}
		if public || k.modules[string(account)] {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "hold %d is on an account without a key", id)
		}
		return false, nil
	})
}
