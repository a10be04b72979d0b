package app_test

import (
	"time"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Figures of the default bounds, millionths of a yuan.
const (
	ledgerYuan      = 1_000_000
	ledgerUnit      = 10_000
	ledgerProtected = 1_000 * ledgerYuan
	ledgerWallet    = 10_000 * ledgerYuan
	ledgerSingle    = 2_000 * ledgerYuan
	ledgerDaily     = 5_000 * ledgerYuan
	ledgerYearly    = 100_000 * ledgerYuan
	ledgerOpen      = 16 // redemptions of one holder
)

type ledgerIssuer struct {
	minted, burned, allowance, covered int64
	pausedBy                           uint32 // 0 while it isn't paused
}

type ledgerRedemption struct {
	holder      string
	denom       int
	amount, due int64
	over        bool
}

type ledgerHold struct {
	account, area, proposer string
	denom                   int // noCoin stands for all coins
	by                      uint32
	until, review           int64
	frozen                  bool // now or before it ended
	status                  stablecointypes.HoldStatus
}

func (h ledgerHold) pending() bool {
	return h.status == stablecointypes.HOLD_STATUS_HELD || h.status == stablecointypes.HOLD_STATUS_FREEZE_PROPOSED ||
		h.status == stablecointypes.HOLD_STATUS_FROZEN
}

// ledgerUsage is what a wallet sent on a day, in its year, and of the protected minimum in its month.
type ledgerUsage struct {
	day                    time.Time
	inDay, inYear, inMonth int64
}

// usage is that of an account today, in China.
func (l *ledger) usage(account string) ledgerUsage {
	u := l.usages[account]
	year, month, day := time.Unix(l.now, 0).UTC().Add(8 * time.Hour).Date()
	if u.day.Year() != year {
		u.inYear = 0
	}
	if u.day.Year() != year || u.day.Month() != month {
		u.inMonth = 0
	}
	if today := time.Date(year, month, day, 0, 0, 0, 0, time.UTC); !u.day.Equal(today) {
		u.inDay, u.day = 0, today
	}
	return u
}

// held is the hold that keeps a coin of an account.
func (l *ledger) held(account string, denom int) bool {
	for _, h := range l.holds {
		if h.account == account && h.pending() && l.now < h.until && (h.denom == noCoin || h.denom == denom) {
			return true
		}
	}
	return false
}

// spends counts what leaves an account: against a hold, and against the limits of a wallet when it goes to somebody with a key.
func (l *ledger) spends(account string, denom int, amount int64, limited bool) *errorsmod.Error {
	held := l.held(account, denom)
	if !held && !limited {
		return nil
	}
	u := l.usage(account)
	if held {
		if u.inMonth += amount; u.inMonth > ledgerProtected {
			return stablecointypes.ErrAccountHeld
		}
	}
	if limited {
		u.inDay, u.inYear = u.inDay+amount, u.inYear+amount
		switch {
		case amount > ledgerSingle:
			return stablecointypes.ErrSingleLimit
		case u.inDay > ledgerDaily:
			return stablecointypes.ErrDailyLimit
		case u.inYear > ledgerYearly:
			return stablecointypes.ErrYearlyLimit
		}
	}
	l.usages[account] = u
	return nil
}

// send is a transfer of one person to another.
func (l *ledger) send(from, to string, denom int, amount int64) *errorsmod.Error {
	if l.issuers[denom].pausedBy != 0 {
		return stablecointypes.ErrIssuerPaused
	}
	if from != to {
		if err := l.spends(address(from), denom, amount, ledgerOffices[from] == 0); err != nil {
			return err
		}
		have := l.purses[address(to)]
		if ledgerOffices[to] == 0 && have[anxin]+have[other]+amount > ledgerWallet {
			return stablecointypes.ErrWalletFull
		}
	}
	return l.move(address(from), address(to), denom, amount)
}

func (l *ledger) mint(by, to string, denom int, amount int64) *errorsmod.Error {
	i := &l.issuers[denom]
	outstanding := i.minted - i.burned
	switch {
	case ledgerOffices[by] != ledgerIssuers[denom]:
		return stablecointypes.ErrOrganisationForeign
	case i.pausedBy != 0:
		return stablecointypes.ErrIssuerState
	case amount%ledgerUnit != 0:
		return stablecointypes.ErrNotWholeUnits
	case outstanding+amount > i.allowance:
		return stablecointypes.ErrAllowanceExceeded
	case outstanding+amount > i.covered:
		return stablecointypes.ErrReserveExceeded
	}
	if have := l.purses[address(to)]; ledgerOffices[to] == 0 && have[anxin]+have[other]+amount > ledgerWallet {
		return stablecointypes.ErrWalletFull
	}
	i.minted += amount
	l.add(address(to), denom, amount)
	return nil
}

func (l *ledger) burn(by string, denom int, amount int64) *errorsmod.Error {
	i := &l.issuers[denom]
	switch {
	case ledgerOffices[by] != ledgerIssuers[denom]:
		return stablecointypes.ErrOrganisationForeign
	case amount > i.minted-i.burned:
		return stablecointypes.ErrBurnExceeded
	}
	if err := l.spends(address(by), denom, amount, false); err != nil {
		return err
	}
	if err := l.move(address(by), ledgerEscrow(), denom, amount); err != nil {
		return err
	}
	l.add(ledgerEscrow(), denom, -amount)
	i.burned += amount
	return nil
}

func (l *ledger) redeem(by string, denom int, amount int64) *errorsmod.Error {
	open := 0
	for _, r := range l.redemptions {
		if r.holder == by && !r.over {
			open++
		}
	}
	switch {
	case amount%ledgerUnit != 0:
		return stablecointypes.ErrNotWholeUnits
	case open >= ledgerOpen:
		return stablecointypes.ErrTooManyRedemptions
	}
	if err := l.spends(address(by), denom, amount, false); err != nil {
		return err
	}
	l.redemptions = append(l.redemptions, ledgerRedemption{holder: by, denom: denom, amount: amount})
	return l.move(address(by), ledgerEscrow(), denom, amount)
}

// settle burns what lies in escrow for the n-th redemption.
func (l *ledger) settle(by string, n int) *errorsmod.Error {
	if n >= len(l.redemptions) {
		return stablecointypes.ErrRedemptionUnknown
	}
	r := &l.redemptions[n]
	switch {
	case ledgerOffices[by] != ledgerIssuers[r.denom]:
		return stablecointypes.ErrOrganisationForeign
	case r.over:
		return stablecointypes.ErrRedemptionState
	}
	r.over = true
	l.issuers[r.denom].burned += r.amount
	l.add(ledgerEscrow(), r.denom, -r.amount)
	return nil
}

func (l *ledger) pause(by string, denom int) *errorsmod.Error {
	i, office := &l.issuers[denom], ledgerOffices[by]
	switch {
	case office != ledgerIssuers[denom] && office != chaintest.Organisations["nation"]:
		return stablecointypes.ErrOrganisationForeign
	case i.pausedBy != 0 && (i.pausedBy == office || i.pausedBy != ledgerIssuers[denom]):
		return stablecointypes.ErrIssuerState
	}
	i.pausedBy = office
	return nil
}

func (l *ledger) resume(by string, denom int) *errorsmod.Error {
	i, office := &l.issuers[denom], ledgerOffices[by]
	national := office == chaintest.Organisations["nation"]
	switch {
	case office != ledgerIssuers[denom] && !national:
		return stablecointypes.ErrOrganisationForeign
	case i.pausedBy != 0 && i.pausedBy != office && !national:
		return stablecointypes.ErrOrganisationForeign
	case i.pausedBy == 0:
		return stablecointypes.ErrIssuerState
	}
	i.pausedBy = 0
	return nil
}

// place holds an account that no office owns.
func (l *ledger) place(by, account string, denom int) *errorsmod.Error {
	for n := len(l.holds) - 1; n >= 0; n-- {
		h := &l.holds[n]
		if h.account != address(account) {
			continue
		}
		if h.pending() && l.now >= h.until {
			h.status = stablecointypes.HOLD_STATUS_EXPIRED
		}
		if h.pending() {
			return stablecointypes.ErrHoldExists
		}
		again := h.until + 30*24*3_600
		if h.status == stablecointypes.HOLD_STATUS_EXPIRED && !h.frozen && h.by == ledgerOffices[by] && l.now < again {
			return stablecointypes.ErrHoldRepeated
		}
		break
	}
	l.holds = append(l.holds, ledgerHold{
		account: address(account), area: ledgerAreas[by], denom: denom, by: ledgerOffices[by], until: l.now + 72*3_600,
		status: stablecointypes.HOLD_STATUS_HELD,
	})
	return nil
}

// onHold finds a hold that an officer may change.
func (l *ledger) onHold(by string, n int, from ...stablecointypes.HoldStatus) (*ledgerHold, *errorsmod.Error) {
	if n >= len(l.holds) {
		return nil, stablecointypes.ErrHoldUnknown
	}
	h := &l.holds[n]
	if !authoritytypes.Contains(ledgerAreas[by], h.area) {
		return h, authoritytypes.ErrAreaOutside
	}
	for _, status := range from {
		if h.status != status {
			continue
		}
		if l.now >= h.until {
			return h, stablecointypes.ErrHoldOver
		}
		return h, nil
	}
	return h, stablecointypes.ErrHoldState
}

func (l *ledger) proposeFreeze(by string, n int, until int64) *errorsmod.Error {
	h, err := l.onHold(by, n, stablecointypes.HOLD_STATUS_HELD)
	switch {
	case err != nil:
		return err
	case h.by == ledgerOffices[by]:
		return stablecointypes.ErrHoldSameOffice
	case until <= h.until:
		return stablecointypes.ErrReviewDate
	}
	h.status, h.proposer, h.review = stablecointypes.HOLD_STATUS_FREEZE_PROPOSED, by, until
	return nil
}

func (l *ledger) confirmFreeze(by string, n int) *errorsmod.Error {
	h, err := l.onHold(by, n, stablecointypes.HOLD_STATUS_FREEZE_PROPOSED)
	switch {
	case err != nil:
		return err
	case h.by == ledgerOffices[by]:
		return stablecointypes.ErrHoldSameOffice
	case h.proposer == by:
		return stablecointypes.ErrHoldSamePerson
	}
	h.status, h.frozen, h.until = stablecointypes.HOLD_STATUS_FROZEN, true, h.review
	return nil
}

func (l *ledger) release(by string, n int) *errorsmod.Error {
	h, err := l.onHold(by, n, stablecointypes.HOLD_STATUS_HELD, stablecointypes.HOLD_STATUS_FREEZE_PROPOSED, stablecointypes.HOLD_STATUS_FROZEN)
	switch {
	case h != nil && err != authoritytypes.ErrAreaOutside && h.status == stablecointypes.HOLD_STATUS_FROZEN && h.by == ledgerOffices[by]:
		return stablecointypes.ErrHoldSameOffice
	case err != nil:
		return err
	}
	h.status = stablecointypes.HOLD_STATUS_RELEASED
	return nil
}

// endCoins gives back what fell due and ends holds, at the end of a block.
func (l *ledger) endCoins() {
	for n := range l.redemptions {
		if r := &l.redemptions[n]; !r.over && r.due != 0 && r.due <= l.now {
			r.over = true
			l.add(ledgerEscrow(), r.denom, -r.amount)
			l.add(address(r.holder), r.denom, r.amount)
		}
	}
	for n := range l.holds {
		if h := &l.holds[n]; h.pending() && h.until <= l.now {
			h.status = stablecointypes.HOLD_STATUS_EXPIRED
		}
	}
}

// setBudget changes the limits of a fee budget.
func (l *ledger) setBudget(organisation uint32, limits ledgerBudget) *errorsmod.Error {
	before, spent := l.budgets[organisation], int64(0)
	if before.denom != limits.denom && l.issuers[limits.denom].pausedBy != 0 {
		return feetypes.ErrIssuerInactive
	}
	for n := range limits.shares {
		spent += before.inPeriod(n, l.height)
	}
	switch {
	case before.denom != limits.denom: // everything is counted anew
	case before.blocks == limits.blocks && before.limit == limits.limit:
		limits.shares = before.shares
	default:
		for n := range limits.shares {
			part := int64(0)
			if before.blocks == limits.blocks {
				part = min(spent, partOf(limits.limit, n))
				spent -= part
			}
			limits.shares[n] = ledgerShare{before.shares[n].spent, limits.period(l.height), part}
		}
		if before.blocks == limits.blocks {
			limits.shares[0].inPeriod += spent
		}
	}
	l.budgets[organisation] = limits
	return nil
}

// fund puts coins into the first share of a budget and fills the emptiest ones out of it, as high as it goes.
func (l *ledger) fund(by string, organisation uint32, denom int, amount int64) *errorsmod.Error {
	switch {
	case l.budgets[organisation].denom != denom:
		return feetypes.ErrBudgetDenom
	case l.issuers[denom].pausedBy != 0:
		return stablecointypes.ErrIssuerPaused
	}
	if err := l.spends(address(by), denom, amount, false); err != nil {
		return err
	}
	first := shareOf(organisation, 0)
	if err := l.move(address(by), first, denom, amount); err != nil {
		return err
	}
	missing := func(n int, height int64) int64 { return max(height-l.purses[shareOf(organisation, n)][denom], 0) }
	low, high := int64(0), l.purses[first][denom]
	for low < high { // the highest level that leaves the first share as much as the others are filled to
		height := low + (high-low+1)/2
		sum := height
		for n := 1; n < ledgerShares; n++ {
			sum += missing(n, height)
		}
		if sum <= l.purses[first][denom] {
			low = height
		} else {
			high = height - 1
		}
	}
	for n := 1; n < ledgerShares; n++ {
		if err := l.move(first, shareOf(organisation, n), denom, missing(n, low)); err != nil {
			return err
		}
	}
	return nil
}

// takeBack moves coins of a budget into the treasury of its organisation.
func (l *ledger) takeBack(by string, organisation uint32, denom int, amount int64) *errorsmod.Error {
	parts := l.draws(ledgerCharge{by: by, organisation: organisation, denom: denom}, amount)
	switch {
	case parts == nil:
		return feetypes.ErrBudgetEmpty
	case l.issuers[denom].pausedBy != 0:
		return stablecointypes.ErrIssuerPaused
	}
	for n, part := range parts {
		if err := l.move(shareOf(organisation, n), granttypes.TreasuryAddress(organisation).String(), denom, part); err != nil {
			return err
		}
	}
	return nil
}

// fetch pays an operator what it is owed, of a paused issuer's coin too.
func (l *ledger) fetch(by string) *errorsmod.Error {
	credit := l.credits[by]
	if credit == (purse{}) {
		return feetypes.ErrSharesMissing
	}
	for denom, amount := range credit {
		l.add(ledgerCollector(), denom, -amount)
		l.add(address(by), denom, amount)
	}
	l.credits[by] = purse{}
	return nil
}
