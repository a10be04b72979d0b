package chaintest

import (
	"fmt"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	stablecoinkeeper "github.com/reliefchain/relief/x/stablecoin/keeper"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

func init() {
	for name, build := range map[string]verb{
		"hold": placeHold, "propose-freeze": proposeFreeze, "confirm-freeze": confirmFreeze, "review-hold": reviewHold, "release-hold": releaseHold,
		"appeal-hold": appealHold, "answer-hold-appeal": answerHoldAppeal, "order-seizure": orderSeizure, "approve-seizure": approveSeizure,
		"countersign": countersign,
	} {
		verbs[name] = build
	}
	questions["hold?"], questions["wallet"] = showHold, showWallet
}

// placeHold holds an account: "hold by=dehua-compliance account=mallory denom=ucny/anxin reason=stolen_key"; for fraud unless given.
func placeHold(_ *Scenario, a args) (sdk.Msg, error) {
	account, err := holder(a.text("account"))
	reason := stablecointypes.HOLD_REASON_FRAUD
	if a.has("reason") {
		reason = stablecointypes.HoldReason(stablecointypes.HoldReason_value["HOLD_REASON_"+strings.ToUpper(a.text("reason"))])
	}
	return &stablecointypes.MsgPlaceHold{Signer: a.signer(), Account: account.String(), Denom: a.text("denom"), Reason: reason}, err
}

// ahead is the moment after the time that "for" gives.
func ahead(s *Scenario, a args) (int64, error) {
	length, err := time.ParseDuration(a.text("for"))
	return s.Chain.Now.Add(length).Unix(), err
}

func proposeFreeze(s *Scenario, a args) (sdk.Msg, error) {
	at, err := ahead(s, a)
	return &stablecointypes.MsgProposeFreeze{Signer: a.signer(), Hold: a.number("hold"), ReviewAt: at}, err
}

func confirmFreeze(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgConfirmFreeze{Signer: a.signer(), Hold: a.number("hold")}, nil
}

func reviewHold(s *Scenario, a args) (sdk.Msg, error) {
	at, err := ahead(s, a)
	return &stablecointypes.MsgReviewHold{Signer: a.signer(), Hold: a.number("hold"), ReviewAt: at}, err
}

func releaseHold(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgReleaseHold{Signer: a.signer(), Hold: a.number("hold")}, nil
}

func appealHold(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgAppealHold{Signer: a.signer(), Hold: a.number("hold")}, nil
}

func answerHoldAppeal(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgAnswerHoldAppeal{Signer: a.signer(), Hold: a.number("hold"), Release: a.has("release")}, nil
}

// orderSeizure brings an order: "order-seizure by=fujian-compliance hold=1 amount=4000 to=dehua-treasury".
func orderSeizure(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgOrderSeizure{
		Signer: a.signer(), Hold: a.number("hold"), OrderHash: Hash32("court order"), Amount: sdk.NewCoin(Denom, a.coins("amount")),
		Beneficiary: a.organisation("to"),
	}, nil
}

func approveSeizure(_ *Scenario, a args) (sdk.Msg, error) {
	return &stablecointypes.MsgApproveSeizure{Signer: a.signer(), Hold: a.number("hold")}, nil
}

// countersign agrees to receive: "countersign by=fujian-treasurer payer=issuer payee=fujian amount=2000000 for=72h".
func countersign(s *Scenario, a args) (sdk.Msg, error) {
	until, err := ahead(s, a)
	return &stablecointypes.MsgCountersign{
		Signer: a.signer(), Payer: a.organisation("payer"), Payee: a.organisation("payee"), Amount: sdk.NewCoin(Denom, a.coins("amount")), Until: until,
	}, err
}

func showHold(s *Scenario, a args) (string, error) {
	r, err := stablecoinkeeper.NewQueryServer(s.Chain.App().Stablecoin).Hold(s.Chain.Context(), &stablecointypes.QueryHoldRequest{Id: a.number("hold")})
	if err != nil {
		return "", err
	}
	status := strings.ToLower(strings.TrimPrefix(r.Hold.Status.String(), "HOLD_STATUS_"))
	return fmt.Sprintf("%s live=%t until=%s\n", status, r.Live, time.Unix(r.Hold.Until, 0).UTC().Format(time.DateTime)), nil
}

// showWallet tells what an account may do with yuan, in millionths: "wallet of=mallory".
func showWallet(s *Scenario, a args) (string, error) {
	account, err := holder(a.text("of"))
	if err != nil {
		return "", err
	}
	r, err := stablecoinkeeper.NewQueryServer(s.Chain.App().Stablecoin).Wallet(s.Chain.Context(),
		&stablecointypes.QueryWalletRequest{Account: account.String(), Currency: "cny"})
	if err != nil {
		return "", err
	}
	receive := "any"
	if r.RoomToReceive != nil {
		receive = r.RoomToReceive.String()
	}
	return fmt.Sprintf("%s balance=%s day=%s year=%s protected-spent=%s receive=%s send=%s hold=%d\n",
		strings.ToLower(strings.TrimPrefix(r.Class.String(), "WALLET_CLASS_")), r.Balance, r.Used.InDay, r.Used.InYear, r.Used.Protected,
		receive, r.RoomToSend, r.Hold), nil
}
