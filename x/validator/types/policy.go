package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy has one row for each message that an officer sends. Operators act for their own seats, and votes for the rest.
func Policy() []authoritytypes.Rule {
	return []authoritytypes.Rule{{
		Action: sdk.MsgTypeURL(&MsgOverrideRotation{}), Role: authoritytypes.ROLE_ADMIN,
		Kinds: []authoritytypes.OrganisationKind{
			authoritytypes.ORGANISATION_KIND_NATIONAL, authoritytypes.ORGANISATION_KIND_PROVINCE,
		},
	}}
}
