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
	_, err = closed.Rotate(fill(33), types.KEY_CURVE_SECP256K1)
	require.ErrorIs(t, err, types.ErrPersonClosed)
}

func TestHolderAddressTakesPointsOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), 0, 70).Draw(t, "key")
		curve := types.KeyCurve(rapid.Int32Range(0, 2).Draw(t, "curve"))
		addr, err := types.HolderAddress(key, curve)
		if err != nil {
			require.ErrorIs(t, err, types.ErrKeyMalformed)
			return
		}
		require.Len(t, key, types.KeyLength)
		require.Len(t, addr, map[types.KeyCurve]int{types.KEY_CURVE_SECP256K1: 20, types.KEY_CURVE_SECP256R1: 32}[curve])
	})
}

func TestPolicyRowsAreValid(t *testing.T) {
	for _, rule := range append(types.Policy(), authoritytypes.Policy()...) {
		require.NoError(t, rule.Validate())
	}
}
