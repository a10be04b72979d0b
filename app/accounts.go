package app

import (
	"maps"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

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
}

// governance is the account that governs parameters of the stock modules; no key signs for it.
func governance() string { return authtypes.NewModuleAddress("gov").String() }

// blockedAddresses are the module accounts, which no message may send to.
func blockedAddresses() map[string]bool {
	blocked := make(map[string]bool, len(moduleAccounts))
	for _, name := range slices.Sorted(maps.Keys(moduleAccounts)) {
		blocked[authtypes.NewModuleAddress(name).String()] = true
	}
	return blocked
}

// SetAddressPrefixes makes the SDK's global configuration speak Relief's prefixes. Safe to call again.
func SetAddressPrefixes() {
	c := sdk.GetConfig()
	if c.GetBech32AccountAddrPrefix() == AccountPrefix {
		return
	}
	c.SetBech32PrefixForAccount(AccountPrefix, AccountPrefix+"pub")
	c.SetBech32PrefixForValidator(OperatorPrefix, OperatorPrefix+"pub")
	c.SetBech32PrefixForConsensusNode(ConsensusPrefix, ConsensusPrefix+"pub")
}
