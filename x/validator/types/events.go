package types

// NewEventSeatStatusChanged tells the status the seat has now.
func NewEventSeatStatusChanged(s Seat) *EventSeatStatusChanged {
	return &EventSeatStatusChanged{Organisation: s.Organisation, Operator: s.Operator, Status: s.Status}
}

// NewEventSeatEnrolled tells that a seat was accepted and until when its key has to prove itself, in Unix seconds.
func NewEventSeatEnrolled(s Seat, key []byte, until int64) *EventSeatEnrolled {
	return &EventSeatEnrolled{Organisation: s.Organisation, Operator: s.Operator, ConsensusKey: key, Until: until}
}

// NewEventSeatExpired tells that nothing is left of an accepted seat.
func NewEventSeatExpired(s Seat) *EventSeatExpired {
	return &EventSeatExpired{Organisation: s.Organisation, Operator: s.Operator}
}

// NewEventKeyRotated tells the new key of a seat in rotation; oldKey is the one before.
func NewEventKeyRotated(s Seat, oldKey []byte) *EventKeyRotated {
	return &EventKeyRotated{Organisation: s.Organisation, Operator: s.Operator, OldKey: oldKey, NewKey: s.NextKey, FromHeight: s.NextFrom}
}

// NewEventRotationApproved tells the first approval by an officer.
func NewEventRotationApproved(a Approval, officer string) *EventRotationApproved {
	return &EventRotationApproved{Operator: a.Operator, NewKey: a.NewKey, Officer: officer, Organisation: a.Organisation}
}

// NewEventFloorReached alerts that a seat that is down stays in the set.
func NewEventFloorReached(s Seat, active, enrolled int) *EventFloorReached {
	return &EventFloorReached{Organisation: s.Organisation, Operator: s.Operator, Active: uint32(active), Floor: uint32(Floor(enrolled))}
}

// NewEventParamsUpdated tells the parameters that hold now.
func NewEventParamsUpdated(p Params) *EventParamsUpdated { return &EventParamsUpdated{Params: p} }
