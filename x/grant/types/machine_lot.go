package types

import "github.com/reliefchain/relief/x/internal/statemachine"

// LotMachine is the life of a lot.
var LotMachine = statemachine.Table[LotStatus, ActKind]{
	Name: "Lot",
	Steps: []statemachine.Step[LotStatus, ActKind]{
		{From: LOT_STATUS_UNSPECIFIED, Act: ACT_KIND_RECEIVE, To: LOT_STATUS_RECEIVED, By: byKeeper, Guard: "the programme gives goods or services"},
		{From: LOT_STATUS_RECEIVED, Act: ACT_KIND_STORE, To: LOT_STATUS_STORED, By: byKeeper, Guard: "counted"},
		{From: LOT_STATUS_STORED, Act: ACT_KIND_DISPATCH, To: LOT_STATUS_DISPATCHED, By: byKeeper, Guard: "all of it"},
		{From: LOT_STATUS_STORED, Act: ACT_KIND_SPLIT, To: LOT_STATUS_STORED, By: byKeeper, Guard: "a part of it, with a number of its own"},
		{From: LOT_STATUS_UNSPECIFIED, Act: ACT_KIND_DISPATCH, To: LOT_STATUS_DISPATCHED, By: byKeeper, Guard: "a part of another lot"},
		{From: LOT_STATUS_DISPATCHED, Act: ACT_KIND_ARRIVE, To: LOT_STATUS_AT_POINT, By: byIntake, Guard: "counted"},
		{From: LOT_STATUS_AT_POINT, Act: ACT_KIND_HAND_OVER, To: LOT_STATUS_AT_POINT, By: byIntake, Guard: "payee registered; once per payee"},
		{From: LOT_STATUS_AT_POINT, Act: ACT_KIND_SIGN, To: LOT_STATUS_AT_POINT, By: bySecond, Guard: "another person than the one who handed over"},
		{From: LOT_STATUS_EXPIRED, Act: ACT_KIND_SIGN, To: LOT_STATUS_EXPIRED, By: bySecond, Guard: "of what was handed over in time"},
		{From: LOT_STATUS_STORED, Act: ACT_KIND_LOSE, To: LOT_STATUS_STORED, By: byKeeper, Guard: "with the count"},
		{From: LOT_STATUS_AT_POINT, Act: ACT_KIND_LOSE, To: LOT_STATUS_AT_POINT, By: byIntake, Guard: "with the count, or a reason"},
		{From: LOT_STATUS_STORED, Act: ACT_KIND_NOTE, To: LOT_STATUS_STORED, By: byAuditor, Guard: "something is missing"},
		{From: LOT_STATUS_DISPATCHED, Act: ACT_KIND_NOTE, To: LOT_STATUS_DISPATCHED, By: byAuditor, Guard: "something is missing"},
		{From: LOT_STATUS_AT_POINT, Act: ACT_KIND_NOTE, To: LOT_STATUS_AT_POINT, By: byAuditor, Guard: "something is missing"},
		{From: LOT_STATUS_HANDED_OVER, Act: ACT_KIND_NOTE, To: LOT_STATUS_HANDED_OVER, By: byAuditor, Guard: "something is missing"},
		{From: LOT_STATUS_LOST, Act: ACT_KIND_NOTE, To: LOT_STATUS_LOST, By: byAuditor, Guard: "something is missing"},
		{From: LOT_STATUS_EXPIRED, Act: ACT_KIND_NOTE, To: LOT_STATUS_EXPIRED, By: byAuditor, Guard: "something is missing"},
		{From: LOT_STATUS_AT_POINT, Act: ACT_KIND_FINISH, To: LOT_STATUS_HANDED_OVER, By: byChain, Guard: "nothing is left"},
		{From: LOT_STATUS_STORED, Act: ACT_KIND_EMPTY, To: LOT_STATUS_LOST, By: byChain, Guard: "nothing is left"},
		{From: LOT_STATUS_AT_POINT, Act: ACT_KIND_EMPTY, To: LOT_STATUS_LOST, By: byChain, Guard: "nothing is left and nothing was handed over"},
		{From: LOT_STATUS_RECEIVED, Act: ACT_KIND_EXPIRE, To: LOT_STATUS_EXPIRED, By: byChain, Guard: "the last day passed"},
		{From: LOT_STATUS_STORED, Act: ACT_KIND_EXPIRE, To: LOT_STATUS_EXPIRED, By: byChain, Guard: "the last day passed"},
		{From: LOT_STATUS_DISPATCHED, Act: ACT_KIND_EXPIRE, To: LOT_STATUS_EXPIRED, By: byChain, Guard: "the last day passed"},
		{From: LOT_STATUS_AT_POINT, Act: ACT_KIND_EXPIRE, To: LOT_STATUS_EXPIRED, By: byChain, Guard: "the last day passed"},
	},
}

const (
	byKeeper  = "treasurer"
	byAuditor = "auditor"
	bySecond  = "payee, intake"
)
