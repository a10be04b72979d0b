package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/reliefchain/relief/x/grant/types"
)

// Application answers with one application and its clocks.
func (q queryServer) Application(ctx context.Context, req *types.QueryApplicationRequest) (*types.QueryApplicationResponse, error) {
	application, err := q.application(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	deadlines, err := q.clocks.of(ctx, application.Subject())
	return answer(&types.QueryApplicationResponse{Application: application, Deadlines: deadlines}, err)
}

// Applications lists the applications at one roll that stand in one state.
func (q queryServer) Applications(ctx context.Context, req *types.QueryApplicationsRequest) (*types.QueryApplicationsResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	type key = collections.Triple[uint32, uint32, uint64]
	list, next, err := query.CollectionPaginate(ctx, q.cases.byRoll, page,
		func(k key, _ collections.NoValue) (types.Application, error) { return q.application(ctx, k.K3()) },
		func(o *query.CollectionsPaginateOptions[key]) {
			prefix := collections.TripleSuperPrefix[uint32, uint32, uint64](req.Roll, uint32(req.Status))
			o.Prefix = &prefix
		})
	return answer(&types.QueryApplicationsResponse{Applications: list, Pagination: next}, err)
}

// ApplicationsByPayee lists a person's applications.
func (q queryServer) ApplicationsByPayee(ctx context.Context, req *types.QueryApplicationsByPayeeRequest) (*types.QueryApplicationsByPayeeResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	list, next, err := query.CollectionPaginate(ctx, q.cases.byPayee, page,
		func(key collections.Pair[[]byte, uint64], _ collections.NoValue) (types.Application, error) {
			return q.application(ctx, key.K2())
		},
		query.WithCollectionPaginationPairPrefix[[]byte, uint64](req.Payee))
	return answer(&types.QueryApplicationsByPayeeResponse{Applications: list, Pagination: next}, err)
}

// Timeline lists who did what about one case.
func (q queryServer) Timeline(ctx context.Context, req *types.QueryTimelineRequest) (*types.QueryTimelineResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	list, next, err := query.CollectionPaginate(ctx, q.acts.log, page,
		func(_ actKey, act types.Act) (types.Act, error) { return act, nil },
		func(o *query.CollectionsPaginateOptions[actKey]) {
			prefix := collections.TripleSuperPrefix[uint32, uint64, uint32](uint32(req.Kind), req.Id)
			o.Prefix = &prefix
		})
	return answer(&types.QueryTimelineResponse{Acts: list, Pagination: next}, err)
}

// Agenda lists the clocks that run for an organisation, the earliest first: its queue of work. Those that passed come first.
func (q queryServer) Agenda(ctx context.Context, req *types.QueryAgendaRequest) (*types.QueryAgendaResponse, error) {
	page, err := capPage(req.Pagination)
	if err != nil {
		return nil, err
	}
	list, next, err := query.CollectionPaginate(ctx, q.clocks.agenda, page,
		func(key agendaKey, _ collections.NoValue) (types.Deadline, error) {
			subject := types.Subject{Kind: types.SubjectKind(key.K4() >> 16), Id: key.K3()}
			d, _, err := q.clocks.get(ctx, subject, types.Clock(key.K4()&0xffff))
			return d, err
		},
		func(o *query.CollectionsPaginateOptions[agendaKey]) {
			prefix := collections.QuadPrefix[uint32, uint64, uint64, uint32](req.Organisation)
			o.Prefix = &prefix
		})
	if err != nil {
		return nil, err
	}
	if req.Missed {
		for i, d := range list {
			if d.At > now(ctx) {
				list, next = list[:i], &query.PageResponse{} // the others are still to come
				break
			}
		}
	}
	return &types.QueryAgendaResponse{Deadlines: list, Pagination: next}, nil
}

// Appeal answers with one appeal and its clocks.
func (q queryServer) Appeal(ctx context.Context, req *types.QueryAppealRequest) (*types.QueryAppealResponse, error) {
	appeal, err := q.appeal(ctx, req.Id)
	if err != nil {
		return nil, err
	}
	deadlines, err := q.clocks.of(ctx, appeal.Itself())
	return answer(&types.QueryAppealResponse{Appeal: appeal, Deadlines: deadlines}, err)
}
