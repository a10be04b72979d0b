package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy has one row for each message that an officer sends: only levels of government and auditors stop messages.
func Policy() []authoritytypes.Rule {
	kinds := []authoritytypes.OrganisationKind{
		authoritytypes.ORGANISATION_KIND_NATIONAL, authoritytypes.ORGANISATION_KIND_PROVINCE, authoritytypes.ORGANISATION_KIND_AUDITOR,
	}
	return []authoritytypes.Rule{
		{Action: sdk.MsgTypeURL(&MsgStop{}), Role: authoritytypes.ROLE_PAUSER, Kinds: kinds},
		{Action: sdk.MsgTypeURL(&MsgLift{}), Role: authoritytypes.ROLE_PAUSER, Kinds: kinds},
	}
}
