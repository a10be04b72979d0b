package app_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	errorsmod "cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

var ledgerCodes = [2]string{"anxin", "other"}

// drawTx signs one to three acts of one actor, for this block or, now and then, for a later one.
func (m *ledgerMachine) drawTx() {
	by := rapid.SampledFrom(ledgerHolders).Draw(m.t, "holder")
	if rapid.IntRange(0, 2).Draw(m.t, "office") == 0 {
		by = rapid.SampledFrom(slices.Sorted(maps.Keys(ledgerOffices))).Draw(m.t, "officer")
	}
	var acts []ledgerAct
	for range rapid.SampledFrom([]int{1, 1, 1, 2, 3}).Draw(m.t, "acts") {
		acts = append(acts, m.drawAct(by))
	}
	denom, most := m.offer(by, acts)
	if rapid.IntRange(0, 9).Draw(m.t, "nothing left") == 0 {
		acts = append(acts, m.sendRest(by, max(denom, 0), acts))
		denom, most = m.offer(by, acts)
	}
	tx := m.sign(by, denom, most, acts...)
	if rapid.IntRange(0, 9).Draw(m.t, "in flight") == 0 {
		m.flight = append(m.flight, tx)
	} else {
		m.txs = append(m.txs, tx)
	}
}

// quote is what acts cost in a coin at the height at hand.
func (m *ledgerMachine) quote(by string, denom int, acts []ledgerAct) ledgerCharge {
	h := m.chain.Height
	c, _ := m.ledger.plan(ledgerTx{by: by, acts: acts, denom: denom, most: 1 << 62}, h, h+1)
	return c
}

// offer is a fee: none, what it costs, too little, more, or in another coin than the payer's.
func (m *ledgerMachine) offer(by string, acts []ledgerAct) (denom int, most int64) {
	denom = rapid.SampledFrom([]int{anxin, anxin, other}).Draw(m.t, "coin of the fee")
	price := m.quote(by, denom, acts).total
	kinds := []string{"exact", "exact", "more", "more", "too little", "none"}
	if ledgerOffices[by] != 0 {
		kinds = []string{"exact", "too little", "none", "none", "none", "none"}
	}
	switch rapid.SampledFrom(kinds).Draw(m.t, "offer") {
	case "exact":
		return denom, price
	case "more":
		return denom, price + 1_000_000
	case "too little":
		return denom, max(price-1, 0)
	}
	return noCoin, 0
}

// drawAct draws what an actor may do, and sometimes what it mayn't.
func (m *ledgerMachine) drawAct(by string) ledgerAct {
	common := []func(string) ledgerAct{m.send, m.send, m.redeem, m.fund, m.enrol, m.fetch}
	var own []func(string) ledgerAct
	switch {
	case strings.HasSuffix(by, "minter"):
		own = []func(string) ledgerAct{m.mint, m.mint, m.burn, m.settle, m.settle}
	case strings.HasSuffix(by, "pauser"):
		own = []func(string) ledgerAct{m.pause, m.resume, m.resume}
	case ledgerAreas[by] == "0" || by == "dehua-compliance":
		own = []func(string) ledgerAct{m.place, m.place, m.place, m.place, m.release}
	case ledgerAreas[by] != "":
		own = []func(string) ledgerAct{m.freeze, m.freeze, m.freeze, m.confirm, m.confirm, m.confirm, m.release}
	case by == "lubei-treasurer", by == "hebei-treasurer":
		own = []func(string) ledgerAct{m.setBudget, m.setBudget, m.fund, m.takeBack}
	case strings.HasSuffix(by, "operator"):
		own = []func(string) ledgerAct{m.fetch}
	case by == "lubei-intake":
		own = []func(string) ledgerAct{m.enrol}
	}
	if len(own) > 0 && rapid.IntRange(0, 3).Draw(m.t, "own") > 0 {
		return rapid.SampledFrom(own).Draw(m.t, "act")(by)
	}
	return rapid.SampledFrom(common).Draw(m.t, "act")(by)
}

func (m *ledgerMachine) coin() int { return rapid.SampledFrom([]int{anxin, other}).Draw(m.t, "coin") }

