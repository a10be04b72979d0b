package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// TxHashLength is the length of the hash of a transaction.
const TxHashLength = 32

// Same tells whether a natural person had a hand in both steps, on whatever account.
func (h RefundHand) Same(other RefundHand) bool {
	return h.Officer == other.Officer || slices.ContainsFunc(h.Credentials, func(person []byte) bool {
		return slices.ContainsFunc(other.Credentials, func(second []byte) bool { return bytes.Equal(person, second) })
	})
}

// Pending tells that the refund hasn't come to its end: it may be over by height.
func (r Refund) Pending() bool { return r.Status == REFUND_STATUS_PROPOSED }

// Keeps tells that no other refund of the same transaction may come beside this one.
func (r Refund) Keeps() bool { return r.Pending() || r.Status == REFUND_STATUS_PAID }

// NewRefund is a refund that an officer proposes. payee is who would get it, as far as an account belongs to an officer.
func NewRefund(id uint64, m *MsgProposeRefund, by RefundHand, payee *RefundHand, height int64, p Params) (Refund, error) {
	if err := apart(by, payee); err != nil {
		return Refund{}, err
	}
	return Refund{
		Id: id, TxHash: m.TxHash, Account: m.Account, Organisation: m.Organisation, Amount: m.Amount, Reason: m.Reason,
		Status: REFUND_STATUS_PROPOSED, Proposed: by, Until: height + int64(p.RefundBlocks),
	}, nil
}

// apart refuses somebody who would pay back to themselves.
func apart(by RefundHand, payee *RefundHand) error {
	if payee != nil && by.Same(*payee) {
		return errorsmod.Wrap(ErrRefundOwn, by.Officer)
	}
	return nil
}

// step takes one step of the table: ErrRefundState where it has none.
func (r Refund) step(act RefundAct) (Refund, error) {
	to, known := RefundMachine.Next(r.Status, act)
	if !known {
		return Refund{}, errorsmod.Wrapf(ErrRefundState, "refund %d is %s", r.Id, r.Status)
	}
	r.Status = to
	return r, nil
}

// Approve pays the refund, in time and by other persons than those who proposed it or get it.
func (r Refund) Approve(by RefundHand, payee *RefundHand, height int64) (Refund, error) {
	next, err := r.step(REFUND_ACT_APPROVE)
	if err != nil {
		return Refund{}, err
	}
	if height >= r.Until {
		return Refund{}, errorsmod.Wrapf(ErrRefundOver, "refund %d since height %d", r.Id, r.Until)
	}
	if by.Same(r.Proposed) {
		return Refund{}, errorsmod.Wrapf(ErrRefundSamePerson, "refund %d", r.Id)
	}
	if err := apart(by, payee); err != nil {
		return Refund{}, err
	}
	next.Approved = &by
	return next, nil
}

// Withdraw takes the refund back, by a person who proposed it.
func (r Refund) Withdraw(by RefundHand) (Refund, error) {
	next, err := r.step(REFUND_ACT_WITHDRAW)
	if err != nil {
		return Refund{}, err
	}
	if !by.Same(r.Proposed) {
		return Refund{}, errorsmod.Wrapf(ErrRefundForeign, "refund %d", r.Id)
	}
	return next, nil
}

// Expire ends a refund that nobody approved in time.
func (r Refund) Expire(height int64) (Refund, error) {
	if height < r.Until {
		return Refund{}, errorsmod.Wrapf(ErrRefundState, "refund %d is open until height %d", r.Id, r.Until)
	}
	return r.step(REFUND_ACT_EXPIRE)
}

// CheckWorth refuses a refund of more than the params allow for one, at a rate.
func (p Params) CheckWorth(amount math.Int, r Rate) error {
	worth := amount.Mul(math.NewIntFromUint64(r.Worth)).QuoRaw(Million)
	if most := math.NewIntFromUint64(p.RefundMax); worth.GT(most) {
		return errorsmod.Wrapf(ErrRefundTooLarge, "%s%s is worth %s, at most %s", amount, r.Denom, worth, most)
	}
	return nil
}

// Period is the number of the period in which refunds of a height are counted together.
func (p Params) Period(height int64) uint64 { return uint64(max(height, 0)) / p.SplitBlocks }

