package types

import errorsmod "cosmossdk.io/errors"

// Ranges of the parameters.
const (
	// MaxPayoutsPerBlock is the upper end of max_payouts_per_block.
	MaxPayoutsPerBlock = 1_000_000
	// MaxChunkSlots is the upper end of chunk_slots.
	MaxChunkSlots = 65_536
)

// DefaultParams pay 20,000 slots a block in chunks of 1,000: half a second of work on one core, paths of ten hashes.
func DefaultParams() Params { return Params{MaxPayoutsPerBlock: 20_000, ChunkSlots: 1_000} }

// Validate refuses parameters out of range.
func (p Params) Validate() error {
	if p.MaxPayoutsPerBlock == 0 || p.MaxPayoutsPerBlock > MaxPayoutsPerBlock {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_payouts_per_block %d", p.MaxPayoutsPerBlock)
	}
	if p.ChunkSlots == 0 || p.ChunkSlots > MaxChunkSlots {
		return errorsmod.Wrapf(ErrParamsInvalid, "chunk_slots %d", p.ChunkSlots)
	}
	return nil
}
