package keeper_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func personRef(n byte) []byte { return bytes.Repeat([]byte{n}, types.ReferenceLength) }

func (f *fixture) declare(signer, officer string, person []byte) error {
	_, err := f.msgs.DeclareInterest(f.fresh(), &types.MsgDeclareInterest{Signer: signer, Officer: officer, Person: person})
	return err
}

func (f *fixture) withdrawInterest(signer, officer string, person []byte) error {
	_, err := f.msgs.WithdrawInterest(f.fresh(), &types.MsgWithdrawInterest{Signer: signer, Officer: officer, Person: person})
	return err
}

func TestInterests(t *testing.T) {
	f := newFixture(t)
	clerk, colleague := addr(t, 1), addr(t, 2)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_APPROVER)))
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 2, county, types.ROLE_APPROVER)))
	barred := func(n byte, persons ...[]byte) error {
		return f.RequireNoInterest(f.ctx, [][]byte{credential(99), credential(n)}, persons...)
	}
	require.NoError(t, barred(1, personRef(7)))

	require.NoError(t, f.declare(clerk, clerk, personRef(7)))
	f.requireEvents(t, &types.EventInterestDeclared{Officer: clerk, Person: personRef(7), Organisation: county})
	require.ErrorIs(t, f.declare(clerk, clerk, personRef(7)), types.ErrInterestKnown)
	require.ErrorIs(t, f.declare(clerk, colleague, personRef(7)), types.ErrRoleMissing)
	require.ErrorIs(t, f.declare(admin(t, treasury), colleague, personRef(7)), types.ErrOrganisationNotBelow)
	require.NoError(t, f.declare(admin(t, province), colleague, personRef(8)))
	require.ErrorIs(t, barred(1, personRef(6), personRef(7)), types.ErrInterestDeclared)
	require.NoError(t, barred(1, personRef(8)))
	require.ErrorIs(t, barred(2, personRef(8)), types.ErrInterestDeclared)
	f.requireInvariants(t)

	require.ErrorIs(t, f.withdrawInterest(clerk, clerk, personRef(7)), types.ErrRoleMissing)
	require.ErrorIs(t, f.withdrawInterest(admin(t, county), colleague, personRef(8)), types.ErrAreaOutside, "declared from above")
	require.ErrorIs(t, f.withdrawInterest(admin(t, county), colleague, personRef(7)), types.ErrInterestUnknown)
	require.NoError(t, f.withdrawInterest(admin(t, county), clerk, personRef(7)))
	f.requireEvents(t, &types.EventInterestWithdrawn{Officer: clerk, Person: personRef(7), Organisation: county})
	require.NoError(t, barred(1, personRef(7)))

	res, err := f.queries.InterestsIn(f.ctx, &types.QueryInterestsInRequest{Person: personRef(8)})
	require.NoError(t, err)
	require.Equal(t, []types.Interest{{Credential: credential(2), Person: personRef(8), Organisation: province, Time: start}}, res.Interests)
	of, err := f.queries.Interests(f.ctx, &types.QueryInterestsRequest{Officer: colleague})
	require.NoError(t, err)
	require.Equal(t, res.Interests, of.Interests)
	f.requireInvariants(t)
}

// An administrator doesn't withdraw an own interest, with whatever account, and nobody has any number of them.
func TestInterestsAreBounded(t *testing.T) {
	f := newFixture(t)
	second := officer(t, 1, county, types.ROLE_INTAKE)
	second.Credential = credential(10 * byte(county))
	require.NoError(t, f.appoint(t, admin(t, province), second))
	for n := range byte(types.MaxInterestsPerPerson) {
		require.NoError(t, f.declare(addr(t, 1), addr(t, 1), personRef(n+1)))
	}
	require.ErrorIs(t, f.declare(admin(t, county), admin(t, county), personRef(200)), types.ErrInterestsExceeded)
	require.ErrorIs(t, f.declare(addr(t, 1), addr(t, 1), make([]byte, types.ReferenceLength)), types.ErrReferenceMalformed)
	require.ErrorIs(t, f.declare(addr(t, 1), addr(t, 1), []byte{1}), types.ErrReferenceMalformed)
	require.ErrorIs(t, f.withdrawInterest(admin(t, county), addr(t, 1), personRef(1)), types.ErrSelfAppointment)
	require.NoError(t, f.withdrawInterest(admin(t, province), addr(t, 1), personRef(1)))
	f.requireInvariants(t)

	gs, err := f.ExportGenesis(f.ctx)
	require.NoError(t, err)
	require.NoError(t, gs.Validate())
	gs.Interests = append(gs.Interests, gs.Interests[0])
	require.ErrorIs(t, gs.Validate(), types.ErrGenesisInvalid)
}
