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
	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Figures of the machine's world.
const (
	payouts    = 3
	minorUnits = 10_000
)

// lastDay is before the officers' memberships end.
var lastDay = time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC)

// machine draws verbs and sends each to the chain and to the model.
type machine struct {
	t            *rapid.T
	chain        *chaintest.Chain
	model        *model
	office       *modelOffice
	attestations uint64
	next         int       // number of the next person
	at           time.Time // of the block at hand
	txs          [][]byte
	want         []*errorsmod.Error
	what         []string
	old          [][]byte // transactions of the block before
}

// send puts messages, as one transaction, into the block at hand, with what the model says about them.
func (m *machine) send(by string, want *errorsmod.Error, msgs ...sdk.Msg) {
	var change func(client.TxBuilder)
	if by == "donor" { // a private account that pays its own fees
		change = func(b client.TxBuilder) { b.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1_000_000))) }
	}
	m.txs, m.want = append(m.txs, m.chain.TxWith(chaintest.SigningKey(by), change, msgs...)), append(m.want, want)
	m.what = append(m.what, sdk.MsgTypeURL(msgs[len(msgs)-1])+" by "+by)
}

// hand picks the officer who has to act at a place, or now and then one who mustn't, with the rule that says so.
func (m *machine) hand(at int, role string) (string, *errorsmod.Error) {
	switch rapid.IntRange(0, 24).Draw(m.t, "hand") {
	case 24:
		return counties[(at+1)%len(counties)].name + "-" + role, authoritytypes.ErrAreaOutside
	case 23:
		other := map[string]string{"intake": "reviewer", "reviewer": "approver", "approver": "intake"}
		return counties[at].name + "-" + other[role], authoritytypes.ErrRoleMissing
	case 22:
		if role == "approver" {
			return counties[at].name + "-approver2", nil
		}
	}
	return counties[at].name + "-" + role, nil
}

// act sends a message about a payee: what bars the officer comes first, then the model decides.
func (m *machine) act(by string, wrong *errorsmod.Error, payee string, decide func() *errorsmod.Error, msg sdk.Msg) {
	want := wrong
	if want == nil {
		want = m.barred(by, payee, decide)
	}
	m.send(by, want, msg)
}

// repeat puts a transaction of the block before into this one, byte by byte.
func (m *machine) repeat() {
	if len(m.old) > 0 {
		m.txs, m.want = append(m.txs, rapid.SampledFrom(m.old).Draw(m.t, "old transaction")), append(m.want, sdkerrors.ErrWrongSequence)
		m.what = append(m.what, "a repetition")
	}
}

// block makes the block and compares every answer with the model's.
func (m *machine) block() {
	results := m.chain.Block(m.at, m.txs...)
	m.old = nil
	for n, r := range results {
		if want := m.want[n]; want == nil {
			require.True(m.t, r.OK(), "%s: %s", m.what[n], r.Log)
		} else {
			require.Equal(m.t, fmt.Sprint(want.Codespace(), want.ABCICode()), fmt.Sprint(r.Codespace, r.Code), "%s: %q, want %q", m.what[n], r.Log, want)
		}
		if r.InBlock {
			m.old = append(m.old, m.txs[n])
		}
	}
	m.txs, m.want, m.what = nil, nil, nil
	m.model.now = m.at
	m.model.endBlock()
	for _, p := range m.model.persons {
		p.fresh = false
	}
	m.pass(time.Second)
}

// pass lets time go by before the next block.
func (m *machine) pass(d time.Duration) {
	m.at = m.chain.Now.Add(d)
	m.model.now = m.at
}

// passDays goes on by days or weeks.
func (m *machine) passDays() {
	days := rapid.SampledFrom([]int{1, 1, 2, 3, 7, 7, 14, 28}).Draw(m.t, "days")
	if next := m.at.AddDate(0, 0, days); next.Before(lastDay) {
		m.pass(next.Sub(m.chain.Now))
	}
}

// pick picks one of the entries that are wanted, and now and then any other one; there may be none.
func pick[T any](m *machine, name string, all []T, wanted func(T) bool) (T, bool) {
	some := all
	if rapid.IntRange(0, 11).Draw(m.t, "any "+name) > 0 {
		some = slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !wanted(v) })
	}
	if len(some) == 0 {
		var none T
		return none, false
	}
	return rapid.SampledFrom(some).Draw(m.t, name), true
}

// pickPerson picks one in the register, and now and then one who has left it. Somebody is always there.
func (m *machine) pickPerson() string {
	name, ok := pick(m, "person", slices.Sorted(maps.Keys(m.model.persons)), func(name string) bool { return !m.model.persons[name].closed })
	if !ok {
		m.next++
		name = fmt.Sprintf("p%d", m.next)
		m.enrolAs(0, name, name)
	}
	return name
}

func (m *machine) pickRoll() *modelRoll {
	return rapid.SampledFrom(m.model.rolls).Draw(m.t, "roll")
}

