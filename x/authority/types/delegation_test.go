package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

const award = "/relief.grant.v1.MsgDecideApplications"

func delegationCase() (types.Delegation, types.Rule, types.Organisation, types.Organisation) {
	return types.Delegation{Organisation: 4, Action: award, Delegator: 3, Until: 200, Uses: 2, Amount: 100, PerDecision: 60},
		types.Rule{Action: award, Role: types.ROLE_APPROVER, Kinds: []types.OrganisationKind{types.ORGANISATION_KIND_COUNTY}, Delegable: true},
		types.Organisation{Id: 3, Kind: types.ORGANISATION_KIND_COUNTY, Area: "350526", Status: types.ORGANISATION_STATUS_ACTIVE},
		types.Organisation{Id: 4, Kind: types.ORGANISATION_KIND_TOWNSHIP, Area: "350526101", Status: types.ORGANISATION_STATUS_ACTIVE}
}

func TestDelegationIsNew(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(d *types.Delegation, r *types.Rule, from, to *types.Organisation)
		err    error
	}{
		{name: "right", change: func(*types.Delegation, *types.Rule, *types.Organisation, *types.Organisation) {}},
		{name: "row", change: func(_ *types.Delegation, r *types.Rule, _, _ *types.Organisation) { r.Delegable = false }, err: types.ErrNotDelegable},
		{name: "not its own right", change: func(_ *types.Delegation, _ *types.Rule, from, _ *types.Organisation) {
			from.Kind = types.ORGANISATION_KIND_CITY
		}, err: types.ErrNotDelegable},
		{name: "itself", change: func(_ *types.Delegation, _ *types.Rule, from, to *types.Organisation) { *to = *from }, err: types.ErrOrganisationNotBelow},
		{name: "elsewhere", change: func(_ *types.Delegation, _ *types.Rule, _, to *types.Organisation) { to.Area = "350527101" }, err: types.ErrOrganisationNotBelow},
		{name: "to a treasury", change: func(_ *types.Delegation, _ *types.Rule, _, to *types.Organisation) {
			to.Kind = types.ORGANISATION_KIND_TREASURY
		}, err: types.ErrNotDelegable},
		{name: "to a closed one", change: func(_ *types.Delegation, _ *types.Rule, _, to *types.Organisation) {
			to.Status = types.ORGANISATION_STATUS_CLOSED
		}, err: types.ErrOrganisationClosed},
		{name: "over", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) { d.Until = 100 }, err: types.ErrDelegationInvalid},
		{name: "too long", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) {
			d.Until = 101 + types.MaxDelegationSeconds
		}, err: types.ErrDelegationInvalid},
		{name: "no uses", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) { d.Uses = 0 }, err: types.ErrDelegationInvalid},
		{name: "too many uses", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) {
			d.Uses = types.MaxDelegationUses + 1
		}, err: types.ErrDelegationInvalid},
		{name: "no money", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) { d.PerDecision = 0 }, err: types.ErrDelegationInvalid},
		{name: "more at once than in all", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) { d.PerDecision = 101 }, err: types.ErrDelegationInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, r, from, to := delegationCase()
			c.change(&d, &r, &from, &to)
			require.ErrorIs(t, d.CheckNew(r, from, to, 100), c.err)
		})
	}
}

func TestDelegationIsLive(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(d *types.Delegation, r *types.Rule, from, to *types.Organisation)
		over   bool
	}{
		{name: "to the last second", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) { d.Until = 101 }},
		{name: "over", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) { d.Until = 100 }, over: true},
		{name: "used up", change: func(d *types.Delegation, _ *types.Rule, _, _ *types.Organisation) { d.Uses = 0 }, over: true},
		{name: "row", change: func(_ *types.Delegation, r *types.Rule, _, _ *types.Organisation) { r.Delegable = false }, over: true},
		{name: "kind", change: func(_ *types.Delegation, r *types.Rule, _, _ *types.Organisation) {
			r.Kinds = []types.OrganisationKind{types.ORGANISATION_KIND_PROVINCE}
		}, over: true},
		{name: "moved away", change: func(_ *types.Delegation, _ *types.Rule, _, to *types.Organisation) { to.Area = "350527101" }, over: true},
		{name: "suspended", change: func(_ *types.Delegation, _ *types.Rule, from, _ *types.Organisation) {
			from.Status = types.ORGANISATION_STATUS_SUSPENDED
		}, over: true},
		{name: "closed", change: func(_ *types.Delegation, _ *types.Rule, from, _ *types.Organisation) {
			from.Status = types.ORGANISATION_STATUS_CLOSED
		}, over: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, r, from, to := delegationCase()
			c.change(&d, &r, &from, &to)
			err := d.CheckLive(r, from, to, 100)
			if c.over {
				require.ErrorIs(t, err, types.ErrDelegationOver)
			} else {
				require.NoError(t, err)
			}
		})
	}
}

func TestDelegationIsDrawn(t *testing.T) {
	d, _, _, _ := delegationCase()
	_, err := d.Draw(61)
	require.ErrorIs(t, err, types.ErrDelegationExceeded)
	d, err = d.Draw(60)
	require.NoError(t, err)
	require.Equal(t, []any{uint32(1), uint64(40)}, []any{d.Uses, d.Amount})
	_, err = d.Draw(41)
	require.ErrorIs(t, err, types.ErrDelegationExceeded)
	d, err = d.Draw(0)
	require.NoError(t, err)
	_, err = d.Draw(0)
	require.ErrorIs(t, err, types.ErrDelegationOver)
}

// A row is delegable only for what draws on a delegation.
func TestDelegableRow(t *testing.T) {
	rule := types.Rule{Action: award, Role: types.ROLE_APPROVER, Delegable: true}
	require.NoError(t, rule.Validate())
	rule.Action = "/relief.grant.v1.MsgSuspend"
	require.ErrorIs(t, rule.Validate(), types.ErrRuleInvalid)
}
