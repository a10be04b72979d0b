package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

func steps(until types.Period, changes ...types.Change) *types.Schedule {
	return &types.Schedule{Changes: changes, UntilPeriod: uint32(until)}
}

func TestChangeMachines(t *testing.T) {
	require.NoError(t, types.ChangeMachine.Check())
	require.NoError(t, types.ClawbackMachine.Check())
}

func TestActOfAChange(t *testing.T) {
	tests := []struct {
		name     string
		schedule *types.Schedule
		reduces  bool
		want     types.ActKind
	}{
		{name: "one-off", want: types.ACT_KIND_ADJUST},
		{name: "end", schedule: steps(jan, change(jan, 0)), reduces: true, want: types.ACT_KIND_END},
		{name: "less", schedule: steps(jan+2, change(jan, 5)), reduces: true, want: types.ACT_KIND_ADJUST},
		{name: "down in steps", schedule: steps(jan+3, change(jan, 5), change(jan+1, 3)), reduces: true, want: types.ACT_KIND_FADE_OUT},
		{name: "down and up", schedule: steps(jan+3, change(jan, 5), change(jan+1, 3), change(jan+2, 4)), reduces: true, want: types.ACT_KIND_ADJUST},
		{name: "steps that only raise", schedule: steps(jan+3, change(jan, 5), change(jan+1, 3)), want: types.ACT_KIND_ADJUST},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			c := types.ProposedChange{Schedule: tc.schedule, Reduces: tc.reduces}
			require.Equal(t, tc.want, c.Act())
		})
	}
}

func TestWaive(t *testing.T) {
	end := steps(jan, change(jan, 0))
	hearing := types.Terms{HearingDays: 5}
	order := &types.Clawback{Grant: 7, Status: types.CLAWBACK_STATUS_ORDERED, Reason: types.REASON_FRAUD, Amount: 5, Fine: 1}
	tests := []struct {
		name     string
		change   types.ProposedChange
		terms    types.Terms
		deceased bool
		order    *types.Clawback
		want     types.HearingWaiver
	}{
		{name: "raise", change: types.ProposedChange{Schedule: end}, terms: hearing, want: types.HEARING_WAIVER_RAISE},
		{name: "death", change: types.ProposedChange{Schedule: end, Reduces: true, Reason: types.REASON_DEATH}, terms: hearing, deceased: true, want: types.HEARING_WAIVER_DEATH},
		{name: "said to be dead", change: types.ProposedChange{Schedule: end, Reduces: true, Reason: types.REASON_DEATH}, terms: hearing},
		{
			name: "death and less", change: types.ProposedChange{Schedule: steps(jan+1, change(jan, 1)), Reduces: true, Reason: types.REASON_DEATH},
			terms: hearing, deceased: true,
		},
		{name: "fraud", change: types.ProposedChange{Grant: 7, Schedule: end, Reduces: true, Reason: types.REASON_FRAUD}, terms: hearing, order: order, want: types.HEARING_WAIVER_FRAUD_ORDER},
		{name: "fraud elsewhere", change: types.ProposedChange{Grant: 8, Schedule: end, Reduces: true, Reason: types.REASON_FRAUD}, terms: hearing, order: order},
		{name: "fraud without an order", change: types.ProposedChange{Grant: 7, Schedule: end, Reduces: true, Reason: types.REASON_FRAUD}, terms: hearing},
		{name: "terms without a hearing", change: types.ProposedChange{Schedule: end, Reduces: true}, want: types.HEARING_WAIVER_TERMS},
		{name: "heard", change: types.ProposedChange{Schedule: end, Reduces: true, Reason: types.REASON_INCOME}, terms: hearing},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, tc.change.Waive(tc.terms, tc.deceased, tc.order))
		})
	}
}

