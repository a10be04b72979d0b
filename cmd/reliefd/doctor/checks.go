package doctor

import (
	"fmt"
	"slices"
	"strings"
	"time"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// Where findings begin.
const (
	diskFail, diskWarn   = 2 << 30, 20 << 30
	filesFail, filesWarn = 1024, 4096
	certificateWarn      = 30 * 24 * time.Hour
	blockAge             = 30 * time.Second
)

// checks in the order they are printed.
var checks = []struct {
	name string
	run  func(f Facts, name string) []Finding
}{
	{"settings", settings},
	{"pruning", pruning},
	{"keys", keys},
	{"sign-state", signState},
	{"disk", disk},
	{"descriptors", descriptors},
	{"ports", ports},
	{"tls", certificate},
	{"peers", peers},
	{"clock", clock},
	{"chain", chain},
	{"version", versions},
	{"upgrade", upgrade},
	{"tag-share", tagShare},
}

// list collects the findings of one check.
type list struct {
	check string
	all   []Finding
}

func (l *list) add(level Level, do, format string, args ...any) {
	l.all = append(l.all, Finding{Check: l.check, Level: level, Found: fmt.Sprintf(format, args...), Do: do})
}

// or gives the findings, or that all is well.
func (l *list) or(format string, args ...any) []Finding {
	if len(l.all) == 0 {
		l.add(OK, "", format, args...)
	}
	return l.all
}

// votes tells that the node is meant to vote, or does.
func (f Facts) votes() bool {
	return f.Config.App.Relief.Role == nodeconfig.Validator || f.Self != nil && f.Self.Power > 0
}

func settings(f Facts, name string) []Finding {
	c, l := f.Config.Comet, &list{check: name}
	if c.BlockSync.AdaptiveSync {
		level := Warn
		if f.votes() {
			level = Fail
		}
		l.add(level, "set adaptive_sync = false under [blocksync] in config.toml", "adaptive_sync is on: it can make a validator sign twice")
	}
	if c.Consensus.DoubleSignCheckHeight != 0 {
		l.add(Fail, "set double_sign_check_height = 0 under [consensus] in config.toml",
			"double_sign_check_height is %d: a network that stopped all at once couldn't start again", c.Consensus.DoubleSignCheckHeight)
	}
	if !c.Consensus.CreateEmptyBlocks {
		l.add(Fail, "set create_empty_blocks = true under [consensus] in config.toml", "create_empty_blocks is off: deadlines need blocks")
	}
	if c.P2P.PexReactor && f.votes() {
		l.add(Warn, "set pex = false under [p2p] in config.toml and name the peers in persistent_peers",
			"pex is on: a validator tells others of its peers and is told of strangers")
	}
	if c.PrivValidatorListenAddr != "" && f.Sign.Key {
		l.add(Fail, "remove config/priv_validator_key.json, or empty priv_validator_laddr in config.toml; the same key must never sign in two places",
			"both a key file and a remote signer are set")
	}
	if !c.P2P.PexReactor && c.P2P.PersistentPeers == "" && c.P2P.Seeds == "" {
		l.add(Warn, "name the other provinces in persistent_peers under [p2p] in config.toml", "no peers are named and pex is off: only others can connect")
	}
	if f.Config.App.QueryGasLimit == 0 {
		l.add(Warn, "set query-gas-limit in app.toml", "queries may cost any amount of work")
	}
	if f.Config.App.Limits.TagLookups == nodeconfig.LookupsOn && slices.ContainsFunc(f.Ports, f.asked) {
		l.add(Warn, "set tag-lookups = \"local\" under [limits] in app.toml", "tag-lookups is on: whoever reaches this node finds a person by a tag")
	}
	if f.Guard != nil {
		l.add(Fail, "follow what it says before you start the node", "the node would refuse to start: %v", f.Guard)
	}
	return l.or("nothing in the configuration endangers the node")
}

// asked tells whether strangers may send questions to a port.
func (f Facts) asked(p Port) bool {
	overTLS := strings.HasSuffix(p.Name, "over TLS") && f.Config.App.TLS.ClientCA != ""
	return p.Public && !overTLS && p.Name != "peer-to-peer" && p.Name != "metrics"
}

func pruning(f Facts, name string) []Finding {
	c, l := f.Config.App, &list{check: name}
	interval, keep := c.StateSync.SnapshotInterval, uint64(c.StateSync.SnapshotKeepRecent)
	if c.Pruning == pruningtypes.PruningOptionEverything && interval > 0 {
		l.add(Fail, "set pruning to custom, or snapshot-interval to 0, in app.toml", "snapshots need versions that pruning = everything deletes: the node won't start")
	}
	if c.MinRetainBlocks > 0 && interval > 0 && c.MinRetainBlocks < interval*max(keep, 1) {
		l.add(Warn, fmt.Sprintf("set min-retain-blocks in app.toml to 0 or to %d at least", interval*max(keep, 1)),
			"blocks go before snapshots do: a node that joins from a snapshot may not find the blocks after it")
	}
	if c.MinRetainBlocks > 0 {
		l.add(Warn, "set min-retain-blocks in app.toml to 0 if this node gives receipts", "old blocks are deleted: lost receipts can't be rebuilt here")
	}
	if c.Relief.Role == nodeconfig.Archive && c.Pruning != pruningtypes.PruningOptionNothing {
		l.add(Warn, "set pruning to nothing in app.toml; what is gone comes back by replay only", "the node is an archive but prunes: %s", c.Pruning)
	}
	return l.or("pruning %s and a snapshot every %d blocks go together", c.Pruning, interval)
}

func keys(f Facts, name string) []Finding {
	l := &list{check: name}
	for _, file := range f.Files {
		if file.Open {
			l.add(Fail, "chmod 600 "+file.Name, "%s can be read or changed by others on this machine", file.Name)
		}
	}
	if !f.Sign.Key && f.Config.Comet.PrivValidatorListenAddr == "" && f.votes() {
		l.add(Warn, "put the key back, or set priv_validator_laddr for a remote signer; the node makes a new key otherwise, which has no seat", "a validator without a key")
	}
	return l.or("%d files with secrets are private", len(f.Files))
}

func signState(f Facts, name string) []Finding {
	l := &list{check: name}
	const restore = "never start from an empty or old sign state: take the newest copy of data/priv_validator_state.json, or leave the key off until a vote gives the seat a new one"
	seated := f.Self != nil && f.Self.Power > 0
	switch s := f.Sign; {
	case !s.Key:
		return l.or("no key in a file")
	case s.Broken:
		l.add(Fail, restore, "data/priv_validator_state.json can't be read")
	case !s.Exists && f.Blocks > 0:
		l.add(Fail, restore, "data/priv_validator_state.json is missing although there are blocks")
	case s.Height > f.Blocks+1:
		l.add(Warn, "let the node catch up; it votes again above that height", "the key has signed height %d but the blocks end at %d: the data is older than the key's last vote", s.Height, f.Blocks)
	case seated && s.Height < f.Blocks-signLag:
		l.add(Fail, "stop the node and make sure that this key doesn't sign on another machine", "the seat has a vote, but its key signed last at %d of %d", s.Height, f.Blocks)
	}
	return l.or("signed last at height %d, blocks end at %d", f.Sign.Height, f.Blocks)
}

// signLag is how many blocks a voting key may be behind before something is wrong.
const signLag = 10

func disk(f Facts, name string) []Finding {
	l := &list{check: name}
	const do = "free space or enlarge the disk: a full one stops consensus"
	switch free := f.Disk.Free; {
	case f.Disk.Total == 0:
		l.add(Warn, "check it by hand", "free space is unknown")
	case free < diskFail:
		l.add(Fail, do, "%s free", size(free))
	case free < diskWarn:
		l.add(Warn, do, "%s free", size(free))
	}
	return l.or("%s free", size(f.Disk.Free))
}

func size(n uint64) string { return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30)) }

