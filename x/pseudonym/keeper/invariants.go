package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/internal/invariant"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// Invariant is a promise of the module about its state.
type Invariant = invariant.Invariant[*Keeper]

// Invariants lists the promises of the module. They are checked by tests and audits, never on the chain.
func Invariants() []Invariant {
	return []Invariant{
		{
			Name: "pseudonym/state", Rules: []int{2, 11}, Check: checkState,
			Holds: "key sets make the same tags, numbers of requests have no gap, quotas are the sums of their day",
		},
		{
			Name: "pseudonym/prepared", Rules: []int{11}, Check: checkPrepared,
			Holds: "exactly the prepared key sets wait for their height",
		},
		{
			Name: "pseudonym/indexes", Rules: []int{11}, Check: checkIndexes,
			Holds: "each request and sample stands once under its organisation",
		},
	}
}

// checkState wants all that a genesis must fulfil: key sets that hold, numbers of requests without a gap, quotas that are the sums of
// the days' requests.
func checkState(ctx context.Context, k *Keeper) error {
	gs, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := gs.Validate(); err != nil {
		return errorsmod.Wrap(types.ErrInvariantBroken, err.Error())
	}
	return nil
}

// checkPrepared wants exactly the prepared key sets to wait, and exactly the active ones to be found by their epoch.
func checkPrepared(ctx context.Context, k *Keeper) error {
	sets, err := k.KeySets(ctx)
	if err != nil {
		return err
	}
	for _, set := range sets {
		waits, err := k.prepared.Has(ctx, collections.Join(set.Epoch, set.Generation))
		if err != nil {
			return err
		}
		if waits != (set.Status == types.KEY_SET_STATUS_PREPARED) {
			return errorsmod.Wrapf(types.ErrInvariantBroken, "key set %d.%d waits: %t", set.Epoch, set.Generation, waits)
		}
		active, err := k.ActiveKeySet(ctx, set.Epoch)
		if err != nil && !errors.Is(err, types.ErrEpochInactive) {
			return err
		}
		found := err == nil && active.Generation == set.Generation
		if found != (set.Status == types.KEY_SET_STATUS_ACTIVE) {
			return errorsmod.Wrapf(types.ErrInvariantBroken, "key set %d.%d is found as the active one: %t", set.Epoch, set.Generation, found)
		}
	}
	return nil
}

// checkIndexes wants each request and sample once under its organisation.
func checkIndexes(ctx context.Context, k *Keeper) error {
	entries := 0
	err := k.requestsByOrganisation.Walk(ctx, nil, func(key requestKey) (bool, error) {
		entries++
		r, err := k.Request(ctx, key.K2())
		if err != nil || r.Organisation != key.K1() {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "request %d is listed under organisation %d", key.K2(), key.K1())
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	last, err := k.lastRequest(ctx)
	if err != nil {
		return err
	}
	if uint64(entries) != last {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d requests, %d are listed", last, entries)
	}
	samples, due := 0, 0
	if err := k.samples.Walk(ctx, nil, func(id uint64, s types.Sample) (bool, error) {
		samples++
		waits, err := k.samplesDue.Has(ctx, collections.Join(s.Due, id))
		if err == nil && waits != s.Open() {
			err = errorsmod.Wrapf(types.ErrInvariantBroken, "sample %d", id)
		}
		if waits {
			due++
		}
		return err != nil, err
	}); err != nil {
		return err
	}
	if err := k.samplesDue.Walk(ctx, nil, func(requestKey) (bool, error) {
		due--
		return false, nil
	}); err != nil {
		return err
	}
	if due != 0 {
		return errorsmod.Wrap(types.ErrInvariantBroken, "samples wait that are over")
	}
	return k.samplesByAssigned.Walk(ctx, nil, func(key requestKey) (bool, error) {
		samples--
		s, err := k.Sample(ctx, key.K2())
		if err != nil || s.Assigned != key.K1() || samples < 0 {
			return true, errorsmod.Wrapf(types.ErrInvariantBroken, "sample %d is listed under organisation %d", key.K2(), key.K1())
		}
		return false, nil
	})
}