// Give counts a refund out of a pool: all of one period take at most a share of what is in the pool and what they took.
func (t RefundTotal) Give(amount, pool math.Int, period uint64, p Params) (RefundTotal, error) {
	if t.Period != period {
		t.Period, t.Given = period, math.ZeroInt()
	}
	most := pool.Add(t.Given).MulRaw(int64(p.RefundShareBp)).QuoRaw(BasisPoints)
	next := t.Given.Add(amount)
	if next.GT(most) || amount.GT(pool) {
		return t, errorsmod.Wrapf(ErrRefundPool, "%s%s in period %d, at most %s; try again when more was collected", next, t.Denom, period, most)
	}
	t.Given, t.Total = next, t.Total.Add(amount)
	return t, nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgProposeRefund) ValidateBasic() error {
	return validateRefund(m.TxHash, m.Account, m.Organisation, m.Amount, m.Reason)
}

func validateRefund(hash []byte, account string, organisation uint32, amount sdk.Coin, reason RefundReason) error {
	if len(hash) != TxHashLength {
		return errorsmod.Wrapf(ErrRefundInvalid, "hash of %d bytes, want %d", len(hash), TxHashLength)
	}
	if (account == "") == (organisation == 0) {
		return errorsmod.Wrap(ErrRefundInvalid, "name either an account or an organisation")
	}
	if err := amount.Validate(); err != nil {
		return errorsmod.Wrap(ErrRefundInvalid, err.Error())
	}
	if amount.IsZero() || amount.Amount.BigIntMut().BitLen() > MaxAmountBits {
		return errorsmod.Wrapf(ErrRefundInvalid, "amount: want 1 to 2^%d − 1", MaxAmountBits)
	}
	if _, known := RefundReason_name[int32(reason)]; !known || reason == REFUND_REASON_UNSPECIFIED {
		return errorsmod.Wrap(ErrRefundInvalid, "reason is unknown")
	}
	return nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgApproveRefund) ValidateBasic() error { return validateNumber(m.Refund) }

// ValidateBasic checks the shape of the message.
func (m *MsgWithdrawRefund) ValidateBasic() error { return validateNumber(m.Refund) }

func validateNumber(id uint64) error {
	if id == 0 {
		return errorsmod.Wrap(ErrRefundInvalid, "number is zero")
	}
	return nil
}

// Validate checks one refund: what is paid was approved by another person, and nothing else was.
func (r Refund) Validate() error {
	if err := validateNumber(r.Id); err != nil {
		return err
	}
	if err := validateRefund(r.TxHash, r.Account, r.Organisation, r.Amount, r.Reason); err != nil {
		return err
	}
	if _, known := RefundStatus_name[int32(r.Status)]; !known || r.Status == REFUND_STATUS_UNSPECIFIED || r.Proposed.Officer == "" {
		return errorsmod.Wrapf(ErrRefundInvalid, "refund %d has no status or nobody proposed it", r.Id)
	}
	if (r.Status == REFUND_STATUS_PAID) != (r.Approved != nil) {
		return errorsmod.Wrapf(ErrRefundInvalid, "refund %d is %s", r.Id, r.Status)
	}
	if r.Approved != nil && r.Approved.Same(r.Proposed) {
		return errorsmod.Wrapf(ErrRefundSamePerson, "refund %d", r.Id)
	}
	return nil
}

// Validate checks one count.
func (t RefundTotal) Validate() error {
	if err := sdk.ValidateDenom(t.Denom); err != nil {
		return errorsmod.Wrap(ErrRefundInvalid, err.Error())
	}
	if t.Total.IsNil() || t.Given.IsNil() || t.Given.IsNegative() || t.Given.GT(t.Total) {
		return errorsmod.Wrapf(ErrRefundInvalid, "total of %s", t.Denom)
	}
	return nil
}

// validateRefunds checks the refunds of a genesis: in order, and no transaction paid back twice.
func (gs GenesisState) validateRefunds() error {
	seen := make(map[string]bool, len(gs.Refunds))
	for i, r := range gs.Refunds {
		if err := r.Validate(); err != nil {
			return err
		}
		if i > 0 && r.Id <= gs.Refunds[i-1].Id || r.Keeps() && seen[string(r.TxHash)] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "refund %d is out of order or of a transaction with another one", r.Id)
		}
		seen[string(r.TxHash)] = seen[string(r.TxHash)] || r.Keeps()
	}
	for i, t := range gs.RefundTotals {
		if err := t.Validate(); err != nil {
			return err
		}
		if i > 0 && t.Denom <= gs.RefundTotals[i-1].Denom {
			return errorsmod.Wrapf(ErrGenesisInvalid, "refunds in %s are out of order", t.Denom)
		}
	}
	return nil
}

// NewEventRefundMoved tells of a step of a refund.
func NewEventRefundMoved(r Refund, act RefundAct) *EventRefundMoved {
	return &EventRefundMoved{
		Refund: r.Id, Act: act, Status: r.Status, TxHash: r.TxHash, Account: r.Account, Organisation: r.Organisation, Amount: r.Amount.String(),
	}
}
