package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
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
	return &types.QueryIssuerResponse{Issuer: issuer, Denom: issuer.Denom(), TermsHash: issuer.TermsHash()}, nil
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
	bounds, err := s.k.bounds(ctx, issuer, last)
	if err != nil {
		return nil, err
	}
	res := &types.QueryReserveResponse{
		Supply: issuer.Outstanding(), Reserve: last.Reserve, Covered: types.Covered(last.Reserve, bounds.Margin),
		Headroom: issuer.Headroom(bounds), PeriodLeft: issuer.PeriodLeft(bounds.Period), Stale: !bounds.Fresh, Status: issuer.Status,
		Shortfall: math.MaxInt(issuer.Outstanding().Sub(last.Reserve), math.ZeroInt()),
	}
	if last.Id != 0 {
		res.AgeSeconds = now(ctx) - last.AsOf
	}
	return res, nil
}

// Redemption answers with one redemption.
func (s queryServer) Redemption(ctx context.Context, req *types.QueryRedemptionRequest) (*types.QueryRedemptionResponse, error) {
	r, err := s.k.redemption(ctx, req.Redemption)
	if err != nil {
		return nil, err
	}
	return &types.QueryRedemptionResponse{Redemption: r}, nil
}

// Redemptions lists the redemptions of one holder by number.
func (s queryServer) Redemptions(ctx context.Context, req *types.QueryRedemptionsRequest) (*types.QueryRedemptionsResponse, error) {
	holder, err := s.k.deps.Address.StringToBytes(req.Holder)
	if err != nil {
		return nil, errorsmod.Wrap(sdkerrors.ErrInvalidAddress, err.Error())
	}
	list, page, err := query.CollectionPaginate(ctx, s.k.redemptionsOf, bounded(req.Pagination),
		func(key collections.Pair[[]byte, uint64], _ collections.NoValue) (types.Redemption, error) {
			return s.k.redemption(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](holder))
	if err != nil {
		return nil, err
	}
	return &types.QueryRedemptionsResponse{Redemptions: list, Pagination: page}, nil
}

// Overdue lists the redemptions that an issuer didn't settle in time.
func (s queryServer) Overdue(ctx context.Context, req *types.QueryOverdueRequest) (*types.QueryOverdueResponse, error) {
	if _, err := s.k.issuer(ctx, req.Id); err != nil {
		return nil, err
	}
	list, page, err := query.CollectionPaginate(ctx, s.k.overdue, bounded(req.Pagination),
		func(key collections.Pair[string, uint64], _ collections.NoValue) (types.Redemption, error) {
			return s.k.redemption(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[string, uint64](req.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryOverdueResponse{Redemptions: list, Pagination: page}, nil
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
