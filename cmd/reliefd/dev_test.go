package main

import (
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
)

func TestAnExistingNetworkKeepsItsSettings(t *testing.T) {
	made := devnet.Info{Settings: devnet.Settings{Provinces: 4, ChainID: "relief-dev", BlockTime: time.Second}}
	other := devnet.Settings{Provinces: 3, ChainID: "other", BlockTime: 3 * time.Second, FastClock: true}
	for _, tc := range []struct {
		name  string
		set   devnet.Settings
		asked string
		fails bool
	}{
		{name: "nothing asked", set: other},
		{name: "the same asked", set: made.Settings, asked: "provinces"},
		{name: "provinces", set: other, asked: "provinces", fails: true},
		{name: "chain id", set: other, asked: "chain-id", fails: true},
		{name: "block time", set: other, asked: "block-time", fails: true},
		{name: "fast clock", set: other, asked: "fast-clock", fails: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := sameNetwork(made, tc.set, func(flag string) bool { return flag == tc.asked })
			if !tc.fails {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, errOtherSettings)
		})
	}
}

// A network that was killed leaves its socket behind; nobody means that one.
func TestNetworkDirPassesDeadNetworksOver(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	open := func(name string) (string, net.Listener) {
		dir := filepath.Join(temporary, devPrefix+name)
		require.NoError(t, os.Mkdir(dir, 0o700))
		listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "dev.sock"), Net: "unix"})
		require.NoError(t, err)
		listener.SetUnlinkOnClose(false)
		return dir, listener
	}
	_, dead := open("dead")
	require.NoError(t, dead.Close())
	living, listener := open("living")
	cmd := &cobra.Command{}
	addDirFlag(cmd)
	found, err := networkDir(cmd)
	require.NoError(t, err)
	require.Equal(t, living, found)
	require.NoError(t, listener.Close())
	_, err = networkDir(cmd)
	require.Error(t, err)
}
