package types

import sdk "github.com/cosmos/cosmos-sdk/types"

// Policy gives this module's rows of the policy table: administrators act, only levels of government shape the tree, and the provinces
// decide on the table itself.
func Policy() []Rule {
	government := []OrganisationKind{
		ORGANISATION_KIND_NATIONAL, ORGANISATION_KIND_PROVINCE, ORGANISATION_KIND_CITY, ORGANISATION_KIND_COUNTY,
	}
	return []Rule{
		{Action: sdk.MsgTypeURL(&MsgRegisterAreas{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgRegisterLocalArea{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgRetireAreas{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgAnnounceYear{}), Role: ROLE_PROGRAMME, Kinds: []OrganisationKind{ORGANISATION_KIND_NATIONAL}},
		{Action: sdk.MsgTypeURL(&MsgMoveOrganisation{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgCloseOrganisation{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgCreateOrganisation{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgSuspendOrganisation{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgResumeOrganisation{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgAppointOfficer{}), Role: ROLE_ADMIN},
		{Action: sdk.MsgTypeURL(&MsgRevokeOfficer{}), Role: ROLE_ADMIN},
		{Action: sdk.MsgTypeURL(&MsgSuspendOfficer{}), Role: ROLE_ADMIN},
		{Action: sdk.MsgTypeURL(&MsgResumeOfficer{}), Role: ROLE_ADMIN},
		{Action: sdk.MsgTypeURL(&MsgOpenRecovery{}), Role: ROLE_ADMIN},
		{Action: sdk.MsgTypeURL(&MsgCancelRotation{}), Role: ROLE_ADMIN},  // the officer itself needs no row
		{Action: sdk.MsgTypeURL(&MsgDeclareInterest{}), Role: ROLE_ADMIN}, // the officer itself needs no row
		{Action: sdk.MsgTypeURL(&MsgWithdrawInterest{}), Role: ROLE_ADMIN},
		{Action: sdk.MsgTypeURL(&MsgDelegate{}), Role: ROLE_ADMIN, Kinds: []OrganisationKind{ORGANISATION_KIND_COUNTY}},
		{Action: sdk.MsgTypeURL(&MsgRevokeDelegation{}), Role: ROLE_ADMIN, Kinds: government},
		{Action: sdk.MsgTypeURL(&MsgSeatAdministrator{}), Role: ROLE_PROVINCES},
		{Action: sdk.MsgTypeURL(&MsgSetRules{}), Role: ROLE_PROVINCES},
		{Action: sdk.MsgTypeURL(&MsgUpdateParams{}), Role: ROLE_PROVINCES},
	}
}
