package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy has one row for each message that an officer sends. Operators act for their own seats, and votes for the rest.
func Policy() []authoritytypes.Rule {
	offices := []authoritytypes.OrganisationKind{
		authoritytypes.ORGANISATION_KIND_PROVINCE, authoritytypes.ORGANISATION_KIND_CITY,
		authoritytypes.ORGANISATION_KIND_COUNTY, authoritytypes.ORGANISATION_KIND_TOWNSHIP,
	}
	counties := []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_COUNTY}
	return []authoritytypes.Rule{
		{Action: sdk.MsgTypeURL(&MsgRequestTags{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgRepeatRequest{}), Role: authoritytypes.ROLE_REVIEWER, Kinds: counties},
		{Action: sdk.MsgTypeURL(&MsgReportSample{}), Role: authoritytypes.ROLE_REVIEWER, Kinds: counties},
	}
}
