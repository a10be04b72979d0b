package types

import errorsmod "cosmossdk.io/errors"

const (
	// DefaultDelaySeconds is two days: long enough for a node's operator to prepare, and for a mistake to be seen.
	DefaultDelaySeconds = 2 * 24 * 60 * 60
	// MaxDelaySeconds is 30 days.
	MaxDelaySeconds = 30 * 24 * 60 * 60
	// DefaultMaxQueue is more acts than provinces can have proposals at a time.
	DefaultMaxQueue = 64
	// MaxMaxQueue bounds the queue itself.
	MaxMaxQueue = 256
	// DefaultMaxPerBlock leaves room for other work of the block.
	DefaultMaxPerBlock = 4
	// MaxMaxPerBlock bounds the acts of one block.
	MaxMaxPerBlock = 16
	// DefaultMaxGas is what the largest act needs several times over.
	DefaultMaxGas = 20_000_000
	// MinMaxGas lets a change of these params itself be carried out.
	MinMaxGas = 1_000_000
	// MaxMaxGas bounds the work of one act.
	MaxMaxGas = 100_000_000
)

// DefaultParams are the bounds of a new chain.
func DefaultParams() Params {
	return Params{DelaySeconds: DefaultDelaySeconds, MaxQueue: DefaultMaxQueue, MaxPerBlock: DefaultMaxPerBlock, MaxGas: DefaultMaxGas}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if p.DelaySeconds < 1 || p.DelaySeconds > MaxDelaySeconds {
		return errorsmod.Wrapf(ErrParamsInvalid, "delay_seconds is not in 1 to %d", MaxDelaySeconds)
	}
	if p.MaxQueue < 1 || p.MaxQueue > MaxMaxQueue {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_queue is not in 1 to %d", MaxMaxQueue)
	}
	if p.MaxPerBlock < 1 || p.MaxPerBlock > MaxMaxPerBlock {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_per_block is not in 1 to %d", MaxMaxPerBlock)
	}
	if p.MaxGas < MinMaxGas || p.MaxGas > MaxMaxGas {
		return errorsmod.Wrapf(ErrParamsInvalid, "max_gas is not in %d to %d", MinMaxGas, MaxMaxGas)
	}
	return nil
}
