package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// checkReleased holds that every run that pays was opened, sealed and released, and that nobody behind the treasurer opened or sealed it.
func checkReleased(ctx context.Context, k *Keeper) error {
	return k.runs.Walk(ctx, nil, func(_ uint64, run types.Run) (bool, error) {
		if err := run.Released(); err != nil {
			return true, broken("%s", err)
		}
		return false, nil
	})
}

// checkHandedOver holds that a grant that was handed over ends where the payee's next one begins, that both name each other, and that each offer
// is of a grant that wasn't handed over yet and stands under its area.
func checkHandedOver(ctx context.Context, k *Keeper) error {
	err := k.grants.Walk(ctx, nil, func(id uint64, g types.Grant) (bool, error) {
		if g.TransferredTo != 0 {
			next, err := k.grant(ctx, types.GrantID(g.TransferredTo))
			if err != nil || next.TransferredFrom != id {
				return true, broken("grant %s was handed over to %s, which came from another", types.GrantID(id), types.GrantID(g.TransferredTo))
			}
		}
		if g.TransferredFrom == 0 {
			return false, nil
		}
		before, err := k.grant(ctx, types.GrantID(g.TransferredFrom))
		switch {
		case err != nil || before.TransferredTo != id || string(before.Payee) != string(g.Payee):
			return true, broken("grant %s comes from one that wasn't handed over to it", types.GrantID(id))
		case before.UntilPeriod > g.FromPeriod:
			return true, broken("grants %s and %s pay the same month", types.GrantID(before.Id), types.GrantID(id))
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	offers := 0
	err = k.transfers.Walk(ctx, nil, func(id uint64, t types.Transfer) (bool, error) {
		offers++
		grant, err := k.grant(ctx, types.GrantID(id))
		if err != nil || t.Grant != id || grant.TransferredTo != 0 {
			return true, broken("offer of grant %s", types.GrantID(id))
		}
		listed, err := k.transfersTo.Has(ctx, collections.Join(t.Area, id))
		if err != nil || !listed {
			return true, broken("offer of grant %s isn't listed in %s", types.GrantID(id), t.Area)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if err := k.transfersTo.Walk(ctx, nil, func(collections.Pair[string, uint64]) (bool, error) { offers--; return false, nil }); err != nil {
		return err
	}
	if offers != 0 {
		return broken("the list of offers has %d too few", offers)
	}
	return nil
}
