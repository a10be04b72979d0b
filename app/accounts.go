package app

import (
	"maps"
	"os"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
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

// SetAddressPrefixes makes the SDK's global configuration speak Relief's prefixes. Safe to call again.
//
// The SDK looks its configuration up by a name in the environment. Without one it asks the system for those of the host and the program, for
// every address that it writes.
func SetAddressPrefixes() {
	if os.Getenv(sdk.EnvConfigScope) == "" {
		if err := os.Setenv(sdk.EnvConfigScope, Name); err != nil {
			panic(err) // the name is no valid one
		}
	}
	c := sdk.GetConfig()
	if c.GetBech32AccountAddrPrefix() == AccountPrefix {
		return
	}
	c.SetBech32PrefixForAccount(AccountPrefix, AccountPrefix+"pub")
	c.SetBech32PrefixForValidator(OperatorPrefix, OperatorPrefix+"pub")
	c.SetBech32PrefixForConsensusNode(ConsensusPrefix, ConsensusPrefix+"pub")
}