// amount is a part of what somebody has, now and then a base unit more than that, all of it, or a round sum.
func (m *ledgerMachine) amount(of string, denom int) int64 {
	have := m.ledger.purses[address(of)][denom]
	switch rapid.IntRange(0, 7).Draw(m.t, "amount") {
	case 0:
		return have + 1
	case 1:
		return max(have, 1)
	case 2:
		return rapid.Int64Range(1, max(have, 1)).Draw(m.t, "part")
	}
	return rapid.Int64Range(1, 120_000).Draw(m.t, "units") * ledgerUnit
}

func ledgerCoin(denom int, amount int64) sdk.Coin {
	return sdk.NewInt64Coin(ledgerDenoms[denom], amount)
}

func (m *ledgerMachine) sendOf(by, to string, denom int, amount int64) ledgerAct {
	return ledgerAct{
		msg: banktypes.NewMsgSend(chaintest.Address(by), chaintest.Address(to), sdk.NewCoins(ledgerCoin(denom, amount))),
		do:  func(l *ledger) *errorsmod.Error { return l.send(by, to, denom, amount) },
	}
}

func (m *ledgerMachine) send(by string) ledgerAct {
	denom, to := m.coin(), rapid.SampledFrom(ledgerHolders).Draw(m.t, "to")
	return m.sendOf(by, to, denom, m.amount(by, denom))
}

// sendRest leaves the signer with the price less the base, or about that much.
func (m *ledgerMachine) sendRest(by string, denom int, acts []ledgerAct) ledgerAct {
	to := rapid.SampledFrom(ledgerHolders).Draw(m.t, "to")
	c := m.quote(by, denom, append(slices.Clone(acts), m.sendOf(by, to, denom, 1)))
	left := rapid.SampledFrom([]int64{c.base, c.total - 1, c.total, 0}).Draw(m.t, "left")
	return m.sendOf(by, to, denom, max(m.ledger.purses[address(by)][denom]-left, 1))
}

func (m *ledgerMachine) redeem(by string) ledgerAct {
	denom := m.coin()
	amount := m.amount(by, denom)
	if rapid.IntRange(0, 7).Draw(m.t, "odd") > 0 {
		amount = max(amount/ledgerUnit, 1) * ledgerUnit
	}
	return ledgerAct{
		msg: &stablecointypes.MsgRedeem{Signer: address(by), Id: ledgerCodes[denom], Amount: sdkmath.NewInt(amount)},
		do:  func(l *ledger) *errorsmod.Error { return l.redeem(by, denom, amount) },
	}
}

func (m *ledgerMachine) settle(by string) ledgerAct {
	n := rapid.IntRange(0, len(m.ledger.redemptions)).Draw(m.t, "redemption")
	for i, r := range m.ledger.redemptions { // mostly the oldest that is open
		if !r.over && ledgerOffices[by] == ledgerIssuers[r.denom] && rapid.IntRange(0, 3).Draw(m.t, "this one") > 0 {
			n = i
			break
		}
	}
	return ledgerAct{
		msg: &stablecointypes.MsgSettleRedemption{Signer: address(by), Redemption: uint64(n) + 1, ReferenceHash: chaintest.Hash32("reference")},
		do:  func(l *ledger) *errorsmod.Error { return l.settle(by, n) },
	}
}

// issuerOf is mostly the issuer that a minter or pauser works for.
func (m *ledgerMachine) issuerOf(by string) int {
	if at := slices.Index(ledgerIssuers[:], ledgerOffices[by]); at >= 0 && rapid.IntRange(0, 7).Draw(m.t, "own issuer") > 0 {
		return at
	}
	return m.coin()
}

func (m *ledgerMachine) mint(by string) ledgerAct {
	denom, to := m.issuerOf(by), rapid.SampledFrom(ledgerHolders).Draw(m.t, "to")
	amount := rapid.SampledFrom([]int64{1, 100, 5_000, 40_000, 90_000, 250_000}).Draw(m.t, "units") * ledgerUnit
	amount += rapid.SampledFrom([]int64{0, 0, 0, 0, 0, 1}).Draw(m.t, "odd")
	return ledgerAct{
		msg: &stablecointypes.MsgMint{Signer: address(by), Id: ledgerCodes[denom], Recipient: address(to), Amount: sdkmath.NewInt(amount)},
		do:  func(l *ledger) *errorsmod.Error { return l.mint(by, to, denom, amount) },
	}
}

