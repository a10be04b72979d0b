package chaintest

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func init() {
	for name, build := range map[string]verb{
		"report": reportEmergency, "pay-first": payFirst, "confirm": confirmEmergency, "paperwork": supplementEmergency, "convert": convertEmergency,
		"withdraw-emergency": withdrawEmergency, "unlock-fast-track": unlockFastTrack, "fund-float": fundFloat, "return-float": returnFloat,
	} {
		verbs[name] = build
	}
	questions["emergency"], questions["float"] = showEmergency, showFloat
}

// reportEmergency reports one: "report by=dehua-intake roll=2 payee=A persons=3".
func reportEmergency(_ *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgReportEmergency{
		Signer: a.signer(), Roll: a.u32("roll"), Payee: Ref(a.text("payee")), Persons: max(a.u32("persons"), 1), FileHash: Hash32("report"),
	}
	if a.has("household") {
		m.Household = Ref(a.text("household"))
	}
	return m, nil
}

func payFirst(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgPayFirst{Signer: a.signer(), Emergency: a.number("emergency"), Amount: a.money("amount")}, nil
}

func confirmEmergency(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgConfirmEmergency{Signer: a.signer(), Emergency: a.number("emergency")}, nil
}

func supplementEmergency(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgSupplementEmergency{Signer: a.signer(), Emergency: a.number("emergency"), FileHash: Hash32("paperwork")}, nil
}

func convertEmergency(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgConvertEmergency{Signer: a.signer(), Emergency: a.number("emergency"), Coverage: granttypes.COVERAGE_HOUSEHOLD}, nil
}

func withdrawEmergency(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgWithdrawEmergency{Signer: a.signer(), Emergency: a.number("emergency")}, nil
}

func unlockFastTrack(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgUnlockFastTrack{Signer: a.signer(), Emergency: a.number("emergency"), Reason: a.reason()}, nil
}

// floatDenom is the world's coin, or the one that the line gives.
func (a args) floatDenom() string {
	if a.has("denom") {
		return a.text("denom")
	}
	return Denom
}

func fundFloat(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgFundFloat{Signer: a.signer(), Node: a.u32("node"), Denom: a.floatDenom(), Amount: a.money("amount")}, nil
}

func returnFloat(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgReturnFloat{Signer: a.signer(), Node: a.u32("node"), Denom: a.floatDenom(), Amount: a.money("amount")}, nil
}

// showEmergency shows where an emergency stands and the clocks that run.
func showEmergency(s *Scenario, a args) (string, error) {
	res, err := s.query().Emergency(s.Chain.Context(), &granttypes.QueryEmergencyRequest{Id: a.number("emergency")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	e := res.Emergency
	fmt.Fprintf(&b, "%s confirmed=%t", short(e.Status.String(), "EMERGENCY_STATUS_"), e.Confirmed)
	if e.Grant != 0 {
		fmt.Fprintf(&b, " paid=%s grant=%s", showMoney(e.Amount), granttypes.GrantID(e.Grant))
	}
	b.WriteString("\n")
	writeDeadlines(&b, res.Deadlines, false)
	return b.String(), nil
}

// showFloat shows what an office may pay first: "float organisation=dehua programme=2".
func showFloat(s *Scenario, a args) (string, error) {
	res, err := s.query().Float(s.Chain.Context(), &granttypes.QueryFloatRequest{Organisation: a.organisation("organisation"), Programme: a.u32("programme")})
	if err != nil {
		return "", err
	}
	f := res.Float
	return fmt.Sprintf("funded=%s returned=%s paid=%s left=%s locks=%d\n", showMoney(f.Funded), showMoney(f.Returned), showMoney(f.Paid), showMoney(res.Left), f.Locks), nil
}
