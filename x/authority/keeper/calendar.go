package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/authority/types"
)

// Today is the day of the network's calendar at the time of the block.
func (k *Keeper) Today(ctx context.Context) (types.Day, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return 0, err
	}
	return params.DayAt(now(ctx)), nil
}

// StartOf is the first second of a day, Unix seconds.
func (k *Keeper) StartOf(ctx context.Context, day types.Day) (int64, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return 0, err
	}
	return params.StartOf(day), nil
}

// Deadline counts working days from the day after a day. Where the calendar isn't announced the deadline is provisional.
func (k *Keeper) Deadline(ctx context.Context, from types.Day, days uint32) (types.Deadline, error) {
	return types.AddWorkingDays(from, days, func(year uint32) (types.CalendarYear, bool, error) { return k.year(ctx, year) })
}

func (k *Keeper) year(ctx context.Context, year uint32) (types.CalendarYear, bool, error) {
	calendar, err := k.years.Get(ctx, year)
	if errors.Is(err, collections.ErrNotFound) {
		return types.CalendarYear{}, false, nil
	}
	return calendar, err == nil, err
}
