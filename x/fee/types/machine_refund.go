package types

import "github.com/reliefchain/relief/x/internal/statemachine"

// RefundMachine is the life of a refund.
var RefundMachine = statemachine.Table[RefundStatus, RefundAct]{
	Name: "Refund",
	Steps: []statemachine.Step[RefundStatus, RefundAct]{
		{
			From: REFUND_STATUS_UNSPECIFIED, Act: REFUND_ACT_PROPOSE, To: REFUND_STATUS_PROPOSED, By: "treasurer of the national organisation",
			Guard: "no other refund of the transaction is open or paid; an account that signed, or a fee budget; not to oneself; at most refund_max",
		},
		{
			From: REFUND_STATUS_PROPOSED, Act: REFUND_ACT_APPROVE, To: REFUND_STATUS_PAID, By: "treasurer for the nation",
			Guard: "another person than proposed it or gets it; in time; within the share of the pool",
		},
		{From: REFUND_STATUS_PROPOSED, Act: REFUND_ACT_WITHDRAW, To: REFUND_STATUS_WITHDRAWN, By: "the person who proposed it"},
		{From: REFUND_STATUS_PROPOSED, Act: REFUND_ACT_EXPIRE, To: REFUND_STATUS_EXPIRED, By: "the chain", Guard: "refund_blocks are over"},
	},
}
