package app

import (
	"context"
	"maps"
	"slices"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// Upgrade is what one version of the program changes in the state of the version before.
type Upgrade struct {
	// Added and Deleted are the names of stores.
	Added, Deleted []string
	// Migrate changes the state beyond the migrations of the modules; it may be nil.
	Migrate func(context.Context, *App) error
}

// Upgrades lists every upgrade of the program by plan name. Rows stay: a node that starts needs the row of the last upgrade.
var Upgrades = map[string]Upgrade{}

// stores is the change of stores in the form of the SDK.
func (u Upgrade) stores() storetypes.StoreUpgrades {
	return storetypes.StoreUpgrades{Added: u.Added, Deleted: u.Deleted}
}

// setUpgrades tells x/upgrade what to do when a plan is due. A plan without a row stops the node at its height.
func (a *App) setUpgrades(upgrades map[string]Upgrade) {
	if upgrades == nil {
		upgrades = Upgrades
	}
	for _, name := range slices.Sorted(maps.Keys(upgrades)) {
		u := upgrades[name]
		a.Upgrade.SetUpgradeHandler(name, func(ctx context.Context, _ upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
			versions, err := a.modules.RunMigrations(ctx, a.configurator, from)
			if err != nil || u.Migrate == nil {
				return versions, err
			}
			return versions, u.Migrate(ctx, a)
		})
	}
}
