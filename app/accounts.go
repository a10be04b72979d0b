package app

import (
	"maps"
	"slices"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	counciltypes "github.com/reliefchain/relief/x/council/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Bech32 prefixes of accounts, seat operators and consensus keys.
const (
	AccountPrefix   = "relief"
	OperatorPrefix  = "reliefvaloper"
	ConsensusPrefix = "reliefvalcons"
)

// moduleAccounts lists every module account with its permissions. None of them may receive coins from a message.
var moduleAccounts = map[string][]string{
	authtypes.FeeCollectorName: nil,                                  // collects fees until they are split
	stablecointypes.ModuleName: {authtypes.Minter, authtypes.Burner}, // issues and destroys licensed coins
	counciltypes.ModuleName:    {authtypes.Minter},                   // issues seat tokens
	govtypes.ModuleName:        {authtypes.Burner},                   // holds deposits; never burns, but without the right to, it would stop the chain
}

// Governance is the account for which the provinces' votes sign; it has no key.
func Governance() string { return authtypes.NewModuleAddress(govtypes.ModuleName).String() }

// blockedAddresses are the module accounts, which no message may send to.
func blockedAddresses() map[string]bool {
	blocked := make(map[string]bool, len(moduleAccounts))
	for _, name := range slices.Sorted(maps.Keys(moduleAccounts)) {
		blocked[authtypes.NewModuleAddress(name).String()] = true
	}
	return blocked
}
