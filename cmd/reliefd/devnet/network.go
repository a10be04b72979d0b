// Package devnet runs a network of provinces as child processes on loopback ports, for trying things out, demos and tests.
// Every province can be killed and started again while the rest goes on; nothing is left behind when the network stops.
package devnet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
)

// File names in the directory of a network.
const (
	infoFile   = "dev.json"
	socketFile = "dev.sock"
	keysDir    = "keys"
)

// readyTimeout is how long a network may take to make its second block.
const readyTimeout = 60 * time.Second

// Province is one validator of the network and where it listens.
type Province struct {
	// Name, such as fujian.
	Name string `json:"name"`
	// Area code, such as 35.
	Area string `json:"area"`
	// Home directory of the node.
	Home string `json:"home"`
	// NodeID of the peer-to-peer key.
	NodeID string `json:"node_id"`
	// P2P, RPC, GRPC and REST are host:port.
	P2P  string `json:"p2p"`
	RPC  string `json:"rpc"`
	GRPC string `json:"grpc"`
	REST string `json:"rest"`
}

// Settings are what a network is made with.
type Settings struct {
	// Provinces is how many there are, each one validator.
	Provinces int `json:"-"`
	// ChainID of the network.
	ChainID string `json:"chain_id"`
	// BlockTime is the pause between blocks.
	BlockTime time.Duration `json:"block_time"`
	// FastClock makes calendar days short.
	FastClock bool `json:"fast_clock"`
}

// Info is what a program needs to use the network; dev.json holds it.
type Info struct {
	Settings
	Dir       string     `json:"dir"`
	Keys      string     `json:"keys"`
	Denom     string     `json:"denom"`
	Provinces []Province `json:"provinces"`
	Accounts  []Account  `json:"accounts"`
}

// Account is a key of the network's keyring and what it may do.
type Account struct {
	Name         string   `json:"name"`
	Address      string   `json:"address"`
	Organisation uint32   `json:"organisation"`
	Roles        []string `json:"roles"`
}

// Province finds a province by name.
func (i Info) Province(name string) (Province, error) {
	for _, p := range i.Provinces {
		if p.Name == name {
			return p, nil
		}
	}
	names := make([]string, len(i.Provinces))
	for n, p := range i.Provinces {
		names[n] = p.Name
	}
	return Province{}, fmt.Errorf("no province %q: there are %s", name, strings.Join(names, ", "))
}

// ReadInfo reads dev.json of a network's directory.
func ReadInfo(dir string) (Info, error) {
	raw, err := os.ReadFile(filepath.Join(dir, infoFile))
	if err != nil {
		return Info{}, fmt.Errorf("read the network's description (is \"reliefd dev\" running there?): %w", err)
	}
	var i Info
	if err := json.Unmarshal(raw, &i); err != nil {
		return Info{}, fmt.Errorf("read %s: %w", filepath.Join(dir, infoFile), err)
	}
	i.Settings.Provinces = len(i.Provinces)
	i.Dir, i.Keys = dir, filepath.Join(dir, keysDir) // the directory may have been moved
	for n := range i.Provinces {
		i.Provinces[n].Home = filepath.Join(dir, i.Provinces[n].Name)
	}
	return i, nil
}

func (i Info) write() error {
	raw, err := json.MarshalIndent(i, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(i.Dir, infoFile), raw, 0o644)
}

// Network supervises the processes of the provinces.
type Network struct {
	Info Info

	binary string
	report func(string)

	mu      sync.Mutex
	nodes   map[string]*process
	control *controlServer
	closed  bool
}

// Start starts every province and waits until the chain makes blocks. report takes one line per thing worth knowing.
func Start(ctx context.Context, binary string, info Info, report func(string)) (*Network, error) {
	n := &Network{Info: info, binary: binary, report: report, nodes: map[string]*process{}}
	if err := n.assignPorts(); err != nil {
		return nil, err
	}
	if err := n.Info.write(); err != nil {
		return nil, fmt.Errorf("write the network's description: %w", err)
	}
	for _, p := range n.Info.Provinces {
		if err := n.StartProvince(p.Name); err != nil {
			n.Stop()
			return nil, err
		}
	}
	if err := n.waitReady(ctx); err != nil {
		n.Stop()
		return nil, err
	}
	control, err := serveControl(n)
	if err != nil {
		n.Stop()
		return nil, err
	}
	n.control = control
	return n, nil
}

