package app

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarykeeper "github.com/reliefchain/relief/x/beneficiary/keeper"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	pseudonymtypes "github.com/reliefchain/relief/x/pseudonym/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// ErrWrongProgram says that the state needs another version of the program: this one is too old for it, or too new.
var ErrWrongProgram = errors.New("this version of reliefd can't go on with this state")

// ErrUpgradeFailed says that the upgrade which is due couldn't be made. Nothing of it was written.
var ErrUpgradeFailed = errors.New("the upgrade failed and nothing of it was written")

// Upgrade is what one version of the program changes in the state of the version before.
type Upgrade struct {
	// Name of the plan that the provinces vote on.
	Name string
	// Added and Deleted are the names of stores. A name is never used again.
	Added, Deleted []string
	// Migrate changes the state beyond the migrations of the modules; it may be nil.
	Migrate func(context.Context, *App) error
}

// Upgrades lists every upgrade of the program, oldest first. The provinces plan the last one, and a state that lacks some before it gets
// these with it. Rows stay, but for one that couldn't be made anywhere: its changes belong to the next row.
var Upgrades = []Upgrade{
	{Name: "v0-2", Added: []string{pseudonymtypes.StoreKey}, Migrate: then(admit(
		&authoritytypes.MsgRegisterLocalArea{}, &authoritytypes.MsgRetireAreas{}, &authoritytypes.MsgAnnounceYear{},
		&authoritytypes.MsgMoveOrganisation{}, &authoritytypes.MsgCloseOrganisation{},
		&authoritytypes.MsgSuspendOfficer{}, &authoritytypes.MsgResumeOfficer{},
		&authoritytypes.MsgPropose{}, &authoritytypes.MsgApprove{}, &authoritytypes.MsgExecute{}, &authoritytypes.MsgWithdrawProposal{},
		&authoritytypes.MsgRetractApproval{}, &authoritytypes.MsgOpenRotation{}, &authoritytypes.MsgOpenRecovery{},
		&authoritytypes.MsgAcceptRotation{}, &authoritytypes.MsgCancelRotation{}, &authoritytypes.MsgSeatAdministrator{},
		&authoritytypes.MsgDeclareInterest{}, &authoritytypes.MsgWithdrawInterest{},
		&authoritytypes.MsgDelegate{}, &authoritytypes.MsgRevokeDelegation{},
		&beneficiarytypes.MsgVerifyPerson{}, &beneficiarytypes.MsgLockPerson{}, &beneficiarytypes.MsgUnlockPerson{},
		&beneficiarytypes.MsgReportDeath{}, &beneficiarytypes.MsgWithdrawDeath{}, &beneficiarytypes.MsgErasePerson{},
		&beneficiarytypes.MsgProposeMerger{}, &beneficiarytypes.MsgConfirmMerger{},
		&beneficiarytypes.MsgProposeGuardian{}, &beneficiarytypes.MsgConfirmGuardian{}, &beneficiarytypes.MsgEndGuardian{},
		&beneficiarytypes.MsgAppointAgent{}, &beneficiarytypes.MsgDismissAgent{},
		&beneficiarytypes.MsgOpenRecovery{}, &beneficiarytypes.MsgApproveRecovery{}, &beneficiarytypes.MsgConsentRecovery{},
		&beneficiarytypes.MsgCancelRecovery{}, &beneficiarytypes.MsgRejectRecovery{}, &beneficiarytypes.MsgCompleteRecovery{},
		&beneficiarytypes.MsgRevisePerson{}, &beneficiarytypes.MsgReviseHousehold{}, &beneficiarytypes.MsgUpdateParams{},
		&beneficiarytypes.MsgOpenMatch{}, &beneficiarytypes.MsgTakeUpMatch{}, &beneficiarytypes.MsgAnswerMatch{},
		&beneficiarytypes.MsgDisputeMatch{}, &beneficiarytypes.MsgSettleMatch{},
		&beneficiarytypes.MsgRecognise{}, &beneficiarytypes.MsgRevokeRecognition{},
		&beneficiarytypes.MsgOfferMove{}, &beneficiarytypes.MsgCancelMove{}, &beneficiarytypes.MsgAcceptMove{},
		&beneficiarytypes.MsgSupplyTags{}, &beneficiarytypes.MsgWaiveTag{},
		&beneficiarytypes.MsgOpenEpoch{}, &beneficiarytypes.MsgReissueTags{}, &beneficiarytypes.MsgWithdrawTag{}, &beneficiarytypes.MsgEndEpoch{},
		&pseudonymtypes.MsgOffer{}, &pseudonymtypes.MsgDeal{}, &pseudonymtypes.MsgComplain{},
		&pseudonymtypes.MsgRequestTags{}, &pseudonymtypes.MsgRepeatRequest{}, &pseudonymtypes.MsgReportSample{},
		&granttypes.MsgOfferTransfer{}, &granttypes.MsgCancelTransfer{}, &granttypes.MsgAcceptTransfer{},
		&granttypes.MsgReviseProgramme{}, &granttypes.MsgMoveProgramme{},
		&granttypes.MsgSubmitApplication{}, &granttypes.MsgTriageApplications{}, &granttypes.MsgSupplementApplication{},
		&granttypes.MsgCheckApplications{}, &granttypes.MsgReviewApplications{}, &granttypes.MsgStartNotices{}, &granttypes.MsgRecordObjection{},
		&granttypes.MsgDecideApplications{}, &granttypes.MsgPublishDecisions{}, &granttypes.MsgWithdrawApplication{}, &granttypes.MsgPauseApplication{},
		&granttypes.MsgFileAppeal{}, &granttypes.MsgTakeUpAppeal{}, &granttypes.MsgAnswerAppeal{}, &granttypes.MsgWithdrawAppeal{},
		&granttypes.MsgReturnFunds{}, &granttypes.MsgRemit{}, &granttypes.MsgCloseYear{}, &granttypes.MsgReconcile{}, &granttypes.MsgOpenTopUp{},

		&granttypes.MsgProposeChange{}, &granttypes.MsgStateHearing{}, &granttypes.MsgTakeBack{}, &granttypes.MsgDecideChanges{},
		&granttypes.MsgRecordReviews{}, &granttypes.MsgProposeClawback{}, &granttypes.MsgOrderClawback{}, &granttypes.MsgRepay{},
		&granttypes.MsgScheduleOffsets{}, &granttypes.MsgCloseClawback{},
		&granttypes.MsgReportEmergency{}, &granttypes.MsgPayFirst{}, &granttypes.MsgConfirmEmergency{}, &granttypes.MsgSupplementEmergency{},
		&granttypes.MsgConvertEmergency{}, &granttypes.MsgWithdrawEmergency{}, &granttypes.MsgUnlockFastTrack{},
		&granttypes.MsgFundFloat{}, &granttypes.MsgReturnFloat{},
		&granttypes.MsgReceiveLot{}, &granttypes.MsgStoreLot{}, &granttypes.MsgDispatchLot{}, &granttypes.MsgArriveLot{}, &granttypes.MsgLoseLot{},
		&granttypes.MsgHandOver{}, &granttypes.MsgSignHandOver{}, &granttypes.MsgNoteLoss{},
		&granttypes.MsgReserveYear{}, &granttypes.MsgExchangePool{}, &granttypes.MsgRedeemTreasury{}, &granttypes.MsgUpdateParams{},
		&granttypes.MsgOpenRun{}, &granttypes.MsgSealRun{}, &granttypes.MsgCancelRun{}, // with gas for as many rolls as a run may have
		&stablecointypes.MsgApplyIssuer{}, &stablecointypes.MsgWithdrawIssuer{}, &stablecointypes.MsgPauseIssuer{}, &stablecointypes.MsgResumeIssuer{},
		&stablecointypes.MsgWindDown{}, &stablecointypes.MsgRedeem{}, &stablecointypes.MsgSettleRedemption{}, &stablecointypes.MsgUpdateParams{},
		&stablecointypes.MsgPlaceHold{}, &stablecointypes.MsgProposeFreeze{}, &stablecointypes.MsgConfirmFreeze{},
		&stablecointypes.MsgReviewHold{}, &stablecointypes.MsgReleaseHold{}, &stablecointypes.MsgAppealHold{},
		&stablecointypes.MsgAnswerHoldAppeal{}, &stablecointypes.MsgOrderSeizure{}, &stablecointypes.MsgApproveSeizure{},
		&stablecointypes.MsgCountersign{}, &stablecointypes.MsgSetHoldParams{},
		&feetypes.MsgWithdrawShares{}, &feetypes.MsgWithdrawBudget{},
		&feetypes.MsgUpdateParams{}, &feetypes.MsgProposeRefund{}, &feetypes.MsgApproveRefund{}, &feetypes.MsgWithdrawRefund{},
	), startIssuers, startProtected, startFees, dealBudgets,
		startAuthorityParams, startBeneficiaryParams, startHolds, indexBudgetNodes, packRecords, countPersons, indexOffices, reserveYears)},
}

