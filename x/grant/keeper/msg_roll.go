package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// OpenRoll starts the list of payees of a paying office.
func (s msgServer) OpenRoll(ctx context.Context, msg *types.MsgOpenRoll) (*types.MsgOpenRollResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.authorize(ctx, msg.Signer, msg, msg.Area); err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireArea(ctx, msg.Area); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, msg.Programme)
	if err != nil {
		return nil, err
	}
	if err := types.RequireInside(programme.Area, msg.Area); err != nil {
		return nil, err
	}
	node, area, err := s.nodeArea(ctx, msg.BudgetNode)
	if err != nil {
		return nil, err
	}
	if node.Programme != programme.Id {
		return nil, errorsmod.Wrapf(types.ErrProgrammeDiffers, "node %d is of programme %d", node.Id, node.Programme)
	}
	if err := types.RequireInside(area, msg.Area); err != nil {
		return nil, err
	}
	today, err := s.deps.Authority.Today(ctx)
	if err != nil {
		return nil, err
	}
	id, err := next(ctx, s.rollSeq)
	if err != nil {
		return nil, err
	}
	roll := types.Roll{
		Id: uint32(id), Programme: programme.Id, Area: msg.Area, BudgetNode: node.Id,
		NextSlot: types.FirstSlot, NextPeriod: msg.FirstPeriod,
		ReservedYear: types.FirstReservedYear(types.PeriodOf(today), node),
	}
	if err := s.setReserved(ctx, roll, roll); err != nil {
		return nil, err
	}
	if err := s.rollsOf.Set(ctx, collections.Join(roll.Programme, roll.Id)); err != nil {
		return nil, err
	}
	if err := s.indexOffices(ctx, []types.Roll{roll}, nil, nil); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRollOpened(roll)); err != nil {
		return nil, err
	}
	return &types.MsgOpenRollResponse{Roll: roll.Id}, nil
}
