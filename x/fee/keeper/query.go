package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/reliefchain/relief/x/fee/types"
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

// Prices lists the prices that hold at the height of the query.
func (s queryServer) Prices(ctx context.Context, req *types.QueryPricesRequest) (*types.QueryPricesResponse, error) {
	height := sdk.UnwrapSDKContext(ctx).BlockHeight()
	prices, page, err := query.CollectionFilteredPaginate(ctx, s.k.prices, bounded(req.Pagination),
		func(_ schedule, p types.Price) (bool, error) {
			now, found, err := latest(ctx, s.k.prices, p.Message, height)
			return found && now.FromHeight == p.FromHeight, err
		},
		func(_ schedule, p types.Price) (types.Price, error) { return p, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryPricesResponse{Prices: prices, Pagination: page}, nil
}

// Rates lists the rates that hold at the height of the query.
func (s queryServer) Rates(ctx context.Context, req *types.QueryRatesRequest) (*types.QueryRatesResponse, error) {
	height := sdk.UnwrapSDKContext(ctx).BlockHeight()
	rates, page, err := query.CollectionFilteredPaginate(ctx, s.k.rates, bounded(req.Pagination),
		func(_ schedule, r types.Rate) (bool, error) {
			now, found, err := latest(ctx, s.k.rates, r.Denom, height)
			return found && now.FromHeight == r.FromHeight, err
		},
		func(_ schedule, r types.Rate) (types.Rate, error) { return r, nil })
	if err != nil {
		return nil, err
	}
	params, err := s.k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	ages := make([]types.RateAge, len(rates))
	for i, r := range rates {
		ages[i] = params.AgeOf(r, height)
	}
	return &types.QueryRatesResponse{Rates: rates, Pagination: page, Ages: ages}, nil
}

// Epoch answers with who signed since fees were last split, and what will be split.
func (s queryServer) Epoch(ctx context.Context, _ *types.QueryEpochRequest) (*types.QueryEpochResponse, error) {
	epoch, err := s.k.epoch.Get(ctx)
	if err != nil {
		return nil, err
	}
	collector := authtypes.NewModuleAddress(authtypes.FeeCollectorName)
	return &types.QueryEpochResponse{Epoch: epoch, Pool: s.k.deps.Bank.GetAllBalances(ctx, collector)}, nil
}

// Budget answers with one organisation's fee budget and what is left in it.
func (s queryServer) Budget(ctx context.Context, req *types.QueryBudgetRequest) (*types.QueryBudgetResponse, error) {
	budget, err := s.k.budget(ctx, req.Organisation)
	if err != nil {
		return nil, err
	}
	account := types.BudgetAddress(req.Organisation)
	text, err := s.k.deps.Address.BytesToString(account)
	if err != nil {
		return nil, err
	}
	return &types.QueryBudgetResponse{Budget: budget, Left: s.k.deps.Bank.GetBalance(ctx, account, budget.Denom), Account: text}, nil
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
