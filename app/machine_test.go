package app_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	errorsmod "cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/testutil/chaintest"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Figures of the machine's world.
const (
	quota      = 5 // messages of a beneficiary that the office pays
	payouts    = 3
	minorUnits = 10_000
)

// machine draws verbs and sends each to the chain and to the model.
type machine struct {
	applications uint64 // handed in so far
	changes      uint64 // proposed so far
	t            *rapid.T
	chain        *chaintest.Chain
	model        *model
	office       *modelOffice
	next         int // number of the next person
	txs          [][]byte
	want         []*errorsmod.Error
}

// send puts a message into the block at hand, with what the model says about it.
func (m *machine) send(by string, want *errorsmod.Error, msg sdk.Msg) {
	m.txs, m.want = append(m.txs, m.chain.Tx(by, msg)), append(m.want, want)
}

// block makes the block and compares every answer with the model's.
func (m *machine) block() {
	results := m.chain.Block(m.chain.Now.Add(time.Second), m.txs...)
	for n, r := range results {
		if want := m.want[n]; want == nil {
			require.True(m.t, r.OK(), r.Log)
		} else {
			require.Equal(m.t, fmt.Sprint(want.Codespace(), want.ABCICode()), fmt.Sprint(r.Codespace, r.Code), "%q, want %q", r.Log, want)
		}
	}
	m.txs, m.want = nil, nil
	m.model.endBlock()
	for _, p := range m.model.persons {
		p.fresh = false
	}
}

func (m *machine) pickPerson() string {
	all := slices.Sorted(maps.Keys(m.model.persons))
	return rapid.SampledFrom(all).Draw(m.t, "person")
}

// pickGrant prefers one that wanted picks; there is one from the start.
func (m *machine) pickGrant(wanted func(*modelGrant) bool) *modelGrant {
	if rapid.IntRange(0, 3).Draw(m.t, "any grant") > 0 {
		if some := slices.DeleteFunc(slices.Clone(m.model.grants), func(g *modelGrant) bool { return !wanted(g) }); len(some) > 0 {
			return rapid.SampledFrom(some).Draw(m.t, "wanted grant")
		}
	}
	return rapid.SampledFrom(m.model.grants).Draw(m.t, "grant")
}

func (m *machine) live(g *modelGrant) bool { return m.model.owes(g) }

// pickRun prefers the last run; there is one from the start.
func (m *machine) pickRun() (uint64, *modelRun) {
	n := len(m.model.runs)
	if rapid.IntRange(0, 3).Draw(m.t, "earlier run") == 0 {
		n = rapid.IntRange(1, n).Draw(m.t, "run")
	}
	return uint64(n), m.model.runs[n-1]
}

// enrol registers one person, in one of two provinces, with one of few tags.
func (m *machine) enrol() {
	by, area := "dehua-intake", "350526101"
	if rapid.Bool().Draw(m.t, "in Beijing") {
		by, area = "dongcheng-intake", "110101"
	}
	m.next++
	m.enrolAs(by, area, fmt.Sprintf("p%d", m.next), fmt.Sprintf("tag%d", rapid.IntRange(1, 20).Draw(m.t, "tag")))
}

func (m *machine) enrolAs(by, area, name, tag string) {
	m.sendEnrolment(by, area, name, tag, "", m.model.enrol(name, tag, area))
}

func (m *machine) sendEnrolment(by, area, name, tag, guardian string, want *errorsmod.Error) {
	enrolment := chaintest.EnrolmentOf(name, tag, 1)
	if m.model.open {
		enrolment.Tags = append(enrolment.Tags, chaintest.TagOf(tag, 1, nextEpoch))
	}
	if guardian != "" {
		enrolment.Guardian = chaintest.Ref(guardian)
	}
	m.send(by, want, &beneficiarytypes.MsgEnrol{Signer: chaintest.Officer(by), Households: []beneficiarytypes.HouseholdEnrolment{{
		Ref: chaintest.Ref("household " + name), MemberRoot: chaintest.Hash32(name), Area: area, Persons: []beneficiarytypes.Enrolment{enrolment},
	}}})
}

// decide lets the provinces carry out an act.
func (m *machine) decide(act sdk.Msg) {
	said, err := m.chain.Decide(chaintest.Provinces[0], act, chaintest.Provinces[:4]...)
	require.NoError(m.t, err)
	require.Contains(m.t, said, "ActCarriedOut", said)
}

