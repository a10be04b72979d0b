package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

func change(period types.Period, amount uint64) types.Change {
	return types.Change{Period: uint32(period), Amount: amount}
}

func schedule(until types.Period, changes ...types.Change) types.Schedule {
	return types.Schedule{Changes: changes, UntilPeriod: uint32(until)}
}

func TestScheduleValidate(t *testing.T) {
	many := schedule(jan + 100)
	for i := range types.Period(types.MaxChanges + 1) {
		many.Changes = append(many.Changes, change(jan+i, uint64(1+i%2)))
	}
	tests := []struct {
		name          string
		schedule      types.Schedule
		award, adjust bool
	}{
		{name: "one amount", schedule: schedule(jan+12, change(jan, 5)), award: true, adjust: true},
		{name: "with a pause", schedule: schedule(jan+12, change(jan, 5), change(jan+2, 0), change(jan+4, 5)), award: true, adjust: true},
		{name: "first zero", schedule: schedule(jan+12, change(jan, 0), change(jan+1, 5)), adjust: true},
		{name: "ending", schedule: schedule(jan, change(jan, 0)), adjust: true},
		{name: "zero until later", schedule: schedule(jan+1, change(jan, 0))},
		{name: "last zero", schedule: schedule(jan+12, change(jan, 5), change(jan+1, 0))},
		{name: "empty", schedule: schedule(jan)},
		{name: "equal neighbours", schedule: schedule(jan+12, change(jan, 5), change(jan+1, 5))},
		{name: "descending", schedule: schedule(jan+12, change(jan+1, 5), change(jan, 6))},
		{name: "end at the last change", schedule: schedule(jan, change(jan, 5))},
		{name: "amount too large", schedule: schedule(jan+1, change(jan, types.MaxAmount+1))},
		{name: "before 1970", schedule: schedule(jan, change(5, 5))},
		{name: "over a hundred years", schedule: schedule(jan+types.MaxSchedulePeriods+1, change(jan, 5))},
		{name: "too many changes", schedule: many},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			for _, check := range []struct {
				err  error
				good bool
			}{{tc.schedule.Validate(), tc.award}, {tc.schedule.ValidateAdjustment(), tc.adjust}} {
				if check.good {
					require.NoError(t, check.err)
				} else {
					require.ErrorIs(t, check.err, types.ErrScheduleInvalid)
				}
			}
		})
	}
}

func TestYearsFollowTheFiscalYear(t *testing.T) {
	plan := types.NewPlan(schedule(jan+26, change(jan+10, 5), change(jan+13, 7)))
	require.Equal(t, types.Years{{Year: 2024, Amount: 10}, {Year: 2025, Amount: 5 + 11*7}, {Year: 2026, Amount: 14}}, plan.Years(jan+10))
	require.Equal(t, types.Years{{Year: 2026, Amount: 7}}, plan.Settle(jan+25).Years(jan+25))
}

// genSchedule draws a schedule; it may start with zero.
func genSchedule(t *rapid.T, first types.Period) types.Schedule {
	s := schedule(first)
	period, last := first, uint64(0)
	for range rapid.IntRange(1, 6).Draw(t, "changes") {
		amount := rapid.Uint64Range(0, 3).Draw(t, "amount")
		if amount == last {
			amount++
		}
		s.Changes = append(s.Changes, change(period, amount))
		period += types.Period(rapid.Uint32Range(1, 9).Draw(t, "months"))
		last = amount
	}
	if last == 0 {
		s.Changes = append(s.Changes, change(period, 9))
		period++
	}
	s.UntilPeriod = uint32(period)
	return s
}

func TestAdjustedPlanPaysOldThenNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := types.NewPlan(genSchedule(t, jan+3))
		s := genSchedule(t, jan+types.Period(rapid.Uint32Range(0, 30).Draw(t, "from")))
		after, err := before.Adjust(s)
		require.NoError(t, err)
		const covered = 3
		deltas := after.Deltas(covered)
		require.NoError(t, deltas.AddAll(before.Deltas(covered), -1))
		more, less := after.Years(jan).Compare(before.Years(jan))
		added, err := more.Total()
		require.NoError(t, err)
		taken, err := less.Total()
		require.NoError(t, err)

		var oldSum, newSum uint64
		count, amount, persons, next := int64(0), int64(0), int64(0), 0
		for p := jan; p < jan+200; p++ {
			want := before.At(p)
			if p >= s.First() {
				want = types.NewPlan(s).At(p)
			}
			require.Equal(t, want, after.At(p))
			oldSum, newSum = oldSum+before.At(p), newSum+after.At(p)
			for ; next < len(deltas) && deltas[next].Period == uint32(p); next++ {
				count, amount, persons = count+deltas[next].Count, amount+deltas[next].Amount, persons+deltas[next].Persons
			}
			require.Equal(t, int64(after.At(p))-int64(before.At(p)), amount)
			require.Equal(t, positive(after.At(p))-positive(before.At(p)), count)
			require.Equal(t, covered*count, persons)
		}
		require.Equal(t, oldSum+added, newSum+taken)
		require.Zero(t, after.At(jan+500))
	})
}

func positive(amount uint64) int64 {
	if amount > 0 {
		return 1
	}
	return 0
}

// TestPlanSurvivesTheStore takes a plan through record and waiting changes, period by period.
func TestPlanSurvivesTheStore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := types.NewPlan(genSchedule(t, jan+2))
		start := jan + types.Period(rapid.Uint32Range(0, 5).Draw(t, "next period"))
		record, waiting := plan.Settle(start).Split(types.Record{Grant: types.NewGrantID(1, 1)})
		for p := start; p < jan+80; p++ {
			require.NoError(t, record.Validate())
			if len(waiting) > 0 {
				back, err := types.DecodeChanges(types.EncodeChanges(waiting))
				require.NoError(t, err)
				require.Equal(t, waiting, back)
			}
			next, amount, _ := record.Pay(p)
			require.Equal(t, plan.At(p), amount)
			if next.LacksHead() {
				next, waiting = next.WithHead(waiting[0], len(waiting) > 1), waiting[1:]
			}
			record = next
		}
	})
}

func FuzzDecodeChanges(f *testing.F) {
	f.Add(types.EncodeChanges([]types.Change{change(jan, 5), change(jan+1, 0)}))
	f.Fuzz(func(t *testing.T, value []byte) {
		changes, err := types.DecodeChanges(value)
		if err != nil {
			require.ErrorIs(t, err, types.ErrRecordInvalid)
			return
		}
		require.Equal(t, value, types.EncodeChanges(changes))
	})
}
