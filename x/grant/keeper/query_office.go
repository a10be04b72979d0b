package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/grant/types"
)

// RollsByArea lists the rolls of paying offices in one area, exactly that code.
func (q queryServer) RollsByArea(ctx context.Context, req *types.QueryRollsByAreaRequest) (*types.QueryRollsByAreaResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	list, next, err := query.CollectionPaginate(ctx, q.indexes.rollsIn, page,
		func(key collections.Pair[string, uint32], _ collections.NoValue) (types.Roll, error) {
			return q.roll(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[string, uint32](req.Area))
	return answer(&types.QueryRollsByAreaResponse{Rolls: list, Pagination: next}, err)
}

// Grants lists the grants of one roll that pay in one period, slot by slot. A page looks at so many slots, whatever they pay.
func (q queryServer) Grants(ctx context.Context, req *types.QueryGrantsRequest) (*types.QueryGrantsResponse, error) {
	roll, err := q.roll(ctx, req.Roll)
	if err != nil {
		return nil, err
	}
	period := types.Period(req.Period)
	if err := period.Validate(); err != nil {
		return nil, err
	}
	if req.Period+1 < roll.NextPeriod {
		return nil, errorsmod.Wrapf(types.ErrPeriodSealed, "roll %d has gone on to %s: look at the chunks of its run", roll.Id, types.Period(roll.NextPeriod))
	}
	records, err := q.Records(ctx, &types.QueryRecordsRequest{Roll: req.Roll, FromSlot: req.FromSlot, Limit: req.Limit})
	if err != nil {
		return nil, err
	}
	res := &types.QueryGrantsResponse{NextSlot: records.NextSlot}
	for _, r := range records.Records {
		record, err := r.Record()
		if err != nil {
			return nil, err
		}
		waiting, err := q.waitingChanges(ctx, record.Grant)
		if err != nil {
			return nil, err
		}
		amount := types.PlanOf(record, waiting).At(period)
		if amount == 0 {
			continue
		}
		grant, err := q.grant(ctx, record.Grant)
		if err != nil {
			return nil, err
		}
		if req.Period < grant.FromPeriod {
			continue
		}
		res.Grants = append(res.Grants, types.GrantInPeriod{Grant: grant, Amount: amount})
	}
	return res, nil
}

// Runs lists the runs of a programme.
func (q queryServer) Runs(ctx context.Context, req *types.QueryRunsRequest) (*types.QueryRunsResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	list, next, err := query.CollectionPaginate(ctx, q.indexes.runsOf, page,
		func(key collections.Pair[uint32, uint64], _ collections.NoValue) (types.Run, error) {
			return q.run(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[uint32, uint64](req.Programme))
	return answer(&types.QueryRunsResponse{Runs: list, Pagination: next}, err)
}

// HeldByRoll lists the payments of one roll that are held now.
func (q queryServer) HeldByRoll(ctx context.Context, req *types.QueryHeldByRollRequest) (*types.QueryHeldByRollResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	type key = collections.Quad[uint32, uint64, uint32, uint64]
	list, next, err := query.CollectionPaginate(ctx, q.indexes.heldIn, page,
		func(k key, _ collections.NoValue) (types.HeldPayment, error) {
			h, err := q.heldPayment(ctx, types.GrantID(k.K2()), k.K3())
			if err == nil && h.Run == k.K4() {
				return h, nil
			}
			return q.heldOf(ctx, types.GrantID(k.K2()), k.K3(), k.K4())
		},
		func(o *query.CollectionsPaginateOptions[key]) {
			prefix := collections.QuadPrefix[uint32, uint64, uint32, uint64](req.Roll)
			o.Prefix = &prefix
		})
	return answer(&types.QueryHeldByRollResponse{Held: list, Pagination: next}, err)
}
