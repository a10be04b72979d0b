package doctor_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/doctor"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

var now = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// healthy is a validator in step with two other provinces.
func healthy() doctor.Facts {
	c := nodeconfig.Config{Comet: cmtcfg.DefaultConfig(), App: nodeconfig.NewApp(serverconfig.DefaultConfig())}
	nodeconfig.Validator.Apply(c)
	c.Comet.P2P.PersistentPeers = "aa@10.0.0.1:26656,bb@10.0.0.2:26656"
	server := func(name string) doctor.Server {
		return doctor.Server{
			Name: name, ChainID: "relief-1", Version: "1.0.0", Height: 500, Time: now.Add(-time.Second), Within: 600 * time.Millisecond, Hash: "AB",
		}
	}
	self := server("self")
	self.Power = 1
	return doctor.Facts{
		Now: now, Config: c,
		Files:  []doctor.File{{Name: "config/priv_validator_key.json", Exists: true}},
		Sign:   doctor.SignState{Exists: true, Height: 501, Key: true},
		Blocks: 500, Disk: doctor.Disk{Free: 100 << 30, Total: 200 << 30}, Descriptors: 65536,
		Ports:     []doctor.Port{{Name: "gRPC", Address: "127.0.0.1:9090", Answers: true}},
		Self:      &self,
		Connected: []string{"aa", "bb"},
		Peers:     []doctor.Peer{{ID: "aa", Address: "10.0.0.1:26656", Reachable: true}, {ID: "bb", Address: "10.0.0.2:26656", Reachable: true}},
		Others:    []doctor.Server{server("beijing"), server("fujian")},
	}
}

// stopped is the same node when it doesn't run.
func stopped() doctor.Facts {
	f := healthy()
	f.Self, f.Connected = nil, nil
	f.Ports[0].Answers, f.Ports[0].Free = false, true
	return f
}

func TestHealthy(t *testing.T) {
	for _, f := range doctor.Examine(healthy()) {
		require.Equal(t, doctor.OK, f.Level, "%+v", f)
		require.Empty(t, f.Do)
	}
	require.Zero(t, doctor.Failures(doctor.Examine(stopped())))
}