func TestChangeFromALaterPeriod(t *testing.T) {
	tests := []struct {
		name     string
		schedule *types.Schedule
		from     types.Period
		want     *types.Schedule
		err      error
	}{
		{name: "as proposed", schedule: steps(jan+5, change(jan, 5)), want: steps(jan+5, change(jan, 5))},
		{name: "earlier", schedule: steps(jan+5, change(jan, 5)), from: jan - 1, err: types.ErrScheduleInvalid},
		{name: "the end stays", schedule: steps(jan+5, change(jan, 5)), from: jan + 2, want: steps(jan+5, change(jan+2, 5))},
		{name: "an end moves", schedule: steps(jan, change(jan, 0)), from: jan + 2, want: steps(jan+2, change(jan+2, 0))},
		{name: "steps move", schedule: steps(jan+2, change(jan, 5), change(jan+1, 3)), from: jan + 1, want: steps(jan+3, change(jan+1, 5), change(jan+2, 3))},
		{name: "not beyond the grant", schedule: steps(jan+5, change(jan, 5), change(jan+4, 3)), from: jan + 3, want: steps(jan+6, change(jan+3, 5))},
		{name: "nothing left", schedule: steps(jan+5, change(jan, 5)), from: jan + 5, err: types.ErrScheduleInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			moved, err := types.ProposedChange{Schedule: tc.schedule}.From(tc.from, uint32(jan)+6)
			require.ErrorIs(t, err, tc.err)
			if tc.err == nil {
				require.Equal(t, tc.want, moved.Schedule)
			}
		})
	}
}

// A reduction that nobody was heard about is found in the timeline.
func TestChangeTimeline(t *testing.T) {
	acts := func(kinds ...types.ActKind) []types.Act {
		var list []types.Act
		for _, kind := range kinds {
			list = append(list, types.Act{Kind: kind})
		}
		return list
	}
	skipped := acts(types.ACT_KIND_PROPOSE_CHANGE, types.ACT_KIND_SKIP_HEARING, types.ACT_KIND_END)
	heard := acts(types.ACT_KIND_PROPOSE_CHANGE, types.ACT_KIND_OPEN_HEARING, types.ACT_KIND_STATE, types.ACT_KIND_END_HEARING, types.ACT_KIND_OVERDUE, types.ACT_KIND_END)
	ended := types.ProposedChange{Status: types.CHANGE_STATUS_ENDED, Reduces: true}
	require.NoError(t, types.CheckChangeTimeline(ended, heard))
	require.ErrorIs(t, types.CheckChangeTimeline(ended, skipped), types.ErrHearingMissing)
	ended.Waiver = types.HEARING_WAIVER_RAISE
	require.ErrorIs(t, types.CheckChangeTimeline(ended, skipped), types.ErrHearingMissing)
	ended.Waiver = types.HEARING_WAIVER_DEATH
	require.ErrorIs(t, types.CheckChangeTimeline(ended, skipped), types.ErrHearingMissing)
	ended.Reason = types.REASON_DEATH
	require.NoError(t, types.CheckChangeTimeline(ended, skipped))
	require.ErrorIs(t, types.CheckChangeTimeline(ended, heard[:4]), types.ErrChangeState)
	require.ErrorIs(t, types.CheckChangeTimeline(ended, acts(types.ACT_KIND_END)), types.ErrChangeState)
}

func TestStanding(t *testing.T) {
	g := types.Grant{FromPeriod: uint32(jan) + 2, UntilPeriod: uint32(jan) + 4, Status: types.GRANT_STATUS_ACTIVE}
	at := func(next types.Period) types.GrantStanding {
		return g.Standing(types.Roll{NextPeriod: uint32(next)}, false)
	}
	require.Equal(t, types.GRANT_STANDING_PENDING_START, at(jan+2))
	require.Equal(t, types.GRANT_STANDING_ACTIVE, at(jan+3))
	require.Equal(t, types.GRANT_STANDING_ENDED, at(jan+4))
	require.Equal(t, types.GRANT_STANDING_ACTIVE, g.Standing(types.Roll{NextPeriod: uint32(jan) + 4, OpenRun: 1}, true))
	g.Status = types.GRANT_STATUS_SUSPENDED
	require.Equal(t, types.GRANT_STANDING_SUSPENDED, at(jan+3))
	g.UntilPeriod = g.FromPeriod
	require.Equal(t, types.GRANT_STANDING_ENDED, at(jan))
}
