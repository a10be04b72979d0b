package keeper

import (
	"bytes"
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// RevokeOfficer ends at once the duties of an officer of the signer's own organisation or one below it.
func (s msgServer) RevokeOfficer(ctx context.Context, msg *types.MsgRevokeOfficer) (*types.MsgRevokeOfficerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	key, err := s.parseAddress(msg.Address)
	if err != nil {
		return nil, err
	}
	officer, err := s.officer(ctx, key)
	if err != nil {
		return nil, err
	}
	signer, err := s.authorizeOver(ctx, msg.Signer, sdk.MsgTypeURL(msg), officer.Organisation)
	if err != nil {
		return nil, err
	}
	if bytes.Equal(signer.Credential, officer.Credential) {
		return nil, types.ErrSelfAppointment
	}
	if officer.Revoked {
		return nil, types.ErrOfficerRevoked
	}
	officer.Revoked = true
	if err := s.saveOfficer(ctx, key, officer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventOfficerRevoked(officer)); err != nil {
		return nil, err
	}
	return &types.MsgRevokeOfficerResponse{}, nil
}
