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
	// MinActive is the least number of active seats that downtime and decisions leave to a network that has as many.
	MinActive = 4
	// UpdateDelay is the number of heights between telling CometBFT and the first block that the new set signs.
	UpdateDelay = 2
	// RecentBlocks is the number of block hashes kept, and so the age of the oldest block a key may prove itself with.
	RecentBlocks = 128
	// MaxKeys is the most keys one query lists.
	MaxKeys = 256
	// KeyLength is the length of an ed25519 consensus key in bytes.
	KeyLength = 32
	// SignatureLength is the length of an ed25519 signature in bytes.
	SignatureLength = 64
	// HashLength is the length of a block hash and of a credential in bytes.
	HashLength = 32
	// AddressLength is the length of an operator or consensus address in bytes.
	AddressLength = 20
)

// Store prefixes. The layout is public: light clients verify proofs of these keys. Numbers are big-endian.
var (
	// SeatPrefix ‖ operator address (20) → Seat.
	SeatPrefix = collections.NewPrefix(1)
	// KeyPrefix ‖ consensus address (20) → Key.
	KeyPrefix = collections.NewPrefix(2)
	// ToldPrefix ‖ consensus key (32) → Told.
	ToldPrefix = collections.NewPrefix(3)
	// HistoryPrefix ‖ 20 (1) ‖ operator address (20) ‖ first height (8) ‖ consensus address (20).
	HistoryPrefix = collections.NewPrefix(4)
	// ChangePrefix ‖ number (8) → Change.
	ChangePrefix = collections.NewPrefix(5)
	// NextChangePrefix → number of the next change (8).
	NextChangePrefix = collections.NewPrefix(6)
	// BlockPrefix ‖ height modulo RecentBlocks (8) → RecentBlock.
	BlockPrefix = collections.NewPrefix(7)
	// ApprovalPrefix ‖ operator address (20) → Approval.
	ApprovalPrefix = collections.NewPrefix(8)
	// ParamsPrefix → Params.
	ParamsPrefix = collections.NewPrefix(9)
)
