package types

import errorsmod "cosmossdk.io/errors"

// Bounds of terms. Changing these forks the chain.
const (
	// MaxClockDays is the longest clock of a programme, in days of either kind.
	MaxClockDays = 366
	// MaxTermMonths is the longest distance between a decision and a payment or a review.
	MaxTermMonths = 120
	// MaxFinePercent is the highest fine for fraud (Social Assistance Law, article 73).
	MaxFinePercent = 200
	// MaxMarginalPercent is the farthest a marginal household lies above the standard.
	MaxMarginalPercent = 200
)

// DefaultTerms are those of a minimum-living programme in local practice: survey within 3 working days, opinion within 10, notice of 7 calendar
// days, decision within 5, letter within 3, the whole case within 30 and at most 15 more, payment from the month after the decision.
func DefaultTerms() Terms {
	return Terms{
		Form: FORM_CASH, Calculation: CALCULATION_SHORTFALL,
		AcceptDays: 3, SupplementDays: 10, CheckDays: 3, ReviewDays: 10, NoticeDays: 7, DecideDays: 5, PublishDays: 3, CaseDays: 30, PauseDays: 15,
		AppealDays: 60, AnswerDays: 40, HearingDays: 5, SuspensionDays: 90, ReviewMonths: 12,
		OffsetPercent: 20, FinePercent: MaxFinePercent, StartMonths: 1, AheadMonths: 12, SingleCoverage: true, MarginalPercent: 50,
		ConfirmHours: 24, PaperworkDays: 5,
	}
}

// Validate refuses terms out of range.
func (t Terms) Validate() error {
	if _, known := Form_name[int32(t.Form)]; !known {
		return errorsmod.Wrap(ErrTermsInvalid, "form")
	}
	if _, known := Calculation_name[int32(t.Calculation)]; !known {
		return errorsmod.Wrap(ErrTermsInvalid, "calculation")
	}
	for _, limit := range []struct {
		name        string
		value, most uint64
	}{
		{"accept_days", uint64(t.AcceptDays), MaxClockDays},
		{"supplement_days", uint64(t.SupplementDays), MaxClockDays},
		{"check_days", uint64(t.CheckDays), MaxClockDays},
		{"review_days", uint64(t.ReviewDays), MaxClockDays},
		{"notice_days", uint64(t.NoticeDays), MaxClockDays},
		{"decide_days", uint64(t.DecideDays), MaxClockDays},
		{"publish_days", uint64(t.PublishDays), MaxClockDays},
		{"case_days", uint64(t.CaseDays), MaxClockDays},
		{"pause_days", uint64(t.PauseDays), MaxClockDays},
		{"appeal_days", uint64(t.AppealDays), MaxClockDays},
		{"answer_days", uint64(t.AnswerDays), MaxClockDays},
		{"hearing_days", uint64(t.HearingDays), MaxClockDays},
		{"suspension_days", uint64(t.SuspensionDays), MaxClockDays},
		{"paperwork_days", uint64(t.PaperworkDays), MaxClockDays},
		{"confirm_hours", uint64(t.ConfirmHours), 24 * MaxClockDays},
		{"review_months", uint64(t.ReviewMonths), MaxTermMonths},
		{"start_months", uint64(t.StartMonths), MaxTermMonths},
		{"ahead_months", uint64(t.AheadMonths), MaxTermMonths},
		{"offset_percent", uint64(t.OffsetPercent), 100},
		{"fine_percent", uint64(t.FinePercent), MaxFinePercent},
		{"marginal_percent", uint64(t.MarginalPercent), MaxMarginalPercent},
		{"protected_minimum", t.ProtectedMinimum, MaxAmount},
	} {
		if limit.value > limit.most {
			return errorsmod.Wrapf(ErrTermsInvalid, "%s is %d, at most %d", limit.name, limit.value, limit.most)
		}
	}
	return nil
}

// CheckStart refuses a first payment too early or too far ahead of the month in which it is decided.
func (t Terms) CheckStart(decided, first Period) error {
	switch {
	case t.StartMonths > 0 && first < decided+Period(t.StartMonths):
		return errorsmod.Wrapf(ErrPeriodOutside, "%s, the first one possible is %s", first, decided+Period(t.StartMonths))
	case t.AheadMonths > 0 && first > decided+Period(t.AheadMonths):
		return errorsmod.Wrapf(ErrPeriodOutside, "%s, the last one possible is %s", first, decided+Period(t.AheadMonths))
	}
	return nil
}

// Shortfall is what a household of persons with an income lacks per month, all in minor units (Social Assistance Law, article 18).
func Shortfall(standard uint64, persons uint32, income uint64) uint64 {
	if need := standard * uint64(persons); need > income {
		return need - income
	}
	return 0
}

// Marginal is the income per person up to which a household counts as marginal: the standard and so many hundredths more, rounded to the household.
func (t Terms) Marginal(standard uint64) uint64 {
	return standard + (standard*uint64(t.MarginalPercent)+99)/100
}

// CheckAmount refuses an amount per period that doesn't follow from the standard for so many persons.
func (c Calculation) CheckAmount(amount uint64, standard Standard, persons uint32) error {
	if amount > standard.Amount*uint64(persons) {
		return errorsmod.Wrapf(ErrAboveStandard, "%d for %d persons at %d", amount, persons, standard.Amount)
	}
	switch {
	case amount == 0:
		return nil // a pause
	case c == CALCULATION_FIXED && amount != standard.Amount*uint64(persons):
		return errorsmod.Wrapf(ErrCalculation, "%d for %d persons, each of whom gets %d", amount, persons, standard.Amount)
	case c == CALCULATION_TIERED && !reachable(amount, standard.Tiers, persons):
		return errorsmod.Wrapf(ErrCalculation, "%d is no sum of tiers for %d persons", amount, persons)
	}
	return nil
}

// reachable tells whether so many persons, each in one of the tiers, get the amount together. The sums stay few: all tiers but one of each
// person are tried from the largest down.
func reachable(amount uint64, tiers []uint64, persons uint32) bool {
	if persons == 0 || len(tiers) == 0 {
		return amount == 0
	}
	last := len(tiers) - 1
	if last == 0 {
		return amount == tiers[0]*uint64(persons)
	}
	for most := persons + 1; most > 0; most-- {
		take := tiers[last] * uint64(most-1)
		if take <= amount && reachable(amount-take, tiers[:last], persons-(most-1)) {
			return true
		}
	}
	return false
}

// MaxTiers is the most tiers of a standard.
const MaxTiers = 4

// validateTiers refuses tiers that don't ascend to the standard's amount.
func (s Standard) validateTiers() error {
	if len(s.Tiers) == 0 {
		return nil
	}
	if len(s.Tiers) > MaxTiers || s.Tiers[len(s.Tiers)-1] != s.Amount || s.Tiers[0] == 0 {
		return errorsmod.Wrap(ErrInvalid, "tiers end at the amount and are at most four")
	}
	for i, tier := range s.Tiers[1:] {
		if tier <= s.Tiers[i] {
			return errorsmod.Wrap(ErrInvalid, "tiers do not ascend")
		}
	}
	return nil
}
