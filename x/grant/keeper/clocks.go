package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// clocks keeps the deadlines that run. A deadline stands under its case, in the agenda of the organisation that has to act, and by its time
// for block work until it is missed, and after that among the missed ones until the step it asks for is taken.
type clocks struct {
	deadlines collections.Map[deadlineKey, types.Deadline] // subject kind, subject, clock; deleted with the step it asks for
	due       collections.KeySet[timeKey]                  // time, subject kind, subject, clock; deleted when it rings
	missed    collections.KeySet[timeKey]                  // the same; deleted with the deadline
	agenda    collections.KeySet[agendaKey]                // organisation, time, subject, subject kind and clock; deleted with the deadline
}

type (
	deadlineKey = collections.Triple[uint32, uint64, uint32]
	timeKey     = collections.Quad[uint64, uint32, uint64, uint32]
	agendaKey   = collections.Quad[uint32, uint64, uint64, uint32]
)

func newClocks(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) clocks {
	u32, u64 := collections.Uint32Key, collections.Uint64Key
	times := collections.QuadKeyCodec(u64, u32, u64, u32)
	return clocks{
		deadlines: collections.NewMap(sb, types.DeadlinePrefix, "deadlines", collections.TripleKeyCodec(u32, u64, u32), codec.CollValue[types.Deadline](cdc)),
		due:       collections.NewKeySet(sb, types.DueDeadlinePrefix, "due_deadlines", times),
		missed:    collections.NewKeySet(sb, types.MissedDeadlinePrefix, "missed_deadlines", times),
		agenda:    collections.NewKeySet(sb, types.AgendaPrefix, "agenda", collections.QuadKeyCodec(u32, u64, u64, u32)),
	}
}

func keysOf(d types.Deadline) (deadlineKey, timeKey, agendaKey) {
	kind, clock := d.Subject.Key(), uint32(d.Clock)
	return collections.Join3(kind, d.Subject.Id, clock),
		collections.Join4(uint64(d.At), kind, d.Subject.Id, clock),
		collections.Join4(d.Organisation, uint64(d.At), d.Subject.Id, kind<<16|clock)
}

// set starts a clock in place of the one that ran.
func (c clocks) set(ctx context.Context, d types.Deadline) error {
	if err := c.stop(ctx, d.Subject, d.Clock); err != nil {
		return err
	}
	key, due, agenda := keysOf(d)
	if err := c.deadlines.Set(ctx, key, d); err != nil {
		return err
	}
	queue := c.due
	if d.Missed {
		queue = c.missed
	}
	if err := queue.Set(ctx, due); err != nil {
		return err
	}
	return c.agenda.Set(ctx, agenda)
}

// get is a clock, and whether it runs.
func (c clocks) get(ctx context.Context, subject types.Subject, clock types.Clock) (types.Deadline, bool, error) {
	key := collections.Join3(subject.Key(), subject.Id, uint32(clock))
	running, err := c.deadlines.Has(ctx, key)
	if err != nil || !running {
		return types.Deadline{}, false, err
	}
	d, err := c.deadlines.Get(ctx, key)
	return d, err == nil, err
}

