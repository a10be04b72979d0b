package keeper_test

import (
	"testing"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256r1"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/keeper"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// year is how long agents act in these tests, seconds.
const year = 365 * 24 * 60 * 60

// appoint makes a person the agent of another one, for withdrawals too.
func (f *fixture) appoint(t *testing.T, signer string, of, agent byte) error {
	t.Helper()
	_, err := f.msgs.AppointAgent(f.fresh(), &types.MsgAppointAgent{
		Signer: signer, Person: ref(of), Agent: ref(agent), ValidUntil: f.ctx.BlockTime().Unix() + year, Withdraw: true,
	})
	return err
}

// requireRoundTrip exports the state and imports it into another chain, which exports the same.
func (f *fixture) requireRoundTrip(t *testing.T) {
	t.Helper()
	want, err := f.ExportGenesis(f.ctx)
	require.NoError(t, err)
	g := newFixture(t)
	require.NoError(t, g.InitGenesis(g.ctx, *want))
	got, err := g.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, want, got)
	for _, invariant := range keeper.Invariants() {
		require.NoError(t, invariant.Check(g.ctx, g.Keeper), invariant.Name)
	}
}

// ward is a child without a key whose guardian is another person.
func ward(n, guardian byte) types.Enrolment {
	return types.Enrolment{Ref: ref(n), AttrRoot: root(n), Guardian: ref(guardian)}
}

// A child is registered with a guardian, who does everything for it: gives it a key, replaces the key, appoints an agent.
func TestGuardianActsForAWard(t *testing.T) {
	f := newFixture(t)
	require.ErrorIs(t, f.enrol(t, household(1, ward(1, 2))), types.ErrPersonUnknown)
	require.ErrorIs(t, f.enrol(t, household(1, ward(1, 1))), types.ErrGuardianUnfit)
	require.NoError(t, f.enrol(t, household(1, person(2), ward(1, 2), person(3))))
	require.ErrorIs(t, f.enrol(t, household(4, ward(4, 1))), types.ErrGuardianUnfit, "a ward is nobody's guardian")
	f.requireInvariants(t)
	f.requireRoundTrip(t)

	require.NoError(t, f.ActsFor(f.ctx, holder(t, 2), ref(1), true))
	require.NoError(t, f.ActsFor(f.ctx, holder(t, 2), ref(2), true))
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 3), ref(1), false), types.ErrNotActing)
	_, err := f.msgs.RotateKey(f.ctx, &types.MsgRotateKey{Signer: holder(t, 3), NewKey: holderKey(11), Ward: ref(1)})
	require.ErrorIs(t, err, types.ErrNotActing)
	_, err = f.msgs.RotateKey(f.ctx, &types.MsgRotateKey{Signer: holder(t, 2), NewKey: holderKey(11), Ward: ref(1)})
	require.NoError(t, err)
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 11), ref(1), false), types.ErrWard, "the child's card alone does nothing")
	_, err = f.msgs.RotateKey(f.ctx, &types.MsgRotateKey{Signer: holder(t, 11), NewKey: holderKey(12)})
	require.ErrorIs(t, err, types.ErrWard)
	require.NoError(t, f.appoint(t, holder(t, 2), 1, 3))
	require.NoError(t, f.ActsFor(f.ctx, holder(t, 3), ref(1), true))

	res, err := f.queries.Wards(f.ctx, &types.QueryWardsRequest{Guardian: ref(2)})
	require.NoError(t, err)
	require.Equal(t, [][]byte{ref(1)}, res.Wards)
	_, err = f.msgs.ClosePerson(f.ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(2)})
	require.ErrorIs(t, err, types.ErrHasWards)
	f.requireInvariants(t)
}

