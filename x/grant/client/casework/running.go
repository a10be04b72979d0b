package casework

import (
	"fmt"
	"slices"
	"strings"

	"github.com/reliefchain/relief/x/grant/types"
)

// Change says what a proposed change would do.
func Change(c types.ProposedChange, money Currency) string {
	switch {
	case c.Item != nil:
		return fmt.Sprintf("%s of %s once, in %s", Words(c.Item.Kind), money.Say(c.Item.Amount), types.Period(c.Item.Period))
	case c.Schedule == nil || len(c.Schedule.Changes) == 0:
		return "nothing"
	case c.Schedule.Ends():
		return "nothing from " + c.First().String() + " on"
	}
	return Schedule(*c.Schedule, money)
}

// waivers say why nobody has to be heard.
var waivers = map[types.HearingWaiver]string{
	types.HEARING_WAIVER_RAISE:       "no hearing: no month pays less",
	types.HEARING_WAIVER_DEATH:       "no hearing: the payee died",
	types.HEARING_WAIVER_FRAUD_ORDER: "no hearing: fraud was ordered with a fine",
	types.HEARING_WAIVER_TERMS:       "no hearing: the programme has none",
}

// Hearing says whether the payee is heard before a change is decided.
func Hearing(waiver types.HearingWaiver, terms types.Terms) string {
	if text, waived := waivers[waiver]; waived {
		return text
	}
	return fmt.Sprintf("the payee is heard for %s first, and nothing changes until an approver decides", Days(terms.HearingDays))
}

// Days counts calendar days.
func Days(n uint32) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// Difference says what a change does to the payee's instalments: the first month that differs, before and after.
func Difference(before, after types.Plan, from types.Period, money Currency) string {
	return fmt.Sprintf("%s instead of %s in %s", money.Say(after.At(from)), money.Say(before.At(from)), from)
}

// Promise says by fiscal year what a change of plans reserves of the budget, or sets free.
func Promise(before, after types.Plan, from types.Period, money Currency) string {
	sums := map[uint32][2]uint64{}
	var years []uint32
	for side, plan := range []types.Plan{before, after} {
		for _, year := range plan.Years(from) {
			sum, known := sums[year.Year]
			if !known {
				years = append(years, year.Year)
			}
			sum[side] += year.Amount
			sums[year.Year] = sum
		}
	}
	slices.Sort(years)
	var parts []string
	for _, year := range years {
		switch sum := sums[year]; {
		case sum[1] > sum[0]:
			parts = append(parts, fmt.Sprintf("reserves %s of the budget of %d", money.Say(sum[1]-sum[0]), year))
		case sum[1] < sum[0]:
			parts = append(parts, fmt.Sprintf("sets %s of the budget of %d free", money.Say(sum[0]-sum[1]), year))
		}
	}
	return strings.Join(parts, ", ")
}

// Clawback says what is asked back and what of it is open.
func Clawback(c types.Clawback, money Currency) string {
	text := fmt.Sprintf("%s paid %s", money.Say(c.Claimed), Months(types.Period(c.FromPeriod), types.Period(c.UntilPeriod)))
	if c.Amount == 0 {
		return text
	}
	text += fmt.Sprintf(": %s ordered", money.Say(c.Amount))
	for _, part := range []struct {
		amount uint64
		text   string
	}{{c.Fine, " and %s as a fine"}, {c.Collected, ", %s came in"}, {c.Scheduled, ", %s is to be kept from instalments"}, {c.Waived, ", %s given up"}} {
		if part.amount > 0 {
			text += fmt.Sprintf(part.text, money.Say(part.amount))
		}
	}
	return text + ", " + money.Say(c.Open()) + " open"
}

// Emergency says who is helped and what was paid.
func Emergency(e types.Emergency, money Currency) string {
	text := fmt.Sprintf("%s at roll %d", Persons(e.Persons), e.Roll)
	if e.Grant == 0 {
		return text
	}
	text += fmt.Sprintf(", %s paid first as grant %s", money.Say(e.Amount), types.GrantID(e.Grant))
	if !e.Confirmed {
		return text + ", not confirmed"
	}
	return text + ", confirmed"
}

// Lot says what it is, and where all of it is.
func Lot(l types.Lot) string {
	text := fmt.Sprintf("%d of item %d, programme %d, at %s: %d there", l.Quantity, l.Item, l.Programme, l.Area, l.Left)
	for _, part := range []struct {
		count uint64
		text  string
	}{{l.Split, "sent off as other lots"}, {l.Pending, "handed over on one signature"}, {l.Handed, "handed over"}, {l.Lost, "missing"}, {l.Expired, "expired"}} {
		if part.count > 0 {
			text += fmt.Sprintf(", %d %s", part.count, part.text)
		}
	}
	return text
}
