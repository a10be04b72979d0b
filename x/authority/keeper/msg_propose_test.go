package keeper_test

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

// account is the office account of an organisation.
func account(t *testing.T, organisation uint32) string {
	t.Helper()
	s, err := addresses.BytesToString(types.OfficeAccount(organisation))
	require.NoError(t, err)
	return s
}

// asksFor changes the row of a message of the module.
func (f *fixture) asksFor(t *testing.T, msg sdk.Msg, change func(*types.Rule)) {
	t.Helper()
	row := types.Rule{Action: sdk.MsgTypeURL(msg), Role: types.ROLE_ADMIN}
	change(&row)
	_, err := f.msgs.SetRules(f.ctx, &types.MsgSetRules{Signer: governance(t), Set: []types.Rule{row}})
	require.NoError(t, err)
}

// local is a message of the county's office account.
func local(t *testing.T, parent string) *types.MsgRegisterLocalArea {
	t.Helper()
	return &types.MsgRegisterLocalArea{Signer: account(t, county), Parent: parent}
}

func (f *fixture) propose(t *testing.T, signer string, msgs ...sdk.Msg) (*types.MsgProposeResponse, error) {
	t.Helper()
	m, err := types.NewMsgPropose(signer, msgs...)
	require.NoError(t, err)
	return f.msgs.Propose(f.fresh(), m)
}

func (f *fixture) mustPropose(t *testing.T, signer string, msgs ...sdk.Msg) *types.MsgProposeResponse {
	t.Helper()
	res, err := f.propose(t, signer, msgs...)
	require.NoError(t, err)
	return res
}

func (f *fixture) approve(signer string, p *types.MsgProposeResponse) error {
	_, err := f.msgs.Approve(f.fresh(), &types.MsgApprove{Signer: signer, Proposal: p.Proposal, ContentHash: p.ContentHash})
	return err
}

// execute carries a proposal out in the next block, on a branch that is kept if it succeeds.
func (f *fixture) execute(signer string, p *types.MsgProposeResponse) error {
	f.ctx = f.ctx.WithBlockHeight(f.ctx.BlockHeight() + 1)
	branch, keep := f.fresh().CacheContext()
	_, err := f.msgs.Execute(branch, &types.MsgExecute{Signer: signer, Proposal: p.Proposal, ContentHash: p.ContentHash})
	if err == nil {
		keep()
	}
	return err
}

func TestOfficeAccountActs(t *testing.T) {
	f := newFixture(t)
	f.asksFor(t, &types.MsgRegisterLocalArea{}, func(r *types.Rule) { r.Approvals, r.DelaySeconds = 2, 60 })
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 51, county, types.ROLE_ADMIN)))

	_, err := f.msgs.RegisterLocalArea(f.ctx, &types.MsgRegisterLocalArea{Signer: admin(t, county), Parent: "110101"})
	require.ErrorIs(t, err, types.ErrApprovalsNeeded)
	_, err = f.msgs.RegisterLocalArea(f.ctx, local(t, "110101"))
	require.ErrorIs(t, err, types.ErrOfficerUnknown, "outside a proposal")

	p := f.mustPropose(t, admin(t, county), local(t, "110101"))
	f.requireEvents(t,
		&types.EventProposed{
			Proposal: 1, Organisation: county, Officer: admin(t, county), Messages: []string{sdk.MsgTypeURL(local(t, ""))},
			ContentHash: p.ContentHash, ExpiresAt: start + types.DefaultExpirySeconds,
		},
		&types.EventApproved{Proposal: 1, Officer: admin(t, county), Organisation: county},
	)
	f.requireInvariants(t)
	require.ErrorIs(t, f.execute(admin(t, county), p), types.ErrApprovalsMissing)
	require.ErrorIs(t, f.approve(admin(t, county), p), types.ErrApprovedAlready)
	f.at(start + 10)
	require.NoError(t, f.approve(addr(t, 51), p))
	f.at(start + 69)
	require.ErrorIs(t, f.execute(admin(t, county), p), types.ErrProposalNotDue)
	f.at(start + 70)
	require.ErrorIs(t, f.execute(admin(t, province), p), types.ErrProposalForeign)
	require.NoError(t, f.execute(addr(t, 51), p))
	f.requireEvents(t,
		&types.EventAreasRegistered{Organisation: county, Count: 1, Local: "110101999"},
		&types.EventExecuted{Proposal: 1, Organisation: county, Officer: addr(t, 51)},
	)
	require.ErrorIs(t, f.execute(addr(t, 51), p), types.ErrProposalUnknown)
	_, err = f.msgs.RegisterLocalArea(f.ctx, local(t, "110101"))
	require.ErrorIs(t, err, types.ErrOfficerUnknown, "after it")
	f.requireInvariants(t)
}