// assignPorts gives every province free loopback ports.
func (n *Network) assignPorts() error {
	var listeners []net.Listener
	defer func() {
		for _, l := range listeners {
			_ = l.Close()
		}
	}()
	free := func() (string, error) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", fmt.Errorf("find a free port: %w", err)
		}
		listeners = append(listeners, l) // kept open so that no port is given twice
		return l.Addr().String(), nil
	}
	for i := range n.Info.Provinces {
		p := &n.Info.Provinces[i]
		for _, address := range []*string{&p.P2P, &p.RPC, &p.GRPC, &p.REST} {
			a, err := free()
			if err != nil {
				return err
			}
			*address = a
		}
	}
	return nil
}

// StartProvince starts a province that isn't running.
func (n *Network) StartProvince(name string) error {
	p, err := n.Info.Province(name)
	if err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return errors.New("the network is stopping")
	}
	if node := n.nodes[name]; node != nil && node.running() {
		return fmt.Errorf("%s is running", name)
	}
	node, err := startProcess(n.binary, n.arguments(p), filepath.Join(p.Home, "node.log"), func(err error) {
		n.report(fmt.Sprintf("%s stopped (%v); the others go on. Start it again: reliefd dev start %s --dir %s", name, err, name, n.Info.Dir))
	})
	if err != nil {
		return fmt.Errorf("start %s: %w", name, err)
	}
	n.nodes[name] = node
	return nil
}

// KillProvince ends a province at once, as a power cut would.
func (n *Network) KillProvince(name string) error {
	if _, err := n.Info.Province(name); err != nil {
		return err
	}
	n.mu.Lock()
	node := n.nodes[name]
	n.mu.Unlock()
	if node == nil || !node.running() {
		return fmt.Errorf("%s isn't running", name)
	}
	node.kill()
	return nil
}

// Running tells whether a province's process is alive.
func (n *Network) Running(name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	node := n.nodes[name]
	return node != nil && node.running()
}

// Stop ends every process and waits for it.
func (n *Network) Stop() {
	n.mu.Lock()
	if n.closed {
		n.mu.Unlock()
		return
	}
	n.closed = true
	nodes := n.nodes
	n.mu.Unlock()
	if n.control != nil {
		n.control.close()
	}
	var wait sync.WaitGroup
	for _, node := range nodes {
		wait.Go(node.stop)
	}
	wait.Wait()
}

func (n *Network) arguments(p Province) []string {
	var peers, trustees []string
	for _, other := range n.Info.Provinces {
		if other.Name != p.Name {
			peers, trustees = append(peers, other.NodeID+"@"+other.P2P), append(trustees, other.GRPC)
		}
	}
	return []string{
		"start", "--home", p.Home, "--log_no_color",
		"--p2p.laddr", "tcp://" + p.P2P, "--rpc.laddr", "tcp://" + p.RPC,
		"--grpc.address", p.GRPC, "--api.address", "tcp://" + p.REST,
		"--p2p.persistent_peers", strings.Join(peers, ","), "--pseudonym.peers", strings.Join(trustees, ","),
	}
}

// waitReady waits until every province has seen block 2.
func (n *Network) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	for _, p := range n.Info.Provinces {
		for {
			if h, err := Height(ctx, p); err == nil && h >= 2 {
				break
			}
			if !n.Running(p.Name) {
				return fmt.Errorf("%s stopped before its second block: see %s", p.Name, filepath.Join(p.Home, "node.log"))
			}
			select {
			case <-ctx.Done():
				return fmt.Errorf("%s made no block in %s: see %s", p.Name, readyTimeout, filepath.Join(p.Home, "node.log"))
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
	return nil
}

// Height asks a province for its latest height.
func Height(ctx context.Context, p Province) (int64, error) {
	c, err := rpchttp.New("tcp://"+p.RPC, "/websocket")
	if err != nil {
		return 0, err
	}
	s, err := c.Status(ctx)
	if err != nil {
		return 0, err
	}
	return s.SyncInfo.LatestBlockHeight, nil
}
