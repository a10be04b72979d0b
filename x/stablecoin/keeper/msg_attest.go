package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// Attest states an issuer's reserve; it counts once the custodian countersigns it.
func (s msgServer) Attest(ctx context.Context, msg *types.MsgAttest) (*types.MsgAttestResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, officer, err := s.authorise(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if err := issuer.Independent(officer.Organisation); err != nil {
		return nil, err
	}
	if !issuer.Known() {
		return nil, errorsmod.Wrapf(types.ErrIssuerState, "%s is %s", issuer.Id, issuer.Status)
	}
	last, err := s.k.accepted(ctx, issuer)
	if err != nil {
		return nil, err
	}
	if err := types.ValidateMoment(msg.AsOf, now(ctx), last); err != nil {
		return nil, err
	}
	id, err := s.k.nextAttestation(ctx, issuer.Id)
	if err != nil {
		return nil, err
	}

	a := types.Attestation{
		Id: id, Issuer: issuer.Id, Reserve: msg.Reserve, AsOf: msg.AsOf, ReportHash: msg.ReportHash,
		Attestor: msg.Signer, Status: types.ATTESTATION_STATUS_SUBMITTED,
	}
	if err := s.k.attestations.Set(ctx, collections.Join(a.Issuer, a.Id), a); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventAttestationSubmitted(a)); err != nil {
		return nil, err
	}
	return &types.MsgAttestResponse{Attestation: id}, nil
}

// CosignAttestation makes a statement count; earlier ones that were never countersigned stay as history.
func (s msgServer) CosignAttestation(ctx context.Context, msg *types.MsgCosignAttestation) (*types.MsgCosignAttestationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, officer, err := s.authorise(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	if officer.Organisation != issuer.Custodian {
		return nil, errorsmod.Wrapf(types.ErrOrganisationForeign, "organisation %d", officer.Organisation)
	}
	a, err := s.k.attestation(ctx, issuer.Id, msg.Attestation)
	if err != nil {
		return nil, err
	}
	last, err := s.k.accepted(ctx, issuer)
	if err != nil {
		return nil, err
	}
	if a, err = a.Accept(now(ctx), last); err != nil {
		return nil, err
	}
	issuer.Attestation = a.Id
	first := issuer.Status == types.ISSUER_STATUS_LICENSED
	if first {
		if issuer, err = issuer.Step(types.ISSUER_ACT_ACTIVATE); err != nil {
			return nil, err
		}
	}

	if err := s.k.attestations.Set(ctx, collections.Join(a.Issuer, a.Id), a); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventAttestationAccepted(a)); err != nil {
		return nil, err
	}
	if first {
		return &types.MsgCosignAttestationResponse{}, s.move(ctx, issuer, types.ISSUER_ACT_ACTIVATE, officer.Organisation)
	}
	if err := s.k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
		return nil, err
	}
	return &types.MsgCosignAttestationResponse{}, nil
}
