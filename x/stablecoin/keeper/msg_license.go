package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

// LicenseIssuer admits an issuer with an allowance of zero.
func (s msgServer) LicenseIssuer(ctx context.Context, msg *types.MsgLicenseIssuer) (*types.MsgLicenseIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	organisation, err := s.k.deps.Authority.Organisation(ctx, msg.Organisation)
	if err != nil {
		return nil, err
	}
	if _, err := s.k.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), organisation.Area); err != nil {
		return nil, err
	}
	if organisation.Kind != authoritytypes.ORGANISATION_KIND_ISSUER {
		return nil, errorsmod.Wrapf(types.ErrOrganisationKind, "%d is not an issuer", msg.Organisation)
	}
	custodian, err := s.k.deps.Authority.Organisation(ctx, msg.Custodian)
	if err != nil {
		return nil, err
	}
	if custodian.Kind != authoritytypes.ORGANISATION_KIND_CUSTODIAN {
		return nil, errorsmod.Wrapf(types.ErrOrganisationKind, "%d is not a custodian", msg.Custodian)
	}
	if _, err := s.k.currency(ctx, msg.Currency); err != nil {
		return nil, err
	}
	used, err := s.k.issuers.Has(ctx, msg.Id)
	if err != nil {
		return nil, err
	}
	if used {
		return nil, errorsmod.Wrap(types.ErrIssuerExists, msg.Id)
	}

	issuer := types.Issuer{
		Id: msg.Id, Organisation: msg.Organisation, Custodian: msg.Custodian, Currency: msg.Currency,
		Status:    types.ISSUER_STATUS_ACTIVE,
		Allowance: math.ZeroInt(), Minted: math.ZeroInt(), Burned: math.ZeroInt(),
	}
	if err := s.k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventIssuerLicensed(issuer)); err != nil {
		return nil, err
	}
	return &types.MsgLicenseIssuerResponse{Denom: issuer.Denom()}, nil
}

// RevokeIssuer stops minting for good; burning goes on.
func (s msgServer) RevokeIssuer(ctx context.Context, msg *types.MsgRevokeIssuer) (*types.MsgRevokeIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, _, err := s.authorise(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.Revoke(); err != nil {
		return nil, err
	}
	if err := s.k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventIssuerRevoked(issuer)); err != nil {
		return nil, err
	}
	return &types.MsgRevokeIssuerResponse{}, nil
}
