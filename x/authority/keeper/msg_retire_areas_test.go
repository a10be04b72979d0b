package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

// TestACountyIsMergedIntoAnother follows what happens to the cases of a county that is merged in the middle of a year.
func TestACountyIsMergedIntoAnother(t *testing.T) {
	f := newFixture(t)
	const decide = "/test.Decide"
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 31, county, types.ROLE_INTAKE)))
	register := func(codes ...string) {
		_, err := f.msgs.RegisterAreas(f.ctx, &types.MsgRegisterAreas{Signer: admin(t, province), Codes: codes})
		require.NoError(t, err)
	}
	register("110102", "110101001", "110102001")
	created, err := f.msgs.CreateOrganisation(f.ctx, &types.MsgCreateOrganisation{
		Signer: admin(t, province), Kind: types.ORGANISATION_KIND_COUNTY, Area: "110102",
	})
	require.NoError(t, err)
	heir := created.Organisation
	require.NoError(t, f.appoint(t, admin(t, province), officer(t, 61, heir, types.ROLE_APPROVER)))
	_, err = f.Authorize(f.ctx, addr(t, 61), decide, "110101001")
	require.ErrorIs(t, err, types.ErrAreaOutside, "a case of the other county")

	retire := func(successions ...types.Succession) error {
		ctx, commit := f.fresh().CacheContext() // as the chain does: all of a message or nothing
		_, err := f.msgs.RetireAreas(ctx, &types.MsgRetireAreas{Signer: admin(t, province), Areas: successions})
		if err == nil {
			commit()
		}
		return err
	}
	town := types.Succession{Area: "110101001", Successor: "110102001"}
	whole := types.Succession{Area: "110101", Successor: "110102"}
	require.ErrorIs(t, retire(whole), types.ErrAreaInUse, "a live township lies in it")
	require.ErrorIs(t, retire(town, whole), types.ErrAreaInUse, "the county's offices still answer for it")

	_, err = f.msgs.CloseOrganisation(f.ctx, &types.MsgCloseOrganisation{Signer: admin(t, province), Organisation: county, Successor: heir})
	require.ErrorIs(t, err, types.ErrOrganisationInUse, "its treasury stands below it")
	_, err = f.msgs.MoveOrganisation(f.fresh(), &types.MsgMoveOrganisation{Signer: admin(t, province), Organisation: treasury, Area: "110102", Parent: heir})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventOrganisationMoved{Organisation: treasury, Area: "110102", Parent: heir})
	_, err = f.msgs.CloseOrganisation(f.fresh(), &types.MsgCloseOrganisation{Signer: admin(t, province), Organisation: county, Successor: heir})
	require.NoError(t, err)
	f.requireEvents(t, &types.EventOrganisationClosed{Organisation: county, Successor: heir})
	require.NoError(t, retire(town, whole))
	f.requireEvents(t, &types.EventAreasRetired{Organisation: province, Areas: []types.Succession{town, whole}})

	_, err = f.Authorize(f.ctx, addr(t, 61), decide, "110101001")
	require.NoError(t, err, "the cases followed to the successor")
	_, err = f.Authorize(f.ctx, addr(t, 31), decide, "110101")
	require.ErrorIs(t, err, types.ErrOrganisationClosed)
	current, err := f.CurrentOrganisation(f.ctx, county)
	require.NoError(t, err)
	require.Equal(t, heir, current)
	answer, err := f.queries.Area(f.ctx, &types.QueryAreaRequest{Code: "110101001"})
	require.NoError(t, err)
	require.Equal(t, "110102001", answer.Now)
	require.False(t, answer.Area.Live())
	require.ErrorIs(t, f.RequireArea(f.ctx, "110101"), types.ErrAreaRetired)
	require.NoError(t, f.RequireKnownArea(f.ctx, "110101"))

	require.ErrorIs(t, retire(whole), types.ErrAreaRetired, "again")
	require.ErrorIs(t, retire(types.Succession{Area: "110102001", Successor: "110101001"}), types.ErrAreaRetired, "into a retired one")
	_, err = f.msgs.RegisterAreas(f.ctx, &types.MsgRegisterAreas{Signer: admin(t, province), Codes: []string{"110101002"}})
	require.ErrorIs(t, err, types.ErrAreaRetired, "a new area inside it")
	_, err = f.msgs.SuspendOrganisation(f.ctx, &types.MsgSuspendOrganisation{Signer: admin(t, province), Organisation: county})
	require.ErrorIs(t, err, types.ErrOrganisationClosed)
	f.requireInvariants(t)
	f.requireRoundTrip(t)
}

