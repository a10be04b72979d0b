package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

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
	pool, err := s.k.undivided(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryEpochResponse{Epoch: epoch, Pool: pool}, nil
}

// Shares answers with what the chain owes an operator of the fees.
func (s queryServer) Shares(ctx context.Context, req *types.QuerySharesRequest) (*types.QuerySharesResponse, error) {
	account, err := s.k.deps.Address.StringToBytes(req.Account)
	if err != nil {
		return nil, errorsmod.Wrapf(sdkerrors.ErrInvalidAddress, "%s: %s", req.Account, err)
	}
	coins, err := s.k.creditsOf(ctx, account)
	if err != nil {
		return nil, err
	}
	return &types.QuerySharesResponse{Amount: coins}, nil
}

// Budget answers with one organisation's fee budget and what is left in it.
func (s queryServer) Budget(ctx context.Context, req *types.QueryBudgetRequest) (*types.QueryBudgetResponse, error) {
	budget, err := s.k.budget(ctx, req.Organisation)
	if err != nil {
		return nil, err
	}
	account, err := s.k.deps.Address.BytesToString(types.BudgetAddress(req.Organisation))
	if err != nil {
		return nil, err
	}
	res := &types.QueryBudgetResponse{Budget: budget, Left: sdk.NewCoin(budget.Denom, math.ZeroInt()), Account: account, PeriodSpent: math.ZeroInt()}
	shares, err := s.k.allShares(ctx, req.Organisation, budget.Period(sdk.UnwrapSDKContext(ctx).BlockHeight()))
	if err != nil {
		return nil, err
	}
	for _, share := range shares {
		res.Budget.Spent = res.Budget.Spent.Add(share.Spent)
		if budget.PeriodLimit > 0 {
			res.PeriodSpent = res.PeriodSpent.Add(share.PeriodSpent)
		}
		res.Left = res.Left.Add(s.k.deps.Bank.GetBalance(ctx, types.BudgetShareAddress(req.Organisation, share.Share), budget.Denom))
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
