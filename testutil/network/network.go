package network

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/testutil/network/hub"
)

// Options say what network to make.
type Options struct {
	// Binary is the reliefd that every node runs.
	Binary string
	// Dir is an existing directory for homes, keys and logs.
	Dir string
	// ChainID of the network; "relief-faults" unless given.
	ChainID string
	// Seats is how many provinces validate, up to seven.
	Seats int
	// Spares are more machines: for nodes that join later, and for attackers.
	Spares int
	// Seed decides which packets get lost and late.
	Seed uint64
	// BlockTime is the pause between blocks.
	BlockTime time.Duration
	// Loopback leaves the hub out.
	Loopback bool
	// Patience is how long a node may take to answer a question: three seconds unless given. A frozen one never does.
	Patience time.Duration
	// Settings of every node, such as rpc.max_open_connections.
	Settings map[string]string
	// Genesis makes the genesis of a chain from the consensus keys of its seats; nil makes that of package devnet, and keys of its officers.
	Genesis func(chainID string, keys []cryptotypes.PubKey) (*genutiltypes.AppGenesis, error)
}

// Network is provinces on machines of their own. Without the right to make network namespaces all of them share this machine's
// loopback, and links can't be changed.
type Network struct {
	Options

	// Nodes with a seat, then the spare ones.
	Nodes []*Node
	// Encoding of transactions, Keys and Accounts of all officers, unless the genesis is the caller's.
	Encoding app.Encoding
	Keys     keyring.Keyring
	Accounts []devnet.Account
	// Hub between the machines; nil on loopback.
	Hub *hub.Hub

	genesis *genutiltypes.AppGenesis
}

// New makes the homes of a network that isn't running yet.
func New(o Options) (*Network, error) {
	if o.Seats < 1 || o.Seats > len(devnet.Places) {
		return nil, fmt.Errorf("%d seats: want 1 to %d", o.Seats, len(devnet.Places))
	}
	o.ChainID, o.Patience = cmp.Or(o.ChainID, "relief-faults"), cmp.Or(o.Patience, 3*time.Second)
	n := &Network{Options: o}
	if !o.Loopback {
		switch h, err := hub.New(o.Seats+o.Spares, o.Seed); {
		case err == nil:
			n.Hub = h
		case !errors.Is(err, hub.ErrUnavailable):
			return nil, err
		}
	}
	places := devnet.Places[:o.Seats]
	for i := range o.Seats + o.Spares {
		name := fmt.Sprintf("spare-%d", i-o.Seats)
		if i < o.Seats {
			name = places[i].Name
		}
		if err := n.addNode(i, name); err != nil {
			return nil, errors.Join(err, n.Close())
		}
	}
	ids := make([]identity, len(n.Nodes))
	for i, node := range n.Nodes {
		var err error
		if ids[i], err = initHome(o.Binary, node.Home, node.Name, n.ChainID); err != nil {
			return nil, errors.Join(err, n.Close())
		}
		node.ID = ids[i].NodeID
	}
	if err := n.begin(ids[:o.Seats]); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

// Standard ports, which every machine of a hub has for itself.
const (
	p2pPort  = 26656
	rpcPort  = 26657
	grpcPort = 9090
	restPort = 1317
)

func (n *Network) addNode(number int, name string) error {
	node := &Node{Number: number, Name: name, Home: filepath.Join(n.Dir, name), network: n, Settings: maps.Clone(n.Settings)}
	if node.Settings == nil {
		node.Settings = map[string]string{}
	}
	if n.Hub != nil {
		node.Address = n.Hub.Address(number).String()
		node.ports = ports{p2pPort, rpcPort, grpcPort, restPort}
	} else {
		node.Address = "127.0.0.1"
		var err error
		if node.ports, err = freePorts(); err != nil {
			return err
		}
	}
	n.Nodes = append(n.Nodes, node)
	return os.MkdirAll(node.Home, 0o755)
}

// ports of one node.
type ports struct{ p2p, rpc, grpc, rest int }

// freePorts finds loopback ports that nobody listens on.
func freePorts() (ports, error) {
	var p ports
	for _, port := range []*int{&p.p2p, &p.rpc, &p.grpc, &p.rest} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return p, fmt.Errorf("find a free port: %w", err)
		}
		defer l.Close() // after the last is found, so that none is given twice
		*port = l.Addr().(*net.TCPAddr).Port
	}
	return p, nil
}

// Seated are the nodes with a seat.
func (n *Network) Seated() []*Node { return n.Nodes[:n.Seats:n.Seats] }

// Spare is one of the machines without a seat.
func (n *Network) Spare(i int) *Node { return n.Nodes[n.Seats+i] }

// Running are the nodes whose process is alive and not frozen.
func (n *Network) Running() []*Node {
	var all []*Node
	for _, node := range n.Nodes {
		if node.Running() && !node.Frozen() {
			all = append(all, node)
		}
	}
	return all
}

// Close kills every process and removes the hub. Files stay.
func (n *Network) Close() error {
	var wait sync.WaitGroup
	for _, node := range n.Nodes {
		wait.Go(node.Kill)
	}
	wait.Wait()
	if n.Hub == nil {
		return nil
	}
	return n.Hub.Close()
}

// Cut stops what one node sends to another; what the other sends still arrives.
func (n *Network) Cut(from, to *Node) { n.Hub.Set(from.Number, to.Number, hub.Link{Cut: true}) }

// Split leaves only the links within each group.
func (n *Network) Split(groups ...[]*Node) {
	for i, group := range groups {
		for j, other := range groups {
			if i == j {
				continue
			}
			for _, a := range group {
				for _, b := range other {
					n.Cut(a, b)
				}
			}
		}
	}
}

// Isolate cuts every link of a node.
func (n *Network) Isolate(node *Node) { n.Split([]*Node{node}, n.Others(node)) }

// Shape changes every link.
func (n *Network) Shape(l hub.Link) { n.Hub.SetAll(l) }

// Heal makes every link whole.
func (n *Network) Heal() {
	if n.Hub != nil {
		n.Hub.SetAll(hub.Link{})
	}
}

// Others are all nodes but one.
func (n *Network) Others(node *Node) []*Node {
	var all []*Node
	for _, other := range n.Nodes {
		if other != node {
			all = append(all, other)
		}
	}
	return all
}

// peers is the setting that connects a node to the seats.
func (n *Network) peers(node *Node) string {
	var all []string
	for _, other := range n.Seated() {
		if other != node {
			all = append(all, fmt.Sprintf("%s@%s:%d", other.ID, other.Address, other.ports.p2p))
		}
	}
	return strings.Join(all, ",")
}
