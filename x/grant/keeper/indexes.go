package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// indexes lead an office to what it works with.
type indexes struct {
	rollsIn collections.KeySet[collections.Pair[string, uint32]]                 // area, roll; never deleted
	runsOf  collections.KeySet[collections.Pair[uint32, uint64]]                 // programme, run; never deleted
	pools   collections.KeySet[collections.Pair[string, uint32]]                 // denom, programme; deleted when the pool has none left
	heldIn  collections.KeySet[collections.Quad[uint32, uint64, uint32, uint64]] // roll, grant, period, run; deleted when it is released
}

func newIndexes(sb *collections.SchemaBuilder) indexes {
	u32, u64 := collections.Uint32Key, collections.Uint64Key
	return indexes{
		rollsIn: collections.NewKeySet(sb, types.RollsInPrefix, "rolls_in", collections.PairKeyCodec(collections.StringKey, u32)),
		runsOf:  collections.NewKeySet(sb, types.RunsOfPrefix, "runs_of", collections.PairKeyCodec(u32, u64)),
		pools:   collections.NewKeySet(sb, types.PoolsPrefix, "pools", collections.PairKeyCodec(collections.StringKey, u32)),
		heldIn:  collections.NewKeySet(sb, types.HeldInPrefix, "held_in", collections.QuadKeyCodec(u32, u64, u32, u64)),
	}
}

// held follows a held payment. Grants keep the roll they were opened in.
func (i indexes) held(ctx context.Context, h types.HeldPayment) error {
	key := collections.Join4(types.GrantID(h.Grant).Roll(), h.Grant, h.Period, h.Run)
	if h.Released {
		return i.heldIn.Remove(ctx, key)
	}
	return i.heldIn.Set(ctx, key)
}

// IndexOffices makes the indexes of a network from before there were any.
func (k *Keeper) IndexOffices(ctx context.Context) error {
	var rolls []types.Roll
	var runs []types.Run
	var held []types.HeldPayment
	for _, err := range []error{
		list(ctx, k.rolls, &rolls), list(ctx, k.runs, &runs), list(ctx, k.held, &held), list(ctx, k.topUps.held, &held),
	} {
		if err != nil {
			return err
		}
	}
	return k.indexOffices(ctx, rolls, runs, held)
}

func (k *Keeper) indexOffices(ctx context.Context, rolls []types.Roll, runs []types.Run, held []types.HeldPayment) error {
	for _, r := range rolls {
		if err := k.indexes.rollsIn.Set(ctx, collections.Join(r.Area, r.Id)); err != nil {
			return err
		}
	}
	for _, r := range runs {
		if err := k.indexes.runsOf.Set(ctx, collections.Join(r.Programme, r.Id)); err != nil {
			return err
		}
	}
	for _, h := range held {
		if err := k.indexes.held(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

// initIndexes follows from the lists.
func (k *Keeper) initIndexes(ctx context.Context, gs types.GenesisState) error {
	if err := k.indexOffices(ctx, gs.Rolls, gs.Runs, gs.Held); err != nil {
		return err
	}
	return k.indexOffices(ctx, nil, nil, gs.HeldTopUps)
}

// checkIndexes holds that the indexes name every roll, run and held payment, and nothing else.
func checkIndexes(ctx context.Context, k *Keeper) error {
	left := 0
	count := func(has bool, err error, what string, id uint64) error {
		left++
		if err == nil && !has {
			return broken("%s %d is in no index", what, id)
		}
		return err
	}
	var rolls []types.Roll
	var runs []types.Run
	var held []types.HeldPayment
	for _, err := range []error{
		list(ctx, k.rolls, &rolls), list(ctx, k.runs, &runs), list(ctx, k.held, &held), list(ctx, k.topUps.held, &held),
	} {
		if err != nil {
			return err
		}
	}
	for _, r := range rolls {
		has, err := k.indexes.rollsIn.Has(ctx, collections.Join(r.Area, r.Id))
		if err := count(has, err, "roll", uint64(r.Id)); err != nil {
			return err
		}
	}
	for _, r := range runs {
		has, err := k.indexes.runsOf.Has(ctx, collections.Join(r.Programme, r.Id))
		if err := count(has, err, "run", r.Id); err != nil {
			return err
		}
	}
	for _, h := range held {
		if h.Released {
			continue
		}
		has, err := k.indexes.heldIn.Has(ctx, collections.Join4(types.GrantID(h.Grant).Roll(), h.Grant, h.Period, h.Run))
		if err := count(has, err, "payment held of grant", h.Grant); err != nil {
			return err
		}
	}
	for _, err := range []error{
		k.indexes.rollsIn.Walk(ctx, nil, func(collections.Pair[string, uint32]) (bool, error) { left--; return false, nil }),
		k.indexes.runsOf.Walk(ctx, nil, func(collections.Pair[uint32, uint64]) (bool, error) { left--; return false, nil }),
		k.indexes.heldIn.Walk(ctx, nil, func(collections.Quad[uint32, uint64, uint32, uint64]) (bool, error) { left--; return false, nil }),
	} {
		if err != nil {
			return err
		}
	}
	if left != 0 {
		return broken("indexes of offices: %d entries too few", left)
	}
	return nil
}
