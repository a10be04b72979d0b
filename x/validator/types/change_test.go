package types_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator/types"
)

const (
	join, leave, removal, emergency = types.CHANGE_KIND_JOIN, types.CHANGE_KIND_LEAVE, types.CHANGE_KIND_REMOVE, types.CHANGE_KIND_EMERGENCY
	suspension, resumption          = types.CHANGE_KIND_SUSPEND, types.CHANGE_KIND_RESUME
	rotation                        = types.CHANGE_KIND_ROTATE
)

func TestTurnover(t *testing.T) {
	for active, want := range map[int]int{1: 1, 3: 1, 4: 1, 5: 1, 6: 2, 8: 2, 9: 3, 31: 10, 34: 11} {
		require.Equal(t, want, types.Turnover(active), active)
	}
}

func TestAdmit(t *testing.T) {
	p := types.Params{TrustingPeriodSeconds: 100}
	change := func(seat string, kind types.ChangeKind, height, time int64) types.Change {
		return types.Change{Operator: seat, Kind: kind, Height: height, Time: time}
	}
	for _, tc := range []struct {
		name   string
		before []types.Change
		next   types.Change
		active int
		want   error
	}{
		{name: "first", next: change("a", join, 10, 1000), active: 4},
		{name: "in the same block", before: []types.Change{change("b", emergency, 10, 1000)}, next: change("a", join, 10, 1000), active: 9, want: types.ErrChangeInFlight},
		{name: "one block later", before: []types.Change{change("b", emergency, 9, 999)}, next: change("a", join, 10, 1000), active: 9, want: types.ErrChangeInFlight},
		{name: "two blocks later", before: []types.Change{change("b", emergency, 8, 998)}, next: change("a", join, 10, 1000), active: 9},
		{name: "emergency in flight", before: []types.Change{change("b", join, 10, 1000)}, next: change("a", emergency, 10, 1000), active: 4},
		{name: "turnover of four", before: []types.Change{change("b", join, 1, 901)}, next: change("a", leave, 10, 1000), active: 4, want: types.ErrTurnoverExceeded},
		{name: "turnover of four, later", before: []types.Change{change("b", join, 1, 900)}, next: change("a", leave, 10, 1000), active: 4},
		{name: "rotation counts", before: []types.Change{change("b", rotation, 1, 901)}, next: change("a", removal, 10, 1000), active: 5, want: types.ErrTurnoverExceeded},
		{name: "turnover of six", before: []types.Change{change("b", rotation, 1, 901)}, next: change("a", removal, 10, 1000), active: 6},
		{name: "emergency is not counted", before: []types.Change{change("b", emergency, 1, 901)}, next: change("a", removal, 10, 1000), active: 4},
		{name: "emergency needs no turnover", before: []types.Change{change("b", rotation, 1, 901)}, next: change("a", emergency, 10, 1000), active: 4},
		{name: "resume what was suspended", before: []types.Change{change("a", suspension, 1, 901)}, next: change("a", resumption, 10, 1000), active: 4},
		{name: "suspend what was resumed", before: []types.Change{change("a", resumption, 1, 901)}, next: change("a", suspension, 10, 1000), active: 4},
		{name: "resume another", before: []types.Change{change("b", suspension, 1, 901)}, next: change("a", resumption, 10, 1000), active: 4, want: types.ErrTurnoverExceeded},
		{name: "resume in flight", before: []types.Change{change("a", suspension, 9, 999)}, next: change("a", resumption, 10, 1000), active: 4, want: types.ErrChangeInFlight},
		{
			name: "resume after long", before: []types.Change{change("a", suspension, 1, 900), change("b", join, 2, 950)},
			next: change("a", resumption, 10, 1000), active: 4, want: types.ErrTurnoverExceeded,
		},
	} {
		t.Run(tc.name, func(t *testing.T) { require.ErrorIs(t, types.Admit(tc.before, tc.next, p, tc.active), tc.want) })
	}
}

func TestApprovalCompletes(t *testing.T) {
	approval := func(key, person byte, organisation uint32, time int64) types.Approval {
		return types.Approval{
			Operator: newOperator(t, 1), NewKey: bytes.Repeat([]byte{key}, types.KeyLength),
			Organisation: organisation, Credential: bytes.Repeat([]byte{person}, types.HashLength), Time: time,
		}
	}
	first := approval(1, 1, 1, 1000)
	for _, tc := range []struct {
		name     string
		second   types.Approval
		complete bool
		want     error
	}{
		{name: "two organisations", second: approval(1, 2, 2, 1001), complete: true},
		{name: "last moment", second: approval(1, 2, 2, 1059), complete: true},
		{name: "lapsed", second: approval(1, 2, 2, 1060)},
		{name: "another key", second: approval(2, 2, 2, 1001)},
		{name: "one organisation", second: approval(1, 2, 1, 1001), want: types.ErrApprovalSame},
		{name: "one person", second: approval(1, 1, 2, 1001), want: types.ErrApprovalSame},
	} {
		t.Run(tc.name, func(t *testing.T) {
			complete, err := tc.second.Completes(first, types.Params{ApprovalSeconds: 60})
			require.ErrorIs(t, err, tc.want)
			require.Equal(t, tc.complete, complete)
		})
	}
}

func TestParamsValidate(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*types.Params)
		want   error
	}{
		{name: "default", change: func(*types.Params) {}},
		{name: "shortest", change: func(p *types.Params) {
			*p = types.Params{TrustingPeriodSeconds: types.MinPeriod, ActivationSeconds: types.MinPeriod + 1, ApprovalSeconds: types.MinPeriod}
		}},
		{name: "no trusting period", change: func(p *types.Params) { p.TrustingPeriodSeconds = 0 }, want: types.ErrParamsInvalid},
		{name: "negative rotation interval", change: func(p *types.Params) { p.RotationIntervalSeconds = -1 }, want: types.ErrParamsInvalid},
		{name: "long rotation interval", change: func(p *types.Params) { p.RotationIntervalSeconds = types.MaxPeriod + 1 }, want: types.ErrParamsInvalid},
		{name: "no approval", change: func(p *types.Params) { p.ApprovalSeconds = 0 }, want: types.ErrParamsInvalid},
		{name: "activation within the trusting period", change: func(p *types.Params) { p.ActivationSeconds = p.TrustingPeriodSeconds }, want: types.ErrParamsInvalid},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := types.DefaultParams()
			tc.change(&p)
			require.ErrorIs(t, p.Validate(), tc.want)
		})
	}
}
