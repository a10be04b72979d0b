package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// SeatAdministrator appoints an administrator of the national authority, above which there is no other, or renews one: then the last
// height is the one that the provinces give. Others go in the same act, or a captured one would at once suspend whom the provinces seat.
func (s msgServer) SeatAdministrator(ctx context.Context, msg *types.MsgSeatAdministrator) (*types.MsgSeatAdministratorResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), types.Nation); err != nil {
		return nil, err
	}
	if !msg.Officer.CountsAt(moment(ctx).Height) {
		return nil, errorsmod.Wrapf(types.ErrValidityInvalid, "last height %d is over", msg.Officer.LastHeight)
	}
	if _, err := s.Organisation(ctx, types.NationalAuthority); err != nil {
		return nil, err
	}
	for _, account := range msg.Remove {
		if err := s.removeFromNation(ctx, account); err != nil {
			return nil, err
		}
	}
	if err := s.appoint(ctx, msg.Officer, false); err != nil {
		return nil, err
	}
	return &types.MsgSeatAdministratorResponse{}, nil
}

// removeFromNation revokes an officer of the national authority.
func (k *Keeper) removeFromNation(ctx context.Context, account string) error {
	key, err := k.parseAddress(account)
	if err != nil {
		return err
	}
	officer, err := k.officer(ctx, key)
	if err != nil {
		return err
	}
	if officer.Organisation != types.NationalAuthority {
		return errorsmod.Wrapf(types.ErrOfficerElsewhere, "organisation %d", officer.Organisation)
	}
	if officer.Revoked {
		return errorsmod.Wrap(types.ErrOfficerRevoked, account)
	}
	return k.revoke(ctx, key, officer)
}
