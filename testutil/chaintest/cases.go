package chaintest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func init() {
	for name, build := range map[string]verb{
		"submit": submitApplication, "accept": triage(granttypes.ACT_KIND_ACCEPT), "ask-supplement": triage(granttypes.ACT_KIND_ASK_SUPPLEMENT),
		"turn-away": triage(granttypes.ACT_KIND_TURN_AWAY), "supplement": supplementApplication, "check": checkApplications,
		"review": reviewApplication, "start-notice": startNotices, "object": recordObjection,
		"decide": decideApplications(granttypes.ACT_KIND_APPROVE), "refuse": decideApplications(granttypes.ACT_KIND_REFUSE),
		"send-back": decideApplications(granttypes.ACT_KIND_SEND_BACK), "publish": publishDecisions, "withdraw-application": withdrawApplication,
		"pause": pauseApplication, "appeal": fileAppeal, "take-up-appeal": takeUpAppeal, "answer-appeal": answerAppeal, "withdraw-appeal": withdrawAppeal,
		"award": award, "revise-programme": reviseProgramme, "move-programme": moveProgramme,
	} {
		verbs[name] = build
	}
	questions["application"], questions["timeline"], questions["agenda"], questions["applications"] = showApplication, showTimeline, showAgenda, showApplications
}

// refusal is the answer to a step that another verb took first.
type refusal struct{ text string }

func (r refusal) Error() string { return strings.TrimSpace(r.text) }

// reason reads "income" as REASON_INCOME, or the number of a local one.
func (a args) reason() granttypes.Reason {
	if n, known := granttypes.Reason_value["REASON_"+strings.ToUpper(a.text("reason"))]; known {
		return granttypes.Reason(n)
	}
	return granttypes.Reason(a.u32("reason"))
}

