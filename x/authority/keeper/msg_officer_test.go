package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestAppointOfficer(t *testing.T) {
	f := newFixture(t)
	first := officer(t, 1, county, types.ROLE_INTAKE, types.ROLE_REVIEWER)
	require.NoError(t, f.appoint(t, admin(t, province), first))
	f.requireEvents(t, &types.EventOfficerAppointed{Address: first.Address, Organisation: county, Roles: first.Roles})

	renewed := first
	renewed.Roles = []types.Role{types.ROLE_APPROVER}
	renewed.ValidUntil += year
	require.NoError(t, f.appoint(t, admin(t, county), renewed))
	renewed.VouchedBy = county
	res, err := f.queries.Officer(f.ctx, &types.QueryOfficerRequest{Address: first.Address})
	require.NoError(t, err)
	require.Equal(t, renewed, res.Officer)
	f.requireInvariants(t)
}

func TestAppointOfficerByAnIssuerToItself(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, issuer), officer(t, 1, issuer, types.ROLE_MINTER)))
	require.ErrorIs(t, f.appoint(t, admin(t, issuer), officer(t, 2, county, types.ROLE_APPROVER)), types.ErrOrganisationNotBelow)
	require.ErrorIs(t, f.appoint(t, admin(t, issuer), officer(t, 2, national, types.ROLE_PROGRAMME)), types.ErrOrganisationNotBelow)
}

func TestAppointOfficerRefuses(t *testing.T) {
	tests := []struct {
		name   string
		signer uint32
		change func(*testing.T, *types.Officer)
		err    error
	}{
		{name: "no signer right", signer: 9, err: types.ErrOfficerUnknown},
		{name: "born revoked", change: func(_ *testing.T, o *types.Officer) { o.Revoked = true }, err: types.ErrOfficerMalformed},
		{name: "no roles", change: func(_ *testing.T, o *types.Officer) { o.Roles = nil }, err: types.ErrOfficerMalformed},
		{name: "zero role", change: func(_ *testing.T, o *types.Officer) { o.Roles = []types.Role{0} }, err: types.ErrOfficerMalformed},
		{name: "role twice", change: func(_ *testing.T, o *types.Officer) {
			o.Roles = []types.Role{types.ROLE_INTAKE, types.ROLE_INTAKE}
		}, err: types.ErrOfficerMalformed},
		{name: "no credential", change: func(_ *testing.T, o *types.Officer) { o.Credential = nil }, err: types.ErrOfficerMalformed},
		{name: "zero credential", change: func(_ *testing.T, o *types.Officer) { o.Credential = make([]byte, 32) }, err: types.ErrOfficerMalformed},
		{name: "excluded duties", change: func(_ *testing.T, o *types.Officer) {
			o.Roles = []types.Role{types.ROLE_APPROVER, types.ROLE_TREASURER}
		}, err: types.ErrDutiesExcluded},
		{name: "empty period", change: func(_ *testing.T, o *types.Officer) { o.ValidUntil = o.ValidFrom }, err: types.ErrValidityInvalid},
		{name: "before the epoch", change: func(_ *testing.T, o *types.Officer) { o.ValidFrom = -1 }, err: types.ErrValidityInvalid},
		{name: "too long", change: func(_ *testing.T, o *types.Officer) {
			o.ValidUntil = o.ValidFrom + types.DefaultMaxAppointmentSeconds + 1
		}, err: types.ErrValidityInvalid},
		{name: "organisation unknown", change: func(_ *testing.T, o *types.Officer) { o.Organisation = 99 }, err: types.ErrOrganisationUnknown},
		{name: "organisation above", change: func(_ *testing.T, o *types.Officer) { o.Organisation = province }, err: types.ErrAreaOutside},
		{name: "address empty", change: func(_ *testing.T, o *types.Officer) { o.Address = "" }, err: types.ErrAddressMalformed},
		{name: "address malformed", change: func(_ *testing.T, o *types.Officer) { o.Address = "relief1x" }, err: types.ErrAddressMalformed},
		{name: "own account", change: func(t *testing.T, o *types.Officer) { t.Helper(); o.Address = admin(t, county) }, err: types.ErrSelfAppointment},
		{name: "own person", change: func(_ *testing.T, o *types.Officer) { o.Credential = credential(30) }, err: types.ErrSelfAppointment},
		{name: "elsewhere", change: func(t *testing.T, o *types.Officer) { t.Helper(); o.Address = admin(t, issuer) }, err: types.ErrOfficerElsewhere},
		{name: "same person is admin elsewhere", change: func(_ *testing.T, o *types.Officer) {
			o.Credential = credential(20)
		}, err: types.ErrDutiesExcluded},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			o := officer(t, 1, county, types.ROLE_APPROVER)
			if test.change != nil {
				test.change(t, &o)
			}
			signer := test.signer
			if signer == 0 {
				signer = county
			}
			require.ErrorIs(t, f.appoint(t, admin(t, signer), o), test.err)
			f.requireEvents(t)
			f.requireInvariants(t)
		})
	}
}

