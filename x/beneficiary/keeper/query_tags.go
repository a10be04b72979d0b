package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/internal/paging"
)

// Recognitions lists what is recognised about a person.
func (s queryServer) Recognitions(ctx context.Context, req *types.QueryRecognitionsRequest) (*types.QueryRecognitionsResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := types.CheckRef(req.Ref); err != nil {
		return nil, err
	}
	list, err := s.recognitionsOf(ctx, req.Ref)
	if err != nil {
		return nil, err
	}
	return &types.QueryRecognitionsResponse{Recognitions: list}, nil
}

// Moves lists the open offers of moves into an area, exactly that code, by number.
func (s queryServer) Moves(ctx context.Context, req *types.QueryMovesRequest) (*types.QueryMovesResponse, error) {
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
	moves, next, err := query.CollectionPaginate(ctx, s.movesByArea, page,
		func(key collections.Pair[string, uint64], _ collections.NoValue) (types.MoveOffer, error) {
			return s.moveOffer(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[string, uint64](req.Area))
	if err != nil {
		return nil, err
	}
	return &types.QueryMovesResponse{Moves: moves, Pagination: next}, nil
}

// DueTags lists the tags that an organisation owes, the oldest first.
func (s queryServer) DueTags(ctx context.Context, req *types.QueryDueTagsRequest) (*types.QueryDueTagsResponse, error) {
	if req == nil || req.Organisation == 0 {
		return nil, types.ErrRequestInvalid
	}
	page, err := paging.Bound(req.Pagination, types.ErrPageInvalid)
	if err != nil {
		return nil, err
	}
	tags, next, err := query.CollectionPaginate(ctx, s.dueByOrganisation, page,
		func(key collections.Triple[uint32, uint32, []byte], _ collections.NoValue) (types.OwedTag, error) {
			due, err := s.dueTags.Get(ctx, key.K3())
			if err != nil {
				return types.OwedTag{}, err
			}
			deadline, over, err := s.dueClock(ctx, due.Since)
			return types.OwedTag{Due: due, Date: deadline.Day.String(), Left: deadline.Left, Overdue: over}, err
		},
		func(o *query.CollectionsPaginateOptions[collections.Triple[uint32, uint32, []byte]]) {
			prefix := collections.TriplePrefix[uint32, uint32, []byte](req.Organisation)
			o.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	return &types.QueryDueTagsResponse{Tags: tags, Pagination: next}, nil
}

// TagEpochs answers with the epochs whose tags count.
func (s queryServer) TagEpochs(ctx context.Context, _ *types.QueryTagEpochsRequest) (*types.QueryTagEpochsResponse, error) {
	epochs, err := s.Keeper.TagEpochs(ctx)
	if err != nil {
		return nil, err
	}
	return &types.QueryTagEpochsResponse{Epochs: epochs}, nil
}

// Tag answers with the person who holds a tag.
func (s queryServer) Tag(ctx context.Context, req *types.QueryTagRequest) (*types.QueryTagResponse, error) {
	if req == nil {
		return nil, types.ErrRequestInvalid
	}
	if err := (types.Tag{Class: req.Class, Value: req.Value}).ValidateBasic(); err != nil {
		return nil, err
	}
	tag, err := s.presentTag(ctx, types.Tag{Class: req.Class, Value: req.Value, Epoch: req.Epoch})
	if err != nil {
		return nil, err
	}
	ref, err := s.tags.holder(ctx, tag)
	if err != nil {
		return nil, err
	}
	if ref == nil {
		return nil, types.ErrTagUnknown
	}
	return &types.QueryTagResponse{Person: ref}, nil
}
