package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

type queryServer struct{ k *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer answers the queries of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k: k} }

// Params answers with the bounds of the module.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}

// Issuer answers with one issuer.
func (s queryServer) Issuer(ctx context.Context, req *types.QueryIssuerRequest) (*types.QueryIssuerResponse, error) {
	issuer, err := s.k.issuer(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryIssuerResponse{Issuer: issuer, Denom: issuer.Denom()}, nil
}

// Issuers lists the issuers by code.
func (s queryServer) Issuers(ctx context.Context, req *types.QueryIssuersRequest) (*types.QueryIssuersResponse, error) {
	issuers, page, err := query.CollectionPaginate(ctx, s.k.issuers, bounded(req.Pagination),
		func(_ string, issuer types.Issuer) (types.Issuer, error) { return issuer, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryIssuersResponse{Issuers: issuers, Pagination: page}, nil
}

// Attestations lists the reserve statements of one issuer by number.
func (s queryServer) Attestations(ctx context.Context, req *types.QueryAttestationsRequest) (*types.QueryAttestationsResponse, error) {
	if _, err := s.k.issuer(ctx, req.Id); err != nil {
		return nil, err
	}
	list, page, err := query.CollectionPaginate(ctx, s.k.attestations, bounded(req.Pagination),
		func(_ collections.Pair[string, uint64], a types.Attestation) (types.Attestation, error) {
			return a, nil
		},
		query.WithCollectionPaginationPairPrefix[string, uint64](req.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryAttestationsResponse{Attestations: list, Pagination: page}, nil
}

// Reserve answers with an issuer's supply, reserve and headroom now.
func (s queryServer) Reserve(ctx context.Context, req *types.QueryReserveRequest) (*types.QueryReserveResponse, error) {
	issuer, err := s.k.issuer(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	last, err := s.k.accepted(ctx, issuer)
	if err != nil {
		return nil, err
	}
	fresh, err := s.k.fresh(ctx, last)
	if err != nil {
		return nil, err
	}
	res := &types.QueryReserveResponse{
		Supply:   issuer.Outstanding(),
		Reserve:  last.Reserve,
		Headroom: types.Headroom(last.Reserve, issuer.Outstanding(), issuer.Allowance, fresh && issuer.Status == types.ISSUER_STATUS_ACTIVE),
		Stale:    !fresh,
	}
	if last.Id != 0 {
		res.AgeSeconds = now(ctx) - last.AsOf
	}
	return res, nil
}

// bounded caps a page and never counts the whole list.
func bounded(page *query.PageRequest) *query.PageRequest {
	if page == nil {
		return &query.PageRequest{Limit: query.DefaultLimit}
	}
	out := *page
	out.CountTotal = false
	if out.Limit == 0 {
		out.Limit = query.DefaultLimit
	}
	out.Limit = min(out.Limit, types.MaxPageLimit)
	return &out
}
