// Package app is laid over the real one when the tests build the version after this one: it knows two upgrades more, which add a
// store. One of them can't be made.
package app

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const nextStore = "next"

func init() {
	storeNames = append(storeNames, nextStore)
	Upgrades = append(Upgrades,
		Upgrade{Name: "broken", Added: []string{nextStore}, Migrate: func(ctx context.Context, a *App) error {
			return errors.Join(markNext(ctx, a), errors.New("a migration that fails"))
		}},
		Upgrade{Name: "next", Added: []string{nextStore}, Migrate: markNext},
	)
}

func markNext(ctx context.Context, a *App) error {
	c := sdk.UnwrapSDKContext(ctx)
	c.KVStore(a.Key(nextStore)).Set([]byte("height"), sdk.Uint64ToBigEndian(uint64(c.BlockHeight())))
	return nil
}
