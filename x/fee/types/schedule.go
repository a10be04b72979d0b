package types

import (
	"math/bits"
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	// DefaultPriceStep lets a price rise or fall by half.
	DefaultPriceStep = 5_000
	// DefaultRateStep lets a coin gain or lose a fifth.
	DefaultRateStep = 2_000
	// DefaultIntervalBlocks is about a day of blocks: votes that end together don't add up their steps.
	DefaultIntervalBlocks = 72_000
	// DefaultRateAgeBlocks is about three months of blocks.
	DefaultRateAgeBlocks = 6_500_000
	// DefaultGraceBlocks is about two weeks of blocks: time for a vote, its delay, and another try.
	DefaultGraceBlocks = 1_000_000
	// MaxIntervalBlocks is about a month of blocks.
	MaxIntervalBlocks = 3_000_000
	// MaxRateAgeBlocks bounds the age and the grace: about two years of blocks.
	MaxRateAgeBlocks = 60_000_000
	// BasisPoints are a whole.
	BasisPoints = 10_000
	// FreeBase is what the price of a message may come from zero to, or go to zero from, in one step: a fen. Changing it forks the chain.
	FreeBase = Million / 100
	// FreePerItem is the same for an item: a tenth of a fen. Changing it forks the chain.
	FreePerItem = Million / 1_000
)

// withSchedule returns the params with the bounds of the lists that a new chain has.
func (p Params) withSchedule() Params {
	p.PriceStepBp, p.RateStepBp, p.IntervalBlocks = DefaultPriceStep, DefaultRateStep, DefaultIntervalBlocks
	p.RateAgeBlocks, p.GraceBlocks = DefaultRateAgeBlocks, DefaultGraceBlocks
	return p
}

// validateSchedule checks the ranges of the bounds of the lists.
func (p Params) validateSchedule() error {
	for _, step := range []uint32{p.PriceStepBp, p.RateStepBp} {
		if step == 0 || step > BasisPoints {
			return errorsmod.Wrapf(ErrParamsInvalid, "step of %d basis points, want 1 to %d", step, BasisPoints)
		}
	}
	if p.IntervalBlocks == 0 || p.IntervalBlocks > MaxIntervalBlocks {
		return errorsmod.Wrapf(ErrParamsInvalid, "interval of %d blocks, want 1 to %d", p.IntervalBlocks, MaxIntervalBlocks)
	}
	for _, age := range []uint64{p.RateAgeBlocks, p.GraceBlocks} {
		if age == 0 || age > MaxRateAgeBlocks {
			return errorsmod.Wrapf(ErrParamsInvalid, "age or grace of %d blocks, want 1 to %d", age, MaxRateAgeBlocks)
		}
	}
	return p.validateRefunds()
}

// CheckPrice refuses a price that lies too close to the one before it or after it, or is too far from what these cost. Either may be missing.
func (p Params) CheckPrice(before, after *Price, price Price) error {
	if before != nil {
		if err := p.checkPrices(*before, price); err != nil {
			return err
		}
	}
	if after != nil {
		return p.checkPrices(price, *after)
	}
	return nil
}

func (p Params) checkPrices(from, to Price) error {
	if err := p.checkInterval(to.Message, from.FromHeight, to.FromHeight); err != nil {
		return err
	}
	if !step(from.Base, to.Base, p.PriceStepBp, FreeBase) || !step(from.PerItem, to.PerItem, p.PriceStepBp, FreePerItem) {
		return errorsmod.Wrapf(ErrStepTooLarge, "%s from %d and %d to %d and %d, at most %d basis points",
			to.Message, from.Base, from.PerItem, to.Base, to.PerItem, p.PriceStepBp)
	}
	return nil
}

// CheckRate refuses a rate that lies too close to the one before it or after it, or is too far from what these are worth, or holds from a time
// that is more than its age away. Either neighbour may be missing.
func (p Params) CheckRate(before, after *Rate, rate Rate, now int64) error {
	if ahead := rate.FromHeight - now; ahead > int64(p.RateAgeBlocks) {
		return errorsmod.Wrapf(ErrHeightAhead, "%s from %d, at most %d blocks ahead", rate.Denom, rate.FromHeight, p.RateAgeBlocks)
	}
	if before != nil {
		if err := p.checkRates(*before, rate); err != nil {
			return err
		}
	}
	if after != nil {
		return p.checkRates(rate, *after)
	}
	return nil
}

func (p Params) checkRates(from, to Rate) error {
	if err := p.checkInterval(to.Denom, from.FromHeight, to.FromHeight); err != nil {
		return err
	}
	if !step(from.Worth, to.Worth, p.RateStepBp, 0) {
		return errorsmod.Wrapf(ErrStepTooLarge, "%s from %d to %d, at most %d basis points", to.Denom, from.Worth, to.Worth, p.RateStepBp)
	}
	return nil
}

// checkInterval wants blocks between two entries of one name; the second holds from a later height.
func (p Params) checkInterval(name string, from, to int64) error {
	if uint64(to-from) < p.IntervalBlocks {
		return errorsmod.Wrapf(ErrIntervalShort, "%s from %d and from %d, want %d blocks between them", name, from, to, p.IntervalBlocks)
	}
	return nil
}

// step tells whether a value may follow another: it differs by at most so many basis points of the one before, rounded up. To and from zero it goes
// by what is free.
func step(from, to uint64, points uint32, free uint64) bool {
	switch {
	case from == to:
		return true
	case from == 0 || to == 0:
		return max(from, to) <= free
	}
	hi, lo := bits.Mul64(from, uint64(min(points, BasisPoints)))
	most, rest := bits.Div64(hi, lo, BasisPoints) // no overflow: the points are at most a whole
	if rest > 0 {
		most++
	}
	return max(from, to)-min(from, to) <= most
}

// AgeOf tells until when a rate that holds at a height pays.
func (p Params) AgeOf(r Rate, height int64) RateAge {
	stale := r.FromHeight + int64(p.RateAgeBlocks)
	return RateAge{Denom: r.Denom, StaleFrom: stale, RefusedFrom: stale + int64(p.GraceBlocks), Stale: height >= stale}
}

// CheckAge refuses a rate that is stale since longer than the grace.
func (p Params) CheckAge(r Rate, height int64) error {
	if age := p.AgeOf(r, height); height >= age.RefusedFrom {
		return errorsmod.Wrapf(ErrRateStale, "%s since height %d", r.Denom, age.StaleFrom)
	}
	return nil
}

// OfProvinces tells whether all messages are those which the provinces need to vote and to stay in the validator set.
func OfProvinces(msgs []sdk.Msg) bool {
	return len(msgs) > 0 && !slices.ContainsFunc(msgs, func(m sdk.Msg) bool { return !isOfProvinces(sdk.MsgTypeURL(m)) })
}

func isOfProvinces(message string) bool {
	return slices.ContainsFunc(protectedPackages, func(prefix string) bool { return strings.HasPrefix(message, prefix) })
}

// ValidateBasic checks the shape of the message.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// CheckChange refuses another length of the window than the one that counts are kept by.
func (p Params) CheckChange(to Params) error {
	if p.WindowBlocks != to.WindowBlocks {
		return errorsmod.Wrapf(ErrWindowFixed, "%d blocks, not %d", p.WindowBlocks, to.WindowBlocks)
	}
	return nil
}