// Another guardian takes two offices, and a grown-up ward acts alone.
func TestGuardianChanges(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(2), ward(1, 2), person(3), person(4))))
	propose := func(signer string, ward, guardian byte) error {
		_, err := f.msgs.ProposeGuardian(f.fresh(), &types.MsgProposeGuardian{Signer: signer, Ward: ref(ward), Guardian: ref(guardian)})
		return err
	}
	confirm := func(signer string, guardian byte) error {
		_, err := f.msgs.ConfirmGuardian(f.fresh(), &types.MsgConfirmGuardian{Signer: signer, Ward: ref(1), Guardian: ref(guardian)})
		return err
	}
	end := func(signer string) error {
		_, err := f.msgs.EndGuardian(f.fresh(), &types.MsgEndGuardian{Signer: signer, Ward: ref(1)})
		return err
	}
	require.ErrorIs(t, propose("stranger", 1, 3), authoritytypes.ErrOfficerUnknown)
	require.ErrorIs(t, propose(officer, 1, 1), types.ErrGuardianUnfit)
	require.ErrorIs(t, propose(officer, 2, 3), types.ErrHasWards)
	require.NoError(t, f.lock(t, officer, 4))
	require.ErrorIs(t, propose(officer, 1, 4), types.ErrPersonLocked)
	require.ErrorIs(t, confirm(colleague, 3), types.ErrGuardianUnknown)
	require.NoError(t, propose(officer, 1, 3))
	f.requireEvents(t, &types.EventGuardianChanged{Ward: ref(1), Guardian: ref(2), Proposed: ref(3), Organisation: office})
	f.requireRoundTrip(t)
	require.NoError(t, f.ActsFor(f.ctx, holder(t, 2), ref(1), true), "until the change is confirmed")
	require.ErrorIs(t, confirm(officer, 3), types.ErrSamePerson)
	require.ErrorIs(t, confirm(colleague, 3), types.ErrSameOrganisation)
	require.ErrorIs(t, confirm(county, 2), types.ErrGuardianUnknown)
	require.NoError(t, confirm(county, 3))
	f.requireEvents(t, &types.EventGuardianChanged{Ward: ref(1), Guardian: ref(3), Organisation: office + 1})
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 2), ref(1), true), types.ErrNotActing)
	require.NoError(t, f.ActsFor(f.ctx, holder(t, 3), ref(1), true))
	f.requireInvariants(t)

	require.NoError(t, end(officer))
	f.requireEvents(t, &types.EventGuardianChanged{Ward: ref(1), Organisation: office})
	require.ErrorIs(t, end(officer), types.ErrGuardianUnknown)
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 3), ref(1), true), types.ErrNotActing)
	f.requireInvariants(t)
}

func TestAgent(t *testing.T) {
	f := newFixture(t)
	many := []types.Enrolment{person(1), person(2)}
	for n := byte(10); n < 10+types.MaxAgentsPerPerson; n++ {
		many = append(many, person(n))
	}
	require.NoError(t, f.enrol(t, household(1, many...)))
	require.ErrorIs(t, f.appoint(t, holder(t, 2), 1, 2), types.ErrNotActing)
	require.ErrorIs(t, f.appoint(t, holder(t, 1), 1, 1), types.ErrAgentUnfit)
	require.ErrorIs(t, f.appoint(t, holder(t, 1), 1, 9), types.ErrPersonUnknown)
	for _, until := range []int64{f.ctx.BlockTime().Unix(), f.ctx.BlockTime().Unix() + types.DefaultMaxAgencySeconds + 1} {
		_, err := f.msgs.AppointAgent(f.ctx, &types.MsgAppointAgent{Signer: holder(t, 1), Person: ref(1), Agent: ref(2), ValidUntil: until})
		require.ErrorIs(t, err, types.ErrAgencyInvalid)
	}
	_, err := f.msgs.AppointAgent(f.fresh(), &types.MsgAppointAgent{
		Signer: holder(t, 1), Person: ref(1), Agent: ref(2), ValidUntil: f.ctx.BlockTime().Unix() + 60,
	})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventAgentChanged{Person: ref(1), Agent: ref(2), ValidUntil: f.ctx.BlockTime().Unix() + 60})
	require.NoError(t, f.ActsFor(f.ctx, holder(t, 2), ref(1), false))
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 2), ref(1), true), types.ErrNotActing, "not appointed to withdraw")
	f.requireRoundTrip(t)

	for n := byte(10); n < 9+types.MaxAgentsPerPerson; n++ {
		require.NoError(t, f.appoint(t, holder(t, 1), 1, n))
	}
	require.ErrorIs(t, f.appoint(t, holder(t, 1), 1, 9+types.MaxAgentsPerPerson), types.ErrAgentsExceeded)
	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(time.Minute))
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 2), ref(1), false), types.ErrNotActing, "over")
	require.NoError(t, f.appoint(t, holder(t, 1), 1, 9+types.MaxAgentsPerPerson), "in the place of the one whose time is over")
	f.requireInvariants(t)

	dismiss := func(signer string, agent byte) error {
		_, err := f.msgs.DismissAgent(f.fresh(), &types.MsgDismissAgent{Signer: signer, Person: ref(1), Agent: ref(agent)})
		return err
	}
	require.ErrorIs(t, dismiss(holder(t, 10), 11), types.ErrNotActing)
	require.NoError(t, dismiss(holder(t, 10), 10), "an agent may resign")
	require.NoError(t, dismiss(holder(t, 1), 11))
	f.requireEvents(t, &types.EventAgentChanged{Person: ref(1), Agent: ref(11)})
	require.ErrorIs(t, dismiss(holder(t, 1), 11), types.ErrAgentUnknown)
}

