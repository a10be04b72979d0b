package types

import (
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/internal/statemachine"
)

const (
	byProvinces  = "provinces' vote"
	byController = "mint controller"
	byPauser     = "pauser of the issuer or of the nation"
	byMinter     = "minter"
	byHolder     = "holder of the coins"
	byChain      = "chain"
)

// IssuerMachine is the life of an issuer. Nothing leads back from a revoked licence; burning and redemption are no steps, and never stop.
var IssuerMachine = statemachine.Table[IssuerStatus, IssuerAct]{
	Name: "Issuer",
	Steps: []statemachine.Step[IssuerStatus, IssuerAct]{
		{
			From: ISSUER_STATUS_UNSPECIFIED, Act: ISSUER_ACT_APPLY, To: ISSUER_STATUS_APPLIED, By: byController,
			Guard: "an issuer, with a custodian, a known currency and a code that was never used",
		},
		{From: ISSUER_STATUS_APPLIED, Act: ISSUER_ACT_WITHDRAW, To: ISSUER_STATUS_WITHDRAWN, By: byController},
		{
			From: ISSUER_STATUS_APPLIED, Act: ISSUER_ACT_LICENSE, To: ISSUER_STATUS_LICENSED, By: byProvinces,
			Guard: "the terms voted on are those applied for",
		},
		{
			From: ISSUER_STATUS_LICENSED, Act: ISSUER_ACT_ACTIVATE, To: ISSUER_STATUS_ACTIVE, By: "custodian",
			Guard: "its first statement of the reserve is countersigned",
		},
		{From: ISSUER_STATUS_ACTIVE, Act: ISSUER_ACT_PAUSE, To: ISSUER_STATUS_PAUSED, By: byPauser},
		{
			From: ISSUER_STATUS_PAUSED, Act: ISSUER_ACT_PAUSE, To: ISSUER_STATUS_PAUSED, By: "pauser of the nation",
			Guard: "the issuer paused itself: from now on the nation alone lets it go on",
		},
		{
			From: ISSUER_STATUS_PAUSED, Act: ISSUER_ACT_RESUME, To: ISSUER_STATUS_ACTIVE, By: byPauser,
			Guard: "of the organisation that paused, or of the nation",
		},
		{From: ISSUER_STATUS_ACTIVE, Act: ISSUER_ACT_WIND_DOWN, To: ISSUER_STATUS_WIND_DOWN, By: byProvinces},
		{From: ISSUER_STATUS_PAUSED, Act: ISSUER_ACT_WIND_DOWN, To: ISSUER_STATUS_WIND_DOWN, By: byProvinces},
		{From: ISSUER_STATUS_LICENSED, Act: ISSUER_ACT_REVOKE, To: ISSUER_STATUS_REVOKED, By: byProvinces},
		{From: ISSUER_STATUS_ACTIVE, Act: ISSUER_ACT_REVOKE, To: ISSUER_STATUS_REVOKED, By: byProvinces},
		{From: ISSUER_STATUS_PAUSED, Act: ISSUER_ACT_REVOKE, To: ISSUER_STATUS_REVOKED, By: byProvinces},
		{From: ISSUER_STATUS_WIND_DOWN, Act: ISSUER_ACT_REVOKE, To: ISSUER_STATUS_REVOKED, By: byProvinces},
	},
}

// RedemptionMachine is the life of a redemption.
var RedemptionMachine = statemachine.Table[RedemptionStatus, RedemptionAct]{
	Name: "Redemption",
	Steps: []statemachine.Step[RedemptionStatus, RedemptionAct]{
		{
			From: REDEMPTION_STATUS_UNSPECIFIED, Act: REDEMPTION_ACT_REDEEM, To: REDEMPTION_STATUS_OPEN, By: byHolder,
			Guard: "whatever the issuer's status or statement; the coins go into escrow",
		},
		{
			From: REDEMPTION_STATUS_OPEN, Act: REDEMPTION_ACT_SETTLE, To: REDEMPTION_STATUS_SETTLED, By: byMinter,
			Guard: "hash of the bank's reference; in a wind-down public treasuries first",
		},
		{
			From: REDEMPTION_STATUS_OPEN, Act: REDEMPTION_ACT_RETURN, To: REDEMPTION_STATUS_RETURNED, By: byChain,
			Guard: "the deadline is over; noted as overdue",
		},
	},
}

// Step returns the issuer after an act; ErrIssuerState when the table has no such step.
func (i Issuer) Step(act IssuerAct) (Issuer, error) {
	to, known := IssuerMachine.Next(i.Status, act)
	if !known {
		return i, errorsmod.Wrapf(ErrIssuerState, "%s: %s at %s", i.Id, act, i.Status)
	}
	i.Status = to
	return i, nil
}

// Step returns the redemption after an act; ErrRedemptionState when the table has no such step.
func (r Redemption) Step(act RedemptionAct) (Redemption, error) {
	to, known := RedemptionMachine.Next(r.Status, act)
	if !known {
		return r, errorsmod.Wrapf(ErrRedemptionState, "%d: %s at %s", r.Id, act, r.Status)
	}
	r.Status = to
	return r, nil
}
