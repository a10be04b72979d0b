package rehearse

import (
	"fmt"

	"cosmossdk.io/log/v2"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"

	"github.com/reliefchain/relief/app"
)

// Plan makes an upgrade due at the next height of a copied state, and returns that height. Unless it is planned there already, the plan
// is written as a version of its own, by the names of the stores alone: the program that makes the upgrade may not know all of them.
func Plan(db dbm.DB, name string) (int64, error) {
	s, err := app.ReadStored(db)
	if err != nil {
		return 0, err
	}
	if s.Plan.Name == name && s.Plan.Height == s.Version+1 {
		return s.Plan.Height, nil
	}
	plan := upgradetypes.Plan{Name: name, Height: s.Version + 2}
	raw, err := plan.Marshal()
	if err != nil {
		return 0, err
	}
	ms := rootmulti.NewStore(db, log.NewNopLogger())
	ms.SetIAVLSyncPruning(true)
	ms.SetIAVLDisableFastNode(true)
	keys := storetypes.NewKVStoreKeys(s.Stores...)
	for _, key := range keys {
		ms.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	if err := ms.LoadLatestVersion(); err != nil {
		return 0, fmt.Errorf("load version %d of the copy: %w", s.Version, err)
	}
	ms.GetKVStore(keys[upgradetypes.StoreKey]).Set(upgradetypes.PlanKey(), raw)
	ms.SetCommitHeader(cmtproto.Header{Height: s.Version + 1, Time: s.Time})
	ms.Commit()
	return plan.Height, nil
}
