package chaintest

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func returnFunds(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgReturnFunds{Signer: a.signer(), Node: a.u32("node"), Year: a.u32("year"), Amount: a.money("amount")}, nil
}

func remit(_ *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgRemit{Signer: a.signer(), FromNode: a.u32("from"), ToNode: a.u32("to"), Amount: a.money("amount"), Denom: Denom}
	if a.has("denom") {
		m.Denom = a.text("denom")
	}
	return m, nil
}

func closeYear(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgCloseYear{Signer: a.signer(), Node: a.u32("node"), Year: a.u32("year"), CarryOver: a.has("carry-over")}, nil
}

func reserveYear(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgReserveYear{Signer: a.signer(), Roll: a.u32("roll")}, nil
}

// reconcile states the figures given and nothing else: "reconcile by=… node=2 year=2024 received=900.00 disbursed=850.00".
func reconcile(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgReconcile{
		Signer: a.signer(), Node: a.u32("node"), Year: a.u32("year"), Own: a.money("own"), Received: a.money("received"),
		Allocated: a.money("allocated"), Reserved: a.money("reserved"), Disbursed: a.money("disbursed"), Recovered: a.money("recovered"),
		Returned: a.money("returned"), BroughtForward: a.money("brought-forward"), CarriedOver: a.money("carried-over"),
		StatementHash: Hash32("statement"),
	}, nil
}

// describeLedger writes a fiscal year; what only some have stands at the end.
func describeLedger(l granttypes.Ledger, free uint64) string {
	var b strings.Builder
	fmt.Fprintf(&b, "own=%s received=%s allocated=%s reserved=%s disbursed=%s recovered=%s free=%s", showMoney(l.Own), showMoney(l.Received),
		showMoney(l.Allocated), showMoney(l.Reserved), showMoney(l.Disbursed), showMoney(l.Recovered), showMoney(free))
	for _, rare := range []struct {
		name   string
		amount uint64
	}{{"returned", l.Returned}, {"brought-forward", l.BroughtForward}, {"carried-over", l.CarriedOver}} {
		if rare.amount > 0 {
			fmt.Fprintf(&b, " %s=%s", rare.name, showMoney(rare.amount))
		}
	}
	return b.String()
}

// showBudgetTree tells the sums over a node and everything below it, and the fiscal years of its children.
func showBudgetTree(s *Scenario, a args) (string, error) {
	res, err := s.query().BudgetTree(s.Chain.Context(), &granttypes.QueryBudgetTreeRequest{Node: a.u32("node"), Year: a.u32("year")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d nodes: own=%s brought-forward=%s reserved=%s disbursed=%s recovered=%s carried-over=%s free=%s\n", res.Sums.Nodes,
		showMoney(res.Sums.Own), showMoney(res.Sums.BroughtForward), showMoney(res.Sums.Reserved), showMoney(res.Sums.Disbursed),
		showMoney(res.Sums.Recovered), showMoney(res.Sums.CarriedOver), showMoney(res.Sums.Free))
	for _, e := range append([]granttypes.BudgetEntry{res.Top}, res.Children...) {
		fmt.Fprintf(&b, "node %d: %s", e.Node.Id, describeLedger(e.Ledger, e.Free))
		if e.Node.HasClosed(res.Top.Ledger.Year) {
			b.WriteString(" closed")
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

func showReconciliation(s *Scenario, a args) (string, error) {
	res, err := s.query().Reconciliation(s.Chain.Context(), &granttypes.QueryReconciliationRequest{Node: a.u32("node"), Year: a.u32("year")})
	if err != nil {
		return "", err
	}
	state := "ledger unchanged since"
	if !res.Current {
		state = "ledger changed since"
	}
	return fmt.Sprintf("height=%d officer=%s hash=%X… %s\n", res.Reconciliation.Height, res.Reconciliation.Officer, res.Reconciliation.StatementHash[:4], state), nil
}

func openTopUp(_ *Scenario, a args) (sdk.Msg, error) {
	p, err := granttypes.ParsePeriod(a.text("period"))
	if err != nil {
		return nil, err
	}
	rolls, err := a.rolls()
	return &granttypes.MsgOpenTopUp{Signer: a.signer(), Period: uint32(p), Rolls: rolls, PerPerson: a.money("per-person")}, err
}

func showHeldTopUps(s *Scenario, a args) (string, error) {
	id, err := a.grant()
	if err != nil {
		return "", err
	}
	res, err := s.query().HeldTopUps(s.Chain.Context(), &granttypes.QueryHeldTopUpsRequest{Grant: id})
	if err != nil {
		return "", err
	}
	return describeHeld(res.Held), nil
}

// rolls reads the numbers of rolls=(1,2).
func (a args) rolls() ([]uint32, error) {
	var rolls []uint32
	for _, r := range a.list("rolls") {
		var n uint32
		if _, err := fmt.Sscan(r, &n); err != nil {
			return nil, err
		}
		rolls = append(rolls, n)
	}
	return rolls, nil
}
