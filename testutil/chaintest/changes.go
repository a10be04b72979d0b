package chaintest

import (
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func init() {
	for name, build := range map[string]verb{
		"propose-change": proposeChange, "state": stateHearing, "take-back": takeBack,
		"approve-change": decideChange(granttypes.ACT_KIND_APPROVE), "refuse-change": decideChange(granttypes.ACT_KIND_REFUSE),
		"adjust": adjust, "suspend": suspend, "review-grant": reviewGrant,
		"propose-clawback": proposeClawback, "order": orderClawback, "repay": repay, "offset": scheduleOffsets,
		"waive": closeClawback(granttypes.ACT_KIND_WAIVE), "write-off": closeClawback(granttypes.ACT_KIND_WRITE_OFF),
	} {
		verbs[name] = build
	}
	questions["change"], questions["clawback"], questions["items"] = showChange, showClawback, showItems
	questions["instalments"] = showInstalments
	questions["pay-month"] = payMonth
}

// payMonth opens, seals and funds the run of a roll and a period by Dehua's officers, lets block work pay it, and shows it.
func payMonth(s *Scenario, a args) (string, error) {
	p, err := a.period("period")
	if err != nil {
		return "", err
	}
	const approver, treasurer = "dehua-approver", "dehua-treasury-treasurer"
	roll := a.u32("roll")
	open := s.Chain.Tx(approver, &granttypes.MsgOpenRun{Signer: Officer(approver), Period: p, Rolls: []uint32{roll}})
	if err := s.Chain.steps(open); err != nil {
		return "", err
	}
	of, err := s.query().RunOfPeriod(s.Chain.Context(), &granttypes.QueryRunOfPeriodRequest{Roll: roll, Period: p})
	if err != nil {
		return "", err
	}
	if err := s.Chain.steps(s.Chain.Tx(approver, &granttypes.MsgSealRun{Signer: Officer(approver), Run: of.Run.Id})); err != nil {
		return "", err
	}
	run, err := s.run(of.Run.Id)
	if err != nil {
		return "", err
	}
	fund := &granttypes.MsgAuthoriseRun{Signer: Officer(treasurer), Run: run.Id, Denom: Denom, Count: run.SealedCount, Amount: run.SealedAmount}
	if err := s.Chain.steps(s.Chain.Tx(treasurer, fund)); err != nil {
		return "", err
	}
	if err := s.Chain.steps(); err != nil {
		return "", err
	}
	if run, err = s.run(run.Id); err != nil {
		return "", err
	}
	return fmt.Sprintf("paid=%d:%s held=%d:%s\n", run.PaidCount, showMoney(run.PaidAmount), run.HeldCount, showMoney(run.HeldAmount)), nil
}

// period reads a month, 0 when there is none.
func (a args) period(key string) (uint32, error) {
	if !a.has(key) {
		return 0, nil
	}
	p, err := granttypes.ParsePeriod(a.text(key))
	return uint32(p), err
}

// proposeChange proposes: "propose-change by=dehua-reviewer grant=1-1 reason=income from=2024-03 monthly=300.00 until=2024-12", or a one-off with
// "top-up=50.00 period=2024-03" or "arrears=50.00 period=2024-03".
func proposeChange(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	if err != nil {
		return nil, err
	}
	m := &granttypes.MsgProposeChange{Signer: a.signer(), Grant: id, Reason: a.reason(), DocumentHash: Hash32("report"), Clawback: a.number("clawback")}
	if a.has("from") {
		s, err := schedule(a)
		m.Schedule = &s
		return m, err
	}
	m.Item = &granttypes.Item{Kind: granttypes.ITEM_KIND_TOP_UP, Amount: a.money("top-up")}
	if a.has("arrears") {
		m.Item.Kind, m.Item.Amount = granttypes.ITEM_KIND_ARREARS, a.money("arrears")
	}
	m.Item.Period, err = a.period("period")
	return m, err
}

// heard reads change=1 or clawback=1.
func (a args) heard() granttypes.Subject {
	if a.has("clawback") {
		return granttypes.Subject{Kind: granttypes.SUBJECT_KIND_CLAWBACK, Id: a.number("clawback")}
	}
	return granttypes.Subject{Kind: granttypes.SUBJECT_KIND_CHANGE, Id: a.number("change")}
}

func stateHearing(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgStateHearing{Signer: a.signer(), Subject: a.heard(), DocumentHash: Hash32("statement")}, nil
}

func takeBack(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgTakeBack{Signer: a.signer(), Subject: a.heard(), Reason: a.reason()}, nil
}

// decideChange approves or refuses; "from" moves the first month of what is approved.
func decideChange(act granttypes.ActKind) verb {
	return func(_ *Scenario, a args) (sdk.Msg, error) {
		from, err := a.period("from")
		return &granttypes.MsgDecideChanges{Signer: a.signer(), Verdicts: []granttypes.ChangeVerdict{
			{Change: a.number("change"), Act: act, Reason: a.reason(), FromPeriod: from},
		}}, err
	}
}

// adjust takes a change the whole way, for stories of a programme whose terms have no hearing: the county's reviewer proposes, and the line's own
// message decides. A change that is open is taken back first. What refuses the proposal is the line's answer.
func adjust(s *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	if err != nil {
		return nil, err
	}
	to, err := schedule(a)
	if err != nil {
		return nil, err
	}
	change, err := s.Chain.Proposed(id, to)
	if err != nil {
		return nil, err
	}
	return &granttypes.MsgDecideChanges{Signer: a.signer(), Verdicts: []granttypes.ChangeVerdict{{Change: change, Act: granttypes.ACT_KIND_APPROVE}}}, nil
}

// Proposed proposes a change of a grant by a reviewer of the county of its roll.
func (c *Chain) Proposed(id uint64, s granttypes.Schedule) (uint64, error) {
	c.t.Helper()
	queries := grantkeeper.NewQueryServer(c.App().Grant)
	reviewer := "dehua-reviewer"
	var txs [][]byte
	if before, err := queries.Grant(c.Context(), &granttypes.QueryGrantRequest{Id: id}); err == nil {
		if r, err := queries.Roll(c.Context(), &granttypes.QueryRollRequest{Id: before.Grant.Roll}); err == nil {
			reviewer = countyOf(r.Roll.Area) + "-reviewer"
		}
		if open := before.Grant.OpenChange; open != 0 {
			txs = append(txs, c.Tx(reviewer, &granttypes.MsgTakeBack{
				Signer: Officer(reviewer), Subject: granttypes.Subject{Kind: granttypes.SUBJECT_KIND_CHANGE, Id: open}, Reason: granttypes.REASON_OFFICE_ERROR,
			}))
		}
	}
	txs = append(txs, c.Tx(reviewer, &granttypes.MsgProposeChange{
		Signer: Officer(reviewer), Grant: id, Schedule: &s, Reason: granttypes.REASON_CIRCUMSTANCES, DocumentHash: Hash32("report"),
	}))
	if err := c.steps(txs...); err != nil {
		return 0, err
	}
	after, err := queries.Grant(c.Context(), &granttypes.QueryGrantRequest{Id: id})
	if err != nil {
		return 0, err
	}
	return after.Grant.OpenChange, nil
}

// suspend holds a grant: "suspend by=dehua-approver grant=1-1", with another "reason" than an inquiry and other "days" than 30.
func suspend(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	m := &granttypes.MsgSuspend{Signer: a.signer(), Grant: id, Reason: granttypes.REASON_INQUIRY, Days: 30}
	if a.has("reason") {
		m.Reason = a.reason()
	}
	if a.has("days") {
		m.Days = a.u32("days")
	}
	return m, err
}

func reviewGrant(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	return &granttypes.MsgRecordReviews{Signer: a.signer(), Reviews: []granttypes.GrantReview{{Grant: id, DocumentHash: Hash32("review")}}}, err
}

// proposeClawback gives notice: "propose-clawback by=dehua-reviewer grant=1-1 from=2024-02 until=2024-04 amount=600.00 reason=income".
func proposeClawback(_ *Scenario, a args) (sdk.Msg, error) {
	id, err := a.grant()
	if err != nil {
		return nil, err
	}
	m := &granttypes.MsgProposeClawback{Signer: a.signer(), Grant: id, Amount: a.money("amount"), Reason: a.reason(), DocumentHash: Hash32("report")}
	if m.FromPeriod, err = a.period("from"); err != nil {
		return nil, err
	}
	m.UntilPeriod, err = a.period("until")
	return m, err
}

// orderClawback orders; "take" brings back at once what the grant still has.
func orderClawback(_ *Scenario, a args) (sdk.Msg, error) {
	m := &granttypes.MsgOrderClawback{
		Signer: a.signer(), Clawback: a.number("clawback"), Amount: a.money("amount"), Fine: a.money("fine"), DocumentHash: Hash32("order"),
	}
	if a.has("take") {
		m.Denom = Denom
	}
	return m, nil
}

func repay(_ *Scenario, a args) (sdk.Msg, error) {
	return &granttypes.MsgRepay{Signer: a.signer(), Clawback: a.number("clawback"), Amount: a.money("amount"), Denom: Denom}, nil
}

func scheduleOffsets(_ *Scenario, a args) (sdk.Msg, error) {
	from, err := a.period("from")
	return &granttypes.MsgScheduleOffsets{Signer: a.signer(), Clawback: a.number("clawback"), FromPeriod: from, Instalments: a.u32("months")}, err
}

func closeClawback(act granttypes.ActKind) verb {
	return func(_ *Scenario, a args) (sdk.Msg, error) {
		return &granttypes.MsgCloseClawback{Signer: a.signer(), Clawback: a.number("clawback"), Act: act, Reason: a.reason()}, nil
	}
}

// showChange shows where a change stands, why nobody was heard, and its clocks.
func showChange(s *Scenario, a args) (string, error) {
	res, err := grantkeeper.NewQueryServer(s.Chain.App().Grant).Change(s.Chain.Context(), &granttypes.QueryChangeRequest{Id: a.number("change")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	c := res.Change
	fmt.Fprint(&b, short(c.Status.String(), "CHANGE_STATUS_"))
	if c.Reduces {
		b.WriteString(" reduces")
	}
	if c.Waiver != 0 {
		fmt.Fprintf(&b, " unheard=%s", short(c.Waiver.String(), "HEARING_WAIVER_"))
	}
	if len(c.StatementHash) > 0 {
		b.WriteString(" statement")
	}
	if c.Answer != 0 {
		fmt.Fprintf(&b, " answer=%s", short(c.Answer.String(), "REASON_"))
	}
	b.WriteString("\n")
	writeDeadlines(&b, res.Deadlines, false)
	return b.String(), nil
}

// showClawback shows what was ordered and what became of it.
func showClawback(s *Scenario, a args) (string, error) {
	res, err := grantkeeper.NewQueryServer(s.Chain.App().Grant).Clawback(s.Chain.Context(), &granttypes.QueryClawbackRequest{Id: a.number("clawback")})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	c := res.Clawback
	fmt.Fprintf(&b, "%s claimed=%s ordered=%s", short(c.Status.String(), "CLAWBACK_STATUS_"), showMoney(c.Claimed), showMoney(c.Amount))
	for _, part := range []struct {
		name   string
		amount uint64
	}{{"fine", c.Fine}, {"collected", c.Collected}, {"planned", c.Scheduled}, {"waived", c.Waived}, {"refunded", c.Refunded}, {"open", res.Open}} {
		if part.amount > 0 {
			fmt.Fprintf(&b, " %s=%s", part.name, showMoney(part.amount))
		}
	}
	if len(c.StatementHash) > 0 {
		b.WriteString(" statement")
	}
	if c.Paused {
		b.WriteString(" paused")
	}
	b.WriteString("\n")
	writeDeadlines(&b, res.Deadlines, false)
	return b.String(), nil
}

// showInstalments lists what a grant pays and paid, month by month.
func showInstalments(s *Scenario, a args) (string, error) {
	id, err := a.grant()
	if err != nil {
		return "", err
	}
	res, err := s.query().Instalments(s.Chain.Context(), &granttypes.QueryInstalmentsRequest{Grant: id})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, i := range res.Instalments {
		fmt.Fprintf(&b, "%s %s %s", granttypes.Period(i.Period), showMoney(i.Amount), short(i.Status.String(), "INSTALMENT_STATUS_"))
		if i.Held != 0 {
			fmt.Fprintf(&b, " (%s)", short(i.Held.String(), "HOLD_REASON_"))
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

// showItems lists the one-offs of a grant.
func showItems(s *Scenario, a args) (string, error) {
	id, err := a.grant()
	if err != nil {
		return "", err
	}
	res, err := grantkeeper.NewQueryServer(s.Chain.App().Grant).Items(s.Chain.Context(), &granttypes.QueryItemsRequest{Grant: id})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, i := range res.Items {
		fmt.Fprintf(&b, "%s %s %s", granttypes.Period(i.Period), short(i.Kind.String(), "ITEM_KIND_"), showMoney(i.Amount))
		if i.Settled {
			b.WriteString(" counted")
		}
		b.WriteString("\n")
	}
	if b.Len() == 0 {
		return "none\n", nil
	}
	return b.String(), nil
}