func TestDutiesBindThePerson(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_APPROVER)))
	second := officer(t, 2, treasury, types.ROLE_TREASURER)
	second.Credential = credential(1)
	require.ErrorIs(t, f.appoint(t, admin(t, treasury), second), types.ErrDutiesExcluded)

	later := second
	later.ValidFrom, later.ValidUntil = start+year, start+2*year
	require.ErrorIs(t, f.appoint(t, admin(t, treasury), later), types.ErrDutiesExcluded, "the first is still live")

	f.at(start + year - 1)
	require.ErrorIs(t, f.appoint(t, admin(t, treasury), later), types.ErrDutiesExcluded)
	_, err := f.msgs.RevokeOfficer(f.ctx, &types.MsgRevokeOfficer{Signer: admin(t, county), Address: addr(t, 1)})
	require.NoError(t, err)
	require.NoError(t, f.appoint(t, admin(t, treasury), second))
	f.requireInvariants(t)

	back := officer(t, 1, county, types.ROLE_APPROVER)
	require.ErrorIs(t, f.appoint(t, admin(t, county), back), types.ErrDutiesExcluded, "a revoked account may not come back beside it")
}

func TestDutiesOfAnExpiredMembership(t *testing.T) {
	f := newFixture(t)
	short := officer(t, 1, county, types.ROLE_APPROVER)
	short.ValidUntil = start + 10
	require.NoError(t, f.appoint(t, admin(t, county), short))
	f.at(start + 10)

	overlapping := officer(t, 2, treasury, types.ROLE_TREASURER)
	overlapping.Credential = credential(1)
	require.ErrorIs(t, f.appoint(t, admin(t, treasury), overlapping), types.ErrDutiesExcluded, "dated back into the first")

	overlapping.ValidFrom = start + 10
	require.NoError(t, f.appoint(t, admin(t, treasury), overlapping))
	f.requireInvariants(t)
}

func TestAccountsOfOnePersonAreBounded(t *testing.T) {
	f := newFixture(t)
	for n := range byte(types.MaxAccountsPerPerson) {
		o := officer(t, 100+n, county, types.ROLE_INTAKE)
		o.Credential = credential(1)
		require.NoError(t, f.appoint(t, admin(t, county), o))
	}
	o := officer(t, 99, county, types.ROLE_INTAKE)
	o.Credential = credential(1)
	require.ErrorIs(t, f.appoint(t, admin(t, county), o), types.ErrAccountsExceeded)

	o.Address = addr(t, 100)
	require.NoError(t, f.appoint(t, admin(t, county), o), "a renewal is no new account")
	f.requireInvariants(t)
}

func TestRevokeOfficer(t *testing.T) {
	f := newFixture(t)
	o := officer(t, 1, county, types.ROLE_INTAKE)
	require.NoError(t, f.appoint(t, admin(t, county), o))
	_, err := f.msgs.RevokeOfficer(f.fresh(), &types.MsgRevokeOfficer{Signer: admin(t, county), Address: o.Address})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventOfficerRevoked{Address: o.Address, Organisation: county})
	_, valid, err := f.Membership(f.ctx, o.Address)
	require.NoError(t, err)
	require.False(t, valid)
	f.requireInvariants(t)

	o.Organisation = treasury
	require.NoError(t, f.appoint(t, admin(t, treasury), o), "a revoked account may join another organisation")
	f.requireInvariants(t)
}

