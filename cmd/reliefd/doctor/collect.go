package doctor

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/store"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// dialTimeout is how long another machine may take to accept a connection.
const dialTimeout = 3 * time.Second

// Options of a collection.
type Options struct {
	// Servers are the RPC addresses of nodes to compare with.
	Servers []string
	// Guard says why the node would refuse to start; nil asks nobody.
	Guard func() error
	// Planned reads the planned upgrade from the state of a stopped node, Makes tells whether this version makes it when it is due; nil asks nobody.
	Planned func() (name string, height int64)
	Makes   func(name string) bool
	// Tags looks at the node's shares of the tag key; nil looks at none.
	Tags func(ctx context.Context) Tags
}

// Collect gathers the facts about the node of a configuration. What can't be found out is left out.
func Collect(ctx context.Context, c nodeconfig.Config, o Options) Facts {
	f := Facts{Now: time.Now(), Config: c}
	home := c.Comet.RootDir
	secrets := []string{c.Comet.PrivValidatorKeyFile(), c.Comet.PrivValidatorStateFile(), c.Comet.NodeKeyFile()}
	more, _ := filepath.Glob(filepath.Join(home, "config", "priv_validator_keys", "*.json"))
	secrets = append(secrets, more...)
	secrets = append(secrets, c.App.Pseudonym.Under(home).KeyFile)
	served := c.App.TLS.Under(home)
	if served.Enabled() {
		secrets = append(secrets, served.Key)
		f.Certificate = readCertificate(served)
	}
	for _, name := range secrets {
		if info, err := os.Stat(name); err == nil {
			f.Files = append(f.Files, File{Name: name, Exists: true, Open: info.Mode().Perm()&0o077 != 0})
		}
	}
	f.Sign = readSignState(c.Comet)
	f.Disk = readDisk(home)
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil {
		f.Descriptors = limit.Cur
	}

	id := ""
	if key, err := p2p.LoadNodeKey(c.Comet.NodeKeyFile()); err == nil {
		id = string(key.ID())
	}
	own := newRemote(reachable(c.Comet.RPC.ListenAddress))
	if self := own.ask(ctx); self.Err == nil && own.id == id {
		f.Self, f.Blocks, f.Connected = &self, self.Height, own.peers(ctx)
		f.Upgrade.Name, f.Upgrade.Height = own.plan(ctx)
	} else {
		if o.Planned != nil {
			f.Upgrade.Name, f.Upgrade.Height = o.Planned()
		}
		f.Blocks = storedHeight(c.Comet)
		if o.Guard != nil {
			f.Guard = o.Guard()
		}
	}
	f.Upgrade.Known = o.Makes != nil && o.Makes(f.Upgrade.Name)
	f.Ports = lookAtPorts(c, f.Self != nil)
	f.Peers = reachPeers(ctx, c.Comet.P2P.PersistentPeers)
	f.askOthers(ctx, own, o.Servers)
	if o.Tags != nil {
		f.Tags = o.Tags(ctx)
	}
	return f
}

// askOthers asks the nodes to compare with, and all for the block at a height that all have.
func (f *Facts) askOthers(ctx context.Context, own *remote, servers []string) {
	remotes := make([]*remote, len(servers))
	f.Others = make([]Server, len(servers))
	var wait sync.WaitGroup
	for i, s := range servers {
		remotes[i] = newRemote(s)
		wait.Go(func() { f.Others[i] = remotes[i].ask(ctx) })
	}
	wait.Wait()
	if f.Self == nil {
		return
	}
	common := f.Self.Height
	for _, s := range f.answered() {
		common = min(common, s.Height)
	}
	f.Self.Hash = own.hash(ctx, common)
	for i := range f.Others {
		if f.Others[i].Err == nil {
			f.Others[i].Hash = remotes[i].hash(ctx, common)
		}
	}
}

func readCertificate(t nodeconfig.TLS) Certificate {
	pair, err := tls.LoadX509KeyPair(t.Cert, t.Key)
	if err != nil {
		return Certificate{Used: true, Err: err}
	}
	return Certificate{Used: true, Until: pair.Leaf.NotAfter}
}

