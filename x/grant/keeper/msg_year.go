package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/types"
)

// ReturnFunds gives free funds of a node back to its parent.
func (s msgServer) ReturnFunds(ctx context.Context, msg *types.MsgReturnFunds) (*types.MsgReturnFundsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	node, area, err := s.nodeArea(ctx, msg.Node)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, area); err != nil {
		return nil, err
	}
	if node.Parent == 0 {
		return nil, errorsmod.Wrapf(types.ErrNodeRoot, "node %d", node.Id)
	}
	if err := s.change(ctx, node.Id, msg.Year, msg.Amount, types.Ledger.Return); err != nil {
		return nil, err
	}
	if err := s.change(ctx, node.Parent, msg.Year, msg.Amount, types.Ledger.TakeBack); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventFundsReturned(node, msg)); err != nil {
		return nil, err
	}
	return &types.MsgReturnFundsResponse{}, nil
}

// Remit moves coins from a node's treasury account to that of its parent or child. Ledgers stay as they are.
func (s msgServer) Remit(ctx context.Context, msg *types.MsgRemit) (*types.MsgRemitResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	from, area, err := s.nodeArea(ctx, msg.FromNode)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, area); err != nil {
		return nil, err
	}
	to, err := s.node(ctx, msg.ToNode)
	if err != nil {
		return nil, err
	}
	if !from.IsNeighbour(to) {
		return nil, errorsmod.Wrapf(types.ErrNodeNotNeighbour, "%d of %d", to.Id, from.Id)
	}
	if from.Organisation == to.Organisation {
		return nil, errorsmod.Wrapf(types.ErrTreasurySame, "organisation %d", from.Organisation)
	}
	programme, err := s.programme(ctx, from.Programme)
	if err != nil {
		return nil, err
	}
	coins, _, err := s.coins(ctx, programme, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	treasury := types.TreasuryAddress(from.Organisation)
	if s.deps.Bank.GetBalance(ctx, treasury, msg.Denom).IsLT(coins) {
		return nil, errorsmod.Wrap(types.ErrTreasuryLacksCoin, coins.String())
	}
	if err := s.deps.Bank.SendCoins(ctx, treasury, types.TreasuryAddress(to.Organisation), sdk.NewCoins(coins)); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRemitted(msg, coins.String())); err != nil {
		return nil, err
	}
	return &types.MsgRemitResponse{}, nil
}

// CloseYear closes a node's fiscal year for good. Nothing is reserved in it, so no run that is open or sealed and no import pays from it.
func (s msgServer) CloseYear(ctx context.Context, msg *types.MsgCloseYear) (*types.MsgCloseYearResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	node, area, err := s.nodeArea(ctx, msg.Node)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, area); err != nil {
		return nil, err
	}
	closed, err := node.Close(msg.Year)
	if err != nil {
		return nil, err
	}
	if err := s.requireEarlierClosed(ctx, node, msg.Year); err != nil {
		return nil, err
	}
	ledger, err := s.ledger(ctx, node.Id, msg.Year)
	if err != nil {
		return nil, err
	}
	if err := ledger.Settled(); err != nil {
		return nil, err
	}
	if err := s.requireRollsReserved(ctx, node.Id, msg.Year); err != nil {
		return nil, err
	}
	if err := s.requireChildrenClosed(ctx, node.Id, msg.Year); err != nil {
		return nil, err
	}
	free, err := ledger.Free()
	if err != nil {
		return nil, err
	}
	if msg.CarryOver {
		if err := s.change(ctx, node.Id, msg.Year, free, types.Ledger.CarryOver); err != nil {
			return nil, err
		}
		if err := s.change(ctx, node.Id, msg.Year+1, free, types.Ledger.BringForward); err != nil {
			return nil, err
		}
		ledger.CarriedOver, free = free, 0
	}
	if err := s.nodes.Set(ctx, closed.Id, closed); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventYearClosed(ledger, free)); err != nil {
		return nil, err
	}
	return &types.MsgCloseYearResponse{CarriedOver: ledger.CarriedOver}, nil
}

// requireEarlierClosed refuses to pass over a fiscal year that has a ledger and is open.
func (k *Keeper) requireEarlierClosed(ctx context.Context, node types.BudgetNode, year uint32) error {
	open := collections.NewPrefixedPairRange[uint32, uint32](node.Id).StartExclusive(node.ClosedYear).EndExclusive(year)
	return k.ledgers.Walk(ctx, open, func(key collections.Pair[uint32, uint32], _ types.Ledger) (bool, error) {
		return true, errorsmod.Wrapf(types.ErrYearOrder, "node %d: close %d first", node.Id, key.K2())
	})
}

// requireChildrenClosed looks at the children of a node, of which there are at most MaxChildren.
func (k *Keeper) requireChildrenClosed(ctx context.Context, node, year uint32) error {
	return k.childrenOf(ctx, node, func(id uint32) (bool, error) {
		child, err := k.node(ctx, id)
		if err == nil && !child.HasClosed(year) {
			err = errorsmod.Wrapf(types.ErrChildOpen, "node %d, %d", id, year)
		}
		return err != nil, err
	})
}

// Reconcile records that the books outside agree with a ledger.
func (s msgServer) Reconcile(ctx context.Context, msg *types.MsgReconcile) (*types.MsgReconcileResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, area, err := s.nodeArea(ctx, msg.Node)
	if err != nil {
		return nil, err
	}
	officer, err := s.authorize(ctx, msg.Signer, msg, area)
	if err != nil {
		return nil, err
	}
	ledger, err := s.ledger(ctx, msg.Node, msg.Year)
	if err != nil {
		return nil, err
	}
	if err := ledger.Agree(msg.Ledger()); err != nil {
		return nil, err
	}
	record := types.Reconciliation{
		Ledger: ledger, Height: sdk.UnwrapSDKContext(ctx).BlockHeight(), Officer: officer.Address, StatementHash: msg.StatementHash,
	}
	if err := s.budget.reconciliations.Set(ctx, collections.Join(msg.Node, msg.Year), record); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventReconciled(record)); err != nil {
		return nil, err
	}
	return &types.MsgReconcileResponse{}, nil
}