// applications reads application=7 or applications=(7,8).
func (a args) applications() []uint64 {
	list := a.list("applications")
	if a.has("application") {
		list = a.list("application")
	}
	var ids []uint64
	for _, text := range list {
		var id uint64
		if _, err := fmt.Sscan(text, &id); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// submitApplication asks for assistance: "submit by=dehua-intake roll=1 payee=A household=H1", with "single" for one member alone.
func submitApplication(_ *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgSubmitApplication{
		Signer: a.signer(), Roll: a.u32("roll"), Payee: Ref(a.text("payee")), Coverage: granttypes.COVERAGE_HOUSEHOLD, FileHash: Hash32("file"),
	}
	if a.has("household") {
		m.Household = Ref(a.text("household"))
	}
	if a.has("single") {
		m.Coverage = granttypes.COVERAGE_SINGLE
	}
	return m, nil
}

func triage(act granttypes.ActKind) verb {
	return func(_ *Scenario, a args) (sdk.Msg, error) {
		m := &granttypes.MsgTriageApplications{Signer: a.signer()}
		for _, id := range a.applications() {
			m.Triages = append(m.Triages, granttypes.Triage{Application: id, Act: act, Reason: a.reason()})
		}
		return m, nil
	}
}

func supplementApplication(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgSupplementApplication{Signer: a.signer(), Application: a.number("application"), FileHash: Hash32("file again")}, nil
}

func checkApplications(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgCheckApplications{Signer: a.signer(), Applications: a.applications()}, nil
}

// opinion reads persons=3 from=2024-02 monthly=900.00 until=2025-02, or reason=income to refuse.
func opinion(a args) (granttypes.Opinion, error) {
	if a.has("reason") {
		return granttypes.Opinion{Reason: a.reason()}, nil
	}
	s, err := schedule(a)
	return granttypes.Opinion{Approve: true, Persons: max(a.u32("persons"), 1), Schedule: &s}, err
}

func reviewApplication(_ *Scenario, a args) (sdk.Msg, error) {
	o, err := opinion(a)
	m := &granttypes.MsgReviewApplications{Signer: a.signer()}
	for _, id := range a.applications() {
		m.Reviews = append(m.Reviews, granttypes.Review{Application: id, Opinion: o, DocumentHash: Hash32("report")})
	}
	return m, err
}

func startNotices(_ *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgStartNotices{Signer: a.signer()}
	for _, id := range a.applications() {
		m.Notices = append(m.Notices, granttypes.NoticeStart{Application: id, Commitment: Hash32("notice")})
	}
	return m, nil
}

func recordObjection(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgRecordObjection{Signer: a.signer(), Application: a.number("application"), DocumentHash: Hash32("objection")}, nil
}

// decideApplications approves, refuses or sends back. "from" moves the first month of what is approved.
func decideApplications(act granttypes.ActKind) verb {
	return func(_ *Scenario, a args) (sdk.Msg, error) {
		m := &granttypes.MsgDecideApplications{Signer: a.signer()}
		var first granttypes.Period
		if a.has("from") {
			var err error
			if first, err = granttypes.ParsePeriod(a.text("from")); err != nil {
				return nil, err
			}
		}
		for _, id := range a.applications() {
			m.Verdicts = append(m.Verdicts, granttypes.Verdict{Application: id, Act: act, Reason: a.reason(), FromPeriod: uint32(first)})
		}
		return m, nil
	}
}

func publishDecisions(_ *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgPublishDecisions{Signer: a.signer()}
	for _, id := range a.applications() {
		m.Publications = append(m.Publications, granttypes.Publication{Application: id, DocumentHash: Hash32("decision")})
	}
	return m, nil
}

func withdrawApplication(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgWithdrawApplication{Signer: a.signer(), Application: a.number("application")}, nil
}

func pauseApplication(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgPauseApplication{Signer: a.signer(), Application: a.number("application"), Days: a.u32("days"), Reason: a.reason()}, nil
}

// fileAppeal appeals against what was decided about an application=1, a change=1 or a clawback=1.
func fileAppeal(_ *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgFileAppeal{Signer: a.signer(), Subject: a.heard(), DocumentHash: Hash32("appeal")}
	if a.has("application") {
		m.Subject = granttypes.Subject{Kind: granttypes.SUBJECT_KIND_APPLICATION, Id: a.number("application")}
	}
	return m, nil
}

func takeUpAppeal(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgTakeUpAppeal{Signer: a.signer(), Appeal: a.number("appeal")}, nil
}

// answerAppeal answers: "answer-appeal by=fujian-approver appeal=1 answer=overturn reason=office_error persons=1 from=2024-04 monthly=500.00
// until=2025-04 arrears=1000.00".
func answerAppeal(_ *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgAnswerAppeal{
		Signer: a.signer(), Appeal: a.number("appeal"), Act: granttypes.ActKind(granttypes.ActKind_value["ACT_KIND_"+strings.ToUpper(a.text("answer"))]),
		Reason: a.reason(), Arrears: a.money("arrears"), DocumentHash: Hash32("answer"),
	}
	if a.has("from") {
		s, err := schedule(a)
		m.Opinion = &granttypes.Opinion{Approve: true, Persons: max(a.u32("persons"), 1), Schedule: &s}
		return m, err
	}
	return m, nil
}

func withdrawAppeal(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgWithdrawAppeal{Signer: a.signer(), Appeal: a.number("appeal")}, nil
}

// terms are those of a new network, or the law's with "law"; "notice=7" and the like set one of them.
func terms(a args) granttypes.Terms {
	t := granttypes.Terms{}
	if a.has("law") {
		t = granttypes.DefaultTerms()
	}
	if a.has("form") {
		t.Form = granttypes.Form(granttypes.Form_value["FORM_"+strings.ToUpper(a.text("form"))])
	}
	for name, field := range map[string]*uint32{
		"accept": &t.AcceptDays, "supplement": &t.SupplementDays, "check": &t.CheckDays, "review": &t.ReviewDays, "notice": &t.NoticeDays,
		"decide": &t.DecideDays, "publish": &t.PublishDays, "case": &t.CaseDays, "pause": &t.PauseDays, "appeal": &t.AppealDays,
		"answer": &t.AnswerDays, "hearing": &t.HearingDays, "suspension": &t.SuspensionDays, "months": &t.ReviewMonths,
		"offset": &t.OffsetPercent, "fine": &t.FinePercent, "start": &t.StartMonths, "ahead": &t.AheadMonths,
		"confirm": &t.ConfirmHours, "paperwork": &t.PaperworkDays,
	} {
		if a.has(name) {
			*field = a.u32(name)
		}
	}
	if a.has("protected") {
		t.ProtectedMinimum = a.money("protected")
	}
	return t
}

func reviseProgramme(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgReviseProgramme{Signer: a.signer(), Programme: a.u32("programme"), Terms: terms(a)}, nil
}

func moveProgramme(_ *Scenario, a args) (sdk.Msg, error) {
	act := granttypes.ActKind(granttypes.ActKind_value["ACT_KIND_"+strings.ToUpper(a.text("does"))])
	return &granttypes.MsgMoveProgramme{Signer: a.signer(), Programme: a.u32("programme"), Act: act}, nil
}

// award takes an application the whole way, for stories that are about what comes after: the county's intake hands it in and takes it up, its
// reviewer proposes, and the last step, which is the line's own message, decides: "award by=dehua-approver roll=1 payee=A from=2024-01
// monthly=645.00 until=2024-04". One that waits for the same decision is taken as it is, another one withdrawn first. What refuses one of the steps is the line's answer.
func award(s *Scenario, a args) (sdk.Msg, error) {
	o, err := opinion(a)
	if err != nil {
		return nil, err
	}
	id, err := s.Chain.Reviewed(a.u32("roll"), Ref(a.text("payee")), a.text("household"), o)
	if err != nil {
		return nil, err
	}
	return &granttypes.MsgDecideApplications{Signer: a.signer(), Verdicts: []granttypes.Verdict{{Application: id, Act: granttypes.ACT_KIND_APPROVE}}}, nil
}

// Reviewed hands an application in, takes it up and reviews it, each by an officer of the county of the roll, so that it can be decided.
func (c *Chain) Reviewed(roll uint32, payee []byte, household string, o granttypes.Opinion) (uint64, error) {
	c.t.Helper()
	office := "dehua"
	if r, err := grantkeeper.NewQueryServer(c.App().Grant).Roll(c.Context(), &granttypes.QueryRollRequest{Id: roll}); err == nil {
		office = countyOf(r.Roll.Area)
	}
	return c.ReviewedBy(office+"-intake", office+"-reviewer", roll, payee, household, o)
}

// ReviewedBy is Reviewed by officers of another office.
func (c *Chain) ReviewedBy(intake, reviewer string, roll uint32, payee []byte, household string, o granttypes.Opinion) (uint64, error) {
	c.t.Helper()
	queries := grantkeeper.NewQueryServer(c.App().Grant)
	submit := &granttypes.MsgSubmitApplication{
		Signer: Officer(intake), Roll: roll, Payee: payee, Coverage: granttypes.COVERAGE_HOUSEHOLD, FileHash: Hash32("file"),
	}
	if household != "" {
		submit.Household = Ref(household)
	}
	var first [][]byte
	before, err := queries.ApplicationsByPayee(c.Context(), &granttypes.QueryApplicationsByPayeeRequest{Payee: payee})
	if err != nil {
		return 0, err
	}
	for _, waiting := range before.Applications {
		if waiting.Status == granttypes.APPLICATION_STATUS_DECIDABLE && waiting.Roll == roll && proto.Equal(waiting.Opinion, &o) {
			return waiting.Id, nil
		}
		if waiting.Undecided() {
			first = append(first, c.Tx(intake, &granttypes.MsgWithdrawApplication{Signer: Officer(intake), Application: waiting.Id}))
		}
	}
	if err := c.steps(append(first, c.Tx(intake, submit))...); err != nil {
		return 0, err
	}
	after, err := queries.ApplicationsByPayee(c.Context(), &granttypes.QueryApplicationsByPayeeRequest{Payee: payee})
	if err != nil {
		return 0, err
	}
	id := after.Applications[len(after.Applications)-1].Id
	return id, c.steps(
		c.Tx(intake, &granttypes.MsgTriageApplications{Signer: Officer(intake), Triages: []granttypes.Triage{{Application: id, Act: granttypes.ACT_KIND_ACCEPT}}}),
		c.Tx(reviewer, &granttypes.MsgCheckApplications{Signer: Officer(reviewer), Applications: []uint64{id}}),
		c.Tx(reviewer, &granttypes.MsgReviewApplications{Signer: Officer(reviewer), Reviews: []granttypes.Review{
			{Application: id, Opinion: o, DocumentHash: Hash32("report")},
		}}),
	)
}

// steps makes one block and gives the first refusal in it.
func (c *Chain) steps(txs ...[]byte) error {
	for _, r := range c.Block(c.Now.Add(time.Second), txs...) {
		if !r.OK() {
			return refusal{describe(r)}
		}
	}
	return nil
}

// countyOf names the office of the world in whose area a roll lies.
func countyOf(area string) string {
	for _, o := range offices {
		if o.kind == authoritytypes.ORGANISATION_KIND_COUNTY && authoritytypes.Contains(o.area, area) && slices.Contains(o.officers, "reviewer") {
			return o.name
		}
	}
	return "dehua"
}

func short(name, prefix string) string { return strings.ToLower(strings.TrimPrefix(name, prefix)) }

// showApplication shows where an application stands and the clocks that run.
func showApplication(s *Scenario, a args) (string, error) {
	res, err := grantkeeper.NewQueryServer(s.Chain.App().Grant).Application(s.Chain.Context(), &granttypes.QueryApplicationRequest{Id: a.number("application")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	app := res.Application
	fmt.Fprint(&b, short(app.Status.String(), "APPLICATION_STATUS_"))
	if app.Reason != 0 {
		fmt.Fprintf(&b, " reason=%s", short(app.Reason.String(), "REASON_"))
	}
	if app.Notice != nil {
		fmt.Fprintf(&b, " notices=%d objections=%d", app.Notice.Rounds, app.Notice.Objections)
	}
	if app.PausedDays > 0 {
		fmt.Fprintf(&b, " paused=%d", app.PausedDays)
	}
	if app.Grant != 0 {
		fmt.Fprintf(&b, " grant=%s", granttypes.GrantID(app.Grant))
	}
	b.WriteString("\n")
	writeDeadlines(&b, res.Deadlines, false)
	return b.String(), nil
}

func writeDeadlines(b *strings.Builder, list []granttypes.Deadline, named bool) {
	for _, d := range list {
		if named {
			fmt.Fprintf(b, "%s %d ", short(d.Subject.Kind.String(), "SUBJECT_KIND_"), d.Subject.Id)
		}
		until := authoritytypes.Day(d.Day).String()
		if d.Day == 0 {
			until = time.Unix(d.At, 0).UTC().Format(time.DateTime)
		}
		fmt.Fprintf(b, "%s until %s", short(d.Clock.String(), "CLOCK_"), until)
		if d.Left > 0 {
			fmt.Fprintf(b, " and %d working days", d.Left)
		}
		if d.Missed {
			b.WriteString(" missed")
		}
		b.WriteString("\n")
	}
}

// showTimeline shows who did what.
func showTimeline(s *Scenario, a args) (string, error) {
	kind := granttypes.SubjectKind(granttypes.SubjectKind_value["SUBJECT_KIND_"+strings.ToUpper(a.text("of"))])
	res, err := grantkeeper.NewQueryServer(s.Chain.App().Grant).Timeline(s.Chain.Context(), &granttypes.QueryTimelineRequest{Kind: kind, Id: a.number("id")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, act := range res.Acts {
		who := "applicant"
		switch {
		case act.Duty != 0:
			who = fmt.Sprintf("%s of %d", short(authoritytypes.Role(act.Duty).String(), "ROLE_"), act.Organisation)
		case act.Actor == "":
			who = "chain"
		}
		fmt.Fprintf(&b, "%d. %s %s by %s", act.Number, time.Unix(act.Time, 0).UTC().Format(time.DateOnly), short(act.Kind.String(), "ACT_KIND_"), who)
		if act.Reason != 0 {
			fmt.Fprintf(&b, ", %s", short(act.Reason.String(), "REASON_"))
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

// showAgenda shows the clocks of an organisation; "missed" those that passed.
func showAgenda(s *Scenario, a args) (string, error) {
	res, err := grantkeeper.NewQueryServer(s.Chain.App().Grant).Agenda(s.Chain.Context(), &granttypes.QueryAgendaRequest{
		Organisation: a.organisation("organisation"), Missed: a.has("missed"),
	})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	writeDeadlines(&b, res.Deadlines, true)
	if b.Len() == 0 {
		return "none\n", nil
	}
	return b.String(), nil
}

// showApplications lists the applications at a roll in one state.
func showApplications(s *Scenario, a args) (string, error) {
	status := granttypes.ApplicationStatus(granttypes.ApplicationStatus_value["APPLICATION_STATUS_"+strings.ToUpper(a.text("status"))])
	res, err := grantkeeper.NewQueryServer(s.Chain.App().Grant).Applications(s.Chain.Context(), &granttypes.QueryApplicationsRequest{Roll: a.u32("roll"), Status: status})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, app := range res.Applications {
		fmt.Fprintf(&b, "%d ", app.Id)
	}
	fmt.Fprintf(&b, "(%d in all)\n", len(res.Applications))
	return b.String(), nil
}