func readSignState(c *cmtcfg.Config) (s SignState) {
	_, err := os.Stat(c.PrivValidatorKeyFile())
	s.Key = err == nil
	raw, err := os.ReadFile(c.PrivValidatorStateFile())
	if err != nil {
		s.Broken = !errors.Is(err, os.ErrNotExist)
		s.Exists = s.Broken
		return s
	}
	s.Exists = true
	var state struct {
		Height int64 `json:"height,string"`
	}
	if json.Unmarshal(raw, &state) != nil {
		s.Broken = true
	}
	s.Height = state.Height
	return s
}

func readDisk(dir string) Disk {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return Disk{}
	}
	return Disk{Free: s.Bavail * uint64(s.Bsize), Total: s.Blocks * uint64(s.Bsize)}
}

// storedHeight is the height of a stopped node's blocks, 0 when there are none or they can't be read.
func storedHeight(c *cmtcfg.Config) int64 {
	if _, err := os.Stat(filepath.Join(c.DBDir(), "blockstore.db")); err != nil {
		return 0
	}
	db, err := cmtcfg.DefaultDBProvider(&cmtcfg.DBContext{ID: "blockstore", Config: c})
	if err != nil {
		return 0
	}
	defer db.Close()
	return store.LoadBlockStoreState(db).Height
}

// reachable turns a listen address into one to connect to.
func reachable(listen string) string {
	u, err := url.Parse(listen)
	if err != nil || u.Host == "" {
		u = &url.URL{Scheme: "tcp", Host: listen}
	}
	if host, port, err := net.SplitHostPort(u.Host); err == nil {
		if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
			u.Host = net.JoinHostPort("127.0.0.1", port)
		}
	}
	return u.Scheme + "://" + u.Host
}

func lookAtPorts(c nodeconfig.Config, running bool) []Port {
	listens := []struct{ name, address string }{{"peer-to-peer", c.Comet.P2P.ListenAddress}, {"RPC", c.Comet.RPC.ListenAddress}}
	if c.App.API.Enable {
		listens = append(listens, struct{ name, address string }{"REST", c.App.API.Address})
	}
	if c.App.GRPC.Enable {
		listens = append(listens, struct{ name, address string }{"gRPC", c.App.GRPC.Address})
	}
	if c.Comet.Instrumentation.Prometheus {
		listens = append(listens, struct{ name, address string }{"metrics", c.Comet.Instrumentation.PrometheusListenAddr})
	}
	for _, l := range []struct{ name, address string }{{"gRPC over TLS", c.App.TLS.GRPCAddress}, {"REST over TLS", c.App.TLS.RESTAddress}} {
		if l.address != "" {
			listens = append(listens, l)
		}
	}
	var all []Port
	for _, l := range listens {
		address := strings.TrimPrefix(l.address, "tcp://")
		_, port, err := net.SplitHostPort(address)
		if err != nil || port == "0" || strings.Contains(l.address, "unix:") {
			continue
		}
		p := Port{Name: l.name, Address: address, Public: !nodeconfig.Loopback(address)}
		if running {
			conn, err := net.DialTimeout("tcp", strings.TrimPrefix(reachable(l.address), "tcp://"), dialTimeout)
			if p.Answers = err == nil; p.Answers {
				_ = conn.Close()
			}
		} else {
			listener, err := net.Listen("tcp", address)
			if p.Free = err == nil; p.Free {
				_ = listener.Close()
			}
		}
		all = append(all, p)
	}
	return all
}

// reachPeers tries to connect to every named peer.
func reachPeers(ctx context.Context, list string) []Peer {
	var all []Peer
	for text := range strings.SplitSeq(list, ",") {
		if id, address, ok := strings.Cut(strings.TrimSpace(text), "@"); ok {
			all = append(all, Peer{ID: strings.ToLower(id), Address: address})
		}
	}
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() {
			conn, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, "tcp", all[i].Address)
			if all[i].Reachable = err == nil; all[i].Reachable {
				_ = conn.Close()
			}
		})
	}
	wait.Wait()
	return slices.Clip(all)
}