// signs gives the key that may act for a payee, or sometimes another one's; none if it isn't known yet.
func (m *machine) signs(payee string) (string, bool) {
	by := payee
	if rapid.IntRange(0, 7).Draw(m.t, "another's") == 0 {
		by = m.pickPerson()
	}
	if guardian := m.model.persons[by].guardian; guardian != "" {
		by = guardian
	}
	return by, !m.model.persons[by].fresh // CheckTx can't know a key that the same block registers
}

func (m *machine) requireCoins(fen uint64, of sdk.AccAddress) {
	coins := m.chain.App().Bank.GetBalance(m.chain.Context(), of, chaintest.Denom)
	require.Equal(m.t, sdkmath.NewIntFromUint64(fen).MulRaw(minorUnits).String(), coins.Amount.String())
}

// TestRandomBlocksAgreeWithTheModel draws verbs of a whole system of offices against the real app: from the register over applications,
// decisions, runs, moves, changes, appeals and clawbacks to the end of the fiscal year. Two instances make the same blocks. "make
// test-machine" is longer. What is decided above a change or a clawback has no verb here; x/grant/keeper has random tests of its own for it.
func TestRandomBlocksAgreeWithTheModel(t *testing.T) {
	if testing.Short() {
		t.Skip("makes hundreds of blocks")
	}
	bound(t, "rapid.checks", "4")
	bound(t, "rapid.steps", "60")
	rapid.Check(t, func(t *rapid.T) {
		set := chaintest.Settings{Payouts: payouts, ChunkSlots: 2}
		second := rapid.SampledFrom([]chaintest.Mode{chaintest.Parallel, chaintest.Alternating}).Draw(t, "second instance")
		m := &machine{t: t, attestations: 1, chain: chaintest.New(t, set.Seats(), machineWorld(set), chaintest.Straight, second)}
		issuer, err := m.chain.App().Stablecoin.IssuerOfDenom(m.chain.Context(), chaintest.Denom)
		require.NoError(t, err)
		m.model = newModel(payouts, issuer.Minted.QuoRaw(minorUnits).Uint64(), issuer.Allowance.QuoRaw(minorUnits).Uint64())
		m.begin()
		t.Repeat(map[string]func(*rapid.T){"": m.check, "block": m.draw})
		for m.busy() { // an export between two blocks of a run would go on paying
			m.check(t)
		}
		m.checkPayments()
		m.chain.Export()
	})
}

// begin opens the offices and registers persons, so that every verb has something to work on.
func (m *machine) begin() {
	const budget, coins = 30_000, 8_000
	m.pass(time.Second)
	m.openTownship()
	m.openPlaces(budget, coins)
	for n, name := range []string{"a", "b", "c", "d", "e", "f"} {
		m.enrolAs(n%len(counties), name, fmt.Sprintf("tag%d", n+1))
	}
	m.check(m.t)
	m.openEpoch()
	m.pass(time.Second)
}

// draw puts up to a dozen verbs into the next block, seconds or days later. What is likely stands more than once.
func (m *machine) draw(t *rapid.T) {
	m.t = t
	if rapid.IntRange(0, 2).Draw(t, "later") == 0 {
		m.passDays()
	}
	often := []func(){
		m.submit, m.triage, m.beginCheck, m.review, m.startNotice, m.decide, m.decide, m.publish, m.publish,
		m.payMonth, m.payMonth, m.withdraw, m.hasten, m.hasten, m.hasten, m.proposeChange, m.decideChange, m.claim, m.order, m.offerTransfer, m.acceptTransfer,
	}
	seldom := []func(){
		m.supplement, m.object, m.withdrawApplication, m.repeat, m.fileAppeal, m.fileAppeal, m.takeUpAppeal, m.answerAppeal,
		m.proposeChange, m.proposeChange, m.stateHearing, m.takeBack, m.decideChange, m.decideChange, m.suspend, m.resume,
		m.offerTransfer, m.offerTransfer, m.cancelTransfer, m.acceptTransfer, m.acceptTransfer,
		m.claim, m.claim, m.order, m.order, m.repay, m.waive,
		m.openRun, m.sealRun, m.authoriseRun, m.cancelRun, m.release, m.mint, m.attest, m.fundMore, m.reserveYear, m.closeYear,
		m.enrol, m.enrolWard, m.closePerson, m.endGuardian, m.reissue, m.recognise, m.forgetTag,
		m.openRotation, m.acceptRotation, m.cancelRotation, m.propose, m.approve, m.retract, m.execute,
		m.declare, m.withdrawInterest, m.delegate, m.revokeDelegation,
	}
	for range rapid.IntRange(2, 12).Draw(t, "verbs") {
		verbs := often
		if rapid.IntRange(0, 1).Draw(t, "seldom") == 0 {
			verbs = seldom
		}
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
