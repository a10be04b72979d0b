package app_test

import (
	"maps"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/testutil/chaintest"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func (m *machine) grant(wanted func(*modelGrant) bool) (*modelGrant, bool) {
	return pick(m, "grant", m.model.grants, wanted)
}

// lives tells that a grant has months to come.
func (m *machine) lives(g *modelGrant) bool { return g.until > g.roll.next }

func (m *machine) proposeChange() {
	g, ok := m.grant(func(g *modelGrant) bool { return g.open == nil && m.lives(g) })
	if !ok {
		return
	}
	s, p := m.drawPlan(max(g.roll.next, g.from) + rapid.IntRange(-1, 3).Draw(m.t, "delay"))
	if rapid.IntRange(0, 3).Draw(m.t, "end") == 0 {
		p = plan{from: p.from, until: p.from, changes: []granttypes.Change{{Period: month(p.from)}}}
		s = granttypes.Schedule{Changes: p.changes, UntilPeriod: month(p.from)}
	}
	by, wrong := m.hand(g.roll.place, "reviewer")
	m.act(by, wrong, g.payee, func() *errorsmod.Error { return m.model.propose(g, p) }, &granttypes.MsgProposeChange{
		Signer: chaintest.Officer(by), Grant: uint64(g.id), Schedule: &s, Reason: granttypes.REASON_CIRCUMSTANCES, DocumentHash: chaintest.Hash32("report"),
	})
}

func openChange(c *modelChange) bool { return c.grant.open == c }

func (m *machine) decideChange() {
	c, ok := pick(m, "change", m.model.changes, openChange)
	if !ok {
		return
	}
	v := granttypes.ChangeVerdict{Change: c.id, Act: granttypes.ACT_KIND_APPROVE}
	if rapid.IntRange(0, 5).Draw(m.t, "refuse") == 0 {
		v.Act, v.Reason = granttypes.ACT_KIND_REFUSE, granttypes.REASON_OFFICE_ERROR
	}
	by, wrong := m.hand(c.grant.roll.place, "approver")
	m.act(by, wrong, c.grant.payee, func() *errorsmod.Error { return m.model.decideChange(c, v.Act == granttypes.ACT_KIND_APPROVE) },
		&granttypes.MsgDecideChanges{Signer: chaintest.Officer(by), Verdicts: []granttypes.ChangeVerdict{v}})
}

// stateHearing records at the window what a payee says about a change.
func (m *machine) stateHearing() {
	if c, ok := pick(m, "change", m.model.changes, openChange); ok {
		by, wrong := m.hand(c.grant.roll.place, "intake")
		m.act(by, wrong, c.grant.payee, func() *errorsmod.Error { return m.model.stateChange(c) }, &granttypes.MsgStateHearing{
			Signer: chaintest.Officer(by), Subject: granttypes.Subject{Kind: granttypes.SUBJECT_KIND_CHANGE, Id: c.id}, DocumentHash: chaintest.Hash32("statement"),
		})
	}
}

// takeBack takes a change or a clawback back.
func (m *machine) takeBack() {
	msg := &granttypes.MsgTakeBack{Reason: granttypes.REASON_OFFICE_ERROR}
	if rapid.Bool().Draw(m.t, "clawback") {
		c, ok := pick(m, "clawback", m.model.clawbacks, func(c *modelClawback) bool { return c.status == granttypes.CLAWBACK_STATUS_HEARD })
		if ok {
			by, wrong := m.hand(c.grant.roll.place, "reviewer")
			msg.Signer, msg.Subject = chaintest.Officer(by), granttypes.Subject{Kind: granttypes.SUBJECT_KIND_CLAWBACK, Id: c.id}
			m.act(by, wrong, c.grant.payee, func() *errorsmod.Error { return m.model.takeBackClaim(c) }, msg)
		}
		return
	}
	if c, ok := pick(m, "change", m.model.changes, openChange); ok {
		by, wrong := m.hand(c.grant.roll.place, "reviewer")
		msg.Signer, msg.Subject = chaintest.Officer(by), granttypes.Subject{Kind: granttypes.SUBJECT_KIND_CHANGE, Id: c.id}
		m.act(by, wrong, c.grant.payee, func() *errorsmod.Error { return m.model.takeBackChange(c) }, msg)
	}
}

func (m *machine) suspend() {
	if g, ok := m.grant(m.lives); ok {
		days := rapid.SampledFrom([]uint32{30, 30, 90, 91, 0}).Draw(m.t, "days")
		by, wrong := m.hand(g.roll.place, "approver")
		m.act(by, wrong, g.payee, func() *errorsmod.Error { return m.model.suspend(g, days) },
			&granttypes.MsgSuspend{Signer: chaintest.Officer(by), Grant: uint64(g.id), Reason: granttypes.REASON_INQUIRY, Days: days})
	}
}

func (m *machine) resume() {
	if g, ok := m.grant(func(g *modelGrant) bool { return g.suspended }); ok {
		by, wrong := m.hand(g.roll.place, "approver")
		m.act(by, wrong, g.payee, func() *errorsmod.Error { return m.model.resume(g) }, &granttypes.MsgResume{Signer: chaintest.Officer(by), Grant: uint64(g.id)})
	}
}

