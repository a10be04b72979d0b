package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// checkReservations holds that every roll waits for the year after its last reserved one, in the agenda of the organisation that keeps its
// budget node, that the node has closed no year beyond, and that the index has each roll below its node.
func checkReservations(ctx context.Context, k *Keeper) error {
	rolls := 0
	err := k.rolls.Walk(ctx, nil, func(id uint32, roll types.Roll) (bool, error) {
		rolls++
		node, err := k.node(ctx, roll.BudgetNode)
		if err != nil {
			return true, broken("node of roll %d", id)
		}
		indexed, err := k.reservations.ofNode.Has(ctx, collections.Join3(roll.BudgetNode, roll.ReservedYear, id))
		if err != nil || !indexed {
			return true, broken("roll %d isn't listed below node %d with %d", id, roll.BudgetNode, roll.ReservedYear)
		}
		if node.ClosedYear > roll.ReservedYear {
			return true, broken("node %d has closed %d, roll %d is reserved until %d", node.Id, node.ClosedYear, id, roll.ReservedYear)
		}
		d, running, err := k.clocks.get(ctx, roll.Subject(), types.CLOCK_RESERVE)
		if err != nil || !running {
			return true, broken("roll %d doesn't wait for its next year", id)
		}
		want, err := k.reserveClock(ctx, roll)
		if err != nil || d.Organisation != want.Organisation || d.Day != want.Day {
			return true, broken("roll %d waits for another year than that after %d", id, roll.ReservedYear)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.reservations.ofNode.Walk(ctx, nil, func(collections.Triple[uint32, uint32, uint32]) (bool, error) {
		rolls--
		return false, nil
	})
	if err == nil && rolls != 0 {
		return broken("the index of rolls by node has %d too few", rolls)
	}
	return err
}
