package keeper_test

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestSetRules(t *testing.T) {
	f := newFixture(t)
	review := types.Rule{Action: "/test.Review", Role: types.ROLE_REVIEWER}
	msg := &types.MsgSetRules{Signer: governance(t), Set: []types.Rule{review}, Remove: []string{"/test.Decide"}}

	_, err := f.msgs.SetRules(f.fresh(), msg)
	require.NoError(t, err)
	f.requireEvents(t, &types.EventRulesSet{Set: []string{"/test.Review"}, Removed: []string{"/test.Decide"}})
	f.requireInvariants(t)

	require.NoError(t, f.appoint(t, admin(t, county), officer(t, 51, county, types.ROLE_REVIEWER)))
	_, err = f.Authorize(f.ctx, addr(t, 51), "/test.Review", "110101")
	require.NoError(t, err)
	_, err = f.Authorize(f.ctx, addr(t, 51), "/test.Decide", "110101")
	require.ErrorIs(t, err, types.ErrActionDenied)
}

func TestSetRulesRefuses(t *testing.T) {
	appointing := sdk.MsgTypeURL(&types.MsgAppointOfficer{})
	changing := sdk.MsgTypeURL(&types.MsgSetRules{})
	row := types.Rule{Action: "/test.Review", Role: types.ROLE_REVIEWER}
	for _, c := range []struct {
		name string
		msg  types.MsgSetRules
		err  error
	}{
		{name: "an administrator", msg: types.MsgSetRules{Signer: admin(t, national), Set: []types.Rule{row}}, err: types.ErrRoleMissing},
		{name: "nothing", err: types.ErrBatchSize},
		{name: "twice", msg: types.MsgSetRules{Set: []types.Rule{row, row}}, err: types.ErrRuleInvalid},
		{name: "set and remove", msg: types.MsgSetRules{Set: []types.Rule{row}, Remove: []string{row.Action}}, err: types.ErrRuleInvalid},
		{name: "malformed", msg: types.MsgSetRules{Set: []types.Rule{{Action: "Review", Role: types.ROLE_ADMIN}}}, err: types.ErrRuleInvalid},
		{name: "unknown", msg: types.MsgSetRules{Remove: []string{"/test.Unknown"}}, err: types.ErrRuleUnknown},
		{name: "nobody appoints", msg: types.MsgSetRules{Remove: []string{appointing}}, err: types.ErrRuleKept},
		{name: "another role appoints", msg: types.MsgSetRules{Set: []types.Rule{{Action: appointing, Role: types.ROLE_AUDITOR}}}, err: types.ErrRuleKept},
		{name: "only issuers appoint", msg: types.MsgSetRules{Set: []types.Rule{{
			Action: appointing, Role: types.ROLE_ADMIN, Kinds: []types.OrganisationKind{types.ORGANISATION_KIND_ISSUER},
		}}}, err: types.ErrRuleKept},
		{name: "officers change the table", msg: types.MsgSetRules{Set: []types.Rule{{Action: changing, Role: types.ROLE_ADMIN}}}, err: types.ErrRuleKept},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			if c.msg.Signer == "" {
				c.msg.Signer = governance(t)
			}
			res, err := f.msgs.SetRules(f.fresh(), &c.msg)
			require.ErrorIs(t, err, c.err)
			require.Nil(t, res)
		})
	}
}

func TestUpdateParams(t *testing.T) {
	now := types.DefaultParams()
	for _, c := range []struct {
		name   string
		signer string
		change func(*types.Params)
		err    error
	}{
		{name: "a lower level", change: func(p *types.Params) { p.AreaWidths = append(p.AreaWidths, 15) }},
		{name: "shorter appointments", change: func(p *types.Params) { p.MaxAppointmentSeconds = 1 }},
		{name: "a level less", change: func(p *types.Params) { p.AreaWidths = p.AreaWidths[:4] }, err: types.ErrParamsInvalid},
		{name: "another level", change: func(p *types.Params) { p.AreaWidths[0] = 3 }, err: types.ErrParamsInvalid},
		{name: "a shorter day", change: func(p *types.Params) { p.DaySeconds = 10 }, err: types.ErrParamsInvalid},
		{name: "an administrator", signer: admin(t, national), change: func(*types.Params) {}, err: types.ErrRoleMissing},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t)
			params := now
			params.AreaWidths = append([]uint32(nil), now.AreaWidths...)
			c.change(&params)
			signer := c.signer
			if signer == "" {
				signer = governance(t)
			}
			res, err := f.msgs.UpdateParams(f.fresh(), &types.MsgUpdateParams{Signer: signer, Params: params})
			require.ErrorIs(t, err, c.err)
			if c.err != nil {
				require.Nil(t, res)
				return
			}
			f.requireEvents(t, &types.EventParamsUpdated{})
			f.requireInvariants(t)
			exported, err := f.ExportGenesis(f.ctx)
			require.NoError(t, err)
			require.Equal(t, params, exported.Params)
			require.NoError(t, exported.Validate())
		})
	}
}

func TestNobodyIsAppointedAsTheProvinces(t *testing.T) {
	f := newFixture(t)
	err := f.appoint(t, admin(t, national), officer(t, 51, national, types.ROLE_PROVINCES))
	require.ErrorIs(t, err, types.ErrRoleReserved)
}

func TestGovernanceHoldsOneRoleForTheNation(t *testing.T) {
	f := newFixture(t)
	_, err := f.Authorize(f.ctx, governance(t), sdk.MsgTypeURL(&types.MsgSetRules{}), "110101")
	require.NoError(t, err)
	_, err = f.Authorize(f.ctx, governance(t), "/test.Decide", "110101")
	require.ErrorIs(t, err, types.ErrRoleMissing)
	_, found, err := f.Membership(f.ctx, governance(t))
	require.NoError(t, err)
	require.False(t, found)
}
