//go:build system

package faults_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
	"github.com/reliefchain/relief/testutil/network/faults"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// blocksBar is how many blocks after the one a node is at have room for an emergency that it holds: the next may be on its way already.
const blocksBar = 2

// codesPerLoad makes a load that takes a thirtieth of what a block has for imports.
const codesPerLoad = 200

var errNotYet = errors.New("not in a block yet")

func bulkFaults() []fault {
	return []fault{{
		name: "bulk load", done: "two officers of every province load areas as fast as nodes take them, while emergencies are reported",
		bar: "10 × capacity; emergencies within 2 blocks, p95 ≤ 3 ×", run: bulkLoad,
	}}
}

// urgent is what became of reports of emergencies.
type urgent struct {
	took   []time.Duration
	blocks []int64
}

// p95 of the times.
func (u urgent) p95() time.Duration {
	slices.Sort(u.took)
	return u.took[len(u.took)*95/100]
}

// bulkLoad compares how fast emergencies get into a block without and with ten times more imports than blocks have room for.
func bulkLoad(t *trial) string {
	const span, most = 20 * time.Second, 2_000
	calm := t.urgent(span)

	keys := []string{"programme", "operator"}
	stacks := map[string][][]byte{}
	for _, node := range t.net.Seated() {
		for _, key := range keys {
			name := node.Name + "-" + key
			stacks[name] = t.loads(name, most)
		}
	}
	var offered atomic.Int64
	first, began := t.top(), time.Now()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var wait sync.WaitGroup
	for _, node := range t.net.Seated() {
		for _, key := range keys {
			client := t.outside().HTTP(10 * time.Second)
			wait.Go(func() {
				for _, raw := range stacks[node.Name+"-"+key] {
					for ctx.Err() == nil {
						offered.Add(1)
						if t.broadcast(client, node, raw) {
							break
						}
					}
				}
			})
		}
	}
	stormy := t.urgent(span)
	stop()
	wait.Wait()
	took, committed := time.Since(began), t.committed(first, t.top())
	rate := func(n int64) float64 { return float64(n) / took.Seconds() }
	t.note("%.0f/s offered, %.0f/s in blocks", rate(offered.Load()), rate(committed))
	t.note("emergencies p95 %.1f s, before %.1f s; at most %d blocks, before %d", stormy.p95().Seconds(), calm.p95().Seconds(),
		slices.Max(stormy.blocks), slices.Max(calm.blocks))
	if offered.Load() < floodFactor*committed {
		t.Errorf("only %.1f times what fits into blocks was offered", float64(offered.Load())/float64(committed))
	}
	if late := slices.Max(stormy.blocks); late > blocksBar {
		t.Errorf("an emergency waited %d blocks", late)
	}
	if stormy.p95() > latencyBar*calm.p95() {
		t.Errorf("p95 of emergencies grew %.1f times", stormy.p95().Seconds()/calm.p95().Seconds())
	}
	return ""
}

// urgent reports emergencies one after the other, each at another province. Nobody knows the roll they name, so they fail in their block.
func (t *trial) urgent(span time.Duration) urgent {
	t.Helper()
	const key = "national-programme"
	number, sequence, err := t.load.Account(t.Context(), key)
	require.NoError(t, err)
	signer, err := t.load.Address(key)
	require.NoError(t, err)
	client := t.outside().HTTP(10 * time.Second)
	var all urgent
	for end := time.Now().Add(span); time.Now().Before(end); sequence++ {
		raw, err := t.load.Sign(t.Context(), t.net.ChainID, key, number, sequence, &granttypes.MsgReportEmergency{
			Signer: signer, Roll: 1, Payee: t.bytes(granttypes.RefSize), Persons: 1, FileHash: t.bytes(granttypes.HashSize),
		})
		require.NoError(t, err)
		t.load.Announce(raw, faults.Sent{Stream: key, ID: int64(sequence)})
		node := t.pick()
		began := time.Now()
		t.until("a province takes an emergency", func() error {
			if !t.broadcast(client, node, raw) {
				return errNotYet
			}
			return nil
		})
		at := t.height(node)
		found := t.find(node, at, raw)
		all.took, all.blocks = append(all.took, time.Since(began)), append(all.blocks, found-at)
	}
	return all
}

// find waits for a block that has a transaction, and returns its height.
func (t *trial) find(node *network.Node, height int64, raw []byte) int64 {
	t.Helper()
	t.until("it is in a block", func() error {
		for top := t.height(node); height <= top; height++ {
			block, err := node.RPC().Block(t.Context(), &height)
			if err != nil {
				return err
			}
			for _, tx := range block.Block.Txs {
				if bytes.Equal(tx, raw) {
					return nil
				}
			}
		}
		return errNotYet
	})
	return height
}

// loads signs loads in advance.
func (t *trial) loads(key string, count int) [][]byte {
	t.Helper()
	codes := make([]string, codesPerLoad)
	for i := range codes {
		codes[i] = fmt.Sprintf("110101%03d", i+1)
	}
	return t.stackOf(key, count, func(signer string) sdk.Msg {
		return &authoritytypes.MsgRegisterAreas{Signer: signer, Codes: codes}
	})
}
