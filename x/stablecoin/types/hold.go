package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	hour = 3_600
	days = 24 * hour
)

// ended is what a hold is at its end; the rest of the table leads out of every other status.
func (s HoldStatus) ended() bool { return HoldMachine.Final(s) }

// Pending tells that the hold hasn't come to its end: it may be over by the clock.
func (h Hold) Pending() bool { return h.Status != HOLD_STATUS_UNSPECIFIED && !h.Status.ended() }

// Live tells whether the hold keeps coins at a moment, Unix seconds.
func (h Hold) Live(now int64) bool { return h.Pending() && now < h.Until }

// Frozen tells whether two officers froze it.
func (h Hold) Frozen() bool {
	return h.Status == HOLD_STATUS_FROZEN || h.Status == HOLD_STATUS_SEIZURE_ORDERED
}

// Covers tells whether the hold keeps a coin.
func (h Hold) Covers(denom string) bool { return h.Denom == "" || h.Denom == denom }

// Same tells whether a natural person had a hand in both steps.
func (h HoldHand) Same(other HoldHand) bool {
	return h.Officer == other.Officer || slices.ContainsFunc(h.Credentials, func(person []byte) bool {
		return slices.ContainsFunc(other.Credentials, func(second []byte) bool { return bytes.Equal(person, second) })
	})
}

// hands lists who had a hand in what holds the account now.
func (h Hold) hands() []HoldHand {
	all := []HoldHand{h.Placed}
	for _, hand := range []*HoldHand{h.Proposed, h.Confirmed, h.Ordered} {
		if hand != nil {
			all = append(all, *hand)
		}
	}
	return all
}

// step takes one step of the table: ErrHoldState where it has none, ErrHoldOver after the end.
func (h Hold) step(act HoldAct, now int64) (Hold, error) {
	to, known := HoldMachine.Next(h.Status, act)
	if !known {
		return Hold{}, errorsmod.Wrapf(ErrHoldState, "hold %d is %s", h.Id, h.Status)
	}
	if !h.Live(now) {
		return Hold{}, errorsmod.Wrapf(ErrHoldOver, "hold %d ended at %d", h.Id, h.Until)
	}
	h.Status = to
	return h, nil
}

// elsewhere refuses the organisation that held the account: what takes it further is for others.
func (h Hold) elsewhere(by HoldHand) error {
	if by.Organisation == h.Placed.Organisation {
		return errorsmod.Wrapf(ErrHoldSameOffice, "organisation %d held it", by.Organisation)
	}
	if by.Same(h.Placed) {
		return errorsmod.Wrapf(ErrHoldSamePerson, "hold %d", h.Id)
	}
	return nil
}

// NewHold holds an account for the hours of one officer.
func NewHold(id uint64, account, denom, area string, reason HoldReason, by HoldHand, now int64, p HoldParams) Hold {
	return Hold{
		Id: id, Account: account, Denom: denom, Area: area, Reason: reason, Status: HOLD_STATUS_HELD,
		Placed: by, Until: now + int64(p.HoldHours)*hour,
	}
}

// AllowsAgain refuses an organisation another hold on the account when this one, the last, was its own and ended by itself not long ago.
func (h Hold) AllowsAgain(organisation uint32, now int64, p HoldParams) error {
	if h.Status != HOLD_STATUS_EXPIRED || h.Confirmed != nil || h.Placed.Organisation != organisation {
		return nil
	}
	if rest := h.Until + int64(p.RestDays)*days; now < rest {
		return errorsmod.Wrapf(ErrHoldRepeated, "until %d", rest)
	}
	return nil
}

// ProposeFreeze proposes to freeze the account until a review date.
func (h Hold) ProposeFreeze(by HoldHand, reviewAt, now int64, p HoldParams) (Hold, error) {
	next, err := h.step(HOLD_ACT_PROPOSE_FREEZE, now)
	if err != nil {
		return Hold{}, err
	}
	if err := h.elsewhere(by); err != nil {
		return Hold{}, err
	}
	if err := h.checkReview(reviewAt, now, p); err != nil {
		return Hold{}, err
	}
	next.Proposed, next.ReviewAt = &by, reviewAt
	return next, nil
}

// ConfirmFreeze freezes the account: from now on it ends at the review date.
func (h Hold) ConfirmFreeze(by HoldHand, now int64) (Hold, error) {
	next, err := h.step(HOLD_ACT_CONFIRM_FREEZE, now)
	if err != nil {
		return Hold{}, err
	}
	if err := h.elsewhere(by); err != nil {
		return Hold{}, err
	}
	if by.Same(*h.Proposed) {
		return Hold{}, errorsmod.Wrapf(ErrHoldSamePerson, "hold %d", h.Id)
	}
	next.Confirmed, next.Until = &by, h.ReviewAt
	return next, nil
}