func (m *machine) closePerson() {
	name := m.pickPerson()
	by := "dehua-approver"
	if m.model.persons[name].area == "110101" {
		by = "dongcheng-approver"
	}
	want := m.barred(by, name, func() *errorsmod.Error { return m.model.closePerson(name) })
	m.send(by, want, &beneficiarytypes.MsgClosePerson{Signer: chaintest.Officer(by), Ref: chaintest.Ref(name)})
}

// drawSchedule draws one or two amounts from a month on.
func (m *machine) drawSchedule(from int) (granttypes.Schedule, plan) {
	from = min(max(from, 0), modelMonths-1)
	p := plan{from: from, until: rapid.IntRange(from+1, modelMonths).Draw(m.t, "until")}
	first := rapid.Uint64Range(1, 900).Draw(m.t, "amount")
	s := granttypes.Schedule{Changes: []granttypes.Change{{Period: uint32(jan) + uint32(from), Amount: first}}, UntilPeriod: uint32(jan) + uint32(p.until)}
	second := from + rapid.IntRange(1, 3).Draw(m.t, "change after")
	if second < p.until {
		s.Changes = append(s.Changes, granttypes.Change{Period: uint32(jan) + uint32(second), Amount: first + 11})
	}
	for month := from; month < p.until; month++ {
		p.amounts[month] = granttypes.NewPlan(s).At(jan + granttypes.Period(month))
	}
	return s, p
}

func (m *machine) award() {
	payee, roll := m.pickPerson(), rapid.IntRange(0, len(m.model.rolls)-1).Draw(m.t, "roll")
	if m.model.hasGrant(payee, modelMonths) && rapid.Bool().Draw(m.t, "another payee") {
		payee = m.pickPerson()
	}
	s, p := m.drawSchedule(m.model.rolls[roll].next + rapid.IntRange(-1, 2).Draw(m.t, "delay"))
	m.awardBy("dehua-approver", roll, payee, s, func() *errorsmod.Error {
		return m.barred("dehua-approver", payee, func() *errorsmod.Error { return m.model.award(roll, payee, p) })
	})
}

// awardBy takes an application the whole way within one block. The decision answers as the model says; what is refused is withdrawn.
func (m *machine) awardBy(by string, roll int, payee string, s granttypes.Schedule, decide func() *errorsmod.Error) {
	intake, reviewer := chaintest.Officer("dehua-intake"), chaintest.Officer("dehua-reviewer")
	submit := &granttypes.MsgSubmitApplication{
		Signer: intake, Roll: uint32(roll) + 1, Payee: chaintest.Ref(payee), Coverage: granttypes.COVERAGE_HOUSEHOLD, FileHash: chaintest.Hash32("file"),
	}
	if m.model.persons[payee].closed {
		m.send("dehua-intake", granttypes.ErrPayeeClosed, submit)
		return
	}
	m.applications++
	id := m.applications
	m.send("dehua-intake", nil, submit)
	m.send("dehua-intake", nil, &granttypes.MsgTriageApplications{Signer: intake, Triages: []granttypes.Triage{{Application: id, Act: granttypes.ACT_KIND_ACCEPT}}})
	m.send("dehua-reviewer", nil, &granttypes.MsgCheckApplications{Signer: reviewer, Applications: []uint64{id}})
	m.send("dehua-reviewer", nil, &granttypes.MsgReviewApplications{Signer: reviewer, Reviews: []granttypes.Review{
		{Application: id, Opinion: granttypes.Opinion{Approve: true, Persons: 1, Schedule: &s}, DocumentHash: chaintest.Hash32("report")},
	}})
	want := decide()
	m.send(by, want, &granttypes.MsgDecideApplications{
		Signer: chaintest.Officer(by), Verdicts: []granttypes.Verdict{{Application: id, Act: granttypes.ACT_KIND_APPROVE}},
	})
	if want != nil {
		m.send("dehua-intake", nil, &granttypes.MsgWithdrawApplication{Signer: intake, Application: id})
	}
}

