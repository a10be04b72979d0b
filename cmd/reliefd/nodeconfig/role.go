package nodeconfig

import (
	"fmt"
	"slices"
	"strings"
	"time"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"

	"github.com/reliefchain/relief/app/admission"
)

// Role is what a node is for.
type Role string

// Roles of nodes.
const (
	// Validator votes. It talks to its peers and to its own machine alone.
	Validator Role = "validator"
	// Sentry stands between validators and everybody else.
	Sentry Role = "sentry"
	// Archive keeps every version of the state and every receipt.
	Archive Role = "archive"
	// Audit follows the chain to recompute it, and serves nobody.
	Audit Role = "audit"
)

// Roles are all roles, the default first.
var Roles = []Role{Validator, Sentry, Archive, Audit}

// ParseRole reads the name of a role.
func ParseRole(name string) (Role, error) {
	if r := Role(name); slices.Contains(Roles, r) {
		return r, nil
	}
	names := make([]string, len(Roles))
	for i, r := range Roles {
		names[i] = string(r)
	}
	return "", fmt.Errorf("role %q: want one of %s", name, strings.Join(names, ", "))
}

// MaxTxBytes is the largest transaction a node takes. A message is as large as the gas of a block lets it be; the largest, with its
// signature, fits.
const MaxTxBytes = 1 << 20

// Addresses. A machine runs one node; the development network chooses its own ports.
const (
	everywhere = "0.0.0.0"
	loopback   = "127.0.0.1"
)

// rule sets one setting as a role needs it.
type rule struct {
	// key is the setting's place in config.toml or app.toml.
	key string
	// app tells that the setting is in app.toml.
	app    bool
	set    func(c Config, r Role)
	reason string
}

