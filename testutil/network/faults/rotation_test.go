//go:build system

package faults_test

import (
	"fmt"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
)

// keyRotation gives one province a new key while officers send, then another one, which is killed as soon as its change is in a block.
func keyRotation(t *trial) string {
	node := t.pick()
	others := rest(t, node)
	began := time.Now()
	height, address := t.rotate(node)
	missed, err := network.Missed(t.wait(patience), others[0].RPC(), address, height)
	require.NoError(t, err)
	if missed > network.MostMissed {
		t.Errorf("%s missed %d blocks", node.Name, missed)
	}
	t.note("%s missed %d blocks", node.Name, missed)

	t.hold(network.TrustingPeriod - time.Since(began)) // one of five seats may change in that time
	killed := others[t.random.IntN(len(others))]
	height, address = t.rotate(killed)
	killed.Kill()
	back := t.start(killed)
	t.within(killed.Name+" coming back", back, recoverBar)
	missed, err = network.Missed(t.wait(patience), node.RPC(), address, height)
	require.NoError(t, err)

	require.NoError(t, node.Stop())
	t.start(node) // with both of its keys
	require.NoError(t, t.load.More(t.wait(patience), t.net.Seats))
	return fmt.Sprintf("%s killed after the change: back %.1f s, signs with the new key, missed %d", killed.Name, back.Seconds(), missed)
}

// rotate makes a key on a province's machine and lets its operator change to it. It returns the height of the change and the address.
func (t *trial) rotate(node *network.Node) (int64, cmttypes.Address) {
	t.Helper()
	key, _, operator := t.operator(node)
	out, err := node.Command(t.wait(patience), "validator", "new-key", "--operator", operator)
	require.NoError(t, err)
	proof, err := network.ParseProof(out)
	require.NoError(t, err)
	r, err := t.send(t.wait(patience), node, key, proof.Rotation())
	require.NoError(t, err)
	require.Zero(t, r.code, "rotation of %s: %s: %s", node.Name, r, r.log)
	return r.height, proof.Address()
}
