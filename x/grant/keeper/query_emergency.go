package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/grant/types"
)

// Emergency answers with one emergency and its clocks.
func (q queryServer) Emergency(ctx context.Context, req *types.QueryEmergencyRequest) (*types.QueryEmergencyResponse, error) {
	emergency, err := q.emergency(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	deadlines, err := q.clocks.of(ctx, emergency.Subject())
	return answer(&types.QueryEmergencyResponse{Emergency: emergency, Deadlines: deadlines}, err)
}

// Emergencies lists the emergencies at one roll that stand in one state.
func (q queryServer) Emergencies(ctx context.Context, req *types.QueryEmergenciesRequest) (*types.QueryEmergenciesResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	type key = collections.Triple[uint32, uint32, uint64]
	list, next, err := query.CollectionPaginate(ctx, q.emergencies.byRoll, page,
		func(k key, _ collections.NoValue) (types.Emergency, error) { return q.emergency(ctx, k.K3()) },
		func(o *query.CollectionsPaginateOptions[key]) {
			prefix := collections.TripleSuperPrefix[uint32, uint32, uint64](req.Roll, uint32(req.Status))
			o.Prefix = &prefix
		})
	return answer(&types.QueryEmergenciesResponse{Emergencies: list, Pagination: next}, err)
}

// Float answers with what an organisation may pay first in one programme.
func (q queryServer) Float(ctx context.Context, req *types.QueryFloatRequest) (*types.QueryFloatResponse, error) {
	float, err := q.float(ctx, req.Organisation, req.Programme)
	if err != nil {
		return nil, err
	}
	left, err := float.Left()
	return answer(&types.QueryFloatResponse{Float: float, Left: left}, err)
}
