package keeper_test

import (
	"bytes"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func (f *fixture) officerOf(t *testing.T, address string) types.Officer {
	t.Helper()
	res, err := f.queries.Officer(f.ctx, &types.QueryOfficerRequest{Address: address})
	require.NoError(t, err)
	return res.Officer
}

func (f *fixture) openRotation(signer, account string) error {
	_, err := f.msgs.OpenRotation(f.fresh(), &types.MsgOpenRotation{Signer: signer, Account: account})
	return err
}

func (f *fixture) recover(signer, officer, account string) error {
	_, err := f.msgs.OpenRecovery(f.fresh(), &types.MsgOpenRecovery{Signer: signer, Officer: officer, Account: account})
	return err
}

func (f *fixture) accept(account, officer string) error {
	_, err := f.msgs.AcceptRotation(f.fresh(), &types.MsgAcceptRotation{Signer: account, Officer: officer})
	return err
}

func (f *fixture) cancel(signer, officer string) error {
	_, err := f.msgs.CancelRotation(f.fresh(), &types.MsgCancelRotation{Signer: signer, Officer: officer})
	return err
}

func (f *fixture) suspendOfficer(t *testing.T, signer, officer string) {
	t.Helper()
	_, err := f.msgs.SuspendOfficer(f.fresh(), &types.MsgSuspendOfficer{Signer: signer, Address: officer})
	require.NoError(t, err)
}

// A rotation moves the membership as it is, and revokes the old account.
func TestRotationMovesTheMembership(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, province), officer(t, 1, county, types.ROLE_INTAKE, types.ROLE_REVIEWER)))
	before := f.officerOf(t, addr(t, 1))
	require.NoError(t, f.openRotation(addr(t, 1), addr(t, 2)))
	f.requireEvents(t, &types.EventRotationOpened{
		Officer: addr(t, 1), Account: addr(t, 2), DueAt: start, ExpiresAt: start + types.DefaultRotationSeconds,
	})
	require.True(t, f.accounts[string(bytes.Repeat([]byte{2}, 20))], "its key can sign")
	require.ErrorIs(t, f.openRotation(addr(t, 1), addr(t, 3)), types.ErrRotationOpen)
	require.ErrorIs(t, f.accept(addr(t, 3), addr(t, 1)), types.ErrRotationForeign)
	f.requireInvariants(t)

	require.NoError(t, f.accept(addr(t, 2), addr(t, 1)))
	f.requireEvents(t, &types.EventOfficerRotated{Officer: addr(t, 1), Account: addr(t, 2), Organisation: county})
	want := before
	want.Address = addr(t, 2)
	require.Equal(t, want, f.officerOf(t, addr(t, 2)))
	require.True(t, f.officerOf(t, addr(t, 1)).Revoked)
	require.ErrorIs(t, f.accept(addr(t, 2), addr(t, 1)), types.ErrRotationUnknown)
	f.requireInvariants(t)
}

func TestOpenRotationRefuses(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_INTAKE)))
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 2, county, types.ROLE_INTAKE)))
	other := officer(t, 3, county, types.ROLE_INTAKE)
	other.Credential = credential(2)
	require.NoError(t, f.appoint(t, admin(t, county), other))
	f.suspendOfficer(t, admin(t, county), addr(t, 3))
	for _, c := range []struct {
		name, signer, account string
		err                   error
	}{
		{name: "nobody", signer: addr(t, 99), account: addr(t, 98), err: types.ErrOfficerUnknown},
		{name: "suspended", signer: addr(t, 3), account: addr(t, 98), err: types.ErrOfficerSuspended},
		{name: "another account of the person suspended", signer: addr(t, 2), account: addr(t, 98), err: types.ErrOfficerSuspended},
		{name: "itself", signer: addr(t, 1), account: addr(t, 1), err: types.ErrAccountTaken},
		{name: "another officer", signer: addr(t, 1), account: addr(t, 2), err: types.ErrAccountTaken},
		{name: "the vote", signer: addr(t, 1), account: governance(t), err: types.ErrAccountTaken},
		{name: "malformed", signer: addr(t, 1), account: "relief1x", err: types.ErrAddressMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ErrorIs(t, f.openRotation(c.signer, c.account), c.err)
			f.requireEvents(t)
		})
	}
	f.at(start + year)
	require.ErrorIs(t, f.openRotation(addr(t, 1), addr(t, 98)), types.ErrOfficerExpired)
	f.at(start)
	_, err := f.propose(t, admin(t, county), &types.MsgAcceptRotation{Signer: account(t, county), Officer: addr(t, 1)})
	require.ErrorIs(t, err, types.ErrProposalNested)
}

