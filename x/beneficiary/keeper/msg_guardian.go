package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// ProposeGuardian names who is to act for a ward, the first guardian or another one; the present one acts until the change is confirmed.
func (s msgServer) ProposeGuardian(ctx context.Context, msg *types.MsgProposeGuardian) (*types.MsgProposeGuardianResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, by, err := s.liveTarget(ctx, msg.Signer, msg, msg.Ward)
	if err != nil {
		return nil, err
	}
	if err := s.requireDisinterested(ctx, by, msg.Guardian); err != nil {
		return nil, err
	}
	if err := s.requireFit(ctx, msg.Ward, msg.Guardian); err != nil {
		return nil, err
	}
	guardianship, err := s.guardianship(ctx, msg.Ward)
	if err != nil {
		return nil, err
	}
	guardianship.Ward, guardianship.Proposed, guardianship.By = msg.Ward, msg.Guardian, &by
	if err := s.guardianships.Set(ctx, msg.Ward, guardianship); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventGuardianChanged(guardianship, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgProposeGuardianResponse{}, nil
}

// ConfirmGuardian lets the guardian act whom another organisation has proposed: no office alone puts somebody in a person's place.
func (s msgServer) ConfirmGuardian(ctx context.Context, msg *types.MsgConfirmGuardian) (*types.MsgConfirmGuardianResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, by, err := s.liveTarget(ctx, msg.Signer, msg, msg.Ward)
	if err != nil {
		return nil, err
	}
	if err := s.requireDisinterested(ctx, by, msg.Guardian); err != nil {
		return nil, err
	}
	guardianship, err := s.guardianship(ctx, msg.Ward)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(guardianship.Proposed, msg.Guardian) {
		return nil, types.ErrGuardianUnknown
	}
	if err := guardianship.By.Elsewhere(by); err != nil {
		return nil, err
	}
	if err := s.endGuardianship(ctx, msg.Ward); err != nil {
		return nil, err
	}
	confirmed := types.Guardianship{Ward: msg.Ward, Guardian: msg.Guardian}
	if err := s.setGuardian(ctx, confirmed); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventGuardianChanged(confirmed, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgConfirmGuardianResponse{}, nil
}

// EndGuardian lets a ward act alone, or takes a proposal back where no guardian acts yet.
func (s msgServer) EndGuardian(ctx context.Context, msg *types.MsgEndGuardian) (*types.MsgEndGuardianResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, by, err := s.target(ctx, msg.Signer, msg, msg.Ward)
	if err != nil {
		return nil, err
	}
	known, err := s.guardianships.Has(ctx, msg.Ward)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, types.ErrGuardianUnknown
	}
	if err := s.endGuardianship(ctx, msg.Ward); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventGuardianChanged(types.Guardianship{Ward: msg.Ward}, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgEndGuardianResponse{}, nil
}

// guardianship gives that of a ward; it is empty for a person who has none.
func (k *Keeper) guardianship(ctx context.Context, ward []byte) (types.Guardianship, error) {
	guardianship, err := k.guardianships.Get(ctx, ward)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Guardianship{}, nil
	}
	return guardianship, err
}

// setGuardian stores a guardianship that is in force from now on.
func (k *Keeper) setGuardian(ctx context.Context, g types.Guardianship) error {
	if err := k.requireFit(ctx, g.Ward, g.Guardian); err != nil {
		return err
	}
	if err := k.guardianships.Set(ctx, g.Ward, g); err != nil {
		return err
	}
	return k.wards.Set(ctx, collections.Join(g.Guardian, g.Ward))
}

// requireGuardian refuses everyone but the guardian of a ward, who may be locked.
func (k *Keeper) requireGuardian(ctx context.Context, signer string, ward []byte) error {
	actor, err := k.actor(ctx, signer)
	if err != nil {
		return err
	}
	guardianship, err := k.guardianship(ctx, ward)
	if err != nil {
		return err
	}
	if !bytes.Equal(guardianship.Guardian, actor.Ref) {
		return types.ErrNotActing
	}
	return nil
}

// requireFit refuses a guardian who can't act: locked, dead, out of the register or a ward; and a ward who is a guardian.
func (k *Keeper) requireFit(ctx context.Context, ward, guardian []byte) error {
	person, err := k.Person(ctx, guardian)
	if err != nil {
		return errorsmod.Wrap(err, "the guardian")
	}
	if err := person.RequireActing(); err != nil {
		return errorsmod.Wrap(err, "the guardian")
	}
	guardianship, err := k.guardianship(ctx, guardian)
	if err != nil {
		return err
	}
	if len(guardianship.Guardian) > 0 {
		return errorsmod.Wrap(types.ErrGuardianUnfit, "a ward is nobody's guardian")
	}
	return k.requireNoWards(ctx, ward)
}

func (k *Keeper) requireNoWards(ctx context.Context, guardian []byte) error {
	iter, err := k.wards.Iterate(ctx, collections.NewPrefixedPairRange[[]byte, []byte](guardian))
	if err != nil {
		return err
	}
	defer iter.Close()
	if iter.Valid() {
		return types.ErrHasWards
	}
	return nil
}

// endGuardianship removes that of a ward, if there is one, with the proposal, and with the agents whom the guardian has appointed.
func (k *Keeper) endGuardianship(ctx context.Context, ward []byte) error {
	guardianship, err := k.guardianship(ctx, ward)
	if err != nil || len(guardianship.Ward) == 0 {
		return err
	}
	if err := k.guardianships.Remove(ctx, ward); err != nil {
		return err
	}
	if len(guardianship.Guardian) == 0 {
		return nil
	}
	if err := k.agencies.Clear(ctx, collections.NewPrefixedPairRange[[]byte, []byte](ward)); err != nil {
		return err
	}
	return k.wards.Remove(ctx, collections.Join(guardianship.Guardian, ward))
}
