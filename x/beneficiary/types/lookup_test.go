package types_test

import (
	"testing"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

func TestNamesTag(t *testing.T) {
	tagged := types.HouseholdEnrolment{Persons: []types.Enrolment{{}, {Tags: []types.Tag{{Class: 1}}}}}
	untagged := types.HouseholdEnrolment{Persons: []types.Enrolment{{}}}
	packed, err := codectypes.NewAnyWithValue(&types.MsgEnrol{Households: []types.HouseholdEnrolment{tagged}})
	require.NoError(t, err)
	for _, tc := range []struct {
		name    string
		request any
		names   bool
	}{
		{name: "lookup", request: &types.QueryTagRequest{}, names: true},
		{name: "conflicts of tags", request: &types.QueryConflictsRequest{Households: []types.HouseholdEnrolment{untagged, tagged}}, names: true},
		{name: "conflicts of references", request: &types.QueryConflictsRequest{Households: []types.HouseholdEnrolment{untagged}}},
		{name: "enrolment", request: &types.MsgEnrol{Households: []types.HouseholdEnrolment{tagged}}, names: true},
		{name: "packed", request: []any{packed}, names: true},
		{name: "empty package", request: &codectypes.Any{}},
		{name: "match", request: &types.MsgOpenMatch{}, names: true},
		{name: "person", request: &types.QueryPersonRequest{Ref: make([]byte, 16)}},
		{name: "no request", request: (*types.QueryConflictsRequest)(nil)},
		{name: "nothing"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.names, types.NamesTag(tc.request))
		})
	}
}

func TestIsTagKey(t *testing.T) {
	for _, epoch := range []uint32{0, 1, 2, 300} {
		require.True(t, types.IsTagKey(types.TagKey(types.Tag{Class: 1, Epoch: epoch, Value: make([]byte, 32)})))
	}
	require.False(t, types.IsTagKey(append(types.PersonsKey.Bytes(), 1, 2)))
	require.False(t, types.IsTagKey(nil))
}
