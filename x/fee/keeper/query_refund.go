package keeper

import (
	"context"

	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/fee/types"
)

// Refund answers with one refund.
func (s queryServer) Refund(ctx context.Context, req *types.QueryRefundRequest) (*types.QueryRefundResponse, error) {
	refund, err := s.k.refund(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryRefundResponse{Refund: refund}, nil
}

// Refunds lists the refunds by number.
func (s queryServer) Refunds(ctx context.Context, req *types.QueryRefundsRequest) (*types.QueryRefundsResponse, error) {
	refunds, page, err := query.CollectionPaginate(ctx, s.k.refunds, bounded(req.Pagination),
		func(_ uint64, r types.Refund) (types.Refund, error) { return r, nil })
	if err != nil {
		return nil, err
	}
	return &types.QueryRefundsResponse{Refunds: refunds, Pagination: page}, nil
}
