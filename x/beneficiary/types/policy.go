package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy gives this module's rows of the policy table. MsgRotateKey has none: a holder signs it, not an officer.
func Policy() []authoritytypes.Rule {
	offices := []authoritytypes.OrganisationKind{
		authoritytypes.ORGANISATION_KIND_PROVINCE, authoritytypes.ORGANISATION_KIND_CITY,
		authoritytypes.ORGANISATION_KIND_COUNTY, authoritytypes.ORGANISATION_KIND_TOWNSHIP,
	}
	return []authoritytypes.Rule{
		{Action: sdk.MsgTypeURL(&MsgEnrol{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgClosePerson{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
	}
}
