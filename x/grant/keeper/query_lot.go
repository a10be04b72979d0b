package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/grant/types"
)

// Lot answers with one lot and its clocks.
func (q queryServer) Lot(ctx context.Context, req *types.QueryLotRequest) (*types.QueryLotResponse, error) {
	lot, err := q.lot(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	deadlines, err := q.clocks.of(ctx, lot.Subject())
	return answer(&types.QueryLotResponse{Lot: lot, Deadlines: deadlines}, err)
}

// Lots lists the lots of one programme that stand in one state.
func (q queryServer) Lots(ctx context.Context, req *types.QueryLotsRequest) (*types.QueryLotsResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	type key = collections.Triple[uint32, uint32, uint64]
	list, next, err := query.CollectionPaginate(ctx, q.lots.byStatus, page,
		func(k key, _ collections.NoValue) (types.Lot, error) { return q.lot(ctx, k.K3()) },
		func(o *query.CollectionsPaginateOptions[key]) {
			prefix := collections.TripleSuperPrefix[uint32, uint32, uint64](req.Programme, uint32(req.Status))
			o.Prefix = &prefix
		})
	return answer(&types.QueryLotsResponse{Lots: list, Pagination: next}, err)
}

// Handovers lists what was handed over out of one lot.
func (q queryServer) Handovers(ctx context.Context, req *types.QueryHandoversRequest) (*types.QueryHandoversResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	list, next, err := query.CollectionPaginate(ctx, q.lots.handovers, page,
		func(_ handoverKey, h types.Handover) (types.Handover, error) { return h, nil },
		query.WithCollectionPaginationPairPrefix[uint64, []byte](req.Lot))
	return answer(&types.QueryHandoversResponse{Handovers: list, Pagination: next}, err)
}
