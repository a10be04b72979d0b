package types

import errorsmod "cosmossdk.io/errors"

const (
	// DefaultRefundMax is a hundred units of the currency: more than the dearest transaction of the first price list costs.
	DefaultRefundMax = 100 * Million
	// MaxRefundMax is a million units.
	MaxRefundMax = 1_000_000 * Million
	// DefaultRefundShare is a tenth of the pool.
	DefaultRefundShare = 1_000
	// DefaultRefundBlocks is about a week of blocks.
	DefaultRefundBlocks = 500_000
	// MaxRefundBlocks is about a month of blocks.
	MaxRefundBlocks = 3_000_000
)

// withRefunds returns the params with the bounds of refunds that a new chain has.
func (p Params) withRefunds() Params {
	p.RefundMax, p.RefundShareBp, p.RefundBlocks = DefaultRefundMax, DefaultRefundShare, DefaultRefundBlocks
	return p
}

// validateRefunds checks the ranges of the bounds of refunds.
func (p Params) validateRefunds() error {
	if p.RefundMax == 0 || p.RefundMax > MaxRefundMax {
		return errorsmod.Wrapf(ErrParamsInvalid, "refund of %d, want 1 to %d", p.RefundMax, MaxRefundMax)
	}
	if p.RefundShareBp == 0 || p.RefundShareBp > BasisPoints {
		return errorsmod.Wrapf(ErrParamsInvalid, "refunds of %d basis points, want 1 to %d", p.RefundShareBp, BasisPoints)
	}
	if p.RefundBlocks == 0 || p.RefundBlocks > MaxRefundBlocks {
		return errorsmod.Wrapf(ErrParamsInvalid, "refund open for %d blocks, want 1 to %d", p.RefundBlocks, MaxRefundBlocks)
	}
	return nil
}
