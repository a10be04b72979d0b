package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/validator/types"
)

// EnrolSeat accepts a province. Its key has to prove itself before it signs.
func (s msgServer) EnrolSeat(ctx context.Context, msg *types.MsgEnrolSeat) (*types.MsgEnrolSeatResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.k.requireVote(msg.Authority); err != nil {
		return nil, err
	}
	operator, err := s.k.parseOperator(msg.Operator)
	if err != nil {
		return nil, err
	}
	if err := s.k.requireProvince(ctx, msg.Organisation); err != nil {
		return nil, err
	}
	if err := s.k.requireUnused(ctx, msg.ConsensusKey); err != nil {
		return nil, err
	}
	params, err := s.k.Params(ctx)
	if err != nil {
		return nil, err
	}
	seats, err := s.k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	seat, replaced, err := types.Accept(seats, msg.Organisation, msg.Operator, msg.ConsensusKey)
	if err != nil {
		return nil, err
	}
	if replaced != "" {
		old, err := s.k.parseOperator(replaced)
		if err != nil {
			return nil, err
		}
		if err := s.k.forget(ctx, old); err != nil {
			return nil, err
		}
	}
	if err := s.k.saveKey(ctx, types.Key{ConsensusKey: msg.ConsensusKey, Operator: msg.Operator, Stint: seat.Stint + 1}); err != nil {
		return nil, err
	}
	if err := s.k.changeStatus(ctx, operator, seat); err != nil {
		return nil, err
	}
	until := sdk.UnwrapSDKContext(ctx).BlockTime().Unix() + params.ActivationSeconds
	if err := emit(ctx, types.NewEventSeatEnrolled(seat, msg.ConsensusKey, until)); err != nil {
		return nil, err
	}
	return &types.MsgEnrolSeatResponse{}, nil
}

func (k *Keeper) requireProvince(ctx context.Context, id uint32) error {
	o, err := k.deps.Authority.Organisation(ctx, id)
	if err != nil {
		return err
	}
	if o.Kind != authoritytypes.ORGANISATION_KIND_PROVINCE || o.Status != authoritytypes.ORGANISATION_STATUS_ACTIVE {
		return errorsmod.Wrapf(types.ErrOrganisationKind, "organisation %d", id)
	}
	return nil
}

// forget deletes a seat and the approval that waits for it; its keys stay in the history.
func (k *Keeper) forget(ctx context.Context, operator []byte) error {
	if err := k.approvals.Remove(ctx, operator); err != nil {
		return err
	}
	return k.seats.Remove(ctx, operator)
}
