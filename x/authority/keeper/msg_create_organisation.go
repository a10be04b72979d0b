package keeper

import (
	"context"

	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// CreateOrganisation adds an active organisation below the signer's own.
func (s msgServer) CreateOrganisation(ctx context.Context, msg *types.MsgCreateOrganisation) (*types.MsgCreateOrganisationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, parent, err := s.authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Area)
	if err != nil {
		return nil, err
	}
	if err := s.RequireArea(ctx, msg.Area); err != nil {
		return nil, err
	}
	last, err := s.LastOrganisation(ctx)
	if err != nil {
		return nil, err
	}
	organisation := types.Organisation{
		Id:     last + 1,
		Kind:   msg.Kind,
		Area:   msg.Area,
		Parent: parent.Id,
		Status: types.ORGANISATION_STATUS_ACTIVE,
	}
	if err := organisation.CheckBelow(parent); err != nil {
		return nil, err
	}
	if err := s.addOrganisation(ctx, organisation); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventOrganisationCreated(organisation)); err != nil {
		return nil, err
	}
	return &types.MsgCreateOrganisationResponse{Organisation: organisation.Id}, nil
}

// LastOrganisation gives the highest number given so far, or 0; organisations are never deleted.
func (k *Keeper) LastOrganisation(ctx context.Context) (uint32, error) {
	it, err := k.organisations.Iterate(ctx, new(collections.Range[uint32]).Descending())
	if err != nil {
		return 0, err
	}
	defer it.Close()
	if !it.Valid() {
		return 0, nil
	}
	return it.Key()
}

func (k *Keeper) addOrganisation(ctx context.Context, o types.Organisation) error {
	if err := k.organisations.Set(ctx, o.Id, o); err != nil {
		return err
	}
	return k.organisationsByArea.Set(ctx, types.OrganisationAreaKey(o.Area, o.Id))
}