// recovery drives the recovery of the key of person 1 to key 21.
type recovery struct {
	*fixture
	t *testing.T
}

func (r recovery) open(signer string) error {
	_, err := r.msgs.OpenRecovery(r.fresh(), &types.MsgOpenRecovery{Signer: signer, Ref: ref(1), NewKey: holderKey(21)})
	return err
}

func (r recovery) approve(signer string) error {
	_, err := r.msgs.ApproveRecovery(r.fresh(), &types.MsgApproveRecovery{Signer: signer, Ref: ref(1), NewKey: holderKey(21)})
	return err
}

func (r recovery) consent(signer string) error {
	_, err := r.msgs.ConsentRecovery(r.fresh(), &types.MsgConsentRecovery{Signer: signer, Ref: ref(1), NewKey: holderKey(21)})
	return err
}

func (r recovery) cancel(signer string) error {
	_, err := r.msgs.CancelRecovery(r.fresh(), &types.MsgCancelRecovery{Signer: signer, Ref: ref(1)})
	return err
}

func (r recovery) complete() error {
	_, err := r.msgs.CompleteRecovery(r.fresh(), &types.MsgCompleteRecovery{Signer: officer, Ref: ref(1)})
	return err
}

// wait lets the time to object pass.
func (r recovery) wait() {
	r.ctx = r.ctx.WithBlockTime(r.ctx.BlockTime().Add(types.DefaultRecoverySeconds * time.Second))
}

// Who lost the key gets another one by two offices after 72 hours, in which the old key objects.
func TestRecoveryWithoutAGuardian(t *testing.T) {
	f := newFixture(t)
	r := recovery{f, t}
	require.NoError(t, f.enrol(t, household(1, person(1), person(2))))
	_, err := f.msgs.OpenRecovery(f.ctx, &types.MsgOpenRecovery{Signer: officer, Ref: ref(1), NewKey: holderKey(2)})
	require.ErrorIs(t, err, types.ErrKeyUsed)
	require.ErrorIs(t, r.approve(county), types.ErrRecoveryUnknown)
	require.NoError(t, r.open(officer))
	require.ErrorIs(t, r.open(officer), types.ErrRecoveryOpen)
	require.ErrorIs(t, r.approve(officer), types.ErrSamePerson)
	require.ErrorIs(t, r.approve(colleague), types.ErrSameOrganisation, "no office alone takes over a key")
	_, err = f.msgs.ApproveRecovery(f.ctx, &types.MsgApproveRecovery{Signer: county, Ref: ref(1), NewKey: holderKey(22)})
	require.ErrorIs(t, err, types.ErrRecoveryUnknown, "nobody agrees to what was exchanged")
	require.ErrorIs(t, r.complete(), types.ErrRecoveryLacks)
	require.NoError(t, r.approve(county))
	require.ErrorIs(t, r.complete(), types.ErrRecoveryEarly)
	require.ErrorIs(t, r.cancel(holder(t, 2)), types.ErrNotActing)
	require.NoError(t, r.cancel(holder(t, 1)), "the key isn't lost")

	require.NoError(t, r.open(officer))
	require.NoError(t, r.approve(county))
	require.NoError(t, f.lock(t, officer, 1))
	require.ErrorIs(t, r.cancel(holder(t, 1)), types.ErrPersonLocked, "a thief can't object")
	f.requireInvariants(t)
	f.requireRoundTrip(t)
	r.wait()
	require.NoError(t, r.complete())
	_, err = f.msgs.UnlockPerson(f.ctx, &types.MsgUnlockPerson{Signer: county, Ref: ref(1)})
	require.NoError(t, err)
	require.NoError(t, f.ActsFor(f.ctx, holder(t, 21), ref(1), true))
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 1), ref(1), true), types.ErrHolderUnknown)
	f.requireInvariants(t)

	_, err = f.msgs.OpenRecovery(f.ctx, &types.MsgOpenRecovery{Signer: officer, Ref: ref(1), NewKey: holderKey(22)})
	require.NoError(t, err)
	_, err = f.msgs.RejectRecovery(f.fresh(), &types.MsgRejectRecovery{Signer: colleague, Ref: ref(1)})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventRecoveryChanged{Person: ref(1), Due: f.ctx.BlockTime().Unix() + types.DefaultRecoverySeconds})
}