// What stops an officer between the two steps stops the new account too.
func TestAcceptRotationLooksAgain(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*testing.T, *fixture)
		err    error
	}{
		{name: "suspended", change: func(t *testing.T, f *fixture) { t.Helper(); f.suspendOfficer(t, admin(t, county), addr(t, 1)) }, err: types.ErrOfficerSuspended},
		{name: "revoked", change: func(t *testing.T, f *fixture) {
			t.Helper()
			_, err := f.msgs.RevokeOfficer(f.fresh(), &types.MsgRevokeOfficer{Signer: admin(t, county), Address: addr(t, 1)})
			require.NoError(t, err)
		}, err: types.ErrRotationUnknown},
		{name: "appointed anew, perhaps another person", change: func(t *testing.T, f *fixture) {
			t.Helper()
			require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_REVIEWER)))
		}, err: types.ErrRotationUnknown},
		{name: "office suspended", change: func(t *testing.T, f *fixture) {
			t.Helper()
			_, err := f.msgs.SuspendOrganisation(f.fresh(), &types.MsgSuspendOrganisation{Signer: admin(t, province), Organisation: county})
			require.NoError(t, err)
		}, err: types.ErrOrganisationSuspended},
		{name: "account appointed", change: func(t *testing.T, f *fixture) {
			t.Helper()
			require.NoError(t, f.appoint(t, admin(t, county), officer(t, 2, county, types.ROLE_REVIEWER)))
		}, err: types.ErrAccountTaken},
		{name: "too late", change: func(_ *testing.T, f *fixture) { f.at(start + types.DefaultRotationSeconds) }, err: types.ErrRotationExpired},
		{name: "cancelled by the officer", change: func(t *testing.T, f *fixture) { t.Helper(); require.NoError(t, f.cancel(addr(t, 1), addr(t, 1))) }, err: types.ErrRotationUnknown},
		{name: "cancelled from above", change: func(t *testing.T, f *fixture) {
			t.Helper()
			require.NoError(t, f.cancel(admin(t, province), addr(t, 1)))
		}, err: types.ErrRotationUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_INTAKE)))
			require.NoError(t, f.openRotation(addr(t, 1), addr(t, 2)))
			require.ErrorIs(t, f.cancel(admin(t, treasury), addr(t, 1)), types.ErrOrganisationNotBelow)
			c.change(t, f)
			require.ErrorIs(t, f.accept(addr(t, 2), addr(t, 1)), c.err)
			f.requireInvariants(t)
		})
	}
}

// A recovery takes a notice, rests on who opened it, and lapses with its opener.
func TestRecovery(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, province), officer(t, 1, county, types.ROLE_INTAKE)))
	require.Equal(t, province, f.officerOf(t, addr(t, 1)).VouchedBy)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 51, county, types.ROLE_ADMIN)))
	for _, c := range []struct {
		name, signer, officer string
		err                   error
	}{
		{name: "no administrator", signer: addr(t, 1), officer: addr(t, 51), err: types.ErrRoleMissing},
		{name: "a colleague for an administrator", signer: addr(t, 51), officer: admin(t, county), err: types.ErrRecoveryForeign},
		{name: "itself", signer: admin(t, county), officer: admin(t, county), err: types.ErrSelfAppointment},
		{name: "beside", signer: admin(t, treasury), officer: addr(t, 1), err: types.ErrOrganisationNotBelow},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ErrorIs(t, f.recover(c.signer, c.officer, addr(t, 2)), c.err)
		})
	}
	require.NoError(t, f.recover(addr(t, 51), addr(t, 1), addr(t, 2)))
	f.at(start + types.DefaultNoticeSeconds - 1)
	require.ErrorIs(t, f.accept(addr(t, 2), addr(t, 1)), types.ErrRotationNotDue)
	f.at(start + types.DefaultNoticeSeconds)
	f.suspendOfficer(t, admin(t, county), addr(t, 51))
	require.ErrorIs(t, f.accept(addr(t, 2), addr(t, 1)), types.ErrOfficerSuspended, "who opened it may not act any more")
	_, err := f.msgs.ResumeOfficer(f.fresh(), &types.MsgResumeOfficer{Signer: admin(t, county), Address: addr(t, 51)})
	require.NoError(t, err)
	require.NoError(t, f.accept(addr(t, 2), addr(t, 1)))
	require.Equal(t, county, f.officerOf(t, addr(t, 2)).VouchedBy)
	f.requireInvariants(t)
}