func (m *machine) adjust() {
	g := m.pickGrant(m.live)
	s, p := m.drawSchedule(max(m.model.rolls[g.roll].next, g.from) + rapid.IntRange(-1, 2).Draw(m.t, "delay"))
	if rapid.IntRange(0, 3).Draw(m.t, "end") == 0 {
		s = granttypes.Schedule{Changes: []granttypes.Change{{Period: uint32(jan) + uint32(p.from)}}, UntilPeriod: uint32(jan) + uint32(p.from)}
		p = plan{from: p.from, until: p.from}
	}
	refused := m.model.propose(g, p)
	m.send("dehua-reviewer", refused, &granttypes.MsgProposeChange{
		Signer: chaintest.Officer("dehua-reviewer"), Grant: uint64(g.id), Schedule: &s, Reason: granttypes.REASON_CIRCUMSTANCES, DocumentHash: chaintest.Hash32("report"),
	})
	if refused != nil {
		return
	}
	m.changes++
	want := m.barred("dehua-approver", g.payee, func() *errorsmod.Error { return m.model.adjust(g, p) })
	m.send("dehua-approver", want, &granttypes.MsgDecideChanges{
		Signer: chaintest.Officer("dehua-approver"), Verdicts: []granttypes.ChangeVerdict{{Change: m.changes, Act: granttypes.ACT_KIND_APPROVE}},
	})
	if want != nil {
		m.send("dehua-reviewer", nil, &granttypes.MsgTakeBack{
			Signer: chaintest.Officer("dehua-reviewer"), Subject: granttypes.Subject{Kind: granttypes.SUBJECT_KIND_CHANGE, Id: m.changes}, Reason: granttypes.REASON_OFFICE_ERROR,
		})
	}
}

func (m *machine) suspend() {
	g := m.pickGrant(m.live)
	want := m.barred("dehua-approver2", g.payee, func() *errorsmod.Error { return m.model.suspend(g, true) })
	m.send("dehua-approver2", want, &granttypes.MsgSuspend{
		Signer: chaintest.Officer("dehua-approver2"), Grant: uint64(g.id), Reason: granttypes.REASON_INQUIRY,
	})
}

func (m *machine) resume() {
	g := m.pickGrant(func(g *modelGrant) bool { return g.suspended })
	want := m.barred("dehua-approver2", g.payee, func() *errorsmod.Error { return m.model.suspend(g, false) })
	m.send("dehua-approver2", want, &granttypes.MsgResume{Signer: chaintest.Officer("dehua-approver2"), Grant: uint64(g.id)})
}

func (m *machine) openRun() {
	rolls := rapid.SampledFrom([][]int{{0}, {1}, {0, 1}, {1, 0}}).Draw(m.t, "rolls")
	month := m.model.rolls[rolls[0]].next
	if rapid.IntRange(0, 7).Draw(m.t, "another month") == 0 {
		month++
	}
	if month >= modelMonths { // the year is over
		return
	}
	m.openRunOf(rolls, month)
}

func (m *machine) openRunOf(rolls []int, month int) {
	msg := &granttypes.MsgOpenRun{Signer: chaintest.Officer("dehua-approver"), Period: uint32(jan) + uint32(month)}
	for _, r := range rolls {
		msg.Rolls = append(msg.Rolls, uint32(r)+1)
	}
	m.send("dehua-approver", m.model.openRun(rolls, month), msg)
}

func (m *machine) sealRun() {
	id, run := m.pickRun()
	m.send("dehua-approver", m.model.sealRun(run), &granttypes.MsgSealRun{Signer: chaintest.Officer("dehua-approver"), Run: id})
}

func (m *machine) authoriseRun() {
	id, run := m.pickRun()
	amount := run.amount + uint64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(m.t, "too much"))
	m.send("dehua-treasury-treasurer", m.model.authoriseRun(run, amount), &granttypes.MsgAuthoriseRun{
		Signer: chaintest.Officer("dehua-treasury-treasurer"), Run: id, Denom: chaintest.Denom, Count: run.count, Amount: amount,
	})
}

func (m *machine) cancelRun() {
	id, run := m.pickRun()
	m.send("dehua-approver", m.model.cancelRun(run), &granttypes.MsgCancelRun{Signer: chaintest.Officer("dehua-approver"), Run: id})
}

