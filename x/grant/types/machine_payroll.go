package types

import "github.com/reliefchain/relief/x/internal/statemachine"

const (
	byTreasurer = "treasurer"
	otherPerson = "another person than opened or sealed the run; budget and coins"
)

// RunMachine is the life of a run.
var RunMachine = statemachine.Table[RunStatus, ActKind]{
	Name: "Run",
	Steps: []statemachine.Step[RunStatus, ActKind]{
		{From: RUN_STATUS_UNSPECIFIED, Act: ACT_KIND_OPEN, To: RUN_STATUS_OPEN, By: byApprover, Guard: "rolls of one programme and budget, in the order of their periods"},
		{From: RUN_STATUS_OPEN, Act: ACT_KIND_SEAL, To: RUN_STATUS_SEALED, By: byApprover, Guard: "no import is open"},
		{From: RUN_STATUS_OPEN, Act: ACT_KIND_CANCEL, To: RUN_STATUS_CANCELLED, By: byApprover},
		{From: RUN_STATUS_SEALED, Act: ACT_KIND_CANCEL, To: RUN_STATUS_CANCELLED, By: byApprover},
		{From: RUN_STATUS_SEALED, Act: ACT_KIND_AUTHORISE, To: RUN_STATUS_EXECUTING, By: byTreasurer, Guard: otherPerson},
		{From: RUN_STATUS_EXECUTING, Act: ACT_KIND_FINISH, To: RUN_STATUS_DONE, By: byChain, Guard: "paid and held make up what was sealed"},
	},
}

// InstalmentMachine is the life of an instalment, by its grant and period. What isn't sealed changes with its grant.
var InstalmentMachine = statemachine.Table[InstalmentStatus, ActKind]{
	Name: "Instalment",
	Steps: []statemachine.Step[InstalmentStatus, ActKind]{
		{From: INSTALMENT_STATUS_UNSPECIFIED, Act: ACT_KIND_AWARD, To: INSTALMENT_STATUS_DUE, By: byApprover, Guard: "with the award or a change of the grant; its money is reserved"},
		{From: INSTALMENT_STATUS_DUE, Act: ACT_KIND_SEAL, To: INSTALMENT_STATUS_SEALED, By: byApprover, Guard: "periods of a roll in their order"},
		{From: INSTALMENT_STATUS_SEALED, Act: ACT_KIND_CANCEL, To: INSTALMENT_STATUS_DUE, By: byApprover, Guard: "with its run"},
		{From: INSTALMENT_STATUS_SEALED, Act: ACT_KIND_AUTHORISE, To: INSTALMENT_STATUS_AUTHORISED, By: byTreasurer, Guard: otherPerson},
		{From: INSTALMENT_STATUS_AUTHORISED, Act: ACT_KIND_PAY, To: INSTALMENT_STATUS_PAID, By: byChain, Guard: "once"},
		{From: INSTALMENT_STATUS_AUTHORISED, Act: ACT_KIND_HOLD, To: INSTALMENT_STATUS_HELD, By: byChain, Guard: "the grant is suspended, the payee is locked or died, or the balance is full"},
		{From: INSTALMENT_STATUS_HELD, Act: ACT_KIND_RELEASE, To: INSTALMENT_STATUS_PAID, By: byTreasurer, Guard: "the reason is gone"},
		{From: INSTALMENT_STATUS_HELD, Act: ACT_KIND_TAKE, To: INSTALMENT_STATUS_RETURNED, By: byChain, Guard: "with an order to pay back; the payee died"},
	},
}

// GrantMachine is the life of a grant.
var GrantMachine = statemachine.Table[GrantStanding, ActKind]{
	Name: "Grant",
	Steps: []statemachine.Step[GrantStanding, ActKind]{
		{From: GRANT_STANDING_UNSPECIFIED, Act: ACT_KIND_AWARD, To: GRANT_STANDING_PENDING_START, By: byApprover, Guard: "an application, a transfer or an import"},
		{From: GRANT_STANDING_PENDING_START, Act: ACT_KIND_START, To: GRANT_STANDING_ACTIVE, By: byChain, Guard: "with the seal of its first period"},
		{From: GRANT_STANDING_PENDING_START, Act: ACT_KIND_SUSPEND, To: GRANT_STANDING_SUSPENDED, By: byApprover, Guard: "a reason and days"},
		{From: GRANT_STANDING_ACTIVE, Act: ACT_KIND_SUSPEND, To: GRANT_STANDING_SUSPENDED, By: byApprover, Guard: "a reason and days"},
		{From: GRANT_STANDING_SUSPENDED, Act: ACT_KIND_RESUME, To: GRANT_STANDING_ACTIVE, By: byApprover, Guard: "PENDING_START if its first period isn't sealed"},
		{From: GRANT_STANDING_PENDING_START, Act: ACT_KIND_END, To: GRANT_STANDING_ENDED, By: byApprover, Guard: "a change that went its way"},
		{From: GRANT_STANDING_ACTIVE, Act: ACT_KIND_END, To: GRANT_STANDING_ENDED, By: byApprover, Guard: "a change that went its way"},
		{From: GRANT_STANDING_SUSPENDED, Act: ACT_KIND_END, To: GRANT_STANDING_ENDED, By: byApprover, Guard: "a change that went its way"},
		{From: GRANT_STANDING_ACTIVE, Act: ACT_KIND_RUN_OUT, To: GRANT_STANDING_ENDED, By: byChain, Guard: "with the run of its last period"},
		{From: GRANT_STANDING_SUSPENDED, Act: ACT_KIND_RUN_OUT, To: GRANT_STANDING_ENDED, By: byChain, Guard: "with the run of its last period"},
		{From: GRANT_STANDING_ENDED, Act: ACT_KIND_RESUME, To: GRANT_STANDING_ENDED, By: byApprover, Guard: "it was suspended: what it holds may be released"},
		{From: GRANT_STANDING_ENDED, Act: ACT_KIND_OVERTURN, To: GRANT_STANDING_ACTIVE, By: byAbove, Guard: "an appeal against the change that ended it, or something is paid back"},
	},
}

// InstalmentOf says where the instalment of a period stands: by its run, nil when there is none; by whether block work has handled it; and by what
// is held of it, nil when nothing was.
func InstalmentOf(run *Run, handled bool, held *HeldPayment) InstalmentStatus {
	switch {
	case run == nil || run.Status == RUN_STATUS_OPEN:
		return INSTALMENT_STATUS_DUE
	case run.Status == RUN_STATUS_SEALED:
		return INSTALMENT_STATUS_SEALED
	case !handled:
		return INSTALMENT_STATUS_AUTHORISED
	case held == nil || held.Released && !held.Returned:
		return INSTALMENT_STATUS_PAID
	case held.Returned:
		return INSTALMENT_STATUS_RETURNED
	default:
		return INSTALMENT_STATUS_HELD
	}
}
