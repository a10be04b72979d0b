package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// RevokeOfficer ends at once the duties of an officer of the signer's own organisation or one below it.
func (s msgServer) RevokeOfficer(ctx context.Context, msg *types.MsgRevokeOfficer) (*types.MsgRevokeOfficerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, key, by, err := s.over(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Address)
	if err != nil {
		return nil, err
	}
	if err := s.overSuspension(ctx, msg.Signer, sdk.MsgTypeURL(msg), officer, by); err != nil { // or a new appointment would lift it
		return nil, err
	}
	if err := s.revoke(ctx, key, officer); err != nil {
		return nil, err
	}
	return &types.MsgRevokeOfficerResponse{}, nil
}

// revoke ends an officer's duties, and a rotation with them.
func (k *Keeper) revoke(ctx context.Context, key []byte, officer types.Officer) error {
	officer.Revoked = true
	if err := k.saveOfficer(ctx, key, officer); err != nil {
		return err
	}
	if err := k.rotations.Remove(ctx, key); err != nil {
		return err
	}
	return emit(ctx, types.NewEventOfficerRevoked(officer))
}

// over loads an officer of the signer's own organisation or one below it, who isn't the signer and not revoked.
func (k *Keeper) over(ctx context.Context, signer, action, address string) (officer types.Officer, key []byte, by types.Officer, err error) {
	if key, err = k.parseAddress(address); err != nil {
		return officer, nil, by, err
	}
	if officer, err = k.officer(ctx, key); err != nil {
		return officer, nil, by, err
	}
	if by, err = k.authorizeOver(ctx, signer, action, officer.Organisation); err != nil {
		return officer, nil, by, err
	}
	if k.isActing(ctx, by, officer) {
		return officer, nil, by, types.ErrSelfAppointment
	}
	if officer.Revoked {
		return officer, nil, by, types.ErrOfficerRevoked
	}
	return officer, key, by, nil
}
