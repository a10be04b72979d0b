package app

import (
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	counciltypes "github.com/reliefchain/relief/x/council/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Prices of the first price list, millionths of the fiat unit: a message costs a fen, an item a tenth of one.
const (
	basePrice    = 10_000
	perItemPrice = 1_000
)

// Gas ceilings of the first price list. A ceiling is the room a message takes in a block, so it is near what the message uses.
const (
	gasSend    = 150_000 // a new account takes 90,000
	gasSmall   = 300_000
	gasShares  = 1_000_000 // sixteen coins
	gasLarge   = 2_000_000
	gasRun     = 4_000_000 // as many rolls as a run may have
	gasPerItem = 400_000
	gasPerArea = 20_000
	gasPerRoll = 20_000
)

// prices is the price list a network starts with. A message that isn't on it is refused.
func prices() []feetypes.Price {
	row := func(m sdk.Msg, class feetypes.ServiceClass, gas uint64) feetypes.Price {
		return feetypes.Price{Message: sdk.MsgTypeURL(m), Base: basePrice, PerItem: perItemPrice, GasBase: gas, GasPerItem: gasPerItem, Class: class}
	}
	items := func(p feetypes.Price, gas uint64) feetypes.Price {
		p.GasPerItem = gas
		return p
	}
	free := func(p feetypes.Price) feetypes.Price { // where no budget pays, nobody does
		p.Protected = true
		return p
	}
	const (
		urgent      = feetypes.SERVICE_CLASS_EMERGENCY
		payment     = feetypes.SERVICE_CLASS_PAYMENT
		beneficiary = feetypes.SERVICE_CLASS_BENEFICIARY
		office      = feetypes.SERVICE_CLASS_OFFICE
		bulk        = feetypes.SERVICE_CLASS_BULK
		other       = feetypes.SERVICE_CLASS_OTHER
	)
	list := []feetypes.Price{
		row(&banktypes.MsgSend{}, other, gasSend),
		row(&slashingtypes.MsgUnjail{}, payment, gasSmall),

		row(&govv1.MsgSubmitProposal{}, payment, gasLarge),
		row(&govv1.MsgDeposit{}, payment, gasSmall),
		row(&govv1.MsgVote{}, payment, gasSmall),
		row(&govv1.MsgCancelProposal{}, payment, gasSmall),
		row(&counciltypes.MsgStop{}, payment, gasSmall),
		row(&counciltypes.MsgLift{}, payment, gasSmall),

		items(row(&authoritytypes.MsgRegisterAreas{}, bulk, gasSmall), gasPerArea),
		row(&authoritytypes.MsgRegisterLocalArea{}, office, gasSmall),
		row(&authoritytypes.MsgRetireAreas{}, office, gasLarge),
		row(&authoritytypes.MsgAnnounceYear{}, office, gasSmall),
		row(&authoritytypes.MsgCreateOrganisation{}, office, gasSmall),
		row(&authoritytypes.MsgMoveOrganisation{}, office, gasLarge),
		row(&authoritytypes.MsgCloseOrganisation{}, office, gasLarge),
		row(&authoritytypes.MsgSuspendOrganisation{}, office, gasSmall),
		row(&authoritytypes.MsgResumeOrganisation{}, office, gasSmall),
		row(&authoritytypes.MsgAppointOfficer{}, office, gasSmall),
		row(&authoritytypes.MsgRevokeOfficer{}, office, gasSmall),
		row(&authoritytypes.MsgSuspendOfficer{}, office, gasSmall),
		row(&authoritytypes.MsgResumeOfficer{}, office, gasSmall),
		row(&authoritytypes.MsgOpenRotation{}, office, gasSmall),
		row(&authoritytypes.MsgOpenRecovery{}, office, gasSmall),
		row(&authoritytypes.MsgAcceptRotation{}, office, gasSmall),
		row(&authoritytypes.MsgCancelRotation{}, payment, gasSmall),
		row(&authoritytypes.MsgDeclareInterest{}, office, gasSmall),
		row(&authoritytypes.MsgWithdrawInterest{}, office, gasSmall),
		row(&authoritytypes.MsgDelegate{}, office, gasSmall),
		row(&authoritytypes.MsgRevokeDelegation{}, office, gasSmall),
		row(&authoritytypes.MsgPropose{}, office, gasLarge), // pays its messages when they are carried out
		row(&authoritytypes.MsgApprove{}, office, gasSmall),
		row(&authoritytypes.MsgRetractApproval{}, payment, gasSmall),
		row(&authoritytypes.MsgExecute{}, payment, gasLarge), // and its messages besides, whose class counts
		row(&authoritytypes.MsgWithdrawProposal{}, office, gasSmall),

		row(&beneficiarytypes.MsgEnrol{}, bulk, gasSmall),
		free(row(&beneficiarytypes.MsgRotateKey{}, beneficiary, gasSmall)),
		row(&beneficiarytypes.MsgClosePerson{}, office, gasSmall),
		row(&beneficiarytypes.MsgErasePerson{}, office, gasSmall),
		row(&beneficiarytypes.MsgVerifyPerson{}, office, gasSmall),
		row(&beneficiarytypes.MsgLockPerson{}, payment, gasLarge),
		row(&beneficiarytypes.MsgUnlockPerson{}, payment, gasLarge),
		row(&beneficiarytypes.MsgReportDeath{}, payment, gasLarge),
		row(&beneficiarytypes.MsgWithdrawDeath{}, payment, gasLarge),
		row(&beneficiarytypes.MsgProposeMerger{}, office, gasSmall),
		row(&beneficiarytypes.MsgConfirmMerger{}, office, gasLarge),
		row(&beneficiarytypes.MsgProposeGuardian{}, office, gasSmall),
		row(&beneficiarytypes.MsgConfirmGuardian{}, office, gasSmall),
		row(&beneficiarytypes.MsgEndGuardian{}, office, gasSmall),
		free(row(&beneficiarytypes.MsgAppointAgent{}, beneficiary, gasSmall)),
		free(row(&beneficiarytypes.MsgDismissAgent{}, beneficiary, gasSmall)),
		row(&beneficiarytypes.MsgOpenRecovery{}, office, gasSmall),
		row(&beneficiarytypes.MsgApproveRecovery{}, office, gasSmall),
		free(row(&beneficiarytypes.MsgConsentRecovery{}, beneficiary, gasSmall)),
		free(row(&beneficiarytypes.MsgCancelRecovery{}, beneficiary, gasSmall)),
		row(&beneficiarytypes.MsgRejectRecovery{}, office, gasSmall),
		row(&beneficiarytypes.MsgCompleteRecovery{}, office, gasSmall),
		row(&beneficiarytypes.MsgRevisePerson{}, office, gasSmall),
		row(&beneficiarytypes.MsgReviseHousehold{}, office, gasSmall),
		row(&beneficiarytypes.MsgOpenMatch{}, office, gasSmall),
		row(&beneficiarytypes.MsgTakeUpMatch{}, office, gasSmall),
		row(&beneficiarytypes.MsgAnswerMatch{}, office, gasSmall),
		row(&beneficiarytypes.MsgDisputeMatch{}, office, gasSmall),
		row(&beneficiarytypes.MsgSettleMatch{}, office, gasSmall),
		row(&beneficiarytypes.MsgRecognise{}, office, gasSmall),
		row(&beneficiarytypes.MsgRevokeRecognition{}, office, gasSmall),
		row(&beneficiarytypes.MsgOfferMove{}, office, gasLarge),
		row(&beneficiarytypes.MsgCancelMove{}, office, gasLarge),
		row(&beneficiarytypes.MsgAcceptMove{}, office, gasLarge),
		row(&beneficiarytypes.MsgSupplyTags{}, office, gasSmall),
		row(&beneficiarytypes.MsgWaiveTag{}, office, gasSmall),
		row(&beneficiarytypes.MsgReissueTags{}, bulk, gasSmall),
		row(&beneficiarytypes.MsgWithdrawTag{}, office, gasSmall),

		row(&stablecointypes.MsgSetAllowance{}, payment, gasSmall),
		row(&stablecointypes.MsgAttest{}, payment, gasSmall),
		row(&stablecointypes.MsgCosignAttestation{}, payment, gasSmall),
		row(&stablecointypes.MsgMint{}, payment, gasSmall),
		row(&stablecointypes.MsgBurn{}, payment, gasSmall),
		row(&stablecointypes.MsgApplyIssuer{}, payment, gasSmall),
		row(&stablecointypes.MsgWithdrawIssuer{}, payment, gasSmall),
		row(&stablecointypes.MsgPauseIssuer{}, urgent, gasSmall),
		row(&stablecointypes.MsgResumeIssuer{}, payment, gasSmall),
		free(row(&stablecointypes.MsgRedeem{}, beneficiary, gasSmall)),
		row(&stablecointypes.MsgSettleRedemption{}, payment, gasSmall),

		row(&granttypes.MsgSetStandard{}, office, gasSmall),
		row(&granttypes.MsgOpenBudgetNode{}, office, gasSmall),
		row(&granttypes.MsgAppropriate{}, payment, gasSmall),
		row(&granttypes.MsgAllocate{}, payment, gasSmall),
		row(&granttypes.MsgOpenRoll{}, office, gasSmall),
		row(&granttypes.MsgOpenImport{}, bulk, gasSmall),
		row(&granttypes.MsgLoadChunk{}, bulk, gasLarge),
		row(&granttypes.MsgCloseImport{}, office, gasSmall),
		row(&granttypes.MsgMoveProgramme{}, office, gasSmall),
		row(&granttypes.MsgSubmitApplication{}, beneficiary, gasSmall),
		row(&granttypes.MsgTriageApplications{}, office, gasSmall),
		row(&granttypes.MsgSupplementApplication{}, beneficiary, gasSmall),
		row(&granttypes.MsgCheckApplications{}, office, gasSmall),
		row(&granttypes.MsgReviewApplications{}, office, gasSmall),
		row(&granttypes.MsgStartNotices{}, office, gasSmall),
		row(&granttypes.MsgRecordObjection{}, office, gasSmall),
		row(&granttypes.MsgDecideApplications{}, office, gasSmall),
		row(&granttypes.MsgPublishDecisions{}, office, gasSmall),
		row(&granttypes.MsgWithdrawApplication{}, beneficiary, gasSmall),
		row(&granttypes.MsgPauseApplication{}, office, gasSmall),
		free(row(&granttypes.MsgFileAppeal{}, beneficiary, gasSmall)),
		row(&granttypes.MsgTakeUpAppeal{}, office, gasSmall),
		row(&granttypes.MsgAnswerAppeal{}, office, gasLarge),
		free(row(&granttypes.MsgWithdrawAppeal{}, beneficiary, gasSmall)),
		row(&granttypes.MsgReportEmergency{}, urgent, gasSmall),
		row(&granttypes.MsgPayFirst{}, urgent, gasSmall),
		row(&granttypes.MsgConfirmEmergency{}, office, gasSmall),
		row(&granttypes.MsgSupplementEmergency{}, office, gasSmall),
		row(&granttypes.MsgConvertEmergency{}, office, gasSmall),
		row(&granttypes.MsgWithdrawEmergency{}, beneficiary, gasSmall),
		row(&granttypes.MsgUnlockFastTrack{}, office, gasSmall),
		row(&granttypes.MsgFundFloat{}, payment, gasSmall),
		row(&granttypes.MsgReturnFloat{}, payment, gasSmall),
		row(&granttypes.MsgReceiveLot{}, office, gasSmall),
		row(&granttypes.MsgStoreLot{}, office, gasSmall),
		row(&granttypes.MsgDispatchLot{}, office, gasLarge),
		row(&granttypes.MsgArriveLot{}, office, gasSmall),
		row(&granttypes.MsgLoseLot{}, office, gasSmall),
		row(&granttypes.MsgHandOver{}, office, gasSmall),
		row(&granttypes.MsgSignHandOver{}, beneficiary, gasSmall),
		row(&granttypes.MsgNoteLoss{}, office, gasSmall),
		row(&granttypes.MsgOfferTransfer{}, office, gasSmall),
		row(&granttypes.MsgCancelTransfer{}, office, gasSmall),
		row(&granttypes.MsgAcceptTransfer{}, office, gasLarge),
		row(&granttypes.MsgSuspend{}, office, gasSmall),
		row(&granttypes.MsgResume{}, office, gasSmall),
		row(&granttypes.MsgReleaseHeld{}, payment, gasSmall),
		items(row(&granttypes.MsgOpenRun{}, payment, gasSmall), gasPerRoll),
		row(&granttypes.MsgSealRun{}, payment, gasRun),
		row(&granttypes.MsgAuthoriseRun{}, payment, gasLarge),
		row(&granttypes.MsgCancelRun{}, payment, gasRun),
		free(row(&granttypes.MsgWithdraw{}, beneficiary, gasSmall)),
		row(&granttypes.MsgReturnFunds{}, payment, gasSmall),
		row(&granttypes.MsgRemit{}, payment, gasSmall),
		row(&granttypes.MsgCloseYear{}, office, gasLarge),
		row(&granttypes.MsgReserveYear{}, office, gasLarge),
		row(&granttypes.MsgExchangePool{}, payment, gasSmall),
		row(&granttypes.MsgRedeemTreasury{}, payment, gasSmall),
		row(&granttypes.MsgReconcile{}, office, gasSmall),
		items(row(&granttypes.MsgOpenTopUp{}, payment, gasSmall), gasPerRoll),

		row(&granttypes.MsgProposeChange{}, office, gasLarge),
		row(&granttypes.MsgStateHearing{}, beneficiary, gasSmall),
		row(&granttypes.MsgTakeBack{}, office, gasSmall),
		row(&granttypes.MsgDecideChanges{}, office, gasLarge),
		row(&granttypes.MsgRecordReviews{}, office, gasSmall),
		row(&granttypes.MsgProposeClawback{}, office, gasLarge),
		row(&granttypes.MsgOrderClawback{}, office, gasLarge),
		free(row(&granttypes.MsgRepay{}, beneficiary, gasSmall)),
		items(row(&granttypes.MsgScheduleOffsets{}, office, gasLarge), gasPerArea),
		row(&granttypes.MsgCloseClawback{}, office, gasLarge),

		row(&validatortypes.MsgActivateSeat{}, payment, gasSmall),
		row(&validatortypes.MsgRotateKey{}, payment, gasSmall),
		row(&validatortypes.MsgRetireSeat{}, payment, gasSmall),
		row(&validatortypes.MsgOverrideRotation{}, payment, gasSmall),

		row(&pseudonymtypes.MsgOffer{}, payment, gasLarge),
		row(&pseudonymtypes.MsgDeal{}, payment, gasLarge),
		row(&pseudonymtypes.MsgComplain{}, payment, gasLarge),
		items(row(&pseudonymtypes.MsgRequestTags{}, bulk, gasSmall), 0),
		row(&pseudonymtypes.MsgRepeatRequest{}, office, gasSmall),
		row(&pseudonymtypes.MsgReportSample{}, office, gasSmall),

		row(&stablecointypes.MsgPlaceHold{}, urgent, gasSmall),
		row(&stablecointypes.MsgProposeFreeze{}, payment, gasSmall),
		row(&stablecointypes.MsgConfirmFreeze{}, payment, gasSmall),
		row(&stablecointypes.MsgReviewHold{}, payment, gasSmall),
		row(&stablecointypes.MsgReleaseHold{}, payment, gasSmall),
		free(row(&stablecointypes.MsgAppealHold{}, beneficiary, gasSmall)), // the register's office pays; a free message would let anybody fill blocks
		row(&stablecointypes.MsgAnswerHoldAppeal{}, payment, gasSmall),
		row(&stablecointypes.MsgOrderSeizure{}, office, gasSmall),
		row(&stablecointypes.MsgApproveSeizure{}, office, gasSmall),
		row(&stablecointypes.MsgCountersign{}, payment, gasSmall),

		row(&feetypes.MsgSetBudget{}, office, gasSmall),
		row(&feetypes.MsgFundBudget{}, payment, gasSmall),
		row(&feetypes.MsgWithdrawBudget{}, office, gasSmall),
		row(&feetypes.MsgWithdrawShares{}, payment, gasShares),
		row(&feetypes.MsgProposeRefund{}, office, gasSmall),
		row(&feetypes.MsgApproveRefund{}, office, gasSmall),
		row(&feetypes.MsgWithdrawRefund{}, office, gasSmall),
	}
	slices.SortFunc(list, func(a, b feetypes.Price) int { return strings.Compare(a.Message, b.Message) })
	return list
}
