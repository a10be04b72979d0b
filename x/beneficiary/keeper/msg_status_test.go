package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// lock locks a person for a lost key.
func (f *fixture) lock(t *testing.T, signer string, n byte) error {
	t.Helper()
	_, err := f.msgs.LockPerson(f.fresh(), &types.MsgLockPerson{Signer: signer, Ref: ref(n), Reason: types.LOCK_REASON_KEY_LOST})
	return err
}

func TestVerifyPerson(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1))))
	verify := func(signer string, n byte) error {
		_, err := f.msgs.VerifyPerson(f.fresh(), &types.MsgVerifyPerson{Signer: signer, Ref: ref(n)})
		return err
	}
	require.ErrorIs(t, verify("stranger", 1), authoritytypes.ErrOfficerUnknown)
	require.ErrorIs(t, verify(officer, 9), types.ErrPersonUnknown)
	require.NoError(t, verify(officer, 1))
	f.requireEvents(t, &types.EventPersonChanged{Person: ref(1), Status: types.PERSON_STATUS_VERIFIED, Organisation: office})
	require.ErrorIs(t, verify(officer, 1), types.ErrPersonVerified)
}

// A lock stops the key and holds the payments until somebody else takes it off.
func TestLockPerson(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1))))
	unlock := func(signer string) error {
		_, err := f.msgs.UnlockPerson(f.fresh(), &types.MsgUnlockPerson{Signer: signer, Ref: ref(1)})
		return err
	}
	_, err := f.msgs.LockPerson(f.ctx, &types.MsgLockPerson{Signer: officer, Ref: ref(1), Reason: 9})
	require.ErrorIs(t, err, types.ErrRequestInvalid)
	require.ErrorIs(t, unlock(officer), types.ErrPersonUnlocked)
	require.NoError(t, f.lock(t, officer, 1))
	f.requireEvents(t, &types.EventPersonChanged{
		Person: ref(1), Status: types.PERSON_STATUS_REGISTERED, Lock: types.LOCK_REASON_KEY_LOST, Organisation: office,
	})
	require.True(t, f.grants[string(ref(1))+" locked"])
	require.ErrorIs(t, f.lock(t, colleague, 1), types.ErrPersonLocked)
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 1), ref(1), false), types.ErrPersonLocked)
	_, err = f.msgs.RotateKey(f.ctx, &types.MsgRotateKey{Signer: holder(t, 1), NewKey: holderKey(2)})
	require.ErrorIs(t, err, types.ErrPersonLocked, "whoever has the key now keeps nobody out")

	require.ErrorIs(t, unlock(officer), types.ErrSamePerson)
	require.NoError(t, unlock(colleague))
	require.False(t, f.grants[string(ref(1))+" locked"])
	require.NoError(t, f.ActsFor(f.ctx, holder(t, 1), ref(1), false))
	f.requireInvariants(t)
}

// A death holds the payments and stops the key, keeps the tags, and can be taken back by somebody else.
func TestDeath(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1), person(2))))
	report := func(signer string) error {
		_, err := f.msgs.ReportDeath(f.fresh(), &types.MsgReportDeath{Signer: signer, Ref: ref(1)})
		return err
	}
	withdraw := func(signer string) error {
		_, err := f.msgs.WithdrawDeath(f.fresh(), &types.MsgWithdrawDeath{Signer: signer, Ref: ref(1)})
		return err
	}
	_, err := f.msgs.VerifyPerson(f.ctx, &types.MsgVerifyPerson{Signer: officer, Ref: ref(1)})
	require.NoError(t, err)
	require.NoError(t, f.appoint(t, holder(t, 1), 1, 2))
	before, err := f.Person(f.ctx, ref(1))
	require.NoError(t, err)

	require.ErrorIs(t, withdraw(colleague), types.ErrPersonLives)
	require.NoError(t, report(officer))
	f.requireEvents(t, &types.EventPersonChanged{Person: ref(1), Status: types.PERSON_STATUS_DECEASED, Organisation: office})
	f.requireInvariants(t)
	require.True(t, f.grants[string(ref(1))+" deceased"])
	require.ErrorIs(t, report(colleague), types.ErrPersonDeceased)
	require.ErrorIs(t, f.lock(t, officer, 1), types.ErrPersonDeceased)
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 1), ref(1), false), types.ErrHolderUnknown)
	require.ErrorIs(t, f.ActsFor(f.ctx, holder(t, 2), ref(1), false), types.ErrNotActing, "agencies end with life")
	again := person(3)
	again.Tags = person(1).Tags
	require.ErrorIs(t, f.enrol(t, household(3, again)), types.ErrTagLive)

	require.ErrorIs(t, withdraw(officer), types.ErrSamePerson)
	require.NoError(t, withdraw(colleague))
	after, err := f.Person(f.ctx, ref(1))
	require.NoError(t, err)
	require.Equal(t, before, after)
	require.False(t, f.grants[string(ref(1))+" deceased"])
	require.NoError(t, f.ActsFor(f.ctx, holder(t, 1), ref(1), true))
	f.requireInvariants(t)

	require.NoError(t, report(officer))
	_, err = f.msgs.ClosePerson(f.ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(1)})
	require.NoError(t, err)
	require.False(t, f.grants[string(ref(1))+" deceased"])
	require.NoError(t, f.enrol(t, household(3, again)))
	f.requireInvariants(t)
}