// payMonth is a whole run in one block, so that months go by.
func (m *machine) payMonth() {
	before := len(m.model.runs)
	m.openRun()
	if len(m.model.runs) == before {
		return
	}
	run := m.model.runs[before]
	id := uint64(before) + 1
	m.send("dehua-approver", m.model.sealRun(run), &granttypes.MsgSealRun{Signer: chaintest.Officer("dehua-approver"), Run: id})
	m.send("dehua-treasury-treasurer", m.model.authoriseRun(run, run.amount), &granttypes.MsgAuthoriseRun{
		Signer: chaintest.Officer("dehua-treasury-treasurer"), Run: id, Denom: chaintest.Denom, Count: run.count, Amount: run.amount,
	})
}

func (m *machine) release() {
	g := m.pickGrant(func(g *modelGrant) bool { return len(g.held) > len(g.released) })
	month := rapid.IntRange(0, modelMonths-1).Draw(m.t, "month")
	if held := slices.Sorted(maps.Keys(g.held)); len(held) > 0 && rapid.IntRange(0, 4).Draw(m.t, "any month") > 0 {
		month = rapid.SampledFrom(held).Draw(m.t, "held month")
	}
	m.send("dehua-treasury-treasurer", m.model.release(g, month), &granttypes.MsgReleaseHeld{
		Signer: chaintest.Officer("dehua-treasury-treasurer"), Grant: uint64(g.id), Period: uint32(jan) + uint32(month),
	})
}

func (m *machine) withdraw() {
	g := m.pickGrant(func(g *modelGrant) bool { return g.balance > 0 })
	by := g.payee
	if rapid.IntRange(0, 5).Draw(m.t, "another's") == 0 {
		by = m.pickPerson()
	}
	if guardian := m.model.persons[by].guardian; guardian != "" {
		by = guardian
	}
	if m.model.persons[by].fresh { // CheckTx can't know a key that the same block registers
		return
	}
	amount := rapid.Uint64Range(1, max(g.balance, 1)+1).Draw(m.t, "amount")
	m.send("person:"+by, m.model.withdraw(by, g, amount), &granttypes.MsgWithdraw{
		Signer: chaintest.Officer("person:" + by), Grant: uint64(g.id), Amount: amount, Denom: chaintest.Denom,
	})
}

func (m *machine) mint() {
	amount := rapid.SampledFrom([]uint64{1, 500, 3_000, 1 << 40}).Draw(m.t, "amount")
	m.send("issuer-minter", m.model.mint(amount), &stablecointypes.MsgMint{
		Signer: chaintest.Officer("issuer-minter"), Id: "anxin", Recipient: granttypes.TreasuryAddress(chaintest.Organisations["dehua"]).String(),
		Amount: sdkmath.NewIntFromUint64(amount).MulRaw(minorUnits),
	})
}

// check makes the block with what was drawn and compares the state with the model; the harness has checked the invariants.
func (m *machine) check(t *rapid.T) {
	m.t = t
	m.block()
	m.checkOffice()
	a, ctx := m.chain.App(), m.chain.Context()
	query := grantkeeper.NewQueryServer(a.Grant)
	for _, g := range m.model.grants {
		res, err := query.Grant(ctx, &granttypes.QueryGrantRequest{Id: uint64(g.id)})
		require.NoError(m.t, err)
		require.Equal(m.t, g.balance, res.Record.Balance, "balance of %s", g.id)
		require.Equal(m.t, g.suspended, res.Record.Suspended, "hold on %s", g.id)
		require.Equal(m.t, uint32(jan)+uint32(g.until), res.Grant.UntilPeriod, "end of %s", g.id)
	}
	for n, run := range m.model.runs {
		res, err := query.Run(ctx, &granttypes.QueryRunRequest{Id: uint64(n) + 1})
		require.NoError(m.t, err)
		require.Equal(m.t, run.status == runDone, res.Run.Status == granttypes.RUN_STATUS_DONE, "run %d", n+1)
		require.Equal(m.t, []uint64{run.paid, run.held}, []uint64{res.Run.PaidAmount, res.Run.HeldAmount}, "run %d", n+1)
	}
	budget, err := query.Budget(ctx, &granttypes.QueryBudgetRequest{Node: 2, Year: 2024})
	require.NoError(m.t, err)
	require.Equal(m.t, []uint64{m.model.free, m.model.reserved, m.model.disbursed}, []uint64{budget.Free, budget.Ledger.Reserved, budget.Ledger.Disbursed})
	for name, p := range m.model.persons {
		live, err := a.Beneficiary.HasLiveTag(ctx, chaintest.Ref(name), 1)
		require.NoError(m.t, err)
		require.Equal(m.t, m.model.tags[p.tag] == name, live, "tag of %s", name)
		m.requireCoins(m.model.wallets[name], chaintest.Address("person:"+name))
	}
	m.checkRegister()
	m.requireCoins(m.model.treasury, granttypes.TreasuryAddress(chaintest.Organisations["dehua"]))
	m.requireCoins(m.model.pool, granttypes.PoolAddress(1))
}

