package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/internal/paging"
	"github.com/reliefchain/relief/x/pseudonym/types"
)

type queryServer struct{ k *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer gives the server of the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k: k} }

// Params answers with the params.
func (s queryServer) Params(ctx context.Context, req *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	if req == nil {
		return nil, types.ErrQueryInvalid
	}
	params, err := s.k.Params(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}

// KeySets lists key sets by epoch and generation.
func (s queryServer) KeySets(ctx context.Context, req *types.QueryKeySetsRequest) (*types.QueryKeySetsResponse, error) {
	if req == nil {
		return nil, types.ErrQueryInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	sets, next, err := query.CollectionPaginate(ctx, s.k.keySets, page,
		func(_ keySetKey, set types.KeySet) (types.KeySet, error) { return set, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryKeySetsResponse{KeySets: sets, Pagination: next}, nil
}

// Ceremony answers with the last ceremony and what was posted in it.
func (s queryServer) Ceremony(ctx context.Context, req *types.QueryCeremonyRequest) (*types.QueryCeremonyResponse, error) {
	if req == nil {
		return nil, types.ErrQueryInvalid
	}
	c, err := s.k.LastCeremony(ctx)
	if err != nil {
		return nil, err
	}
	offers, err := s.k.allOffers(ctx)
	if err != nil {
		return nil, err
	}
	dealings, err := s.k.allDealings(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryCeremonyResponse{Ceremony: c, Offers: offers, Dealings: dealings}, nil
}

// Request answers with one request.
func (s queryServer) Request(ctx context.Context, req *types.QueryRequestRequest) (*types.QueryRequestResponse, error) {
	if req == nil {
		return nil, types.ErrQueryInvalid
	}
	r, err := s.k.Request(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryRequestResponse{Request: r}, nil
}

// Requests lists the requests of an organisation by number.
func (s queryServer) Requests(ctx context.Context, req *types.QueryRequestsRequest) (*types.QueryRequestsResponse, error) {
	if req == nil {
		return nil, types.ErrQueryInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	requests, next, err := query.CollectionPaginate(ctx, s.k.requestsByOrganisation, page,
		func(key requestKey, _ collections.NoValue) (types.Request, error) { return s.k.Request(ctx, key.K2()) },
		query.WithCollectionPaginationPairPrefix[uint32, uint64](req.Organisation))
	if err != nil {
		return nil, err
	}
	return &types.QueryRequestsResponse{Requests: requests, Pagination: next}, nil
}

// Quota answers with what an organisation has used and has left today.
func (s queryServer) Quota(ctx context.Context, req *types.QueryQuotaRequest) (*types.QueryQuotaResponse, error) {
	if req == nil {
		return nil, types.ErrQueryInvalid
	}
	if _, err := s.k.deps.Authority.Organisation(ctx, req.Organisation); err != nil {
		return nil, err
	}
	params, err := s.k.Params(ctx)
	if err != nil {
		return nil, err
	}
	today, err := s.k.today(ctx)
	if err != nil {
		return nil, err
	}
	used, err := s.k.quota(ctx, today, req.Organisation)
	if err != nil {
		return nil, err
	}
	return &types.QueryQuotaResponse{Used: used, Left: params.Left(used)}, nil
}

// Samples lists the samples that are assigned to a county by number.
func (s queryServer) Samples(ctx context.Context, req *types.QuerySamplesRequest) (*types.QuerySamplesResponse, error) {
	if req == nil {
		return nil, types.ErrQueryInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	samples, next, err := query.CollectionPaginate(ctx, s.k.samplesByAssigned, page,
		func(key requestKey, _ collections.NoValue) (types.Sample, error) { return s.k.Sample(ctx, key.K2()) },
		query.WithCollectionPaginationPairPrefix[uint32, uint64](req.Organisation))
	if err != nil {
		return nil, err
	}
	return &types.QuerySamplesResponse{Samples: samples, Pagination: next}, nil
}