// Review lets the freeze go on until a later date.
func (h Hold) Review(by HoldHand, reviewAt, now int64, p HoldParams) (Hold, error) {
	next, err := h.step(HOLD_ACT_REVIEW, now)
	if err != nil {
		return Hold{}, err
	}
	if err := h.elsewhere(by); err != nil {
		return Hold{}, err
	}
	if by.Same(*h.Confirmed) {
		return Hold{}, errorsmod.Wrapf(ErrHoldSamePerson, "hold %d", h.Id)
	}
	if h.appealed() {
		return Hold{}, errorsmod.Wrapf(ErrHoldAppealOpen, "hold %d", h.Id)
	}
	if err := h.checkReview(reviewAt, now, p); err != nil {
		return Hold{}, err
	}
	next.Confirmed, next.ReviewAt, next.Until = &by, reviewAt, reviewAt
	return next, nil
}

// checkReview wants a review date after the present end and within the longest term from now.
func (h Hold) checkReview(reviewAt, now int64, p HoldParams) error {
	if reviewAt <= h.Until || reviewAt > now+int64(p.ReviewDays)*days {
		return errorsmod.Wrapf(ErrReviewDate, "%d, want one after %d and at most %d days ahead", reviewAt, h.Until, p.ReviewDays)
	}
	return nil
}

// Release ends the hold. Once it is frozen, the organisation that held the account doesn't decide any more.
func (h Hold) Release(by HoldHand, now int64) (Hold, error) {
	if h.Frozen() && by.Organisation == h.Placed.Organisation {
		return Hold{}, errorsmod.Wrapf(ErrHoldSameOffice, "organisation %d held it", by.Organisation)
	}
	return h.release(by, now)
}

func (h Hold) release(by HoldHand, now int64) (Hold, error) {
	next, err := h.step(HOLD_ACT_RELEASE, now)
	if err != nil {
		return Hold{}, err
	}
	next.Ended = &by
	return next, nil
}

func (h Hold) appealed() bool { return h.Appeal != nil && h.Appeal.AnsweredAt == 0 }

// FileAppeal notes that the owner appeals; one appeal is open at a time.
func (h Hold) FileAppeal(account string, now int64) (Hold, error) {
	if h.Account != account {
		return Hold{}, errorsmod.Wrapf(ErrHoldOwner, "hold %d", h.Id)
	}
	if !h.Live(now) {
		return Hold{}, errorsmod.Wrapf(ErrHoldOver, "hold %d", h.Id)
	}
	if h.appealed() {
		return Hold{}, errorsmod.Wrapf(ErrHoldAppealOpen, "hold %d", h.Id)
	}
	h.Appeal = &HoldAppeal{FiledAt: now}
	return h, nil
}

// AnswerAppeal upholds or ends the hold. Who answers had no hand in it; nor had the organisation, unless it is the highest one.
func (h Hold) AnswerAppeal(by HoldHand, highest, release bool, now int64) (Hold, error) {
	if !h.Live(now) {
		return Hold{}, errorsmod.Wrapf(ErrHoldOver, "hold %d", h.Id)
	}
	if !h.appealed() {
		return Hold{}, errorsmod.Wrapf(ErrHoldAppealNone, "hold %d", h.Id)
	}
	for _, hand := range h.hands() {
		if by.Same(hand) {
			return Hold{}, errorsmod.Wrapf(ErrHoldSamePerson, "hold %d", h.Id)
		}
		if hand.Organisation == by.Organisation && !highest {
			return Hold{}, errorsmod.Wrapf(ErrHoldSameOffice, "organisation %d", by.Organisation)
		}
	}
	h.Appeal = &HoldAppeal{FiledAt: h.Appeal.FiledAt, AnsweredAt: now}
	if !release {
		return h, nil
	}
	return h.release(by, now)
}

// OrderSeizure brings a court's order to take coins that the hold keeps.
func (h Hold) OrderSeizure(by HoldHand, order []byte, amount sdk.Coin, beneficiary uint32, now int64) (Hold, error) {
	next, err := h.step(HOLD_ACT_ORDER_SEIZURE, now)
	if err != nil {
		return Hold{}, err
	}
	if err := h.elsewhere(by); err != nil {
		return Hold{}, err
	}
	if !h.Covers(amount.Denom) {
		return Hold{}, errorsmod.Wrapf(ErrHoldInvalid, "hold %d keeps %s", h.Id, h.Denom)
	}
	next.Ordered = &by
	next.Seizure = &Seizure{OrderHash: order, Amount: amount, Beneficiary: beneficiary}
	return next, nil
}

