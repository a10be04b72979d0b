package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// OpenRecovery proposes another key for a person who lost theirs. A stolen key could object to it, so an office locks the person first.
func (s msgServer) OpenRecovery(ctx context.Context, msg *types.MsgOpenRecovery) (*types.MsgOpenRecoveryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, by, err := s.liveTarget(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	open, err := s.recoveries.Has(ctx, msg.Ref)
	if err != nil {
		return nil, err
	}
	if open {
		return nil, types.ErrRecoveryOpen
	}
	if err := s.requireUnused(ctx, msg.NewKey, msg.Curve); err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	recovery := types.Recovery{Person: msg.Ref, NewKey: msg.NewKey, Curve: msg.Curve, Opener: by, Due: now(ctx) + params.RecoverySeconds}
	if err := s.setRecovery(ctx, recovery); err != nil {
		return nil, err
	}
	return &types.MsgOpenRecoveryResponse{}, nil
}

// ApproveRecovery is the word of the second officer.
func (s msgServer) ApproveRecovery(ctx context.Context, msg *types.MsgApproveRecovery) (*types.MsgApproveRecoveryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, by, err := s.target(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	recovery, guarded, err := s.recovery(ctx, msg.Ref)
	if err != nil {
		return nil, err
	}
	if err := recovery.Is(msg.NewKey); err != nil {
		return nil, err
	}
	if recovery, err = recovery.ApproveBy(by, guarded); err != nil {
		return nil, err
	}
	if err := s.setRecovery(ctx, recovery); err != nil {
		return nil, err
	}
	return &types.MsgApproveRecoveryResponse{}, nil
}

// ConsentRecovery is the guardian's word.
func (s msgServer) ConsentRecovery(ctx context.Context, msg *types.MsgConsentRecovery) (*types.MsgConsentRecoveryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	recovery, err := s.asPrincipal(ctx, msg.Signer, msg.Ref)
	if err != nil {
		return nil, err
	}
	if err := recovery.Is(msg.NewKey); err != nil {
		return nil, err
	}
	recovery.Consented = true
	if err := s.setRecovery(ctx, recovery); err != nil {
		return nil, err
	}
	return &types.MsgConsentRecoveryResponse{}, nil
}

// CancelRecovery ends a recovery because the old key isn't lost, or the guardian objects.
func (s msgServer) CancelRecovery(ctx context.Context, msg *types.MsgCancelRecovery) (*types.MsgCancelRecoveryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	recovery, err := s.asPrincipal(ctx, msg.Signer, msg.Ref)
	if err != nil {
		return nil, err
	}
	if err := s.endRecovery(ctx, recovery); err != nil {
		return nil, err
	}
	return &types.MsgCancelRecoveryResponse{}, nil
}

// RejectRecovery ends a recovery that an office finds wrong.
func (s msgServer) RejectRecovery(ctx context.Context, msg *types.MsgRejectRecovery) (*types.MsgRejectRecoveryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, _, err := s.target(ctx, msg.Signer, msg, msg.Ref); err != nil {
		return nil, err
	}
	recovery, _, err := s.recovery(ctx, msg.Ref)
	if err != nil {
		return nil, err
	}
	if err := s.endRecovery(ctx, recovery); err != nil {
		return nil, err
	}
	return &types.MsgRejectRecoveryResponse{}, nil
}

// CompleteRecovery gives the person the new key. A lock stays until somebody takes it off.
func (s msgServer) CompleteRecovery(ctx context.Context, msg *types.MsgCompleteRecovery) (*types.MsgCompleteRecoveryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, _, err := s.target(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	recovery, guarded, err := s.recovery(ctx, msg.Ref)
	if err != nil {
		return nil, err
	}
	if err := recovery.Ready(guarded, now(ctx)); err != nil {
		return nil, err
	}
	if err := s.replaceKey(ctx, person, recovery.NewKey, recovery.Curve); err != nil {
		return nil, err
	}
	if err := s.endRecovery(ctx, recovery); err != nil {
		return nil, err
	}
	return &types.MsgCompleteRecoveryResponse{}, nil
}

// recovery gives the open one of a person, and whether a guardian has to consent.
func (k *Keeper) recovery(ctx context.Context, ref []byte) (types.Recovery, bool, error) {
	recovery, err := k.recoveries.Get(ctx, ref)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Recovery{}, false, types.ErrRecoveryUnknown
	}
	if err != nil {
		return types.Recovery{}, false, err
	}
	guardianship, err := k.guardianship(ctx, ref)
	return recovery, len(guardianship.Guardian) > 0, err
}

// asPrincipal gives the open recovery of a person to whoever decides for the person: who holds the old key, or the guardian.
func (k *Keeper) asPrincipal(ctx context.Context, signer string, ref []byte) (types.Recovery, error) {
	recovery, guarded, err := k.recovery(ctx, ref)
	if err != nil {
		return types.Recovery{}, err
	}
	if guarded {
		err = k.requireGuardian(ctx, signer, ref)
	} else {
		_, err = k.principal(ctx, signer, ref)
	}
	return recovery, err
}

func (k *Keeper) setRecovery(ctx context.Context, recovery types.Recovery) error {
	if err := k.recoveries.Set(ctx, recovery.Person, recovery); err != nil {
		return err
	}
	return emit(ctx, types.NewEventRecoveryChanged(recovery, true))
}

func (k *Keeper) endRecovery(ctx context.Context, recovery types.Recovery) error {
	if err := k.recoveries.Remove(ctx, recovery.Person); err != nil {
		return err
	}
	return emit(ctx, types.NewEventRecoveryChanged(recovery, false))
}
