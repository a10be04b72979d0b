package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/council/types"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer answers the queries of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params answers with the bounds of the module.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}

// Queue lists the acts that wait, without their contents.
func (s queryServer) Queue(ctx context.Context, _ *types.QueryQueueRequest) (*types.QueryQueueResponse, error) {
	items, err := s.Keeper.Queue(ctx)
	if err != nil {
		return nil, err
	}
	acts := make([]types.QueuedAct, len(items))
	for n, i := range items {
		acts[n] = types.QueuedAct{Id: i.Id, Content: i.Content.GetTypeUrl(), DecidedAt: i.DecidedAt, DueAt: i.DueAt}
	}
	return &types.QueryQueueResponse{Acts: acts}, nil
}

// Item answers with one act that waits.
func (s queryServer) Item(ctx context.Context, req *types.QueryItemRequest) (*types.QueryItemResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	items, err := s.Keeper.Queue(ctx)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		if item.Id == req.Id {
			return &types.QueryItemResponse{Item: item}, nil
		}
	}
	return nil, errorsmod.Wrapf(types.ErrItemUnknown, "act %d", req.Id)
}

// Stops lists the stopped messages and the requests.
func (s queryServer) Stops(ctx context.Context, _ *types.QueryStopsRequest) (*types.QueryStopsResponse, error) {
	stops, err := s.Keeper.Stops(ctx)
	if err != nil {
		return nil, err
	}
	requests, err := s.Requests(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryStopsResponse{Stops: stops, Requests: requests}, nil
}
