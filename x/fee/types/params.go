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
	// DefaultProtectedQuota lets a beneficiary file an appeal, see what came of it and try once more.
	DefaultProtectedQuota = 3
	// MaxProtectedQuota keeps one account from filling blocks at nobody's cost.
	MaxProtectedQuota = 100
	// DefaultProtectedOfficeQuota is half a transaction a block for everybody an organisation registered.
	DefaultProtectedOfficeQuota = 512
	// MaxProtectedOfficeQuota keeps an office that invents persons from filling blocks at nobody's cost.
	MaxProtectedOfficeQuota = 16_384
	// ProtectedShares is over how many entries the quota of an organisation is dealt out. Changing it forks the chain.
	ProtectedShares = 16
)

// DefaultParams are the bounds of a new chain.
func DefaultParams() Params {
	return Params{
		WindowBlocks: DefaultWindowBlocks, SplitBlocks: DefaultSplitBlocks,
		ProtectedQuota: DefaultProtectedQuota, ProtectedOfficeQuota: DefaultProtectedOfficeQuota,
	}.withSchedule().withRefunds()
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if p.WindowBlocks == 0 || p.WindowBlocks > MaxWindowBlocks {
		return errorsmod.Wrapf(ErrParamsInvalid, "window of %d blocks, want 1 to %d", p.WindowBlocks, MaxWindowBlocks)
	}
	if p.SplitBlocks == 0 || p.SplitBlocks > MaxSplitBlocks {
		return errorsmod.Wrapf(ErrParamsInvalid, "epoch of %d blocks, want 1 to %d", p.SplitBlocks, MaxSplitBlocks)
	}
	if p.ProtectedQuota == 0 || p.ProtectedQuota > MaxProtectedQuota {
		return errorsmod.Wrapf(ErrParamsInvalid, "protected quota of %d, want 1 to %d", p.ProtectedQuota, MaxProtectedQuota)
	}
	if q := p.ProtectedOfficeQuota; q < ProtectedShares || q > MaxProtectedOfficeQuota {
		return errorsmod.Wrapf(ErrParamsInvalid, "protected quota of an office of %d, want %d to %d", q, ProtectedShares, MaxProtectedOfficeQuota)
	}
	return p.validateSchedule()
}
