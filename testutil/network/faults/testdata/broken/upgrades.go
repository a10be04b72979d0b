// Package app is laid over the real one when the tests build a version after this one that is broken: its upgrade adds a store, writes
// to it and fails.
package app

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const nextStore = "next"

func init() {
	storeNames = append(storeNames, nextStore)
	Upgrades = append(Upgrades, Upgrade{Name: "broken", Added: []string{nextStore}, Migrate: func(ctx context.Context, a *App) error {
		sdk.UnwrapSDKContext(ctx).KVStore(a.Key(nextStore)).Set([]byte("half"), []byte("done"))
		return errors.New("a migration that fails")
	}})
}
