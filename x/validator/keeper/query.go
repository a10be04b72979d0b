package keeper

import (
	"context"

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
	operator, err := s.k.parseOperator(req.Operator)
	if err != nil {
		return nil, err
	}
	seat, err := s.k.Seat(ctx, operator)
	if err != nil {
		return nil, err
	}
	return &types.QuerySeatResponse{Seat: seat}, nil
}
