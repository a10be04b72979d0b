package app

import (
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// ExecutorKeys are the stores that the parallel executor was told of.
func (a *App) ExecutorKeys() []storetypes.StoreKey { return a.executorKeys }

// Prices is the first price list.
func Prices() []feetypes.Price { return prices() }

// Policy is the policy table.
func Policy() []authoritytypes.Rule { return policy() }

// ModuleAccounts names the module accounts.
func ModuleAccounts() map[string][]string { return moduleAccounts }

// MaxMessages bounds the messages of one transaction.
const MaxMessages = maxMessages

// Choosing is the executor that takes the parallel one where it pays.
func Choosing(parallel, serial sdk.TxRunner) sdk.TxRunner {
	return choosing{parallel: parallel, serial: serial}
}
