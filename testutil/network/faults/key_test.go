//go:build system

package faults_test

import (
	"fmt"
	"os"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
)

// evidenceBar is how many blocks a key that signs on two hosts may last.
const evidenceBar = 15

// refusePatience is how long a node that must not start may take to say so.
const refusePatience = 15 * time.Second

func keyFaults() []fault {
	const bar = "refuses to start, with the way out"
	zero := []byte(`{"height":"0","round":0,"step":0}`)
	return []fault{
		{name: "old sign state", done: "a province's sign state of five blocks ago is restored", bar: bar, run: func(t *trial) string {
			return t.signState(func(_ *network.Node, old []byte) []byte { return old })
		}},
		{name: "zeroed sign state", done: "a province's sign state is set back to height 0", bar: bar, run: func(t *trial) string {
			return t.signState(func(*network.Node, []byte) []byte { return zero })
		}},
		{name: "lost sign state", done: "a province's sign state is deleted", bar: bar, run: func(t *trial) string {
			return t.signState(func(*network.Node, []byte) []byte { return nil })
		}},
		{
			name: "key rotation", done: "a province changes its key under load; another one is killed right after its change",
			bar: fmt.Sprintf("at most %d blocks missed; 0 lost; back ≤ 15 s", network.MostMissed), needs: []need{five}, run: keyRotation,
		},
		{
			name: "membership", done: "with four of five seats active: remove one or all, a second seat for a province, a key twice, by message and by vote",
			bar: "all refused; the set stays", needs: []need{five}, run: membership,
		},
		{
			name: "one key on two hosts", done: "a copy of a province's machine starts while the province runs",
			bar: "evidence ≤ 15 blocks; the seat loses its power", needs: []need{five}, run: twoHosts,
		},
	}
}

// signState kills a node, changes its sign state and asks that it refuses to start. It never signs twice here: the others have gone on
// by more than a block when it starts.
func (t *trial) signState(change func(node *network.Node, old []byte) []byte) string {
	t.Helper()
	node := t.pick()
	old, err := os.ReadFile(node.SignState())
	require.NoError(t, err)
	require.NoError(t, node.Reach(t.wait(patience), t.height(node)+5))
	node.Kill()
	newest, err := os.ReadFile(node.SignState())
	require.NoError(t, err)
	next := rest(t, node)[0]
	require.NoError(t, next.Reach(t.wait(patience), t.height(next)+3))

	if changed := change(node, old); changed == nil {
		require.NoError(t, os.Remove(node.SignState()))
	} else {
		require.NoError(t, os.WriteFile(node.SignState(), changed, 0o600))
	}
	from := t.logged(node)
	require.NoError(t, node.Start())
	v := t.judge(node, refusePatience)
	said := fmt.Sprintf("%s: %s", node.Name, v)
	if !v.ended || v.code == 0 {
		t.Errorf("it starts")
	} else if !t.said(node, from, "priv_validator_state.json", "sign state") {
		t.Errorf("it refuses without the way out: %s", lastLine(t, node))
	}
	if v.ended { // else what it has signed since then counts
		require.NoError(t, os.WriteFile(node.SignState(), newest, 0o600))
		t.start(node)
	}
	return said
}

func twoHosts(t *trial) string {
	node, copied := t.pick(), t.net.Spare(twin)
	id, err := os.ReadFile(copied.Home + "/config/node_key.json")
	require.NoError(t, err)
	require.NoError(t, os.RemoveAll(copied.Data()))
	require.NoError(t, node.Freeze())
	require.NoError(t, network.CopyTree(node.Home, copied.Home))
	require.NoError(t, node.Thaw())
	require.NoError(t, os.WriteFile(copied.Home+"/config/node_key.json", id, 0o600)) // else its peers refuse it
	keys, err := node.Command(t.wait(patience), "validator", "keys")                 // the province may have changed its key in an earlier fault
	require.NoError(t, err)

	t.check.Expected = true
	require.NoError(t, copied.Start())
	require.NoError(t, copied.Reach(t.wait(patience), t.top()+1))
	from := t.top()
	watcher := rest(t, node)[0]
	found, twice := int64(0), ""
	for h := from; found == 0 && h <= from+4*evidenceBar; h++ {
		require.NoError(t, watcher.Reach(t.wait(patience), h))
		block, err := watcher.RPC().Block(t.Context(), &h)
		require.NoError(t, err)
		for _, e := range block.Block.Evidence.Evidence {
			double, is := e.(*cmttypes.DuplicateVoteEvidence)
			require.True(t, is, "%s", e)
			found, twice = h, double.VoteA.ValidatorAddress.String()
			require.Contains(t, string(keys), twice, "evidence against another")
		}
	}
	require.NotZero(t, found, "no evidence in %d blocks", 4*evidenceBar)
	if found-from > evidenceBar {
		t.Errorf("evidence after %d blocks", found-from)
	}
	copied.Kill()
	after := found + 3 // the change takes effect two blocks later
	require.NoError(t, watcher.Reach(t.wait(patience), after))
	validators, err := watcher.RPC().Validators(t.Context(), &after, nil, nil)
	require.NoError(t, err)
	for _, v := range validators.Validators {
		require.NotEqual(t, twice, v.Address.String(), "the seat still has its power")
	}
	return fmt.Sprintf("%s: evidence after %d blocks, %d of %d seats left", node.Name, found-from, len(validators.Validators), t.net.Seats)
}
