package types

import (
	"cmp"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Bounds of what a grant remembers. Changing these forks the chain.
const (
	// MaxHistory is the most changes of its decisions that a grant remembers; the oldest go first, and what was paid then isn't known any more.
	MaxHistory = 256
	// MaxOffsets is the most instalments that a clawback is kept from.
	MaxOffsets = 120
)

// signed is what the item adds to its period.
func (i Item) signed() int64 {
	if i.Kind == ITEM_KIND_OFFSET {
		return -int64(i.Amount)
	}
	return int64(i.Amount)
}

// SameAs tells whether both stand under the same grant, period and kind.
func (i Item) SameAs(other Item) bool {
	return i.Grant == other.Grant && i.Period == other.Period && i.Kind == other.Kind
}

// Validate refuses an item without a kind or amount, or an offset without its clawback.
func (i Item) Validate() error {
	if _, known := ItemKind_name[int32(i.Kind)]; !known || i.Kind == ITEM_KIND_UNSPECIFIED {
		return errorsmod.Wrap(ErrInvalid, "one-off of no kind")
	}
	if i.Amount == 0 || i.Amount > MaxAmount || (i.Kind == ITEM_KIND_OFFSET) != (i.Clawback != 0) || i.Settled && i.Kind != ITEM_KIND_OFFSET {
		return errorsmod.Wrap(ErrInvalid, "one-off")
	}
	return Period(i.Period).Validate()
}

// With is the plan with one-offs over it: each counts in its own period and in no other.
func (p Plan) With(items []Item) (Plan, error) {
	points := make([]uint32, 0, len(p.Changes)+2*len(items))
	for _, c := range p.Changes {
		points = append(points, c.Period)
	}
	for _, i := range items {
		points = append(points, i.Period, i.Period+1)
	}
	slices.Sort(points)
	next, amount := Plan{Amount: p.Amount}, p.Amount
	for _, point := range slices.Compact(points) {
		sum := int64(p.At(Period(point)))
		for _, i := range items {
			if i.Period == point {
				sum += i.signed()
			}
		}
		if sum < 0 || sum > MaxAmount {
			return Plan{}, errorsmod.Wrapf(ErrOverflow, "one-offs of %s", Period(point))
		}
		if uint64(sum) != amount {
			amount = uint64(sum)
			next.Changes = append(next.Changes, Change{Period: point, Amount: amount})
		}
	}
	return next, nil
}

// Rebase is the plan from a period on, for a record that pays an amount until then.
func (p Plan) Rebase(amount uint64, from Period) Plan {
	next := Plan{Amount: amount}
	if at := p.At(from); at != amount {
		next.Changes = append(next.Changes, Change{Period: uint32(from), Amount: at})
	}
	for _, c := range p.Changes {
		if Period(c.Period) > from {
			next.Changes = append(next.Changes, c)
		}
	}
	return next
}

// PaysAs tells whether both plans pay the same in every period from one on.
func (p Plan) PaysAs(other Plan, from Period) bool {
	return slices.Equal(p.Rebase(0, from).Changes, other.Rebase(0, from).Changes)
}

// ReducedBy tells whether another plan pays less in some period from one on.
func (p Plan) ReducedBy(other Plan, from Period) bool {
	if other.At(from) < p.At(from) {
		return true
	}
	for _, c := range slices.Concat(p.Changes, other.Changes) {
		if at := Period(c.Period); at > from && other.At(at) < p.At(at) {
			return true
		}
	}
	return false
}

// Sum is what is paid from a period on and before another one, minor units.
func (p Plan) Sum(from, until Period) (uint64, error) {
	var total uint64
	for at := from; at < until && at-from <= MaxSchedulePeriods; at++ {
		var ok bool
		if total, ok = addUnsigned(total, p.At(at)); !ok {
			return 0, errorsmod.Wrap(ErrOverflow, "sum of periods")
		}
	}
	return total, nil
}

// Planned is what the decisions about a grant pay. A grant from before decisions were kept pays what its record says from the roll's next
// period on; what it paid before isn't known.
func (g Grant) Planned(current Plan, next Period) Plan {
	if len(g.Base) > 0 {
		return Plan{Changes: g.Base}
	}
	return current.Rebase(0, next)
}

// Keep puts the decisions into the case file, the last MaxHistory changes of them.
func (g Grant) Keep(base Plan) Grant {
	g.Base = latest(base.Changes)
	return g
}

// latest keeps the last MaxHistory changes.
func latest(list []Change) []Change { return list[max(0, len(list)-MaxHistory):] }

// CheckItem refuses a one-off outside the grant's months.
func (g Grant) CheckItem(i Item) error {
	if i.Grant != g.Id || i.Period < g.FromPeriod || i.Period >= g.UntilPeriod {
		return errorsmod.Wrapf(ErrScheduleInvalid, "grant %s pays from %s until before %s", GrantID(g.Id), Period(g.FromPeriod), Period(g.UntilPeriod))
	}
	return nil
}

// OffsetRoom is the most that an offset may take of an instalment: a part of it, and never what so many persons need to live.
func (t Terms) OffsetRoom(instalment uint64, persons uint32) uint64 {
	kept := t.ProtectedMinimum * uint64(persons)
	if instalment <= kept {
		return 0
	}
	return min(instalment*uint64(t.OffsetPercent)/100, instalment-kept)
}

// Offsets keeps an amount from instalments of a plan, in equal parts month by month, the last one with the rest.
func (t Terms) Offsets(c Clawback, base Plan, persons uint32, from Period, instalments uint32) ([]Item, error) {
	open := c.Open()
	part := open / uint64(instalments)
	if part == 0 {
		return nil, errorsmod.Wrapf(ErrOffsetLimit, "%d is open, too little for %d months", open, instalments)
	}
	items := make([]Item, instalments)
	for n := range items {
		at := from + Period(n)
		items[n] = Item{Grant: c.Grant, Period: uint32(at), Kind: ITEM_KIND_OFFSET, Amount: part, Clawback: c.Id}
		if n == len(items)-1 {
			items[n].Amount = open - part*uint64(n)
		}
		if room := t.OffsetRoom(base.At(at), persons); items[n].Amount > room {
			return nil, errorsmod.Wrapf(ErrOffsetLimit, "%d of the instalment of %s, at most %d: take more months", items[n].Amount, at, room)
		}
	}
	return items, nil
}

// Refit sorts the one-offs of periods to come by whether they fit under a new plan that ends before a period. Offsets that don't fit, and
// top-ups after the end, are dropped; arrears are owed and aren't.
func (t Terms) Refit(items []Item, base Plan, persons uint32, until Period) (kept, dropped []Item, err error) {
	for _, i := range items {
		over := Period(i.Period) >= until
		switch {
		case i.Kind == ITEM_KIND_ARREARS && over:
			return nil, nil, errorsmod.Wrapf(ErrItemOwed, "%d in %s", i.Amount, Period(i.Period))
		case over, i.Kind == ITEM_KIND_OFFSET && i.Amount > t.OffsetRoom(base.At(Period(i.Period)), persons):
			dropped = append(dropped, i)
		default:
			kept = append(kept, i)
		}
	}
	return kept, dropped, nil
}

// SortItems puts one-offs in the order of their keys.
func SortItems(items []Item) {
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Grant, b.Grant), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Kind, b.Kind))
	})
}
