package join

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	ctypes "github.com/cometbft/cometbft/rpc/core/types"
	"github.com/cometbft/cometbft/store"
)

// marker is the file that says that a join isn't complete.
const marker = "joining.json"

// discoveryTime is how long a node asks its peers for snapshots before it takes the best.
const discoveryTime = 5 * time.Second

// stores are what a node makes in its data directory. The sign state isn't among them: it belongs to the key.
var stores = []string{"application.db", "blockstore.db", "state.db", "evidence.db", "tx_index.db", "cs.wal", "snapshots", "receipts.db"}

// Home is the directory of the node that joins.
type Home struct{ Config *cmtcfg.Config }

func (h Home) marker() string { return filepath.Join(h.Config.RootDir, "config", marker) }

// Joining tells whether an earlier join isn't complete.
func (h Home) Joining() bool {
	_, err := os.Stat(h.marker())
	return err == nil
}

// Clear makes room for a snapshot: it refuses a home with data, and removes what an incomplete join left.
func (h Home) Clear() error {
	if err := h.checkUnused(); err != nil {
		return err
	}
	for _, name := range stores {
		path := filepath.Join(h.Config.DBDir(), name)
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			continue
		} else if err != nil {
			return err
		}
		if !h.Joining() {
			return fmt.Errorf("%w: %s is there; start the node, or choose another --home", ErrHomeInUse, path)
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("remove what an earlier join left: %w", err)
		}
	}
	return nil
}

// checkUnused refuses an incomplete join whose node has blocks by now, or runs.
func (h Home) checkUnused() error {
	if _, err := os.Stat(filepath.Join(h.Config.DBDir(), "blockstore.db")); err != nil {
		return nil // no blocks
	}
	db, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: h.Config})
	if err != nil {
		return fmt.Errorf("%w: open the blocks (is the node running?): %w", ErrHomeInUse, err)
	}
	defer db.Close()
	if height := store.LoadBlockStoreState(db).Height; height > 0 {
		return fmt.Errorf("%w: blocks up to %d; start the node, or choose another --home", ErrHomeInUse, height)
	}
	return nil
}

// Prepare writes genesis, its pin, and the configuration of a node that fetches a snapshot.
func (h Home) Prepare(plan Plan, servers []string, peers []string) error {
	c := h.Config
	for _, dir := range []string{filepath.Join(c.RootDir, "config"), c.DBDir()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("make the home directory: %w", err)
		}
	}
	note, err := json.Marshal(map[string]string{"chain_id": plan.ChainID, "trust": plan.Trust.String()})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(plan.Genesis)
	for _, f := range []struct {
		name string
		data []byte
	}{
		{h.marker(), note},
		{c.GenesisFile(), plan.Genesis},
		{filepath.Join(c.RootDir, "config", "genesis.sha256"), fmt.Appendf(nil, "%x  genesis.json\n", sum)},
	} {
		if err := os.WriteFile(f.name, f.data, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	c.StateSync.Enable, c.StateSync.RPCServers = true, servers
	c.StateSync.TrustHeight, c.StateSync.TrustHash = plan.Trust.Height, fmt.Sprintf("%X", plan.Trust.Hash)
	c.StateSync.TrustPeriod, c.StateSync.DiscoveryTime = TrustPeriod, discoveryTime
	c.P2P.PersistentPeers = strings.Join(merge(c.P2P.PersistentPeers, plan.Peers, peers), ",")
	h.write()
	return nil
}

// statesync finds the switch of state sync in config.toml.
var statesync = regexp.MustCompile(`(?ms)^(\[statesync\].*?^enable = )true`)

// Complete turns state sync off, so that the node never fetches a snapshot again. Nothing else in config.toml changes.
func (h Home) Complete() error {
	h.Config.StateSync.Enable = false
	file := h.configFile()
	raw, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, statesync.ReplaceAll(raw, []byte("${1}false")), 0o644)
	}
	if err != nil {
		return fmt.Errorf("turn state sync off: %w", err)
	}
	if err := os.Remove(h.marker()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// Watch completes a join whose node runs: it waits until the node is in step.
func (h Home) Watch(ctx context.Context, node interface {
	Status(context.Context) (*ctypes.ResultStatus, error)
},
) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if s, err := node.Status(ctx); err == nil && s.SyncInfo.LatestBlockHeight > 0 && !s.SyncInfo.CatchingUp {
				return h.Complete()
			}
		}
	}
}

func (h Home) configFile() string { return filepath.Join(h.Config.RootDir, "config", "config.toml") }

func (h Home) write() {
	cmtcfg.WriteConfigFile(h.configFile(), h.Config)
}

// merge lists peers once each.
func merge(configured string, more ...[]string) []string {
	var all []string
	for _, list := range append([][]string{strings.Split(configured, ",")}, more...) {
		for _, p := range list {
			if p = strings.TrimSpace(p); p != "" && !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}
