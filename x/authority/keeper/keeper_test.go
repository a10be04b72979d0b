package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/keeper"
	"github.com/reliefchain/relief/x/authority/types"
)

const decide = "/test.Decide"

func TestNewRefusesMissingDependencies(t *testing.T) {
	_, err := keeper.New(keeper.Deps{})
	require.ErrorIs(t, err, types.ErrDependencyMissing)
}

func TestAuthorizeAllows(t *testing.T) {
	f := newFixture(t)
	want := officer(t, 1, county, types.ROLE_APPROVER, types.ROLE_PROGRAMME)
	require.NoError(t, f.appoint(t, admin(t, county), want))
	want.VouchedBy = county

	got, err := f.Authorize(f.ctx, want.Address, decide, "110101")
	require.NoError(t, err)
	require.Equal(t, want, got)

	got, err = f.Authorize(f.ctx, want.Address, decide, "110101001")
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestAuthorizeRefuses(t *testing.T) {
	tests := []struct {
		name   string
		action string
		change func(*types.Officer)
		before func(*testing.T, *fixture, types.Officer)
		area   string
		err    error
	}{
		{name: "no rule", action: "/test.Other", err: types.ErrActionDenied},
		{name: "stranger", before: func(t *testing.T, f *fixture, o types.Officer) {
			t.Helper()
			_, err := f.Authorize(f.ctx, addr(t, 99), decide, "110101")
			require.ErrorIs(t, err, types.ErrOfficerUnknown)
			_, err = f.Authorize(f.ctx, "cosmos1", decide, "110101")
			require.ErrorIs(t, err, types.ErrAddressMalformed)
			f.at(o.ValidFrom - 1)
		}, err: types.ErrOfficerExpired},
		{name: "revoked", before: func(t *testing.T, f *fixture, o types.Officer) {
			t.Helper()
			_, err := f.msgs.RevokeOfficer(f.ctx, &types.MsgRevokeOfficer{Signer: admin(t, county), Address: o.Address})
			require.NoError(t, err)
			f.at(o.ValidUntil)
		}, err: types.ErrOfficerRevoked},
		{name: "last second is over", before: func(_ *testing.T, f *fixture, o types.Officer) { f.at(o.ValidUntil) }, err: types.ErrOfficerExpired},
		{name: "suspended", before: func(t *testing.T, f *fixture, _ types.Officer) {
			t.Helper()
			_, err := f.msgs.SuspendOrganisation(f.ctx, &types.MsgSuspendOrganisation{Signer: admin(t, province), Organisation: county})
			require.NoError(t, err)
		}, change: func(o *types.Officer) { o.Roles = []types.Role{types.ROLE_INTAKE} }, err: types.ErrOrganisationSuspended},
		{name: "no role", change: func(o *types.Officer) { o.Roles = []types.Role{types.ROLE_INTAKE} }, area: "12", err: types.ErrRoleMissing},
		{name: "no kind", change: func(o *types.Officer) { o.Organisation = treasury }, area: "12", err: types.ErrKindNotAllowed},
		{name: "area beside", area: "12", err: types.ErrAreaOutside},
		{name: "area above", area: "1101", err: types.ErrAreaOutside},
		{name: "nation", area: types.Nation, err: types.ErrAreaOutside},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			o := officer(t, 1, county, types.ROLE_APPROVER)
			if test.change != nil {
				test.change(&o)
			}
			require.NoError(t, f.appoint(t, admin(t, county), o))
			if test.before != nil {
				test.before(t, f, o)
			}
			action, area := test.action, test.area
			if action == "" {
				action = decide
			}
			if area == "" {
				area = "110101"
			}
			got, err := f.Authorize(f.ctx, o.Address, action, area)
			require.ErrorIs(t, err, test.err)
			require.Zero(t, got)
		})
	}
}

func TestRequireArea(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.RequireArea(f.ctx, types.Nation))
	require.NoError(t, f.RequireArea(f.ctx, "1101"))
	require.ErrorIs(t, f.RequireArea(f.ctx, "1102"), types.ErrAreaUnknown)
	require.ErrorIs(t, f.RequireArea(f.ctx, ""), types.ErrAreaUnknown)
}

func TestMembership(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_INTAKE)))
	_, err := f.msgs.SuspendOrganisation(f.ctx, &types.MsgSuspendOrganisation{Signer: admin(t, province), Organisation: county})
	require.NoError(t, err)

	got, ok, err := f.Membership(f.ctx, addr(t, 1))
	require.NoError(t, err)
	require.True(t, ok, "suspension does not end a membership")
	require.Equal(t, county, got.Organisation)

	_, ok, err = f.Membership(f.ctx, addr(t, 99))
	require.NoError(t, err)
	require.False(t, ok)

	f.at(start + year)
	_, ok, err = f.Membership(f.ctx, addr(t, 1))
	require.NoError(t, err)
	require.False(t, ok)

	_, _, err = f.Membership(f.ctx, "nobody")
	require.ErrorIs(t, err, types.ErrAddressMalformed)
}

func TestOrganisation(t *testing.T) {
	f := newFixture(t)
	got, err := f.Organisation(f.ctx, county)
	require.NoError(t, err)
	require.Equal(t, "110101", got.Area)
	_, err = f.Organisation(f.ctx, 99)
	require.ErrorIs(t, err, types.ErrOrganisationUnknown)
}
