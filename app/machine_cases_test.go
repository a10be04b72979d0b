package app_test

import (
	errorsmod "cosmossdk.io/errors"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func month(n int) uint32 { return uint32(jan) + uint32(n) }

// drawPlan draws one or two amounts from a month on, now and then above the standard.
func (m *machine) drawPlan(from int) (granttypes.Schedule, plan) {
	from = min(max(from, 0), modelMonths-1)
	p := plan{from: from, until: min(rapid.IntRange(from+1, from+14).Draw(m.t, "until"), modelMonths)}
	first := rapid.Uint64Range(1, 400).Draw(m.t, "amount")
	if rapid.IntRange(0, 15).Draw(m.t, "too much") == 0 {
		first += standard
	}
	p.changes = []granttypes.Change{{Period: month(from), Amount: first}}
	if second := from + rapid.IntRange(1, 4).Draw(m.t, "change after"); second < p.until {
		amount := rapid.Uint64Range(1, 400).Draw(m.t, "second amount")
		if amount != first {
			p.changes = append(p.changes, granttypes.Change{Period: month(second), Amount: amount})
		}
	}
	s := granttypes.Schedule{Changes: p.changes, UntilPeriod: month(p.until)}
	for n := from; n < p.until; n++ {
		p.amounts[n] = granttypes.NewPlan(s).At(jan + granttypes.Period(n))
	}
	return s, p
}

// application picks one, with luck in one of the states.
func (m *machine) application(states ...granttypes.ApplicationStatus) (*modelApplication, bool) {
	return pick(m, "application", m.model.applications, func(a *modelApplication) bool {
		for _, s := range states {
			if a.status == s {
				return true
			}
		}
		return false
	})
}

func (m *machine) submit() {
	r, payee := m.pickRoll(), m.pickPerson()
	by, wrong := m.hand(r.place, "intake")
	m.act(by, wrong, payee, func() *errorsmod.Error { return m.model.submit(r, payee) }, &granttypes.MsgSubmitApplication{
		Signer: chaintest.Officer(by), Roll: r.id, Payee: chaintest.Ref(payee), Coverage: granttypes.COVERAGE_HOUSEHOLD, FileHash: chaintest.Hash32("file"),
	})
}

func (m *machine) triage() {
	if a, ok := m.application(submitted, asked); ok {
		act := granttypes.ACT_KIND_ACCEPT
		switch n := rapid.IntRange(0, 7).Draw(m.t, "triage"); {
		case n == 0 || a.status == asked:
			act = granttypes.ACT_KIND_TURN_AWAY
		case n == 1:
			act = granttypes.ACT_KIND_ASK_SUPPLEMENT
		}
		m.triageAs(a, act)
	}
}

func (m *machine) triageAs(a *modelApplication, act granttypes.ActKind) {
	by, wrong := m.hand(a.roll.place, "intake")
	t := granttypes.Triage{Application: a.id, Act: act}
	if act == granttypes.ACT_KIND_TURN_AWAY {
		t.Reason = granttypes.REASON_INCOMPLETE
	}
	m.act(by, wrong, a.payee, func() *errorsmod.Error { return m.model.triage(a, act) },
		&granttypes.MsgTriageApplications{Signer: chaintest.Officer(by), Triages: []granttypes.Triage{t}})
}

func (m *machine) supplement() {
	if a, ok := m.application(asked); ok {
		by, wrong := m.hand(a.roll.place, "intake")
		m.act(by, wrong, a.payee, func() *errorsmod.Error { return m.model.supplement(a) },
			&granttypes.MsgSupplementApplication{Signer: chaintest.Officer(by), Application: a.id, FileHash: chaintest.Hash32("more")})
	}
}

func (m *machine) beginCheck() {
	if a, ok := m.application(accepted, objected); ok {
		m.checkCase(a)
	}
}

func (m *machine) checkCase(a *modelApplication) {
	by, wrong := m.hand(a.roll.place, "reviewer")
	m.act(by, wrong, a.payee, func() *errorsmod.Error { return a.step(checking, accepted, objected) },
		&granttypes.MsgCheckApplications{Signer: chaintest.Officer(by), Applications: []uint64{a.id}})
}

func (m *machine) review() {
	if a, ok := m.application(checking); ok {
		m.reviewCase(a)
	}
}

// drawOpinion is about what would be paid soon.
func (m *machine) drawOpinion(r *modelRoll) (granttypes.Opinion, *modelOpinion) {
	s, p := m.drawPlan(max(r.next, m.model.month()+1) + rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2, -1}).Draw(m.t, "delay"))
	persons := rapid.Uint32Range(1, 3).Draw(m.t, "persons")
	return granttypes.Opinion{Approve: true, Persons: persons, Schedule: &s}, &modelOpinion{approve: true, persons: uint64(persons), plan: p}
}

