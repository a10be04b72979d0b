//go:build system

package network_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/cometbft/cometbft/privval"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/cmd/reliefd/node"
	rig "github.com/reliefchain/relief/testutil/network"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// TestRemoteSigner moves the key of one of four provinces to CometBFT's reference signer, a process of its own: the province signs, comes
// back when that process was killed, proves another signer's key and changes to it.
func TestRemoteSigner(t *testing.T) {
	server := referenceSigner(t)
	n := start(t, settings)
	p, other := n.province(t, "fujian"), n.info.Provinces[0]
	away := t.TempDir()
	address := "tcp://" + freePort(t)

	n.kill(t, p.Name)
	setSigner(t, p, address)
	out, code := run(t, "start", "--home", p.Home)
	require.Equal(t, node.ExitStartRefused, code, out)
	require.Contains(t, out, "both a key file and a remote signer are set")

	old := vault{key: filepath.Join(away, "key.json"), state: filepath.Join(away, "state.json")}
	require.NoError(t, os.Rename(filepath.Join(p.Home, "config", "priv_validator_key.json"), old.key))
	require.NoError(t, os.Rename(filepath.Join(p.Home, "data", "priv_validator_state.json"), old.state))
	said := n.logged(t, p)
	require.NoError(t, devnet.Restart(t.Context(), n.info.Dir, p.Name))
	n.awaitLog(t, p, said, "Listening for new connection") // the server tries for a second only
	process := old.sign(t, server, address, n.info.ChainID)
	n.requireSigns(t, other, old.address(t))

	process.kill(t)
	height, err := devnet.Height(t.Context(), other)
	require.NoError(t, err)
	n.reach(t, other, height+3)
	process = old.sign(t, server, address, n.info.ChainID)
	n.requireSigns(t, other, old.address(t))

	next := vault{key: filepath.Join(away, "next.json"), state: filepath.Join(away, "next_state.json")}
	privval.GenFilePV(next.key, next.state).Save()
	res, err := n.dial(t, p).Send(t.Context(), p.Name+"-operator", n.proveRemotely(t, p, next, server).Rotation())
	require.NoError(t, err)
	process.kill(t)
	next.sign(t, server, address, n.info.ChainID)
	n.requireSigns(t, other, next.address(t))
	require.Less(t, old.signed(t), res.Height+validatortypes.UpdateDelay, "the old key signs no more")
	require.NoFileExists(t, filepath.Join(p.Home, "config", "priv_validator_key.json"))
}

// referenceSigner builds the signer that CometBFT has as a reference.
func referenceSigner(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "priv_val_server")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", file, "github.com/cometbft/cometbft/cmd/priv_val_server").CombinedOutput()
	require.NoError(t, err, string(out))
	return file
}

// vault is where a signer has its key and its sign state.
type vault struct{ key, state string }

func (v vault) address(t *testing.T) cmttypes.Address {
	t.Helper()
	return privval.LoadFilePV(v.key, v.state).GetAddress()
}

// signed is the height of what was signed last.
func (v vault) signed(t *testing.T) int64 {
	t.Helper()
	return privval.LoadFilePV(v.key, v.state).LastSignState.Height
}

// signing is a signer that runs.
type signing struct {
	cmd *exec.Cmd
	out *output
}

// sign starts a signer with a key for a chain.
func (v vault) sign(t *testing.T, server, address, chainID string) signing {
	t.Helper()
	s := signing{
		cmd: exec.CommandContext(t.Context(), server, "-addr", address, "-chain-id", chainID, "-priv-key", v.key, "-priv-state", v.state), out: &output{},
	}
	s.cmd.Stdout, s.cmd.Stderr = s.out, s.out
	require.NoError(t, s.cmd.Start())
	t.Cleanup(func() {
		s.kill(t)
		if t.Failed() {
			t.Logf("signer for %s:\n%s", chainID, s.out)
		}
	})
	return s
}

func (s signing) kill(t *testing.T) {
	t.Helper()
	if s.cmd.ProcessState != nil {
		return
	}
	require.NoError(t, s.cmd.Process.Signal(syscall.SIGKILL))
	_ = s.cmd.Wait() // it was killed
}

// proveRemotely has a signer prove its key to "reliefd validator prove", with a sign state that is used for nothing else.
func (n *network) proveRemotely(t *testing.T, p devnet.Province, v vault, server string) rig.Proof {
	t.Helper()
	operator, address := n.operator(t, p.Name), "tcp://"+freePort(t)
	cmd := exec.CommandContext(t.Context(), reliefd(t), "validator", "prove", v.address(t).String(), "--home", p.Home,
		"--operator", operator, "--node", "tcp://"+p.RPC, "--listen", address)
	var out, hint output
	cmd.Stdout, cmd.Stderr = &out, &hint
	require.NoError(t, cmd.Start())
	eventually(t, "the command waits for a signer", func() error {
		if !strings.Contains(hint.String(), address) {
			return errors.New(hint.String())
		}
		return nil
	})
	apart := vault{key: v.key, state: filepath.Join(t.TempDir(), "proof_state.json")}
	require.NoError(t, os.WriteFile(apart.state, []byte("{}"), 0o600))
	chainID := validatortypes.PossessionChainID(n.info.ChainID, operator)
	require.Contains(t, hint.String(), "-chain-id "+chainID)
	apart.sign(t, server, address, chainID)
	require.NoError(t, cmd.Wait(), hint.String())
	proof, err := rig.ParseProof([]byte(out.String()))
	require.NoError(t, err)
	return proof
}

// setSigner makes a province wait for a remote signer.
func setSigner(t *testing.T, p devnet.Province, address string) {
	t.Helper()
	file := filepath.Join(p.Home, "config", "config.toml")
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	const unset = `priv_validator_laddr = ""`
	require.Contains(t, string(raw), unset)
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(raw), unset, fmt.Sprintf("priv_validator_laddr = %q", address), 1)), 0o600))
}

// requireSigns waits until a province's blocks hold signatures of a key.
func (n *network) requireSigns(t *testing.T, p devnet.Province, address cmttypes.Address) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	const blocks = 3
	height, err := devnet.Height(ctx, p)
	require.NoError(t, err)
	for signed := 0; signed < blocks; height++ {
		ok, err := rig.Signs(ctx, rpc(t, p), height, address)
		require.NoError(t, err, "signatures of %s", address)
		if ok {
			signed++
		}
	}
}

// logged is how much a province has said so far.
func (n *network) logged(t *testing.T, p devnet.Province) int {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(p.Home, "node.log"))
	require.NoError(t, err)
	return len(raw)
}

// awaitLog waits until a province says something it hasn't said before.
func (n *network) awaitLog(t *testing.T, p devnet.Province, before int, words string) {
	t.Helper()
	eventually(t, p.Name+" says: "+words, func() error {
		raw, err := os.ReadFile(filepath.Join(p.Home, "node.log"))
		if err == nil && !strings.Contains(string(raw[before:]), words) {
			err = errors.New(string(raw[before:]))
		}
		return err
	})
}

// freePort is an address on this machine that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}
