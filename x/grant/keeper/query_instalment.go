package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// Bounds of a page of instalments, in periods.
const (
	defaultInstalments = 24
	maxInstalments     = 120
)

// Instalments lists what a grant pays and paid, period by period, with where each instalment stands.
func (q queryServer) Instalments(ctx context.Context, req *types.QueryInstalmentsRequest) (*types.QueryInstalmentsResponse, error) {
	grant, roll, err := q.grantAndRoll(ctx, types.GrantID(req.Grant))
	if err != nil {
		return nil, err
	}
	p, err := q.plansOf(ctx, roll, grant)
	if err != nil {
		return nil, err
	}
	first, limit := max(req.FromPeriod, grant.FromPeriod), min(req.Limit, maxInstalments)
	if limit == 0 {
		limit = defaultInstalments
	}
	items, err := q.itemsFrom(ctx, grant.Id, types.Period(first))
	if err != nil {
		return nil, err
	}
	whole, err := p.base.With(items)
	if err != nil {
		return nil, err
	}
	res := &types.QueryInstalmentsResponse{}
	for period := first; period < grant.UntilPeriod; period++ {
		if period == first+limit {
			res.NextPeriod = period
			break
		}
		amount := whole.At(types.Period(period))
		if amount == 0 {
			continue
		}
		instalment, err := q.instalment(ctx, grant, p.record, period)
		if err != nil {
			return nil, err
		}
		instalment.Amount = amount
		res.Instalments = append(res.Instalments, instalment)
	}
	return res, nil
}

// instalment is where the instalment of a period stands.
func (k *Keeper) instalment(ctx context.Context, grant types.Grant, record types.Record, period uint32) (types.Instalment, error) {
	instalment := types.Instalment{Period: period}
	var run *types.Run
	id, err := k.runPeriods.Get(ctx, collections.Join(grant.Roll, period))
	if err == nil {
		var of types.Run
		if of, err = k.run(ctx, id); err == nil {
			run, instalment.Run = &of, id
		}
	}
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return types.Instalment{}, err
	}
	var held *types.HeldPayment
	payment, err := k.held.Get(ctx, collections.Join(grant.Id, period))
	switch {
	case err == nil:
		held, instalment.Held = &payment, payment.Reason
	case !errors.Is(err, collections.ErrNotFound):
		return types.Instalment{}, err
	}
	handled := run != nil && (run.Status == types.RUN_STATUS_DONE || record.LastPeriod >= types.Period(period))
	instalment.Status = types.InstalmentOf(run, handled, held)
	return instalment, nil
}
