package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/reliefchain/relief/x/grant/types"
)

// budgetTables keep what belongs to budget nodes besides the ledgers.
type budgetTables struct {
	children        collections.KeySet[collections.Pair[uint32, uint32]]                    // parent, node; never deleted
	reconciliations collections.Map[collections.Pair[uint32, uint32], types.Reconciliation] // node, year; replaced by the next one
}

func newBudgetTables(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) budgetTables {
	pair := collections.PairKeyCodec(collections.Uint32Key, collections.Uint32Key)
	return budgetTables{
		children:        collections.NewKeySet(sb, types.ChildrenPrefix, "children", pair),
		reconciliations: collections.NewMap(sb, types.ReconciliationPrefix, "reconciliations", pair, codec.CollValue[types.Reconciliation](cdc)),
	}
}

// setNode stores a node and its place below its parent.
func (k *Keeper) setNode(ctx context.Context, node types.BudgetNode) error {
	if err := k.nodes.Set(ctx, node.Id, node); err != nil {
		return err
	}
	if node.Parent == 0 {
		return nil
	}
	return k.budget.children.Set(ctx, collections.Join(node.Parent, node.Id))
}

// childrenOf visits the children of a node by number until the visit says stop.
func (k *Keeper) childrenOf(ctx context.Context, node uint32, visit func(child uint32) (stop bool, err error)) error {
	prefix := collections.NewPrefixedPairRange[uint32, uint32](node)
	return k.budget.children.Walk(ctx, prefix, func(key collections.Pair[uint32, uint32]) (bool, error) { return visit(key.K2()) })
}

// IndexBudgetNodes puts nodes that are older than the index of children into it.
func (k *Keeper) IndexBudgetNodes(ctx context.Context) error {
	var nodes []types.BudgetNode
	if err := list(ctx, k.nodes, &nodes); err != nil {
		return err
	}
	for _, node := range nodes {
		if err := k.setNode(ctx, node); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) initReconciliations(ctx context.Context, gs types.GenesisState) error {
	for _, r := range gs.Reconciliations {
		if err := k.budget.reconciliations.Set(ctx, collections.Join(r.Ledger.Node, r.Ledger.Year), r); err != nil {
			return err
		}
	}
	return nil
}
