package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/grant/types"
)

// standard is the one that holds in the area and period: of the areas around it, the longest code that has one.
func (k *Keeper) standard(ctx context.Context, programme uint32, area string, period uint32) (types.Standard, bool, error) {
	for _, code := range types.Outward(area) {
		standard, found, err := k.standardOf(ctx, programme, code, period)
		if err != nil || found {
			return standard, found, err
		}
	}
	return types.Standard{}, false, nil
}

// standardOf is the latest standard of exactly this area that has started by the period.
func (k *Keeper) standardOf(ctx context.Context, programme uint32, area string, period uint32) (types.Standard, bool, error) {
	span := new(collections.Range[collections.Triple[uint32, string, uint32]]).
		StartInclusive(collections.Join3(programme, area, uint32(0))).
		EndInclusive(collections.Join3(programme, area, period)).
		Descending()
	iter, err := k.standards.Iterate(ctx, span)
	if err != nil {
		return types.Standard{}, false, err
	}
	defer iter.Close()
	if !iter.Valid() {
		return types.Standard{}, false, nil
	}
	standard, err := iter.Value()
	return standard, err == nil, err
}

// standards remembers the standards of one roll while one message asks for them.
type standards struct {
	keeper    *Keeper
	programme uint32
	area      string
	known     map[uint32]limit
}

type limit struct {
	types.Standard
	rule   types.Calculation
	exists bool
}

func (k *Keeper) standardsOf(roll types.Roll) standards {
	return standards{keeper: k, programme: roll.Programme, area: roll.Area, known: map[uint32]limit{}}
}

// check refuses a schedule with a change that doesn't follow from the standard of its period; without a standard there is no limit.
func (s standards) check(ctx context.Context, schedule types.Schedule, persons uint32) error {
	for _, change := range schedule.Changes {
		most, asked := s.known[change.Period]
		if !asked {
			standard, exists, err := s.keeper.standard(ctx, s.programme, s.area, change.Period)
			if err != nil {
				return err
			}
			programme, err := s.keeper.programme(ctx, s.programme)
			if err != nil {
				return err
			}
			most = limit{standard, programme.Terms.Calculation, exists}
			s.known[change.Period] = most
		}
		if !most.exists {
			continue
		}
		if err := most.rule.CheckAmount(change.Amount, most.Standard, persons); err != nil {
			return err
		}
	}
	return nil
}