func TestRetireAreasRefuses(t *testing.T) {
	for _, test := range []struct {
		name  string
		areas []types.Succession
		err   error
	}{
		{name: "none", err: types.ErrBatchSize},
		{name: "the nation", areas: []types.Succession{{Area: types.Nation, Successor: "12"}}, err: types.ErrAreaMalformed},
		{name: "outside", areas: []types.Succession{{Area: "110102", Successor: "120102"}}, err: types.ErrAreaOutside},
		{name: "unknown", areas: []types.Succession{{Area: "110105", Successor: "110102"}}, err: types.ErrAreaUnknown},
		{name: "unknown successor", areas: []types.Succession{{Area: "110102", Successor: "110105"}}, err: types.ErrAreaUnknown},
		{name: "itself", areas: []types.Succession{{Area: "110102", Successor: "110102"}}, err: types.ErrAreaSuccessor},
		{name: "another level", areas: []types.Succession{{Area: "110102", Successor: "1101"}}, err: types.ErrAreaSuccessor},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			_, err := f.msgs.RegisterAreas(f.ctx, &types.MsgRegisterAreas{Signer: admin(t, province), Codes: []string{"110102"}})
			require.NoError(t, err)
			_, err = f.msgs.RetireAreas(f.ctx, &types.MsgRetireAreas{Signer: admin(t, province), Areas: test.areas})
			require.ErrorIs(t, err, test.err)
		})
	}
}

func TestLocalAreasCountDown(t *testing.T) {
	f := newFixture(t)
	local := func(parent string) (string, error) {
		res, err := f.msgs.RegisterLocalArea(f.fresh(), &types.MsgRegisterLocalArea{Signer: admin(t, county), Parent: parent})
		return res.GetCode(), err
	}
	for n := range types.LocalCodes {
		code, err := local("110101")
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("110101%d", 999-n), code)
	}
	_, err := local("110101")
	require.ErrorIs(t, err, types.ErrAreaExhausted)
	_, err = local("12")
	require.ErrorIs(t, err, types.ErrAreaOutside)
}

func TestMoveOrganisationRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		msg  types.MsgMoveOrganisation
		err  error
	}{
		{name: "above", msg: types.MsgMoveOrganisation{Signer: admin(t, county), Organisation: province, Area: "1101", Parent: county}, err: types.ErrAreaOutside},
		{name: "itself", msg: types.MsgMoveOrganisation{Signer: admin(t, province), Organisation: province, Area: "11", Parent: national}, err: types.ErrOrganisationNotBelow},
		{name: "with others below it", msg: types.MsgMoveOrganisation{Signer: admin(t, province), Organisation: county, Area: "1101", Parent: province}, err: types.ErrOrganisationInUse},
		{name: "out of the signer's area", msg: types.MsgMoveOrganisation{Signer: admin(t, province), Organisation: treasury, Area: "12", Parent: province}, err: types.ErrAreaOutside},
		{name: "below one that isn't the signer's", msg: types.MsgMoveOrganisation{Signer: admin(t, province), Organisation: treasury, Area: "1101", Parent: national}, err: types.ErrOrganisationNotBelow},
		{name: "out of its parent's area", msg: types.MsgMoveOrganisation{Signer: admin(t, province), Organisation: treasury, Area: "1101", Parent: county}, err: types.ErrOrganisationNotBelow},
		{name: "below itself", msg: types.MsgMoveOrganisation{Signer: admin(t, province), Organisation: treasury, Area: "1101", Parent: treasury}, err: types.ErrOrganisationKindInvalid},
		{name: "to an unknown area", msg: types.MsgMoveOrganisation{Signer: admin(t, province), Organisation: treasury, Area: "110199", Parent: province}, err: types.ErrAreaUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			_, err := f.msgs.MoveOrganisation(f.ctx, &test.msg)
			require.ErrorIs(t, err, test.err)
		})
	}
}

func TestAnnounceYear(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, national), officer(t, 17, national, types.ROLE_PROGRAMME)))
	announce := func(signer string, c types.CalendarYear) error {
		_, err := f.msgs.AnnounceYear(f.fresh(), &types.MsgAnnounceYear{Signer: signer, Year: c.Year, Working: c.Working})
		return err
	}
	ask := func(from string, days uint32) *types.QueryDeadlineResponse {
		res, err := f.queries.Deadline(f.ctx, &types.QueryDeadlineRequest{From: from, Days: days})
		require.NoError(t, err)
		return res
	}
	require.Equal(t, uint32(3), ask("2025-12-30", 3).Left, "nothing is announced")
	require.ErrorIs(t, announce(admin(t, national), types.Weekdays(2025)), types.ErrRoleMissing)
	require.NoError(t, announce(addr(t, 17), types.Weekdays(2025)))
	f.requireEvents(t, &types.EventYearAnnounced{Year: 2025, Version: 1})
	require.Equal(t, &types.QueryDeadlineResponse{Date: "2025-12-31", Over: 1767196800, Left: 2}, ask("2025-12-30", 3))
	require.NoError(t, announce(addr(t, 17), types.Weekdays(2026)))
	require.Equal(t, "2026-01-02", ask("2025-12-30", 3).Date)

	amended := types.Weekdays(2026)
	amended.Set(1, false)
	require.NoError(t, announce(addr(t, 17), amended), "a year can be amended while deadlines run")
	require.Equal(t, "2026-01-05", ask("2025-12-30", 3).Date)
	past := types.Weekdays(2025)
	past.Set(1, false)
	require.ErrorIs(t, announce(addr(t, 17), past), types.ErrCalendarPast)
	years, err := f.queries.Years(f.ctx, &types.QueryYearsRequest{})
	require.NoError(t, err)
	require.Len(t, years.Years, 2)
	require.Equal(t, uint32(2), years.Years[1].Version)
	f.requireInvariants(t)
	f.requireRoundTrip(t)
}
