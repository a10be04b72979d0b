package types

import "github.com/reliefchain/relief/x/internal/statemachine"

// Who takes a step, as the tables say it.
const (
	byApplicant = "applicant, intake"
	byIntake    = "intake"
	byReviewer  = "reviewer"
	byApprover  = "approver"
	byAbove     = "approver above"
	byChain     = "the chain"
	byProgramme = "programme officer"
	byProvinces = "the provinces' vote"
	byPayee     = "payee"
)

// ApplicationMachine is the life of an application.
var ApplicationMachine = statemachine.Table[ApplicationStatus, ActKind]{
	Name: "Application",
	Steps: []statemachine.Step[ApplicationStatus, ActKind]{
		{From: APPLICATION_STATUS_UNSPECIFIED, Act: ACT_KIND_SUBMIT, To: APPLICATION_STATUS_SUBMITTED, By: byApplicant, Guard: "programme published, payee registered, live tag, no other application or grant of the class"},
		{From: APPLICATION_STATUS_SUBMITTED, Act: ACT_KIND_ACCEPT, To: APPLICATION_STATUS_ACCEPTED, By: byIntake},
		{From: APPLICATION_STATUS_SUBMITTED, Act: ACT_KIND_ASK_SUPPLEMENT, To: APPLICATION_STATUS_SUPPLEMENT_ASKED, By: byIntake, Guard: "once"},
		{From: APPLICATION_STATUS_SUPPLEMENT_ASKED, Act: ACT_KIND_SUPPLEMENT, To: APPLICATION_STATUS_SUBMITTED, By: byApplicant},
		{From: APPLICATION_STATUS_SUBMITTED, Act: ACT_KIND_TURN_AWAY, To: APPLICATION_STATUS_NOT_ACCEPTED, By: byIntake, Guard: "a reason"},
		{From: APPLICATION_STATUS_SUPPLEMENT_ASKED, Act: ACT_KIND_TURN_AWAY, To: APPLICATION_STATUS_NOT_ACCEPTED, By: byIntake, Guard: "a reason; the time to supply is over"},
		{From: APPLICATION_STATUS_ACCEPTED, Act: ACT_KIND_CHECK, To: APPLICATION_STATUS_CHECKING, By: byReviewer},
		{From: APPLICATION_STATUS_CHECKING, Act: ACT_KIND_REVIEW, To: APPLICATION_STATUS_REVIEWED, By: byReviewer, Guard: "an opinion within the standard"},
		{From: APPLICATION_STATUS_REVIEWED, Act: ACT_KIND_START_NOTICE, To: APPLICATION_STATUS_NOTICE, By: byReviewer, Guard: "the opinion is to approve"},
		{From: APPLICATION_STATUS_REVIEWED, Act: ACT_KIND_SKIP_NOTICE, To: APPLICATION_STATUS_DECIDABLE, By: byChain, Guard: "with the review, if the programme has no notice or the opinion is to refuse"},
		{From: APPLICATION_STATUS_NOTICE, Act: ACT_KIND_OBJECT, To: APPLICATION_STATUS_OBJECTED, By: byIntake},
		{From: APPLICATION_STATUS_OBJECTED, Act: ACT_KIND_CHECK, To: APPLICATION_STATUS_CHECKING, By: byReviewer},
		{From: APPLICATION_STATUS_NOTICE, Act: ACT_KIND_END_NOTICE, To: APPLICATION_STATUS_DECIDABLE, By: byChain, Guard: "the notice ran its days"},
		{From: APPLICATION_STATUS_DECIDABLE, Act: ACT_KIND_SEND_BACK, To: APPLICATION_STATUS_CHECKING, By: byApprover, Guard: "a reason"},
		{From: APPLICATION_STATUS_DECIDABLE, Act: ACT_KIND_APPROVE, To: APPLICATION_STATUS_APPROVED, By: byApprover, Guard: "the opinion is to approve; budget, tag and roll as for every grant"},
		{From: APPLICATION_STATUS_DECIDABLE, Act: ACT_KIND_REFUSE, To: APPLICATION_STATUS_REFUSED, By: byApprover, Guard: "a reason"},
		{From: APPLICATION_STATUS_APPROVED, Act: ACT_KIND_PUBLISH, To: APPLICATION_STATUS_PUBLISHED, By: byIntake},
		{From: APPLICATION_STATUS_REFUSED, Act: ACT_KIND_PUBLISH, To: APPLICATION_STATUS_PUBLISHED, By: byIntake},
		{From: APPLICATION_STATUS_PUBLISHED, Act: ACT_KIND_OVERTURN, To: APPLICATION_STATUS_APPROVED, By: byAbove, Guard: "an appeal against a refusal"},
		{From: APPLICATION_STATUS_PUBLISHED, Act: ACT_KIND_REMIT, To: APPLICATION_STATUS_CHECKING, By: byAbove, Guard: "an appeal against a refusal"},
		{From: APPLICATION_STATUS_SUBMITTED, Act: ACT_KIND_WITHDRAW, To: APPLICATION_STATUS_WITHDRAWN, By: byApplicant},
		{From: APPLICATION_STATUS_SUPPLEMENT_ASKED, Act: ACT_KIND_WITHDRAW, To: APPLICATION_STATUS_WITHDRAWN, By: byApplicant},
		{From: APPLICATION_STATUS_ACCEPTED, Act: ACT_KIND_WITHDRAW, To: APPLICATION_STATUS_WITHDRAWN, By: byApplicant},
		{From: APPLICATION_STATUS_CHECKING, Act: ACT_KIND_WITHDRAW, To: APPLICATION_STATUS_WITHDRAWN, By: byApplicant},
		{From: APPLICATION_STATUS_REVIEWED, Act: ACT_KIND_WITHDRAW, To: APPLICATION_STATUS_WITHDRAWN, By: byApplicant},
		{From: APPLICATION_STATUS_NOTICE, Act: ACT_KIND_WITHDRAW, To: APPLICATION_STATUS_WITHDRAWN, By: byApplicant},
		{From: APPLICATION_STATUS_OBJECTED, Act: ACT_KIND_WITHDRAW, To: APPLICATION_STATUS_WITHDRAWN, By: byApplicant},
		{From: APPLICATION_STATUS_DECIDABLE, Act: ACT_KIND_WITHDRAW, To: APPLICATION_STATUS_WITHDRAWN, By: byApplicant},
	},
}

