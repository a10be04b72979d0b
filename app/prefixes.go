//relief:node-local the SDK's configuration of one process

package app

import (
	"os"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

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
