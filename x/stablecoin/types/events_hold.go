package types

import sdk "github.com/cosmos/cosmos-sdk/types"

// NewEventHoldMoved tells of a step; organisation 0 is the chain.
func NewEventHoldMoved(h Hold, act HoldAct, organisation uint32) *EventHoldMoved {
	return &EventHoldMoved{Hold: h.Id, Account: h.Account, Act: act, Status: h.Status, Organisation: organisation, Until: h.Until}
}

// NewEventHoldAppealed tells of an appeal.
func NewEventHoldAppealed(h Hold) *EventHoldAppealed { return &EventHoldAppealed{Hold: h.Id} }

// NewEventHoldAppealAnswered tells of the answer.
func NewEventHoldAppealAnswered(h Hold, organisation uint32) *EventHoldAppealAnswered {
	return &EventHoldAppealAnswered{Hold: h.Id, Organisation: organisation, Released: h.Status == HOLD_STATUS_RELEASED}
}

// NewEventCoinsSeized tells of coins that a court had taken.
func NewEventCoinsSeized(h Hold) *EventCoinsSeized {
	return &EventCoinsSeized{Hold: h.Id, Beneficiary: h.Seizure.Beneficiary, Taken: h.Seizure.Taken.String()}
}

// NewEventCountersigned tells of a payee's agreement.
func NewEventCountersigned(c Countersignature) *EventCountersigned {
	return &EventCountersigned{Payer: c.Payer, Payee: c.Payee, Amount: sdk.NewCoin(c.Denom, c.Amount).String(), Until: c.Until}
}

// NewEventCountersignatureUsed tells of a countersigned transfer.
func NewEventCountersignatureUsed(c Countersignature, sent sdk.Coin) *EventCountersignatureUsed {
	return &EventCountersignatureUsed{Payer: c.Payer, Payee: c.Payee, Amount: sent.String()}
}
