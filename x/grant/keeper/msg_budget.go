package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// OpenBudgetNode gives an organisation a ledger in the tree of public money.
func (s msgServer) OpenBudgetNode(ctx context.Context, msg *types.MsgOpenBudgetNode) (*types.MsgOpenBudgetNodeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	organisation, err := s.deps.Authority.Organisation(ctx, msg.Organisation)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, organisation.Area); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, msg.Programme)
	if err != nil {
		return nil, err
	}
	var closed uint32
	if msg.Parent != 0 {
		parent, area, err := s.nodeArea(ctx, msg.Parent)
		if err != nil {
			return nil, err
		}
		if _, err := s.authorize(ctx, msg.Signer, msg, area); err != nil {
			return nil, err
		}
		if err := s.requireSameCurrency(ctx, parent, programme); err != nil {
			return nil, err
		}
		if err := s.requireRoom(ctx, parent.Id); err != nil {
			return nil, err
		}
		closed = parent.ClosedYear
	}
	id, err := next(ctx, s.nodeSeq)
	if err != nil {
		return nil, err
	}
	node := types.BudgetNode{Id: uint32(id), Parent: msg.Parent, Organisation: msg.Organisation, Programme: msg.Programme, ClosedYear: closed}
	if err := s.setNode(ctx, node); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventBudgetNodeOpened(node)); err != nil {
		return nil, err
	}
	return &types.MsgOpenBudgetNodeResponse{Node: node.Id}, nil
}

// requireSameCurrency refuses a child whose programme pays in another currency than the parent's. Money may come down for several
// programmes together and be parted further down.
func (k *Keeper) requireSameCurrency(ctx context.Context, parent types.BudgetNode, programme types.Programme) error {
	of, err := k.programme(ctx, parent.Programme)
	if err != nil {
		return err
	}
	if of.Currency != programme.Currency {
		return errorsmod.Wrapf(types.ErrProgrammeDiffers, "node %d counts in %s, programme %d pays in %s", parent.Id, of.Currency, programme.Id, programme.Currency)
	}
	return nil
}

// requireRoom refuses a child more than MaxChildren.
func (k *Keeper) requireRoom(ctx context.Context, parent uint32) error {
	children := 0
	return k.childrenOf(ctx, parent, func(uint32) (bool, error) {
		if children++; children == types.MaxChildren {
			return true, errorsmod.Wrapf(types.ErrNodeFull, "node %d; open one between for some of them", parent)
		}
		return false, nil
	})
}

// Appropriate adds own funds to a node's fiscal year.
func (s msgServer) Appropriate(ctx context.Context, msg *types.MsgAppropriate) (*types.MsgAppropriateResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, area, err := s.nodeArea(ctx, msg.Node)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, area); err != nil {
		return nil, err
	}
	if err := s.change(ctx, msg.Node, msg.Year, msg.Amount, types.Ledger.Appropriate); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventAppropriated(msg)); err != nil {
		return nil, err
	}
	return &types.MsgAppropriateResponse{}, nil
}

// Allocate gives free funds of a node to its child.
func (s msgServer) Allocate(ctx context.Context, msg *types.MsgAllocate) (*types.MsgAllocateResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, area, err := s.nodeArea(ctx, msg.FromNode)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, area); err != nil {
		return nil, err
	}
	child, err := s.node(ctx, msg.ToNode)
	if err != nil {
		return nil, err
	}
	if child.Parent != msg.FromNode {
		return nil, errorsmod.Wrapf(types.ErrNodeNotChild, "%d of %d", msg.ToNode, msg.FromNode)
	}
	if err := s.change(ctx, msg.FromNode, msg.Year, msg.Amount, types.Ledger.Allocate); err != nil {
		return nil, err
	}
	if err := s.change(ctx, msg.ToNode, msg.Year, msg.Amount, types.Ledger.Receive); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventAllocated(msg)); err != nil {
		return nil, err
	}
	return &types.MsgAllocateResponse{}, nil
}

// change applies one rule of the ledger to a node's fiscal year, which is open. Nothing changes by zero, so a run that pays nobody goes
// on in a closed year.
func (k *Keeper) change(
	ctx context.Context, node, year uint32, amount uint64, rule func(types.Ledger, uint64) (types.Ledger, error),
) error {
	if amount == 0 {
		return nil
	}
	of, err := k.node(ctx, node)
	if err != nil {
		return err
	}
	if err := of.RequireOpen(year); err != nil {
		return err
	}
	ledger, err := k.ledger(ctx, node, year)
	if err != nil {
		return err
	}
	if ledger, err = rule(ledger, amount); err != nil {
		return err
	}
	return k.setLedger(ctx, ledger)
}
