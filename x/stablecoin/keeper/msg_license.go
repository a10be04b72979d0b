package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

// ApplyIssuer asks for a licence in the name of the signer's organisation.
func (s msgServer) ApplyIssuer(ctx context.Context, msg *types.MsgApplyIssuer) (*types.MsgApplyIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	organisation, err := s.k.deps.Authority.Organisation(ctx, msg.Organisation)
	if err != nil {
		return nil, err
	}
	officer, err := s.k.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), organisation.Area)
	if err != nil {
		return nil, err
	}
	if officer.Organisation != organisation.Id {
		return nil, errorsmod.Wrapf(types.ErrOrganisationForeign, "organisation %d", officer.Organisation)
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
	issuer, err := types.Apply(msg.Id, msg.Currency, organisation.Id, msg.Custodian)
	if err != nil {
		return nil, err
	}
	return &types.MsgApplyIssuerResponse{Denom: issuer.Denom(), TermsHash: issuer.TermsHash()}, s.move(ctx, issuer, types.ISSUER_ACT_APPLY, organisation.Id)
}

// WithdrawIssuer takes an application back; its code is used up.
func (s msgServer) WithdrawIssuer(ctx context.Context, msg *types.MsgWithdrawIssuer) (*types.MsgWithdrawIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, err := s.authoriseOwn(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.Step(types.ISSUER_ACT_WITHDRAW); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawIssuerResponse{}, s.move(ctx, issuer, types.ISSUER_ACT_WITHDRAW, issuer.Organisation)
}

// LicenseIssuer grants what was applied for, with allowances of zero.
func (s msgServer) LicenseIssuer(ctx context.Context, msg *types.MsgLicenseIssuer) (*types.MsgLicenseIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, _, err := s.authorise(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.License(msg.TermsHash); err != nil {
		return nil, err
	}
	return &types.MsgLicenseIssuerResponse{Denom: issuer.Denom()}, s.move(ctx, issuer, types.ISSUER_ACT_LICENSE, 0)
}

// PauseIssuer stops minting, and every movement of the coin but redemption and fees.
func (s msgServer) PauseIssuer(ctx context.Context, msg *types.MsgPauseIssuer) (*types.MsgPauseIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, officer, national, err := s.authorisePauser(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.Pause(officer.Organisation, national); err != nil {
		return nil, err
	}
	return &types.MsgPauseIssuerResponse{}, s.move(ctx, issuer, types.ISSUER_ACT_PAUSE, officer.Organisation)
}

// ResumeIssuer ends a pause.
func (s msgServer) ResumeIssuer(ctx context.Context, msg *types.MsgResumeIssuer) (*types.MsgResumeIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, officer, national, err := s.authorisePauser(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.Resume(officer.Organisation, national); err != nil {
		return nil, err
	}
	return &types.MsgResumeIssuerResponse{}, s.move(ctx, issuer, types.ISSUER_ACT_RESUME, officer.Organisation)
}

// authorisePauser is authorise for a pauser of the issuer itself or of the nation; it tells which.
func (s msgServer) authorisePauser(
	ctx context.Context, signer, id string, msg sdk.Msg,
) (issuer types.Issuer, officer authoritytypes.Officer, national bool, err error) {
	if issuer, officer, err = s.authorise(ctx, signer, id, msg); err != nil {
		return issuer, officer, false, err
	}
	if officer.Organisation == issuer.Organisation {
		return issuer, officer, false, nil
	}
	organisation, err := s.k.deps.Authority.Organisation(ctx, officer.Organisation)
	if err != nil {
		return issuer, officer, false, err
	}
	if organisation.Kind != authoritytypes.ORGANISATION_KIND_NATIONAL {
		return issuer, officer, false, errorsmod.Wrapf(types.ErrOrganisationForeign, "organisation %d", officer.Organisation)
	}
	return issuer, officer, true, nil
}

// WindDown begins the end: nothing is minted any more and everybody is redeemed.
func (s msgServer) WindDown(ctx context.Context, msg *types.MsgWindDown) (*types.MsgWindDownResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, until, err := s.end(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.WindDown(until); err != nil {
		return nil, err
	}
	return &types.MsgWindDownResponse{}, s.move(ctx, issuer, types.ISSUER_ACT_WIND_DOWN, 0)
}

// RevokeIssuer stops minting for good; burning and redemption go on.
func (s msgServer) RevokeIssuer(ctx context.Context, msg *types.MsgRevokeIssuer) (*types.MsgRevokeIssuerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, until, err := s.end(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.Revoke(until); err != nil {
		return nil, err
	}
	return &types.MsgRevokeIssuerResponse{}, s.move(ctx, issuer, types.ISSUER_ACT_REVOKE, 0)
}

// end loads an issuer that is to end and says how long escrow pools come first then.
func (s msgServer) end(ctx context.Context, signer, id string, msg sdk.Msg) (issuer types.Issuer, poolsFirstUntil int64, err error) {
	if issuer, _, err = s.authorise(ctx, signer, id, msg); err != nil {
		return types.Issuer{}, 0, err
	}
	params, err := s.k.params.Get(ctx)
	if err != nil {
		return types.Issuer{}, 0, err
	}
	day, err := s.k.deps.Authority.DaySeconds(ctx)
	return issuer, now(ctx) + int64(params.PoolsFirstDays)*day, err
}

// UpdateParams changes the bounds of the module.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.k.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), authoritytypes.Nation); err != nil {
		return nil, err
	}
	if err := s.k.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, emit(ctx, &types.EventStablecoinParamsUpdated{Params: msg.Params})
}

// move stores an issuer after a step and tells of it.
func (s msgServer) move(ctx context.Context, issuer types.Issuer, act types.IssuerAct, organisation uint32) error {
	if err := s.k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
		return err
	}
	return emit(ctx, types.NewEventIssuerMoved(issuer, act, organisation))
}
