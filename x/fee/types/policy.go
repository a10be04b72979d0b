package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy has one row for each message that an officer sends or the provinces decide; anyone may fund a budget.
func Policy() []authoritytypes.Rule {
	offices := []authoritytypes.OrganisationKind{
		authoritytypes.ORGANISATION_KIND_NATIONAL, authoritytypes.ORGANISATION_KIND_PROVINCE, authoritytypes.ORGANISATION_KIND_CITY,
		authoritytypes.ORGANISATION_KIND_COUNTY, authoritytypes.ORGANISATION_KIND_TREASURY,
	}
	return []authoritytypes.Rule{{
		Action: sdk.MsgTypeURL(&MsgSetPrices{}), Role: authoritytypes.ROLE_PROVINCES,
	}, {
		Action: sdk.MsgTypeURL(&MsgSetRates{}), Role: authoritytypes.ROLE_PROVINCES,
	}, {
		Action: sdk.MsgTypeURL(&MsgUpdateParams{}), Role: authoritytypes.ROLE_PROVINCES,
	}, {
		Action: sdk.MsgTypeURL(&MsgSetBudget{}), Role: authoritytypes.ROLE_TREASURER, Kinds: offices,
	}, {
		Action: sdk.MsgTypeURL(&MsgWithdrawBudget{}), Role: authoritytypes.ROLE_TREASURER, Kinds: offices,
	}, {
		Action: sdk.MsgTypeURL(&MsgProposeRefund{}), Role: authoritytypes.ROLE_TREASURER,
		Kinds: []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_NATIONAL},
	}, {
		Action: sdk.MsgTypeURL(&MsgApproveRefund{}), Role: authoritytypes.ROLE_TREASURER,
		Kinds: []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_NATIONAL, authoritytypes.ORGANISATION_KIND_TREASURY},
	}, {
		Action: sdk.MsgTypeURL(&MsgWithdrawRefund{}), Role: authoritytypes.ROLE_TREASURER,
		Kinds: []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_NATIONAL},
	}}
}
