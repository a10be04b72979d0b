package app

import (
	"maps"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// publicAccounts lists every account without a key, by what its module derives it from. A module that derives another one adds it here: no
// hold and no limit of a wallet is to touch it.
func publicAccounts() stablecointypes.PublicAccounts {
	var modules []sdk.AccAddress
	for _, name := range slices.Sorted(maps.Keys(moduleAccounts)) {
		modules = append(modules, authtypes.NewModuleAddress(name))
	}
	return stablecointypes.PublicAccounts{
		Modules: modules,
		OfOrganisation: append(
			feetypes.BudgetAddresses(),   // coins that pay its fees
			granttypes.TreasuryAddress,   // coins of its budget
			authoritytypes.OfficeAccount, // signs for its office; holds no coins by itself
		),
		OfProgramme: []func(uint32) sdk.AccAddress{
			granttypes.PoolAddress, // coins of balances, held payments and floats
		},
		Treasury: granttypes.TreasuryAddress,
	}
}
