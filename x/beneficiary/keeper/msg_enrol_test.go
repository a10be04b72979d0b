package keeper_test

import (
	"bytes"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/keeper"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

func TestNewRefusesMissingDependencies(t *testing.T) {
	_, err := keeper.New(keeper.Deps{})
	require.ErrorIs(t, err, types.ErrDependencyMissing)
}

func TestEnrol(t *testing.T) {
	f := newFixture(t)
	child := person(2)
	child.HolderKey, child.Tags = nil, nil
	second := household(3, person(3))
	second.Area = "110101002"
	require.NoError(t, f.enrol(t, household(1, person(1), child), second))
	f.requireEvents(t, &types.EventEnrolled{Organisation: office, Households: 2, Persons: 3})
	action := sdk.MsgTypeURL(&types.MsgEnrol{})
	require.Equal(t, []string{action + " " + home, action + " 110101002"}, f.authority.asked, "once per area")
	f.requireInvariants(t)

	got, err := f.Person(f.ctx, ref(1))
	require.NoError(t, err)
	require.Equal(t, registered(1), got)
	h, err := f.Household(f.ctx, ref(1))
	require.NoError(t, err)
	require.Equal(t, types.Household{Ref: ref(1), MemberRoot: root(1), Head: ref(1), HomeArea: home, Organisation: office}, h)

	held, ok, err := f.Holder(f.ctx, holder(t, 1))
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, got, held)
	addr, err := types.HolderAddress(holderKey(1), types.KEY_CURVE_SECP256K1)
	require.NoError(t, err)
	require.Equal(t, 1, f.accounts[string(addr)], "the key can sign")
	require.Len(t, f.accounts, 2, "a person without a key has no account")

	live, err := f.HasLiveTag(f.ctx, ref(1), 1)
	require.NoError(t, err)
	require.True(t, live)
	live, err = f.HasLiveTag(f.ctx, ref(1), 2)
	require.NoError(t, err)
	require.False(t, live)
	live, err = f.HasLiveTag(f.ctx, ref(2), 1)
	require.NoError(t, err)
	require.False(t, live)
}

func TestEnrolLeavesAnExistingAccountAlone(t *testing.T) {
	f := newFixture(t)
	addr, err := types.HolderAddress(holderKey(1), types.KEY_CURVE_SECP256K1)
	require.NoError(t, err)
	f.accounts[string(addr)] = 1
	require.NoError(t, f.enrol(t, household(1, person(1))))
	require.Equal(t, 1, f.accounts[string(addr)])
}

func TestEnrolRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.HouseholdEnrolment)
		err    error
	}{
		{name: "household reference short", change: func(h *types.HouseholdEnrolment) { h.Ref = h.Ref[1:] }, err: types.ErrRefMalformed},
		{name: "household reference zero", change: func(h *types.HouseholdEnrolment) { h.Ref = make([]byte, 16) }, err: types.ErrRefMalformed},
		{name: "member root short", change: func(h *types.HouseholdEnrolment) { h.MemberRoot = nil }, err: types.ErrRootMalformed},
		{name: "household known", change: func(h *types.HouseholdEnrolment) { h.Ref = ref(1) }, err: types.ErrHouseholdKnown},
		{name: "area malformed", change: func(h *types.HouseholdEnrolment) { h.Area = "x" }, err: types.ErrAreaMalformed},
		{name: "area of the nation", change: func(h *types.HouseholdEnrolment) { h.Area = authoritytypes.Nation }, err: types.ErrAreaMalformed},
		{name: "area outside", change: func(h *types.HouseholdEnrolment) { h.Area = "12" }, err: authoritytypes.ErrAreaOutside},
		{name: "area unknown", change: func(h *types.HouseholdEnrolment) { h.Area = "1101019" }, err: authoritytypes.ErrAreaUnknown},
		{name: "nobody", change: func(h *types.HouseholdEnrolment) { h.Persons = nil }, err: types.ErrBatchSize},
		{name: "crowd", change: func(h *types.HouseholdEnrolment) { h.Persons = make([]types.Enrolment, 33) }, err: types.ErrBatchSize},
		{name: "person reference long", change: func(h *types.HouseholdEnrolment) { h.Persons[0].Ref = make([]byte, 17) }, err: types.ErrRefMalformed},
		{name: "attribute root long", change: func(h *types.HouseholdEnrolment) { h.Persons[0].AttrRoot = make([]byte, 33) }, err: types.ErrRootMalformed},
		{name: "person known", change: func(h *types.HouseholdEnrolment) { h.Persons[0].Ref = ref(1) }, err: types.ErrPersonKnown},
		{name: "person twice", change: func(h *types.HouseholdEnrolment) {
			h.Persons = append(h.Persons, types.Enrolment{Ref: ref(2), AttrRoot: root(2)})
		}, err: types.ErrPersonKnown},
		{name: "key short", change: func(h *types.HouseholdEnrolment) { h.Persons[0].HolderKey = h.Persons[0].HolderKey[:32] }, err: types.ErrKeyMalformed},
		{name: "key off the curve", change: func(h *types.HouseholdEnrolment) {
			h.Persons[0].HolderKey = append([]byte{2}, bytes.Repeat([]byte{0xff}, 32)...)
		}, err: types.ErrKeyMalformed},
		{name: "key not compressed", change: func(h *types.HouseholdEnrolment) { h.Persons[0].HolderKey[0] = 4 }, err: types.ErrKeyMalformed},
		{name: "key used", change: func(h *types.HouseholdEnrolment) { h.Persons[0].HolderKey = holderKey(1) }, err: types.ErrKeyUsed},
		{name: "key twice", change: func(h *types.HouseholdEnrolment) {
			h.Persons = append(h.Persons, types.Enrolment{Ref: ref(3), AttrRoot: root(3), HolderKey: holderKey(2)})
		}, err: types.ErrKeyUsed},
		{name: "tag live", change: func(h *types.HouseholdEnrolment) { h.Persons[0].Tags[0].Value = value(1) }, err: types.ErrTagLive},
		{name: "tag twice", change: func(h *types.HouseholdEnrolment) {
			h.Persons = append(h.Persons, types.Enrolment{Ref: ref(3), AttrRoot: root(3), Tags: h.Persons[0].Tags})
		}, err: types.ErrTagLive},
		{name: "class twice", change: func(h *types.HouseholdEnrolment) {
			h.Persons[0].Tags = append(h.Persons[0].Tags, types.Tag{Class: 1, Value: value(9)})
		}, err: types.ErrTagMalformed},
		{name: "class missing", change: func(h *types.HouseholdEnrolment) { h.Persons[0].Tags[0].Class = 0 }, err: types.ErrTagMalformed},
		{name: "tag short", change: func(h *types.HouseholdEnrolment) { h.Persons[0].Tags[0].Value = []byte{1} }, err: types.ErrTagMalformed},
		{name: "tag zero", change: func(h *types.HouseholdEnrolment) { h.Persons[0].Tags[0].Value = make([]byte, 32) }, err: types.ErrTagMalformed},
		{name: "too many tags", change: func(h *types.HouseholdEnrolment) { h.Persons[0].Tags = make([]types.Tag, 9) }, err: types.ErrTagMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			require.NoError(t, f.enrol(t, household(1, person(1))))
			h := household(2, person(2))
			test.change(&h)
			require.ErrorIs(t, f.enrol(t, household(8, person(8)), h), test.err)
			f.requireEvents(t)
			f.requireInvariants(t)
			_, err := f.Person(f.ctx, ref(8))
			require.ErrorIs(t, err, types.ErrPersonUnknown, "all or none")
		})
	}
}

func TestEnrolRefusesStrangersAndCrowds(t *testing.T) {
	f := newFixture(t)
	_, err := f.msgs.Enrol(f.ctx, &types.MsgEnrol{Signer: "stranger", Households: []types.HouseholdEnrolment{household(1, person(1))}})
	require.ErrorIs(t, err, authoritytypes.ErrOfficerUnknown)
	_, err = f.msgs.Enrol(f.ctx, &types.MsgEnrol{Households: []types.HouseholdEnrolment{household(1, person(1))}})
	require.ErrorIs(t, err, types.ErrAddressMalformed)
	require.ErrorIs(t, f.enrol(t), types.ErrBatchSize)
	require.ErrorIs(t, f.enrol(t, make([]types.HouseholdEnrolment, types.MaxHouseholdsPerMessage+1)...), types.ErrBatchSize)

	crowd := household(1)
	crowd.Persons = make([]types.Enrolment, types.MaxPersonsPerHousehold)
	crowds := make([]types.HouseholdEnrolment, 63)
	for i := range crowds {
		crowds[i] = crowd
	}
	require.ErrorIs(t, f.enrol(t, crowds...), types.ErrBatchSize)
}

func TestTheTagRuleBindsEveryCaller(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1))))
	rival := person(2)
	rival.Tags[0].Value = value(1)
	branch, _ := f.ctx.CacheContext()
	require.ErrorIs(t, f.Enrol(branch, 9, []types.HouseholdEnrolment{household(2, rival)}), types.ErrTagLive)

	rival.Tags[0].Class = 2
	require.NoError(t, f.Enrol(f.ctx, 9, []types.HouseholdEnrolment{household(2, rival)}), "another class is another tag")
	f.requireInvariants(t)
}
