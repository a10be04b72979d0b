package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

// The threshold is the least amount that isn't below so many hundredths over the standard.
func TestMarginalIsTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		standard, percent := rapid.Uint64Range(1, 1_000_000).Draw(t, "standard"), rapid.Uint32Range(0, types.MaxMarginalPercent).Draw(t, "percent")
		threshold, over := types.Terms{MarginalPercent: percent}.Marginal(standard), standard*uint64(100+percent)
		require.GreaterOrEqual(t, threshold*100, over)
		require.Less(t, (threshold-1)*100, over)
	})
}

// A first month is taken exactly from the first one possible to the last one possible.
func TestFirstMonthLiesInItsRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := types.Terms{StartMonths: rapid.Uint32Range(1, 6).Draw(t, "start")}
		terms.AheadMonths = terms.StartMonths + rapid.Uint32Range(0, 12).Draw(t, "ahead")
		decided := types.Period(2024*12) + types.Period(rapid.IntRange(0, 24).Draw(t, "decided"))
		first := decided + types.Period(rapid.IntRange(0, 24).Draw(t, "first"))
		inside := first >= decided+types.Period(terms.StartMonths) && first <= decided+types.Period(terms.AheadMonths)
		require.Equal(t, inside, terms.CheckStart(decided, first) == nil)
	})
}

// Nobody but who defrauded is fined, and nobody above the cap.
func TestFineKeepsToTheCap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := types.Terms{FinePercent: rapid.Uint32Range(0, types.MaxFinePercent).Draw(t, "percent")}
		amount, fine := rapid.Uint64Range(0, types.MaxAmount).Draw(t, "amount"), rapid.Uint64Range(0, 2*types.MaxAmount).Draw(t, "fine")
		reason := rapid.SampledFrom([]types.Reason{types.REASON_FRAUD, types.REASON_INCOME}).Draw(t, "reason")
		allowed := fine == 0 || reason == types.REASON_FRAUD && fine*100 <= amount*uint64(terms.FinePercent)
		require.Equal(t, allowed, terms.CheckFine(amount, fine, reason) == nil)
	})
}

// What a float pays and gives back never exceeds what was put into it, whatever is asked of it.
func TestFloatNeverOverspends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, err := types.Float{Organisation: 11, Programme: 2}.Fund(4, "ucny/a", 0)
		require.NoError(t, err)
		var funded, paid, returned uint64
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			amount := rapid.Uint64Range(0, 200).Draw(t, "amount")
			left := funded - paid - returned
			var next types.Float
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0:
				next, err = f.Fund(4, "ucny/a", amount)
				require.NoError(t, err)
				funded += amount
			case 1:
				next, err = f.Pay(amount)
				require.Equal(t, amount <= left, err == nil)
				if err == nil {
					paid += amount
				}
			default:
				next, err = f.Return(4, "ucny/a", amount)
				require.Equal(t, amount <= left, err == nil)
				if err == nil {
					returned += amount
				}
			}
			if err == nil {
				f = next
			}
			got, err := f.Left()
			require.NoError(t, err)
			require.Equal(t, funded-paid-returned, got)
		}
	})
}

func drawSchedule(t *rapid.T, first types.Period) types.Schedule {
	s := types.Schedule{}
	at, amount := first, uint64(0)
	for range rapid.IntRange(1, 6).Draw(t, "changes") {
		next := rapid.Uint64Range(1, 1000).Filter(func(n uint64) bool { return n != amount }).Draw(t, "amount")
		amount = next
		s.Changes = append(s.Changes, types.Change{Period: uint32(at), Amount: amount})
		at += types.Period(rapid.IntRange(1, 9).Draw(t, "months"))
	}
	s.UntilPeriod = uint32(at)
	return s
}

