package join_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/spf13/viper"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/join"
)

var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// fake is a server that says what a test wants.
type fake struct {
	status  join.Status
	genesis []byte
	header  join.Header
	err     error
}

func (f *fake) Name() string { return f.status.Peer }

func (f *fake) Status(context.Context) (join.Status, error) { return f.status, f.err }

func (f *fake) Genesis(context.Context) ([]byte, error) { return f.genesis, f.err }

func (f *fake) Header(context.Context, int64) (join.Header, error) { return f.header, f.err }

func genesis(t *testing.T, chainID, state string) []byte {
	t.Helper()
	doc := &cmttypes.GenesisDoc{ChainID: chainID, GenesisTime: now, InitialHeight: 1, AppState: []byte(state), ConsensusParams: cmttypes.DefaultConsensusParams()}
	doc.Validators = []cmttypes.GenesisValidator{{PubKey: ed25519.GenPrivKeyFromSecret([]byte("1")).PubKey(), Power: 1}}
	require.NoError(t, doc.ValidateAndComplete())
	raw, err := cmtjson.Marshal(doc)
	require.NoError(t, err)
	return raw
}

func hashOf(t *testing.T, raw []byte) []byte {
	t.Helper()
	doc, err := cmttypes.GenesisDocFromJSON(raw)
	require.NoError(t, err)
	hash, err := join.GenesisHash(doc)
	require.NoError(t, err)
	return hash
}

func TestAgree(t *testing.T) {
	good := genesis(t, "relief-1", `{"a":1}`)
	other := genesis(t, "relief-1", `{"a":2}`)
	hash, wrong := bytes.Repeat([]byte{7}, 32), bytes.Repeat([]byte{8}, 32)
	unreachable := errors.New("unreachable")
	trust := &join.Trust{Height: 90, Hash: hash}
	for _, tc := range []struct {
		name string
		edit func(a, b *fake)
		pins join.Pins
		err  error
	}{
		{name: "genesis trusted", pins: join.Pins{GenesisHash: hashOf(t, good)}},
		{name: "header trusted", pins: join.Pins{Trust: trust}},
		{name: "both trusted", pins: join.Pins{GenesisHash: hashOf(t, good), Trust: trust}},
		{name: "nothing trusted", err: join.ErrNoPin},
		{name: "other genesis trusted", pins: join.Pins{GenesisHash: hashOf(t, other)}, err: join.ErrPin},
		{name: "other header trusted", pins: join.Pins{Trust: &join.Trust{Height: 90, Hash: wrong}}, err: join.ErrPin},
		{name: "one genesis differs", pins: join.Pins{Trust: trust}, edit: func(_, b *fake) { b.genesis = other }, err: join.ErrDisagree},
		{name: "one header differs", pins: join.Pins{GenesisHash: hashOf(t, good)}, edit: func(_, b *fake) { b.header.Hash = wrong }, err: join.ErrDisagree},
		{name: "one chain differs", pins: join.Pins{Trust: trust}, edit: func(_, b *fake) { b.status.ChainID = "relief-2" }, err: join.ErrDisagree},
		{name: "genesis of another chain", pins: join.Pins{Trust: trust}, edit: func(a, b *fake) {
			a.genesis, b.genesis = genesis(t, "relief-2", `{}`), genesis(t, "relief-2", `{}`)
		}, err: join.ErrDisagree},
		{name: "both lie about a trusted header", pins: join.Pins{Trust: trust}, edit: func(a, b *fake) { a.header.Hash, b.header.Hash = wrong, wrong }, err: join.ErrPin},
		{name: "one node twice", pins: join.Pins{Trust: trust}, edit: func(_, b *fake) { b.status.Peer = "aa@10.0.0.9:1" }, err: join.ErrServers},
		{name: "old header", pins: join.Pins{Trust: trust}, edit: func(a, b *fake) {
			a.header.Time = now.Add(-join.TrustPeriod - time.Second)
			b.header.Time = a.header.Time
		}, err: join.ErrTrustOld},
		{name: "no blocks", pins: join.Pins{Trust: trust}, edit: func(_, b *fake) { b.status.Height = 0 }, err: join.ErrNoHeight},
		{name: "no answer", pins: join.Pins{Trust: trust}, edit: func(_, b *fake) { b.err = unreachable }, err: unreachable},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := &fake{status: join.Status{ChainID: "relief-1", Height: 100, Peer: "aa@10.0.0.1:26656"}, genesis: good, header: join.Header{Hash: hash, Time: now}}
			b := *a
			b.status.Peer, b.status.Height = "bb@10.0.0.2:26656", 98
			if tc.edit != nil {
				tc.edit(a, &b)
			}
			plan, err := join.Agree(t.Context(), a, &b, tc.pins, now)
			require.ErrorIs(t, err, tc.err)
			if tc.err != nil {
				return
			}
			require.Equal(t, []string{"aa@10.0.0.1:26656", "bb@10.0.0.2:26656"}, plan.Peers)
			want := join.Trust{Height: 98, Hash: hash}
			if tc.pins.Trust != nil {
				want = *tc.pins.Trust
			}
			require.Equal(t, want, plan.Trust)
		})
	}
}

