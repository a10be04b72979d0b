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

func TestProposalsComeBackTheSame(t *testing.T) {
	f := newFixture(t)
	f.mustPropose(t, admin(t, county), local(t, "110101"), local(t, "110101"))
	p := f.mustPropose(t, admin(t, province), &types.MsgRegisterLocalArea{Signer: account(t, province), Parent: "1101"})
	require.NoError(t, f.approve(admin(t, national), p))
	_, err := f.msgs.WithdrawProposal(f.ctx, &types.MsgWithdrawProposal{Signer: admin(t, county), Proposal: 1})
	require.NoError(t, err)
	f.requireRoundTrip(t)
}

func TestGenesisRefusesProposalsThatWereTamperedWith(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*types.GenesisState)
		err    error
	}{
		{name: "as it was", change: func(*types.GenesisState) {}},
		{name: "content", change: func(gs *types.GenesisState) {
			gs.Proposals[0].Proposal.Messages = gs.Proposals[1].Proposal.Messages
		}, err: types.ErrContentDiffers},
		{name: "hash", change: func(gs *types.GenesisState) { gs.Proposals[0].Proposal.ContentHash[0]++ }, err: types.ErrContentDiffers},
		{name: "no rule", change: func(gs *types.GenesisState) { gs.Proposals[0].Proposal.Rules = nil }, err: types.ErrContentInvalid},
		{name: "number", change: func(gs *types.GenesisState) { gs.LastProposal = 1 }, err: types.ErrGenesisInvalid},
		{name: "organisation", change: func(gs *types.GenesisState) { gs.Proposals[0].Proposal.Organisation = 99 }, err: types.ErrOrganisationUnknown},
		{name: "open for ever", change: func(gs *types.GenesisState) {
			gs.Proposals[0].Proposal.ExpiresAt += types.MaxExpirySeconds
		}, err: types.ErrContentInvalid},
		{name: "one person twice", change: func(gs *types.GenesisState) {
			gs.Proposals[0].Approvals = append(gs.Proposals[0].Approvals, gs.Proposals[0].Approvals[0])
		}, err: types.ErrApprovedAlready},
		{name: "an approval of nobody", change: func(gs *types.GenesisState) { gs.Proposals[0].Approvals[0].Officer = addr(t, 99) }, err: types.ErrOfficerUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			f.mustPropose(t, admin(t, county), local(t, "110101"))
			f.mustPropose(t, admin(t, county), local(t, "110101"), local(t, "110101"))
			gs, err := f.ExportGenesis(f.ctx)
			require.NoError(t, err)
			c.change(gs)
			g := emptyFixture(t)
			require.ErrorIs(t, g.InitGenesis(g.ctx, *gs), c.err)
		})
	}
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
