package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

// RequestTags records a request of the signer's organisation for a live case in its area, within its quota.
func (s msgServer) RequestTags(ctx context.Context, msg *types.MsgRequestTags) (*types.MsgRequestTagsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	area, err := s.k.caseArea(ctx, msg)
	if err != nil {
		return nil, err
	}
	officer, err := s.k.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), area)
	if err != nil {
		return nil, err
	}
	id, err := s.k.record(ctx, types.Request{
		Organisation: officer.Organisation, Epoch: msg.Epoch, Kind: msg.Kind, Ref: msg.Ref, Hash: msg.Hash, Elements: msg.Elements,
	})
	if err != nil {
		return nil, err
	}
	return &types.MsgRequestTagsResponse{Request: id}, nil
}

// RepeatRequest records the second evaluation of a sample by the county that it is assigned to.
func (s msgServer) RepeatRequest(ctx context.Context, msg *types.MsgRepeatRequest) (*types.MsgRepeatRequestResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, sample, err := s.k.overSample(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Sample)
	if err != nil {
		return nil, err
	}
	first, err := s.k.Request(ctx, sample.Request)
	if err != nil {
		return nil, err
	}
	if _, err := sample.Repeat(officer.Organisation, 1); err != nil {
		return nil, err
	}
	id, err := s.k.record(ctx, types.Request{
		Organisation: officer.Organisation, Epoch: first.Epoch, Kind: types.CASE_KIND_SAMPLE, Sample: sample.Request,
		Hash: msg.Hash, Elements: first.Elements,
	})
	if err != nil {
		return nil, err
	}
	next, err := sample.Repeat(officer.Organisation, id)
	if err != nil {
		return nil, err
	}
	return &types.MsgRepeatRequestResponse{Request: id}, s.k.saveSample(ctx, next)
}

// ReportSample records how the second evaluation came out.
func (s msgServer) ReportSample(ctx context.Context, msg *types.MsgReportSample) (*types.MsgReportSampleResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, sample, err := s.k.overSample(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Sample)
	if err != nil {
		return nil, err
	}
	next, err := sample.Report(officer.Organisation, msg.Verdict)
	if err != nil {
		return nil, err
	}
	if err := s.k.saveSample(ctx, next); err != nil {
		return nil, err
	}
	return &types.MsgReportSampleResponse{}, emit(ctx, types.NewEventSampleReported(next))
}

// overSample gives a sample and the officer who acts on it, in the area of its own organisation.
func (k *Keeper) overSample(ctx context.Context, signer, action string, id uint64) (authoritytypes.Officer, types.Sample, error) {
	area, err := k.ownArea(ctx, signer)
	if err != nil {
		return authoritytypes.Officer{}, types.Sample{}, err
	}
	officer, err := k.deps.Authority.Authorize(ctx, signer, action, area)
	if err != nil {
		return authoritytypes.Officer{}, types.Sample{}, err
	}
	sample, err := k.Sample(ctx, id)
	return officer, sample, err
}

// caseArea gives the area of a live case, or says why it is none. Of a household that isn't registered yet it is the signer's own.
func (k *Keeper) caseArea(ctx context.Context, msg *types.MsgRequestTags) (string, error) {
	switch msg.Kind {
	case types.CASE_KIND_PERSON:
		person, err := k.deps.Register.Person(ctx, msg.Ref)
		if err != nil {
			return "", err
		}
		return person.HomeArea, types.CheckPerson(person)
	case types.CASE_KIND_HOUSEHOLD:
		household, err := k.deps.Register.Household(ctx, msg.Ref)
		return household.HomeArea, err
	}
	_, err := k.deps.Register.Household(ctx, msg.Ref)
	if err == nil {
		return "", errorsmod.Wrap(types.ErrCaseClosed, "the household is in the register: cite it as HOUSEHOLD")
	}
	if !errors.Is(err, beneficiarytypes.ErrHouseholdUnknown) {
		return "", err
	}
	return k.ownArea(ctx, msg.Signer)
}

// ownArea is the area of the signer's organisation; the whole nation, which no office has, of somebody who is no officer.
func (k *Keeper) ownArea(ctx context.Context, signer string) (string, error) {
	officer, member, err := k.deps.Authority.Membership(ctx, signer)
	if err != nil || !member {
		return authoritytypes.Nation, err
	}
	organisation, err := k.deps.Authority.Organisation(ctx, officer.Organisation)
	return organisation.Area, err
}

// record counts a request against the quota, stores it and puts it up for the draw.
func (k *Keeper) record(ctx context.Context, r types.Request) (uint64, error) {
	params, err := k.Params(ctx)
	if err != nil {
		return 0, err
	}
	if err := params.CheckSize(r.Elements); err != nil {
		return 0, err
	}
	if _, err := k.ActiveKeySet(ctx, r.Epoch); err != nil {
		return 0, err
	}
	if r.Day, err = k.today(ctx); err != nil {
		return 0, err
	}
	quota, err := k.quota(ctx, r.Day, r.Organisation)
	if err != nil {
		return 0, err
	}
	if quota, err = params.Use(quota, r.Elements); err != nil {
		return 0, err
	}
	last, err := k.lastRequest(ctx)
	if err != nil {
		return 0, err
	}
	r.Id, r.Height = last+1, height(ctx)
	if err := k.quotas.Set(ctx, collections.Join(r.Day, r.Organisation), uint64(quota.Elements)); err != nil {
		return 0, err
	}
	if err := k.requests.Set(ctx, r.Id, r); err != nil {
		return 0, err
	}
	if err := k.requestsByOrganisation.Set(ctx, collections.Join(r.Organisation, r.Id)); err != nil {
		return 0, err
	}
	if r.Kind != types.CASE_KIND_SAMPLE { // a sample isn't sampled again
		if err := k.undrawn.Set(ctx, r.Id); err != nil {
			return 0, err
		}
	}
	return r.Id, emit(ctx, types.NewEventTagsRequested(r, params.Left(quota)))
}

// lastRequest gives the highest number of a request, or 0; none is ever deleted.
func (k *Keeper) lastRequest(ctx context.Context) (uint64, error) {
	it, err := k.requests.Iterate(ctx, new(collections.Range[uint64]).Descending())
	if err != nil {
		return 0, err
	}
	defer it.Close()
	if !it.Valid() {
		return 0, nil
	}
	return it.Key()
}
