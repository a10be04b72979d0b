package types

import errorsmod "cosmossdk.io/errors"

const (
	// DefaultWindowBlocks is about 20 minutes of blocks: long enough for a beneficiary's errand, short enough to wait for.
	DefaultWindowBlocks = 1_000
	// MaxWindowBlocks is about a month of blocks.
	MaxWindowBlocks = 3_000_000
	// DefaultSplitBlocks is about three hours of blocks.
	DefaultSplitBlocks = 10_000
	// MaxSplitBlocks is about a month of blocks.
	MaxSplitBlocks = 3_000_000
)

// DefaultParams are the bounds of a new chain.
func DefaultParams() Params {
	return Params{WindowBlocks: DefaultWindowBlocks, SplitBlocks: DefaultSplitBlocks}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if p.WindowBlocks == 0 || p.WindowBlocks > MaxWindowBlocks {
		return errorsmod.Wrapf(ErrParamsInvalid, "window of %d blocks, want 1 to %d", p.WindowBlocks, MaxWindowBlocks)
	}
	if p.SplitBlocks == 0 || p.SplitBlocks > MaxSplitBlocks {
		return errorsmod.Wrapf(ErrParamsInvalid, "epoch of %d blocks, want 1 to %d", p.SplitBlocks, MaxSplitBlocks)
	}
	return nil
}
