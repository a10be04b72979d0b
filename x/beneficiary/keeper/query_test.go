package keeper_test

import (
	"bytes"
	"testing"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

func TestQueriesByArea(t *testing.T) {
	f := newFixture(t)
	wide := household(9, person(9))
	wide.Area = "110101"
	require.NoError(t, f.enrol(t, household(1, person(1), person(2)), household(3, person(3)), wide))

	var persons, households [][]byte
	page := &query.PageRequest{Limit: 2}
	for {
		res, err := f.queries.Persons(f.ctx, &types.QueryPersonsRequest{Area: home, Pagination: page})
		require.NoError(t, err)
		require.LessOrEqual(t, len(res.Persons), 2)
		for _, p := range res.Persons {
			persons = append(persons, p.Ref)
		}
		if page.Key = res.Pagination.NextKey; len(page.Key) == 0 {
			break
		}
	}
	require.Equal(t, [][]byte{ref(1), ref(2), ref(3)}, persons, "exactly the code")

	res, err := f.queries.Households(f.ctx, &types.QueryHouseholdsRequest{Area: home})
	require.NoError(t, err)
	for _, h := range res.Households {
		households = append(households, h.Ref)
	}
	require.Equal(t, [][]byte{ref(1), ref(3)}, households)
}

func TestQueriesByName(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(5, person(1))))
	byRef, err := f.queries.Person(f.ctx, &types.QueryPersonRequest{Ref: ref(1)})
	require.NoError(t, err)
	require.Equal(t, registered(1), byRef.Person)
	byAccount, err := f.queries.Holder(f.ctx, &types.QueryHolderRequest{Address: holder(t, 1)})
	require.NoError(t, err)
	require.Equal(t, registered(1), byAccount.Person)
	byTag, err := f.queries.Tag(f.ctx, &types.QueryTagRequest{Class: 1, Value: value(1)})
	require.NoError(t, err)
	require.Equal(t, ref(1), byTag.Person)
	h, err := f.queries.Household(f.ctx, &types.QueryHouseholdRequest{Ref: ref(5)})
	require.NoError(t, err)
	require.Equal(t, ref(1), h.Household.Head)
}

func TestConflicts(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1), person(2))))
	free := person(6)
	tagged := person(7)
	tagged.Tags = []types.Tag{{Class: 2, Value: value(1)}, {Class: 1, Value: value(2)}}
	keyed := person(8)
	keyed.HolderKey = holderKey(1)
	res, err := f.queries.Conflicts(f.ctx, &types.QueryConflictsRequest{Households: []types.HouseholdEnrolment{
		household(3, person(3)), household(1, free), household(4, person(4), person(2)), household(5, tagged, keyed),
	}})
	require.NoError(t, err)
	require.Equal(t, []types.Conflict{
		{Kind: types.CONFLICT_KIND_HOUSEHOLD, Household: 1},
		{Kind: types.CONFLICT_KIND_PERSON, Household: 2, Person: 1},
		{Kind: types.CONFLICT_KIND_KEY, Household: 2, Person: 1},
		{Kind: types.CONFLICT_KIND_TAG, Household: 2, Person: 1},
		{Kind: types.CONFLICT_KIND_TAG, Household: 3, Tag: 1},
		{Kind: types.CONFLICT_KIND_KEY, Household: 3, Person: 1},
	}, res.Conflicts)
	require.NoError(t, f.enrol(t, household(3, person(3))), "what has no conflict is taken")
}

func TestQueriesRefuse(t *testing.T) {
	f := newFixture(t)
	persons := func(req *types.QueryPersonsRequest) error { _, err := f.queries.Persons(f.ctx, req); return err }
	households := func(req *types.QueryHouseholdsRequest) error { _, err := f.queries.Households(f.ctx, req); return err }
	aPerson := func(req *types.QueryPersonRequest) error { _, err := f.queries.Person(f.ctx, req); return err }
	aHousehold := func(req *types.QueryHouseholdRequest) error { _, err := f.queries.Household(f.ctx, req); return err }
	aHolder := func(req *types.QueryHolderRequest) error { _, err := f.queries.Holder(f.ctx, req); return err }
	conflicts := func(h ...types.HouseholdEnrolment) error {
		_, err := f.queries.Conflicts(f.ctx, &types.QueryConflictsRequest{Households: h})
		return err
	}
	noPoint := person(1)
	noPoint.HolderKey = append([]byte{2}, bytes.Repeat([]byte{0xff}, 32)...)
	aTag := func(req *types.QueryTagRequest) error { _, err := f.queries.Tag(f.ctx, req); return err }
	tests := []struct {
		name string
		got  error
		want error
	}{
		{name: "page too large", got: persons(&types.QueryPersonsRequest{Area: home, Pagination: &query.PageRequest{Limit: 201}}), want: types.ErrPageInvalid},
		{name: "offset", got: households(&types.QueryHouseholdsRequest{Area: home, Pagination: &query.PageRequest{Offset: 1}}), want: types.ErrPageInvalid},
		{name: "area", got: persons(&types.QueryPersonsRequest{Area: "0"}), want: types.ErrAreaMalformed},
		{name: "area of households", got: households(&types.QueryHouseholdsRequest{}), want: types.ErrAreaMalformed},
		{name: "person reference", got: aPerson(&types.QueryPersonRequest{Ref: []byte{1}}), want: types.ErrRefMalformed},
		{name: "person", got: aPerson(&types.QueryPersonRequest{Ref: ref(1)}), want: types.ErrPersonUnknown},
		{name: "household reference", got: aHousehold(&types.QueryHouseholdRequest{}), want: types.ErrRefMalformed},
		{name: "household", got: aHousehold(&types.QueryHouseholdRequest{Ref: ref(1)}), want: types.ErrHouseholdUnknown},
		{name: "address", got: aHolder(&types.QueryHolderRequest{Address: "x"}), want: types.ErrAddressMalformed},
		{name: "holder", got: aHolder(&types.QueryHolderRequest{Address: holder(t, 1)}), want: types.ErrHolderUnknown},
		{name: "tag value", got: aTag(&types.QueryTagRequest{Class: 1}), want: types.ErrTagMalformed},
		{name: "tag", got: aTag(&types.QueryTagRequest{Class: 1, Value: value(1)}), want: types.ErrTagUnknown},
		{name: "no household", got: conflicts(), want: types.ErrBatchSize},
		{name: "too many households", got: conflicts(make([]types.HouseholdEnrolment, 201)...), want: types.ErrBatchSize},
		{name: "household shape", got: conflicts(types.HouseholdEnrolment{}), want: types.ErrRefMalformed},
		{name: "key", got: conflicts(household(1, noPoint)), want: types.ErrKeyMalformed},
		{name: "nothing asked", got: aPerson(nil), want: types.ErrRequestInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { require.ErrorIs(t, test.got, test.want) })
	}
}
