//go:build system

package faults_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/network"
)

const syncBar = 60 * time.Second

func stateFaults() []fault {
	return []fault{
		{name: "state sync", done: "a fresh node joins from the snapshots of the provinces", quick: true, bar: "in step ≤ 60 s", run: stateSync},
		{name: "corrupted chunk", done: "the same, while every province serves snapshots with a changed byte", bar: "refused; in step once one is whole", run: corruptedChunk},
		{name: "restore from snapshot", done: "a province loses all but its keys and sign state, and comes back by state sync", bar: "signs again ≤ 60 s", run: restoreFromSnapshot},
		{name: "export, import, export", done: "a stopped province's state is exported, imported and exported again", bar: "identical", run: exportImport},
	}
}

// bySnapshot makes a node fetch a snapshot at its next start, trusting a header of the day.
func (t *trial) bySnapshot(node *network.Node) {
	t.Helper()
	t.until("every province has a snapshot", func() error {
		for _, seat := range rest(t, node) {
			if len(chunks(t, seat)) == 0 {
				return fmt.Errorf("%s has none", seat.Name)
			}
		}
		return nil
	})
	servers := rest(t, node)[:2]
	height := t.height(servers[0]) - 2
	commit, err := servers[0].RPC().Commit(t.Context(), &height)
	require.NoError(t, err)
	for key, value := range map[string]string{
		"enable": "true", "rpc_servers": "http://" + servers[0].Server() + ",http://" + servers[1].Server(),
		"trust_height": fmt.Sprint(height), "trust_hash": commit.Commit.BlockID.Hash.String(), "discovery_time": "5s",
	} {
		node.Settings["statesync."+key] = value
	}
	t.Cleanup(func() {
		for key := range node.Settings {
			if strings.HasPrefix(key, "statesync.") {
				delete(node.Settings, key)
			}
		}
	})
}

// chunks are the files of a node's snapshots.
func chunks(t *trial, node *network.Node) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(node.Data(), "snapshots", "*", "*", "*"))
	require.NoError(t, err)
	return files
}

func stateSync(t *trial) string {
	fresh := t.net.Spare(joiner)
	require.NoError(t, fresh.Wipe())
	t.bySnapshot(fresh)
	took := t.start(fresh)
	t.within("state sync", took, syncBar)
	status, err := fresh.RPC().Status(t.Context())
	require.NoError(t, err)
	require.Greater(t, status.SyncInfo.EarliestBlockHeight, int64(1), "it replayed the chain instead")
	require.NoError(t, t.check.All(t.Context()), "with the fresh node")
	return fmt.Sprintf("in step after %.1f s, from height %d", took.Seconds(), status.SyncInfo.EarliestBlockHeight)
}

func corruptedChunk(t *trial) string {
	fresh := t.net.Spare(joiner)
	fresh.Kill()
	require.NoError(t, fresh.Wipe())
	t.bySnapshot(fresh)
	from := t.logged(fresh)
	whole := map[string][]byte{}
	corrupt := func() {
		for _, seat := range t.net.Seated() {
			for _, file := range chunks(t, seat) {
				if _, done := whole[file]; done {
					continue
				}
				raw, err := os.ReadFile(file)
				if os.IsNotExist(err) || len(raw) == 0 {
					continue // removed, or being written
				}
				require.NoError(t, err)
				whole[file] = raw
				changed := append([]byte(nil), raw...)
				changed[len(changed)/2] ^= 1
				require.NoError(t, os.WriteFile(file, changed, 0o644))
			}
		}
	}
	corrupt()
	require.NoError(t, fresh.Start())
	t.until("the chunk is refused", func() error {
		corrupt()
		if !t.said(fresh, from, "chunk checksum mismatch", "snapshot rejected", "Snapshot rejected") {
			return fmt.Errorf("%s says nothing of it", fresh.Name)
		}
		return nil
	})
	if h, err := fresh.Height(t.Context()); err == nil {
		require.Zero(t, h, "the fresh node took a changed state")
	}
	for file, raw := range whole {
		if _, err := os.Stat(file); err == nil {
			require.NoError(t, os.WriteFile(file, raw, 0o644))
		}
	}
	began := time.Now()
	v := t.judge(fresh, 2*syncBar)
	if v.ended { // it had nobody left to ask
		require.NoError(t, fresh.Wipe())
		t.bySnapshot(fresh)
		t.start(fresh)
	}
	require.True(t, v.ended || v.follows, v.String())
	return fmt.Sprintf("%d chunks changed, refused; then in step after %.1f s", len(whole), time.Since(began).Seconds())
}

func restoreFromSnapshot(t *trial) string {
	node := t.pick()
	node.Kill()
	require.NoError(t, node.Wipe())
	t.bySnapshot(node)
	began := time.Now()
	t.start(node)
	status, err := node.RPC().Status(t.Context())
	require.NoError(t, err)
	t.until(node.Name+" signs", func() error { return t.signs(node, status.ValidatorInfo.Address.String()) })
	took := time.Since(began)
	t.within("coming back", took, syncBar)
	return fmt.Sprintf("%s signs again after %.1f s", node.Name, took.Seconds())
}

// signs asks that a validator's signature is in the newest block.
func (t *trial) signs(node *network.Node, address string) error {
	commit, err := rest(t, node)[0].RPC().Commit(t.Context(), nil)
	if err != nil {
		return err
	}
	for _, s := range commit.Commit.Signatures {
		if s.ValidatorAddress.String() == address {
			return nil
		}
	}
	return fmt.Errorf("block %d has no signature of %s", commit.Height, node.Name)
}

func exportImport(t *trial) string {
	node := t.pick()
	require.NoError(t, node.Stop())
	file := filepath.Join(t.TempDir(), "export.json")
	out, err := exec.Command(t.net.Binary, "export", "--home", node.Home, "--output-document", file).CombinedOutput()
	require.NoError(t, err, string(out))
	t.start(node)

	exported, err := genutiltypes.AppGenesisFromFile(file)
	require.NoError(t, err)
	last := exported.InitialHeight - 1
	header, err := node.RPC().Commit(t.Context(), &last)
	require.NoError(t, err)
	a, err := app.New(app.Config{
		Logger: log.NewNopLogger(), DB: dbm.NewMemDB(), Options: noOptions{}, Base: []func(*baseapp.BaseApp){baseapp.SetChainID(t.net.ChainID)},
	})
	require.NoError(t, err)
	params := exported.Consensus.Params.ToProto()
	_, err = a.InitChain(&abci.RequestInitChain{
		ChainId: t.net.ChainID, InitialHeight: exported.InitialHeight, Time: header.Time, ConsensusParams: &params, AppStateBytes: exported.AppState,
	})
	require.NoError(t, err)
	again, err := a.ExportState(a.NewContextLegacy(false, cmtproto.Header{Height: last}), nil)
	require.NoError(t, err)
	require.Equal(t, canonical(t, exported.AppState), canonical(t, again))
	_, err = a.FinalizeBlock(&abci.RequestFinalizeBlock{Height: exported.InitialHeight, Time: header.Time})
	require.NoError(t, err)
	_, err = a.Commit()
	require.NoError(t, err)
	return fmt.Sprintf("identical, %d KiB at height %d", len(exported.AppState)>>10, last)
}

// canonical writes JSON with sorted keys.
func canonical(t *trial, raw []byte) string {
	t.Helper()
	var v any
	require.NoError(t, json.Unmarshal(raw, &v))
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// noOptions answers every setting with its zero value.
type noOptions struct{}

// Get implements servertypes.AppOptions.
func (noOptions) Get(string) any { return nil }