func TestGenesisHashIgnoresLayout(t *testing.T) {
	plain := genesis(t, "relief-1", `{"a":1,"b":[2]}`)
	require.Equal(t, hashOf(t, plain), hashOf(t, bytes.ReplaceAll(plain, []byte(","), []byte(",\n  "))))
}

func TestParseTrust(t *testing.T) {
	hash := fmt.Sprintf("%064X", 7)
	for _, tc := range []struct {
		name, text string
		ok         bool
	}{
		{name: "good", text: "12:" + hash, ok: true},
		{name: "no height", text: ":" + hash},
		{name: "height zero", text: "0:" + hash},
		{name: "short hash", text: "12:" + hash[2:]},
		{name: "no hash", text: "12"},
		{name: "no hexadecimal", text: "12:" + "G" + hash[1:]},
	} {
		t.Run(tc.name, func(t *testing.T) {
			trust, err := join.ParseTrust(tc.text)
			require.Equal(t, tc.ok, err == nil)
			if tc.ok {
				require.Equal(t, tc.text, trust.String())
			}
		})
	}
}

func TestHome(t *testing.T) {
	config := cmtcfg.DefaultConfig()
	config.SetRoot(t.TempDir())
	config.P2P.PersistentPeers = "aa@10.0.0.1:26656"
	home := join.Home{Config: config}
	require.NoError(t, home.Clear(), "a fresh home")
	plan := join.Plan{ChainID: "relief-1", Genesis: []byte("{}"), Trust: join.Trust{Height: 9, Hash: make([]byte, 32)}, Peers: []string{"aa@10.0.0.1:26656", "bb@10.0.0.2:26656"}}
	require.NoError(t, home.Prepare(plan, []string{"http://a", "http://b"}, []string{"cc@10.0.0.3:26656"}))
	require.True(t, home.Joining())
	require.True(t, config.StateSync.Enable)
	require.NoError(t, config.StateSync.ValidateBasic())
	require.Equal(t, "aa@10.0.0.1:26656,bb@10.0.0.2:26656,cc@10.0.0.3:26656", config.P2P.PersistentPeers)

	left := filepath.Join(config.DBDir(), "application.db")
	signs := config.PrivValidatorStateFile()
	require.NoError(t, os.MkdirAll(left, 0o755))
	require.NoError(t, os.WriteFile(signs, nil, 0o600))
	require.NoError(t, home.Clear(), "what an interrupted join left")
	require.NoDirExists(t, left)
	require.FileExists(t, signs, "what a key has signed stays")

	require.NoError(t, home.Complete())
	require.False(t, home.Joining())
	raw, err := os.ReadFile(filepath.Join(config.RootDir, "config", "config.toml"))
	require.NoError(t, err)
	v := viper.New()
	v.SetConfigType("toml")
	require.NoError(t, v.ReadConfig(bytes.NewReader(raw)))
	require.False(t, v.GetBool("statesync.enable"))
	require.Equal(t, config.P2P.PersistentPeers, v.GetString("p2p.persistent_peers"))
	require.NoError(t, os.MkdirAll(left, 0o755))
	require.ErrorIs(t, home.Clear(), join.ErrHomeInUse)
	require.DirExists(t, left)
}
