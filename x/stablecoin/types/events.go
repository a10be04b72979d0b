package types

import "cosmossdk.io/math"

// NewEventIssuerLicensed tells of a new licence.
func NewEventIssuerLicensed(i Issuer) *EventIssuerLicensed {
	return &EventIssuerLicensed{Issuer: i.Id, Denom: i.Denom()}
}

// NewEventIssuerRevoked tells of a withdrawn licence.
func NewEventIssuerRevoked(i Issuer) *EventIssuerRevoked {
	return &EventIssuerRevoked{Issuer: i.Id}
}

// NewEventAllowanceSet tells the new limit of an issuer.
func NewEventAllowanceSet(i Issuer) *EventAllowanceSet {
	return &EventAllowanceSet{Issuer: i.Id, Allowance: i.Allowance.String()}
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
