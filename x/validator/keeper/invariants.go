package keeper

import (
	"bytes"
	"context"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/internal/invariant"
	"github.com/reliefchain/relief/x/validator/types"
)

// Invariant is a promise of the module about its state.
type Invariant = invariant.Invariant[*Keeper]

// Invariants lists the module's invariants. They are checked by tests and audits, never on the chain.
func Invariants() []Invariant {
	return []Invariant{
		{
			Name: "validator/set-nonempty", Rules: []int{15}, Check: checkSetNonempty,
			Holds: "at least one seat is active",
		},
		{
			Name: "validator/keys-unique", Rules: []int{15}, Check: checkKeys,
			Holds: "each key of a seat stands in the history as that seat's, and the history has a key once",
		},
		{
			Name: "validator/history", Rules: []int{11, 15}, Check: checkHistory,
			Holds: "each key of the history is found by its address and under its seat",
		},
		{
			Name: "validator/told-matches", Rules: []int{11}, Check: checkToldMatches,
			Holds: "consensus was told exactly the keys of the active seats",
		},
		{
			Name: "validator/equal-power", Rules: []int{15}, Check: checkEqualPower,
			Holds: "each key has power 1, so of four seats or more none has a third",
		},
	}
}

func checkSetNonempty(ctx context.Context, k *Keeper) error {
	seats, err := k.Seats(ctx)
	if err != nil {
		return err
	}
	if types.CountActive(seats) == 0 {
		return errorsmod.Wrap(types.ErrInvariantBroken, "no seat is active")
	}
	return nil
}

// checkKeys finds each key of a seat in the history, as a key of that seat; the history holds each key once.
func checkKeys(ctx context.Context, k *Keeper) error {
	seats, err := k.Seats(ctx)
	if err != nil {
		return err
	}
	for _, s := range seats {
		entries, err := s.Keys()
		if err != nil {
			return err
		}
		for _, entry := range entries {
			key, err := k.keys.Get(ctx, entry.ConsensusAddress())
			if err != nil || key.Operator != s.Operator || key.Stint != entry.Stint || (key.FromHeight == 0) != (entry.FromHeight == 0) {
				return errorsmod.Wrapf(types.ErrInvariantBroken, "key %X of seat %s is not in the history", entry.ConsensusKey, s.Operator)
			}
		}
	}
	return nil
}

// checkHistory finds each key under its address and its place, and nothing else in the history.
func checkHistory(ctx context.Context, k *Keeper) error {
	keys := 0
	err := k.keys.Walk(ctx, nil, func(address []byte, key types.Key) (bool, error) {
		keys++
		operator, err := k.parseOperator(key.Operator)
		if err != nil {
			return true, err
		}
		placed, err := k.history.Has(ctx, collections.Join3(operator, uint64(key.FromHeight), address))
		if err != nil {
			return true, err
		}
		if !placed || !bytes.Equal(address, key.ConsensusAddress()) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "key %X is not found", key.ConsensusKey)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	places := 0
	if err := k.history.Walk(ctx, nil, func(collections.Triple[[]byte, uint64, []byte]) (bool, error) {
		places++
		return false, nil
	}); err != nil {
		return err
	}
	if places != keys {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d places for %d keys", places, keys)
	}
	return nil
}

func checkToldMatches(ctx context.Context, k *Keeper) error {
	seats, err := k.Seats(ctx)
	if err != nil {
		return err
	}
	want, err := types.Wanted(seats)
	if err != nil {
		return err
	}
	told, err := k.Told(ctx)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(told, want, func(a, b types.Told) bool { return bytes.Equal(a.ConsensusKey, b.ConsensusKey) }) {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d keys told, %d seats active", len(told), len(want))
	}
	return nil
}

// checkEqualPower also gives: of four seats or more, none has a third of the power.
func checkEqualPower(ctx context.Context, k *Keeper) error {
	return k.told.Walk(ctx, nil, func(key []byte, t types.Told) (bool, error) {
		if t.Power != types.Power || !bytes.Equal(t.ConsensusKey, key) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "key %X was told with power %d", key, t.Power)
		}
		return false, nil
	})
}
