package types

import (
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Owner is what the chain knows about who owns an account.
type Owner struct {
	// Class of the account.
	Class WalletClass
	// Organisation it belongs to: that of the officer, or that whose money lies in it; 0 for none.
	Organisation uint32
	// Public is true for an account without a key.
	Public bool
}

// ByCurrency adds licensed coins up by currency at par, ascending. Other coins are left out: they aren't money.
func ByCurrency(coins sdk.Coins) []CurrencyAmount {
	var sums []CurrencyAmount
	for _, coin := range coins {
		currency, _, err := ParseDenom(coin.Denom)
		if err != nil {
			continue
		}
		i, known := slices.BinarySearchFunc(sums, currency, func(a CurrencyAmount, code string) int { return strings.Compare(a.Currency, code) })
		if !known {
			sums = slices.Insert(sums, i, CurrencyAmount{Currency: currency, Amount: math.ZeroInt()})
		}
		sums[i].Amount = sums[i].Amount.Add(coin.Amount)
	}
	return sums
}

// AmountOf is the amount of one currency in a list, and whether the list has it.
func AmountOf(list []CurrencyAmount, currency string) (math.Int, bool) {
	for _, a := range list {
		if a.Currency == currency {
			return a.Amount, true
		}
	}
	return math.ZeroInt(), false
}

// NewUsage is that of an account which never sent anything.
func NewUsage(account, currency string) Usage {
	return Usage{Account: account, Currency: currency, InDay: math.ZeroInt(), InYear: math.ZeroInt(), Protected: math.ZeroInt()}
}

// On is the usage as it counts on a day: what lies before its day, month or year is forgotten.
func (u Usage) On(day authoritytypes.Day) Usage {
	last := authoritytypes.Day(u.Day)
	if last == day {
		return u
	}
	u.InDay = math.ZeroInt()
	oldYear, oldMonth := last.Month()
	year, month := day.Month()
	if year != oldYear {
		u.InYear = math.ZeroInt()
	}
	if year != oldYear || month != oldMonth {
		u.Protected = math.ZeroInt()
	}
	u.Day = uint32(day)
	return u
}

// Send counts a transfer within the limits: ErrSingleLimit, ErrDailyLimit, ErrYearlyLimit.
func (u Usage) Send(amount math.Int, limits WalletLimits) (Usage, error) {
	u.InDay, u.InYear = u.InDay.Add(amount), u.InYear.Add(amount)
	switch {
	case amount.GT(limits.Single):
		return Usage{}, errorsmod.Wrapf(ErrSingleLimit, "%s of %s", amount, limits.Single)
	case u.InDay.GT(limits.Daily):
		return Usage{}, errorsmod.Wrapf(ErrDailyLimit, "%s of %s", u.InDay, limits.Daily)
	case u.InYear.GT(limits.Yearly):
		return Usage{}, errorsmod.Wrapf(ErrYearlyLimit, "%s of %s", u.InYear, limits.Yearly)
	}
	return u, nil
}

// SpendProtected counts what a held account spends of its protected minimum, or refuses with ErrAccountHeld.
func (u Usage) SpendProtected(amount, protected math.Int) (Usage, error) {
	u.Protected = u.Protected.Add(amount)
	if u.Protected.GT(protected) {
		return Usage{}, errorsmod.Wrapf(ErrAccountHeld, "%s of %s", u.Protected, protected)
	}
	return u, nil
}

// Room is the most that may be sent at once now, limits and day and year considered.
func (u Usage) Room(limits WalletLimits) math.Int {
	room := math.MinInt(limits.Single, math.MinInt(limits.Daily.Sub(u.InDay), limits.Yearly.Sub(u.InYear)))
	return math.MaxInt(room, math.ZeroInt())
}

// Validate checks one record.
func (u Usage) Validate() error {
	if u.Account == "" {
		return errorsmod.Wrap(ErrGenesisInvalid, "usage without an account")
	}
	if err := ValidateCurrencyCode(u.Currency); err != nil {
		return err
	}
	for _, amount := range []math.Int{u.InDay, u.InYear, u.Protected} {
		if amount.IsNil() || amount.IsNegative() {
			return errorsmod.Wrapf(ErrGenesisInvalid, "usage of %s", u.Account)
		}
	}
	if u.InDay.GT(u.InYear) {
		return errorsmod.Wrapf(ErrGenesisInvalid, "%s sent more in a day than in its year", u.Account)
	}
	return nil
}

// NewFlow is that of two organisations which never paid each other.
func NewFlow(payer, payee uint32, currency string) Flow {
	return Flow{Payer: payer, Payee: payee, Currency: currency, InDay: math.ZeroInt()}
}

// Send counts a transfer on a day; false when it needs a countersignature.
func (f Flow) Send(amount, above math.Int, day authoritytypes.Day) (Flow, bool) {
	if f.Day != uint32(day) {
		f.Day, f.InDay = uint32(day), math.ZeroInt()
	}
	f.InDay = f.InDay.Add(amount)
	return f, f.InDay.LTE(above)
}

// Validate checks one record.
func (f Flow) Validate() error {
	if f.Payer == 0 || f.Payee == 0 || f.Payer == f.Payee || f.InDay.IsNil() || f.InDay.IsNegative() {
		return errorsmod.Wrapf(ErrGenesisInvalid, "flow from %d to %d", f.Payer, f.Payee)
	}
	return ValidateCurrencyCode(f.Currency)
}

// NewCountersignature admits transfers until a moment within the longest term.
func NewCountersignature(m *MsgCountersign, now int64, p HoldParams) (Countersignature, error) {
	if m.Until <= now || m.Until > now+int64(p.CountersignDays)*days {
		return Countersignature{}, errorsmod.Wrapf(ErrCountersignatureInvalid, "until %d, at most %d days ahead", m.Until, p.CountersignDays)
	}
	return Countersignature{
		Payer: m.Payer, Payee: m.Payee, Denom: m.Amount.Denom, Amount: m.Amount.Amount, Until: m.Until, Officer: m.Signer,
	}, nil
}

// SignsFor tells whether an organisation's treasurer answers for what a payee receives: its own, or the finance bureau of the same area,
// which keeps the money of the offices there.
func SignsFor(own, payee authoritytypes.Organisation) bool {
	return own.Id == payee.Id || own.Kind == authoritytypes.ORGANISATION_KIND_TREASURY && own.Area == payee.Area
}

// Use takes a transfer from what is left, or refuses with ErrCountersignatureMissing.
func (c Countersignature) Use(amount math.Int, now int64) (Countersignature, error) {
	if now >= c.Until || amount.GT(c.Amount) {
		return Countersignature{}, errorsmod.Wrapf(ErrCountersignatureMissing, "organisation %d to %d: %s of %s until %d", c.Payer, c.Payee, amount, c.Amount, c.Until)
	}
	c.Amount = c.Amount.Sub(amount)
	return c, nil
}

// Validate checks one record.
func (c Countersignature) Validate() error {
	if c.Payer == 0 || c.Payee == 0 || c.Payer == c.Payee || c.Until <= 0 || c.Officer == "" {
		return errorsmod.Wrapf(ErrCountersignatureInvalid, "organisation %d to %d", c.Payer, c.Payee)
	}
	if _, _, err := ParseDenom(c.Denom); err != nil {
		return err
	}
	return ValidatePositive(c.Amount)
}

// LeftOf is what may still be spent of the protected minimum.
func (u Usage) LeftOf(protected math.Int) math.Int {
	return math.MaxInt(protected.Sub(u.Protected), math.ZeroInt())
}