// The areas of the approvers count, not that of the office alone.
func TestApproversOutsideTheAreaDoNotCount(t *testing.T) {
	f := newFixture(t)
	f.asksFor(t, &types.MsgRegisterLocalArea{}, func(r *types.Rule) { r.Approvals, r.Organisations = 2, 2 })
	msg := &types.MsgRegisterLocalArea{Signer: account(t, province), Parent: "1101"}
	p := f.mustPropose(t, admin(t, province), msg)
	require.NoError(t, f.approve(admin(t, county), p)) // of the same line, so it may count for something
	require.ErrorIs(t, f.execute(admin(t, province), p), types.ErrApprovalsMissing)
	require.NoError(t, f.approve(admin(t, national), p))
	require.NoError(t, f.execute(admin(t, province), p))
	f.requireInvariants(t)
}

func TestProposalOfThisBlockWaits(t *testing.T) {
	f := newFixture(t)
	p := f.mustPropose(t, admin(t, county), local(t, "110101"))
	_, err := f.msgs.Execute(f.ctx, &types.MsgExecute{Signer: admin(t, county), Proposal: p.Proposal, ContentHash: p.ContentHash})
	require.ErrorIs(t, err, types.ErrProposalNotDue)
	require.NoError(t, f.execute(admin(t, county), p))
}

func TestProposeRefuses(t *testing.T) {
	f := newFixture(t)
	for _, c := range []struct {
		name   string
		signer string
		msg    sdk.Msg
		err    error
	}{
		{name: "nobody", signer: addr(t, 99), msg: local(t, "110101"), err: types.ErrOfficerUnknown},
		{name: "another office's account", signer: admin(t, province), msg: local(t, "110101"), err: types.ErrContentSigner},
		{name: "an officer's own message", msg: &types.MsgRegisterLocalArea{Signer: admin(t, county), Parent: "110101"}, err: types.ErrContentSigner},
		{name: "an approval", msg: &types.MsgApprove{Signer: account(t, county), Proposal: 1, ContentHash: make([]byte, 32)}, err: types.ErrProposalNested},
		{name: "what the provinces decide", msg: &types.MsgSetRules{Signer: account(t, county), Remove: []string{"/x"}}, err: types.ErrRoleReserved},
		{name: "what its kind doesn't do", signer: admin(t, treasury), msg: &types.MsgRegisterLocalArea{Signer: account(t, treasury), Parent: "110101"}, err: types.ErrKindNotAllowed},
		{name: "a malformed message", msg: local(t, "x"), err: types.ErrAreaMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.signer == "" {
				c.signer = admin(t, county)
			}
			res, err := f.propose(t, c.signer, c.msg)
			require.ErrorIs(t, err, c.err)
			require.Nil(t, res)
		})
	}
	_, err := f.msgs.SetRules(f.ctx, &types.MsgSetRules{Signer: governance(t), Remove: []string{sdk.MsgTypeURL(local(t, ""))}})
	require.NoError(t, err)
	_, err = f.propose(t, admin(t, county), local(t, "110101"))
	require.ErrorIs(t, err, types.ErrActionDenied)
}

func TestOpenProposalsAreBoundedAndExpire(t *testing.T) {
	f := newFixture(t)
	f.asksFor(t, &types.MsgRegisterLocalArea{}, func(r *types.Rule) { r.ExpirySeconds = 60 })
	for range types.MaxOpenProposals {
		f.mustPropose(t, admin(t, county), local(t, "110101"))
	}
	_, err := f.propose(t, admin(t, county), local(t, "110101"))
	require.ErrorIs(t, err, types.ErrProposalsExceeded)
	f.mustPropose(t, admin(t, province), &types.MsgRegisterLocalArea{Signer: account(t, province), Parent: "1101"})
	f.requireInvariants(t)

	count := func() int {
		t.Helper()
		res, err := f.queries.Proposals(f.ctx, &types.QueryProposalsRequest{Organisation: county})
		require.NoError(t, err)
		more, err := f.queries.Proposals(f.ctx, &types.QueryProposalsRequest{Organisation: province})
		require.NoError(t, err)
		if len(res.Proposals) == 50 {
			return 50
		}
		return len(res.Proposals) + len(more.Proposals)
	}
	f.at(start + 59)
	require.NoError(t, f.EndBlock(f.fresh()))
	require.Equal(t, 50, count(), "a page")
	f.at(start + 60)
	require.NoError(t, f.EndBlock(f.fresh()))
	require.Equal(t, types.MaxOpenProposals+1-types.MaxExpiredPerBlock, count())
	f.requireInvariants(t)
	require.NoError(t, f.EndBlock(f.fresh()))
	require.Zero(t, count())
	f.requireInvariants(t)
	require.NoError(t, f.EndBlock(f.fresh()))
	f.requireEvents(t)
}

