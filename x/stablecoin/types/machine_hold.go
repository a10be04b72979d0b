package types

import "github.com/reliefchain/relief/x/internal/statemachine"

// Who takes a step of a hold, as the table says it.
const (
	byCompliance = "compliance officer"
	byElsewhere  = "compliance officer of another organisation than the one that held it"
	byNation     = "compliance officer of the national authority"
)

// HoldMachine is the life of a hold.
var HoldMachine = statemachine.Table[HoldStatus, HoldAct]{
	Name: "Hold",
	Steps: []statemachine.Step[HoldStatus, HoldAct]{
		{From: HOLD_STATUS_UNSPECIFIED, Act: HOLD_ACT_PLACE, To: HOLD_STATUS_HELD, By: byCompliance, Guard: "an account with a key and without a hold; the organisation's last hold on it didn't just end by itself"},
		{From: HOLD_STATUS_HELD, Act: HOLD_ACT_PROPOSE_FREEZE, To: HOLD_STATUS_FREEZE_PROPOSED, By: byElsewhere, Guard: "a review date; in time"},
		{From: HOLD_STATUS_FREEZE_PROPOSED, Act: HOLD_ACT_CONFIRM_FREEZE, To: HOLD_STATUS_FROZEN, By: byElsewhere, Guard: "another person than proposed; in time"},
		{From: HOLD_STATUS_FROZEN, Act: HOLD_ACT_REVIEW, To: HOLD_STATUS_FROZEN, By: byElsewhere, Guard: "another person than froze or reviewed it last; no appeal open; a later review date; in time"},
		{From: HOLD_STATUS_SEIZURE_ORDERED, Act: HOLD_ACT_REVIEW, To: HOLD_STATUS_SEIZURE_ORDERED, By: byElsewhere, Guard: "as for a freeze"},
		{From: HOLD_STATUS_HELD, Act: HOLD_ACT_RELEASE, To: HOLD_STATUS_RELEASED, By: byCompliance},
		{From: HOLD_STATUS_FREEZE_PROPOSED, Act: HOLD_ACT_RELEASE, To: HOLD_STATUS_RELEASED, By: byCompliance},
		{From: HOLD_STATUS_FROZEN, Act: HOLD_ACT_RELEASE, To: HOLD_STATUS_RELEASED, By: byElsewhere, Guard: "or, on appeal, one who had no hand in it"},
		{From: HOLD_STATUS_SEIZURE_ORDERED, Act: HOLD_ACT_RELEASE, To: HOLD_STATUS_RELEASED, By: byElsewhere, Guard: "or, on appeal, one who had no hand in it"},
		{From: HOLD_STATUS_FROZEN, Act: HOLD_ACT_ORDER_SEIZURE, To: HOLD_STATUS_SEIZURE_ORDERED, By: byElsewhere, Guard: "a court's order; in time"},
		{From: HOLD_STATUS_SEIZURE_ORDERED, Act: HOLD_ACT_APPROVE_SEIZURE, To: HOLD_STATUS_SEIZED, By: byNation, Guard: "another person than brought the order; no appeal open; something above the protected minimum; in time"},
		{From: HOLD_STATUS_HELD, Act: HOLD_ACT_EXPIRE, To: HOLD_STATUS_EXPIRED, By: byChain, Guard: "the hours are over"},
		{From: HOLD_STATUS_FREEZE_PROPOSED, Act: HOLD_ACT_EXPIRE, To: HOLD_STATUS_EXPIRED, By: byChain, Guard: "the hours are over"},
		{From: HOLD_STATUS_FROZEN, Act: HOLD_ACT_EXPIRE, To: HOLD_STATUS_EXPIRED, By: byChain, Guard: "the review date is over"},
		{From: HOLD_STATUS_SEIZURE_ORDERED, Act: HOLD_ACT_EXPIRE, To: HOLD_STATUS_EXPIRED, By: byChain, Guard: "the review date is over"},
	},
}
