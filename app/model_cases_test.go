package app_test

import (
	"slices"
	"time"

	errorsmod "cosmossdk.io/errors"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// modelApplication is an application with the clocks that change what may be done with it.
type modelApplication struct {
	id        uint64
	roll      *modelRoll
	payee     string
	status    granttypes.ApplicationStatus
	submitted int // month
	asked     bool
	supply    time.Time // until which the applicant may supply what is missing; zero when nothing runs
	late      bool      // that time is over
	opinion   *modelOpinion
	notice    time.Time // end of the last one
	hangs     bool      // the notice
	grant     *modelGrant
	appealEnd time.Time // zero when nobody may appeal
	answered  []string  // who decided about it in an appeal
}

type modelOpinion struct {
	approve bool
	persons uint64
	plan    plan
}

type modelAppeal struct {
	id          uint64
	application *modelApplication
	status      granttypes.AppealStatus
	end         time.Time // of the time to go on; zero when it doesn't run
}

// Shorter names of states.
const (
	submitted    = granttypes.APPLICATION_STATUS_SUBMITTED
	asked        = granttypes.APPLICATION_STATUS_SUPPLEMENT_ASKED
	accepted     = granttypes.APPLICATION_STATUS_ACCEPTED
	checking     = granttypes.APPLICATION_STATUS_CHECKING
	reviewedCase = granttypes.APPLICATION_STATUS_REVIEWED
	onNotice     = granttypes.APPLICATION_STATUS_NOTICE
	objected     = granttypes.APPLICATION_STATUS_OBJECTED
	decidable    = granttypes.APPLICATION_STATUS_DECIDABLE
	approved     = granttypes.APPLICATION_STATUS_APPROVED
	refused      = granttypes.APPLICATION_STATUS_REFUSED
	published    = granttypes.APPLICATION_STATUS_PUBLISHED
	withdrawn    = granttypes.APPLICATION_STATUS_WITHDRAWN
	notAccepted  = granttypes.APPLICATION_STATUS_NOT_ACCEPTED
)

func (a *modelApplication) undecided() bool {
	return !slices.Contains([]granttypes.ApplicationStatus{notAccepted, approved, refused, published, withdrawn}, a.status)
}

// step moves an application on if it is in one of the states.
func (a *modelApplication) step(to granttypes.ApplicationStatus, from ...granttypes.ApplicationStatus) *errorsmod.Error {
	if !slices.Contains(from, a.status) {
		return granttypes.ErrApplicationState
	}
	a.status = to
	return nil
}

// ring ends the times that are over.
func (m *model) ring() {
	over := func(t time.Time) bool { return !t.IsZero() && !m.now.Before(t) }
	for _, a := range m.applications {
		if a.hangs && over(a.notice) {
			a.status, a.hangs = decidable, false
		}
		if over(a.supply) {
			a.supply, a.late = time.Time{}, true
		}
		if over(a.appealEnd) {
			a.appealEnd = time.Time{}
		}
	}
	for _, a := range m.appeals {
		if over(a.end) {
			a.end, a.status = time.Time{}, granttypes.APPEAL_STATUS_FINAL
		}
	}
	for _, c := range m.changes {
		if c.status == granttypes.CHANGE_STATUS_HEARING && over(c.hearing) {
			c.status = granttypes.CHANGE_STATUS_DECIDABLE
		}
	}
	for _, c := range m.clawbacks {
		if c.status == granttypes.CLAWBACK_STATUS_NOTICED && over(c.hearing) {
			c.status = granttypes.CLAWBACK_STATUS_HEARD
		}
	}
}

func (m *model) openApplication(class int, payee string) bool {
	return slices.ContainsFunc(m.applications, func(a *modelApplication) bool {
		return a.payee == payee && a.roll.programme == class && a.undecided()
	})
}

func (m *model) submit(r *modelRoll, payee string) *errorsmod.Error {
	switch {
	case m.persons[payee].closed:
		return granttypes.ErrPayeeClosed
	case m.openApplication(r.programme, payee):
		return granttypes.ErrApplicationLive
	}
	m.applications = append(m.applications, &modelApplication{id: uint64(len(m.applications)) + 1, roll: r, payee: payee, status: submitted, submitted: m.month()})
	return nil
}

func (m *model) triage(a *modelApplication, act granttypes.ActKind) *errorsmod.Error {
	t := m.terms(a.roll)
	switch act {
	case granttypes.ACT_KIND_ACCEPT:
		return a.step(accepted, submitted)
	case granttypes.ACT_KIND_ASK_SUPPLEMENT:
		if a.status == submitted && a.asked {
			return granttypes.ErrSupplementAsked
		}
		err := a.step(asked, submitted)
		if err == nil {
			a.asked, a.late, a.supply = true, false, time.Time{}
			if t.SupplementDays > 0 {
				a.supply = m.ends(t.SupplementDays, true)
			}
		}
		return err
	default:
		if a.status == asked && !a.late && !a.supply.IsZero() {
			return granttypes.ErrApplicationState
		}
		err := a.step(notAccepted, submitted, asked)
		if err == nil {
			a.supply = time.Time{}
		}
		return err
	}
}

func (m *model) supplement(a *modelApplication) *errorsmod.Error {
	err := a.step(submitted, asked)
	if err == nil {
		a.supply, a.late = time.Time{}, false
	}
	return err
}

// tooMuch tells that an amount of a schedule is above the standard.
func (m *model) tooMuch(r *modelRoll, p plan, persons uint64) bool {
	return r.programme == law && slices.ContainsFunc(p.changes, func(c granttypes.Change) bool { return c.Amount > standard*persons })
}

func (m *model) review(a *modelApplication, o *modelOpinion) *errorsmod.Error {
	switch {
	case a.status != checking:
		return granttypes.ErrApplicationState
	case o.approve && m.tooMuch(a.roll, o.plan, o.persons):
		return granttypes.ErrAboveStandard
	}
	a.opinion, a.status = o, decidable
	if o.approve && m.terms(a.roll).NoticeDays > 0 {
		a.status = reviewedCase
	}
	return nil
}

func (m *model) startNotice(a *modelApplication) *errorsmod.Error {
	err := a.step(onNotice, reviewedCase)
	if err == nil {
		a.hangs, a.notice = true, m.ends(m.terms(a.roll).NoticeDays, false)
	}
	return err
}

func (m *model) object(a *modelApplication) *errorsmod.Error {
	if a.status != onNotice && a.status != objected || !m.now.Before(a.notice) {
		return granttypes.ErrApplicationState
	}
	a.status, a.hangs = objected, false
	return nil
}

// approve answers what the decision promises too.
func (m *model) approve(a *modelApplication) (*errorsmod.Error, uint64) {
	switch {
	case a.status != decidable:
		return granttypes.ErrApplicationState, 0
	case !a.opinion.approve:
		return granttypes.ErrOpinionRefuses, 0
	}
	return m.grantTo(a, a.opinion, 0, ^uint64(0))
}

// approveInTown is approve within what the county delegated.
func (m *model) approveInTown(a *modelApplication, most uint64) (*errorsmod.Error, uint64) {
	if a.status == decidable && a.opinion.approve {
		return m.grantTo(a, a.opinion, 0, most)
	}
	return m.approve(a)
}

// grantTo opens a grant if nothing speaks against it and it promises at most so much.
func (m *model) grantTo(a *modelApplication, o *modelOpinion, arrears, most uint64) (*errorsmod.Error, uint64) {
	t, r, p := m.terms(a.roll), a.roll, o.plan
	lost := uint64(max(p.from-a.submitted-int(t.StartMonths), 0))
	switch today := m.month(); {
	case t.StartMonths > 0 && p.from < today+int(t.StartMonths), t.AheadMonths > 0 && p.from > today+int(t.AheadMonths):
		return granttypes.ErrPeriodOutside, 0
	case m.locked(r):
		return granttypes.ErrRunOpen, 0
	case m.persons[a.payee].closed:
		return granttypes.ErrPayeeClosed, 0
	case p.from < r.next:
		return granttypes.ErrPeriodSealed, 0
	case m.tooMuch(r, p, o.persons):
		return granttypes.ErrAboveStandard, 0
	case arrears > p.changes[0].Amount*lost:
		return granttypes.ErrArrears, 0
	case p.total(0)+arrears > most:
		return errDelegationExceeded, 0
	}
	g, err := m.award(r, a.payee, o.persons, p, arrears, nil)
	if err != nil {
		return err, 0
	}
	a.status, a.grant = approved, g
	return nil, p.total(0) + arrears
}

// award opens a grant if there is money for it and no other one of the class.
func (m *model) award(r *modelRoll, payee string, persons uint64, p plan, arrears uint64, before *modelGrant) (*modelGrant, *errorsmod.Error) {
	g := &modelGrant{
		payee: payee, persons: persons, roll: r, from: p.from, until: p.until, base: p.amounts,
		paid: map[int]uint64{}, held: map[int]uint64{}, released: map[int]bool{},
	}
	g.arrears[p.from] = arrears
	if !r.reserves(p.from) {
		return nil, granttypes.ErrYearNotReserved
	}
	if err := m.reserve(r, months{}, p.amounts, 0); err != nil {
		return nil, err
	}
	undo := func(err *errorsmod.Error) (*modelGrant, *errorsmod.Error) {
		_ = m.reserve(r, p.amounts, months{}, 0)
		return nil, err
	}
	if m.tags[m.persons[payee].tag] != payee {
		return undo(granttypes.ErrTagMissing)
	}
	if last := m.latest(r.programme, payee); last != nil && (m.owes(last) && last != before || last.until > p.from) {
		return undo(granttypes.ErrGrantLive)
	}
	if err := m.reserve(r, months{}, g.arrears, 0); err != nil {
		return undo(err)
	}
	r.slots, m.grants = append(r.slots, g), append(m.grants, g)
	g.id = granttypes.NewGrantID(r.id, uint32(len(r.slots)))
	return g, nil
}

// latest is the payee's last grant of a class.
func (m *model) latest(class int, payee string) *modelGrant {
	for _, g := range slices.Backward(m.grants) {
		if g.payee == payee && g.roll.programme == class {
			return g
		}
	}
	return nil
}

func (m *model) refuse(a *modelApplication, act granttypes.ActKind) *errorsmod.Error {
	if act == granttypes.ACT_KIND_SEND_BACK {
		return a.step(checking, decidable)
	}
	return a.step(refused, decidable)
}

func (m *model) publish(a *modelApplication) *errorsmod.Error {
	err := a.step(published, approved, refused)
	if days := m.terms(a.roll).AppealDays; err == nil && a.grant == nil && days > 0 {
		a.appealEnd = m.ends(days, true)
	}
	return err
}

func (m *model) withdrawApplication(a *modelApplication) *errorsmod.Error {
	if !a.undecided() {
		return granttypes.ErrApplicationState
	}
	a.status, a.hangs, a.supply = withdrawn, false, time.Time{}
	return nil
}

func (m *model) fileAppeal(a *modelApplication, by string) *errorsmod.Error {
	switch {
	case m.acts(by, a.payee) != nil || m.persons[a.payee].closed:
		return granttypes.ErrNotApplicant
	case a.appealEnd.IsZero():
		return granttypes.ErrAppealLate
	}
	a.appealEnd = time.Time{}
	m.appeals = append(m.appeals, &modelAppeal{id: uint64(len(m.appeals)) + 1, application: a, status: granttypes.APPEAL_STATUS_FILED})
	return nil
}

func (m *model) takeUp(a *modelAppeal, by string) *errorsmod.Error {
	if slices.Contains(a.application.answered, by) {
		return granttypes.ErrSelfDealing
	}
	if a.status != granttypes.APPEAL_STATUS_FILED {
		return granttypes.ErrAppealState
	}
	a.status = granttypes.APPEAL_STATUS_UNDER_REVIEW
	return nil
}

func (m *model) answer(a *modelAppeal, by string, act granttypes.ActKind, o *modelOpinion, arrears uint64) *errorsmod.Error {
	if slices.Contains(a.application.answered, by) {
		return granttypes.ErrSelfDealing
	}
	if a.status != granttypes.APPEAL_STATUS_UNDER_REVIEW {
		return granttypes.ErrAppealState
	}
	status := granttypes.APPEAL_STATUS_UPHELD
	switch c := a.application; act {
	case granttypes.ACT_KIND_OVERTURN:
		if err, _ := m.grantTo(c, o, arrears, ^uint64(0)); err != nil {
			return err
		}
		c.opinion, status = o, granttypes.APPEAL_STATUS_OVERTURNED
	case granttypes.ACT_KIND_REMIT:
		if m.openApplication(c.roll.programme, c.payee) {
			return granttypes.ErrApplicationLive
		}
		c.status, status = checking, granttypes.APPEAL_STATUS_REMITTED
	}
	if act != granttypes.ACT_KIND_UPHOLD {
		a.application.answered = append(a.application.answered, by)
	}
	a.status, a.end = status, m.ends(m.terms(a.application.roll).AppealDays, true)
	return nil
}
