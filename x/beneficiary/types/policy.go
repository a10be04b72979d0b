package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy gives this module's rows of the policy table. Messages that a beneficiary signs have none.
func Policy() []authoritytypes.Rule {
	offices := []authoritytypes.OrganisationKind{
		authoritytypes.ORGANISATION_KIND_PROVINCE, authoritytypes.ORGANISATION_KIND_CITY,
		authoritytypes.ORGANISATION_KIND_COUNTY, authoritytypes.ORGANISATION_KIND_TOWNSHIP,
	}
	counties := offices[:3]
	above := append([]authoritytypes.OrganisationKind{authoritytypes.ORGANISATION_KIND_NATIONAL}, offices[:3]...)
	return []authoritytypes.Rule{
		{Action: sdk.MsgTypeURL(&MsgEnrol{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgRevisePerson{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgReviseHousehold{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgProposeGuardian{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgConfirmGuardian{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgEndGuardian{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgOpenRecovery{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgApproveRecovery{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgRejectRecovery{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgCompleteRecovery{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgVerifyPerson{}), Role: authoritytypes.ROLE_IDENTITY, Kinds: counties},
		{Action: sdk.MsgTypeURL(&MsgReportDeath{}), Role: authoritytypes.ROLE_IDENTITY, Kinds: counties},
		{Action: sdk.MsgTypeURL(&MsgWithdrawDeath{}), Role: authoritytypes.ROLE_IDENTITY, Kinds: counties},
		{Action: sdk.MsgTypeURL(&MsgLockPerson{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgUnlockPerson{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgProposeMerger{}), Role: authoritytypes.ROLE_APPROVER, Kinds: counties},
		{Action: sdk.MsgTypeURL(&MsgConfirmMerger{}), Role: authoritytypes.ROLE_APPROVER, Kinds: counties},
		{Action: sdk.MsgTypeURL(&MsgOpenMatch{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgTakeUpMatch{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgAnswerMatch{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgDisputeMatch{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgSettleMatch{}), Role: authoritytypes.ROLE_APPROVER, Kinds: above},
		{Action: sdk.MsgTypeURL(&MsgRecognise{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgRevokeRecognition{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgOfferMove{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgCancelMove{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgAcceptMove{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgSupplyTags{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgWaiveTag{}), Role: authoritytypes.ROLE_APPROVER, Kinds: above},
		{Action: sdk.MsgTypeURL(&MsgReissueTags{}), Role: authoritytypes.ROLE_INTAKE, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgWithdrawTag{}), Role: authoritytypes.ROLE_APPROVER, Kinds: above},
		{Action: sdk.MsgTypeURL(&MsgOpenEpoch{}), Role: authoritytypes.ROLE_PROVINCES},
		{Action: sdk.MsgTypeURL(&MsgEndEpoch{}), Role: authoritytypes.ROLE_PROVINCES},
		{Action: sdk.MsgTypeURL(&MsgClosePerson{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgErasePerson{}), Role: authoritytypes.ROLE_APPROVER, Kinds: offices},
		{Action: sdk.MsgTypeURL(&MsgUpdateParams{}), Role: authoritytypes.ROLE_PROVINCES},
	}
}
