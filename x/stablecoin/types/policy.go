package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy has one row for each message that an officer sends or the provinces decide. Only an auditor attests: any other organisation's administrator could
// appoint an attestor of its own.
func Policy() []authoritytypes.Rule {
	issuer := []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_ISSUER}
	auditor := []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_AUDITOR}
	custodian := []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_CUSTODIAN}
	paused := []authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_NATIONAL, authoritytypes.ORGANISATION_KIND_ISSUER}
	return append(holdPolicy(), []authoritytypes.Rule{
		{Action: sdk.MsgTypeURL(&MsgApplyIssuer{}), Role: authoritytypes.ROLE_MINT_CONTROLLER, Kinds: issuer},
		{Action: sdk.MsgTypeURL(&MsgWithdrawIssuer{}), Role: authoritytypes.ROLE_MINT_CONTROLLER, Kinds: issuer},
		{Action: sdk.MsgTypeURL(&MsgLicenseIssuer{}), Role: authoritytypes.ROLE_PROVINCES},
		{Action: sdk.MsgTypeURL(&MsgPauseIssuer{}), Role: authoritytypes.ROLE_PAUSER, Kinds: paused},
		{Action: sdk.MsgTypeURL(&MsgResumeIssuer{}), Role: authoritytypes.ROLE_PAUSER, Kinds: paused},
		{Action: sdk.MsgTypeURL(&MsgWindDown{}), Role: authoritytypes.ROLE_PROVINCES},
		{Action: sdk.MsgTypeURL(&MsgRevokeIssuer{}), Role: authoritytypes.ROLE_PROVINCES},
		{Action: sdk.MsgTypeURL(&MsgUpdateParams{}), Role: authoritytypes.ROLE_PROVINCES},
		{Action: sdk.MsgTypeURL(&MsgSetAllowance{}), Role: authoritytypes.ROLE_MINT_CONTROLLER, Kinds: issuer},
		{Action: sdk.MsgTypeURL(&MsgAttest{}), Role: authoritytypes.ROLE_ATTESTOR, Kinds: auditor},
		{Action: sdk.MsgTypeURL(&MsgCosignAttestation{}), Role: authoritytypes.ROLE_CUSTODIAN, Kinds: custodian},
		{Action: sdk.MsgTypeURL(&MsgMint{}), Role: authoritytypes.ROLE_MINTER, Kinds: issuer},
		{Action: sdk.MsgTypeURL(&MsgBurn{}), Role: authoritytypes.ROLE_MINTER, Kinds: issuer},
		{Action: sdk.MsgTypeURL(&MsgSettleRedemption{}), Role: authoritytypes.ROLE_MINTER, Kinds: issuer},
	}...)
}