func (m *ledgerMachine) burn(by string) ledgerAct {
	denom := m.issuerOf(by)
	amount := m.amount(by, denom)
	return ledgerAct{
		msg: &stablecointypes.MsgBurn{Signer: address(by), Id: ledgerCodes[denom], Amount: sdkmath.NewInt(amount)},
		do:  func(l *ledger) *errorsmod.Error { return l.burn(by, denom, amount) },
	}
}

func (m *ledgerMachine) pause(by string) ledgerAct {
	denom := m.issuerOf(by)
	return ledgerAct{
		msg: &stablecointypes.MsgPauseIssuer{Signer: address(by), Id: ledgerCodes[denom]},
		do:  func(l *ledger) *errorsmod.Error { return l.pause(by, denom) },
	}
}

func (m *ledgerMachine) resume(by string) ledgerAct {
	denom := m.issuerOf(by)
	return ledgerAct{
		msg: &stablecointypes.MsgResumeIssuer{Signer: address(by), Id: ledgerCodes[denom]},
		do:  func(l *ledger) *errorsmod.Error { return l.resume(by, denom) },
	}
}

func (m *ledgerMachine) place(by string) ledgerAct {
	account, denom, coin := rapid.SampledFrom(ledgerWallets).Draw(m.t, "account"), rapid.IntRange(noCoin, other).Draw(m.t, "held coin"), ""
	if denom != noCoin {
		coin = ledgerDenoms[denom]
	}
	return ledgerAct{
		msg: &stablecointypes.MsgPlaceHold{Signer: address(by), Account: address(account), Denom: coin, Reason: stablecointypes.HOLD_REASON_FRAUD},
		do:  func(l *ledger) *errorsmod.Error { return l.place(by, account, denom) },
	}
}

// holdFor is mostly a hold of the officer's area that is in a status, the last one of them.
func (m *ledgerMachine) holdFor(by string, statuses ...stablecointypes.HoldStatus) int {
	holds := m.ledger.holds
	if rapid.IntRange(0, 5).Draw(m.t, "that one") > 0 {
		for n := len(holds) - 1; n >= 0; n-- {
			if authoritytypes.Contains(ledgerAreas[by], holds[n].area) && slices.Contains(statuses, holds[n].status) {
				return n
			}
		}
	}
	return max(len(holds)-rapid.IntRange(0, 4).Draw(m.t, "hold"), 0)
}

func (m *ledgerMachine) freeze(by string) ledgerAct {
	n, until := m.holdFor(by, stablecointypes.HOLD_STATUS_HELD), m.at.Add(time.Duration(rapid.IntRange(2, 40).Draw(m.t, "days"))*24*time.Hour).Unix()
	return ledgerAct{
		msg: &stablecointypes.MsgProposeFreeze{Signer: address(by), Hold: uint64(n) + 1, ReviewAt: until},
		do:  func(l *ledger) *errorsmod.Error { return l.proposeFreeze(by, n, until) },
	}
}

func (m *ledgerMachine) confirm(by string) ledgerAct {
	n := m.holdFor(by, stablecointypes.HOLD_STATUS_FREEZE_PROPOSED)
	return ledgerAct{
		msg: &stablecointypes.MsgConfirmFreeze{Signer: address(by), Hold: uint64(n) + 1},
		do:  func(l *ledger) *errorsmod.Error { return l.confirmFreeze(by, n) },
	}
}

func (m *ledgerMachine) release(by string) ledgerAct {
	n := m.holdFor(by, stablecointypes.HOLD_STATUS_FROZEN, stablecointypes.HOLD_STATUS_HELD)
	return ledgerAct{
		msg: &stablecointypes.MsgReleaseHold{Signer: address(by), Hold: uint64(n) + 1},
		do:  func(l *ledger) *errorsmod.Error { return l.release(by, n) },
	}
}

