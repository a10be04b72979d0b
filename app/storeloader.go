//relief:node-local reads the note that a node left beside its data when it stopped for an upgrade; no state depends on it

package app

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/client/flags"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// home is the directory of the node's data; empty for an app in memory.
func home(options servertypes.AppOptions) string {
	dir, _ := options.Get(flags.FlagHome).(string)
	return dir
}

// setStoreLoader adds and deletes stores when the node starts at the height of an upgrade.
func (a *App) setStoreLoader(c Config) error {
	if home(c.Options) == "" {
		return nil
	}
	plan, err := a.Upgrade.ReadUpgradeInfoFromDisk()
	if err != nil {
		return fmt.Errorf("read %s in the data directory: %w", upgradetypes.UpgradeInfoFilename, err)
	}
	upgrades := c.Upgrades
	if upgrades == nil {
		upgrades = Upgrades
	}
	if u, known := upgrades[plan.Name]; known {
		stores := u.stores()
		a.SetStoreLoader(upgradetypes.UpgradeStoreLoader(plan.Height, &stores))
	}
	return nil
}
