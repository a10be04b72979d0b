package types

import (
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

// Bounds of the params; changing these forks the chain.
const (
	// MaxQuota bounds the elements of one organisation and day.
	MaxQuota = 1_000_000
	// MaxBlocks bounds every period in blocks: about a week at one block a second.
	MaxBlocks = 600_000
	// MaxSampleDays bounds the time for a second evaluation, calendar days.
	MaxSampleDays = 366
)

// DefaultParams lets an office make 500 tags a day, so that asking about a whole county takes years, and has one request in
// fifty evaluated again.
func DefaultParams() Params {
	return Params{
		Quota: 500, MaxElements: oprf.MaxBatch, SampleOneIn: 50,
		RequestBlocks: 1_000, PhaseBlocks: 3_600, ActivationBlocks: 600, SampleDays: 30,
	}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if p.Quota == 0 || p.Quota > MaxQuota {
		return errorsmod.Wrapf(ErrParamsInvalid, "quota %d, want 1 to %d", p.Quota, MaxQuota)
	}
	if p.MaxElements == 0 || p.MaxElements > oprf.MaxBatch {
		return errorsmod.Wrapf(ErrParamsInvalid, "%d elements at most, want 1 to %d", p.MaxElements, oprf.MaxBatch)
	}
	if p.SampleDays == 0 || p.SampleDays > MaxSampleDays {
		return errorsmod.Wrapf(ErrParamsInvalid, "%d days for a sample, want 1 to %d", p.SampleDays, MaxSampleDays)
	}
	for _, blocks := range []int64{p.RequestBlocks, p.PhaseBlocks, p.ActivationBlocks} {
		if blocks <= 0 || blocks > MaxBlocks {
			return errorsmod.Wrapf(ErrParamsInvalid, "%d blocks, want 1 to %d", blocks, MaxBlocks)
		}
	}
	return nil
}
