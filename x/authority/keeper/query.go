package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/internal/paging"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer gives the server of the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params answers with the bounds of the module.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}

// Rules answers with the whole policy table, which has one row per kind of message.
func (s queryServer) Rules(ctx context.Context, _ *types.QueryRulesRequest) (*types.QueryRulesResponse, error) {
	rules, err := s.allRules(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryRulesResponse{Rules: rules}, nil
}

// Areas lists registered areas that start with a prefix, by code.
func (s queryServer) Areas(ctx context.Context, req *types.QueryAreasRequest) (*types.QueryAreasResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	prefix, err := types.ParseAreaPrefix(req.Prefix)
	if err != nil {
		return nil, err
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	areas, next, err := query.CollectionPaginate(ctx, s.areas, page,
		func(code string, area types.Area) (types.Area, error) {
			area.Code = code
			return area, nil
		},
		withPrefix(prefix))
	if err != nil {
		return nil, err
	}
	return &types.QueryAreasResponse{Areas: areas, Pagination: next}, nil
}

// Area answers with one area, and with the one where its cases are now.
func (s queryServer) Area(ctx context.Context, req *types.QueryAreaRequest) (*types.QueryAreaResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	parsed, err := types.ParseArea(req.Code)
	if err != nil {
		return nil, err
	}
	area, err := s.Keeper.Area(ctx, parsed.Code)
	if err != nil {
		return nil, err
	}
	current, err := s.CurrentArea(ctx, area.Code)
	if err != nil {
		return nil, err
	}
	return &types.QueryAreaResponse{Area: area, Now: current}, nil
}

// Years lists the announced years of the calendar.
func (s queryServer) Years(ctx context.Context, req *types.QueryYearsRequest) (*types.QueryYearsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	years, next, err := query.CollectionPaginate(ctx, s.years, page,
		func(_ uint32, year types.CalendarYear) (types.CalendarYear, error) { return year, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryYearsResponse{Years: years, Pagination: next}, nil
}

// Deadline counts working days from a date, or from today.
func (s queryServer) Deadline(ctx context.Context, req *types.QueryDeadlineRequest) (*types.QueryDeadlineResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	from := params.DayAt(now(ctx))
	if req.From != "" {
		if from, err = types.ParseDay(req.From); err != nil {
			return nil, err
		}
	}
	deadline, err := s.Keeper.Deadline(ctx, from, req.Days)
	if err != nil {
		return nil, err
	}
	return &types.QueryDeadlineResponse{Date: deadline.Day.String(), Over: params.StartOf(deadline.Day + 1), Left: deadline.Left}, nil
}

// Organisation answers with one organisation.
func (s queryServer) Organisation(ctx context.Context, req *types.QueryOrganisationRequest) (*types.QueryOrganisationResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	organisation, err := s.Keeper.Organisation(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryOrganisationResponse{Organisation: organisation}, nil
}

// Organisations lists the organisations whose area starts with a prefix, by area, then number.
func (s queryServer) Organisations(ctx context.Context, req *types.QueryOrganisationsRequest) (*types.QueryOrganisationsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	prefix, err := types.ParseAreaPrefix(req.Prefix)
	if err != nil {
		return nil, err
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	organisations, next, err := query.CollectionPaginate(ctx, s.organisationsByArea, page,
		func(key []byte, _ collections.NoValue) (types.Organisation, error) {
			return s.Keeper.Organisation(ctx, types.OrganisationOfAreaKey(key))
		},
		withPrefix([]byte(prefix)))
	if err != nil {
		return nil, err
	}
	return &types.QueryOrganisationsResponse{Organisations: organisations, Pagination: next}, nil
}

// Officer answers with one officer, revoked or not.
func (s queryServer) Officer(ctx context.Context, req *types.QueryOfficerRequest) (*types.QueryOfficerResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	key, err := s.parseAddress(req.Address)
	if err != nil {
		return nil, err
	}
	officer, err := s.officer(ctx, key)
	if err != nil {
		return nil, err
	}
	return &types.QueryOfficerResponse{Officer: officer}, nil
}

// Officers lists the officers of one organisation, by the bytes of the address.
func (s queryServer) Officers(ctx context.Context, req *types.QueryOfficersRequest) (*types.QueryOfficersResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	officers, next, err := query.CollectionPaginate(ctx, s.officers.Indexes.organisation, page,
		func(key collections.Pair[uint32, []byte], _ collections.NoValue) (types.Officer, error) {
			return s.officer(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[uint32, []byte](req.Organisation))
	if err != nil {
		return nil, err
	}
	return &types.QueryOfficersResponse{Officers: officers, Pagination: next}, nil
}

// Rotation answers with the rotation of one officer's account that isn't accepted yet.
func (s queryServer) Rotation(ctx context.Context, req *types.QueryRotationRequest) (*types.QueryRotationResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	key, err := s.parseAddress(req.Officer)
	if err != nil {
		return nil, err
	}
	r, err := s.rotation(ctx, key)
	if err != nil {
		return nil, err
	}
	return &types.QueryRotationResponse{Rotation: r}, nil
}

// Rotations lists the rotations that aren't accepted yet, by the bytes of the officer's address.
func (s queryServer) Rotations(ctx context.Context, req *types.QueryRotationsRequest) (*types.QueryRotationsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	rotations, next, err := query.CollectionPaginate(ctx, s.rotations, page,
		func(_ []byte, r types.Rotation) (types.Rotation, error) { return r, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryRotationsResponse{Rotations: rotations, Pagination: next}, nil
}

// Interests lists the persons in whom one officer has a declared interest, with whatever account.
func (s queryServer) Interests(ctx context.Context, req *types.QueryInterestsRequest) (*types.QueryInterestsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	key, err := s.parseAddress(req.Officer)
	if err != nil {
		return nil, err
	}
	officer, err := s.officer(ctx, key)
	if err != nil {
		return nil, err
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	interests, next, err := query.CollectionPaginate(ctx, s.interests, page,
		func(_ collections.Pair[[]byte, []byte], i types.Interest) (types.Interest, error) { return i, nil },
		query.WithCollectionPaginationPairPrefix[[]byte, []byte](officer.Credential))
	if err != nil {
		return nil, err
	}
	return &types.QueryInterestsResponse{Interests: interests, Pagination: next}, nil
}

// InterestsIn lists who has a declared interest in one person, by credential.
func (s queryServer) InterestsIn(ctx context.Context, req *types.QueryInterestsInRequest) (*types.QueryInterestsInResponse, error) {
	if req == nil || len(req.Person) != types.ReferenceLength {
		return nil, types.ErrRequestInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	interests, next, err := query.CollectionPaginate(ctx, s.interestsByPerson, page,
		func(key collections.Pair[[]byte, []byte], _ collections.NoValue) (types.Interest, error) {
			return s.interests.Get(ctx, collections.Join(key.K2(), key.K1()))
		},
		query.WithCollectionPaginationPairPrefix[[]byte, []byte](req.Person))
	if err != nil {
		return nil, err
	}
	return &types.QueryInterestsInResponse{Interests: interests, Pagination: next}, nil
}

// Delegations lists what a township may do for the organisation above, by action.
func (s queryServer) Delegations(ctx context.Context, req *types.QueryDelegationsRequest) (*types.QueryDelegationsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	delegations, next, err := query.CollectionPaginate(ctx, s.delegations, page,
		func(_ collections.Pair[uint32, string], d types.Delegation) (types.Delegation, error) { return d, nil },
		query.WithCollectionPaginationPairPrefix[uint32, string](req.Organisation))
	if err != nil {
		return nil, err
	}
	return &types.QueryDelegationsResponse{Delegations: delegations, Pagination: next}, nil
}

// DelegationsBy lists what an organisation lets townships do, by township and action.
func (s queryServer) DelegationsBy(ctx context.Context, req *types.QueryDelegationsByRequest) (*types.QueryDelegationsByResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	delegations, next, err := query.CollectionPaginate(ctx, s.delegationsByDelegator, page,
		func(key collections.Triple[uint32, uint32, string], _ collections.NoValue) (types.Delegation, error) {
			return s.delegation(ctx, key.K2(), key.K3())
		},
		withPrefix(collections.TriplePrefix[uint32, uint32, string](req.Organisation)))
	if err != nil {
		return nil, err
	}
	return &types.QueryDelegationsByResponse{Delegations: delegations, Pagination: next}, nil
}

// OfficeAccount answers with the account in whose name an organisation's officers act together.
func (s queryServer) OfficeAccount(ctx context.Context, req *types.QueryOfficeAccountRequest) (*types.QueryOfficeAccountResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if _, err := s.Keeper.Organisation(ctx, req.Organisation); err != nil {
		return nil, err
	}
	account, err := s.deps.Address.BytesToString(types.OfficeAccount(req.Organisation))
	if err != nil {
		return nil, err
	}
	return &types.QueryOfficeAccountResponse{Account: account}, nil
}

// Proposal answers with one open proposal, and with how far it is.
func (s queryServer) Proposal(ctx context.Context, req *types.QueryProposalRequest) (*types.QueryProposalResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	proposal, own, err := s.proposal(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	approvals, err := s.approvalsOf(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	answer := &types.QueryProposalResponse{Proposal: proposal, Approvals: approvals}
	if since, missing := s.approvedAt(ctx, proposal, own, approvals); missing == nil {
		answer.Approved, answer.DueAt = true, since+proposal.Delay()
	}
	return answer, nil
}

// Proposals lists the open proposals of one organisation by number, without their messages.
func (s queryServer) Proposals(ctx context.Context, req *types.QueryProposalsRequest) (*types.QueryProposalsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	proposals, next, err := query.CollectionPaginate(ctx, s.proposals.Indexes.organisation, page,
		func(key collections.Pair[uint32, uint64], _ collections.NoValue) (types.Proposal, error) {
			proposal, _, err := s.proposal(ctx, key.K2())
			proposal.Messages = nil
			return proposal, err
		},
		query.WithCollectionPaginationPairPrefix[uint32, uint64](req.Organisation))
	if err != nil {
		return nil, err
	}
	return &types.QueryProposalsResponse{Proposals: proposals, Pagination: next}, nil
}

func withPrefix[K any](prefix K) func(*query.CollectionsPaginateOptions[K]) {
	return func(o *query.CollectionsPaginateOptions[K]) { o.Prefix = &prefix }
}
