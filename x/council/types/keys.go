// Package types holds the rules and values of the provinces' votes: what may be proposed and scheduled, the count, the seat token, emergency stops.
package types

import (
	"cosmossdk.io/collections"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	// ModuleName names the module, its store key and its error codespace.
	ModuleName = "council"
	// StoreKey is the key of the module's store.
	StoreKey = ModuleName
)

// Key layout, read by light clients; changing these forks the chain.
var (
	// ParamsKey holds Params.
	ParamsKey = collections.NewPrefix(0)
	// LastItemKey holds the number of the last act.
	LastItemKey = collections.NewPrefix(1)
	// QueuePrefix ‖ due time u64 ‖ id u64 → Item.
	QueuePrefix = collections.NewPrefix(2)
	// IssuedPrefix ‖ account → nothing.
	IssuedPrefix = collections.NewPrefix(3)
	// RequestsPrefix ‖ organisation u32 → StopRequest.
	RequestsPrefix = collections.NewPrefix(4)
	// StopsPrefix ‖ message type URL → Stop.
	StopsPrefix = collections.NewPrefix(5)
)

// How often, and for how long each time, an act waits for another change of the validator set; changing these forks the chain.
const (
	MaxTries     = 16
	RetrySeconds = 5
)

// SeatDenom is the coin of which each province has one: its deposit for a proposal.
const SeatDenom = "seat"

// SeatToken is the one seat token of a province.
func SeatToken() sdk.Coin { return sdk.NewInt64Coin(SeatDenom, 1) }