// AppealMachine is the life of an appeal.
var AppealMachine = statemachine.Table[AppealStatus, ActKind]{
	Name: "Appeal",
	Steps: []statemachine.Step[AppealStatus, ActKind]{
		{From: APPEAL_STATUS_UNSPECIFIED, Act: ACT_KIND_FILE_APPEAL, To: APPEAL_STATUS_FILED, By: byPayee, Guard: "the time to appeal runs; one appeal against a decision"},
		{From: APPEAL_STATUS_FILED, Act: ACT_KIND_TAKE_UP_APPEAL, To: APPEAL_STATUS_UNDER_REVIEW, By: byAbove, Guard: "of an organisation above"},
		{From: APPEAL_STATUS_UNDER_REVIEW, Act: ACT_KIND_UPHOLD, To: APPEAL_STATUS_UPHELD, By: byAbove, Guard: "none of those who decided; a reason"},
		{From: APPEAL_STATUS_UNDER_REVIEW, Act: ACT_KIND_OVERTURN, To: APPEAL_STATUS_OVERTURNED, By: byAbove, Guard: "none of those who decided; budget as for every grant, or for what is paid back"},
		{From: APPEAL_STATUS_UNDER_REVIEW, Act: ACT_KIND_REMIT, To: APPEAL_STATUS_REMITTED, By: byAbove, Guard: "none of those who decided; a reason"},
		{From: APPEAL_STATUS_UPHELD, Act: ACT_KIND_FINALISE, To: APPEAL_STATUS_FINAL, By: byChain, Guard: "the time to go on is over"},
		{From: APPEAL_STATUS_OVERTURNED, Act: ACT_KIND_FINALISE, To: APPEAL_STATUS_FINAL, By: byChain, Guard: "the time to go on is over"},
		{From: APPEAL_STATUS_REMITTED, Act: ACT_KIND_FINALISE, To: APPEAL_STATUS_FINAL, By: byChain, Guard: "the time to go on is over"},
		{From: APPEAL_STATUS_FILED, Act: ACT_KIND_WITHDRAW, To: APPEAL_STATUS_WITHDRAWN, By: byPayee},
		{From: APPEAL_STATUS_UNDER_REVIEW, Act: ACT_KIND_WITHDRAW, To: APPEAL_STATUS_WITHDRAWN, By: byPayee},
	},
}

// ProgrammeMachine is the life of a programme.
var ProgrammeMachine = statemachine.Table[ProgrammeStatus, ActKind]{
	Name: "Programme",
	Steps: []statemachine.Step[ProgrammeStatus, ActKind]{
		{From: PROGRAMME_STATUS_UNSPECIFIED, Act: ACT_KIND_DRAFT, To: PROGRAMME_STATUS_DRAFT, By: byProvinces},
		{From: PROGRAMME_STATUS_UNSPECIFIED, Act: ACT_KIND_PUBLISH, To: PROGRAMME_STATUS_PUBLISHED, By: byProvinces},
		{From: PROGRAMME_STATUS_DRAFT, Act: ACT_KIND_PUBLISH, To: PROGRAMME_STATUS_PUBLISHED, By: byProgramme},
		{From: PROGRAMME_STATUS_PUBLISHED, Act: ACT_KIND_PAUSE, To: PROGRAMME_STATUS_PAUSED, By: byProgramme},
		{From: PROGRAMME_STATUS_PAUSED, Act: ACT_KIND_RESUME, To: PROGRAMME_STATUS_PUBLISHED, By: byProgramme},
		{From: PROGRAMME_STATUS_DRAFT, Act: ACT_KIND_CLOSE, To: PROGRAMME_STATUS_CLOSED, By: byProgramme},
		{From: PROGRAMME_STATUS_PUBLISHED, Act: ACT_KIND_CLOSE, To: PROGRAMME_STATUS_CLOSED, By: byProgramme},
		{From: PROGRAMME_STATUS_PAUSED, Act: ACT_KIND_CLOSE, To: PROGRAMME_STATUS_CLOSED, By: byProgramme},
	},
}
