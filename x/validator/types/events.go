package types

// NewEventSeatStatusChanged tells the status the seat has now.
func NewEventSeatStatusChanged(s Seat) *EventSeatStatusChanged {
	return &EventSeatStatusChanged{Organisation: s.Organisation, Operator: s.Operator, Status: s.Status}
}
