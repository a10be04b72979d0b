package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Subject names an application as a subject.
func (a Application) Subject() Subject {
	return Subject{Kind: SUBJECT_KIND_APPLICATION, Id: a.Id}
}

// Step takes one step of the table, or refuses with ErrApplicationState.
func (a Application) Step(act ActKind) (Application, error) {
	to, known := ApplicationMachine.Next(a.Status, act)
	if !known {
		return Application{}, errorsmod.Wrapf(ErrApplicationState, "application %d is %s", a.Id, a.Status)
	}
	a.Status = to
	return a, nil
}

// Undecided tells that the case goes on: somebody has to act before there is an answer.
func (a Application) Undecided() bool {
	switch a.Status {
	case APPLICATION_STATUS_NOT_ACCEPTED, APPLICATION_STATUS_APPROVED, APPLICATION_STATUS_REFUSED, APPLICATION_STATUS_PUBLISHED, APPLICATION_STATUS_WITHDRAWN:
		return false
	default:
		return true
	}
}

// Triage takes the application up, asks for what is missing, or turns it away with a reason. What is missing is asked for once, and the
// applicant's time to supply it is kept: over tells that it has run out.
func (a Application) Triage(act ActKind, reason Reason, over bool) (Application, error) {
	next, err := a.Step(act)
	if err != nil {
		return Application{}, err
	}
	switch act {
	case ACT_KIND_ASK_SUPPLEMENT:
		if a.SupplementAsked {
			return Application{}, errorsmod.Wrapf(ErrSupplementAsked, "application %d", a.Id)
		}
		next.SupplementAsked = true
	case ACT_KIND_TURN_AWAY:
		if a.Status == APPLICATION_STATUS_SUPPLEMENT_ASKED && !over {
			return Application{}, errorsmod.Wrapf(ErrApplicationState, "application %d waits for the applicant", a.Id)
		}
		next.Reason = reason
	}
	return next, nil
}

// Review takes the opinion. Without public notice, or when it is to refuse, the case may be decided at once.
func (a Application) Review(opinion Opinion, terms Terms) (next Application, skipped bool, err error) {
	if next, err = a.Step(ACT_KIND_REVIEW); err != nil {
		return Application{}, false, err
	}
	if a.Coverage == COVERAGE_SINGLE && opinion.Approve && opinion.Persons != 1 {
		return Application{}, false, errorsmod.Wrapf(ErrCoverage, "application %d is for one person", a.Id)
	}
	next.Opinion = &opinion
	if opinion.Approve && terms.NoticeDays > 0 {
		return next, false, nil
	}
	next, err = next.Step(ACT_KIND_SKIP_NOTICE)
	return next, true, err
}

// StartNotice puts the opinion up from now until end, both Unix seconds.
func (a Application) StartNotice(commitment []byte, now, end int64) (Application, error) {
	next, err := a.Step(ACT_KIND_START_NOTICE)
	if err != nil {
		return Application{}, err
	}
	notice := Notice{Commitment: commitment, Start: now, End: end, Rounds: 1}
	if a.Notice != nil {
		notice.Objections, notice.Rounds = a.Notice.Objections, a.Notice.Rounds+1
	}
	next.Notice = &notice
	return next, nil
}

// Object counts an objection. The one that comes while the notice hangs sends the case back; more may follow and are counted.
func (a Application) Object(now int64) (Application, error) {
	next := a
	if a.Status != APPLICATION_STATUS_OBJECTED {
		var err error
		if next, err = a.Step(ACT_KIND_OBJECT); err != nil {
			return Application{}, err
		}
	}
	if a.Notice == nil || now >= a.Notice.End {
		return Application{}, errorsmod.Wrapf(ErrApplicationState, "the notice of application %d is over", a.Id)
	}
	notice := *a.Notice
	notice.Objections++
	next.Notice = &notice
	return next, nil
}

// Decide approves, refuses or sends back. What is approved is what the reviewer proposed and the notice showed: nothing more, nothing less.
func (a Application) Decide(verdict Verdict) (Application, error) {
	next, err := a.Step(verdict.Act)
	if err != nil {
		return Application{}, err
	}
	if verdict.Act == ACT_KIND_APPROVE && (a.Opinion == nil || !a.Opinion.Approve) {
		return Application{}, errorsmod.Wrapf(ErrOpinionRefuses, "application %d", a.Id)
	}
	if verdict.Act == ACT_KIND_REFUSE {
		next.Reason = verdict.Reason
	}
	return next, nil
}

