package keeper

import (
	"context"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// RotateKey replaces the holder key of the person whose present key signs, or of a ward whose guardian's key does; the old key can never
// be used again.
func (s msgServer) RotateKey(ctx context.Context, msg *types.MsgRotateKey) (*types.MsgRotateKeyResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, err := s.principal(ctx, msg.Signer, msg.Ward)
	if err != nil {
		return nil, err
	}
	if err := s.replaceKey(ctx, person, msg.NewKey, msg.Curve); err != nil {
		return nil, err
	}
	return &types.MsgRotateKeyResponse{}, nil
}

// replaceKey gives a person another key, and emits EventKeyRotated.
func (k *Keeper) replaceKey(ctx context.Context, person types.Person, key []byte, curve types.KeyCurve) error {
	rotated, err := person.Rotate(key, curve)
	if err != nil {
		return err
	}
	addr, err := k.claimKey(ctx, person.Ref, key, curve)
	if err != nil {
		return err
	}
	if err := k.dropKey(ctx, person); err != nil {
		return err
	}
	if err := k.persons.Set(ctx, person.Ref, rotated); err != nil {
		return err
	}
	account, err := k.deps.Address.BytesToString(addr)
	if err != nil {
		return err
	}
	return emit(ctx, types.NewEventKeyRotated(person.Ref, account))
}

// requireUnused refuses a key that isn't one, or that somebody has used.
func (k *Keeper) requireUnused(ctx context.Context, key []byte, curve types.KeyCurve) error {
	addr, err := types.HolderAddress(key, curve)
	if err != nil {
		return err
	}
	used, err := k.usedKeys.Has(ctx, addr)
	if err != nil {
		return err
	}
	if used {
		return types.ErrKeyUsed
	}
	return nil
}
