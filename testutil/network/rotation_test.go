//go:build system

package network_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/cometbft/cometbft/crypto/ed25519"
	cmttypes "github.com/cometbft/cometbft/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// mostMissed is how many blocks a seat may miss around the swap of its key.
const mostMissed = 2

// TestKeyRotation gives a province a new consensus key while all nodes run, and another one whose node is killed as soon as the change is
// in a block. Both sign with the new key from the second height after it on, and neither ever with two.
func TestKeyRotation(t *testing.T) {
	n := start(t, settings, "--provinces", "6")

	height, address := n.rotate(t, "hebei")
	n.requireSwapped(t, "hebei", address, height, mostMissed)

	height, address = n.rotate(t, "tianjin")
	n.kill(t, "tianjin")
	n.restart(t, "tianjin")
	n.requireSwapped(t, "tianjin", address, height, -1)
}

// rotate makes a key for a province and lets its operator change to it. It returns the height of the change and the new address.
func (n *network) rotate(t *testing.T, name string) (int64, []byte) {
	t.Helper()
	p := n.province(t, name)
	c := n.dial(t, p)
	account, err := c.Address(name + "-operator")
	require.NoError(t, err)
	bz, err := sdk.AccAddressFromBech32(account)
	require.NoError(t, err)
	operator := sdk.ValAddress(bz).String()

	var proof struct {
		Key       struct{ Key []byte } `json:"consensus_key"`
		Height    int64                `json:"height"`
		Signature []byte               `json:"signature"`
	}
	out := mustRun(t, "validator", "new-key", "--home", p.Home, "--operator", operator, "--node", "tcp://"+p.RPC)
	require.NoError(t, json.Unmarshal([]byte(out), &proof), out)
	res, err := c.Send(t.Context(), name+"-operator", &validatortypes.MsgRotateKey{
		Operator: operator, NewKey: proof.Key.Key, Height: proof.Height, Signature: proof.Signature,
	})
	require.NoError(t, err)
	return res.Height, ed25519.PubKey(proof.Key.Key).Address()
}

// requireSwapped wants the new key to sign on all provinces' chain, and a seat that missed at most so many blocks since the change;
// a negative number leaves that open.
func (n *network) requireSwapped(t *testing.T, name string, address []byte, changed int64, missed int) {
	t.Helper()
	const settled = 10 // blocks that the new key signs before it is believed
	p := n.province(t, name)
	other := n.info.Provinces[0]
	from := changed + validatortypes.UpdateDelay
	signed := 0
	height := from
	for ; signed < settled; height++ {
		n.reach(t, other, height+1)
		if signs(t, other, height, address) {
			signed++
		}
		require.Less(t, height, from+10*settled, "%s doesn't sign with its new key", name)
	}
	if missed >= 0 {
		require.LessOrEqual(t, int(height-from)-signed, missed, "blocks that %s missed", name)
	}
	out := mustRun(t, "validator", "keys", "--home", p.Home, "--node", "tcp://"+p.RPC)
	require.Contains(t, out, fmt.Sprintf("%X", address))
}

// signs tells whether the block of a height carries the signature of a key.
func signs(t *testing.T, p devnet.Province, height int64, address []byte) bool {
	t.Helper()
	c, err := rpc(t, p).Commit(t.Context(), &height)
	require.NoError(t, err)
	for _, s := range c.Commit.Signatures {
		if bytes.Equal(s.ValidatorAddress, address) {
			return s.BlockIDFlag == cmttypes.BlockIDFlagCommit
		}
	}
	return false
}