// ApproveSeizure ends the hold with what may be taken of a balance, by a person who had no hand in it. All coins of the currency count
// towards the protected minimum, whose part that the owner spent this month is left out.
func (h Hold) ApproveSeizure(by HoldHand, balance, inCurrency, protected math.Int, now int64) (Hold, error) {
	next, err := h.step(HOLD_ACT_APPROVE_SEIZURE, now)
	if err != nil {
		return Hold{}, err
	}
	if slices.ContainsFunc(h.hands(), by.Same) {
		return Hold{}, errorsmod.Wrapf(ErrHoldSamePerson, "hold %d", h.Id)
	}
	if h.appealed() {
		return Hold{}, errorsmod.Wrapf(ErrHoldAppealOpen, "hold %d", h.Id)
	}
	taken := math.MinInt(h.Seizure.Amount.Amount, math.MinInt(balance, inCurrency.Sub(protected)))
	if !taken.IsPositive() {
		return Hold{}, errorsmod.Wrapf(ErrSeizureNothing, "%s in the currency, %s protected", inCurrency, protected)
	}
	seizure, coin := *h.Seizure, sdk.NewCoin(h.Seizure.Amount.Denom, taken)
	seizure.Taken = &coin
	next.Seizure, next.Ended = &seizure, &by
	return next, nil
}

// Expire ends a hold that is over.
func (h Hold) Expire(now int64) (Hold, error) {
	to, known := HoldMachine.Next(h.Status, HOLD_ACT_EXPIRE)
	if !known || now < h.Until {
		return Hold{}, errorsmod.Wrapf(ErrHoldState, "hold %d is %s until %d", h.Id, h.Status, h.Until)
	}
	h.Status = to
	return h, nil
}

// Validate checks that what the hold says about itself fits together.
func (h Hold) Validate() error {
	if h.Id == 0 || h.Account == "" || h.Area == "" || h.Until <= 0 || h.Placed.Organisation == 0 || HoldReason_name[int32(h.Reason)] == "" ||
		h.Reason == HOLD_REASON_UNSPECIFIED || HoldStatus_name[int32(h.Status)] == "" || h.Status == HOLD_STATUS_UNSPECIFIED {
		return errorsmod.Wrapf(ErrHoldInvalid, "hold %d lacks something", h.Id)
	}
	if h.Denom != "" {
		if _, _, err := ParseDenom(h.Denom); err != nil {
			return err
		}
	}
	frozen := h.Frozen() || h.Status == HOLD_STATUS_SEIZED || h.Confirmed != nil
	switch {
	case h.Status == HOLD_STATUS_FREEZE_PROPOSED && (h.Proposed == nil || h.Confirmed != nil):
		return errorsmod.Wrapf(ErrHoldInvalid, "hold %d has no proposal", h.Id)
	case frozen && (h.Proposed == nil || h.Confirmed == nil || h.Until != h.ReviewAt):
		return errorsmod.Wrapf(ErrHoldInvalid, "hold %d was not frozen by two until its review date", h.Id)
	case (h.Status == HOLD_STATUS_SEIZURE_ORDERED || h.Status == HOLD_STATUS_SEIZED) && (h.Seizure == nil || h.Ordered == nil):
		return errorsmod.Wrapf(ErrHoldInvalid, "hold %d has no order of a court", h.Id)
	case (h.Status == HOLD_STATUS_SEIZED) != (h.Seizure != nil && h.Seizure.Taken != nil):
		return errorsmod.Wrapf(ErrHoldInvalid, "hold %d: taken and seized differ", h.Id)
	case (h.Status == HOLD_STATUS_SEIZED || h.Status == HOLD_STATUS_RELEASED) != (h.Ended != nil):
		return errorsmod.Wrapf(ErrHoldInvalid, "hold %d: nobody ended it, or too early", h.Id)
	}
	for _, hand := range []*HoldHand{h.Proposed, h.Confirmed, h.Ordered} {
		if hand == nil {
			continue
		}
		if err := h.elsewhere(*hand); err != nil {
			return err
		}
	}
	if h.Seizure == nil {
		return nil
	}
	if len(h.Seizure.OrderHash) != HashLength || h.Seizure.Beneficiary == 0 || h.Seizure.Amount.Validate() != nil || !h.Covers(h.Seizure.Amount.Denom) {
		return errorsmod.Wrapf(ErrHoldInvalid, "seizure of hold %d", h.Id)
	}
	if taken := h.Seizure.Taken; taken != nil {
		if taken.Denom != h.Seizure.Amount.Denom || taken.Amount.GT(h.Seizure.Amount.Amount) || !taken.Amount.IsPositive() || h.Ended.Same(*h.Ordered) {
			return errorsmod.Wrapf(ErrHoldInvalid, "seizure of hold %d took something else", h.Id)
		}
	}
	return nil
}
