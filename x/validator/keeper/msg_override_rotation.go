package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// OverrideRotation approves another key for a seat whose operator can't rotate. The first approval is recorded, the second, by
// an officer of another organisation, replaces the key.
func (s msgServer) OverrideRotation(ctx context.Context, msg *types.MsgOverrideRotation) (*types.MsgOverrideRotationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	operator, seat, err := s.k.load(ctx, msg.Operator)
	if err != nil {
		return nil, err
	}
	organisation, err := s.k.deps.Authority.Organisation(ctx, seat.Organisation)
	if err != nil {
		return nil, err
	}
	officer, err := s.k.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), organisation.Area)
	if err != nil {
		return nil, err
	}
	if err := s.k.prove(ctx, msg.Operator, msg.NewKey, msg.Height, msg.Signature); err != nil {
		return nil, err
	}
	header := sdk.UnwrapSDKContext(ctx)
	approval := types.Approval{
		Operator: msg.Operator, NewKey: msg.NewKey, Organisation: officer.Organisation, Credential: officer.Credential, Time: header.BlockTime().Unix(),
	}
	complete, err := s.k.completes(ctx, operator, approval)
	if err != nil {
		return nil, err
	}
	if complete {
		if err := s.k.approvals.Remove(ctx, operator); err != nil {
			return nil, err
		}
		from, err := s.k.rotate(ctx, operator, seat, msg.NewKey)
		if err != nil {
			return nil, err
		}
		return &types.MsgOverrideRotationResponse{FromHeight: from}, nil
	}

	if err := s.k.requireUnused(ctx, msg.NewKey); err != nil {
		return nil, err
	}
	if _, err := seat.Rotate(msg.NewKey, header.BlockHeight()); err != nil {
		return nil, err
	}
	if err := s.k.approvals.Set(ctx, operator, approval); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRotationApproved(approval, msg.Signer)); err != nil {
		return nil, err
	}
	return &types.MsgOverrideRotationResponse{}, nil
}

// completes tells whether an approval is the second of two.
func (k *Keeper) completes(ctx context.Context, operator []byte, second types.Approval) (bool, error) {
	first, err := k.approvals.Get(ctx, operator)
	if errors.Is(err, collections.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	params, err := k.Params(ctx)
	if err != nil {
		return false, err
	}
	return second.Completes(first, params)
}