// From is what the opinion proposes, moved so that it starts in another period; 0 leaves it where it is.
func (o Opinion) From(period Period) (Schedule, error) {
	if o.Schedule == nil {
		return Schedule{}, errorsmod.Wrap(ErrScheduleInvalid, "the opinion proposes none")
	}
	schedule := Schedule{Changes: slices.Clone(o.Schedule.Changes), UntilPeriod: o.Schedule.UntilPeriod}
	if period == 0 {
		return schedule, nil
	}
	if period < schedule.First() {
		return Schedule{}, errorsmod.Wrapf(ErrScheduleInvalid, "the opinion starts in %s", schedule.First())
	}
	later := uint32(period - schedule.First())
	for i := range schedule.Changes {
		schedule.Changes[i].Period += later
	}
	schedule.UntilPeriod += later
	return schedule, schedule.Validate()
}

// Validate checks the shape of an opinion.
func (o Opinion) Validate() error {
	if !o.Approve {
		if o.Schedule != nil || o.Persons != 0 {
			return errorsmod.Wrap(ErrInvalid, "an opinion to refuse proposes nothing")
		}
		return o.Reason.Validate()
	}
	switch {
	case o.Schedule == nil:
		return errorsmod.Wrap(ErrInvalid, "an opinion to approve proposes what is paid")
	case o.Persons == 0 || o.Persons > MaxPersons:
		return errorsmod.Wrapf(ErrInvalid, "%d persons", o.Persons)
	case o.Reason != REASON_UNSPECIFIED:
		return errorsmod.Wrap(ErrReason, "an opinion to approve has none")
	}
	return o.Schedule.Validate()
}

// Pause adds days to those by which the clocks of the case were paused.
func (a Application) Pause(days uint32, terms Terms) (Application, error) {
	if !a.Undecided() {
		return Application{}, errorsmod.Wrapf(ErrApplicationState, "application %d is %s", a.Id, a.Status)
	}
	if a.PausedDays+days > terms.PauseDays {
		return Application{}, errorsmod.Wrapf(ErrPauseTooLong, "%d days, %d are left", days, terms.PauseDays-min(a.PausedDays, terms.PauseDays))
	}
	a.PausedDays += days
	return a, nil
}

// localReasons is the first code of a programme's own list of reasons, and endReasons the first that is none.
const (
	localReasons = 1000
	endReasons   = 10_000
)

// Validate refuses what is no reason.
func (r Reason) Validate() error {
	if _, known := Reason_name[int32(r)]; r == REASON_UNSPECIFIED || !known && (r < localReasons || r >= endReasons) {
		return errorsmod.Wrapf(ErrReason, "%d", int32(r))
	}
	return nil
}

// validateReason asks for a reason where one is needed and refuses one where none belongs.
func validateReason(needed bool, reason Reason) error {
	if needed {
		return reason.Validate()
	}
	if reason != REASON_UNSPECIFIED {
		return errorsmod.Wrap(ErrReason, "this act has none")
	}
	return nil
}

// CheckHands refuses somebody who acted along a case in another duty before: one person has one duty in a case, and those who check, decide and
// answer for it are different people.
func CheckHands(acts []Act, duty authoritytypes.Role, actor Actor) error {
	for _, act := range acts {
		if act.Duty != 0 && act.Duty != uint32(duty) && (actor.Is(act.Actor) || actor.IsAmong(act.Credentials)) {
			return errorsmod.Wrapf(ErrSelfDealing, "act %d of the case was done by the same person in another duty", act.Number)
		}
	}
	return nil
}

// Key is a subject as a number, for keys.
func (s Subject) Key() uint32 { return uint32(s.Kind) }

// Validate refuses a subject of no kind.
func (s Subject) Validate() error {
	if _, known := SubjectKind_name[int32(s.Kind)]; !known || s.Kind == SUBJECT_KIND_UNSPECIFIED || s.Id == 0 {
		return errorsmod.Wrap(ErrInvalid, "subject")
	}
	return nil
}

// CheckArrears refuses arrears above what the months lost would have paid at the amount of the first month: those from the earliest month that
// the application could have been paid for.
func CheckArrears(arrears, monthly uint64, earliest, first Period) error {
	lost := uint64(0)
	if first > earliest {
		lost = uint64(first - earliest)
	}
	if arrears > monthly*lost {
		return errorsmod.Wrapf(ErrArrears, "%d, at most %d for %d months", arrears, monthly*lost, lost)
	}
	return nil
}

// Refused tells that the decision was a refusal and is published: it may be appealed against.
func (a Application) Refused() bool {
	return a.Status == APPLICATION_STATUS_PUBLISHED && a.Grant == 0
}
