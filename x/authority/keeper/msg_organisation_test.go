package keeper_test

import (
	"slices"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestCreateOrganisation(t *testing.T) {
	f := newFixture(t)
	res, err := f.msgs.CreateOrganisation(f.fresh(), &types.MsgCreateOrganisation{
		Signer: admin(t, province), Kind: types.ORGANISATION_KIND_CITY, Area: "1101",
	})
	require.NoError(t, err)
	require.Equal(t, uint32(6), res.Organisation)

	got, err := f.Organisation(f.ctx, 6)
	require.NoError(t, err)
	require.Equal(t, organisation(6, types.ORGANISATION_KIND_CITY, "1101", province), got)
	f.requireEvents(t, &types.EventOrganisationCreated{
		Organisation: 6, Kind: types.ORGANISATION_KIND_CITY, Area: "1101", Parent: province,
	})
	f.requireInvariants(t)

	res, err = f.msgs.CreateOrganisation(f.ctx, &types.MsgCreateOrganisation{
		Signer: admin(t, national), Kind: types.ORGANISATION_KIND_AUDITOR, Area: types.Nation,
	})
	require.NoError(t, err)
	require.Equal(t, uint32(7), res.Organisation)
}

func TestCreateOrganisationRefuses(t *testing.T) {
	tests := []struct {
		name   string
		signer uint32
		kind   types.OrganisationKind
		area   string
		err    error
	}{
		{name: "national", signer: national, kind: types.ORGANISATION_KIND_NATIONAL, area: types.Nation, err: types.ErrOrganisationKindInvalid},
		{name: "no kind", signer: national, area: "11", err: types.ErrOrganisationKindInvalid},
		{name: "unknown kind", signer: national, kind: 99, area: "11", err: types.ErrOrganisationKindInvalid},
		{name: "malformed", signer: national, kind: types.ORGANISATION_KIND_CITY, area: "1", err: types.ErrAreaMalformed},
		{name: "outside", signer: province, kind: types.ORGANISATION_KIND_CITY, area: "12", err: types.ErrAreaOutside},
		{name: "unregistered", signer: province, kind: types.ORGANISATION_KIND_CITY, area: "1109", err: types.ErrAreaUnknown},
		{name: "peer", signer: province, kind: types.ORGANISATION_KIND_PROVINCE, area: "11", err: types.ErrOrganisationNotBelow},
		{name: "by a treasury", signer: treasury, kind: types.ORGANISATION_KIND_TOWNSHIP, area: "110101", err: types.ErrKindNotAllowed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			res, err := f.msgs.CreateOrganisation(f.fresh(), &types.MsgCreateOrganisation{
				Signer: admin(t, test.signer), Kind: test.kind, Area: test.area,
			})
			require.ErrorIs(t, err, test.err)
			require.Nil(t, res)
			f.requireEvents(t)
		})
	}
}

func TestSuspendAndResumeOrganisation(t *testing.T) {
	f := newFixture(t)
	_, err := f.msgs.SuspendOrganisation(f.fresh(), &types.MsgSuspendOrganisation{Signer: admin(t, province), Organisation: county})
	require.NoError(t, err)
	got, err := f.Organisation(f.ctx, county)
	require.NoError(t, err)
	require.Equal(t, types.ORGANISATION_STATUS_SUSPENDED, got.Status)
	f.requireEvents(t, &types.EventOrganisationStatusChanged{Organisation: county, Status: types.ORGANISATION_STATUS_SUSPENDED})
	f.requireInvariants(t)

	_, err = f.msgs.SuspendOrganisation(f.ctx, &types.MsgSuspendOrganisation{Signer: admin(t, province), Organisation: county})
	require.ErrorIs(t, err, types.ErrOrganisationSuspended)

	_, err = f.msgs.ResumeOrganisation(f.fresh(), &types.MsgResumeOrganisation{Signer: admin(t, national), Organisation: county})
	require.NoError(t, err)
	got, err = f.Organisation(f.ctx, county)
	require.NoError(t, err)
	require.Equal(t, types.ORGANISATION_STATUS_ACTIVE, got.Status)
	f.requireEvents(t, &types.EventOrganisationStatusChanged{Organisation: county, Status: types.ORGANISATION_STATUS_ACTIVE})

	_, err = f.msgs.ResumeOrganisation(f.ctx, &types.MsgResumeOrganisation{Signer: admin(t, national), Organisation: county})
	require.ErrorIs(t, err, types.ErrOrganisationActive)
}

func TestSuspendOrganisationRefuses(t *testing.T) {
	tests := []struct {
		name   string
		signer uint32
		target uint32
		err    error
	}{
		{name: "nothing named", signer: province, target: 0, err: types.ErrOrganisationUnknown},
		{name: "unknown", signer: province, target: 99, err: types.ErrOrganisationUnknown},
		{name: "own", signer: province, target: province, err: types.ErrOrganisationOwn},
		{name: "above", signer: county, target: province, err: types.ErrAreaOutside},
		{name: "kind", signer: treasury, target: county, err: types.ErrKindNotAllowed},
		{name: "same area, higher level", signer: 6, target: county, err: types.ErrOrganisationNotBelow},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := emptyFixture(t)
			gs := nation(t)
			suspend := slices.IndexFunc(gs.Rules, func(r types.Rule) bool { return r.Action == sdk.MsgTypeURL(&types.MsgSuspendOrganisation{}) })
			gs.Rules[suspend].Kinds = append(gs.Rules[suspend].Kinds, types.ORGANISATION_KIND_TOWNSHIP)
			gs.Organisations = append(gs.Organisations, organisation(6, types.ORGANISATION_KIND_TOWNSHIP, "110101", county))
			gs.Officers = append(gs.Officers, officer(t, 60, 6, types.ROLE_ADMIN))
			require.NoError(t, f.InitGenesis(f.ctx, gs))

			res, err := f.msgs.SuspendOrganisation(f.fresh(), &types.MsgSuspendOrganisation{
				Signer: admin(t, test.signer), Organisation: test.target,
			})
			require.ErrorIs(t, err, test.err)
			require.Nil(t, res)
			f.requireEvents(t)
		})
	}
}
