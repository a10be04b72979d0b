package types

// NewEventAwarded tells that a grant was decided; the amount is its entitlement over the schedule, minor units.
func NewEventAwarded(g Grant, amount uint64) *EventAwarded {
	return &EventAwarded{Grant: g.Id, Roll: g.Roll, Amount: amount}
}

// NewEventProgrammeCreated tells that a programme takes grants.
func NewEventProgrammeCreated(p Programme) *EventProgrammeCreated {
	return &EventProgrammeCreated{Programme: p.Id, Area: p.Area}
}

// NewEventStandardSet tells a new standard.
func NewEventStandardSet(s Standard) *EventStandardSet {
	return &EventStandardSet{Programme: s.Programme, Area: s.Area, FromPeriod: s.FromPeriod, Amount: s.Amount}
}

// NewEventBudgetNodeOpened tells that an organisation has a ledger.
func NewEventBudgetNodeOpened(n BudgetNode) *EventBudgetNodeOpened {
	return &EventBudgetNodeOpened{Node: n.Id, Parent: n.Parent, Organisation: n.Organisation}
}

// NewEventAppropriated tells that a node got own funds.
func NewEventAppropriated(msg *MsgAppropriate) *EventAppropriated {
	return &EventAppropriated{Node: msg.Node, Year: msg.Year, Amount: msg.Amount}
}

// NewEventAllocated tells that a node gave funds to a child.
func NewEventAllocated(msg *MsgAllocate) *EventAllocated {
	return &EventAllocated{FromNode: msg.FromNode, ToNode: msg.ToNode, Year: msg.Year, Amount: msg.Amount}
}

// NewEventRollOpened tells that a paying office has a roll.
func NewEventRollOpened(r Roll) *EventRollOpened {
	return &EventRollOpened{Roll: r.Id, Programme: r.Programme, Area: r.Area}
}

// NewEventImportOpened tells that a register is being loaded.
func NewEventImportOpened(i Import) *EventImportOpened {
	return &EventImportOpened{Import: i.Id, Roll: i.Roll, Chunks: i.Chunks}
}

// NewEventImportChunkLoaded tells that a chunk is in.
func NewEventImportChunkLoaded(i Import, chunk ImportChunk) *EventImportChunkLoaded {
	return &EventImportChunkLoaded{Import: i.Id, Index: chunk.Index, Rows: uint32(len(chunk.Rows))}
}

// NewEventImportClosed tells that an import ended before it was complete.
func NewEventImportClosed(i Import) *EventImportClosed {
	return &EventImportClosed{Import: i.Id, Rows: i.Loaded.Rows}
}

// NewEventImportDone tells that every chunk is in and every total met.
func NewEventImportDone(i Import) *EventImportDone { return &EventImportDone{Import: i.Id} }

// NewEventAdjusted tells that a grant's schedule changed from the first change on.
func NewEventAdjusted(grant GrantID, first Change) *EventAdjusted {
	return &EventAdjusted{Grant: uint64(grant), Period: first.Period, Amount: first.Amount}
}

// NewEventSuspended tells that a grant's instalments are held from now on.
func NewEventSuspended(grant GrantID) *EventSuspended { return &EventSuspended{Grant: uint64(grant)} }

// NewEventResumed tells that a grant's instalments are paid again.
func NewEventResumed(grant GrantID) *EventResumed { return &EventResumed{Grant: uint64(grant)} }

// NewEventHeldReleased tells that a held instalment went into the balance.
func NewEventHeldReleased(h HeldPayment) *EventHeldReleased {
	return &EventHeldReleased{Grant: h.Grant, Period: h.Period, Amount: h.Amount}
}

// NewEventRunOpened tells that a run names its rolls.
func NewEventRunOpened(r Run) *EventRunOpened { return &EventRunOpened{Run: r.Id, Period: r.Period} }

// NewEventRunSealed tells a run's count and total.
func NewEventRunSealed(r Run) *EventRunSealed {
	return &EventRunSealed{Run: r.Id, Count: r.SealedCount, Amount: r.SealedAmount}
}

// NewEventRunAuthorised tells that a run is funded with the coins and will be paid.
func NewEventRunAuthorised(r Run, coins string) *EventRunAuthorised {
	return &EventRunAuthorised{Run: r.Id, Coins: coins}
}

// NewEventRunCancelled tells that a run will not be paid.
func NewEventRunCancelled(r Run) *EventRunCancelled { return &EventRunCancelled{Run: r.Id} }

// NewEventChunkPaid tells that neighbouring slots of a roll were paid.
func NewEventChunkPaid(run uint64, roll, firstSlot uint32, chunk Chunk) *EventChunkPaid {
	return &EventChunkPaid{Run: run, Roll: roll, FirstSlot: firstSlot, Chunk: &chunk}
}

// NewEventRunDone tells that a run is complete; paid and held make up the sealed sum unless a record was broken.
func NewEventRunDone(r Run) *EventRunDone {
	return &EventRunDone{
		Run: r.Id, PaidCount: r.PaidCount, PaidAmount: r.PaidAmount, HeldCount: r.HeldCount, HeldAmount: r.HeldAmount,
	}
}

// NewEventWithdrawn tells that a balance became coins of the payee.
func NewEventWithdrawn(grant GrantID, coins string) *EventWithdrawn {
	return &EventWithdrawn{Grant: uint64(grant), Coins: coins}
}

// NewEventTransferOffered tells that a payee is offered to another area.
func NewEventTransferOffered(t Transfer) *EventTransferOffered {
	return &EventTransferOffered{Grant: t.Grant, Area: t.Area, Period: t.Period}
}

// NewEventTransferred tells that another office pays a payee from a period on.
func NewEventTransferred(from, to uint64, period uint32) *EventTransferred {
	return &EventTransferred{From: from, To: to, Period: period}
}
