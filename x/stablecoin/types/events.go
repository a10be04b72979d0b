package types

import "cosmossdk.io/math"

// NewEventIssuerMoved tells of an issuer's step; organisation is 0 for the provinces' vote.
func NewEventIssuerMoved(i Issuer, act IssuerAct, organisation uint32) *EventIssuerMoved {
	return &EventIssuerMoved{Issuer: i.Id, Denom: i.Denom(), Act: act, Status: i.Status, Organisation: organisation}
}

// NewEventRedemptionMoved tells of a redemption's step; the amount in millionths.
func NewEventRedemptionMoved(r Redemption, act RedemptionAct) *EventRedemptionMoved {
	return &EventRedemptionMoved{Redemption: r.Id, Issuer: r.Issuer, Holder: r.Holder, Amount: r.Amount.String(), Act: act, Due: r.Due}
}

// NewEventAllowanceSet tells the new limit of an issuer.
func NewEventAllowanceSet(i Issuer) *EventAllowanceSet {
	return &EventAllowanceSet{Issuer: i.Id, Allowance: i.Allowance.String(), PeriodAllowance: i.PeriodAllowance.String()}
}

// NewEventAttestationSubmitted tells of a stated reserve.
func NewEventAttestationSubmitted(a Attestation) *EventAttestationSubmitted {
	return &EventAttestationSubmitted{Issuer: a.Issuer, Attestation: a.Id, Reserve: a.Reserve.String()}
}

// NewEventAttestationAccepted tells of a reserve that counts from now on.
func NewEventAttestationAccepted(a Attestation) *EventAttestationAccepted {
	return &EventAttestationAccepted{Issuer: a.Issuer, Attestation: a.Id}
}

// NewEventMinted tells of new coins; the amount in millionths.
func NewEventMinted(i Issuer, recipient string, amount math.Int) *EventMinted {
	return &EventMinted{Issuer: i.Id, Recipient: recipient, Amount: amount.String()}
}

// NewEventBurned tells of destroyed coins; the amount in millionths.
func NewEventBurned(i Issuer, amount math.Int) *EventBurned {
	return &EventBurned{Issuer: i.Id, Amount: amount.String()}
}
