package types

import (
	"time"

	errorsmod "cosmossdk.io/errors"
)

// Ranges of the parameters.
const (
	// MaxPayoutsPerBlock is the upper end of max_payouts_per_block.
	MaxPayoutsPerBlock = 1_000_000
	// MaxChunkSlots is the upper end of chunk_slots.
	MaxChunkSlots = 65_536
	// MaxDeadlinesPerBlock is the upper end of max_deadlines_per_block.
	MaxDeadlinesPerBlock = 10_000
	// MaxBlockMillis is the upper end of block_millis.
	MaxBlockMillis = 60_000
)

// DefaultParams pay up to 100,000 slots a block, a quarter of a second of work on one core, while blocks follow each other within
// two and a half seconds, in chunks of 1,000: paths of ten hashes.
func DefaultParams() Params {
	return Params{MaxPayoutsPerBlock: 100_000, ChunkSlots: 1_000, MaxDeadlinesPerBlock: 500, MinPayoutsPerBlock: 2_000, BlockMillis: 2_500}
}

// PayoutBounds are the fewest and the most slots that block work may visit in one block; networks from before there was a lower one have
// the default.
func (p Params) PayoutBounds() (low, high uint32) {
	low = p.MinPayoutsPerBlock
	if low == 0 {
		low = DefaultParams().MinPayoutsPerBlock
	}
	return min(low, p.MaxPayoutsPerBlock), p.MaxPayoutsPerBlock
}

// BlockTime is the time between two blocks beyond which payrolls slow down.
func (p Params) BlockTime() time.Duration {
	millis := p.BlockMillis
	if millis == 0 {
		millis = DefaultParams().BlockMillis
	}
	return time.Duration(millis) * time.Millisecond
}

// DeadlinesPerBlock is how many deadlines one block looks at; networks from before there were any have the default.
func (p Params) DeadlinesPerBlock() int {
	if p.MaxDeadlinesPerBlock == 0 {
		return int(DefaultParams().MaxDeadlinesPerBlock)
	}
	return int(p.MaxDeadlinesPerBlock)
}

// Validate refuses parameters out of range.
func (p Params) Validate() error {
	if p.MaxPayoutsPerBlock == 0 || p.MaxPayoutsPerBlock > MaxPayoutsPerBlock {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_payouts_per_block %d", p.MaxPayoutsPerBlock)
	}
	if p.ChunkSlots == 0 || p.ChunkSlots > MaxChunkSlots {
		return errorsmod.Wrapf(ErrParamsInvalid, "chunk_slots %d", p.ChunkSlots)
	}
	if p.MinPayoutsPerBlock > p.MaxPayoutsPerBlock {
		return errorsmod.Wrapf(ErrParamsInvalid, "min_payouts_per_block %d", p.MinPayoutsPerBlock)
	}
	if p.BlockMillis > MaxBlockMillis {
		return errorsmod.Wrapf(ErrParamsInvalid, "block_millis %d", p.BlockMillis)
	}
	if p.MaxDeadlinesPerBlock > MaxDeadlinesPerBlock {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_deadlines_per_block %d", p.MaxDeadlinesPerBlock)
	}
	return nil
}