// A ward's key comes back by the guardian and two officers of one office.
func TestRecoveryWithAGuardian(t *testing.T) {
	f := newFixture(t)
	r := recovery{f, t}
	child := person(1)
	child.Guardian = ref(2)
	require.NoError(t, f.enrol(t, household(1, person(2), child)))
	require.NoError(t, r.open(officer))
	require.ErrorIs(t, r.approve(officer), types.ErrSamePerson)
	require.NoError(t, r.approve(colleague))
	r.wait()
	require.ErrorIs(t, r.complete(), types.ErrRecoveryLacks)
	require.ErrorIs(t, r.consent(holder(t, 1)), types.ErrNotActing)
	require.NoError(t, r.consent(holder(t, 2)))
	require.NoError(t, r.complete())
	got, err := f.Person(f.ctx, ref(1))
	require.NoError(t, err)
	require.Equal(t, holderKey(21), got.HolderKey)
	f.requireInvariants(t)
}

// A smart card's key is of another curve; it works like any other.
func TestCardKey(t *testing.T) {
	f := newFixture(t)
	card, err := secp256r1.GenPrivKey()
	require.NoError(t, err)
	enrolment := person(1)
	enrolment.HolderKey, enrolment.Curve = card.PubKey().Bytes(), types.KEY_CURVE_SECP256R1
	require.NoError(t, f.enrol(t, household(1, enrolment)))
	pub, err := types.HolderKey(enrolment.HolderKey, enrolment.Curve)
	require.NoError(t, err)
	require.True(t, pub.Equals(card.PubKey()))
	account, err := addresses.BytesToString(card.PubKey().Address())
	require.NoError(t, err)
	require.NoError(t, f.ActsFor(f.ctx, account, ref(1), true))
	require.ErrorIs(t, f.enrol(t, household(2, types.Enrolment{
		Ref: ref(2), AttrRoot: root(2), HolderKey: make([]byte, types.KeyLength), Curve: types.KEY_CURVE_SECP256R1,
	})), types.ErrKeyMalformed)
	f.requireInvariants(t)
	f.requireRoundTrip(t)
}

func TestRevise(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1), person(2))))
	_, err := f.msgs.RevisePerson(f.fresh(), &types.MsgRevisePerson{Signer: officer, Ref: ref(1), AttrRoot: root(9)})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventRevised{Person: ref(1), Organisation: office})
	_, err = f.msgs.ReviseHousehold(f.fresh(), &types.MsgReviseHousehold{Signer: officer, Ref: ref(1), MemberRoot: root(8), Head: ref(2)})
	require.NoError(t, err)
	got, err := f.Household(f.ctx, ref(1))
	require.NoError(t, err)
	require.Equal(t, types.Household{Ref: ref(1), MemberRoot: root(8), Head: ref(2), HomeArea: home, Organisation: office}, got)
	_, err = f.msgs.ReviseHousehold(f.ctx, &types.MsgReviseHousehold{Signer: officer, Ref: ref(1), MemberRoot: root(8), Head: ref(9)})
	require.ErrorIs(t, err, types.ErrPersonUnknown)
}

func TestUpdateParams(t *testing.T) {
	f := newFixture(t)
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Signer: officer, Params: types.Params{RecoverySeconds: 0, MaxAgencySeconds: 1}})
	require.ErrorIs(t, err, types.ErrParamsInvalid)
	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Signer: officer, Params: types.Params{RecoverySeconds: 1, MaxAgencySeconds: 1, MatchDays: 1, TagDays: 1, MaxDueTags: 1, MaxRecognitionSeconds: 1}})
	require.ErrorIs(t, err, authoritytypes.ErrAreaOutside, "the provinces' account alone answers for the nation")
}
