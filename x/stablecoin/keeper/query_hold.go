package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// HoldParams answers with the bounds of holds, wallets and transfers.
func (s queryServer) HoldParams(ctx context.Context, _ *types.QueryHoldParamsRequest) (*types.QueryHoldParamsResponse, error) {
	params, err := s.k.holdParams.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryHoldParamsResponse{Params: params}, nil
}

// Hold answers with one hold.
func (s queryServer) Hold(ctx context.Context, req *types.QueryHoldRequest) (*types.QueryHoldResponse, error) {
	hold, err := s.k.hold(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryHoldResponse{Hold: hold, Live: hold.Live(now(ctx))}, nil
}

// Holds lists the holds on one account.
func (s queryServer) Holds(ctx context.Context, req *types.QueryHoldsRequest) (*types.QueryHoldsResponse, error) {
	account, err := msgServer(s).account(req.Account)
	if err != nil {
		return nil, err
	}
	list, page, err := query.CollectionPaginate(ctx, s.k.holdsOf, bounded(req.Pagination),
		func(key collections.Pair[[]byte, uint64], _ collections.NoValue) (types.Hold, error) {
			return s.k.hold(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](account))
	if err != nil {
		return nil, err
	}
	return &types.QueryHoldsResponse{Holds: list, Pagination: page}, nil
}

// Wallet answers with what an account may send and receive now.
func (s queryServer) Wallet(ctx context.Context, req *types.QueryWalletRequest) (*types.QueryWalletResponse, error) {
	account, err := msgServer(s).account(req.Account)
	if err != nil {
		return nil, err
	}
	if _, err := s.k.currency(ctx, req.Currency); err != nil {
		return nil, err
	}
	params, err := s.k.holdParams.Get(ctx)
	if err != nil {
		return nil, err
	}
	owner, err := s.k.owner(ctx, account)
	if err != nil {
		return nil, err
	}
	used, err := s.k.usage(ctx, account, req.Currency)
	if err != nil {
		return nil, err
	}
	hold, held, err := s.k.holdOn(ctx, account)
	if err != nil {
		return nil, err
	}
	balances := s.k.deps.Bank.GetAllBalances(ctx, account)
	balance, _ := types.AmountOf(types.ByCurrency(balances), req.Currency)
	res := &types.QueryWalletResponse{Class: owner.Class, Organisation: owner.Organisation, Balance: balance, Used: used, RoomToSend: balance}
	if limits, limited := params.LimitsOf(owner.Class, req.Currency); limited {
		room := math.MaxInt(limits.Balance.Sub(balance), math.ZeroInt())
		res.Limits, res.RoomToReceive = &limits, &room
		res.RoomToSend = math.MinInt(balance, used.Room(limits))
	}
	if held {
		protected, _ := types.AmountOf(params.Protected, req.Currency)
		free := balance.Sub(covered(hold, balances, req.Currency)).Add(used.LeftOf(protected))
		res.Hold, res.RoomToSend = hold.Id, math.MinInt(res.RoomToSend, free)
	}
	return res, nil
}

// Countersignatures lists what an organisation may receive from others.
func (s queryServer) Countersignatures(ctx context.Context, req *types.QueryCountersignaturesRequest) (*types.QueryCountersignaturesResponse, error) {
	list, page, err := query.CollectionPaginate(ctx, s.k.countersignatures, bounded(req.Pagination),
		func(_ collections.Triple[uint32, uint32, string], c types.Countersignature) (types.Countersignature, error) {
			return c, nil
		},
		func(o *query.CollectionsPaginateOptions[collections.Triple[uint32, uint32, string]]) {
			prefix := collections.TriplePrefix[uint32, uint32, string](req.Payee)
			o.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryCountersignaturesResponse{Countersignatures: list, Pagination: page}, nil
}
