package types_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func validGenesis() types.GenesisState {
	active := types.ORGANISATION_STATUS_ACTIVE
	return types.GenesisState{
		Params: types.DefaultParams(),
		Rules:  types.Policy(),
		Areas:  []types.Area{{Code: "11"}, {Code: "1101"}},
		Organisations: []types.Organisation{
			{Id: 1, Kind: types.ORGANISATION_KIND_NATIONAL, Area: types.Nation, Status: active},
			{Id: 2, Kind: types.ORGANISATION_KIND_PROVINCE, Area: "11", Parent: 1, Status: active},
			{Id: 3, Kind: types.ORGANISATION_KIND_AUDITOR, Area: "11", Parent: 2, Status: active},
		},
		Officers: []types.Officer{validOfficer("a", 1), validOfficer("b", 2)},
	}
}

func validOfficer(address string, person byte) types.Officer {
	return types.Officer{
		Address: address, Organisation: 2, Roles: []types.Role{types.ROLE_ADMIN}, ValidFrom: 10, ValidUntil: 20,
		Credential: bytes.Repeat([]byte{person}, types.CredentialLength),
	}
}

func TestGenesisValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)
		err    error
	}{
		{name: "valid", change: func(*types.GenesisState) {}},
		{name: "default", change: func(gs *types.GenesisState) { *gs = *types.DefaultGenesis() }},
		{name: "params", change: func(gs *types.GenesisState) { gs.Params.AreaWidths = nil }, err: types.ErrParamsInvalid},
		{name: "rule twice", change: func(gs *types.GenesisState) { gs.Rules[1] = gs.Rules[0] }, err: types.ErrGenesisInvalid},
		{name: "rule without role", change: func(gs *types.GenesisState) { gs.Rules[0].Role = 0 }, err: types.ErrRuleInvalid},
		{name: "rule without action", change: func(gs *types.GenesisState) { gs.Rules[0].Action = "" }, err: types.ErrRuleInvalid},
		{name: "rule with unknown kind", change: func(gs *types.GenesisState) {
			gs.Rules[0].Kinds = []types.OrganisationKind{0}
		}, err: types.ErrRuleInvalid},
		{name: "rule with kind twice", change: func(gs *types.GenesisState) {
			gs.Rules[0].Kinds = []types.OrganisationKind{1, 1}
		}, err: types.ErrRuleInvalid},
		{name: "area twice", change: func(gs *types.GenesisState) { gs.Areas[1].Code = "11" }, err: types.ErrGenesisInvalid},
		{name: "area off the levels", change: func(gs *types.GenesisState) { gs.Areas[1].Code = "110" }, err: types.ErrAreaMalformed},
		{name: "area without parent", change: func(gs *types.GenesisState) { gs.Areas[1].Code = "1201" }, err: types.ErrAreaParentUnknown},
		{name: "nation registered", change: func(gs *types.GenesisState) { gs.Areas[0].Code = "0" }, err: types.ErrGenesisInvalid},
		{name: "gap", change: func(gs *types.GenesisState) { gs.Organisations[2].Id = 4 }, err: types.ErrGenesisInvalid},
		{name: "no kind", change: func(gs *types.GenesisState) { gs.Organisations[2].Kind = 0 }, err: types.ErrOrganisationKindInvalid},
		{name: "no status", change: func(gs *types.GenesisState) { gs.Organisations[2].Status = 0 }, err: types.ErrGenesisInvalid},
		{name: "unknown area", change: func(gs *types.GenesisState) { gs.Organisations[2].Area = "12" }, err: types.ErrAreaUnknown},
		{name: "own parent", change: func(gs *types.GenesisState) { gs.Organisations[2].Parent = 3 }, err: types.ErrGenesisInvalid},
		{name: "no parent", change: func(gs *types.GenesisState) { gs.Organisations[2].Parent = 0 }, err: types.ErrOrganisationNotBelow},
		{name: "second nation", change: func(gs *types.GenesisState) {
			gs.Organisations[2].Kind = types.ORGANISATION_KIND_NATIONAL
		}, err: types.ErrGenesisInvalid},
		{name: "nation in a province", change: func(gs *types.GenesisState) { gs.Organisations[0].Area = "11" }, err: types.ErrOrganisationKindInvalid},
		{name: "outside the parent", change: func(gs *types.GenesisState) { gs.Organisations[2].Area = types.Nation }, err: types.ErrOrganisationNotBelow},
		{name: "officer twice", change: func(gs *types.GenesisState) { gs.Officers[1].Address = "a" }, err: types.ErrGenesisInvalid},
		{name: "officer of nobody", change: func(gs *types.GenesisState) { gs.Officers[1].Organisation = 4 }, err: types.ErrOrganisationUnknown},
		{name: "officer too long", change: func(gs *types.GenesisState) { gs.Officers[1].ValidUntil = 1 << 40 }, err: types.ErrValidityInvalid},
		{name: "officer malformed", change: func(gs *types.GenesisState) { gs.Officers[1].Credential = []byte{1} }, err: types.ErrOfficerMalformed},
		{name: "one person, excluded duties", change: excludeDuties, err: types.ErrDutiesExcluded},
		{name: "one person, one revoked", change: func(gs *types.GenesisState) {
			excludeDuties(gs)
			gs.Officers[0].Revoked = true
		}},
		{name: "one person, one after the other", change: func(gs *types.GenesisState) {
			excludeDuties(gs)
			gs.Officers[1].ValidFrom, gs.Officers[1].ValidUntil = 20, 30
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			gs := validGenesis()
			test.change(&gs)
			require.ErrorIs(t, gs.Validate(), test.err)
		})
	}
}

func excludeDuties(gs *types.GenesisState) {
	gs.Officers[1].Credential = gs.Officers[0].Credential
	gs.Officers[1].Roles = []types.Role{types.ROLE_TREASURER}
}

func TestParamsValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.Params)
		err    error
	}{
		{name: "default", change: func(*types.Params) {}},
		{name: "too many levels", change: func(p *types.Params) { p.AreaWidths = []uint32{2, 3, 4, 5, 6, 7, 8, 9, 10} }, err: types.ErrParamsInvalid},
		{name: "width of the nation", change: func(p *types.Params) { p.AreaWidths = []uint32{1} }, err: types.ErrParamsInvalid},
		{name: "too wide", change: func(p *types.Params) { p.AreaWidths = []uint32{25} }, err: types.ErrParamsInvalid},
		{name: "not ascending", change: func(p *types.Params) { p.AreaWidths = []uint32{4, 4} }, err: types.ErrParamsInvalid},
		{name: "no appointment", change: func(p *types.Params) { p.MaxAppointmentSeconds = 0 }, err: types.ErrParamsInvalid},
		{name: "for ever", change: func(p *types.Params) { p.MaxAppointmentSeconds = 1 << 62 }, err: types.ErrParamsInvalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := types.DefaultParams()
			test.change(&p)
			require.ErrorIs(t, p.Validate(), test.err)
		})
	}
}

func TestOrganisationAreaKeyComesBack(t *testing.T) {
	key := types.OrganisationAreaKey("1101", 0x01020304)
	require.Equal(t, append([]byte("1101\x00"), 1, 2, 3, 4), key)
	require.Equal(t, uint32(0x01020304), types.OrganisationOfAreaKey(key))
	require.Zero(t, types.OrganisationOfAreaKey([]byte("11")))
}
