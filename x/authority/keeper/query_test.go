package keeper_test

import (
	"testing"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestQueryAreas(t *testing.T) {
	tests := []struct {
		name   string
		prefix string
		want   []string
	}{
		{name: "all", want: []string{"11", "1101", "110101", "12"}},
		{name: "part of a code", prefix: "110", want: []string{"1101", "110101"}},
		{name: "none", prefix: "9"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			var got []string
			page := &query.PageRequest{Limit: 1}
			for {
				res, err := f.queries.Areas(f.ctx, &types.QueryAreasRequest{Prefix: test.prefix, Pagination: page})
				require.NoError(t, err)
				require.LessOrEqual(t, len(res.Areas), 1)
				for _, area := range res.Areas {
					got = append(got, area.Code)
				}
				if len(res.Pagination.NextKey) == 0 {
					break
				}
				page.Key = res.Pagination.NextKey
			}
			require.Equal(t, test.want, got)
		})
	}
}

func TestQueryOrganisations(t *testing.T) {
	tests := []struct {
		name   string
		prefix string
		want   []uint32
	}{
		{name: "all by area", want: []uint32{national, issuer, province, county, treasury}},
		{name: "part of a code", prefix: "110", want: []uint32{county, treasury}},
		{name: "nation", prefix: "0", want: []uint32{national, issuer}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFixture(t)
			var got []uint32
			page := &query.PageRequest{Limit: 1}
			for {
				res, err := f.queries.Organisations(f.ctx, &types.QueryOrganisationsRequest{Prefix: test.prefix, Pagination: page})
				require.NoError(t, err)
				for _, o := range res.Organisations {
					got = append(got, o.Id)
				}
				if len(res.Pagination.NextKey) == 0 {
					break
				}
				page.Key = res.Pagination.NextKey
			}
			require.Equal(t, test.want, got)
		})
	}
}

func TestQueryOfficers(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 1, county, types.ROLE_INTAKE)))
	res, err := f.queries.Officers(f.ctx, &types.QueryOfficersRequest{Organisation: county})
	require.NoError(t, err)
	appointed := officer(t, 1, county, types.ROLE_INTAKE)
	appointed.VouchedBy = county
	require.Equal(t, []types.Officer{appointed, officer(t, 30, county, types.ROLE_ADMIN)}, res.Officers)
}

func TestQueryParamsRulesAndOrganisation(t *testing.T) {
	f := newFixture(t)
	params, err := f.queries.Params(f.ctx, &types.QueryParamsRequest{})
	require.NoError(t, err)
	require.Equal(t, types.DefaultParams(), params.Params)
	rules, err := f.queries.Rules(f.ctx, &types.QueryRulesRequest{})
	require.NoError(t, err)
	require.Len(t, rules.Rules, len(types.Policy())+1)
	res, err := f.queries.Organisation(f.ctx, &types.QueryOrganisationRequest{Id: issuer})
	require.NoError(t, err)
	require.Equal(t, types.ORGANISATION_KIND_ISSUER, res.Organisation.Kind)
}

func TestQueriesRefuse(t *testing.T) {
	f := newFixture(t)
	tests := []struct {
		name string
		ask  func() error
		err  error
	}{
		{name: "page too large", ask: func() error {
			_, err := f.queries.Areas(f.ctx, &types.QueryAreasRequest{Pagination: &query.PageRequest{Limit: 201}})
			return err
		}, err: types.ErrPageInvalid},
		{name: "offset", ask: func() error {
			_, err := f.queries.Organisations(f.ctx, &types.QueryOrganisationsRequest{Pagination: &query.PageRequest{Offset: 1}})
			return err
		}, err: types.ErrPageInvalid},
		{name: "total", ask: func() error {
			_, err := f.queries.Officers(f.ctx, &types.QueryOfficersRequest{Pagination: &query.PageRequest{CountTotal: true}})
			return err
		}, err: types.ErrPageInvalid},
		{name: "prefix", ask: func() error {
			_, err := f.queries.Areas(f.ctx, &types.QueryAreasRequest{Prefix: "x"})
			return err
		}, err: types.ErrAreaMalformed},
		{name: "officer unknown", ask: func() error {
			_, err := f.queries.Officer(f.ctx, &types.QueryOfficerRequest{Address: addr(t, 99)})
			return err
		}, err: types.ErrOfficerUnknown},
		{name: "organisation unknown", ask: func() error {
			_, err := f.queries.Organisation(f.ctx, &types.QueryOrganisationRequest{Id: 99})
			return err
		}, err: types.ErrOrganisationUnknown},
		{name: "nothing asked", ask: func() error {
			_, err := f.queries.Officers(f.ctx, nil)
			return err
		}, err: types.ErrRequestInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { require.ErrorIs(t, test.ask(), test.err) })
	}
}
