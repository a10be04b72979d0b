package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// Caps of listing queries.
const (
	defaultPage    = 100
	maxPage        = 200
	defaultRecords = 100
	maxRecords     = 1000
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer answers the queries of the module.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Params answers with the bounds of the module.
func (q queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := q.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}

// Programme answers with one programme and its escrow pool.
func (q queryServer) Programme(ctx context.Context, req *types.QueryProgrammeRequest) (*types.QueryProgrammeResponse, error) {
	programme, err := q.programme(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	pool, err := q.deps.Address.BytesToString(types.PoolAddress(programme.Id))
	if err != nil {
		return nil, err
	}
	return &types.QueryProgrammeResponse{Programme: programme, Pool: pool}, nil
}

// Standard answers with the standard that holds in an area and period.
func (q queryServer) Standard(ctx context.Context, req *types.QueryStandardRequest) (*types.QueryStandardResponse, error) {
	if _, err := authoritytypes.ParseArea(req.Area); err != nil {
		return nil, err
	}
	standard, exists, err := q.standard(ctx, req.Programme, req.Area, req.Period)
	if err != nil {
		return nil, err
	}
	if !exists {
		return nil, errorsmod.Wrapf(types.ErrStandardUnknown, "programme %d, area %s", req.Programme, req.Area)
	}
	programme, err := q.programme(ctx, req.Programme)
	if err != nil {
		return nil, err
	}
	return &types.QueryStandardResponse{Standard: standard, Calculation: programme.Terms.Calculation}, nil
}

// Budget answers with one node and one fiscal year, and the treasury account that pays.
func (q queryServer) Budget(ctx context.Context, req *types.QueryBudgetRequest) (*types.QueryBudgetResponse, error) {
	node, err := q.node(ctx, req.Node)
	if err != nil {
		return nil, err
	}
	ledger, err := q.ledger(ctx, req.Node, req.Year)
	if err != nil {
		return nil, err
	}
	free, err := ledger.Free()
	if err != nil {
		return nil, err
	}
	treasury, err := q.deps.Address.BytesToString(types.TreasuryAddress(node.Organisation))
	if err != nil {
		return nil, err
	}
	return &types.QueryBudgetResponse{Node: node, Ledger: ledger, Free: free, Treasury: treasury}, nil
}

// Roll answers with one roll.
func (q queryServer) Roll(ctx context.Context, req *types.QueryRollRequest) (*types.QueryRollResponse, error) {
	roll, err := q.roll(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	return &types.QueryRollResponse{Roll: roll}, nil
}

// Rolls lists the rolls of one programme.
func (q queryServer) Rolls(ctx context.Context, req *types.QueryRollsRequest) (*types.QueryRollsResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	rolls, next, err := query.CollectionPaginate(ctx, q.rollsOf, page,
		func(key collections.Pair[uint32, uint32], _ collections.NoValue) (types.Roll, error) {
			return q.roll(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[uint32, uint32](req.Programme))
	if err != nil {
		return nil, err
	}
	return &types.QueryRollsResponse{Rolls: rolls, Pagination: next}, nil
}

// Records lists the payable records of one roll by slot.
func (q queryServer) Records(ctx context.Context, req *types.QueryRecordsRequest) (*types.QueryRecordsResponse, error) {
	roll, err := q.roll(ctx, req.Roll)
	if err != nil {
		return nil, err
	}
	limit := req.Limit
	if limit == 0 {
		limit = defaultRecords
	}
	limit = min(limit, maxRecords)
	res := &types.QueryRecordsResponse{}
	err = q.walkPages(ctx, types.PageKey(roll.Id, req.FromSlot), types.PagesEnd(roll.Id), func(_, slot uint32, record types.Record) (bool, error) {
		switch {
		case slot < req.FromSlot:
			return false, nil
		case len(res.Records) == int(limit):
			res.NextSlot = slot
			return true, nil
		}
		res.Records = append(res.Records, record.At(roll.Id, slot))
		return false, nil
	})
	return answer(res, err)
}

// Grant answers with one grant, its payable record, its waiting changes, where it stands and its clocks.
func (q queryServer) Grant(ctx context.Context, req *types.QueryGrantRequest) (*types.QueryGrantResponse, error) {
	grant, err := q.grant(ctx, types.GrantID(req.Id))
	if err != nil {
		return nil, err
	}
	record, err := q.record(ctx, grant.Roll, grant.Slot)
	if err != nil {
		return nil, err
	}
	changes, err := q.waitingChanges(ctx, types.GrantID(grant.Id))
	if err != nil {
		return nil, err
	}
	roll, err := q.roll(ctx, grant.Roll)
	if err != nil {
		return nil, err
	}
	standing, err := q.standing(ctx, roll, grant)
	if err != nil {
		return nil, err
	}
	deadlines, err := q.clocks.of(ctx, grant.Subject())
	return answer(&types.QueryGrantResponse{
		Grant: grant, Record: record.At(grant.Roll, grant.Slot), Changes: changes, Standing: standing, Deadlines: deadlines,
	}, err)
}

// GrantsByPayee lists the grants of one person.
func (q queryServer) GrantsByPayee(ctx context.Context, req *types.QueryGrantsByPayeeRequest) (*types.QueryGrantsByPayeeResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	grants, next, err := query.CollectionPaginate(ctx, q.grantsOf, page,
		func(key collections.Pair[[]byte, uint64], _ collections.NoValue) (types.Grant, error) {
			return q.grant(ctx, types.GrantID(key.K2()))
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](req.Payee))
	if err != nil {
		return nil, err
	}
	return &types.QueryGrantsByPayeeResponse{Grants: grants, Pagination: next}, nil
}

// Transfers lists the payees who are offered to an area, exactly that code.
func (q queryServer) Transfers(ctx context.Context, req *types.QueryTransfersRequest) (*types.QueryTransfersResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	transfers, next, err := query.CollectionPaginate(ctx, q.transfersTo, page,
		func(key collections.Pair[string, uint64], _ collections.NoValue) (types.Transfer, error) {
			return q.transfer(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[string, uint64](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryTransfersResponse{Transfers: transfers, Pagination: next}, nil
}

// capPage bounds a page. A page goes on from a key: skipping by offset and counting would read what isn't shown.
func capPage(page *query.PageRequest) (*query.PageRequest, error) {
	if page == nil {
		return &query.PageRequest{Limit: defaultPage}, nil
	}
	if page.Offset != 0 || page.CountTotal {
		return nil, errorsmod.Wrap(types.ErrInvalid, "page by key, without offset and total")
	}
	limit := page.Limit
	if limit == 0 {
		limit = defaultPage
	}
	return &query.PageRequest{Key: page.Key, Limit: min(limit, maxPage), Reverse: page.Reverse}, nil
}
