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
