package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// checkLots holds that of every lot what was handed over, is missing, expired, waits for a signature, went its own way and is still there is
// what came in; that lots split off are what they left behind; that handovers are what lots say; and that each lot went along its table.
func checkLots(ctx context.Context, k *Keeper) error {
	split, pending, handed := map[uint64]uint64{}, map[uint64]uint64{}, map[uint64]uint64{}
	err := k.lots.handovers.Walk(ctx, nil, func(_ handoverKey, h types.Handover) (bool, error) {
		if h.Signed {
			handed[h.Lot] += h.Quantity
		} else {
			pending[h.Lot] += h.Quantity
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	count := 0
	var all []types.Lot
	err = k.lots.all.Walk(ctx, nil, func(id uint64, l types.Lot) (bool, error) {
		count++
		all = append(all, l)
		if l.Origin != 0 {
			split[l.Origin] += l.Quantity
		}
		done, err := k.acts.of(ctx, l.Subject())
		if err != nil {
			return true, err
		}
		if err := types.CheckLot(l, done); err != nil {
			return true, broken("lot %d: %s", id, err)
		}
		listed, err := k.lots.byStatus.Has(ctx, collections.Join3(l.Programme, uint32(l.Status), id))
		if err == nil && !listed {
			err = broken("lot %d is not in the index of its programme", id)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	for _, l := range all {
		_, flagged, err := k.clocks.get(ctx, l.Subject(), types.CLOCK_LOSS)
		if err != nil {
			return err
		}
		if l.Split != split[l.Id] || l.Pending != pending[l.Id] || l.Handed != handed[l.Id] || flagged != (l.Unnoted > 0) {
			return broken("lot %d: split %d, waiting %d, handed over %d, its parts say %d, %d, %d", l.Id, l.Split, l.Pending, l.Handed,
				split[l.Id], pending[l.Id], handed[l.Id])
		}
	}
	if err := k.lots.byStatus.Walk(ctx, nil, func(collections.Triple[uint32, uint32, uint64]) (bool, error) { count--; return false, nil }); err != nil {
		return err
	}
	if count != 0 {
		return broken("%d more lots than in the index", count)
	}
	return nil
}
