package types

// NewEventFundsReturned tells that a node gave funds back to its parent.
func NewEventFundsReturned(n BudgetNode, msg *MsgReturnFunds) *EventFundsReturned {
	return &EventFundsReturned{Node: n.Id, Parent: n.Parent, Year: msg.Year, Amount: msg.Amount}
}

// NewEventRemitted tells that coins went from one treasury account to another.
func NewEventRemitted(msg *MsgRemit, coins string) *EventRemitted {
	return &EventRemitted{FromNode: msg.FromNode, ToNode: msg.ToNode, Coins: coins}
}

// NewEventYearClosed tells that a ledger never changes again.
func NewEventYearClosed(l Ledger, lapsed uint64) *EventYearClosed {
	return &EventYearClosed{Node: l.Node, Year: l.Year, CarriedOver: l.CarriedOver, Lapsed: lapsed}
}

// NewEventReconciled tells that the books outside agree with a ledger.
func NewEventReconciled(r Reconciliation) *EventReconciled {
	return &EventReconciled{Node: r.Ledger.Node, Year: r.Ledger.Year, Officer: r.Officer, StatementHash: r.StatementHash}
}

// NewEventTopUpOpened tells that a run will pay everybody of a period once more.
func NewEventTopUpOpened(r Run) *EventTopUpOpened {
	return &EventTopUpOpened{Run: r.Id, Period: r.Period, PerPerson: r.TopUp}
}

// NewEventTopUpReleased tells that a held top-up went into the balance.
func NewEventTopUpReleased(h HeldPayment) *EventTopUpReleased {
	return &EventTopUpReleased{Grant: h.Grant, Period: h.Period, Run: h.Run, Amount: h.Amount}
}
