package keeper

import (
	"context"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// RotateKey replaces the holder key of the person whose present key signs; the old key can never be used again.
func (s msgServer) RotateKey(ctx context.Context, msg *types.MsgRotateKey) (*types.MsgRotateKeyResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, holds, err := s.Keeper.Holder(ctx, msg.Signer)
	if err != nil {
		return nil, err
	}
	if !holds {
		return nil, types.ErrHolderUnknown
	}
	rotated, err := person.Rotate(msg.NewKey)
	if err != nil {
		return nil, err
	}
	old, err := types.HolderAddress(person.HolderKey)
	if err != nil {
		return nil, err
	}
	addr, err := s.claimKey(ctx, person.Ref, msg.NewKey)
	if err != nil {
		return nil, err
	}
	if err := s.holders.Remove(ctx, old); err != nil {
		return nil, err
	}
	if err := s.persons.Set(ctx, person.Ref, rotated); err != nil {
		return nil, err
	}
	account, err := s.deps.Address.BytesToString(addr)
	if err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventKeyRotated(person.Ref, account)); err != nil {
		return nil, err
	}
	return &types.MsgRotateKeyResponse{}, nil
}
