package keeper

import (
	"context"
	"fmt"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/grant/types"
)

// BudgetTree answers with a node's fiscal year, the sums over everything below it, and its children page by page.
func (q queryServer) BudgetTree(ctx context.Context, req *types.QueryBudgetTreeRequest) (*types.QueryBudgetTreeResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	top, err := q.budgetEntry(ctx, req.Node, req.Year)
	if err != nil {
		return nil, err
	}
	sums, err := q.budgetSums(ctx, req.Node, req.Year)
	if err != nil {
		return nil, err
	}
	children, next, err := query.CollectionPaginate(ctx, q.budget.children, page,
		func(key collections.Pair[uint32, uint32], _ collections.NoValue) (types.BudgetEntry, error) {
			return q.budgetEntry(ctx, key.K2(), req.Year)
		},
		query.WithCollectionPaginationPairPrefix[uint32, uint32](req.Node))
	if err != nil {
		return nil, err
	}
	return &types.QueryBudgetTreeResponse{Top: top, Sums: sums, Children: children, Pagination: next}, nil
}

func (k *Keeper) budgetEntry(ctx context.Context, id, year uint32) (types.BudgetEntry, error) {
	node, err := k.node(ctx, id)
	if err != nil {
		return types.BudgetEntry{}, err
	}
	ledger, err := k.ledger(ctx, id, year)
	if err != nil {
		return types.BudgetEntry{}, err
	}
	free, err := ledger.Free()
	return types.BudgetEntry{Node: node, Ledger: ledger, Free: free}, err
}

// budgetSums adds up a node and everything below it, level by level, and refuses trees of more than MaxTreeNodes.
func (k *Keeper) budgetSums(ctx context.Context, top, year uint32) (types.BudgetSums, error) {
	var sums types.BudgetSums
	nodes := []uint32{top}
	for i := 0; i < len(nodes); i++ {
		ledger, err := k.ledger(ctx, nodes[i], year)
		if err != nil {
			return types.BudgetSums{}, err
		}
		if sums, err = sums.Add(ledger); err != nil {
			return types.BudgetSums{}, err
		}
		err = k.childrenOf(ctx, nodes[i], func(child uint32) (bool, error) {
			if len(nodes) == types.MaxTreeNodes {
				return true, errorsmod.Wrapf(types.ErrTreeTooLarge, "more than %d below node %d", types.MaxTreeNodes, top)
			}
			nodes = append(nodes, child)
			return false, nil
		})
		if err != nil {
			return types.BudgetSums{}, err
		}
	}
	return sums, nil
}

// Reconciliation answers with the latest reconciliation of a node's fiscal year.
func (q queryServer) Reconciliation(ctx context.Context, req *types.QueryReconciliationRequest) (*types.QueryReconciliationResponse, error) {
	record, err := q.budget.reconciliations.Get(ctx, collections.Join(req.Node, req.Year))
	if record, err = found(record, err, types.ErrReconciliationUnknown, fmt.Sprintf("node %d, %d", req.Node, req.Year)); err != nil {
		return nil, err
	}
	ledger, err := q.ledger(ctx, req.Node, req.Year)
	if err != nil {
		return nil, err
	}
	return &types.QueryReconciliationResponse{Reconciliation: record, Current: ledger == record.Ledger}, nil
}

// TopUps lists the top-ups of a roll and a period.
func (q queryServer) TopUps(ctx context.Context, req *types.QueryTopUpsRequest) (*types.QueryTopUpsResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	runs, next, err := query.CollectionPaginate(ctx, q.topUps.runs, page,
		func(key collections.Triple[uint32, uint32, uint64], _ collections.NoValue) (types.Run, error) {
			return q.run(ctx, key.K3())
		},
		func(o *query.CollectionsPaginateOptions[collections.Triple[uint32, uint32, uint64]]) {
			prefix := collections.TripleSuperPrefix[uint32, uint32, uint64](req.Roll, req.Period)
			o.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryTopUpsResponse{Runs: runs, Pagination: next}, nil
}

// HeldTopUps lists the held top-ups of one grant.
func (q queryServer) HeldTopUps(ctx context.Context, req *types.QueryHeldTopUpsRequest) (*types.QueryHeldTopUpsResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	held, next, err := query.CollectionPaginate(ctx, q.topUps.held, page,
		func(_ collections.Triple[uint64, uint32, uint64], h types.HeldPayment) (types.HeldPayment, error) {
			return h, nil
		},
		func(o *query.CollectionsPaginateOptions[collections.Triple[uint64, uint32, uint64]]) {
			prefix := collections.TriplePrefix[uint64, uint32, uint64](req.Grant)
			o.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryHeldTopUpsResponse{Held: held, Pagination: next}, nil
}

// paymentRun is the run of a roll's month, or the top-up that is asked for.
func (k *Keeper) paymentRun(ctx context.Context, roll, period uint32, topUp uint64) (types.Run, error) {
	if topUp == 0 {
		return k.runOfPeriod(ctx, roll, period)
	}
	known, err := k.topUps.runs.Has(ctx, collections.Join3(roll, period, topUp))
	if err != nil {
		return types.Run{}, err
	}
	if !known {
		return types.Run{}, errorsmod.Wrapf(types.ErrTopUpUnknown, "run %d, roll %d, %s", topUp, roll, types.Period(period))
	}
	return k.run(ctx, topUp)
}
