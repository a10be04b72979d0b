package chaintest

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

func init() {
	acts["fee-params"] = setFeeParams
	questions["rates"] = showRates
	for name, build := range map[string]verb{"propose-refund": proposeRefund, "approve-refund": approveRefund, "withdraw-refund": withdrawRefund} {
		verbs[name] = build
	}
}

// setFeeParams changes what is named and leaves the rest: "vote by=beijing act=fee-params age=40 grace=10 interval=5".
func setFeeParams(s *Scenario, a args) (sdk.Msg, error) {
	res, err := feekeeper.NewQueryServer(s.Chain.App().Fee).Params(s.Chain.Context(), &feetypes.QueryParamsRequest{})
	if err != nil {
		return nil, err
	}
	p := res.Params
	for name, field := range map[string]*uint64{
		"interval": &p.IntervalBlocks, "age": &p.RateAgeBlocks, "grace": &p.GraceBlocks, "window": &p.WindowBlocks,
		"refund-blocks": &p.RefundBlocks, "refund-max": &p.RefundMax,
	} {
		if a.has(name) {
			*field = a.number(name)
		}
	}
	if a.has("refund-share") {
		p.RefundShareBp = a.u32("refund-share")
	}
	return &feetypes.MsgUpdateParams{Signer: a.signer(), Params: p}, nil
}

// showRates lists the rates that hold, and how long they pay.
func showRates(s *Scenario, _ args) (string, error) {
	res, err := feekeeper.NewQueryServer(s.Chain.App().Fee).Rates(s.Chain.Context(), &feetypes.QueryRatesRequest{})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i, r := range res.Rates {
		age := res.Ages[i]
		fmt.Fprintf(&b, "%s %d from %d, stale from %d, refused from %d", r.Denom, r.Worth, r.FromHeight, age.StaleFrom, age.RefusedFrom)
		if age.Stale {
			b.WriteString(": stale")
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "height %d\n", s.Chain.Context().BlockHeight())
	return b.String(), nil
}

// proposeRefund pays back what the transaction "tx" was charged too much, to an account or an organisation: "propose-refund by=nation-wei tx=first
// amount=0.01 reason=twice to=donor", "… organisation=dehua".
func proposeRefund(_ *Scenario, a args) (sdk.Msg, error) {
	m := &feetypes.MsgProposeRefund{
		Signer: a.signer(), TxHash: Hash32(a.text("tx")), Amount: sdk.NewCoin(Denom, a.coins("amount")),
		Reason: feetypes.RefundReason(feetypes.RefundReason_value["REFUND_REASON_"+strings.ToUpper(a.text("reason"))]),
	}
	if a.has("organisation") {
		m.Organisation = a.organisation("organisation")
		return m, nil
	}
	to, err := holder(a.text("to"))
	m.Account = to.String()
	return m, err
}

func approveRefund(_ *Scenario, a args) (sdk.Msg, error) {
	return &feetypes.MsgApproveRefund{Signer: a.signer(), Refund: a.number("refund")}, nil
}

func withdrawRefund(_ *Scenario, a args) (sdk.Msg, error) {
	return &feetypes.MsgWithdrawRefund{Signer: a.signer(), Refund: a.number("refund")}, nil
}