func TestErasePerson(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1))))
	erase := func() error {
		_, err := f.msgs.ErasePerson(f.fresh(), &types.MsgErasePerson{Signer: officer, Ref: ref(1)})
		return err
	}
	require.ErrorIs(t, erase(), types.ErrPersonOpen)
	_, err := f.msgs.ClosePerson(f.ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(1)})
	require.NoError(t, err)
	require.NoError(t, erase())
	f.requireEvents(t, &types.EventPersonChanged{Person: ref(1), Status: types.PERSON_STATUS_ERASED, Organisation: office})
	got, err := f.Person(f.ctx, ref(1))
	require.NoError(t, err)
	require.Equal(t, types.Person{Ref: ref(1), HomeArea: home, Status: types.PERSON_STATUS_ERASED, Organisation: office}, got)
	require.ErrorIs(t, erase(), types.ErrPersonErased)
	again := person(2)
	again.HolderKey = holderKey(1)
	require.ErrorIs(t, f.enrol(t, household(2, again)), types.ErrKeyUsed)
	f.requireInvariants(t)
	f.requireRoundTrip(t)
}

// Two counties end one of two records of the same human being, which hands its tags over.
func TestMerger(t *testing.T) {
	f := newFixture(t)
	first, second := person(1), person(2)
	first.Tags = append(first.Tags, types.Tag{Class: 4, Value: value(4)})
	require.NoError(t, f.enrol(t, household(1, first, second)))
	propose := func(signer string, from, into byte) error {
		_, err := f.msgs.ProposeMerger(f.fresh(), &types.MsgProposeMerger{Signer: signer, Ref: ref(from), Into: ref(into)})
		return err
	}
	confirm := func(signer string, from, into byte) error {
		_, err := f.msgs.ConfirmMerger(f.fresh(), &types.MsgConfirmMerger{Signer: signer, Ref: ref(from), Into: ref(into)})
		return err
	}
	require.ErrorIs(t, propose(officer, 1, 1), types.ErrMergerInvalid)
	require.ErrorIs(t, propose(officer, 1, 9), types.ErrPersonUnknown)
	require.ErrorIs(t, confirm(county, 1, 2), types.ErrMergerUnknown)
	require.NoError(t, propose(officer, 1, 2))
	f.requireEvents(t, &types.EventMergerProposed{Person: ref(1), Into: ref(2), Organisation: office})
	f.requireInvariants(t)
	f.requireRoundTrip(t)
	require.ErrorIs(t, confirm(officer, 1, 2), types.ErrSamePerson)
	f.grants[string(ref(1))] = true
	require.ErrorIs(t, confirm(county, 1, 2), types.ErrPersonPaid)
	f.grants[string(ref(1))] = false
	require.NoError(t, confirm(county, 1, 2))
	f.requireEvents(t, &types.EventPersonChanged{Person: ref(1), Status: types.PERSON_STATUS_MERGED, Organisation: office + 1})
	got, err := f.Person(f.ctx, ref(1))
	require.NoError(t, err)
	require.Equal(t, ref(2), got.Into)
	for class, want := range map[uint32]bool{1: true, 4: true} {
		live, err := f.HasLiveTag(f.ctx, ref(2), class)
		require.NoError(t, err)
		require.Equal(t, want, live, "class %d", class)
	}
	require.ErrorIs(t, confirm(county, 1, 2), types.ErrMergerUnknown)
	require.ErrorIs(t, propose(officer, 2, 1), types.ErrPersonClosed)
	f.requireInvariants(t)
	f.requireRoundTrip(t)
}
