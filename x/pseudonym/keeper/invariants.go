package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/pseudonym/types"
)

// Invariant is one promise that holds after every block.
type Invariant struct {
	Name  string
	Check func(context.Context, *Keeper) error
}

// Invariants lists the promises of the module. They are checked by tests and audits, never on the chain.
func Invariants() []Invariant {
	return []Invariant{
		{Name: "pseudonym/state", Check: checkState},
		{Name: "pseudonym/prepared", Check: checkPrepared},
		{Name: "pseudonym/indexes", Check: checkIndexes},
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
