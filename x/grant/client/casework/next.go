package casework

import (
	"fmt"
	"slices"

	"github.com/reliefchain/relief/x/grant/types"
	"github.com/reliefchain/relief/x/internal/statemachine"
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

// verbs are the commands that do an act, by the kind of case.
var verbs = map[types.SubjectKind]map[types.ActKind]string{
	types.SUBJECT_KIND_APPLICATION: {
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
	},
	types.SUBJECT_KIND_APPEAL: {
		types.ACT_KIND_TAKE_UP_APPEAL: "take-up",
		types.ACT_KIND_UPHOLD:         "answer",
		types.ACT_KIND_OVERTURN:       "answer",
		types.ACT_KIND_REMIT:          "answer",
		types.ACT_KIND_WITHDRAW:       "withdraw-appeal",
	},
	types.SUBJECT_KIND_CHANGE: {
		types.ACT_KIND_STATE:    "change state",
		types.ACT_KIND_ADJUST:   "change decide",
		types.ACT_KIND_FADE_OUT: "change decide",
		types.ACT_KIND_END:      "change decide",
		types.ACT_KIND_REFUSE:   "change refuse",
		types.ACT_KIND_WITHDRAW: "change take-back",
	},
	types.SUBJECT_KIND_CLAWBACK: {
		types.ACT_KIND_STATE:            "clawback state",
		types.ACT_KIND_ORDER:            "clawback order",
		types.ACT_KIND_REPAY:            "clawback repay",
		types.ACT_KIND_SCHEDULE_OFFSETS: "clawback offsets",
		types.ACT_KIND_WAIVE:            "clawback waive",
		types.ACT_KIND_WRITE_OFF:        "clawback write-off",
		types.ACT_KIND_WITHDRAW:         "clawback take-back",
	},
	types.SUBJECT_KIND_EMERGENCY: {
		types.ACT_KIND_PAY_FIRST:  "emergency pay",
		types.ACT_KIND_CONFIRM:    "emergency confirm",
		types.ACT_KIND_SUPPLEMENT: "emergency supplement",
		types.ACT_KIND_UNLOCK:     "emergency unlock",
		types.ACT_KIND_CONVERT:    "emergency convert",
		types.ACT_KIND_WITHDRAW:   "emergency withdraw",
	},
	types.SUBJECT_KIND_LOT: {
		types.ACT_KIND_STORE:     "lot store",
		types.ACT_KIND_DISPATCH:  "lot dispatch",
		types.ACT_KIND_ARRIVE:    "lot arrive",
		types.ACT_KIND_HAND_OVER: "lot hand-over",
		types.ACT_KIND_SIGN:      "lot sign",
		types.ACT_KIND_LOSE:      "lot lose",
		types.ACT_KIND_NOTE:      "lot note",
	},
}

// appealed are the acts that an appeal brings: they are listed with the appeal.
var appealed = []types.ActKind{types.ACT_KIND_OVERTURN, types.ACT_KIND_REMIT}

// next lists the steps of a table from a status, but for some acts.
func next[S statemachine.State](kind types.SubjectKind, id uint64, table statemachine.Table[S, types.ActKind], from S, without ...types.ActKind) []Step {
	var steps []Step
	for _, step := range table.Steps {
		if step.From != from || slices.Contains(without, step.Act) || kind != types.SUBJECT_KIND_APPEAL && slices.Contains(appealed, step.Act) {
			continue
		}
		one := Step{Act: step.Act, By: step.By, Guard: step.Guard}
		if verb, person := verbs[kind][step.Act]; person {
			one.Command = fmt.Sprintf("reliefd case %s %d", verb, id)
		}
		steps = append(steps, one)
	}
	return steps
}

// Next lists what may be done with an application, from the table that the chain runs on. What an appeal brings is listed with the appeal.
func Next(a types.Application) []Step {
	if a.Status == types.APPLICATION_STATUS_PUBLISHED {
		if a.Grant != 0 || a.Appeal != 0 {
			return nil
		}
		steps := NextOfAppeal(types.Appeal{})
		for i := range steps {
			steps[i].Command = fmt.Sprintf("reliefd case appeal %d", a.Id)
		}
		return steps
	}
	var without []types.ActKind
	if a.SupplementAsked {
		without = append(without, types.ACT_KIND_ASK_SUPPLEMENT)
	}
	return next(types.SUBJECT_KIND_APPLICATION, a.Id, types.ApplicationMachine, a.Status, without...)
}

// NextOfAppeal lists what may be done with an appeal.
func NextOfAppeal(a types.Appeal) []Step {
	return next(types.SUBJECT_KIND_APPEAL, a.Id, types.AppealMachine, a.Status)
}

// NextOfChange lists what may be done with a proposed change; an approval does what the change is.
func NextOfChange(c types.ProposedChange) []Step {
	without := []types.ActKind{types.ACT_KIND_ADJUST, types.ACT_KIND_FADE_OUT, types.ACT_KIND_END}
	return next(types.SUBJECT_KIND_CHANGE, c.Id, types.ChangeMachine, c.Status,
		slices.DeleteFunc(without, func(act types.ActKind) bool { return act == c.Act() })...)
}

// NextOfClawback lists what may be done with a clawback.
func NextOfClawback(c types.Clawback) []Step {
	return next(types.SUBJECT_KIND_CLAWBACK, c.Id, types.ClawbackMachine, c.Status)
}

// NextOfEmergency lists what may be done with an emergency; it is confirmed and unlocked once.
func NextOfEmergency(e types.Emergency) []Step {
	var without []types.ActKind
	if e.Confirmed {
		without = append(without, types.ACT_KIND_CONFIRM)
	}
	if !e.Locks() {
		without = append(without, types.ACT_KIND_UNLOCK)
	}
	return next(types.SUBJECT_KIND_EMERGENCY, e.Id, types.EmergencyMachine, e.Status, without...)
}

// NextOfLot lists what may be done with a lot. What is missing at a count goes with the count, and a part is split off where it is sent.
func NextOfLot(l types.Lot) []Step {
	without := []types.ActKind{types.ACT_KIND_SPLIT}
	if l.Status != types.LOT_STATUS_AT_POINT {
		without = append(without, types.ACT_KIND_LOSE)
	}
	if l.Unnoted == 0 {
		without = append(without, types.ACT_KIND_NOTE)
	}
	if l.Pending == 0 {
		without = append(without, types.ACT_KIND_SIGN)
	}
	return next(types.SUBJECT_KIND_LOT, l.Id, types.LotMachine, l.Status, without...)
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
