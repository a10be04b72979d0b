package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// office is a float's key.
type office struct{ organisation, programme uint32 }

// checkFastTrack holds that what each office paid first is at most what was funded and not taken back, that it is exactly what its
// emergencies were paid, that an office is locked by exactly the emergencies without paperwork, and that each emergency went along its table
// and has the grant it says.
func checkFastTrack(ctx context.Context, k *Keeper) error {
	paid, locks := map[office]uint64{}, map[office]uint32{}
	cases, paidCases := 0, 0
	err := k.emergencies.cases.Walk(ctx, nil, func(id uint64, e types.Emergency) (bool, error) {
		cases++
		key := office{e.Organisation, e.Programme}
		if e.Amount > 0 {
			paid[key] += e.Amount
		}
		if e.Locks() {
			locks[key]++
		}
		if e.Grant != 0 {
			paidCases++
		}
		return false, k.checkEmergency(ctx, e)
	})
	if err != nil {
		return err
	}
	err = k.emergencies.floats.Walk(ctx, nil, func(_ floatKey, f types.Float) (bool, error) {
		key := office{f.Organisation, f.Programme}
		if _, err := f.Left(); err != nil || f.Paid != paid[key] || f.Locks != locks[key] {
			return true, broken("float of organisation %d, programme %d: paid %d and %d locks, its cases %d and %d",
				f.Organisation, f.Programme, f.Paid, f.Locks, paid[key], locks[key])
		}
		delete(paid, key)
		return false, nil
	})
	if err != nil {
		return err
	}
	if len(paid) > 0 {
		return broken("%d organisations paid first without a float", len(paid))
	}
	if err := k.emergencies.byRoll.Walk(ctx, nil, func(collections.Triple[uint32, uint32, uint64]) (bool, error) { cases--; return false, nil }); err != nil {
		return err
	}
	err = k.grants.Walk(ctx, nil, func(_ uint64, g types.Grant) (bool, error) {
		if g.Emergency != 0 {
			paidCases--
		}
		return false, nil
	})
	if err == nil && (cases != 0 || paidCases != 0) {
		err = broken("emergencies: %d more than in the index, %d more than grants", cases, paidCases)
	}
	return err
}

func (k *Keeper) checkEmergency(ctx context.Context, e types.Emergency) error {
	done, err := k.acts.of(ctx, e.Subject())
	if err != nil {
		return err
	}
	if err := types.CheckEmergency(e, done); err != nil {
		return broken("emergency %d: %s", e.Id, err)
	}
	listed, err := k.emergencies.byRoll.Has(ctx, collections.Join3(e.Roll, uint32(e.Status), e.Id))
	if err != nil || !listed {
		return broken("emergency %d is not in the index of its roll", e.Id)
	}
	if e.Grant == 0 {
		return nil
	}
	grant, err := k.grant(ctx, types.GrantID(e.Grant))
	if err != nil || grant.Emergency != e.Id || grant.Roll != e.Roll || grant.FromPeriod != e.Period || !bytes.Equal(grant.Payee, e.Payee) {
		return broken("emergency %d and grant %s", e.Id, types.GrantID(e.Grant))
	}
	record, err := k.record(ctx, grant.Roll, grant.Slot)
	if err != nil || record.Amount != 0 || record.NextPeriod != 0 || record.Balance > e.Amount {
		return broken("record of grant %s, paid in emergency %d", types.GrantID(e.Grant), e.Id)
	}
	return nil
}