func (m *machine) offerTransfer() {
	g, ok := m.grant(func(g *modelGrant) bool { return m.lives(g) && g.movedTo == nil })
	if !ok {
		return
	}
	to := rapid.IntRange(0, len(counties)-1).Draw(m.t, "to")
	at := min(max(max(g.roll.next, g.from)+rapid.IntRange(-1, 2).Draw(m.t, "from"), 0), modelMonths)
	by, wrong := m.hand(g.roll.place, "approver")
	m.act(by, wrong, g.payee, func() *errorsmod.Error { return m.model.offer(g, to, at) },
		&granttypes.MsgOfferTransfer{Signer: chaintest.Officer(by), Grant: uint64(g.id), Area: counties[to].area, Period: month(at)})
}

func (m *machine) offered(g *modelGrant) bool { _, ok := m.model.transfers[g]; return ok }

func (m *machine) cancelTransfer() {
	if g, ok := m.grant(m.offered); ok {
		by, wrong := m.hand(g.roll.place, "approver")
		m.act(by, wrong, g.payee, func() *errorsmod.Error { return m.model.cancelOffer(g) },
			&granttypes.MsgCancelTransfer{Signer: chaintest.Officer(by), Grant: uint64(g.id)})
	}
}

// acceptTransfer takes a payee over into a roll of the place, with luck of the same programme.
func (m *machine) acceptTransfer() {
	g, ok := m.grant(m.offered)
	if !ok {
		return
	}
	offer, open := m.model.transfers[g]
	r, found := pick(m, "roll", m.model.rolls, func(r *modelRoll) bool { return open && r.place == offer.to && r.programme == g.roll.programme })
	if !found {
		return
	}
	s, p := m.drawPlan(offer.month + rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1}).Draw(m.t, "delay"))
	by, wrong := m.hand(r.place, "approver")
	msg := &granttypes.MsgAcceptTransfer{Signer: chaintest.Officer(by), Grant: uint64(g.id), Roll: r.id, Persons: 1, Schedule: s}
	if wrong == nil && !open {
		wrong = granttypes.ErrTransferUnknown
	}
	m.act(by, wrong, g.payee, func() *errorsmod.Error { return m.model.accept(g, r, p) }, msg)
}

// claim asks one or two months back, now and then more than they were paid.
func (m *machine) claim() {
	g, ok := m.grant(func(g *modelGrant) bool { return len(g.paid) > 0 })
	if !ok {
		return
	}
	from := g.from
	if paid := slices.Sorted(maps.Keys(g.paid)); len(paid) > 0 {
		from = rapid.SampledFrom(paid).Draw(m.t, "from")
	}
	until := from + rapid.IntRange(1, 2).Draw(m.t, "months")
	amount := max(g.paid[from], 1)
	if rapid.IntRange(0, 5).Draw(m.t, "more") == 0 {
		amount += g.paid[from+1] + 1
	}
	fraud, reason := rapid.Bool().Draw(m.t, "fraud"), granttypes.REASON_INCOME
	if fraud {
		reason = granttypes.REASON_FRAUD
	}
	by, wrong := m.hand(g.roll.place, "reviewer")
	m.act(by, wrong, g.payee, func() *errorsmod.Error { return m.model.claim(g, from, until, amount, fraud) }, &granttypes.MsgProposeClawback{
		Signer: chaintest.Officer(by), Grant: uint64(g.id), FromPeriod: month(from), UntilPeriod: month(until), Amount: amount, Reason: reason,
		DocumentHash: chaintest.Hash32("report"),
	})
}

func (m *machine) order() {
	c, ok := pick(m, "clawback", m.model.clawbacks, func(c *modelClawback) bool { return c.status == granttypes.CLAWBACK_STATUS_HEARD })
	if !ok {
		return
	}
	amount := c.claimed + rapid.SampledFrom([]uint64{0, 0, 0, 1}).Draw(m.t, "more")
	fine := rapid.SampledFrom([]uint64{0, 0, amount, 2 * amount, 2*amount + 1}).Draw(m.t, "fine")
	by, wrong := m.hand(c.grant.roll.place, "approver")
	msg := &granttypes.MsgOrderClawback{Signer: chaintest.Officer(by), Clawback: c.id, Amount: amount, Fine: fine, DocumentHash: chaintest.Hash32("order")}
	if rapid.Bool().Draw(m.t, "take") {
		msg.Denom = chaintest.Denom
	}
	m.act(by, wrong, c.grant.payee, func() *errorsmod.Error { return m.model.order(c, by, amount, fine, msg.Denom != "") }, msg)
}

func ordered(c *modelClawback) bool {
	return c.status == granttypes.CLAWBACK_STATUS_ORDERED || c.status == granttypes.CLAWBACK_STATUS_REPAYING
}

// repay is by anybody.
func (m *machine) repay() {
	if c, ok := pick(m, "clawback", m.model.clawbacks, ordered); ok {
		amount := rapid.Uint64Range(1, c.left()+1).Draw(m.t, "amount")
		m.send("donor", m.model.repay(c, amount), &granttypes.MsgRepay{Signer: chaintest.Officer("donor"), Clawback: c.id, Amount: amount, Denom: chaintest.Denom})
	}
}

func (m *machine) waive() {
	if c, ok := pick(m, "clawback", m.model.clawbacks, ordered); ok {
		by, wrong := m.hand(c.grant.roll.place, "approver")
		if wrong == nil && rapid.Bool().Draw(m.t, "second officer") {
			by = counties[c.grant.roll.place].name + "-approver2"
		}
		m.act(by, wrong, c.grant.payee, func() *errorsmod.Error { return m.model.waive(c, by) }, &granttypes.MsgCloseClawback{
			Signer: chaintest.Officer(by), Clawback: c.id, Act: granttypes.ACT_KIND_WAIVE, Reason: granttypes.REASON_CIRCUMSTANCES,
		})
	}
}
