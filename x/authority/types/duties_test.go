package types_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestExcludesDuty(t *testing.T) {
	tests := []struct {
		name string
		a, b types.Role
		want bool
	}{
		{name: "intake, approver", a: types.ROLE_INTAKE, b: types.ROLE_APPROVER, want: true},
		{name: "reviewer, approver", a: types.ROLE_REVIEWER, b: types.ROLE_APPROVER, want: true},
		{name: "approver, treasurer", a: types.ROLE_APPROVER, b: types.ROLE_TREASURER, want: true},
		{name: "auditor, programme", a: types.ROLE_AUDITOR, b: types.ROLE_PROGRAMME, want: true},
		{name: "auditor, operator", a: types.ROLE_AUDITOR, b: types.ROLE_OPERATOR, want: true},
		{name: "admin, treasurer", a: types.ROLE_ADMIN, b: types.ROLE_TREASURER, want: true},
		{name: "admin, approver", a: types.ROLE_ADMIN, b: types.ROLE_APPROVER, want: true},
		{name: "mint controller, minter", a: types.ROLE_MINT_CONTROLLER, b: types.ROLE_MINTER, want: true},
		{name: "mint controller, compliance", a: types.ROLE_MINT_CONTROLLER, b: types.ROLE_COMPLIANCE, want: true},
		{name: "minter, compliance", a: types.ROLE_MINTER, b: types.ROLE_COMPLIANCE, want: true},
		{name: "attestor, minter", a: types.ROLE_ATTESTOR, b: types.ROLE_MINTER, want: true},
		{name: "attestor, custodian", a: types.ROLE_ATTESTOR, b: types.ROLE_CUSTODIAN, want: true},
		{name: "intake, reviewer", a: types.ROLE_INTAKE, b: types.ROLE_REVIEWER},
		{name: "admin, intake", a: types.ROLE_ADMIN, b: types.ROLE_INTAKE},
		{name: "auditor alone", a: types.ROLE_AUDITOR, b: types.ROLE_AUDITOR},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want, types.ExcludesDuty(test.a, test.b))
			require.Equal(t, test.want, types.ExcludesDuty(test.b, test.a))
		})
	}
}

func drawRoles() *rapid.Generator[[]types.Role] {
	return rapid.Custom(func(t *rapid.T) []types.Role {
		roles := rapid.SliceOfNDistinct(rapid.Int32Range(1, int32(types.ROLE_OPERATOR)), 1, 5, rapid.ID[int32]).Draw(t, "roles")
		slices.Sort(roles)
		out := make([]types.Role, len(roles))
		for i, role := range roles {
			out[i] = types.Role(role)
		}
		return out
	})
}

func TestCheckDutiesFindsEveryPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		roles := drawRoles().Draw(t, "roles")
		want := false
		for _, a := range roles {
			for _, b := range roles {
				want = want || types.ExcludesDuty(a, b)
			}
		}
		require.Equal(t, want, types.CheckDuties(roles) != nil)
		if want {
			require.ErrorIs(t, types.CheckDuties(roles), types.ErrDutiesExcluded)
		}
	})
}

// What one person may hold on two accounts at one time is what it may hold on one.
func TestTwoAccountsHoldNoMoreThanOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two := drawRoles().Draw(t, "one"), drawRoles().Draw(t, "two")
		if types.CheckDuties(one) != nil || types.CheckDuties(two) != nil {
			t.Skip("one account alone is refused")
		}
		union := slices.Concat(one, two)
		slices.Sort(union)
		union = slices.Compact(union)
		a := types.Officer{Roles: one, ValidFrom: 0, ValidUntil: 10}
		b := types.Officer{Roles: two, ValidFrom: 5, ValidUntil: 15}
		require.Equal(t, types.CheckDuties(union) == nil, types.CheckPerson(a, b, 0) == nil)
	})
}

func TestCheckPersonAsksForLiveMemberships(t *testing.T) {
	appointed := types.Officer{Roles: []types.Role{types.ROLE_TREASURER}, ValidFrom: 10, ValidUntil: 20}
	tests := []struct {
		name    string
		from    int64
		until   int64
		revoked bool
		now     int64
		err     error
	}{
		{name: "overlaps", from: 0, until: 11, now: 15, err: types.ErrDutiesExcluded},
		{name: "live now", from: 0, until: 10, now: 9, err: types.ErrDutiesExcluded},
		{name: "to come", from: 20, until: 30, now: 9, err: types.ErrDutiesExcluded},
		{name: "over before", from: 0, until: 10, now: 10},
		{name: "revoked", from: 0, until: 20, revoked: true, now: 5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			other := types.Officer{
				Roles: []types.Role{types.ROLE_APPROVER}, ValidFrom: test.from, ValidUntil: test.until, Revoked: test.revoked,
			}
			require.ErrorIs(t, types.CheckPerson(appointed, other, test.now), test.err)
		})
	}
}
