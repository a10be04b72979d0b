package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Policy says which role an officer needs for each message, and in what kind of organisation: an issuer or an auditor answers for
// an area too, but never decides or pays. Counties and above decide what is promised; they may delegate single decisions to a township. The payee's withdrawal needs no row. A programme is law: the provinces publish it.
func Policy() []authoritytypes.Rule {
	government := []authoritytypes.OrganisationKind{
		authoritytypes.ORGANISATION_KIND_NATIONAL, authoritytypes.ORGANISATION_KIND_PROVINCE,
		authoritytypes.ORGANISATION_KIND_CITY, authoritytypes.ORGANISATION_KIND_COUNTY,
	}
	deciding := government[1:]
	offices := append(government[1:len(government):len(government)], authoritytypes.ORGANISATION_KIND_TOWNSHIP)
	treasuries := append(government[:len(government):len(government)], authoritytypes.ORGANISATION_KIND_TREASURY)

	var rules []authoritytypes.Rule
	for _, row := range []struct {
		role      authoritytypes.Role
		kinds     []authoritytypes.OrganisationKind
		delegable bool
		msgs      []sdk.Msg
	}{
		{authoritytypes.ROLE_PROVINCES, nil, false, []sdk.Msg{&MsgCreateProgramme{}, &MsgReviseProgramme{}, &MsgUpdateParams{}}},
		{authoritytypes.ROLE_PROGRAMME, government, false, []sdk.Msg{&MsgSetStandard{}, &MsgMoveProgramme{}, &MsgUnlockFastTrack{}}},
		{authoritytypes.ROLE_TREASURER, treasuries, false, []sdk.Msg{
			&MsgOpenBudgetNode{}, &MsgAppropriate{}, &MsgAllocate{}, &MsgReleaseHeld{}, &MsgAuthoriseRun{},
			&MsgReturnFunds{}, &MsgRemit{}, &MsgCloseYear{}, &MsgReconcile{}, &MsgReserveYear{}, &MsgExchangePool{}, &MsgRedeemTreasury{},
			&MsgFundFloat{}, &MsgReturnFloat{}, &MsgReceiveLot{}, &MsgStoreLot{}, &MsgDispatchLot{},
		}},
		{authoritytypes.ROLE_INTAKE, offices, false, []sdk.Msg{
			&MsgLoadChunk{}, &MsgSubmitApplication{}, &MsgTriageApplications{}, &MsgSupplementApplication{}, &MsgRecordObjection{},
			&MsgPublishDecisions{}, &MsgWithdrawApplication{}, &MsgStateHearing{},
			&MsgReportEmergency{}, &MsgSupplementEmergency{}, &MsgConvertEmergency{}, &MsgWithdrawEmergency{},
			&MsgArriveLot{}, &MsgLoseLot{}, &MsgHandOver{}, &MsgSignHandOver{},
		}},
		{authoritytypes.ROLE_REVIEWER, offices, false, []sdk.Msg{
			&MsgCheckApplications{}, &MsgReviewApplications{}, &MsgStartNotices{}, &MsgPauseApplication{},
			&MsgProposeChange{}, &MsgTakeBack{}, &MsgRecordReviews{}, &MsgProposeClawback{},
		}},
		{authoritytypes.ROLE_APPROVER, deciding, true, []sdk.Msg{&MsgDecideApplications{}, &MsgDecideChanges{}, &MsgAcceptTransfer{}, &MsgPayFirst{}}},
		{authoritytypes.ROLE_APPROVER, deciding, false, []sdk.Msg{&MsgOpenImport{}, &MsgCloseImport{}, &MsgTakeUpAppeal{}, &MsgAnswerAppeal{}, &MsgOrderClawback{}, &MsgScheduleOffsets{}, &MsgCloseClawback{}}},
		{authoritytypes.ROLE_APPROVER, offices, false, []sdk.Msg{
			&MsgOpenRoll{}, &MsgOfferTransfer{}, &MsgCancelTransfer{}, &MsgSuspend{}, &MsgResume{}, &MsgOpenRun{}, &MsgSealRun{}, &MsgCancelRun{},
			&MsgOpenTopUp{},
			&MsgConfirmEmergency{},
		}},
		{authoritytypes.ROLE_AUDITOR, nil, false, []sdk.Msg{&MsgNoteLoss{}}},
	} {
		for _, msg := range row.msgs {
			rules = append(rules, authoritytypes.Rule{Action: sdk.MsgTypeURL(msg), Role: row.role, Kinds: row.kinds, Delegable: row.delegable})
		}
	}
	return rules
}
