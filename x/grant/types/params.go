package types

import errorsmod "cosmossdk.io/errors"

// Ranges of the parameters.
const (
	// MaxPayoutsPerBlock is the upper end of max_payouts_per_block.
	MaxPayoutsPerBlock = 1_000_000
	// MaxChunkSlots is the upper end of chunk_slots.
	MaxChunkSlots = 65_536
	// MaxDeadlinesPerBlock is the upper end of max_deadlines_per_block.
	MaxDeadlinesPerBlock = 10_000
)

// DefaultParams pay 20,000 slots a block in chunks of 1,000: half a second of work on one core, paths of ten hashes.
func DefaultParams() Params {
	return Params{MaxPayoutsPerBlock: 20_000, ChunkSlots: 1_000, MaxDeadlinesPerBlock: 500}
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
	if p.MaxDeadlinesPerBlock > MaxDeadlinesPerBlock {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_deadlines_per_block %d", p.MaxDeadlinesPerBlock)
	}
	return nil
}
