package keeper_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestGenesisComesBackTheSame(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_INTAKE)))
	_, err := f.msgs.RevokeOfficer(f.ctx, &types.MsgRevokeOfficer{Signer: admin(t, county), Address: addr(t, 1)})
	require.NoError(t, err)
	f.requireRoundTrip(t)
}

// requireRoundTrip wants the state to come back the same from its export.
func (f *fixture) requireRoundTrip(t *testing.T) {
	t.Helper()
	exported, err := f.ExportGenesis(f.ctx)
	require.NoError(t, err)
	g := emptyFixture(t)
	require.NoError(t, g.InitGenesis(g.ctx, *exported))
	again, err := g.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, again)
	g.requireInvariants(t)
}

func TestInitGenesisRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)
		err    error
	}{
		{name: "invalid", change: func(gs *types.GenesisState) { gs.Areas = nil }, err: types.ErrAreaUnknown},
		{name: "foreign address", change: func(gs *types.GenesisState) { gs.Officers[0].Address = "cosmos1x" }, err: types.ErrAddressMalformed},
		{name: "one account in two spellings", change: func(gs *types.GenesisState) {
			gs.Officers[1].Address = strings.ToUpper(gs.Officers[0].Address)
		}, err: types.ErrGenesisInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := emptyFixture(t)
			gs := nation(t)
			test.change(&gs)
			require.ErrorIs(t, f.InitGenesis(f.ctx, gs), test.err)
		})
	}
}
