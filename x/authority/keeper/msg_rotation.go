package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// OpenRotation names the account that is to take over the signer's membership.
func (s msgServer) OpenRotation(ctx context.Context, msg *types.MsgOpenRotation) (*types.MsgOpenRotationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, _, err := s.actingMember(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	key, err := s.parseAddress(officer.Address)
	if err != nil {
		return nil, err
	}
	account, accountKey, err := s.openable(ctx, key, officer, msg.Account, msg)
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.saveRotation(ctx, key, accountKey, params.NewRotation(officer, account, now(ctx))); err != nil {
		return nil, err
	}
	return &types.MsgOpenRotationResponse{}, nil
}

// OpenRecovery names the account that is to take over the membership of an officer who has lost the key. Whoever still has it objects
// within the notice.
func (s msgServer) OpenRecovery(ctx context.Context, msg *types.MsgOpenRecovery) (*types.MsgOpenRecoveryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, key, by, err := s.over(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Officer)
	if err != nil {
		return nil, err
	}
	if err := types.CheckRecovery(officer, by.Organisation); err != nil {
		return nil, err
	}
	account, accountKey, err := s.openable(ctx, key, officer, msg.Account, msg)
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	r := params.NewRecovery(officer, account, by.Address, s.voucher(ctx, by), now(ctx))
	if err := s.saveRotation(ctx, key, accountKey, r); err != nil {
		return nil, err
	}
	return &types.MsgOpenRecoveryResponse{}, nil
}

// openable checks that an officer's membership may go to an account, and gives that account and its key.
func (k *Keeper) openable(ctx context.Context, key []byte, officer types.Officer, account string, msg sdk.Msg) (string, []byte, error) {
	if err := k.requireRotatable(ctx, key, officer, msg); err != nil {
		return "", nil, err
	}
	if err := k.requireNoRotation(ctx, key); err != nil {
		return "", nil, err
	}
	return k.freshAccount(ctx, account)
}

// AcceptRotation takes over an officer's membership. The officer is looked at again, and so is the administrator who opened a recovery.
func (s msgServer) AcceptRotation(ctx context.Context, msg *types.MsgAcceptRotation) (*types.MsgAcceptRotationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := requireOutside(ctx); err != nil {
		return nil, err
	}
	key, err := s.parseAddress(msg.Officer)
	if err != nil {
		return nil, err
	}
	rotation, err := s.rotation(ctx, key)
	if err != nil {
		return nil, err
	}
	officer, err := s.officer(ctx, key)
	if err != nil {
		return nil, err
	}
	old, taken, err := rotation.Accept(officer, msg.Signer, now(ctx))
	if err != nil {
		return nil, err
	}
	if err := s.requireRotatable(ctx, key, officer, msg); err != nil {
		return nil, err
	}
	if err := s.requireOpener(ctx, rotation, msg); err != nil {
		return nil, err
	}
	_, accountKey, err := s.freshAccount(ctx, msg.Signer)
	if err != nil {
		return nil, err
	}
	if err := s.saveOfficer(ctx, key, old); err != nil {
		return nil, err
	}
	if err := s.saveOfficer(ctx, accountKey, taken); err != nil {
		return nil, err
	}
	if err := s.rotations.Remove(ctx, key); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventOfficerRotated(old, taken)); err != nil {
		return nil, err
	}
	return &types.MsgAcceptRotationResponse{}, nil
}

// requireOpener refuses a recovery whose opener was revoked, suspended or has expired in the meantime. An office account stays what it is.
func (k *Keeper) requireOpener(ctx context.Context, r types.Rotation, msg sdk.Msg) error {
	if r.Opener == "" {
		return nil
	}
	key, err := k.parseAddress(r.Opener)
	if err != nil {
		return err
	}
	officer, err := k.officers.Has(ctx, key)
	if err != nil || !officer {
		return err
	}
	opener, organisation, err := k.member(ctx, r.Opener)
	if err != nil {
		return err
	}
	return opener.CheckActing(sdk.MsgTypeURL(msg), organisation, moment(ctx))
}

// CancelRotation leaves an officer the old account. Whoever has the old key may always do it, even while suspended; so may an
// administrator who may revoke the officer.
func (s msgServer) CancelRotation(ctx context.Context, msg *types.MsgCancelRotation) (*types.MsgCancelRotationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	key, err := s.parseAddress(msg.Officer)
	if err != nil {
		return nil, err
	}
	if msg.Signer != msg.Officer {
		if _, _, _, err := s.over(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Officer); err != nil {
			return nil, err
		}
	}
	rotation, err := s.rotation(ctx, key)
	if err != nil {
		return nil, err
	}
	if err := s.rotations.Remove(ctx, key); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRotationCancelled(rotation, msg.Signer)); err != nil {
		return nil, err
	}
	return &types.MsgCancelRotationResponse{}, nil
}
