package types

import "github.com/reliefchain/relief/x/internal/statemachine"

const (
	byPayeeOrIntake = "payee, intake"
	byAnybody       = "anybody, the chain for an offset"
	reductionFell   = "an appeal against a reduction; arrears for the months that were lost"
	overturned      = "an appeal against the order; what came in is paid back"
)

// ChangeMachine is the life of a proposed change of a grant.
var ChangeMachine = statemachine.Table[ChangeStatus, ActKind]{
	Name: "Change",
	Steps: []statemachine.Step[ChangeStatus, ActKind]{
		{From: CHANGE_STATUS_UNSPECIFIED, Act: ACT_KIND_PROPOSE_CHANGE, To: CHANGE_STATUS_PROPOSED, By: byReviewer, Guard: "no other change of the grant is open; standards, periods and tag as for every grant"},
		{From: CHANGE_STATUS_PROPOSED, Act: ACT_KIND_OPEN_HEARING, To: CHANGE_STATUS_HEARING, By: byChain, Guard: "with the proposal, if some period would pay less"},
		{From: CHANGE_STATUS_PROPOSED, Act: ACT_KIND_SKIP_HEARING, To: CHANGE_STATUS_DECIDABLE, By: byChain, Guard: "with the proposal: no period pays less, the payee died and the grant ends, fraud was ordered with a fine, or the terms have no hearing"},
		{From: CHANGE_STATUS_HEARING, Act: ACT_KIND_STATE, To: CHANGE_STATUS_HEARING, By: byPayeeOrIntake},
		{From: CHANGE_STATUS_HEARING, Act: ACT_KIND_END_HEARING, To: CHANGE_STATUS_DECIDABLE, By: byChain, Guard: "the hearing ran its days"},
		{From: CHANGE_STATUS_DECIDABLE, Act: ACT_KIND_ADJUST, To: CHANGE_STATUS_ADJUSTED, By: byApprover, Guard: "periods aren't sealed; budget, standards and tag"},
		{From: CHANGE_STATUS_DECIDABLE, Act: ACT_KIND_FADE_OUT, To: CHANGE_STATUS_FADE_OUT, By: byApprover, Guard: "the same, and it goes down in steps"},
		{From: CHANGE_STATUS_DECIDABLE, Act: ACT_KIND_END, To: CHANGE_STATUS_ENDED, By: byApprover, Guard: "the same, and nothing is paid any more"},
		{From: CHANGE_STATUS_DECIDABLE, Act: ACT_KIND_REFUSE, To: CHANGE_STATUS_REFUSED, By: byApprover, Guard: "a reason"},
		{From: CHANGE_STATUS_ADJUSTED, Act: ACT_KIND_OVERTURN, To: CHANGE_STATUS_OVERTURNED, By: byAbove, Guard: reductionFell},
		{From: CHANGE_STATUS_FADE_OUT, Act: ACT_KIND_OVERTURN, To: CHANGE_STATUS_OVERTURNED, By: byAbove, Guard: reductionFell},
		{From: CHANGE_STATUS_ENDED, Act: ACT_KIND_OVERTURN, To: CHANGE_STATUS_OVERTURNED, By: byAbove, Guard: reductionFell},
		{From: CHANGE_STATUS_REFUSED, Act: ACT_KIND_OVERTURN, To: CHANGE_STATUS_ADJUSTED, By: byAbove, Guard: "an appeal against the refusal of a change that doesn't reduce; arrears for the months that were lost"},
		{From: CHANGE_STATUS_REFUSED, Act: ACT_KIND_REMIT, To: CHANGE_STATUS_DECIDABLE, By: byAbove, Guard: "an appeal against the refusal of a change that doesn't reduce; no other change is open"},
		{From: CHANGE_STATUS_HEARING, Act: ACT_KIND_WITHDRAW, To: CHANGE_STATUS_WITHDRAWN, By: byReviewer, Guard: "of the office that proposed it"},
		{From: CHANGE_STATUS_DECIDABLE, Act: ACT_KIND_WITHDRAW, To: CHANGE_STATUS_WITHDRAWN, By: byReviewer, Guard: "of the office that proposed it"},
	},
}