// rules are the settings that a role decides, and those that keep a node safe in any role.
var rules = []rule{
	{key: "p2p.laddr", set: func(c Config, r Role) {
		c.Comet.P2P.ListenAddress = "tcp://" + host(r != Audit) + ":26656"
	}, reason: "an audit node only dials out"},
	{
		key: "p2p.pex", set: func(c Config, r Role) { c.Comet.P2P.PexReactor = r == Sentry || r == Archive },
		reason: "a validator has the peers its operator named, and tells nobody of them",
	},
	{
		key: "p2p.addr_book_strict", set: func(c Config, r Role) { c.Comet.P2P.AddrBookStrict = r == Sentry || r == Archive },
		reason: "provinces reach each other at private addresses, which a strict book refuses",
	},
	{key: "p2p.max_num_inbound_peers", set: func(c Config, r Role) {
		c.Comet.P2P.MaxNumInboundPeers = map[Role]int{Validator: 80, Sentry: 80, Archive: 40, Audit: 0}[r]
	}, reason: "room for 64 seats; named peers come on top"},
	{key: "rpc.laddr", set: func(c Config, r Role) {
		c.Comet.RPC.ListenAddress = "tcp://" + host(r == Sentry || r == Archive) + ":26657"
	}, reason: "light clients ask sentries and archives; the RPC of a validator would let anybody slow it down"},
	{
		key: "rpc.pprof_laddr", set: func(c Config, _ Role) { c.Comet.RPC.PprofListenAddress = "" },
		reason: "no profiling server",
	},
	{
		key: "instrumentation.prometheus", set: func(c Config, _ Role) { c.Comet.Instrumentation.Prometheus = true },
		reason: "metrics for the operator's monitoring",
	},
	{key: "instrumentation.prometheus_listen_addr", set: func(c Config, _ Role) {
		c.Comet.Instrumentation.PrometheusListenAddr = loopback + ":26660"
	}, reason: "metrics have no login: an agent on the machine reads them"},
	{key: "tx_index.indexer", set: func(c Config, r Role) {
		c.Comet.TxIndex.Indexer = map[bool]string{true: "null", false: "kv"}[r == Audit]
	}, reason: "an office finds its transactions by hash; nobody asks an audit node"},
	{
		key: "mempool.max_tx_bytes", set: func(c Config, _ Role) { c.Comet.Mempool.MaxTxBytes = MaxTxBytes },
		reason: "the largest message that the gas of a block allows, a chunk of an import, takes 822,300 bytes",
	},
	{
		key: "mempool.size", set: func(c Config, _ Role) { c.Comet.Mempool.Size = admission.MaxWaiting },
		reason: "the places of all classes of service; with fewer, what can wait takes the place of what can't",
	},
	{
		key: "mempool.max_txs_bytes", set: func(c Config, _ Role) { c.Comet.Mempool.MaxTxsBytes = admission.MaxBytes },
		reason: "bounds what a flood of transactions takes of memory",
	},
	{
		key: "consensus.timeout_propose", set: func(c Config, _ Role) { c.Comet.Consensus.TimeoutPropose = 3 * time.Second },
		reason: "what a dead proposer costs; a block of 4 MiB crosses 150 ms in less",
	},
	{
		key: "consensus.timeout_commit", set: func(c Config, _ Role) { c.Comet.Consensus.TimeoutCommit = time.Second },
		reason: "provinces 50 to 150 ms apart still get their vote into the block",
	},
	{
		key: "consensus.create_empty_blocks", set: func(c Config, _ Role) { c.Comet.Consensus.CreateEmptyBlocks = true },
		reason: "deadlines need blocks",
	},
	{
		key: "consensus.double_sign_check_height", set: func(c Config, _ Role) { c.Comet.Consensus.DoubleSignCheckHeight = 0 },
		reason: "with any other value a network that stopped all at once can't start again",
	},
	{
		key: "blocksync.adaptive_sync", set: func(c Config, _ Role) { c.Comet.BlockSync.AdaptiveSync = false },
		reason: "it can make a validator sign twice",
	},
	{
		key: "api.enable", app: true, set: func(c Config, _ Role) { c.App.API.Enable = true },
		reason: "`/livez` and `/readyz` are here",
	},
	{
		key: "api.address", app: true, set: func(c Config, _ Role) { c.App.API.Address = "tcp://" + loopback + ":1317" },
		reason: "plain REST stays on the machine: others use `[tls]`",
	},
	{
		key: "grpc.address", app: true, set: func(c Config, _ Role) { c.App.GRPC.Address = loopback + ":9090" },
		reason: "plain gRPC stays on the machine: others use `[tls]`",
	},
	{key: "query-gas-limit", app: true, set: func(c Config, r Role) {
		c.App.QueryGasLimit = map[bool]uint64{true: 500_000_000, false: 50_000_000}[r == Audit]
	}, reason: "bounds what one query costs; an auditor's reads more"},
	{key: "limits.max-page", app: true, set: func(c Config, r Role) {
		c.App.Limits.MaxPage = map[bool]uint64{true: 10 * DefaultMaxPage, false: DefaultMaxPage}[r == Audit]
	}, reason: "bounds what one answer holds"},
	{key: "pruning", app: true, set: func(c Config, r Role) {
		c.App.Pruning = pruningtypes.PruningOptionCustom
		if r == Archive {
			c.App.Pruning = pruningtypes.PruningOptionNothing
		}
	}, reason: "only an archive answers about every past height"},
	{key: "pruning-keep-recent", app: true, set: func(c Config, r Role) {
		c.App.PruningKeepRecent = map[bool]string{true: "0", false: "1000"}[r == Archive]
	}, reason: "versions kept by custom pruning"},
	{key: "pruning-interval", app: true, set: func(c Config, r Role) {
		c.App.PruningInterval = map[bool]string{true: "0", false: "100"}[r == Archive]
	}, reason: "blocks between prunings"},
	{
		key: "min-retain-blocks", app: true, set: func(c Config, _ Role) { c.App.MinRetainBlocks = 0 },
		reason: "receipts are rebuilt from blocks: all are kept",
	},
	{key: "state-sync.snapshot-interval", app: true, set: func(c Config, r Role) {
		c.App.StateSync.SnapshotInterval = map[bool]uint64{true: 0, false: 1000}[r == Audit]
	}, reason: "a new node joins from a snapshot; an audit node has nobody to give one to"},
	{key: "state-sync.snapshot-keep-recent", app: true, set: func(c Config, r Role) {
		c.App.StateSync.SnapshotKeepRecent = map[bool]uint32{true: 5, false: 2}[r == Sentry]
	}, reason: "a slow node finishes the snapshot it began"},
}

func host(public bool) string {
	if public {
		return everywhere
	}
	return loopback
}

// Apply sets everything that a role decides.
func (r Role) Apply(c Config) {
	c.App.Relief.Role = r
	for _, rule := range rules {
		rule.set(c, r)
	}
}