func TestRevokeOfficerRefuses(t *testing.T) {
	tests := []struct {
		name    string
		signer  uint32
		address string
		err     error
	}{
		{name: "malformed", signer: county, address: "relief1x", err: types.ErrAddressMalformed},
		{name: "unknown", signer: county, address: addr(t, 99), err: types.ErrOfficerUnknown},
		{name: "itself", signer: county, address: admin(t, county), err: types.ErrSelfAppointment},
		{name: "above", signer: county, address: admin(t, province), err: types.ErrAreaOutside},
		{name: "beside", signer: treasury, address: admin(t, county), err: types.ErrOrganisationNotBelow},
		{name: "already", signer: county, address: addr(t, 1), err: types.ErrOfficerRevoked},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_INTAKE)))
			_, err := f.msgs.RevokeOfficer(f.ctx, &types.MsgRevokeOfficer{Signer: admin(t, county), Address: addr(t, 1)})
			require.NoError(t, err)

			res, err := f.msgs.RevokeOfficer(f.fresh(), &types.MsgRevokeOfficer{Signer: admin(t, test.signer), Address: test.address})
			require.ErrorIs(t, err, test.err)
			require.Nil(t, res)
			f.requireEvents(t)
		})
	}
}

func TestASuspensionIsLiftedFromWhereItCame(t *testing.T) {
	f := newFixture(t)
	clerk := addr(t, 1)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_APPROVER)))
	may := func() error {
		_, err := f.Authorize(f.ctx, clerk, "/test.Decide", "110101")
		return err
	}
	suspend := func(signer uint32) error {
		_, err := f.msgs.SuspendOfficer(f.fresh(), &types.MsgSuspendOfficer{Signer: admin(t, signer), Address: clerk})
		return err
	}
	resume := func(signer uint32) error {
		_, err := f.msgs.ResumeOfficer(f.fresh(), &types.MsgResumeOfficer{Signer: admin(t, signer), Address: clerk})
		return err
	}
	require.NoError(t, may())
	require.ErrorIs(t, resume(county), types.ErrOfficerActive)
	require.ErrorIs(t, suspend(treasury), types.ErrOrganisationNotBelow)

	require.NoError(t, suspend(province))
	f.requireEvents(t, &types.EventOfficerSuspended{Address: clerk, Organisation: province})
	require.ErrorIs(t, may(), types.ErrOfficerSuspended)
	_, valid, err := f.Membership(f.ctx, clerk)
	require.NoError(t, err)
	require.False(t, valid, "its office pays no fees for it")
	require.ErrorIs(t, suspend(county), types.ErrOfficerSuspended)
	require.ErrorIs(t, resume(county), types.ErrAreaOutside, "the province suspended")
	require.ErrorIs(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_APPROVER)), types.ErrOfficerSuspended)
	other := officer(t, 2, county, types.ROLE_APPROVER)
	other.Credential = credential(1)
	require.ErrorIs(t, f.appoint(t, admin(t, county), other), types.ErrOfficerSuspended, "another account of the same person")
	_, err = f.msgs.RevokeOfficer(f.ctx, &types.MsgRevokeOfficer{Signer: admin(t, county), Address: clerk})
	require.ErrorIs(t, err, types.ErrAreaOutside, "to be appointed again")
	f.requireInvariants(t)
	f.requireRoundTrip(t)

	require.NoError(t, resume(national), "above the province")
	f.requireEvents(t, &types.EventOfficerResumed{Address: clerk, Organisation: national})
	require.NoError(t, may())
	require.NoError(t, suspend(county))
	require.NoError(t, resume(county))

	_, err = f.msgs.SuspendOfficer(f.ctx, &types.MsgSuspendOfficer{Signer: admin(t, county), Address: admin(t, county)})
	require.ErrorIs(t, err, types.ErrSelfAppointment)
	require.NoError(t, suspend(county))
	_, err = f.msgs.RevokeOfficer(f.ctx, &types.MsgRevokeOfficer{Signer: admin(t, county), Address: clerk})
	require.NoError(t, err, "a suspended officer can be revoked")
	require.ErrorIs(t, suspend(county), types.ErrOfficerRevoked)
	f.requireInvariants(t)
}
