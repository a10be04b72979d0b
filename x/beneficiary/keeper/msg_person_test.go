package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

func TestRotateKey(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1))))
	_, err := f.msgs.RotateKey(f.fresh(), &types.MsgRotateKey{Signer: holder(t, 1), NewKey: holderKey(2)})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventKeyRotated{Person: ref(1), Address: holder(t, 2)})
	f.requireInvariants(t)

	want := registered(1)
	want.HolderKey = holderKey(2)
	got, ok, err := f.Holder(f.ctx, holder(t, 2))
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, want, got)
	_, ok, err = f.Holder(f.ctx, holder(t, 1))
	require.NoError(t, err)
	require.False(t, ok)
	addr, err := types.HolderAddress(holderKey(2), types.KEY_CURVE_SECP256K1)
	require.NoError(t, err)
	require.Equal(t, 1, f.accounts[string(addr)])

	_, err = f.msgs.RotateKey(f.ctx, &types.MsgRotateKey{Signer: holder(t, 1), NewKey: holderKey(3)})
	require.ErrorIs(t, err, types.ErrHolderUnknown, "the old key signs no more")
	require.ErrorIs(t, f.enrol(t, household(5, types.Enrolment{Ref: ref(5), AttrRoot: root(5), HolderKey: holderKey(1)})),
		types.ErrKeyUsed, "a rotated key stays used")
}

func TestRotateKeyRefuses(t *testing.T) {
	tests := []struct {
		name   string
		signer string
		key    []byte
		err    error
	}{
		{name: "no signer", key: holderKey(3), err: types.ErrAddressMalformed},
		{name: "malformed signer", signer: "x", key: holderKey(3), err: types.ErrAddressMalformed},
		{name: "stranger", signer: holder(t, 9), key: holderKey(3), err: types.ErrHolderUnknown},
		{name: "key short", signer: holder(t, 1), key: []byte{2}, err: types.ErrKeyMalformed},
		{name: "key off the curve", signer: holder(t, 1), key: make([]byte, 33), err: types.ErrKeyMalformed},
		{name: "own key", signer: holder(t, 1), key: holderKey(1), err: types.ErrKeyUsed},
		{name: "key of another", signer: holder(t, 1), key: holderKey(2), err: types.ErrKeyUsed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			require.NoError(t, f.enrol(t, household(1, person(1), person(2))))
			res, err := f.msgs.RotateKey(f.fresh(), &types.MsgRotateKey{Signer: test.signer, NewKey: test.key})
			require.ErrorIs(t, err, test.err)
			require.Nil(t, res)
			f.requireEvents(t)
			f.requireInvariants(t)
		})
	}
}

func TestClosePerson(t *testing.T) {
	f := newFixture(t)
	first := person(1)
	first.Tags = append(first.Tags, types.Tag{Class: 4, Value: value(4)})
	require.NoError(t, f.enrol(t, household(1, first)))
	_, err := f.msgs.ClosePerson(f.fresh(), &types.MsgClosePerson{Signer: officer, Ref: ref(1)})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventPersonClosed{Person: ref(1), Organisation: office})
	f.requireInvariants(t)

	want := registered(1)
	want.Status = types.PERSON_STATUS_CLOSED
	got, err := f.Person(f.ctx, ref(1))
	require.NoError(t, err)
	require.Equal(t, want, got)
	live, err := f.HasLiveTag(f.ctx, ref(1), 1)
	require.NoError(t, err)
	require.False(t, live)
	_, ok, err := f.Holder(f.ctx, holder(t, 1))
	require.NoError(t, err)
	require.False(t, ok)

	again := person(2)
	again.Tags = first.Tags
	require.NoError(t, f.enrol(t, household(2, again)), "the tags are free")
	again = person(3)
	again.HolderKey = holderKey(1)
	require.ErrorIs(t, f.enrol(t, household(3, again)), types.ErrKeyUsed, "the key is not")
	f.requireInvariants(t)
}

func TestClosePersonWithoutAKey(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, types.Enrolment{Ref: ref(1), AttrRoot: root(1)})))
	_, err := f.msgs.ClosePerson(f.ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(1)})
	require.NoError(t, err)
	f.requireInvariants(t)
}

func TestClosePersonRefuses(t *testing.T) {
	tests := []struct {
		name   string
		signer string
		ref    []byte
		err    error
	}{
		{name: "no signer", ref: ref(1), err: types.ErrAddressMalformed},
		{name: "malformed", signer: officer, ref: []byte{1}, err: types.ErrRefMalformed},
		{name: "unknown", signer: officer, ref: ref(9), err: types.ErrPersonUnknown},
		{name: "stranger", signer: "stranger", ref: ref(1), err: authoritytypes.ErrOfficerUnknown},
		{name: "outside", signer: officer, ref: ref(3), err: authoritytypes.ErrAreaOutside},
		{name: "closed", signer: officer, ref: ref(2), err: types.ErrPersonClosed},
		{name: "paid", signer: officer, ref: ref(1), err: types.ErrPersonPaid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			require.NoError(t, f.enrol(t, household(1, person(1), person(2))))
			far := household(3, person(3))
			far.Area = "12"
			require.NoError(t, f.Enrol(f.ctx, office, []types.HouseholdEnrolment{far}))
			_, err := f.msgs.ClosePerson(f.ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(2)})
			require.NoError(t, err)
			f.grants[string(ref(1))] = true

			res, err := f.msgs.ClosePerson(f.fresh(), &types.MsgClosePerson{Signer: test.signer, Ref: test.ref})
			require.ErrorIs(t, err, test.err)
			require.Nil(t, res)
			f.requireEvents(t)
			f.requireInvariants(t)
		})
	}
}
