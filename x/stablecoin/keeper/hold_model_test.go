package keeper_test

import (
	"context"
	"testing"
	"time"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/stablecoin/keeper"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

const (
	yuan      = 1_000_000
	protected = 1_000 * yuan
)

// holdOfficers act in these tests: the name of each is its person.
var holdOfficers = map[string]uint32{
	"county-1": orgCounty, "county-2": orgCounty, "city-1": orgCity, "city-2": orgCity,
	"province-1": orgProvince, "nation-1": orgNational, "nation-2": orgNational,
}

func officerNames() []string {
	return []string{"county-1", "county-2", "city-1", "city-2", "province-1", "nation-1", "nation-2"}
}

// withHolds adds the officers and a verified person with coins.
func withHolds(t *testing.T) *fixture {
	t.Helper()
	f := setup(t)
	f.license()
	for name, organisation := range holdOfficers {
		f.authority.officers[account(name)] = authoritytypes.Officer{Address: account(name), Organisation: organisation}
	}
	f.register[account("owner")] = beneficiarytypes.Person{HomeArea: "350526", Status: beneficiarytypes.PERSON_STATUS_VERIFIED}
	f.give("owner", 30_000*yuan)
	return f
}

func bytesOf(name string) sdk.AccAddress {
	bz := make([]byte, 20)
	copy(bz, name)
	return bz
}

func (f *fixture) give(name string, amount int64) {
	held := f.bank.balances[string(bytesOf(name))]
	f.bank.balances[string(bytesOf(name))] = held.Add(sdk.NewInt64Coin(denom, amount))
}

func (f *fixture) balance(account sdk.AccAddress) int64 {
	return f.bank.balances[string(account)].AmountOf(denom).Int64()
}

// pay moves coins as x/bank does: first it asks.
func (f *fixture) pay(from, to sdk.AccAddress, amount int64) error {
	ctx, write := f.ctx.CacheContext()
	coins := sdk.NewCoins(sdk.NewInt64Coin(denom, amount))
	if _, err := f.k.Restrict(ctx, from, to, coins); err != nil {
		return err
	}
	write()
	return f.bank.move(string(from), string(to), coins)
}

// try runs a message as a transaction: what fails leaves nothing.
func try[M, R any](f *fixture, handler func(ctx sdk.Context, msg M) (R, error), msg M) error {
	ctx, write := f.ctx.CacheContext()
	if _, err := handler(ctx, msg); err != nil {
		return err
	}
	write()
	return nil
}

// modelHold is what a person with a notebook would write down.
type modelHold struct {
	state                         string // held, proposed, frozen, ordered, or ended
	until                         int64
	reviewAt                      int64
	placed, proposed, last, order string
	appeal                        bool
	frozen, byItself              bool
	amount                        int64
}

type holdMachine struct {
	f     *fixture
	holds []*modelHold // by number from 1
	spent map[string]int64
	left  int64
	taken int64
}

func (m *holdMachine) now() int64 { return m.f.ctx.BlockTime().Unix() }

func (m *holdMachine) month() string { return m.f.ctx.BlockTime().UTC().Format("2006-01") }

// current is the hold that keeps the coins now.
func (m *holdMachine) current() *modelHold {
	if len(m.holds) == 0 {
		return nil
	}
	h := m.holds[len(m.holds)-1]
	if h.state != "ended" && m.now() >= h.until {
		h.state, h.byItself = "ended", true
	}
	if h.state == "ended" {
		return nil
	}
	return h
}

func (m *holdMachine) in(states ...string) *modelHold {
	h := m.current()
	for _, state := range states {
		if h != nil && h.state == state {
			return h
		}
	}
	return nil
}

func draw(t *rapid.T) string { return rapid.SampledFrom(officerNames()).Draw(t, "officer") }

func foreign(h *modelHold, name string) bool { return holdOfficers[h.placed] != holdOfficers[name] }

// check wants the chain and the notebook to agree whether a step was possible.
func (m *holdMachine) check(t *rapid.T, possible bool, err error) bool {
	if possible != (err == nil) {
		t.Fatalf("possible %t, the chain says %v", possible, err)
	}
	return possible
}

func (m *holdMachine) id() uint64 { return uint64(max(len(m.holds), 1)) }

func (m *holdMachine) Place(t *rapid.T) {
	by := draw(t)
	possible := m.current() == nil
	if n := len(m.holds); n > 0 && possible {
		last := m.holds[n-1]
		possible = !last.byItself || last.frozen || holdOfficers[last.placed] != holdOfficers[by] || m.now() >= last.until+30*86_400
	}
	err := try(m.f, wrap(m.f.msg.PlaceHold), &types.MsgPlaceHold{Signer: account(by), Account: account("owner"), Reason: types.HOLD_REASON_FRAUD})
	if m.check(t, possible, err) {
		m.holds = append(m.holds, &modelHold{state: "held", placed: by, until: m.now() + 72*3_600})
	}
}

func (m *holdMachine) Propose(t *rapid.T) {
	by, term := draw(t), rapid.Int64Range(1, 100).Draw(t, "days")*86_400
	h := m.in("held")
	at := m.now() + term
	possible := h != nil && foreign(h, by) && at > h.until && term <= 90*86_400
	err := try(m.f, wrap(m.f.msg.ProposeFreeze), &types.MsgProposeFreeze{Signer: account(by), Hold: m.id(), ReviewAt: at})
	if m.check(t, possible, err) {
		h.state, h.proposed, h.reviewAt = "proposed", by, at
	}
}

func (m *holdMachine) Confirm(t *rapid.T) {
	by := draw(t)
	h := m.in("proposed")
	possible := h != nil && foreign(h, by) && h.proposed != by
	if m.check(t, possible, try(m.f, wrap(m.f.msg.ConfirmFreeze), &types.MsgConfirmFreeze{Signer: account(by), Hold: m.id()})) {
		h.state, h.last, h.frozen, h.until = "frozen", by, true, h.reviewAt
	}
}

func (m *holdMachine) Review(t *rapid.T) {
	by, term := draw(t), rapid.Int64Range(1, 100).Draw(t, "days")*86_400
	h := m.in("frozen", "ordered")
	at := m.now() + term
	possible := h != nil && foreign(h, by) && h.last != by && !h.appeal && at > h.until && term <= 90*86_400
	if m.check(t, possible, try(m.f, wrap(m.f.msg.ReviewHold), &types.MsgReviewHold{Signer: account(by), Hold: m.id(), ReviewAt: at})) {
		h.last, h.until = by, at
	}
}

func (m *holdMachine) Release(t *rapid.T) {
	by := draw(t)
	h := m.current()
	possible := h != nil && (!h.frozen || foreign(h, by))
	if m.check(t, possible, try(m.f, wrap(m.f.msg.ReleaseHold), &types.MsgReleaseHold{Signer: account(by), Hold: m.id()})) {
		h.state = "ended"
	}
}

func (m *holdMachine) Appeal(t *rapid.T) {
	h := m.current()
	possible := h != nil && !h.appeal
	if m.check(t, possible, try(m.f, wrap(m.f.msg.AppealHold), &types.MsgAppealHold{Signer: account("owner"), Hold: m.id()})) {
		h.appeal = true
	}
}

func (m *holdMachine) Answer(t *rapid.T) {
	by, release := draw(t), rapid.Bool().Draw(t, "release")
	h := m.current()
	possible := h != nil && h.appeal
	if possible {
		for _, hand := range []string{h.placed, h.proposed, h.last, h.order} {
			possible = possible && hand != by && (hand == "" || holdOfficers[hand] != holdOfficers[by] || holdOfficers[by] == orgNational)
		}
	}
	err := try(m.f, wrap(m.f.msg.AnswerHoldAppeal), &types.MsgAnswerHoldAppeal{Signer: account(by), Hold: m.id(), Release: release})
	if m.check(t, possible, err) {
		h.appeal = false
		if release {
			h.state = "ended"
		}
	}
}

func (m *holdMachine) Order(t *rapid.T) {
	by, amount := draw(t), rapid.Int64Range(1, 40_000).Draw(t, "yuan")*yuan
	h := m.in("frozen")
	possible := h != nil && foreign(h, by)
	err := try(m.f, wrap(m.f.msg.OrderSeizure), &types.MsgOrderSeizure{
		Signer: account(by), Hold: m.id(), OrderHash: make([]byte, types.HashLength), Amount: sdk.NewInt64Coin(denom, amount), Beneficiary: orgCounty,
	})
	if m.check(t, possible, err) {
		h.state, h.order, h.amount = "ordered", by, amount
	}
}

func (m *holdMachine) Approve(t *rapid.T) {
	by := draw(t)
	h := m.in("ordered")
	keep := max(protected-m.spent[m.month()], 0)
	possible := h != nil && !h.appeal && m.left > keep
	if possible {
		for _, hand := range []string{h.placed, h.proposed, h.last, h.order} {
			possible = possible && hand != by
		}
	}
	if m.check(t, possible, try(m.f, wrap(m.f.msg.ApproveSeizure), &types.MsgApproveSeizure{Signer: account(by), Hold: m.id()})) {
		taken := min(h.amount, m.left-keep)
		h.state, m.left, m.taken = "ended", m.left-taken, m.taken+taken
	}
}

func (m *holdMachine) Spend(t *rapid.T) {
	amount := rapid.Int64Range(1, 700).Draw(t, "yuan") * yuan
	if amount > m.left {
		t.Skip("no coins")
	}
	held := m.current() != nil
	possible := !held || m.spent[m.month()]+amount <= protected
	if m.check(t, possible, m.f.pay(bytesOf("owner"), bytesOf("minter"), amount)) {
		m.left -= amount
		if held {
			m.spent[m.month()] += amount
		}
	}
}

func (m *holdMachine) Receive(t *rapid.T) {
	m.f.give("minter", 100*yuan)
	if m.check(t, true, m.f.pay(bytesOf("minter"), bytesOf("owner"), 100*yuan)) {
		m.left += 100 * yuan
	}
}

func (m *holdMachine) Wait(t *rapid.T) {
	m.f.after(time.Duration(rapid.IntRange(1, 200).Draw(t, "hours")) * time.Hour)
	if rapid.Bool().Draw(t, "block") {
		require.NoError(t, m.f.k.EndBlock(m.f.ctx))
	}
	m.current()
}

// Check runs after every step.
func (m *holdMachine) Check(t *rapid.T) {
	if got := m.f.balance(bytesOf("owner")); got != m.left {
		t.Fatalf("owner has %d, want %d", got, m.left)
	}
	if got := m.f.balance(treasury(orgCounty)); got != m.taken {
		t.Fatalf("treasury has %d, want %d", got, m.taken)
	}
	for _, inv := range keeper.Invariants()[3:] { // the coins of this test weren't minted
		require.NoError(t, inv.Check(m.f.ctx, m.f.k), inv.Name)
	}
	res, err := m.f.query.Wallet(m.f.ctx, &types.QueryWalletRequest{Account: account("owner"), Currency: "cny"})
	require.NoError(t, err)
	if (res.Hold != 0) != (m.current() != nil) {
		t.Fatalf("hold %d, the notebook has %v", res.Hold, m.current())
	}
	require.True(t, res.RoomToSend.LTE(math.NewInt(m.left)))
}

// wrap gives a handler of the message server the context of the SDK.
func wrap[M, R any](handler func(context.Context, M) (R, error)) func(sdk.Context, M) (R, error) {
	return func(ctx sdk.Context, msg M) (R, error) { return handler(ctx, msg) }
}

// TestHoldsAgainstAModel plays random steps: the chain allows exactly what the notebook does.
func TestHoldsAgainstAModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := &holdMachine{f: withHolds(t), spent: map[string]int64{}, left: 30_000 * yuan}
		rt.Repeat(rapid.StateMachineActions(m))
	})
}
