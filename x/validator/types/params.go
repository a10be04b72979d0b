package types

import (
	"time"

	errorsmod "cosmossdk.io/errors"
)

// Ranges of the parameters in seconds.
const (
	day = int64(24 * time.Hour / time.Second)

	// MinPeriod is the shortest trusting, activation or approval period.
	MinPeriod = 10
	// MaxPeriod is the longest period of any kind.
	MaxPeriod = 365 * day
)

// DefaultParams are the periods of a new network: light clients trust a set for two weeks, an operator rotates once a day, an
// accepted seat has four weeks, so that even after a change has used up the turnover it can still join.
func DefaultParams() Params {
	return Params{TrustingPeriodSeconds: 14 * day, RotationIntervalSeconds: day, ActivationSeconds: 28 * day, ApprovalSeconds: day}
}

// Validate checks the ranges, and that an accepted seat has longer than the trusting period: else turnover used up before the
// vote could keep it out for good.
func (p Params) Validate() error {
	for _, period := range []struct {
		name           string
		seconds, least int64
	}{
		{"trusting period", p.TrustingPeriodSeconds, MinPeriod},
		{"rotation interval", p.RotationIntervalSeconds, 0},
		{"activation", p.ActivationSeconds, MinPeriod},
		{"approval", p.ApprovalSeconds, MinPeriod},
	} {
		if period.seconds < period.least || period.seconds > MaxPeriod {
			return errorsmod.Wrapf(ErrParamsInvalid, "%s of %d seconds: give %d to %d", period.name, period.seconds, period.least, MaxPeriod)
		}
	}
	if p.ActivationSeconds <= p.TrustingPeriodSeconds {
		return errorsmod.Wrap(ErrParamsInvalid, "give an activation longer than the trusting period")
	}
	return nil
}
