package types

// NewEventEnrolled tells that households with persons entered the register.
func NewEventEnrolled(organisation uint32, households []HouseholdEnrolment) *EventEnrolled {
	return &EventEnrolled{
		Organisation: organisation,
		Households:   uint32(len(households)),
		Persons:      uint32(CountPersons(households)),
	}
}

// NewEventKeyRotated tells that a person's holder key has a new account.
func NewEventKeyRotated(person []byte, address string) *EventKeyRotated {
	return &EventKeyRotated{Person: person, Address: address}
}

// NewEventPersonClosed tells that an organisation closed a person.
func NewEventPersonClosed(person []byte, organisation uint32) *EventPersonClosed {
	return &EventPersonClosed{Person: person, Organisation: organisation}
}

// NewEventPersonChanged tells where a person stands now.
func NewEventPersonChanged(p Person, organisation uint32) *EventPersonChanged {
	return &EventPersonChanged{Person: p.Ref, Status: p.Status, Lock: p.LockReason(), Organisation: organisation}
}

// NewEventMergerProposed tells that a county takes two records for the same human being.
func NewEventMergerProposed(m Merger) *EventMergerProposed {
	return &EventMergerProposed{Person: m.Person, Into: m.Into, Organisation: m.By.Organisation}
}

// NewEventGuardianChanged tells who acts for a ward now, and who is proposed.
func NewEventGuardianChanged(g Guardianship, organisation uint32) *EventGuardianChanged {
	return &EventGuardianChanged{Ward: g.Ward, Guardian: g.Guardian, Proposed: g.Proposed, Organisation: organisation}
}

// NewEventAgentChanged tells until when an agent acts.
func NewEventAgentChanged(a Agency) *EventAgentChanged {
	return &EventAgentChanged{Person: a.Person, Agent: a.Agent, ValidUntil: a.ValidUntil}
}

// NewEventRecoveryChanged tells how far a recovery is.
func NewEventRecoveryChanged(r Recovery, open bool) *EventRecoveryChanged {
	return &EventRecoveryChanged{Person: r.Person, Open: open, Due: r.Due}
}

// NewEventRevised tells that an organisation replaced the root of a person or household.
func NewEventRevised(person []byte, organisation uint32) *EventRevised {
	return &EventRevised{Person: person, Organisation: organisation}
}

// NewEventMatchChanged tells how far a match is.
func NewEventMatchChanged(m Match, organisation uint32) *EventMatchChanged {
	return &EventMatchChanged{Id: m.Id, Status: m.Status, Settled: m.Settled, Organisation: organisation}
}

// NewEventEpochChanged tells which epochs' tags count now.
func NewEventEpochChanged(e TagEpochs) *EventEpochChanged {
	return &EventEpochChanged{Current: e.Current, Next: e.Next}
}

// NewEventTagDue tells whether a tag is owed.
func NewEventTagDue(d DueTag, due bool) *EventTagDue {
	return &EventTagDue{Person: d.Person, Class: d.Class, Organisation: d.Organisation, Due: due, Waived: d.Waived}
}
