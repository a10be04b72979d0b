package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/internal/paging"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer gives the server of the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

// Person answers with one person, closed or not.
func (s queryServer) Person(ctx context.Context, req *types.QueryPersonRequest) (*types.QueryPersonResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckRef(req.Ref); err != nil {
		return nil, err
	}
	person, err := s.Keeper.Person(ctx, req.Ref)
	if err != nil {
		return nil, err
	}
	return &types.QueryPersonResponse{Person: person}, nil
}

// Persons lists the persons of one area, exactly that code, by reference.
func (s queryServer) Persons(ctx context.Context, req *types.QueryPersonsRequest) (*types.QueryPersonsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckHome(req.Area); err != nil {
		return nil, err
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	persons, next, err := query.CollectionPaginate(ctx, s.persons.Indexes.area, page,
		func(key collections.Pair[string, []byte], _ collections.NoValue) (types.Person, error) {
			return s.Keeper.Person(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[string, []byte](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryPersonsResponse{Persons: persons, Pagination: next}, nil
}

// Household answers with one household.
func (s queryServer) Household(ctx context.Context, req *types.QueryHouseholdRequest) (*types.QueryHouseholdResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckRef(req.Ref); err != nil {
		return nil, err
	}
	household, err := s.Keeper.Household(ctx, req.Ref)
	if err != nil {
		return nil, err
	}
	return &types.QueryHouseholdResponse{Household: household}, nil
}

// Households lists the households of one area, exactly that code, by reference.
func (s queryServer) Households(ctx context.Context, req *types.QueryHouseholdsRequest) (*types.QueryHouseholdsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckHome(req.Area); err != nil {
		return nil, err
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	households, next, err := query.CollectionPaginate(ctx, s.households.Indexes.area, page,
		func(key collections.Pair[string, []byte], _ collections.NoValue) (types.Household, error) {
			return s.Keeper.Household(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[string, []byte](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryHouseholdsResponse{Households: households, Pagination: next}, nil
}

// Holder answers with the registered person who holds an account.
func (s queryServer) Holder(ctx context.Context, req *types.QueryHolderRequest) (*types.QueryHolderResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	person, holds, err := s.Keeper.Holder(ctx, req.Address)
	if err != nil {
		return nil, err
	}
	if !holds {
		return nil, types.ErrHolderUnknown
	}
	return &types.QueryHolderResponse{Person: person}, nil
}

// Params answers with the module's params.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryParamsResponse{Params: params}, nil
}

// Standing answers with who acts for a person, and what is under way about the record.
func (s queryServer) Standing(ctx context.Context, req *types.QueryStandingRequest) (*types.QueryStandingResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckRef(req.Ref); err != nil {
		return nil, err
	}
	if _, err := s.Keeper.Person(ctx, req.Ref); err != nil {
		return nil, err
	}
	res := &types.QueryStandingResponse{}
	guardianship, err := s.guardianship(ctx, req.Ref)
	if err != nil {
		return nil, err
	}
	if len(guardianship.Ward) > 0 {
		res.Guardianship = &guardianship
	}
	if res.Agencies, err = s.agenciesOf(ctx, req.Ref); err != nil {
		return nil, err
	}
	recovery, err := s.recoveries.Get(ctx, req.Ref)
	if err == nil {
		res.Recovery = &recovery
	} else if !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	due, owed, err := s.dueTag(ctx, req.Ref)
	if err != nil {
		return nil, err
	}
	if owed {
		res.DueTag = &due
	}
	merger, err := s.mergers.Get(ctx, req.Ref)
	if err == nil {
		res.Merger = &merger
	} else if !errors.Is(err, collections.ErrNotFound) {
		return nil, err
	}
	return res, nil
}

// Wards lists the persons whom a guardian acts for.
func (s queryServer) Wards(ctx context.Context, req *types.QueryWardsRequest) (*types.QueryWardsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckRef(req.Guardian); err != nil {
		return nil, err
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	wards, next, err := query.CollectionPaginate(ctx, s.wards, page,
		func(key collections.Pair[[]byte, []byte], _ collections.NoValue) ([]byte, error) {
			return key.K2(), nil
		},
		query.WithCollectionPaginationPairPrefix[[]byte, []byte](req.Guardian))
	if err != nil {
		return nil, err
	}
	return &types.QueryWardsResponse{Wards: wards, Pagination: next}, nil
}

// Match answers with one match and its clock.
func (s queryServer) Match(ctx context.Context, req *types.QueryMatchRequest) (*types.QueryMatchResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	match, err := s.match(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	deadline, _, over, err := s.clock(ctx, match)
	if err != nil {
		return nil, err
	}
	return &types.QueryMatchResponse{Match: match, Date: deadline.Day.String(), Left: deadline.Left, Overdue: match.Overdue(over)}, nil
}

// Matches lists the matches of an area, exactly that code, by number.
func (s queryServer) Matches(ctx context.Context, req *types.QueryMatchesRequest) (*types.QueryMatchesResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckHome(req.Area); err != nil {
		return nil, err
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	matches, next, err := query.CollectionPaginate(ctx, s.matchesByArea, page,
		func(key collections.Pair[string, uint64], _ collections.NoValue) (types.Match, error) {
			return s.match(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[string, uint64](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryMatchesResponse{Matches: matches, Pagination: next}, nil
}

// Conflicts lists what of some households the register has already.
func (s queryServer) Conflicts(ctx context.Context, req *types.QueryConflictsRequest) (*types.QueryConflictsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckBatch(req.Households, paging.Max); err != nil {
		return nil, err
	}
	res := &types.QueryConflictsResponse{}
	for i, household := range req.Households {
		found, err := s.conflicts(ctx, household)
		if err != nil {
			return nil, errorsmod.Wrapf(err, "household %d", i)
		}
		for _, c := range found {
			c.Household = uint32(i)
			res.Conflicts = append(res.Conflicts, c)
		}
	}
	return res, nil
}