func descriptors(f Facts, name string) []Finding {
	l := &list{check: name}
	const do = "raise the limit of open files to 65536 (LimitNOFILE in a systemd unit, ulimit -n in a shell)"
	switch {
	case f.Descriptors < filesFail:
		l.add(Fail, do, "%d open files at most", f.Descriptors)
	case f.Descriptors < filesWarn:
		l.add(Warn, do, "%d open files at most", f.Descriptors)
	}
	return l.or("%d open files at most", f.Descriptors)
}

func ports(f Facts, name string) []Finding {
	l := &list{check: name}
	for _, p := range f.Ports {
		switch {
		case f.Self == nil && !p.Free:
			l.add(Fail, "end the program that listens there, or choose another address", "%s at %s is taken, and not by this node", p.Name, p.Address)
		case f.Self != nil && !p.Answers:
			l.add(Warn, "look for "+p.Name+" in the node's log", "%s doesn't answer at %s", p.Name, p.Address)
		}
		if p.Public && slices.Contains([]string{"REST", "gRPC", "metrics"}, p.Name) {
			l.add(Fail, "bind it to 127.0.0.1; serve others with [tls] of app.toml", "%s at %s is open to other machines without TLS or login", p.Name, p.Address)
		}
		if p.Public && p.Name == "RPC" && f.votes() {
			l.add(Warn, "bind it to 127.0.0.1 and let a sentry serve light clients", "the RPC of a validator at %s is open to other machines", p.Address)
		}
	}
	if f.Self == nil {
		return l.or("the node is stopped and its %d ports are free", len(f.Ports))
	}
	return l.or("the node answers on its %d ports", len(f.Ports))
}

