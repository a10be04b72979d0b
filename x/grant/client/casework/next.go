package casework

import (
	"fmt"

	"github.com/reliefchain/relief/x/grant/types"
)

// Step is something that may be done with a case.
type Step struct {
	// Act that is done.
	Act types.ActKind
	// By is who may do it.
	By string
	// Guard is what has to hold beside; empty when nothing has.
	Guard string
	// Command is what to run; empty for what the chain does by itself.
	Command string
}

// verbs are the commands that do an act of an application.
var verbs = map[types.ActKind]string{
	types.ACT_KIND_ACCEPT:         "accept",
	types.ACT_KIND_ASK_SUPPLEMENT: "ask",
	types.ACT_KIND_SUPPLEMENT:     "supplement",
	types.ACT_KIND_TURN_AWAY:      "turn-away",
	types.ACT_KIND_CHECK:          "check",
	types.ACT_KIND_REVIEW:         "review",
	types.ACT_KIND_START_NOTICE:   "notice",
	types.ACT_KIND_OBJECT:         "object",
	types.ACT_KIND_SEND_BACK:      "send-back",
	types.ACT_KIND_APPROVE:        "decide",
	types.ACT_KIND_REFUSE:         "refuse",
	types.ACT_KIND_PUBLISH:        "publish",
	types.ACT_KIND_WITHDRAW:       "withdraw",
}

// appealVerbs are the commands that do an act of an appeal.
var appealVerbs = map[types.ActKind]string{
	types.ACT_KIND_TAKE_UP_APPEAL: "take-up",
	types.ACT_KIND_UPHOLD:         "answer",
	types.ACT_KIND_OVERTURN:       "answer",
	types.ACT_KIND_REMIT:          "answer",
	types.ACT_KIND_WITHDRAW:       "withdraw-appeal",
}

// Next lists what may be done with an application, from the table that the chain runs on. What an appeal brings is listed with the appeal.
func Next(a types.Application) []Step {
	var steps []Step
	for _, step := range types.ApplicationMachine.Steps {
		verb, person := verbs[step.Act]
		if step.From != a.Status || a.Status == types.APPLICATION_STATUS_PUBLISHED || step.Act == types.ACT_KIND_ASK_SUPPLEMENT && a.SupplementAsked {
			continue
		}
		next := Step{Act: step.Act, By: step.By, Guard: step.Guard}
		if person {
			next.Command = fmt.Sprintf("reliefd case %s %d", verb, a.Id)
		}
		steps = append(steps, next)
	}
	if a.Status == types.APPLICATION_STATUS_PUBLISHED && a.Grant == 0 && a.Appeal == 0 {
		steps = append(steps, appealSteps(types.Appeal{}, fmt.Sprintf("reliefd case appeal %d", a.Id))...)
	}
	return steps
}

// NextOfAppeal lists what may be done with an appeal.
func NextOfAppeal(a types.Appeal) []Step { return appealSteps(a, "") }

func appealSteps(a types.Appeal, file string) []Step {
	var steps []Step
	for _, step := range types.AppealMachine.Steps {
		if step.From != a.Status {
			continue
		}
		next := Step{Act: step.Act, By: step.By, Guard: step.Guard, Command: file}
		if verb, person := appealVerbs[step.Act]; person {
			next.Command = fmt.Sprintf("reliefd case %s %d", verb, a.Id)
		}
		steps = append(steps, next)
	}
	return steps
}

// Allows tells whether the table has an act where the application stands. A further objection is one, and a pause while nothing is decided.
func Allows(a types.Application, act types.ActKind) bool {
	switch {
	case act == types.ACT_KIND_PAUSE:
		return a.Undecided()
	case act == types.ACT_KIND_OBJECT && a.Status == types.APPLICATION_STATUS_OBJECTED:
		return true
	}
	_, known := types.ApplicationMachine.Next(a.Status, act)
	return known
}
