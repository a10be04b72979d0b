// Package app is laid over the real one when the tests build the version after this one: it knows an upgrade more, which adds a store.
package app

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const nextStore = "next"

func init() {
	storeNames = append(storeNames, nextStore)
	Upgrades = append(Upgrades, Upgrade{Name: "next", Added: []string{nextStore}, Migrate: func(ctx context.Context, a *App) error {
		c := sdk.UnwrapSDKContext(ctx)
		c.KVStore(a.Key(nextStore)).Set([]byte("height"), sdk.Uint64ToBigEndian(uint64(c.BlockHeight())))
		return nil
	}})
}
