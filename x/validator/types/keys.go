package types

import "cosmossdk.io/collections"

const (
	// ModuleName is the module's name, its store key and its error codespace.
	ModuleName = "validator"
	// StoreKey is the name of the module's store.
	StoreKey = ModuleName
)

// Changing these forks the chain.
const (
	// MaxSeats bounds the seats of a network, and with them the work of each block.
	MaxSeats = 64
	// Power is the voting power of each active seat.
	Power int64 = 1
	// MinActive is the least number of active seats that downtime may leave, whatever the number of seats.
	MinActive = 1
	// KeyLength is the length of an ed25519 consensus key in bytes.
	KeyLength = 32
	// AddressLength is the length of an operator or consensus address in bytes.
	AddressLength = 20
)

// Store prefixes. The layout is public: light clients verify proofs of these keys.
var (
	// SeatPrefix ‖ operator address (20) → Seat.
	SeatPrefix = collections.NewPrefix(1)
	// ConsensusPrefix ‖ consensus address (20) → operator address (20).
	ConsensusPrefix = collections.NewPrefix(2)
	// ToldPrefix ‖ consensus key (32) → Told.
	ToldPrefix = collections.NewPrefix(3)
)
