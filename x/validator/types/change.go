package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Turnover is how many changes a set of active seats stands within a trusting period: a third of its power, and at least one,
// so that a small network can grow.
func Turnover(active int) int { return max(1, active/3) }

// IsCounted tells whether changes of the kind count against the turnover.
func (k ChangeKind) IsCounted() bool { return k != CHANGE_KIND_EMERGENCY }

// Within tells whether the change happened within the trusting period before now, in Unix seconds.
func (c Change) Within(p Params, now int64) bool { return now-c.Time < p.TrustingPeriodSeconds }

// CountTurnover counts the changes that count against the turnover.
func CountTurnover(changes []Change, p Params, now int64) int {
	n := 0
	for _, c := range changes {
		if c.Kind.IsCounted() && c.Within(p, now) {
			n++
		}
	}
	return n
}

// Renews is the earlier change that a new one takes the place of: suspending and resuming a seat is one change of the set,
// counted from the last time. The second result is false when there is none.
func Renews(changes []Change, next Change, p Params) (Change, bool) {
	pair := []ChangeKind{CHANGE_KIND_SUSPEND, CHANGE_KIND_RESUME}
	if !slices.Contains(pair, next.Kind) {
		return Change{}, false
	}
	for _, c := range changes {
		if c.Operator == next.Operator && slices.Contains(pair, c.Kind) && c.Within(p, next.Time) {
			return c, true
		}
	}
	return Change{}, false
}

// Admit decides whether a change may be told now, given the changes so far and how many seats are active. An emergency always
// may; others wait while CometBFT has not taken over the last one, or while the turnover is used up.
func Admit(changes []Change, next Change, p Params, active int) error {
	if next.Kind == CHANGE_KIND_EMERGENCY {
		return nil
	}
	for _, c := range changes {
		if left := c.Height + UpdateDelay - next.Height; left > 0 {
			return errorsmod.Wrapf(ErrChangeInFlight, "repeat it after %d blocks", left)
		}
	}
	if _, renews := Renews(changes, next, p); renews {
		return nil
	}
	if n, limit := CountTurnover(changes, p, next.Time), Turnover(active); n >= limit {
		return errorsmod.Wrapf(ErrTurnoverExceeded, "%d of %d in %d seconds: wait until the oldest is older", n, limit, p.TrustingPeriodSeconds)
	}
	return nil
}

// Validate checks the shape of a change.
func (c Change) Validate() error {
	if _, err := operatorBytes(c.Operator); err != nil {
		return err
	}
	if _, known := ChangeKind_name[int32(c.Kind)]; !known || c.Kind == CHANGE_KIND_UNSPECIFIED || c.Height < 0 {
		return errorsmod.Wrapf(ErrChangeInvalid, "kind %d at height %d", c.Kind, c.Height)
	}
	return nil
}
