package types

import sdk "github.com/cosmos/cosmos-sdk/types"

// NewEventActScheduled tells that an act waits.
func NewEventActScheduled(i Item) *EventActScheduled {
	return &EventActScheduled{Item: i.Id, Content: i.Content.GetTypeUrl(), DueAt: i.DueAt}
}

// NewEventActCarriedOut tells that an act was carried out.
func NewEventActCarriedOut(i Item) *EventActCarriedOut {
	return &EventActCarriedOut{Item: i.Id, Content: i.Content.GetTypeUrl()}
}

// NewEventActFailed tells which rule refused an act.
func NewEventActFailed(i Item, codespace string, code uint32) *EventActFailed {
	return &EventActFailed{Item: i.Id, Content: i.Content.GetTypeUrl(), Codespace: codespace, Code: code}
}

// NewEventStopRequested tells that a second pauser is awaited.
func NewEventStopRequested(r StopRequest) *EventStopRequested {
	return &EventStopRequested{Organisation: r.Organisation, Messages: r.Messages, Seconds: r.Seconds}
}

// NewEventMessagesStopped tells what is stopped until when.
func NewEventMessagesStopped(messages []string, s Stop) *EventMessagesStopped {
	return &EventMessagesStopped{Messages: messages, Until: s.Until, RequestedBy: s.RequestedBy, ConfirmedBy: s.ConfirmedBy}
}

// NewEventMessagesAllowed tells what is allowed again; organisation 0 when the time was over.
func NewEventMessagesAllowed(messages []string, organisation uint32) *EventMessagesAllowed {
	return &EventMessagesAllowed{Messages: messages, LiftedBy: organisation}
}

// NewEventSeatTokenIssued tells who got a seat token.
func NewEventSeatTokenIssued(account sdk.AccAddress) *EventSeatTokenIssued {
	return &EventSeatTokenIssued{Account: account.String()}
}

// NewEventParamsUpdated tells that the bounds changed.
func NewEventParamsUpdated() *EventParamsUpdated { return &EventParamsUpdated{} }
