package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// checkHeard holds that no grant was reduced or ended before its payee was heard, except for death, an order for fraud, and where the terms have
// no hearing; and that a grant has the open change it names and no other.
func checkHeard(ctx context.Context, k *Keeper) error {
	return k.changes.proposed.Walk(ctx, nil, func(id uint64, c types.ProposedChange) (bool, error) {
		done, err := k.acts.of(ctx, c.Subject())
		if err != nil {
			return true, err
		}
		if err := types.CheckChangeTimeline(c, done); err != nil {
			return true, broken("change %d: %s", id, err)
		}
		grant, err := k.grant(ctx, types.GrantID(c.Grant))
		if err != nil || c.Open() != (grant.OpenChange == id) {
			return true, broken("change %d and grant %s", id, types.GrantID(c.Grant))
		}
		return false, nil
	})
}

// checkDecisions holds that a record pays exactly what the decisions about its grant and the one-offs over them add up to, from the roll's next
// period on, and that a case file ends where its decisions do.
func checkDecisions(ctx context.Context, k *Keeper) error {
	return k.grants.Walk(ctx, nil, func(id uint64, grant types.Grant) (bool, error) {
		roll, err := k.roll(ctx, grant.Roll)
		if err != nil {
			return true, err
		}
		p, err := k.plansOf(ctx, roll, grant)
		if err != nil {
			return true, err
		}
		whole, err := p.base.With(p.items)
		if err != nil || !whole.PaysAs(p.current, p.next) {
			return true, broken("grant %s pays something else than its decisions and one-offs say", types.GrantID(id))
		}
		for _, i := range p.items {
			if grant.CheckItem(i) != nil {
				return true, broken("grant %s has a one-off outside its months", types.GrantID(id))
			}
		}
		return false, nil
	})
}

// checkClawbacks holds that a clawback collects at most what was ordered, that what it plans to keep is what offsets wait to be counted, that it
// went along the table, and that what came back as coins is in the ledgers of its node.
func checkClawbacks(ctx context.Context, k *Keeper) error {
	planned, waiting := map[uint64]uint64{}, 0
	err := k.changes.items.Walk(ctx, nil, func(_ itemKey, i types.Item) (bool, error) {
		if i.Kind == types.ITEM_KIND_OFFSET && !i.Settled {
			planned[i.Clawback] += i.Amount
			waiting++
			listed, err := k.changes.offsets.Has(ctx, collections.Join3(types.GrantID(i.Grant).Roll(), i.Period, i.Grant))
			if err != nil || !listed {
				return true, broken("offset of grant %s in %s isn't listed", types.GrantID(i.Grant), types.Period(i.Period))
			}
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if err := k.changes.offsets.Walk(ctx, nil, func(offsetKey) (bool, error) { waiting--; return false, nil }); err != nil {
		return err
	}
	if waiting != 0 {
		return broken("%d offsets more than are listed", waiting)
	}
	returned := map[uint32]uint64{}
	err = k.changes.clawbacks.Walk(ctx, nil, func(id uint64, c types.Clawback) (bool, error) {
		done, err := k.acts.of(ctx, c.Subject())
		if err != nil {
			return true, err
		}
		if err := types.CheckClawbackTimeline(c, done); err != nil {
			return true, broken("clawback %d: %s", id, err)
		}
		if err := c.CheckBalance(); err != nil || planned[id] != c.Scheduled {
			return true, broken("clawback %d: planned %d, %d is listed", id, c.Scheduled, planned[id])
		}
		roll, err := k.roll(ctx, types.GrantID(c.Grant).Roll())
		returned[roll.BudgetNode] += c.Returned
		return err != nil, err
	})
	if err != nil {
		return err
	}
	recovered := map[uint32]uint64{}
	err = k.ledgers.Walk(ctx, nil, func(key collections.Pair[uint32, uint32], l types.Ledger) (bool, error) {
		recovered[key.K1()] += l.Recovered
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.nodes.Walk(ctx, nil, func(id uint32, _ types.BudgetNode) (bool, error) {
		if returned[id] > recovered[id] {
			return true, broken("node %d recovered %d, clawbacks returned %d", id, recovered[id], returned[id])
		}
		return false, nil
	})
}
