package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// initCases stores applications, appeals, timelines and clocks; indexes follow.
func (k *Keeper) initCases(ctx context.Context, gs types.GenesisState) error {
	for _, a := range gs.Applications {
		if err := k.saveApplication(ctx, a, types.APPLICATION_STATUS_UNSPECIFIED); err != nil {
			return err
		}
	}
	for _, a := range gs.Appeals {
		if err := k.cases.appeals.Set(ctx, a.Id, a); err != nil {
			return err
		}
	}
	for _, a := range gs.Acts {
		if err := k.acts.log.Set(ctx, collections.Join3(a.Subject.Key(), a.Subject.Id, a.Number), a); err != nil {
			return err
		}
	}
	for _, d := range gs.Deadlines {
		if err := k.clocks.set(ctx, d); err != nil {
			return err
		}
	}
	if err := k.cases.applicationSeq.Set(ctx, uint64(len(gs.Applications))); err != nil {
		return err
	}
	return k.cases.appealSeq.Set(ctx, uint64(len(gs.Appeals)))
}

// exportCases reads them back.
func (k *Keeper) exportCases(ctx context.Context, gs *types.GenesisState) error {
	for _, err := range []error{
		list(ctx, k.cases.applications, &gs.Applications),
		list(ctx, k.cases.appeals, &gs.Appeals),
		list(ctx, k.acts.log, &gs.Acts),
		list(ctx, k.clocks.deadlines, &gs.Deadlines),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}