func (m *machine) reviewCase(a *modelApplication) {
	opinion, o := m.drawOpinion(a.roll)
	if rapid.IntRange(0, 7).Draw(m.t, "opinion") == 0 {
		opinion, o = granttypes.Opinion{Reason: granttypes.REASON_INCOME}, &modelOpinion{}
	}
	by, wrong := m.hand(a.roll.place, "reviewer")
	m.act(by, wrong, a.payee, func() *errorsmod.Error { return m.model.review(a, o) },
		&granttypes.MsgReviewApplications{Signer: chaintest.Officer(by), Reviews: []granttypes.Review{
			{Application: a.id, Opinion: opinion, DocumentHash: chaintest.Hash32("report")},
		}})
}

func (m *machine) startNotice() {
	if a, ok := m.application(reviewedCase); ok {
		m.noticeOf(a)
	}
}

func (m *machine) noticeOf(a *modelApplication) {
	by, wrong := m.hand(a.roll.place, "reviewer")
	m.act(by, wrong, a.payee, func() *errorsmod.Error { return m.model.startNotice(a) }, &granttypes.MsgStartNotices{
		Signer: chaintest.Officer(by), Notices: []granttypes.NoticeStart{{Application: a.id, Commitment: chaintest.Hash32("notice")}},
	})
}

func (m *machine) object() {
	if a, ok := m.application(onNotice); ok {
		by, wrong := m.hand(a.roll.place, "intake")
		m.act(by, wrong, a.payee, func() *errorsmod.Error { return m.model.object(a) },
			&granttypes.MsgRecordObjection{Signer: chaintest.Officer(by), Application: a.id, DocumentHash: chaintest.Hash32("objection")})
	}
}

func (m *machine) decide() {
	if a, ok := m.application(decidable); ok {
		m.decideCase(a)
	}
}

func (m *machine) decideCase(a *modelApplication) {
	v := granttypes.Verdict{Application: a.id, Act: granttypes.ACT_KIND_APPROVE}
	switch n := rapid.IntRange(0, 11).Draw(m.t, "verdict"); {
	case n < 2 || a.opinion != nil && !a.opinion.approve && n < 9:
		v.Act, v.Reason = granttypes.ACT_KIND_REFUSE, granttypes.REASON_INCOME
	case n == 2:
		v.Act, v.Reason = granttypes.ACT_KIND_SEND_BACK, granttypes.REASON_INCOMPLETE
	}
	by, wrong := m.hand(a.roll.place, "approver")
	msg := &granttypes.MsgDecideApplications{Signer: chaintest.Officer(by), Verdicts: []granttypes.Verdict{v}}
	if v.Act != granttypes.ACT_KIND_APPROVE {
		m.act(by, wrong, a.payee, func() *errorsmod.Error { return m.model.refuse(a, v.Act) }, msg)
		return
	}
	if wrong == nil && a.roll.place == 0 && rapid.IntRange(0, 2).Draw(m.t, "in town") == 0 {
		msg.Signer = chaintest.Officer("town-approver")
		m.send("town-approver", m.inTown(a.roll, func() (*errorsmod.Error, uint64) {
			return m.model.approveInTown(a, min(m.office.delegated.each, m.office.delegated.cap))
		}), msg)
		return
	}
	m.act(by, wrong, a.payee, func() *errorsmod.Error { err, _ := m.model.approve(a); return err }, msg)
}

func (m *machine) publish() {
	if a, ok := m.application(approved, refused); ok {
		m.publishCase(a)
	}
}

func (m *machine) publishCase(a *modelApplication) {
	by, wrong := m.hand(a.roll.place, "intake")
	m.act(by, wrong, a.payee, func() *errorsmod.Error { return m.model.publish(a) }, &granttypes.MsgPublishDecisions{
		Signer: chaintest.Officer(by), Publications: []granttypes.Publication{{Application: a.id, DocumentHash: chaintest.Hash32("decision")}},
	})
}

