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
