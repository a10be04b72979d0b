package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestRegisterAreas(t *testing.T) {
	f := newFixture(t)
	res, err := f.msgs.RegisterAreas(f.fresh(), &types.MsgRegisterAreas{
		Signer: admin(t, province), Codes: []string{"1102", "1101", "110201", "1102", "110201001"},
	})
	require.NoError(t, err)
	require.Equal(t, uint32(3), res.Added, "known codes are skipped")
	require.NoError(t, f.RequireArea(f.ctx, "110201001"))
	f.requireEvents(t, &types.EventAreasRegistered{Organisation: province, Count: 3})
	f.requireInvariants(t)

	res, err = f.msgs.RegisterAreas(f.fresh(), &types.MsgRegisterAreas{Signer: admin(t, province), Codes: []string{"1102"}})
	require.NoError(t, err)
	require.Zero(t, res.Added)
	f.requireEvents(t)
}

func TestRegisterAreasRefuses(t *testing.T) {
	tests := []struct {
		name   string
		signer uint32
		codes  []string
		err    error
	}{
		{name: "no code", signer: national, err: types.ErrBatchSize},
		{name: "too many", signer: national, codes: make([]string, types.MaxAreasPerMessage+1), err: types.ErrBatchSize},
		{name: "not digits", signer: national, codes: []string{"1x"}, err: types.ErrAreaMalformed},
		{name: "nation", signer: national, codes: []string{types.Nation}, err: types.ErrAreaMalformed},
		{name: "no such level", signer: national, codes: []string{"110"}, err: types.ErrAreaMalformed},
		{name: "parent unknown", signer: national, codes: []string{"2101"}, err: types.ErrAreaParentUnknown},
		{name: "child before parent", signer: national, codes: []string{"2101", "21"}, err: types.ErrAreaParentUnknown},
		{name: "first outside", signer: province, codes: []string{"13"}, err: types.ErrAreaOutside},
		{name: "second outside", signer: province, codes: []string{"1103", "13"}, err: types.ErrAreaOutside},
		{name: "kind", signer: issuer, codes: []string{"13"}, err: types.ErrKindNotAllowed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			res, err := f.msgs.RegisterAreas(f.fresh(), &types.MsgRegisterAreas{Signer: admin(t, test.signer), Codes: test.codes})
			require.ErrorIs(t, err, test.err)
			require.Nil(t, res)
			f.requireEvents(t)
		})
	}
}