// hasten takes the next step of a case, and the ones after it while nothing has to run its time.
func (m *machine) hasten() {
	a, ok := pick(m, "case", m.model.applications, func(a *modelApplication) bool { return a.undecided() || a.status == refused })
	if !ok {
		return
	}
	for range rapid.IntRange(1, 5).Draw(m.t, "steps") {
		switch a.status {
		case submitted:
			m.triageAs(a, granttypes.ACT_KIND_ACCEPT)
		case accepted, objected:
			m.checkCase(a)
		case checking:
			m.reviewCase(a)
		case reviewedCase:
			m.noticeOf(a)
		case decidable:
			m.decideCase(a)
		case approved, refused:
			m.publishCase(a)
		}
	}
}

func (m *machine) withdrawApplication() {
	if a, ok := pick(m, "application", m.model.applications, (*modelApplication).undecided); ok && rapid.IntRange(0, 2).Draw(m.t, "really") == 0 {
		by, wrong := m.hand(a.roll.place, "intake")
		m.act(by, wrong, a.payee, func() *errorsmod.Error { return m.model.withdrawApplication(a) },
			&granttypes.MsgWithdrawApplication{Signer: chaintest.Officer(by), Application: a.id})
	}
}

func (m *machine) fileAppeal() {
	a, ok := pick(m, "refusal", m.model.applications, func(a *modelApplication) bool { return !a.appealEnd.IsZero() })
	if !ok {
		return
	}
	by, known := m.signs(a.payee)
	if !known {
		return
	}
	var want *errorsmod.Error = feetypes.ErrPayerMissing
	if !m.model.persons[by].closed {
		want = m.model.fileAppeal(a, by)
	}
	m.send("person:"+by, want, &granttypes.MsgFileAppeal{
		Signer: chaintest.Officer("person:" + by), Subject: granttypes.Subject{Kind: granttypes.SUBJECT_KIND_APPLICATION, Id: a.id}, DocumentHash: chaintest.Hash32("appeal"),
	})
}

// above is the approver of the province above a place, or sometimes of another one.
func (m *machine) above(at int) (string, *errorsmod.Error) {
	if rapid.IntRange(0, 9).Draw(m.t, "province") == 0 {
		return counties[(at+1)%len(counties)].province + "-approver", authoritytypes.ErrAreaOutside
	}
	return counties[at].province + rapid.SampledFrom([]string{"-approver", "-approver2"}).Draw(m.t, "examiner"), nil
}

func (m *machine) takeUpAppeal() {
	if a, ok := pick(m, "appeal", m.model.appeals, func(a *modelAppeal) bool { return a.status == granttypes.APPEAL_STATUS_FILED }); ok {
		by, wrong := m.above(a.application.roll.place)
		m.act(by, wrong, a.application.payee, func() *errorsmod.Error { return m.model.takeUp(a, by) },
			&granttypes.MsgTakeUpAppeal{Signer: chaintest.Officer(by), Appeal: a.id})
	}
}

func (m *machine) answerAppeal() {
	a, ok := pick(m, "appeal", m.model.appeals, func(a *modelAppeal) bool { return a.status == granttypes.APPEAL_STATUS_UNDER_REVIEW })
	if !ok {
		return
	}
	msg := &granttypes.MsgAnswerAppeal{
		Appeal: a.id, Act: rapid.SampledFrom([]granttypes.ActKind{granttypes.ACT_KIND_UPHOLD, granttypes.ACT_KIND_OVERTURN, granttypes.ACT_KIND_OVERTURN, granttypes.ACT_KIND_REMIT}).Draw(m.t, "answer"),
		Reason: granttypes.REASON_OFFICE_ERROR, DocumentHash: chaintest.Hash32("answer"),
	}
	var o *modelOpinion
	if msg.Act == granttypes.ACT_KIND_OVERTURN {
		var opinion granttypes.Opinion
		opinion, o = m.drawOpinion(a.application.roll)
		msg.Opinion, msg.Arrears = &opinion, rapid.SampledFrom([]uint64{0, 1, 50, 400}).Draw(m.t, "arrears")
	}
	by, wrong := m.above(a.application.roll.place)
	msg.Signer = chaintest.Officer(by)
	m.act(by, wrong, a.application.payee, func() *errorsmod.Error { return m.model.answer(a, by, msg.Act, o, msg.Arrears) }, msg)
}
