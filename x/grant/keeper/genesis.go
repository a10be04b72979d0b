package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// InitGenesis stores a genesis; queues, indexes and sequences follow from its lists.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	if gs.Pace != (types.Pace{}) {
		if err := k.pace.Set(ctx, gs.Pace); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		seq  collections.Sequence
		last int
	}{
		{k.programmeSeq, len(gs.Programmes)},
		{k.nodeSeq, len(gs.BudgetNodes)},
		{k.rollSeq, len(gs.Rolls)},
		{k.importSeq, len(gs.Imports)},
		{k.runSeq, len(gs.Runs)},
	} {
		if err := s.seq.Set(ctx, uint64(s.last)); err != nil {
			return err
		}
	}
	for _, init := range []func(context.Context, types.GenesisState) error{
		k.initBudgets, k.initGrants, k.initRuns, k.initCases, k.initReconciliations, k.initTopUps, k.initChanges, k.initIndexes, k.initEmergencies, k.initLots, k.initReservations,
		func(ctx context.Context, _ types.GenesisState) error { return k.IndexPools(ctx) },
	} {
		if err := init(ctx, gs); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initBudgets(ctx context.Context, gs types.GenesisState) error {
	for _, p := range gs.Programmes {
		if err := k.programmes.Set(ctx, p.Id, p); err != nil {
			return err
		}
	}
	for _, s := range gs.Standards {
		if err := k.standards.Set(ctx, collections.Join3(s.Programme, s.Area, s.FromPeriod), s); err != nil {
			return err
		}
	}
	for _, n := range gs.BudgetNodes {
		if err := k.setNode(ctx, n); err != nil {
			return err
		}
	}
	for _, l := range gs.Ledgers {
		if err := k.setLedger(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initGrants(ctx context.Context, gs types.GenesisState) error {
	for _, r := range gs.Rolls {
		if err := k.rolls.Set(ctx, r.Id, r); err != nil {
			return err
		}
		if err := k.rollsOf.Set(ctx, collections.Join(r.Programme, r.Id)); err != nil {
			return err
		}
	}
	for _, d := range gs.Deltas {
		if err := k.deltas.Set(ctx, collections.Join(d.Roll, d.Period), d); err != nil {
			return err
		}
	}
	for _, r := range gs.Records {
		record, err := r.Record()
		if err != nil {
			return err
		}
		if err := k.setRecord(ctx, r.Roll, r.Slot, record); err != nil {
			return err
		}
	}
	for _, g := range gs.Grants {
		if err := k.initGrant(ctx, gs.Programmes[g.Programme-1], g); err != nil {
			return err
		}
	}
	for first := 0; first < len(gs.Changes); {
		var changes []types.Change
		grant := gs.Changes[first].Grant
		for ; first < len(gs.Changes) && gs.Changes[first].Grant == grant; first++ {
			changes = append(changes, gs.Changes[first].Change)
		}
		if err := k.setWaitingChanges(ctx, types.GrantID(grant), changes); err != nil {
			return err
		}
	}
	return nil
}

// initGrant keeps the payee's latest grant of the class in the index: grants of a class cover months in the order of award.
func (k *Keeper) initGrant(ctx context.Context, programme types.Programme, grant types.Grant) error {
	key := collections.Join(programme.ExclusivityClass, grant.Payee)
	latest, err := k.latest.Get(ctx, key)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	known := err == nil
	if err := k.indexGrant(ctx, programme, grant); err != nil {
		return err
	}
	if !known {
		return nil
	}
	other, err := k.grant(ctx, types.GrantID(latest))
	if err != nil || grant.After(other) {
		return err
	}
	return k.latest.Set(ctx, key, latest)
}

func (k *Keeper) initRuns(ctx context.Context, gs types.GenesisState) error {
	for _, i := range gs.Imports {
		if err := k.imports.Set(ctx, i.Id, i); err != nil {
			return err
		}
		if err := k.importRoots.Set(ctx, i.Root, i.Id); err != nil {
			return err
		}
	}
	for _, r := range gs.Runs {
		if err := k.runs.Set(ctx, r.Id, r); err != nil {
			return err
		}
		if r.Status == types.RUN_STATUS_EXECUTING {
			if err := k.executing.Set(ctx, r.Id); err != nil {
				return err
			}
		}
	}
	for _, p := range gs.RunPeriods {
		if err := k.runPeriods.Set(ctx, collections.Join(p.Roll, p.Period), p.Run); err != nil {
			return err
		}
	}
	for _, c := range gs.Chunks {
		if err := k.chunks.Set(ctx, collections.Join3(c.Run, c.Roll, c.FirstSlot), c.Chunk); err != nil {
			return err
		}
	}
	for _, d := range gs.Deciders {
		if err := k.deciders.Set(ctx, collections.Join(d.Roll, d.Credential)); err != nil {
			return err
		}
	}
	for _, t := range gs.Transfers {
		if err := k.setTransfer(ctx, t); err != nil {
			return err
		}
	}
	for _, h := range gs.Held {
		if err := k.held.Set(ctx, collections.Join(h.Grant, h.Period), h); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis reads the whole state, every list in key order.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	gs := &types.GenesisState{Params: params}
	if gs.Pace, err = k.lastPace(ctx); err != nil {
		return nil, err
	}
	for _, err := range []error{
		list(ctx, k.programmes, &gs.Programmes),
		list(ctx, k.standards, &gs.Standards),
		list(ctx, k.nodes, &gs.BudgetNodes),
		list(ctx, k.ledgers, &gs.Ledgers),
		list(ctx, k.rolls, &gs.Rolls),
		list(ctx, k.deltas, &gs.Deltas),
		list(ctx, k.grants, &gs.Grants),
		list(ctx, k.imports, &gs.Imports),
		list(ctx, k.runs, &gs.Runs),
		list(ctx, k.held, &gs.Held),
		list(ctx, k.transfers, &gs.Transfers),
		list(ctx, k.budget.reconciliations, &gs.Reconciliations),
		list(ctx, k.topUps.held, &gs.HeldTopUps),
		k.waiting.Walk(ctx, nil, func(grant uint64, value []byte) (bool, error) {
			changes, err := types.DecodeChanges(value)
			for _, c := range changes {
				gs.Changes = append(gs.Changes, types.GrantChange{Grant: grant, Change: c})
			}
			return false, err
		}),
		k.runPeriods.Walk(ctx, nil, func(key collections.Pair[uint32, uint32], run uint64) (bool, error) {
			gs.RunPeriods = append(gs.RunPeriods, types.RunOfPeriod{Roll: key.K1(), Period: key.K2(), Run: run})
			return false, nil
		}),
		k.chunks.Walk(ctx, nil, func(key collections.Triple[uint64, uint32, uint32], chunk types.Chunk) (bool, error) {
			gs.Chunks = append(gs.Chunks, chunkEntry(key, chunk))
			return false, nil
		}),
		k.deciders.Walk(ctx, nil, func(key collections.Pair[uint32, []byte]) (bool, error) {
			gs.Deciders = append(gs.Deciders, types.Decider{Roll: key.K1(), Credential: key.K2()})
			return false, nil
		}),
		k.walkRecords(ctx, 0, func(roll, slot uint32, record types.Record) error {
			gs.Records = append(gs.Records, record.At(roll, slot))
			return nil
		}),
		k.exportCases(ctx, gs),
		k.exportChanges(ctx, gs),
		k.exportEmergencies(ctx, gs),
		k.exportLots(ctx, gs),
	} {
		if err != nil {
			return nil, err
		}
	}
	return gs, nil
}

// walkRecords visits the records of one roll, or of all rolls for 0, by roll and slot.
func (k *Keeper) walkRecords(ctx context.Context, only uint32, visit func(roll, slot uint32, record types.Record) error) error {
	var start, end []byte
	if only != 0 {
		start, end = types.PageKey(only, 0), types.PagesEnd(only)
	}
	return k.walkPages(ctx, start, end, func(roll, slot uint32, record types.Record) (bool, error) {
		return false, visit(roll, slot, record)
	})
}

// walkPages visits the records between two keys of the hot store until it is told to stop.
func (k *Keeper) walkPages(ctx context.Context, start, end []byte, visit func(roll, slot uint32, record types.Record) (stop bool, err error)) error {
	pages, err := k.deps.Rolls.OpenKVStore(ctx).Iterator(start, end)
	if err != nil {
		return err
	}
	defer pages.Close()
	for ; pages.Valid(); pages.Next() {
		roll, first, err := types.ParsePageKey(pages.Key())
		if err != nil {
			return err
		}
		page, err := types.DecodePage(pages.Value())
		if err != nil {
			return err
		}
		for slot := first; slot < first+page.Slots(); slot++ {
			record, found, err := page.Record(slot)
			if err != nil {
				return err
			}
			if !found {
				continue
			}
			if stop, err := visit(roll, slot, record); stop || err != nil {
				return err
			}
		}
	}
	return nil
}

func list[K, V any](ctx context.Context, m collections.Map[K, V], into *[]V) error {
	return m.Walk(ctx, nil, func(_ K, v V) (bool, error) {
		*into = append(*into, v)
		return false, nil
	})
}

func chunkEntry(key collections.Triple[uint64, uint32, uint32], chunk types.Chunk) types.ChunkEntry {
	return types.ChunkEntry{Run: key.K1(), Roll: key.K2(), FirstSlot: key.K3(), Chunk: chunk}
}