// An expired proposal that waits for its removal does nothing any more.
func TestExpiredProposal(t *testing.T) {
	f := newFixture(t)
	f.asksFor(t, &types.MsgRegisterLocalArea{}, func(r *types.Rule) { r.ExpirySeconds, r.Approvals = 60, 2 })
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 51, county, types.ROLE_ADMIN)))
	p := f.mustPropose(t, admin(t, county), local(t, "110101"))
	f.at(start + 60)
	require.ErrorIs(t, f.approve(addr(t, 51), p), types.ErrProposalExpired)
	require.ErrorIs(t, f.execute(addr(t, 51), p), types.ErrProposalExpired)
}

// Who is behind an office account neither appoints nor suspends themselves with it, by account or person.
func TestOfficeAccountIsNobodysDisguise(t *testing.T) {
	f := newFixture(t)
	other := officer(t, 51, treasury, types.ROLE_ADMIN)
	other.Credential = credential(10 * byte(county)) // the county's administrator
	p := f.mustPropose(t, admin(t, county), &types.MsgAppointOfficer{Signer: account(t, county), Officer: other})
	require.ErrorIs(t, f.execute(admin(t, county), p), types.ErrSelfAppointment)
	p = f.mustPropose(t, admin(t, county), &types.MsgSuspendOfficer{Signer: account(t, county), Address: admin(t, county)})
	require.ErrorIs(t, f.execute(admin(t, county), p), types.ErrSelfAppointment)

	p = f.mustPropose(t, admin(t, county), &types.MsgAppointOfficer{Signer: account(t, county), Officer: officer(t, 51, treasury, types.ROLE_ADMIN)})
	require.NoError(t, f.execute(admin(t, county), p))
	res, err := f.queries.Officer(f.ctx, &types.QueryOfficerRequest{Address: addr(t, 51)})
	require.NoError(t, err)
	require.Equal(t, county, res.Officer.VouchedBy)
}

// What a proposal will carry out is priced from the block after its own.
func TestEnclosed(t *testing.T) {
	f := newFixture(t)
	p := f.mustPropose(t, admin(t, county), local(t, "110101"))
	execute := &types.MsgExecute{Signer: admin(t, county), Proposal: p.Proposal, ContentHash: p.ContentHash}
	for _, c := range []struct {
		name   string
		msg    sdk.Msg
		height int64
		want   []sdk.Msg
	}{
		{name: "the next block", msg: execute, height: 2, want: []sdk.Msg{local(t, "110101")}},
		{name: "its own block", msg: execute, height: 1},
		{name: "one that isn't there", msg: &types.MsgExecute{Proposal: 9}, height: 2},
		{name: "another message", msg: local(t, "110101"), height: 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := f.Enclosed(f.ctx, c.msg, c.height)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

// All that one administrator brings about rests on one organisation, at second hand too; what two approve rests on the officer's own.
func TestAppointmentsRestOnWhoMadeThem(t *testing.T) {
	f := newFixture(t)
	vouchedBy := func(n byte) uint32 {
		t.Helper()
		res, err := f.queries.Officer(f.ctx, &types.QueryOfficerRequest{Address: addr(t, n)})
		require.NoError(t, err)
		return res.Officer.VouchedBy
	}
	require.NoError(t, f.appoint(t, admin(t, province), officer(t, 51, county, types.ROLE_ADMIN)))
	require.NoError(t, f.appoint(t, addr(t, 51), officer(t, 52, treasury, types.ROLE_ADMIN)))
	require.NoError(t, f.appoint(t, addr(t, 52), officer(t, 53, treasury, types.ROLE_ADMIN)))
	for _, n := range []byte{51, 52, 53} {
		require.Equal(t, province, vouchedBy(n))
	}
	appoint := &types.MsgAppointOfficer{Signer: account(t, treasury), Officer: officer(t, 54, treasury, types.ROLE_ADMIN)}
	p := f.mustPropose(t, addr(t, 52), appoint)
	require.NoError(t, f.execute(addr(t, 52), p))
	require.Equal(t, province, vouchedBy(54), "an office account launders nothing")

	p = f.mustPropose(t, addr(t, 52), appoint)
	require.NoError(t, f.approve(admin(t, national), p))
	require.NoError(t, f.execute(addr(t, 52), p))
	require.Zero(t, vouchedBy(54))
}
