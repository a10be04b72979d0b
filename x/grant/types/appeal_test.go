package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

const appealMonths = 24

func drawPlan(t *rapid.T, label string) types.Plan {
	p := types.Plan{Amount: rapid.Uint64Range(0, 5).Draw(t, label+" first")}
	amount := p.Amount
	for at := range types.Period(appealMonths) {
		if next := rapid.Uint64Range(0, 5).Draw(t, label); rapid.Bool().Draw(t, label+" changes") && next != amount {
			amount = next
			p.Changes = append(p.Changes, types.Change{Period: uint32(at), Amount: amount})
		}
	}
	return p
}

// Month by month: what is spliced is the other plan's inside the range and its own outside, the better of two is never less than either, and what
// was lost is what the rightful plan pays more, each month for itself.
func TestPlansOfAppeals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, other := drawPlan(t, "plan"), drawPlan(t, "other")
		in := types.Span{
			From: types.Period(rapid.IntRange(0, appealMonths).Draw(t, "from")), Until: types.Period(rapid.IntRange(0, appealMonths).Draw(t, "until")),
		}
		spliced, best := p.Splice(other, in), p.Best(other, in.From)
		var lost uint64
		for at := range types.Period(appealMonths) {
			inside := at >= in.From && at < in.Until
			want := p.At(at)
			if inside {
				want = other.At(at)
				lost += other.At(at) - min(p.At(at), other.At(at))
			}
			require.Equal(t, want, spliced.At(at), "month %d", at)
			want = p.At(at)
			if at >= in.From {
				want = max(want, other.At(at))
			}
			require.Equal(t, want, best.At(at), "month %d", at)
		}
		for _, plan := range []types.Plan{spliced, best} {
			amount := plan.Amount
			for _, c := range plan.Changes {
				require.NotEqual(t, amount, c.Amount, "neighbours differ")
				amount = c.Amount
			}
		}
		got, err := p.Lost(other, in)
		require.NoError(t, err)
		require.Equal(t, lost, got)
	})
}

func TestWhoIsAppealedAgainst(t *testing.T) {
	tests := []struct {
		name    string
		status  types.ChangeStatus
		reduces bool
		want    bool
	}{
		{name: "a reduction that was carried out", status: types.CHANGE_STATUS_ADJUSTED, reduces: true, want: true},
		{name: "an end", status: types.CHANGE_STATUS_ENDED, reduces: true, want: true},
		{name: "a raise", status: types.CHANGE_STATUS_ADJUSTED},
		{name: "a raise that was refused", status: types.CHANGE_STATUS_REFUSED, want: true},
		{name: "a reduction that was refused", status: types.CHANGE_STATUS_REFUSED, reduces: true},
		{name: "a proposal", status: types.CHANGE_STATUS_DECIDABLE},
		{name: "a reduction being heard", status: types.CHANGE_STATUS_HEARING, reduces: true},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, types.ProposedChange{Status: tc.status, Reduces: tc.reduces}.Appealable())
		})
	}
}