// Whoever still has the key objects, even while suspended, and the office pays for it.
func TestTheOldKeyObjects(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_INTAKE)))
	require.NoError(t, f.recover(admin(t, county), addr(t, 1), addr(t, 2)))
	f.suspendOfficer(t, admin(t, county), addr(t, 1))
	objection, acceptance := &types.MsgCancelRotation{Signer: addr(t, 1), Officer: addr(t, 1)}, &types.MsgAcceptRotation{Signer: addr(t, 2), Officer: addr(t, 1)}
	pays := func(signer string, msgs ...sdk.Msg) bool {
		t.Helper()
		organisation, ok, err := f.Rotating(f.ctx, signer, msgs)
		require.NoError(t, err)
		require.True(t, !ok || organisation == county)
		return ok
	}
	require.True(t, pays(addr(t, 1), objection))
	require.False(t, pays(addr(t, 2), objection), "somebody else's message")
	require.False(t, pays(addr(t, 1), objection, objection))
	require.False(t, pays(addr(t, 2), acceptance), "too early")
	f.at(start + types.DefaultNoticeSeconds)
	require.False(t, pays(addr(t, 2), acceptance), "of an officer who is suspended")
	_, err := f.msgs.ResumeOfficer(f.fresh(), &types.MsgResumeOfficer{Signer: admin(t, county), Address: addr(t, 1)})
	require.NoError(t, err)
	require.True(t, pays(addr(t, 2), acceptance))
	f.at(start + types.DefaultNoticeSeconds + types.DefaultRotationSeconds)
	require.False(t, pays(addr(t, 2), acceptance), "too late")
	require.NoError(t, f.cancel(addr(t, 1), addr(t, 1)))
	f.requireEvents(t, &types.EventRotationCancelled{Officer: addr(t, 1), Account: addr(t, 2), Signer: addr(t, 1)})
	require.False(t, pays(addr(t, 1), objection))
}

// An approval given with the old key doesn't count; the person gives it anew, and takes it back with any account.
func TestApprovalsFollowTheKey(t *testing.T) {
	f := newFixture(t)
	f.asksFor(t, &types.MsgRegisterLocalArea{}, func(r *types.Rule) { r.Approvals, r.DelaySeconds = 2, 60 })
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 51, county, types.ROLE_ADMIN)))
	p := f.mustPropose(t, admin(t, county), local(t, "110101"))
	require.NoError(t, f.approve(addr(t, 51), p))
	require.NoError(t, f.openRotation(addr(t, 51), addr(t, 52)))
	require.NoError(t, f.accept(addr(t, 52), addr(t, 51)))
	f.at(start + 60)
	require.ErrorIs(t, f.execute(admin(t, county), p), types.ErrApprovalsMissing)
	require.ErrorIs(t, f.approve(addr(t, 51), p), types.ErrOfficerRevoked)
	require.NoError(t, f.approve(addr(t, 52), p))
	require.ErrorIs(t, f.approve(addr(t, 52), p), types.ErrApprovedAlready)
	require.ErrorIs(t, f.execute(admin(t, county), p), types.ErrProposalNotDue)

	retract := func(signer string) error {
		_, err := f.msgs.RetractApproval(f.fresh(), &types.MsgRetractApproval{Signer: signer, Proposal: p.Proposal})
		return err
	}
	require.ErrorIs(t, retract(admin(t, province)), types.ErrApprovalUnknown)
	require.NoError(t, retract(addr(t, 52)))
	f.requireEvents(t, &types.EventApprovalRetracted{Proposal: p.Proposal, Officer: addr(t, 52)})
	require.ErrorIs(t, retract(addr(t, 52)), types.ErrApprovalUnknown)
	f.at(start + 120)
	require.ErrorIs(t, f.execute(admin(t, county), p), types.ErrApprovalsMissing)
	require.NoError(t, f.approve(addr(t, 52), p))
	require.ErrorIs(t, f.execute(admin(t, county), p), types.ErrProposalNotDue)
	f.at(start + 180)
	require.NoError(t, f.execute(admin(t, county), p))
	require.ErrorIs(t, retract(addr(t, 52)), types.ErrProposalUnknown)
	f.requireInvariants(t)
}