// stop ends clocks of a case. One that doesn't run is no matter.
func (c clocks) stop(ctx context.Context, subject types.Subject, list ...types.Clock) error {
	for _, clock := range list {
		d, running, err := c.get(ctx, subject, clock)
		if err != nil {
			return err
		}
		if !running {
			continue
		}
		key, due, agenda := keysOf(d)
		for _, err := range []error{
			c.deadlines.Remove(ctx, key), c.due.Remove(ctx, due), c.missed.Remove(ctx, due), c.agenda.Remove(ctx, agenda),
		} {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// of lists the clocks that run for a case.
func (c clocks) of(ctx context.Context, subject types.Subject) ([]types.Deadline, error) {
	var list []types.Deadline
	prefix := collections.NewSuperPrefixedTripleRange[uint32, uint64, uint32](subject.Key(), subject.Id)
	err := c.deadlines.Walk(ctx, prefix, func(_ deadlineKey, d types.Deadline) (bool, error) {
		list = append(list, d)
		return false, nil
	})
	return list, err
}

// stopAll ends every clock of a case.
func (c clocks) stopAll(ctx context.Context, subject types.Subject) error {
	list, err := c.of(ctx, subject)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := c.stop(ctx, subject, d.Clock); err != nil {
			return err
		}
	}
	return nil
}

// first lists the first deadlines that have passed.
func (c clocks) first(ctx context.Context, now int64, most int) ([]timeKey, error) {
	iter, err := c.due.Iterate(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer iter.Close()
	var list []timeKey
	for ; iter.Valid() && len(list) < most; iter.Next() {
		key, err := iter.Key()
		if err != nil {
			return nil, err
		}
		if int64(key.K1()) > now {
			break
		}
		list = append(list, key)
	}
	return list, nil
}

// putOff lets a deadline that couldn't be handled ring again later, so that those behind it come first. One that can't even be read keeps its
// place in the queue alone.
func (c clocks) putOff(ctx context.Context, due timeKey, until int64) error {
	if err := c.due.Remove(ctx, due); err != nil {
		return err
	}
	d, running, err := c.get(ctx, types.Subject{Kind: types.SubjectKind(due.K2()), Id: due.K3()}, types.Clock(due.K4()))
	if err != nil {
		return c.due.Set(ctx, collections.Join4(uint64(until), due.K2(), due.K3(), due.K4()))
	}
	if !running {
		return nil
	}
	d.At = until
	return c.set(ctx, d)
}

// startClock starts a clock of working days; one of no days doesn't run.
func (k *Keeper) startClock(ctx context.Context, subject types.Subject, clock types.Clock, organisation, days uint32) error {
	if days == 0 {
		return k.clocks.stop(ctx, subject, clock)
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	return k.countClock(ctx, types.Deadline{Subject: subject, Clock: clock, Organisation: organisation, Day: int32(today), Left: days})
}

// startCalendarClock starts a clock of calendar days, which begin with the day after today, and tells when it is over.
func (k *Keeper) startCalendarClock(ctx context.Context, subject types.Subject, clock types.Clock, organisation, days uint32) (int64, error) {
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return 0, err
	}
	d := types.Deadline{Subject: subject, Clock: clock, Organisation: organisation, Day: int32(today) + int32(days)}
	if d.At, err = k.deps.Authority.StartOf(ctx, authoritytypes.Day(d.Day)+1); err != nil {
		return 0, err
	}
	return d.At, k.clocks.set(ctx, d)
}

// countClock counts the working days that are left of a clock from its day on, as far as the calendar is announced.
func (k *Keeper) countClock(ctx context.Context, d types.Deadline) error {
	counted, err := k.deps.Authority.Deadline(ctx, authoritytypes.Day(d.Day), d.Left)
	if err != nil {
		return err
	}
	d.Day, d.Left = int32(counted.Day), counted.Left
	over := counted.Day + 1
	if d.Left > 0 {
		// The calendar isn't announced so far: look again every day.
		today, err := k.deps.Authority.Today(ctx)
		if err != nil {
			return err
		}
		over = max(over, today+1)
	}
	if d.At, err = k.deps.Authority.StartOf(ctx, over); err != nil {
		return err
	}
	return k.clocks.set(ctx, d)
}

// extendClock gives a clock that runs more working days. One that was missed runs again if the new end is still to come.
func (k *Keeper) extendClock(ctx context.Context, d types.Deadline, days uint32) error {
	d.Left, d.Missed = d.Left+days, false
	return k.countClock(ctx, d)
}

// putOffSeconds is how long a deadline that couldn't be handled waits. Changing it forks the chain.
const putOffSeconds = 3600

// ring looks at the first deadlines that have passed, at most as many as the parameters allow. What goes wrong with one of them is logged and
// put off; it stops neither the block nor the others.
func (k *Keeper) ring(ctx context.Context) error {
	if due, err := k.clocks.first(ctx, now(ctx), 1); err != nil || len(due) == 0 {
		return err
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	list, err := k.clocks.first(ctx, now(ctx), params.DeadlinesPerBlock())
	if err != nil {
		return err
	}
	for _, due := range list {
		one, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		err := k.ringOne(one, due)
		if err == nil {
			write()
			continue
		}
		sdk.UnwrapSDKContext(ctx).Logger().Error("deadline", "kind", due.K2(), "id", due.K3(), "clock", due.K4(), "error", err)
		if err := k.clocks.putOff(ctx, due, now(ctx)+putOffSeconds); err != nil {
			return err
		}
	}
	return nil
}

// ringOne counts on where the calendar wasn't announced, lets the chain take the step that is its own, or else flags the case: a missed
// deadline changes no case by itself.
func (k *Keeper) ringOne(ctx context.Context, due timeKey) error {
	subject, clock := types.Subject{Kind: types.SubjectKind(due.K2()), Id: due.K3()}, types.Clock(due.K4())
	d, running, err := k.clocks.get(ctx, subject, clock)
	if err != nil {
		return err
	}
	if !running || uint64(d.At) != due.K1() { // nothing rings at this time
		return k.clocks.due.Remove(ctx, due)
	}
	if d.Left > 0 {
		return k.countClock(ctx, d)
	}
	switch clock {
	case types.CLOCK_NOTICE:
		return k.endNotice(ctx, subject.Id)
	case types.CLOCK_APPEAL:
		return k.endAppealTime(ctx, subject)
	case types.CLOCK_HEARING:
		return k.endHearing(ctx, subject)
	case types.CLOCK_PAPERWORK:
		return k.lockFastTrack(ctx, subject.Id)
	case types.CLOCK_EXPIRY:
		return k.expireLot(ctx, subject.Id)
	case types.CLOCK_TAKE_OFFSETS_BACK:
		return k.takeOffsetsBack(ctx, subject.Id)
	case types.CLOCK_RESERVE:
		return k.turnYear(ctx, d)
	}
	if subject.Kind == types.SUBJECT_KIND_GRANT {
		return k.grantDue(ctx, d)
	}
	return k.miss(ctx, d)
}

// miss flags a case. Escalation consumes what was missed.
func (k *Keeper) miss(ctx context.Context, d types.Deadline) error {
	d.Missed = true
	if err := k.clocks.set(ctx, d); err != nil {
		return err
	}
	if err := k.note(ctx, types.Act{Subject: d.Subject, Kind: types.ACT_KIND_OVERDUE, Organisation: d.Organisation}); err != nil {
		return err
	}
	return emit(ctx, &types.EventDeadlineMissed{Deadline: d})
}

// Missed lists deadlines that passed without the step they ask for, the oldest first, from a moment on (Unix seconds). Whoever escalates
// reads them here; they leave the list with the step and with nothing else.
func (k *Keeper) Missed(ctx context.Context, from int64, most int) ([]types.Deadline, error) {
	var list []types.Deadline
	span := new(collections.Range[timeKey]).StartInclusive(collections.Join4(uint64(from), uint32(0), uint64(0), uint32(0)))
	iter, err := k.clocks.missed.Iterate(ctx, span)
	if err != nil {
		return nil, err
	}
	defer iter.Close()
	for ; iter.Valid() && len(list) < most; iter.Next() {
		key, err := iter.Key()
		if err != nil {
			return nil, err
		}
		d, running, err := k.clocks.get(ctx, types.Subject{Kind: types.SubjectKind(key.K2()), Id: key.K3()}, types.Clock(key.K4()))
		if err != nil || !running {
			return nil, errorsmod.Wrapf(types.ErrClockInvalid, "case %d", key.K3())
		}
		list = append(list, d)
	}
	return list, nil
}

func now(ctx context.Context) int64 { return sdk.UnwrapSDKContext(ctx).BlockTime().Unix() }