// then makes one change after the other.
func then(changes ...func(context.Context, *App) error) func(context.Context, *App) error {
	return func(ctx context.Context, a *App) error {
		for _, change := range changes {
			if err := change(ctx, a); err != nil {
				return err
			}
		}
		return nil
	}
}

// startAuthorityParams gives the params about keys, which are new, their values on a new network.
func startAuthorityParams(ctx context.Context, a *App) error {
	now, err := authoritykeeper.NewQueryServer(a.Authority).Params(ctx, &authoritytypes.QueryParamsRequest{})
	if err != nil {
		return err
	}
	params, begin := now.Params, authoritytypes.DefaultParams()
	params.RotationSeconds, params.NoticeSeconds = begin.RotationSeconds, begin.NoticeSeconds
	_, err = authoritykeeper.NewMsgServer(a.Authority).UpdateParams(ctx, &authoritytypes.MsgUpdateParams{Signer: Governance(), Params: params})
	return err
}

// startBeneficiaryParams gives the register the params of a new network.
func startBeneficiaryParams(ctx context.Context, a *App) error {
	msg := beneficiarytypes.MsgUpdateParams{Signer: Governance(), Params: beneficiarytypes.DefaultParams()}
	_, err := beneficiarykeeper.NewMsgServer(a.Beneficiary).UpdateParams(ctx, &msg)
	return err
}

