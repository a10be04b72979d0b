package types_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestASecondOfficerIsAnotherPersonOfTheSameOffice(t *testing.T) {
	who := func(person byte, organisation uint32) types.Actor {
		return types.Actor{
			Officer: authoritytypes.Officer{Address: string(rune('a' + person)), Organisation: organisation, Credential: bytes.Repeat([]byte{person}, 32)},
			Persons: [][]byte{bytes.Repeat([]byte{person}, 32)},
		}
	}
	first := who(1, 11)
	acts := []types.Act{{Number: 1, Kind: types.ACT_KIND_PAY_FIRST, Actor: first.Address, Credentials: first.Persons}}
	paid := types.Emergency{Id: 1, Status: types.EMERGENCY_STATUS_PAID_FIRST, Organisation: 11}
	confirmed := paid
	confirmed.Confirmed = true
	tests := []struct {
		name    string
		of      types.Emergency
		officer types.Actor
		err     error
	}{
		{name: "another person", of: paid, officer: who(2, 11)},
		{name: "the same person", of: paid, officer: first, err: types.ErrSecondOfficer},
		{name: "another office", of: paid, officer: who(2, 12), err: types.ErrSecondOfficer},
		{name: "again", of: confirmed, officer: who(2, 11), err: types.ErrEmergencyState},
		{name: "nothing paid", of: types.Emergency{Id: 1, Status: types.EMERGENCY_STATUS_REPORTED}, officer: who(2, 11), err: types.ErrEmergencyState},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			next, err := tc.of.Confirm(acts, tc.officer)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.err == nil, next.Confirmed)
		})
	}
}

func TestFloat(t *testing.T) {
	f, err := types.Float{Organisation: 11, Programme: 2}.Fund(4, "ucny/a", 100)
	require.NoError(t, err)
	_, err = f.Fund(5, "ucny/a", 1)
	require.ErrorIs(t, err, types.ErrFloatNode)
	_, err = f.Pay(101)
	require.ErrorIs(t, err, types.ErrFloatTooSmall)
	f, err = f.Pay(60)
	require.NoError(t, err)
	_, err = f.Return(4, "ucny/b", 1)
	require.ErrorIs(t, err, types.ErrFloatNode)
	_, err = f.Return(4, "ucny/a", 41)
	require.ErrorIs(t, err, types.ErrFloatTooSmall)
	f, err = f.Return(4, "ucny/a", 40)
	require.NoError(t, err)
	left, err := f.Left()
	require.NoError(t, err)
	require.Zero(t, left)
	f.Locks = 1
	_, err = f.Pay(1)
	require.ErrorIs(t, err, types.ErrFastTrackLocked)
}
