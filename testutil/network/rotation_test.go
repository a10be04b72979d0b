//go:build system

package network_test

import (
	"context"
	"testing"

	cmttypes "github.com/cometbft/cometbft/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	rig "github.com/reliefchain/relief/testutil/network"
)

// TestKeyRotation gives a province a new consensus key while all nodes run, and another one whose node is killed as soon as the change is
// in a block. Both sign with the new key from the second height after it on, and neither ever with two.
func TestKeyRotation(t *testing.T) {
	n := start(t, settings, "--provinces", "6")

	height, address := n.rotate(t, "hebei")
	n.requireSwapped(t, "hebei", address, height, rig.MostMissed)

	height, address = n.rotate(t, "tianjin")
	n.kill(t, "tianjin")
	n.restart(t, "tianjin")
	n.requireSwapped(t, "tianjin", address, height, -1)
}

// rotate makes a key for a province and lets its operator change to it. It returns the height of the change and the new address.
func (n *network) rotate(t *testing.T, name string) (int64, cmttypes.Address) {
	t.Helper()
	p := n.province(t, name)
	out := mustRun(t, "validator", "new-key", "--home", p.Home, "--operator", n.operator(t, name), "--node", "tcp://"+p.RPC)
	proof, err := rig.ParseProof([]byte(out))
	require.NoError(t, err)
	res, err := n.dial(t, p).Send(t.Context(), name+"-operator", proof.Rotation())
	require.NoError(t, err)
	return res.Height, proof.Address()
}

// operator is the operator address of a province's seat.
func (n *network) operator(t *testing.T, name string) string {
	t.Helper()
	account, err := n.dial(t, n.province(t, name)).Address(name + "-operator")
	require.NoError(t, err)
	raw, err := sdk.AccAddressFromBech32(account)
	require.NoError(t, err)
	return sdk.ValAddress(raw).String()
}

// requireSwapped wants the new key to sign on all provinces' chain, and a seat that missed at most so many blocks since the change;
// a negative number leaves that open.
func (n *network) requireSwapped(t *testing.T, name string, address cmttypes.Address, changed int64, most int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	missed, err := rig.Missed(ctx, rpc(t, n.info.Provinces[0]), address, changed)
	require.NoError(t, err, name)
	if most >= 0 {
		require.LessOrEqual(t, missed, most, "blocks that %s missed", name)
	}
	p := n.province(t, name)
	require.Contains(t, mustRun(t, "validator", "keys", "--home", p.Home, "--node", "tcp://"+p.RPC), address.String())
}