func certificate(f Facts, name string) []Finding {
	l, left := &list{check: name}, f.Certificate.Until.Sub(f.Now)
	const do = "put a new certificate into the files that [tls] names; it is read without a restart"
	switch c := f.Certificate; {
	case !c.Used:
		return l.or("gRPC and REST aren't served to other machines")
	case c.Err != nil:
		l.add(Fail, do, "the certificate can't be used: %v", c.Err)
	case left <= 0:
		l.add(Fail, do, "the certificate ended on %s", c.Until.UTC().Format(time.DateOnly))
	case left < certificateWarn:
		l.add(Warn, do, "the certificate ends on %s", c.Until.UTC().Format(time.DateOnly))
	}
	return l.or("the certificate is good until %s", f.Certificate.Until.UTC().Format(time.DateOnly))
}

func peers(f Facts, name string) []Finding {
	l, away, unreachable := &list{check: name}, 0, 0
	for _, p := range f.Peers {
		connected := f.Self != nil && slices.Contains(f.Connected, p.ID)
		if f.Self != nil && !connected {
			away++
		}
		if !connected && !p.Reachable {
			unreachable++
			l.add(Warn, "ask its operator; check firewalls on both sides", "peer %s at %s can't be reached", short(p.ID), p.Address)
		} else if f.Self != nil && !connected {
			l.add(Warn, "check that it knows this node's id and has room for it", "peer %s at %s can be reached but isn't connected", short(p.ID), p.Address)
		}
	}
	switch n := len(f.Peers); {
	case n > 0 && unreachable == n:
		l.add(Fail, "check this machine's network and firewall", "none of the %d named peers can be reached", n)
	case f.Self != nil && len(f.Connected) == 0 && n > 0:
		l.add(Fail, "check this machine's network and firewall", "the node is connected to nobody")
	}
	if f.Self == nil {
		return l.or("%d named peers, all reachable", len(f.Peers))
	}
	return l.or("connected to %d peers, to all of %d named ones", len(f.Connected), len(f.Peers)-away)
}

func short(id string) string { return id[:min(len(id), 10)] }

// named lists the names of nodes.
func named(all []Server) string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Name
	}
	return strings.Join(names, ", ")
}
