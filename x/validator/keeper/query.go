package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

type queryServer struct {
	k *Keeper
}

// NewQueryServer answers queries from the keeper's state.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k: k} }

// Seats lists all seats by operator.
func (s queryServer) Seats(ctx context.Context, req *types.QuerySeatsRequest) (*types.QuerySeatsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestEmpty
	}
	seats, err := s.k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QuerySeatsResponse{Seats: seats}, nil
}

// Seat answers with the seat of an operator.
func (s queryServer) Seat(ctx context.Context, req *types.QuerySeatRequest) (*types.QuerySeatResponse, error) {
	if req == nil {
		return nil, types.ErrRequestEmpty
	}
	_, seat, err := s.k.load(ctx, req.Operator)
	if err != nil {
		return nil, err
	}
	return &types.QuerySeatResponse{Seat: seat}, nil
}

// Keys lists the keys of an operator's seat, also of one that is no more.
func (s queryServer) Keys(ctx context.Context, req *types.QueryKeysRequest) (*types.QueryKeysResponse, error) {
	if req == nil {
		return nil, types.ErrRequestEmpty
	}
	operator, err := s.k.parseOperator(req.Operator)
	if err != nil {
		return nil, err
	}
	keys, err := s.k.Keys(ctx, operator)
	if err != nil {
		return nil, err
	}
	return &types.QueryKeysResponse{Keys: keys}, nil
}

// RecentBlock answers with a recent block, the newest if no height is given.
func (s queryServer) RecentBlock(ctx context.Context, req *types.QueryRecentBlockRequest) (*types.QueryRecentBlockResponse, error) {
	if req == nil {
		return nil, types.ErrRequestEmpty
	}
	height := req.Height
	if height == 0 {
		height = sdk.UnwrapSDKContext(ctx).BlockHeight()
	}
	b, err := s.k.RecentBlock(ctx, height)
	if err != nil {
		return nil, err
	}
	return &types.QueryRecentBlockResponse{Block: b}, nil
}

// Changes lists the changes within the trusting period.
func (s queryServer) Changes(ctx context.Context, req *types.QueryChangesRequest) (*types.QueryChangesResponse, error) {
	if req == nil {
		return nil, types.ErrRequestEmpty
	}
	params, err := s.k.Params(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := s.k.Changes(ctx)
	if err != nil {
		return nil, err
	}
	seats, err := s.k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	counted := types.CountTurnover(changes, params, sdk.UnwrapSDKContext(ctx).BlockTime().Unix())
	return &types.QueryChangesResponse{Changes: changes, Counted: uint32(counted), Limit: uint32(types.Turnover(types.CountActive(seats)))}, nil
}

// Params answers with the parameters.
func (s queryServer) Params(ctx context.Context, req *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestEmpty
	}
	params, err := s.k.Params(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}