// What is reserved for a schedule by fiscal year is exactly what its months pay, wherever they are cut in two.
func TestInstalmentsAddUpToTheEntitlement(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t, types.Period(2024*12+rapid.IntRange(0, 11).Draw(t, "first")))
		require.NoError(t, s.Validate())
		plan, until := types.NewPlan(s), types.Period(s.UntilPeriod)
		entitlement, err := plan.Years(s.First()).Total()
		require.NoError(t, err)
		var paid uint64
		for at := s.First(); at < until; at++ {
			paid += plan.At(at)
		}
		require.Equal(t, entitlement, paid)
		cut := s.First() + types.Period(rapid.IntRange(0, int(until-s.First())).Draw(t, "cut"))
		before, err := plan.Sum(s.First(), cut)
		require.NoError(t, err)
		after, err := plan.Sum(cut, until)
		require.NoError(t, err)
		require.Equal(t, entitlement, before+after)
		rest, err := plan.Years(cut).Total()
		require.NoError(t, err)
		require.Equal(t, after, rest)
	})
}

// A fade-out goes down from step to step, pays nothing after its last one, keeps its steps when it starts later, and leaves the months before alone.
func TestFadeOutGoesDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := types.Period(2024*12 + 6)
		base := types.NewPlan(types.Schedule{Changes: []types.Change{{Period: uint32(first) - 6, Amount: 1000}}, UntilPeriod: uint32(first) + 60})
		s := types.Schedule{}
		at, amount := first, uint64(1000)
		for range rapid.IntRange(2, 5).Draw(t, "steps") {
			amount -= rapid.Uint64Range(1, 190).Draw(t, "down")
			s.Changes = append(s.Changes, types.Change{Period: uint32(at), Amount: amount})
			at += types.Period(rapid.IntRange(1, 6).Draw(t, "months"))
		}
		s.UntilPeriod = uint32(at)
		change := types.ProposedChange{Schedule: &s, Reduces: true}
		require.Equal(t, types.ACT_KIND_FADE_OUT, change.Act())
		later := types.Period(rapid.IntRange(0, 6).Draw(t, "later"))
		moved, err := change.From(first+later, uint32(first)+60)
		require.NoError(t, err)
		plan := base.Adjust(*moved.Schedule)
		require.True(t, base.ReducedBy(plan, moved.First()))
		for month := first - 6; month < moved.First(); month++ {
			require.Equal(t, base.At(month), plan.At(month))
		}
		for month := moved.First(); month < first+70; month++ {
			require.LessOrEqual(t, plan.At(month), plan.At(month-1))
			require.Equal(t, types.NewPlan(s).At(month-later), plan.At(month))
		}
	})
}

func TestInstalmentOf(t *testing.T) {
	run := func(s types.RunStatus) *types.Run { return &types.Run{Status: s} }
	held := types.HeldPayment{}
	tests := []struct {
		name    string
		run     *types.Run
		handled bool
		held    *types.HeldPayment
		want    types.InstalmentStatus
	}{
		{name: "no run", want: types.INSTALMENT_STATUS_DUE},
		{name: "open", run: run(types.RUN_STATUS_OPEN), want: types.INSTALMENT_STATUS_DUE},
		{name: "sealed", run: run(types.RUN_STATUS_SEALED), want: types.INSTALMENT_STATUS_SEALED},
		{name: "funded", run: run(types.RUN_STATUS_EXECUTING), want: types.INSTALMENT_STATUS_AUTHORISED},
		{name: "block work passed it", run: run(types.RUN_STATUS_EXECUTING), handled: true, want: types.INSTALMENT_STATUS_PAID},
		{name: "done", run: run(types.RUN_STATUS_DONE), handled: true, want: types.INSTALMENT_STATUS_PAID},
		{name: "held", run: run(types.RUN_STATUS_DONE), handled: true, held: &held, want: types.INSTALMENT_STATUS_HELD},
		{name: "released", run: run(types.RUN_STATUS_DONE), handled: true, held: &types.HeldPayment{Released: true}, want: types.INSTALMENT_STATUS_PAID},
		{name: "taken back", run: run(types.RUN_STATUS_DONE), handled: true, held: &types.HeldPayment{Released: true, Returned: true}, want: types.INSTALMENT_STATUS_RETURNED},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, types.InstalmentOf(tc.run, tc.handled, tc.held))
		})
	}
}
