package keeper

import (
	"context"

	"cosmossdk.io/collections"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// checkApproved holds that every grant of an application went the whole way: it was taken up, checked and reviewed, its notice ran its days
// with no objection left open, or the programme has none, and somebody else approved it than those who took it up and reviewed it.
func checkApproved(ctx context.Context, k *Keeper) error {
	return k.cases.applications.Walk(ctx, nil, func(id uint64, a types.Application) (bool, error) {
		done, err := k.acts.of(ctx, a.Subject())
		if err != nil {
			return true, err
		}
		if err := types.CheckTimeline(a, done); err != nil {
			return true, broken("application %d: %s", id, err)
		}
		if a.Grant == 0 {
			return false, nil
		}
		grant, err := k.grant(ctx, types.GrantID(a.Grant))
		if err != nil || grant.Application != id {
			return true, broken("application %d and grant %s", id, types.GrantID(a.Grant))
		}
		return false, nil
	})
}

// checkDuties holds that no person acted along one case in two duties.
func checkDuties(ctx context.Context, k *Keeper) error {
	type holder struct {
		subject    types.Subject
		credential string
	}
	seen := map[holder]uint32{}
	return k.acts.log.Walk(ctx, nil, func(_ actKey, act types.Act) (bool, error) {
		if act.Duty == uint32(authoritytypes.ROLE_UNSPECIFIED) {
			return false, nil
		}
		for _, credential := range act.Credentials {
			key := holder{act.Subject, string(credential)}
			if duty, known := seen[key]; known && duty != act.Duty {
				return true, broken("act %d of case %d is by a person with two duties", act.Number, act.Subject.Id)
			}
			seen[key] = act.Duty
		}
		return false, nil
	})
}

// checkClocks holds that a clock stands in its three lists and nowhere else, and that acts are numbered without a gap in the order of time.
func checkClocks(ctx context.Context, k *Keeper) error {
	running := 0
	err := k.clocks.deadlines.Walk(ctx, nil, func(_ deadlineKey, d types.Deadline) (bool, error) {
		running++
		_, at, agenda := keysOf(d)
		waits, err := k.clocks.due.Has(ctx, at)
		if err != nil {
			return true, err
		}
		missed, err := k.clocks.missed.Has(ctx, at)
		if err != nil {
			return true, err
		}
		listed, err := k.clocks.agenda.Has(ctx, agenda)
		if err == nil && (waits == d.Missed || missed != d.Missed || !listed) {
			return true, broken("lists of the clock %s of case %d", d.Clock, d.Subject.Id)
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	for _, queue := range []collections.KeySet[timeKey]{k.clocks.due, k.clocks.missed} {
		if err := queue.Walk(ctx, nil, func(timeKey) (bool, error) { running--; return false, nil }); err != nil {
			return err
		}
	}
	if running != 0 {
		return broken("%d clocks more than entries in the queues", running)
	}
	var last types.Act
	return k.acts.log.Walk(ctx, nil, func(_ actKey, act types.Act) (bool, error) {
		same := act.Subject == last.Subject
		if !same && act.Number != 1 || same && (act.Number != last.Number+1 || act.Time < last.Time) {
			return true, broken("timeline of case %d at act %d", act.Subject.Id, act.Number)
		}
		last = act
		return false, nil
	})
}

// checkOpenApplications holds that indexes name exactly the applications there are, and that a payee has at most one of a class undecided.
func checkOpenApplications(ctx context.Context, k *Keeper) error {
	all, open := 0, 0
	err := k.cases.applications.Walk(ctx, nil, func(id uint64, a types.Application) (bool, error) {
		all++
		programme, err := k.programme(ctx, a.Programme)
		if err != nil {
			return true, err
		}
		listed, err := k.cases.byRoll.Has(ctx, collections.Join3(a.Roll, uint32(a.Status), id))
		if err != nil || !listed {
			return true, broken("application %d is not in the index of its roll", id)
		}
		if !a.Undecided() {
			return false, nil
		}
		open++
		waits, err := k.cases.open.Get(ctx, collections.Join(programme.ExclusivityClass, a.Payee))
		if err != nil || waits != id {
			return true, broken("application %d and application %d of one payee wait", id, waits)
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if err := k.cases.byRoll.Walk(ctx, nil, func(collections.Triple[uint32, uint32, uint64]) (bool, error) { all--; return false, nil }); err != nil {
		return err
	}
	if err := k.cases.open.Walk(ctx, nil, func(collections.Pair[uint32, []byte], uint64) (bool, error) { open--; return false, nil }); err != nil {
		return err
	}
	if all != 0 || open != 0 {
		return broken("indexes of applications: %d and %d too few", all, open)
	}
	return nil
}

// checkAppeals holds that an appeal went along the table, that its case knows it or a later one, and that an order to pay back waits exactly while
// an appeal against it is open.
func checkAppeals(ctx context.Context, k *Keeper) error {
	open := map[uint64]bool{}
	err := k.cases.appeals.Walk(ctx, nil, func(id uint64, a types.Appeal) (bool, error) {
		done, err := k.acts.of(ctx, a.Itself())
		if err != nil {
			return true, err
		}
		if err := types.CheckAppealTimeline(a, done); err != nil {
			return true, broken("appeal %d: %s", id, err)
		}
		of, err := k.appealed(ctx, a.Subject)
		if err != nil || max(of.application.Appeal, of.change.Appeal, of.clawback.Appeal) < id {
			return true, broken("the case of appeal %d doesn't know it", id)
		}
		if of.clawback.Id != 0 && a.Open() {
			open[of.clawback.Id] = true
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.changes.clawbacks.Walk(ctx, nil, func(id uint64, c types.Clawback) (bool, error) {
		if c.Paused != open[id] {
			return true, broken("clawback %d waits for an appeal: %t", id, c.Paused)
		}
		return false, nil
	})
}
