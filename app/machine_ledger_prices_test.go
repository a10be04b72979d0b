package app_test

import (
	"maps"
	"slices"
	"strings"
	"time"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// What a price may come from zero to, or go to zero from, millionths of a yuan.
const (
	freeBase    = 10_000
	freePerItem = 1_000
)

// ledgerProposal is a vote of the provinces on what a machine drew.
type ledgerProposal struct {
	end, due int64 // due once it was counted
	done     bool
	apply    func(l *ledger, next int64) // from the next height on
}

// decide lets a province propose other prices or rates and all provinces vote for them. It comes first in its block.
func (m *ledgerMachine) decide() {
	l := m.ledger
	id := len(l.proposals)
	if len(m.txs) > 0 || id >= 4 && l.proposals[id-4].due == 0 {
		return
	}
	for _, province := range chaintest.Provinces[:4] { // whose budgets are theirs alone to spend
		office := chaintest.Organisations[province]
		for n := range ledgerShares {
			if l.purses[shareOf(office, n)][anxin] < 10*ledgerYuan {
				return
			}
		}
	}
	act, apply := m.drawPrices()
	by := chaintest.Provinces[id%4]
	submit, err := chaintest.Proposal(by, act)
	require.NoError(m.t, err)
	m.txs = append(m.txs, m.sign(chaintest.Operator(by), noCoin, 0, ledgerAct{msg: submit, do: func(l *ledger) *errorsmod.Error {
		l.proposals = append(l.proposals, ledgerProposal{end: l.now + int64(ledgerVoting/time.Second), apply: apply})
		return nil
	}}))
	for _, province := range chaintest.Provinces[:4] {
		name := chaintest.Operator(province)
		m.txs = append(m.txs, m.sign(name, noCoin, 0, ledgerAct{
			msg: &govv1.MsgVote{ProposalId: uint64(id) + 1, Voter: address(name), Option: govv1.OptionYes},
			do:  func(*ledger) *errorsmod.Error { return nil },
		}))
	}
}

// drawPrices draws other prices or another rate, from a height on or from when they are decided. Now and then one goes further than a step.
func (m *ledgerMachine) drawPrices() (sdk.Msg, func(l *ledger, next int64)) {
	from := int64(0)
	if rapid.Bool().Draw(m.t, "from a height") {
		from = m.chain.Height + rapid.Int64Range(2, 12).Draw(m.t, "from")
	}
	if rapid.Bool().Draw(m.t, "rate") {
		denom := m.coin()
		worth := min(max(m.other(m.ledger.worth(denom, m.chain.Height)), 100_000), 1_000_000_000)
		return &feetypes.MsgSetRates{Signer: app.Governance(), Rates: []feetypes.Rate{{Denom: ledgerDenoms[denom], FromHeight: from, Worth: uint64(worth)}}},
			func(l *ledger, next int64) {
				if list, fits := l.rates[denom].with(ledgerEntry{starts(from, next), worth, 0}, next, 0, 0); fits {
					l.rates[denom] = list
				}
			}
	}
	msg, urls, prices := &feetypes.MsgSetPrices{Signer: app.Governance()}, m.drawUrls(), map[string]ledgerEntry{}
	for _, url := range urls {
		now := m.ledger.prices[url].at(m.chain.Height)
		gas, gasOfItem := gasOf(url)
		p := ledgerEntry{first: m.other(now.first), second: m.other(now.second)}
		prices[url] = p
		msg.Prices = append(msg.Prices, feetypes.Price{
			Message: url, FromHeight: from, Base: uint64(p.first), PerItem: uint64(p.second), GasBase: gas, GasPerItem: gasOfItem, Class: ledgerClasses[url],
		})
	}
	return msg, func(l *ledger, next int64) {
		lists := maps.Clone(l.prices)
		for url, p := range prices {
			p.from = starts(from, next)
			list, fits := lists[url].with(p, next, freeBase, freePerItem)
			if !fits {
				return
			}
			lists[url] = list
		}
		l.prices = lists
	}
}

// drawUrls draws messages whose prices change: not those that the provinces vote by.
func (m *ledgerMachine) drawUrls() []string {
	urls := slices.DeleteFunc(slices.Sorted(maps.Keys(ledgerClasses)), func(url string) bool { return strings.HasPrefix(url, "/cosmos.gov.") })
	first := rapid.IntRange(0, len(urls)-1).Draw(m.t, "first price")
	return urls[first:rapid.IntRange(first+1, len(urls)).Draw(m.t, "prices")]
}

// other is a figure that mostly may follow another in one step.
func (m *ledgerMachine) other(now int64) int64 {
	switch rapid.SampledFrom([]string{"more", "more", "double", "less", "little", "same", "free", "too much"}).Draw(m.t, "step") {
	case "more":
		return now + now/3 + 1
	case "double":
		return 2 * now
	case "less":
		return now - now/3
	case "little":
		return now / 17
	case "free":
		return 0
	case "too much":
		return 2*now + 1
	}
	return now
}

// starts is the height from which what was decided before the next height holds.
func starts(from, next int64) int64 {
	if from == 0 {
		return next
	}
	return from
}

// with adds an entry that is no further than a double from its neighbours in time, or replaces the one of its height. What comes too late, or goes
// to or from zero by more than what is free, doesn't fit.
func (list ledgerList) with(e ledgerEntry, next, free, freeSecond int64) (ledgerList, bool) {
	var before, after *ledgerEntry
	kept := ledgerList{e}
	for _, other := range list {
		switch {
		case other.from == e.from:
			continue
		case other.from < e.from && (before == nil || other.from > before.from):
			before = &other
		case other.from > e.from && (after == nil || other.from < after.from):
			after = &other
		}
		kept = append(kept, other)
	}
	fits := e.from >= next
	for _, pair := range [2][2]*ledgerEntry{{before, &e}, {&e, after}} {
		if from, to := pair[0], pair[1]; from != nil && to != nil {
			fits = fits && inStep(from.first, to.first, free) && inStep(from.second, to.second, freeSecond)
		}
	}
	return kept, fits
}

func inStep(from, to, free int64) bool {
	if from == 0 || to == 0 {
		return max(from, to) <= free || from == to
	}
	return to <= 2*from
}

// decided counts votes that end and carries out what is due, at the end of a block.
func (l *ledger) decided() {
	for n := range l.proposals {
		if p := &l.proposals[n]; p.due == 0 && p.end <= l.now {
			p.due = l.now + int64(ledgerDelay/time.Second)
		} else if p.due != 0 && !p.done && p.due <= l.now {
			p.done = true
			p.apply(l, l.height+1)
		}
	}
}