// startHolds gives holds, wallets and transfers the bounds of a new network, and learns which accounts have no key.
func startHolds(ctx context.Context, a *App) error { return a.Stablecoin.StartHolds(ctx) }

// indexBudgetNodes puts the nodes of the budget tree into the index of children, which is new.
func indexBudgetNodes(ctx context.Context, a *App) error { return a.Grant.IndexBudgetNodes(ctx) }

// packRecords puts the records of rolls into pages, which are new.
func packRecords(ctx context.Context, a *App) error { return a.Grant.PackRecords(ctx) }

// countPersons counts the persons of rolls, which top-ups go by.
func countPersons(ctx context.Context, a *App) error { return a.Grant.CountPersons(ctx) }

// indexOffices makes the indexes that lead offices to their rolls, runs and held payments.
func indexOffices(ctx context.Context, a *App) error { return a.Grant.IndexOffices(ctx) }

// reserveYears notes for rolls that every year of their promises is reserved, and waits for the years after.
func reserveYears(ctx context.Context, a *App) error { return a.Grant.StartReservations(ctx) }

// startIssuers gives issuers their allowance per period and the params of redemption, which are new, and notes which coins pools hold.
func startIssuers(ctx context.Context, a *App) error {
	if err := a.Stablecoin.Start(ctx); err != nil {
		return err
	}
	return a.Grant.IndexPools(ctx)
}

// dealBudgets deals the coins of fee budgets out over their shares, which are new.
func dealBudgets(ctx context.Context, a *App) error { return a.Fee.StartShares(ctx) }

// startProtected opens the protected lane for the messages that have it on a new network.
func startProtected(ctx context.Context, a *App) error {
	var messages []string
	for _, p := range prices() {
		if p.Protected {
			messages = append(messages, p.Message)
		}
	}
	return a.Fee.StartProtected(ctx, messages)
}

// startFees bounds refunds and the lists of prices and rates, and lets every rate be as young as on a new network.
func startFees(ctx context.Context, a *App) error { return a.Fee.StartSchedules(ctx) }

