package app

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	authoritykeeper "github.com/reliefchain/relief/x/authority/keeper"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// ErrWrongProgram says that the state needs another version of the program: this one is too old for it, or too new.
var ErrWrongProgram = errors.New("this version of reliefd can't go on with this state")

// ErrUpgradeFailed says that the upgrade which is due couldn't be made. Nothing of it was written.
var ErrUpgradeFailed = errors.New("the upgrade failed and nothing of it was written")

// Upgrade is what one version of the program changes in the state of the version before.
type Upgrade struct {
	// Name of the plan that the provinces vote on.
	Name string
	// Added and Deleted are the names of stores. A name is never used again.
	Added, Deleted []string
	// Migrate changes the state beyond the migrations of the modules; it may be nil.
	Migrate func(context.Context, *App) error
}

// Upgrades lists every upgrade of the program, oldest first. Rows stay: a node that starts needs the row of the last upgrade.
var Upgrades = []Upgrade{
	{Name: "v0-2", Migrate: admit(
		&authoritytypes.MsgRegisterLocalArea{}, &authoritytypes.MsgRetireAreas{}, &authoritytypes.MsgAnnounceYear{},
		&authoritytypes.MsgMoveOrganisation{}, &authoritytypes.MsgCloseOrganisation{},
		&authoritytypes.MsgSuspendOfficer{}, &authoritytypes.MsgResumeOfficer{},
	)},
}

// admit gives new messages the rules and prices that they have on a new network, as if the provinces had voted so with the upgrade.
func admit(msgs ...sdk.Msg) func(context.Context, *App) error {
	return func(ctx context.Context, a *App) error {
		rules, list := authoritytypes.MsgSetRules{Signer: Governance()}, feetypes.MsgSetPrices{Signer: Governance()}
		for _, msg := range msgs {
			name := sdk.MsgTypeURL(msg)
			rules.Set = append(rules.Set, slices.DeleteFunc(policy(), func(r authoritytypes.Rule) bool { return r.Action != name })...)
			list.Prices = append(list.Prices, slices.DeleteFunc(prices(), func(p feetypes.Price) bool { return p.Message != name })...)
		}
		if _, err := authoritykeeper.NewMsgServer(a.Authority).SetRules(ctx, &rules); err != nil {
			return err
		}
		_, err := feekeeper.NewMsgServer(a.Fee).SetPrices(ctx, &list)
		return err
	}
}

// upgrades are those that the program knows.
func (c Config) upgrades() []Upgrade {
	if c.Upgrades == nil {
		return Upgrades
	}
	return c.Upgrades
}

// startUpgraded marks every upgrade as made: a chain that starts with this program needs none of them.
func (a *App) startUpgraded(ctx sdk.Context) {
	store := ctx.KVStore(a.keys[upgradetypes.StoreKey])
	for _, u := range a.upgrades {
		key := binary.BigEndian.AppendUint64([]byte{upgradetypes.DoneByte}, uint64(max(1, ctx.BlockHeight())))
		store.Set(append(key, u.Name...), []byte{1})
	}
}

// setUpgrades tells x/upgrade what to do when a plan is due. A plan without a row stops the node at its height.
func (a *App) setUpgrades(upgrades []Upgrade) {
	for _, u := range upgrades {
		a.Upgrade.SetUpgradeHandler(u.Name, func(ctx context.Context, _ upgradetypes.Plan, from module.VersionMap) (module.VersionMap, error) {
			return a.migrate(ctx, u, from)
		})
	}
}

// migrate runs the migrations of the modules, then that of the upgrade. A panic in one of them is an answer like an error.
func (a *App) migrate(ctx context.Context, u Upgrade, from module.VersionMap) (to module.VersionMap, err error) {
	defer func() {
		if r := recover(); r != nil {
			to, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	if to, err = a.modules.RunMigrations(ctx, a.configurator, from); err != nil || u.Migrate == nil {
		return to, err
	}
	return to, u.Migrate(ctx, a)
}
