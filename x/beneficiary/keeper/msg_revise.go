package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// RevisePerson replaces the root of a person's attributes after a change in life.
func (s msgServer) RevisePerson(ctx context.Context, msg *types.MsgRevisePerson) (*types.MsgRevisePersonResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, by, err := s.liveTarget(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	person.AttrRoot = msg.AttrRoot
	if err := s.persons.Set(ctx, msg.Ref, person); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRevised(msg.Ref, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgRevisePersonResponse{}, nil
}

// ReviseHousehold replaces the members of a household, and who stands for it.
func (s msgServer) ReviseHousehold(ctx context.Context, msg *types.MsgReviseHousehold) (*types.MsgReviseHouseholdResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	household, err := s.Keeper.Household(ctx, msg.Ref)
	if err != nil {
		return nil, err
	}
	officer, err := s.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), household.HomeArea)
	if err != nil {
		return nil, err
	}
	if err := s.requireDisinterested(ctx, s.decider(ctx, officer), household.Head, msg.Head); err != nil {
		return nil, err
	}
	head, err := s.Keeper.Person(ctx, msg.Head)
	if err == nil {
		err = head.RequireLive()
	}
	if err != nil {
		return nil, errorsmod.Wrap(err, "the head")
	}
	household.MemberRoot, household.Head = msg.MemberRoot, msg.Head
	if err := s.households.Set(ctx, msg.Ref, household); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRevised(msg.Head, officer.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgReviseHouseholdResponse{}, nil
}

// UpdateParams replaces the module's params.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), authoritytypes.Nation); err != nil {
		return nil, err
	}
	if err := s.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	if err := emit(ctx, &types.EventParamsUpdated{}); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, nil
}
