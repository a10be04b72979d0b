package keeper

import (
	"bytes"
	"context"
	"slices"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/validator/types"
)

// Invariant is a statement about the module's state that holds after every block.
type Invariant struct {
	Name  string
	Check func(ctx context.Context, k *Keeper) error
}

// Invariants lists the module's invariants. They are checked by tests and audits, never on the chain.
func Invariants() []Invariant {
	return []Invariant{
		{Name: "validator/set-nonempty", Check: checkSetNonempty},
		{Name: "validator/index", Check: checkIndex},
		{Name: "validator/told-matches", Check: checkToldMatches},
		{Name: "validator/equal-power", Check: checkEqualPower},
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

func checkIndex(ctx context.Context, k *Keeper) error {
	seats := 0
	err := k.seats.Walk(ctx, nil, func(operator []byte, s types.Seat) (bool, error) {
		seats++
		consensus, err := s.ConsensusAddress()
		if err != nil {
			return true, err
		}
		found, err := k.seats.Indexes.consensus.MatchExact(ctx, consensus)
		if err != nil || !bytes.Equal(found, operator) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "seat %s is not found by its key", s.Operator)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	entries := 0
	err = k.seats.Indexes.consensus.Walk(ctx, nil, func(_, _ []byte) (bool, error) {
		entries++
		return false, nil
	})
	if err != nil {
		return err
	}
	if entries != seats {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d index entries for %d seats", entries, seats)
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

func checkEqualPower(ctx context.Context, k *Keeper) error {
	return k.told.Walk(ctx, nil, func(key []byte, t types.Told) (bool, error) {
		if t.Power != types.Power || !bytes.Equal(t.ConsensusKey, key) {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "key %X was told with power %d", key, t.Power)
		}
		return false, nil
	})
}
