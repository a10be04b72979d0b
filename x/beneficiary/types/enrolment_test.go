package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

func TestItemsCountsPersons(t *testing.T) {
	msg := &types.MsgEnrol{Households: []types.HouseholdEnrolment{
		{Persons: make([]types.Enrolment, 2)}, {}, {Persons: make([]types.Enrolment, 3)},
	}}
	require.Equal(t, 5, msg.Items())
}

func TestPersonClosesOnce(t *testing.T) {
	person := types.Person{Ref: fill(16), Status: types.PERSON_STATUS_REGISTERED}
	closed, err := person.Close()
	require.NoError(t, err)
	require.Equal(t, types.PERSON_STATUS_CLOSED, closed.Status)
	require.Equal(t, types.PERSON_STATUS_REGISTERED, person.Status, "rules give the next value")
	_, err = closed.Close()
	require.ErrorIs(t, err, types.ErrPersonClosed)
	_, err = closed.Rotate(fill(33))
	require.ErrorIs(t, err, types.ErrPersonClosed)
}

func TestHolderAddressTakesPointsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 0, 70).Draw(t, "key")
		addr, err := types.HolderAddress(key)
		if err != nil {
			require.ErrorIs(t, err, types.ErrKeyMalformed)
			return
		}
		require.Len(t, key, types.KeyLength)
		require.Len(t, addr, 20)
	})
}

func TestPolicyRowsAreValid(t *testing.T) {
	for _, rule := range append(types.Policy(), authoritytypes.Policy()...) {
		require.NoError(t, rule.Validate())
	}
}