func (m *machine) requireCoins(fen uint64, of sdk.AccAddress) {
	coins := m.chain.App().Bank.GetBalance(m.chain.Context(), of, chaintest.Denom)
	require.Equal(m.t, sdkmath.NewIntFromUint64(fen).MulRaw(minorUnits).String(), coins.Amount.String())
}

// TestRandomBlocksAgreeWithTheModel draws verbs against the real app on every instance. -rapid.checks makes it longer.
func TestRandomBlocksAgreeWithTheModel(t *testing.T) {
	if testing.Short() {
		t.Skip("makes hundreds of blocks")
	}
	bound(t, "rapid.checks", "4")
	bound(t, "rapid.steps", "30")
	rapid.Check(t, func(t *rapid.T) {
		const budget, coins = 9_000, 1_500
		set := chaintest.Settings{Payouts: payouts, ChunkSlots: 2}
		m := &machine{t: t, chain: chaintest.New(t, set.Seats(), officeWorld(set))}
		m.chain.OpenOffice(chaintest.Office{Budget: budget, Coins: coins, First: jan, Rolls: 2})
		issuer, err := m.chain.App().Stablecoin.IssuerOfDenom(m.chain.Context(), chaintest.Denom)
		require.NoError(t, err)
		m.model = newModel(payouts, 2, budget, coins, issuer.Minted.QuoRaw(minorUnits).Uint64(), issuer.Allowance.QuoRaw(minorUnits).Uint64())
		m.begin()
		t.Repeat(map[string]func(*rapid.T){"": m.check, "block": m.draw})
		for m.busy() { // an export between two blocks of a run would go on paying
			m.check(t)
		}
		m.chain.Export()
	})
}

// begin registers four persons, grants one of them two months and opens a run, so that every verb has something to work on.
func (m *machine) begin() {
	m.openTownship()
	for n, name := range []string{"a", "b", "c", "d"} {
		m.enrolAs("dehua-intake", "350526101", name, fmt.Sprintf("tag%d", n+1))
	}
	m.check(m.t)
	m.openEpoch()
	m.awardBy("dehua-approver", 0, "a", monthly(300, jan, jan+2), func() *errorsmod.Error {
		return m.model.award(0, "a", plan{from: 0, until: 2, amounts: [modelMonths]uint64{300, 300}})
	})
	m.openRunOf([]int{0}, 0)
	m.check(m.t)
}

// draw puts up to six verbs into the next block. What is likely stands more than once.
func (m *machine) draw(t *rapid.T) {
	m.t = t
	verbs := []func(){
		m.award, m.award, m.award, m.withdraw, m.withdraw, m.payMonth, m.payMonth, m.adjust, m.adjust, m.enrol, m.enrol, m.suspend, m.resume, m.release,
		m.openRun, m.sealRun, m.authoriseRun, m.cancelRun, m.mint, m.closePerson,
		m.openRotation, m.acceptRotation, m.acceptRotation, m.cancelRotation, m.propose, m.approve, m.approve, m.retract, m.execute, m.execute,
		m.declare, m.withdrawInterest, m.withdrawInterest, m.delegate, m.revokeDelegation, m.awardInTown, m.awardInTown,
		m.enrolWard, m.endGuardian, m.reissue, m.reissue, m.recognise, m.forgetTag,
	}
	for range rapid.IntRange(1, 6).Draw(t, "messages") {
		verbs[rapid.IntRange(0, len(verbs)-1).Draw(t, "verb")]()
	}
}

func (m *machine) busy() bool {
	return slices.ContainsFunc(m.model.runs, func(r *modelRun) bool { return r.status == runExecuting })
}

// bound sets a flag of rapid unless the command line does.
func bound(t *testing.T, name, value string) {
	t.Helper()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	if given {
		return
	}
	before := flag.Lookup(name).Value.String()
	require.NoError(t, flag.Set(name, value))
	t.Cleanup(func() { require.NoError(t, flag.Set(name, before)) })
}