func TestFindings(t *testing.T) {
	for _, tc := range []struct {
		name  string
		base  func() doctor.Facts
		edit  func(*doctor.Facts)
		check string
		level doctor.Level
	}{
		{name: "adaptive sync", check: "settings", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Config.Comet.BlockSync.AdaptiveSync = true }},
		{name: "adaptive sync without a vote", check: "settings", level: doctor.Warn, edit: func(f *doctor.Facts) {
			f.Config.Comet.BlockSync.AdaptiveSync, f.Config.App.Relief.Role, f.Self.Power = true, nodeconfig.Archive, 0
		}},
		{name: "double-sign check", check: "settings", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Config.Comet.Consensus.DoubleSignCheckHeight = 5 }},
		{name: "no empty blocks", check: "settings", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Config.Comet.Consensus.CreateEmptyBlocks = false }},
		{name: "pex on a validator", check: "settings", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Config.Comet.P2P.PexReactor = true }},
		{name: "key file and remote signer", check: "settings", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Config.Comet.PrivValidatorListenAddr = "tcp://127.0.0.1:1" }},
		{name: "nobody to connect to", check: "settings", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Config.Comet.P2P.PersistentPeers = "" }},
		{name: "queries without a bound", check: "settings", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Config.App.QueryGasLimit = 0 }},
		{name: "start guard", base: stopped, check: "settings", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Guard = errors.New("no") }},
		{name: "a share is missing", check: "tag-share", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Tags.Missing = []string{"share"} }},
		{name: "a share of an old generation", check: "tag-share", level: doctor.Warn, edit: func(f *doctor.Facts) {
			f.Tags.Shares = []doctor.Share{{Name: "share", Stray: true, Err: errors.New("stray")}}
		}},
		{name: "a share that doesn't fit", check: "tag-share", level: doctor.Warn, edit: func(f *doctor.Facts) {
			f.Tags.Shares = []doctor.Share{{Name: "share", Err: errors.New("foreign")}}
		}},
		{name: "no key for the shares", check: "tag-share", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Tags.Err = errors.New("no key") }},
		{name: "a good share", check: "tag-share", level: doctor.OK, edit: func(f *doctor.Facts) { f.Tags.Asked, f.Tags.Shares = true, []doctor.Share{{Name: "share"}} }},
		{name: "snapshots of nothing", check: "pruning", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Config.App.Pruning = pruningtypes.PruningOptionEverything }},
		{name: "blocks go before snapshots", check: "pruning", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Config.App.MinRetainBlocks = 1999 }},
		{name: "an archive that prunes", check: "pruning", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Config.App.Relief.Role = nodeconfig.Archive }},
		{name: "open key", check: "keys", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Files[0].Open = true }},
		{name: "no key", base: stopped, check: "keys", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Sign = doctor.SignState{} }},
		{name: "sign state lost", base: stopped, check: "sign-state", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Sign = doctor.SignState{Key: true} }},
		{name: "sign state broken", base: stopped, check: "sign-state", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Sign.Broken = true }},
		{name: "sign state ahead", base: stopped, check: "sign-state", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Sign.Height = 600 }},
		{name: "vote without signing", check: "sign-state", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Sign.Height = 0 }},
		{name: "tags for strangers", check: "settings", level: doctor.Warn, edit: func(f *doctor.Facts) {
			f.Config.App.Limits.TagLookups = nodeconfig.LookupsOn
			f.Ports[0] = doctor.Port{Name: "RPC", Answers: true, Public: true}
		}},
		{name: "tags for those with a certificate", check: "settings", level: doctor.OK, edit: func(f *doctor.Facts) {
			f.Config.App.Limits.TagLookups, f.Config.App.TLS.ClientCA = nodeconfig.LookupsOn, "offices.pem"
			f.Ports[0] = doctor.Port{Name: "gRPC over TLS", Answers: true, Public: true}
		}},
		{name: "little disk", check: "disk", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Disk.Free = 19 << 30 }},
		{name: "no disk", check: "disk", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Disk.Free = 1 << 30 }},
		{name: "unknown disk", check: "disk", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Disk = doctor.Disk{} }},
		{name: "few descriptors", check: "descriptors", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Descriptors = 1024 }},
		{name: "too few descriptors", check: "descriptors", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Descriptors = 256 }},
		{name: "port taken", base: stopped, check: "ports", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Ports[0].Free = false }},
		{name: "port silent", check: "ports", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Ports[0].Answers = false }},
		{name: "plain port open", check: "ports", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Ports[0].Public = true }},
		{name: "validator's RPC open", check: "ports", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Ports[0] = doctor.Port{Name: "RPC", Answers: true, Public: true} }},
		{name: "certificate ended", check: "tls", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Certificate = doctor.Certificate{Used: true, Until: now} }},
		{name: "certificate ends", check: "tls", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Certificate = doctor.Certificate{Used: true, Until: now.AddDate(0, 0, 9)} }},
		{name: "certificate unreadable", check: "tls", level: doctor.Fail, edit: func(f *doctor.Facts) {
			f.Certificate = doctor.Certificate{Used: true, Err: errors.New("no")}
		}},
		{name: "one peer away", check: "peers", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Connected = []string{"aa"} }},
		{name: "all peers away", check: "peers", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Connected = nil }},
		{name: "peers unreachable", base: stopped, check: "peers", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Peers = []doctor.Peer{{ID: "aa"}} }},
		{name: "clock a little off", check: "clock", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Others[0].Ahead, f.Others[1].Ahead = 3*time.Second, 4*time.Second }},
		{name: "clock far off", check: "clock", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Others[0].Ahead, f.Others[1].Ahead = -time.Minute, -time.Minute }},
		{name: "no clock", check: "clock", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Others = nil }},
		{name: "other chain", check: "chain", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Others[0].ChainID = "relief-2" }},
		{name: "other block", check: "chain", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Others[0].Hash = "CD" }},
		{name: "no blocks", check: "chain", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Self.Time = now.Add(-time.Minute) }},
		{name: "a little behind", check: "chain", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Others[0].Height = 600 }},
		{name: "far behind", check: "chain", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Others[0].Height = 5000 }},
		{name: "catching up", check: "chain", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Self.CatchingUp, f.Others[0].Height = true, 5000 }},
		{name: "silent server", check: "chain", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Others[0].Err = errors.New("no") }},
		{name: "other version", check: "version", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Others[0].Version = "1.1.0" }},
		{name: "upgrade planned", check: "upgrade", level: doctor.Warn, edit: func(f *doctor.Facts) { f.Upgrade = doctor.Upgrade{Name: "v2", Height: 600} }},
		{name: "upgrade known", check: "upgrade", level: doctor.OK, edit: func(f *doctor.Facts) { f.Upgrade = doctor.Upgrade{Name: "v2", Height: 600, Known: true} }},
		{name: "upgrade due", base: stopped, check: "upgrade", level: doctor.Fail, edit: func(f *doctor.Facts) { f.Upgrade = doctor.Upgrade{Name: "v2", Height: 500} }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := healthy()
			if tc.base != nil {
				f = tc.base()
			}
			tc.edit(&f)
			worst := doctor.OK
			for _, found := range doctor.Examine(f) {
				require.NotEmpty(t, found.Found)
				require.Equal(t, found.Level == doctor.OK, found.Do == "", "%+v", found)
				if found.Check == tc.check && (worst == doctor.OK || found.Level == doctor.Fail) {
					worst = found.Level
				}
			}
			require.Equal(t, tc.level, worst)
		})
	}
}

func TestOneWrongClockAmongMany(t *testing.T) {
	f := healthy()
	odd := f.Others[0]
	odd.Ahead = time.Hour
	f.Others = append(f.Others, odd)
	require.Zero(t, doctor.Failures(doctor.Examine(f)))
}

func TestPrint(t *testing.T) {
	var out bytes.Buffer
	doctor.Print(&out, []doctor.Finding{{Check: "disk", Level: doctor.Fail, Found: "1 GiB free", Do: "free space"}})
	require.Equal(t, "fail  disk         1 GiB free\n                 -> free space\n", out.String())
}
