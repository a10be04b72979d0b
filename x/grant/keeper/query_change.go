package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/grant/types"
)

// Change answers with one proposed change and its clocks.
func (q queryServer) Change(ctx context.Context, req *types.QueryChangeRequest) (*types.QueryChangeResponse, error) {
	change, err := q.proposedChange(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	deadlines, err := q.clocks.of(ctx, change.Subject())
	return answer(&types.QueryChangeResponse{Change: change, Deadlines: deadlines}, err)
}

// ChangesByGrant lists the proposed changes of a grant.
func (q queryServer) ChangesByGrant(ctx context.Context, req *types.QueryChangesByGrantRequest) (*types.QueryChangesByGrantResponse, error) {
	list, next, err := casesOf(ctx, q.changes.ofGrant, req.Pagination, req.Grant, types.SUBJECT_KIND_CHANGE, q.proposedChange)
	return answer(&types.QueryChangesByGrantResponse{Changes: list, Pagination: next}, err)
}

// Items lists the one-offs of a grant.
func (q queryServer) Items(ctx context.Context, req *types.QueryItemsRequest) (*types.QueryItemsResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	list, next, err := query.CollectionPaginate(ctx, q.changes.items, page,
		func(_ itemKey, item types.Item) (types.Item, error) { return item, nil },
		func(o *query.CollectionsPaginateOptions[itemKey]) {
			prefix := collections.TriplePrefix[uint64, uint32, uint32](req.Grant)
			o.Prefix = &prefix
		})
	return answer(&types.QueryItemsResponse{Items: list, Pagination: next}, err)
}

// Clawback answers with one clawback, what is open of it, and its clocks.
func (q queryServer) Clawback(ctx context.Context, req *types.QueryClawbackRequest) (*types.QueryClawbackResponse, error) {
	clawback, err := q.clawback(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	deadlines, err := q.clocks.of(ctx, clawback.Subject())
	return answer(&types.QueryClawbackResponse{Clawback: clawback, Open: clawback.Open(), Deadlines: deadlines}, err)
}

// ClawbacksByGrant lists the clawbacks of a grant.
func (q queryServer) ClawbacksByGrant(ctx context.Context, req *types.QueryClawbacksByGrantRequest) (*types.QueryClawbacksByGrantResponse, error) {
	list, next, err := casesOf(ctx, q.changes.ofGrant, req.Pagination, req.Grant, types.SUBJECT_KIND_CLAWBACK, q.clawback)
	return answer(&types.QueryClawbacksByGrantResponse{Clawbacks: list, Pagination: next}, err)
}

// casesOf lists the cases of one kind that a grant has.
func casesOf[V any](
	ctx context.Context, set collections.KeySet[caseKey], page *query.PageRequest, grant uint64, kind types.SubjectKind,
	get func(context.Context, uint64) (V, error),
) ([]V, *query.PageResponse, error) {
	page, err := capPage(page)
	if err != nil {
		return nil, nil, err
	}
	return query.CollectionPaginate(ctx, set, page,
		func(key caseKey, _ collections.NoValue) (V, error) { return get(ctx, key.K3()) },
		func(o *query.CollectionsPaginateOptions[caseKey]) {
			prefix := collections.TripleSuperPrefix[uint64, uint32, uint64](grant, uint32(kind))
			o.Prefix = &prefix
		})
}
