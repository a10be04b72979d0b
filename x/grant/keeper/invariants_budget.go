package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// checkYears holds that a closed year promises nothing and its children have closed it too, that what left a year is what the next one
// brought forward, and that the index has each node below its parent.
func checkYears(ctx context.Context, k *Keeper) error {
	below := 0
	err := k.nodes.Walk(ctx, nil, func(id uint32, node types.BudgetNode) (bool, error) {
		if node.Parent == 0 {
			return false, nil
		}
		below++
		parent, err := k.node(ctx, node.Parent)
		if err != nil {
			return true, broken("parent of node %d", id)
		}
		indexed, err := k.budget.children.Has(ctx, collections.Join(node.Parent, id))
		switch {
		case err != nil || !indexed:
			return true, broken("node %d is not in the index of children", id)
		case !node.HasClosed(parent.ClosedYear):
			return true, broken("node %d is open in %d, which node %d has closed", id, parent.ClosedYear, parent.Id)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.budget.children.Walk(ctx, nil, func(collections.Pair[uint32, uint32]) (bool, error) {
		below--
		return false, nil
	})
	if err != nil {
		return err
	}
	if below != 0 {
		return broken("the index of children has %d too few", below)
	}
	return k.ledgers.Walk(ctx, nil, func(_ collections.Pair[uint32, uint32], l types.Ledger) (bool, error) {
		node, err := k.node(ctx, l.Node)
		if err != nil {
			return true, err
		}
		before, err := k.ledger(ctx, l.Node, l.Year-1)
		if err != nil {
			return true, err
		}
		after, err := k.ledger(ctx, l.Node, l.Year+1)
		switch {
		case err != nil:
			return true, err
		case node.HasClosed(l.Year) && l.Reserved > 0:
			return true, broken("node %d has closed %d with %d reserved", l.Node, l.Year, l.Reserved)
		case !node.HasClosed(l.Year) && l.CarriedOver > 0:
			return true, broken("node %d carried over %d of %d, which is open", l.Node, l.CarriedOver, l.Year)
		case l.BroughtForward != before.CarriedOver || l.CarriedOver != after.BroughtForward:
			return true, broken("node %d, %d: money went astray between years", l.Node, l.Year)
		}
		return false, nil
	})
}
