package types_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestRuleApprovalsAreBounded(t *testing.T) {
	for _, c := range []struct {
		name string
		rule types.Rule
		ok   bool
	}{
		{name: "none", ok: true},
		{name: "most", rule: types.Rule{Approvals: types.MaxApprovals, Organisations: types.MaxApprovals}, ok: true},
		{name: "too many", rule: types.Rule{Approvals: types.MaxApprovals + 1}},
		{name: "more organisations than persons", rule: types.Rule{Approvals: 2, Organisations: 3}},
		{name: "organisations without persons", rule: types.Rule{Organisations: 2}},
		{name: "delay within the week", rule: types.Rule{DelaySeconds: types.DefaultExpirySeconds - 1}, ok: true},
		{name: "delay as long as it is open", rule: types.Rule{DelaySeconds: types.DefaultExpirySeconds}},
		{name: "delay below zero", rule: types.Rule{DelaySeconds: -1}},
		{name: "open too shortly", rule: types.Rule{ExpirySeconds: types.MinExpirySeconds - 1}},
		{name: "open too long", rule: types.Rule{ExpirySeconds: types.MaxExpirySeconds + 1}},
		{name: "open long", rule: types.Rule{ExpirySeconds: types.MaxExpirySeconds, DelaySeconds: types.DefaultExpirySeconds}, ok: true},
		{name: "the provinces", rule: types.Rule{Role: types.ROLE_PROVINCES, Approvals: 2}},
		{name: "what can't be proposed", rule: types.Rule{Action: "/relief.council.v1.MsgStop", Approvals: 2}},
		{name: "what can't be proposed, by one", rule: types.Rule{Action: "/relief.council.v1.MsgStop", Approvals: 1}, ok: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.rule.Action == "" {
				c.rule.Action = "/test.Decide"
			}
			if c.rule.Role == 0 {
				c.rule.Role = types.ROLE_APPROVER
			}
			if c.ok {
				require.NoError(t, c.rule.Validate())
			} else {
				require.ErrorIs(t, c.rule.Validate(), types.ErrRuleInvalid)
			}
		})
	}
}

func TestMet(t *testing.T) {
	hand := func(time int64, organisation, appointer uint32) types.Hand {
		return types.Hand{Time: time, Organisation: organisation, Voucher: appointer}
	}
	for _, c := range []struct {
		name            string
		persons, bodies uint32
		hands           []types.Hand
		since           int64
		err             error
	}{
		{name: "nobody", err: types.ErrApprovalsMissing},
		{name: "one", hands: []types.Hand{hand(5, 1, 1)}, since: 5},
		{name: "one of another organisation", hands: []types.Hand{hand(5, 2, 2)}, err: types.ErrApprovalsMissing},
		{name: "two", persons: 2, hands: []types.Hand{hand(9, 1, 1), hand(5, 1, 1)}, since: 9},
		{name: "too few", persons: 2, hands: []types.Hand{hand(5, 1, 1)}, err: types.ErrApprovalsMissing},
		{name: "the first that suffice", persons: 2, hands: []types.Hand{hand(1, 1, 1), hand(2, 1, 1), hand(3, 1, 1)}, since: 2},
		{name: "its own comes last", persons: 2, hands: []types.Hand{hand(1, 2, 2), hand(2, 2, 2), hand(3, 1, 1)}, since: 3},
		{name: "two of one organisation", persons: 2, bodies: 2, hands: []types.Hand{hand(1, 1, 1), hand(2, 1, 2)}, err: types.ErrOrganisationsMissing},
		{name: "two organisations", persons: 2, bodies: 2, hands: []types.Hand{hand(1, 1, 1), hand(2, 2, 3)}, since: 2},
		{name: "two organisations, resting on one", persons: 2, bodies: 2, hands: []types.Hand{hand(1, 1, 1), hand(2, 2, 1)}, err: types.ErrOrganisationsMissing},
		{name: "a third by another", persons: 2, bodies: 2, hands: []types.Hand{hand(1, 1, 1), hand(2, 2, 1), hand(7, 1, 4)}, since: 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			since, err := types.Rule{Action: "/test.Decide", Approvals: c.persons, Organisations: c.bodies}.Met(1, c.hands)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.since, since)
		})
	}
}

// More approvals never make it later or worse, and their order doesn't matter.
func TestMetIsMonotone(t *testing.T) {
	draw := func(t *rapid.T) types.Hand {
		return types.Hand{
			Time:         rapid.Int64Range(0, 9).Draw(t, "time"),
			Organisation: rapid.Uint32Range(1, 4).Draw(t, "organisation"), Voucher: rapid.Uint32Range(1, 4).Draw(t, "appointer"),
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		rule := types.Rule{Action: "/test.Decide", Approvals: rapid.Uint32Range(0, 5).Draw(t, "persons")}
		rule.Organisations = rapid.Uint32Range(0, max(rule.Approvals, 1)).Draw(t, "bodies")
		hands := rapid.SliceOfN(rapid.Custom(draw), 0, 8).Draw(t, "hands")
		since, err := rule.Met(1, hands)
		turned := slices.Clone(hands)
		slices.Reverse(turned)
		again, errAgain := rule.Met(1, turned)
		require.Equal(t, err == nil, errAgain == nil)
		require.Equal(t, since, again)
		more, errMore := rule.Met(1, append(turned, draw(t)))
		if err == nil {
			require.NoError(t, errMore)
			require.LessOrEqual(t, more, since)
		}
	})
}

func TestCheckHand(t *testing.T) {
	person := bytes.Repeat([]byte{7}, types.CredentialLength)
	own := types.Organisation{Id: 3, Kind: types.ORGANISATION_KIND_COUNTY, Area: "110101"}
	above := types.Organisation{Id: 2, Kind: types.ORGANISATION_KIND_PROVINCE, Area: "11"}
	below := types.Organisation{Id: 4, Kind: types.ORGANISATION_KIND_TREASURY, Area: "110101"}
	for _, c := range []struct {
		name    string
		of      types.Organisation
		bodies  uint32
		officer types.Officer
		err     error
	}{
		{name: "its own", of: own, officer: types.Officer{Organisation: 3, Credential: person}},
		{name: "above", of: above, officer: types.Officer{Organisation: 2, Credential: person}},
		{name: "below", of: below, officer: types.Officer{Organisation: 4, Credential: person}, err: types.ErrApproverForeign},
		{name: "below, of two", of: below, bodies: 2, officer: types.Officer{Organisation: 4, Credential: person}},
		{name: "another person", of: own, officer: types.Officer{Organisation: 3, Credential: make([]byte, 32)}, err: types.ErrApprovalVoid},
	} {
		t.Run(c.name, func(t *testing.T) {
			approval := types.Approval{Organisation: c.of.Id, Credential: person}
			rule := types.Rule{Action: "/test.Decide", Approvals: 2, Organisations: c.bodies}
			require.ErrorIs(t, rule.CheckHand(approval, c.officer, c.of, own), c.err)
			approval.Organisation = 9
			require.ErrorIs(t, rule.CheckHand(approval, c.officer, c.of, own), types.ErrApprovalVoid)
		})
	}
}
