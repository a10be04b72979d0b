package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

const (
	award = "/relief.grant.v1.MsgDecideApplications"
	// township is the organisation that delegating makes.
	township uint32 = 6
)

// delegating makes a township below the county with approver 61 and administrator 62, and lets counties alone decide, delegably.
func delegating(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	f.setRow(t, func(*types.Rule) {})
	_, err := f.msgs.RegisterAreas(f.ctx, &types.MsgRegisterAreas{Signer: admin(t, county), Codes: []string{"110101001", "110101002"}})
	require.NoError(t, err)
	_, err = f.msgs.CreateOrganisation(f.ctx, &types.MsgCreateOrganisation{Signer: admin(t, county), Kind: types.ORGANISATION_KIND_TOWNSHIP, Area: "110101001"})
	require.NoError(t, err)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 61, township, types.ROLE_APPROVER)))
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 62, township, types.ROLE_ADMIN)))
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 31, county, types.ROLE_APPROVER)))
	return f
}

func (f *fixture) setRow(t *testing.T, change func(*types.Rule)) {
	t.Helper()
	row := types.Rule{Action: award, Role: types.ROLE_APPROVER, Kinds: []types.OrganisationKind{types.ORGANISATION_KIND_COUNTY}, Delegable: true}
	change(&row)
	_, err := f.msgs.SetRules(f.ctx, &types.MsgSetRules{Signer: governance(t), Set: []types.Rule{row}})
	require.NoError(t, err)
}

func (f *fixture) delegate(signer string, to uint32) error {
	_, err := f.msgs.Delegate(f.fresh(), &types.MsgDelegate{
		Signer: signer, Organisation: to, Action: award, Until: start + 100, Uses: 2, Amount: 100, PerDecision: 60,
	})
	return err
}

func TestDelegation(t *testing.T) {
	f := delegating(t)
	may := func(area string) error {
		_, err := f.Authorize(f.ctx, addr(t, 61), award, area)
		return err
	}
	require.ErrorIs(t, may("110101001"), types.ErrKindNotAllowed)
	require.ErrorIs(t, f.delegate(addr(t, 62), township), types.ErrKindNotAllowed)
	require.ErrorIs(t, f.delegate(admin(t, county), treasury), types.ErrNotDelegable)
	require.NoError(t, f.delegate(admin(t, county), township))
	left := types.Delegation{Organisation: township, Action: award, Delegator: county, Until: start + 100, Uses: 2, Amount: 100, PerDecision: 60}
	f.requireEvents(t, &types.EventDelegated{Delegation: left})
	f.requireInvariants(t)

	require.NoError(t, may("110101001"))
	require.ErrorIs(t, may("110101002"), types.ErrAreaOutside)
	require.ErrorIs(t, may("110101"), types.ErrAreaOutside)
	_, err := f.Authorize(f.ctx, addr(t, 62), award, "110101001")
	require.ErrorIs(t, err, types.ErrRoleMissing)

	f.fresh()
	require.NoError(t, f.Draw(f.ctx, f.officerOf(t, addr(t, 31)), award, 1_000_000), "the county in its own right")
	f.requireEvents(t)
	require.ErrorIs(t, f.Draw(f.ctx, f.officerOf(t, addr(t, 61)), award, 61), types.ErrDelegationExceeded)
	require.NoError(t, f.Draw(f.ctx, f.officerOf(t, addr(t, 61)), award, 60))
	left.Uses, left.Amount = 1, 40
	f.requireEvents(t, &types.EventDelegationDrawn{Delegation: left, Officer: addr(t, 61), Amount: 60})
	require.NoError(t, f.Draw(f.ctx, f.officerOf(t, addr(t, 61)), award, 40))
	require.ErrorIs(t, may("110101001"), types.ErrDelegationOver)

	res, err := f.queries.DelegationsBy(f.ctx, &types.QueryDelegationsByRequest{Organisation: county})
	require.NoError(t, err)
	require.Len(t, res.Delegations, 1)
	to, err := f.queries.Delegations(f.ctx, &types.QueryDelegationsRequest{Organisation: township})
	require.NoError(t, err)
	require.Equal(t, res.Delegations, to.Delegations)

	require.NoError(t, f.delegate(admin(t, county), township), "the next one takes its place")
	require.NoError(t, may("110101001"))
	f.at(start + 100)
	require.ErrorIs(t, may("110101001"), types.ErrDelegationOver)
	f.at(start)
	_, err = f.msgs.RevokeDelegation(f.fresh(), &types.MsgRevokeDelegation{Signer: admin(t, province), Organisation: township, Action: award})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventDelegationRevoked{Organisation: township, Action: award, Delegator: county})
	require.ErrorIs(t, may("110101001"), types.ErrKindNotAllowed)
	f.requireInvariants(t)
}

// A delegation is for one officer's own decision: where the row asks for several it helps nobody, and no approval counts by it.
func TestDelegationIsUsedDirectly(t *testing.T) {
	f := delegating(t)
	require.NoError(t, f.delegate(admin(t, county), township))
	f.setRow(t, func(r *types.Rule) { r.Approvals, r.Organisations = 2, 2 })
	_, err := f.Authorize(f.ctx, addr(t, 61), award, "110101001")
	require.ErrorIs(t, err, types.ErrApprovalsNeeded)

	rule := types.Rule{Action: award, Role: types.ROLE_APPROVER, Kinds: []types.OrganisationKind{types.ORGANISATION_KIND_COUNTY}, Delegable: true, Approvals: 2}
	var hands []types.Approval
	for _, n := range []byte{31, 61} {
		o := f.officerOf(t, addr(t, n))
		hands = append(hands, types.Approval{Officer: o.Address, Organisation: o.Organisation, Credential: o.Credential})
	}
	own, err := f.Organisation(f.ctx, county)
	require.NoError(t, err)
	_, _, err = f.CountApprovals(f.ctx, rule, own, hands, "110101001")
	require.ErrorIs(t, err, types.ErrApprovalsMissing)
}

// What stops the county stops the township.
func TestDelegationEndsWithItsDelegator(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*testing.T, *fixture)
		err    error
	}{
		{name: "suspended", change: func(t *testing.T, f *fixture) {
			t.Helper()
			_, err := f.msgs.SuspendOrganisation(f.ctx, &types.MsgSuspendOrganisation{Signer: admin(t, province), Organisation: county})
			require.NoError(t, err)
		}, err: types.ErrDelegationOver},
		{name: "row no longer delegable", change: func(t *testing.T, f *fixture) {
			t.Helper()
			f.setRow(t, func(r *types.Rule) { r.Delegable = false })
		}, err: types.ErrKindNotAllowed},
		{name: "county no longer allowed", change: func(t *testing.T, f *fixture) {
			t.Helper()
			f.setRow(t, func(r *types.Rule) { r.Kinds = []types.OrganisationKind{types.ORGANISATION_KIND_PROVINCE} })
		}, err: types.ErrDelegationOver},
		{name: "no row", change: func(t *testing.T, f *fixture) {
			t.Helper()
			_, err := f.msgs.SetRules(f.ctx, &types.MsgSetRules{Signer: governance(t), Remove: []string{award}})
			require.NoError(t, err)
		}, err: types.ErrActionDenied},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := delegating(t)
			require.NoError(t, f.delegate(admin(t, county), township))
			c.change(t, f)
			_, err := f.Authorize(f.ctx, addr(t, 61), award, "110101001")
			require.ErrorIs(t, err, c.err)
			require.Error(t, f.Draw(f.ctx, f.officerOf(t, addr(t, 61)), award, 1))
			f.requireInvariants(t)
		})
	}
}