// admit gives new messages the rules and prices that they have on a new network, as if the provinces had voted so with the upgrade.
func admit(msgs ...sdk.Msg) func(context.Context, *App) error {
	return func(ctx context.Context, a *App) error {
		for part := range slices.Chunk(msgs, min(feetypes.MaxEntriesPerMessage, authoritytypes.MaxRulesPerMessage)) {
			rules, list := authoritytypes.MsgSetRules{Signer: Governance()}, feetypes.MsgSetPrices{Signer: Governance()}
			for _, msg := range part {
				name := sdk.MsgTypeURL(msg)
				rules.Set = append(rules.Set, slices.DeleteFunc(policy(), func(r authoritytypes.Rule) bool { return r.Action != name })...)
				list.Prices = append(list.Prices, slices.DeleteFunc(prices(), func(p feetypes.Price) bool { return p.Message != name })...)
			}
			if len(rules.Set) > 0 {
				if _, err := authoritykeeper.NewMsgServer(a.Authority).SetRules(ctx, &rules); err != nil {
					return err
				}
			}
			if len(list.Prices) > 0 {
				if _, err := feekeeper.NewMsgServer(a.Fee).SetPrices(ctx, &list); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// upgrades are those that the program knows.
func (c Config) upgrades() []Upgrade {
	if c.Upgrades == nil {
		return Upgrades
	}
	return c.Upgrades
}

// latest is the name of the last upgrade; empty if there is none.
func latest(upgrades []Upgrade) string {
	if len(upgrades) == 0 {
		return ""
	}
	return upgrades[len(upgrades)-1].Name
}

// pending are the upgrades after the last one that was made.
func pending(upgrades []Upgrade, made func(name string) bool) []Upgrade {
	for i := len(upgrades); i > 0; i-- {
		if made(upgrades[i-1].Name) {
			return upgrades[i:]
		}
	}
	return upgrades
}

// storeChanges are the stores that upgrades add and delete together.
func storeChanges(upgrades []Upgrade) (added, deleted []string) {
	for _, u := range upgrades {
		for _, name := range u.Deleted {
			if i := slices.Index(added, name); i >= 0 {
				added = slices.Delete(added, i, i+1)
				continue
			}
			deleted = append(deleted, name)
		}
		added = append(added, u.Added...)
	}
	return added, deleted
}

// mark writes that upgrades were made. A chain that starts with this program has them all.
func (a *App) mark(ctx sdk.Context, upgrades []Upgrade) {
	store := ctx.KVStore(a.keys[upgradetypes.StoreKey])
	for _, u := range upgrades {
		key := binary.BigEndian.AppendUint64([]byte{upgradetypes.DoneByte}, uint64(max(1, ctx.BlockHeight())))
		store.Set(append(key, u.Name...), []byte{1})
	}
}

// setUpgrades tells x/upgrade what to do when the program's last upgrade is due. Another plan stops the node at its height.
func (a *App) setUpgrades() {
	if name := latest(a.upgrades); name != "" {
		a.Upgrade.SetUpgradeHandler(name, func(ctx context.Context, _ upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
			return a.migrate(ctx, from)
		})
	}
}

// migrate runs the migrations of the modules, then those of the upgrades that the state lacks. A panic in one of them is an answer like
// an error.
func (a *App) migrate(ctx context.Context, from module.VersionMap) (to module.VersionMap, err error) {
	defer func() {
		if r := recover(); r != nil {
			to, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	if to, err = a.modules.RunMigrations(ctx, a.configurator, from); err != nil {
		return nil, err
	}
	due := pending(a.upgrades, func(name string) bool {
		height, doneErr := a.Upgrade.GetDoneHeight(ctx, name)
		err = errors.Join(err, doneErr)
		return height != 0
	})
	if err != nil {
		return nil, err
	}
	for _, u := range due {
		if u.Migrate == nil {
			continue
		}
		if err := u.Migrate(ctx, a); err != nil {
			return nil, fmt.Errorf("%s: %w", u.Name, err)
		}
	}
	a.mark(sdk.UnwrapSDKContext(ctx), due[:len(due)-1]) // x/upgrade marks the one that is planned
	return to, nil
}