func TestLastHeight(t *testing.T) {
	f := emptyFixture(t)
	gs := nation(t)
	gs.Officers[0].LastHeight = 5
	require.NoError(t, f.InitGenesis(f.ctx, gs))
	seat := func(change func(*types.Officer)) error {
		o := officer(t, 60, national, types.ROLE_ADMIN)
		change(&o)
		_, err := f.msgs.SeatAdministrator(f.fresh(), &types.MsgSeatAdministrator{Signer: governance(t), Officer: o})
		return err
	}
	require.NoError(t, f.appoint(t, admin(t, national), officer(t, 61, province, types.ROLE_ADMIN)))
	f.ctx = f.ctx.WithBlockHeight(5)
	require.NoError(t, f.appoint(t, admin(t, national), officer(t, 62, national, types.ROLE_ADMIN)))
	f.ctx = f.ctx.WithBlockHeight(6)
	require.ErrorIs(t, f.appoint(t, admin(t, national), officer(t, 63, province, types.ROLE_ADMIN)), types.ErrLastHeightOver)
	_, valid, err := f.Membership(f.ctx, admin(t, national))
	require.NoError(t, err)
	require.False(t, valid)

	require.NoError(t, f.appoint(t, addr(t, 62), firstAdministrator(t)))
	require.EqualValues(t, 5, f.officerOf(t, admin(t, national)).LastHeight, "a renewal keeps it")
	second := officer(t, 64, national, types.ROLE_ADMIN)
	second.Credential = credential(10)
	require.NoError(t, f.appoint(t, addr(t, 62), second))
	require.EqualValues(t, 5, f.officerOf(t, addr(t, 64)).LastHeight, "so does another account of the person")

	require.ErrorIs(t, f.appoint(t, addr(t, 62), func() types.Officer { o := second; o.LastHeight = 9; return o }()), types.ErrOfficerMalformed)
	require.ErrorIs(t, seat(func(o *types.Officer) { o.Organisation = province }), types.ErrOfficerMalformed)
	require.ErrorIs(t, seat(func(o *types.Officer) { o.Roles = []types.Role{types.ROLE_INTAKE} }), types.ErrOfficerMalformed)
	require.ErrorIs(t, seat(func(o *types.Officer) { o.LastHeight = 5 }), types.ErrValidityInvalid)
	require.NoError(t, seat(func(o *types.Officer) { o.LastHeight = 100 }))
	require.EqualValues(t, 100, f.officerOf(t, addr(t, 60)).LastHeight)
	require.NoError(t, seat(func(*types.Officer) {}))
	require.Zero(t, f.officerOf(t, addr(t, 60)).LastHeight)
	_, err = f.msgs.SeatAdministrator(f.fresh(), &types.MsgSeatAdministrator{Signer: addr(t, 62), Officer: officer(t, 65, national, types.ROLE_ADMIN)})
	require.ErrorIs(t, err, types.ErrRoleMissing)
	f.requireInvariants(t)
}

// firstAdministrator is the first administrator's appointment again.
func firstAdministrator(t *testing.T) types.Officer {
	t.Helper()
	return officer(t, byte(10*national), national, types.ROLE_ADMIN)
}

// Whom the provinces remove is gone before it could suspend whom they seat.
func TestSeatAdministratorRemovesOthers(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.openRotation(admin(t, national), addr(t, 70)))
	seat := func(remove ...string) error {
		_, err := f.msgs.SeatAdministrator(f.fresh(), &types.MsgSeatAdministrator{
			Signer: governance(t), Officer: officer(t, 60, national, types.ROLE_ADMIN), Remove: remove,
		})
		return err
	}
	require.ErrorIs(t, seat(admin(t, province)), types.ErrOfficerElsewhere)
	require.ErrorIs(t, seat(addr(t, 99)), types.ErrOfficerUnknown)
	require.ErrorIs(t, seat("relief1x"), types.ErrAddressMalformed)
	require.ErrorIs(t, seat(make([]string, types.MaxSeatRemovals+1)...), types.ErrBatchSize)
	require.NoError(t, seat(admin(t, national)))
	f.requireEvents(t,
		&types.EventOfficerRevoked{Address: admin(t, national), Organisation: national},
		&types.EventOfficerAppointed{Address: addr(t, 60), Organisation: national, Roles: []types.Role{types.ROLE_ADMIN}},
	)
	require.ErrorIs(t, f.accept(addr(t, 70), admin(t, national)), types.ErrRotationUnknown)
	require.ErrorIs(t, seat(admin(t, national)), types.ErrOfficerRevoked)
	f.requireInvariants(t)
}