// setBudget changes what the small budget pays: its coin, its classes, its cap and its period.
func (m *ledgerMachine) setBudget(by string) ledgerAct {
	b := ledgerBudget{denom: rapid.SampledFrom([]int{anxin, anxin, other}).Draw(m.t, "coin of the budget"), most: 1_000 * ledgerYuan}
	if rapid.IntRange(0, 3).Draw(m.t, "small cap") == 0 {
		b.most = rapid.Int64Range(1, 100_000).Draw(m.t, "cap")
	}
	msg := &feetypes.MsgSetBudget{Signer: address(by), Organisation: ledgerCounty, Denom: ledgerDenoms[b.denom], TransactionCap: sdkmath.NewInt(b.most), BeneficiaryQuota: 5}
	if rapid.Bool().Draw(m.t, "some classes") {
		for _, class := range feetypes.AllClasses() {
			if class == feetypes.SERVICE_CLASS_OFFICE || rapid.Bool().Draw(m.t, "class") {
				msg.Classes, b.classes = append(msg.Classes, class), b.classes|1<<class
			}
		}
	}
	if rapid.Bool().Draw(m.t, "period") {
		b.blocks = rapid.SampledFrom([]int64{2, 3, 7}).Draw(m.t, "blocks")
		b.limit = rapid.SampledFrom([]int64{7, 30_000, 100_001, 10_000_000}).Draw(m.t, "limit")
		msg.PeriodBlocks, msg.PeriodLimit = uint64(b.blocks), uint64(b.limit)
	}
	return ledgerAct{msg: msg, do: func(l *ledger) *errorsmod.Error { return l.setBudget(ledgerCounty, b) }}
}

func (m *ledgerMachine) fund(by string) ledgerAct {
	denom := m.coin()
	amount := rapid.SampledFrom([]int64{1, 15, 16, 100_003, 777_777, 2_000_000, 50_000_000}).Draw(m.t, "fund")
	return ledgerAct{
		msg: &feetypes.MsgFundBudget{Signer: address(by), Organisation: ledgerCounty, Amount: ledgerCoin(denom, amount)},
		do:  func(l *ledger) *errorsmod.Error { return l.fund(by, ledgerCounty, denom, amount) },
	}
}

// takeBack takes some or all coins out of the small budget, or a little more.
func (m *ledgerMachine) takeBack(by string) ledgerAct {
	denom, have := m.coin(), int64(0)
	for n := range ledgerShares {
		have += m.ledger.purses[shareOf(ledgerCounty, n)][denom]
	}
	amount := max(rapid.SampledFrom([]int64{1, 40_000, have / 3, have, have + 1}).Draw(m.t, "back"), 1)
	return ledgerAct{
		msg: &feetypes.MsgWithdrawBudget{Signer: address(by), Organisation: ledgerCounty, Amount: ledgerCoin(denom, amount)},
		do:  func(l *ledger) *errorsmod.Error { return l.takeBack(by, ledgerCounty, denom, amount) },
	}
}

func (m *ledgerMachine) fetch(by string) ledgerAct {
	return ledgerAct{
		msg: &feetypes.MsgWithdrawShares{Signer: address(by)},
		do:  func(l *ledger) *errorsmod.Error { return l.fetch(by) },
	}
}

// enrol registers persons, whose number is charged after it succeeded. Nobody but the county's intake may.
func (m *ledgerMachine) enrol(by string) ledgerAct {
	msg, persons := &beneficiarytypes.MsgEnrol{Signer: address(by)}, rapid.IntRange(1, 3).Draw(m.t, "persons")
	for range persons {
		m.named++
		name := fmt.Sprint("n", m.named)
		msg.Households = append(msg.Households, beneficiarytypes.HouseholdEnrolment{
			Ref: chaintest.Ref("household " + name), MemberRoot: chaintest.Hash32(name), Area: ledgerArea,
			Persons: []beneficiarytypes.Enrolment{chaintest.EnrolmentOf(name, name, 1)},
		})
	}
	return ledgerAct{msg: msg, items: int64(persons), do: func(*ledger) *errorsmod.Error {
		switch {
		case by == "lubei-intake":
			return nil
		case ledgerOffices[by] == 0:
			return authoritytypes.ErrOfficerUnknown
		}
		return authoritytypes.ErrRoleMissing
	}}
}
