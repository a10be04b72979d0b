package app_test

import (
	"crypto/sha256"
	"maps"
	"math/big"
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/reliefchain/relief/testutil/chaintest"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// The coins of the ledger, as indexes of a purse. noCoin stands for a transaction that offers no fee.
const (
	anxin  = 0
	other  = 1
	noCoin = -1
)

var ledgerDenoms = [2]string{chaintest.Denom, chaintest.OtherDenom}

// ledgerCollector is where fees go. It is a function because an address written down before the prefixes are set has the wrong one for good.
func ledgerCollector() string { return authtypes.NewModuleAddress(authtypes.FeeCollectorName).String() }

// ledgerEscrow holds what waits to be redeemed.
func ledgerEscrow() string { return authtypes.NewModuleAddress(stablecointypes.ModuleName).String() }

// purse is what an account has of the two coins.
type purse [2]int64

// ledger is what the model knows about money: plain maps by address.
type ledger struct {
	height, now int64 // of the block at hand
	purses      map[string]purse
	collected   purse // fees of the block at hand, which the collector gets at its end
	sequences   map[string]uint64
	issuers     [2]ledgerIssuer
	redemptions []ledgerRedemption
	holds       []ledgerHold
	usages      map[string]ledgerUsage
	budgets     map[uint32]ledgerBudget
	prices      map[string]ledgerList
	rates       [2]ledgerList
	credits     map[string]purse
	blocks      int64            // of the epoch
	signed      map[string]int64 // blocks of the epoch by operator
	proposals   []ledgerProposal
}

func (l *ledger) clone() *ledger {
	c := *l
	c.purses, c.sequences, c.usages, c.budgets = maps.Clone(l.purses), maps.Clone(l.sequences), maps.Clone(l.usages), maps.Clone(l.budgets)
	c.credits, c.signed, c.prices = maps.Clone(l.credits), maps.Clone(l.signed), maps.Clone(l.prices)
	c.redemptions, c.holds, c.proposals = slices.Clone(l.redemptions), slices.Clone(l.holds), slices.Clone(l.proposals)
	return &c
}

// ledgerEntry is a price, of a message and of an item, or a rate, from a height on. A list has one for a height.
type ledgerEntry struct{ from, first, second int64 }

type ledgerList []ledgerEntry

// at is the entry that holds at a height.
func (list ledgerList) at(height int64) ledgerEntry {
	now := ledgerEntry{from: -1}
	for _, e := range list {
		if e.from <= height && e.from > now.from {
			now = e
		}
	}
	return now
}

// ledgerBudget is a fee budget; a class is a bit.
type ledgerBudget struct {
	denom         int
	most          int64
	classes       uint
	blocks, limit int64
	shares        [ledgerShares]ledgerShare
}

type ledgerShare struct{ spent, period, inPeriod int64 }

const ledgerShares = 16

func (b ledgerBudget) period(height int64) int64 {
	if b.blocks == 0 {
		return 0
	}
	return height / b.blocks
}

// inPeriod is what a share spent in the period of a height.
func (b ledgerBudget) inPeriod(n int, height int64) int64 {
	if b.shares[n].period != b.period(height) {
		return 0
	}
	return b.shares[n].inPeriod
}

// ledgerAct is a message and what it does.
type ledgerAct struct {
	msg   sdk.Msg
	items int64
	do    func(*ledger) *errorsmod.Error
}

// ledgerTx is a signed transaction.
type ledgerTx struct {
	by       string // name of the signer
	raw      []byte
	sequence uint64
	denom    int // of the fee that it offers
	most     int64
	acts     []ledgerAct
}

func (tx ledgerTx) String() string {
	var b strings.Builder
	b.WriteString(tx.by)
	for _, act := range tx.acts {
		b.WriteString(" " + sdk.MsgTypeURL(act.msg))
	}
	return b.String()
}

// ledgerCharge is what a transaction costs and whom: an organisation or, where that is 0, the signer.
type ledgerCharge struct {
	by           string
	organisation uint32
	denom        int
	base, total  int64
}

// inCoin is ceil(fiat × 1,000,000 ÷ worth).
func inCoin(fiat, worth int64) int64 {
	n := new(big.Int).Mul(big.NewInt(fiat), big.NewInt(1_000_000))
	quotient, rest := new(big.Int).QuoRem(n, big.NewInt(worth), new(big.Int))
	if rest.Sign() > 0 {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient.Int64()
}

// bill adds up the messages at a height.
func (l *ledger) bill(tx ledgerTx, height int64) (base, total int64) {
	for _, act := range tx.acts {
		p := l.prices[sdk.MsgTypeURL(act.msg)].at(height)
		base, total = base+p.first, total+p.first+p.second*act.items
	}
	return base, total
}

func (l *ledger) worth(denom int, height int64) int64 {
	return l.rates[denom].at(height).first
}

// plan finds who pays what, the dearest of the heights.
func (l *ledger) plan(tx ledgerTx, heights ...int64) (ledgerCharge, *errorsmod.Error) {
	c := ledgerCharge{by: tx.by, denom: tx.denom}
	excluded := false
	if budget, ok := l.budgets[ledgerOffices[tx.by]]; ok {
		for _, act := range tx.acts {
			excluded = excluded || budget.classes != 0 && budget.classes&(1<<ledgerClasses[sdk.MsgTypeURL(act.msg)]) == 0
		}
		if !excluded {
			c.organisation, c.denom = ledgerOffices[tx.by], budget.denom
		}
	}
	for _, height := range heights {
		base, total := l.bill(tx, height)
		switch {
		case total == 0:
		case c.denom == noCoin && excluded:
			return c, feetypes.ErrClassExcluded
		case c.denom == noCoin:
			return c, feetypes.ErrPayerMissing
		case inCoin(total, l.worth(c.denom, height)) > c.total:
			c.base, c.total = inCoin(base, l.worth(c.denom, height)), inCoin(total, l.worth(c.denom, height))
		}
	}
	switch {
	case tx.denom != noCoin && tx.denom != c.denom:
		return c, feetypes.ErrFeeDenom
	case tx.denom != noCoin && c.total > tx.most:
		return c, feetypes.ErrFeeTooLow
	case c.organisation != 0 && c.total > l.budgets[c.organisation].most:
		return c, feetypes.ErrTransactionCap
	}
	return c, nil
}

// affords refuses a payer who can't pay the total.
func (l *ledger) affords(c ledgerCharge) *errorsmod.Error {
	switch {
	case c.total == 0:
	case c.organisation == 0 && l.purses[address(c.by)][c.denom] < c.total:
		return feetypes.ErrFeeUnaffordable
	case c.organisation == 0:
	case l.allowed(c, c.total) == nil:
		return feetypes.ErrPeriodLimit
	case l.draws(c, c.total) == nil:
		return feetypes.ErrBudgetEmpty
	}
	return nil
}

// inCircle takes an amount from the first share with all of it, or else from several, beginning with the payer's own; nil if they lack it.
func inCircle(by string, amount int64, room func(n int) int64) map[int]int64 {
	hash := sha256.Sum256(chaintest.Address(by))
	first := int(hash[0]) % ledgerShares
	for i := range ledgerShares {
		if n := (first + i) % ledgerShares; room(n) >= amount {
			return map[int]int64{n: amount}
		}
	}
	parts := map[int]int64{}
	for i := range ledgerShares {
		n := (first + i) % ledgerShares
		if part := min(room(n), amount); part > 0 {
			parts[n], amount = part, amount-part
		}
	}
	if amount > 0 {
		return nil
	}
	return parts
}

// partOf is the part of a limit that is a share's.
func partOf(limit int64, n int) int64 {
	return (limit + ledgerShares - 1 - int64(n)) / ledgerShares
}

// allowed is through which shares an amount is counted; nil when the period has no room for it.
func (l *ledger) allowed(c ledgerCharge, amount int64) map[int]int64 {
	b := l.budgets[c.organisation]
	return inCircle(c.by, amount, func(n int) int64 {
		if b.limit == 0 {
			return amount
		}
		return max(partOf(b.limit, n)-b.inPeriod(n, l.height), 0)
	})
}

// draws is which shares give the coins; nil when they lack them.
func (l *ledger) draws(c ledgerCharge, amount int64) map[int]int64 {
	return inCircle(c.by, amount, func(n int) int64 { return l.purses[shareOf(c.organisation, n)][c.denom] })
}

// charge takes an amount from the payer.
func (l *ledger) charge(c ledgerCharge, amount int64) *errorsmod.Error {
	if amount == 0 {
		return nil
	}
	if c.organisation == 0 {
		if l.purses[address(c.by)][c.denom] < amount {
			return sdkerrors.ErrInsufficientFunds
		}
		l.add(address(c.by), c.denom, -amount)
		l.collected[c.denom] += amount
		return nil
	}
	if b := l.budgets[c.organisation]; b.denom == c.denom {
		counted := l.allowed(c, amount)
		if counted == nil { // the messages lowered the limit
			counted = inCircle(c.by, amount, func(int) int64 { return amount })
		}
		for n, part := range counted {
			b.shares[n] = ledgerShare{b.shares[n].spent + part, b.period(l.height), b.inPeriod(n, l.height) + part}
		}
		l.budgets[c.organisation] = b
	}
	parts := l.draws(c, amount)
	if parts == nil { // the messages took the coins back
		return feetypes.ErrBudgetEmpty
	}
	for n, part := range parts {
		l.add(shareOf(c.organisation, n), c.denom, -part)
		l.collected[c.denom] += part
	}
	return nil
}

// admit lets a transaction past the fee and the sequence, and tells what it costs at the dearest of heights.
func (l *ledger) admit(tx ledgerTx, heights ...int64) (ledgerCharge, *errorsmod.Error) {
	c, err := l.plan(tx, heights...)
	if err == nil {
		err = l.affords(c)
	}
	if err == nil && tx.sequence != l.sequences[tx.by] {
		err = sdkerrors.ErrWrongSequence
	}
	if err == nil {
		l.sequences[tx.by]++
	}
	return c, err
}

// check is what a node does with a transaction before it is in a block: the dearer total of two heights is taken at once.
func (l *ledger) check(tx ledgerTx) *errorsmod.Error {
	c, err := l.admit(tx, l.height-1, l.height)
	if err != nil {
		return err
	}
	return l.charge(c, c.total)
}

// deliver carries a transaction of the block out: the base is kept whatever the messages do.
func (l *ledger) deliver(tx ledgerTx) *errorsmod.Error {
	c, err := l.admit(tx, l.height)
	if err != nil {
		return err
	}
	if err := l.charge(c, c.base); err != nil {
		return err
	}
	kept := l.clone()
	for _, act := range tx.acts {
		if err = act.do(l); err != nil {
			break
		}
	}
	if err == nil {
		err = l.charge(c, c.total-c.base)
	}
	if err != nil {
		*l = *kept
	}
	return err
}

// splitFees counts who signed and, at the end of an epoch, credits everyone with a part, rounded down.
func (l *ledger) splitFees(signers []string, length int64) {
	for denom, fees := range l.collected {
		l.add(ledgerCollector(), denom, fees)
	}
	l.collected = purse{}
	l.blocks++
	all := int64(0)
	for _, name := range signers {
		l.signed[name]++
	}
	for _, n := range l.signed {
		all += n
	}
	if l.blocks < length {
		return
	}
	for denom := range ledgerDenoms {
		pool := l.undivided(denom)
		for name, n := range l.signed {
			credit := l.credits[name]
			credit[denom] += new(big.Int).Div(new(big.Int).Mul(big.NewInt(pool), big.NewInt(n)), big.NewInt(all)).Int64()
			l.credits[name] = credit
		}
	}
	l.blocks, l.signed = 0, map[string]int64{}
}

// undivided is what the collector has and nobody a credit for.
func (l *ledger) undivided(denom int) int64 {
	pool := l.purses[ledgerCollector()][denom]
	for _, credit := range l.credits {
		pool -= credit[denom]
	}
	return pool
}

// add changes what an account has.
func (l *ledger) add(account string, denom int, amount int64) {
	p := l.purses[account]
	p[denom] += amount
	l.purses[account] = p
}

// move moves coins, or refuses.
func (l *ledger) move(from, to string, denom int, amount int64) *errorsmod.Error {
	if l.purses[from][denom] < amount {
		return sdkerrors.ErrInsufficientFunds
	}
	l.add(from, denom, -amount)
	l.add(to, denom, amount)
	return nil
}