// ClawbackMachine is the life of a clawback.
var ClawbackMachine = statemachine.Table[ClawbackStatus, ActKind]{
	Name: "Clawback",
	Steps: []statemachine.Step[ClawbackStatus, ActKind]{
		{From: CLAWBACK_STATUS_UNSPECIFIED, Act: ACT_KIND_PROPOSE_CLAWBACK, To: CLAWBACK_STATUS_PROPOSED, By: byReviewer, Guard: "at most what was paid for these periods, and no other clawback of them"},
		{From: CLAWBACK_STATUS_PROPOSED, Act: ACT_KIND_OPEN_HEARING, To: CLAWBACK_STATUS_NOTICED, By: byChain, Guard: "with the proposal"},
		{From: CLAWBACK_STATUS_PROPOSED, Act: ACT_KIND_SKIP_HEARING, To: CLAWBACK_STATUS_HEARD, By: byChain, Guard: "with the proposal, if the terms have no hearing"},
		{From: CLAWBACK_STATUS_NOTICED, Act: ACT_KIND_STATE, To: CLAWBACK_STATUS_NOTICED, By: byPayeeOrIntake},
		{From: CLAWBACK_STATUS_NOTICED, Act: ACT_KIND_END_HEARING, To: CLAWBACK_STATUS_HEARD, By: byChain, Guard: "the hearing ran its days"},
		{From: CLAWBACK_STATUS_HEARD, Act: ACT_KIND_ORDER, To: CLAWBACK_STATUS_ORDERED, By: byApprover, Guard: "at most what was claimed; a fine only for fraud, up to the cap"},
		{From: CLAWBACK_STATUS_ORDERED, Act: ACT_KIND_TAKE, To: CLAWBACK_STATUS_REPAYING, By: byChain, Guard: "with the order: held payments of a dead payee and the balance"},
		{From: CLAWBACK_STATUS_ORDERED, Act: ACT_KIND_REPAY, To: CLAWBACK_STATUS_REPAYING, By: byAnybody, Guard: "at most what is open"},
		{From: CLAWBACK_STATUS_REPAYING, Act: ACT_KIND_REPAY, To: CLAWBACK_STATUS_REPAYING, By: byAnybody, Guard: "at most what is open"},
		{From: CLAWBACK_STATUS_ORDERED, Act: ACT_KIND_SCHEDULE_OFFSETS, To: CLAWBACK_STATUS_REPAYING, By: byApprover, Guard: "a part of each instalment, the protected minimum stays"},
		{From: CLAWBACK_STATUS_REPAYING, Act: ACT_KIND_SCHEDULE_OFFSETS, To: CLAWBACK_STATUS_REPAYING, By: byApprover, Guard: "a part of each instalment, the protected minimum stays"},
		{From: CLAWBACK_STATUS_REPAYING, Act: ACT_KIND_DROP_OFFSETS, To: CLAWBACK_STATUS_REPAYING, By: byChain, Guard: "with a change of the grant under which they don't fit"},
		{From: CLAWBACK_STATUS_REPAYING, Act: ACT_KIND_RECOVER, To: CLAWBACK_STATUS_RECOVERED, By: byChain, Guard: "everything came in"},
		{From: CLAWBACK_STATUS_ORDERED, Act: ACT_KIND_WAIVE, To: CLAWBACK_STATUS_WAIVED, By: byApprover, Guard: "another person than gave the order; a reason"},
		{From: CLAWBACK_STATUS_REPAYING, Act: ACT_KIND_WAIVE, To: CLAWBACK_STATUS_WAIVED, By: byApprover, Guard: "another person than gave the order; a reason"},
		{From: CLAWBACK_STATUS_ORDERED, Act: ACT_KIND_WRITE_OFF, To: CLAWBACK_STATUS_WRITTEN_OFF, By: byApprover, Guard: "another person than gave the order; a reason"},
		{From: CLAWBACK_STATUS_REPAYING, Act: ACT_KIND_WRITE_OFF, To: CLAWBACK_STATUS_WRITTEN_OFF, By: byApprover, Guard: "another person than gave the order; a reason"},
		{From: CLAWBACK_STATUS_ORDERED, Act: ACT_KIND_OVERTURN, To: CLAWBACK_STATUS_OVERTURNED, By: byAbove, Guard: overturned},
		{From: CLAWBACK_STATUS_REPAYING, Act: ACT_KIND_OVERTURN, To: CLAWBACK_STATUS_OVERTURNED, By: byAbove, Guard: overturned},
		{From: CLAWBACK_STATUS_RECOVERED, Act: ACT_KIND_OVERTURN, To: CLAWBACK_STATUS_OVERTURNED, By: byAbove, Guard: overturned},
		{From: CLAWBACK_STATUS_WAIVED, Act: ACT_KIND_OVERTURN, To: CLAWBACK_STATUS_OVERTURNED, By: byAbove, Guard: overturned},
		{From: CLAWBACK_STATUS_WRITTEN_OFF, Act: ACT_KIND_OVERTURN, To: CLAWBACK_STATUS_OVERTURNED, By: byAbove, Guard: overturned},
		{From: CLAWBACK_STATUS_ORDERED, Act: ACT_KIND_REMIT, To: CLAWBACK_STATUS_HEARD, By: byAbove, Guard: overturned},
		{From: CLAWBACK_STATUS_REPAYING, Act: ACT_KIND_REMIT, To: CLAWBACK_STATUS_HEARD, By: byAbove, Guard: overturned},
		{From: CLAWBACK_STATUS_RECOVERED, Act: ACT_KIND_REMIT, To: CLAWBACK_STATUS_HEARD, By: byAbove, Guard: overturned},
		{From: CLAWBACK_STATUS_NOTICED, Act: ACT_KIND_WITHDRAW, To: CLAWBACK_STATUS_WITHDRAWN, By: byReviewer, Guard: "of the office that proposed it"},
		{From: CLAWBACK_STATUS_HEARD, Act: ACT_KIND_WITHDRAW, To: CLAWBACK_STATUS_WITHDRAWN, By: byReviewer, Guard: "of the office that proposed it"},
	},
}
