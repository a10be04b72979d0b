package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"

	"github.com/reliefchain/relief/x/council/types"
	"github.com/reliefchain/relief/x/internal/invariant"
)

// Invariant is a promise of the module about its state.
type Invariant = invariant.Invariant[*Keeper]

// Invariants lists what always holds.
func Invariants() []Invariant {
	return []Invariant{
		{
			Name: "council/token-supply", Check: checkSupply,
			Holds: "there are as many seat tokens as accounts that got one",
		},
		{
			Name: "council/queue-bounded", Rules: []int{11}, Check: checkQueue,
			Holds: "every act that waits is one that the provinces may decide, under its time and number",
		},
		{
			Name: "council/stops-bounded", Check: checkStops,
			Holds: "stops and requests are few, well formed, and none lasts longer than allowed",
		},
	}
}

// checkSupply: there are as many seat tokens as accounts that got one.
func checkSupply(ctx context.Context, k *Keeper) error {
	issued := int64(0)
	err := k.issued.Walk(ctx, nil, func([]byte) (bool, error) {
		issued++
		return false, nil
	})
	if err != nil {
		return err
	}
	if supply := k.deps.Bank.GetSupply(ctx, types.SeatDenom); !supply.Amount.Equal(math.NewInt(issued)) {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%s for %d provinces", supply, issued)
	}
	return nil
}

// checkQueue: every act is one that the provinces may decide, stands under its time and number, and none is above the last number.
func checkQueue(ctx context.Context, k *Keeper) error {
	last, err := k.last(ctx)
	if err != nil {
		return err
	}
	waiting := 0
	err = k.queue.Walk(ctx, nil, func(key dueID, item types.Item) (bool, error) {
		waiting++
		if key.K1() != uint64(item.DueAt) || key.K2() != item.Id || item.Id > last {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "act %d stands in a wrong place", item.Id)
		}
		if err := item.Validate(); err != nil {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "act %d: %s", item.Id, err)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if waiting > types.MaxMaxQueue {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d acts wait", waiting)
	}
	return nil
}

// checkStops: stops and requests are few, well formed, and none lasts longer than allowed.
func checkStops(ctx context.Context, k *Keeper) error {
	gs, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := gs.Validate(); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	for _, s := range gs.Stops {
		if s.Until > now(ctx)+types.MaxStopSeconds {
			return errorsmod.Wrapf(types.ErrInvariantBroken, "%s is stopped for too long", s.Message)
		}
	}
	return nil
}
