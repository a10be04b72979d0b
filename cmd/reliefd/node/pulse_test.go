package node

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/version"
	"github.com/stretchr/testify/require"
)

// endpoint is a switch that only has a pulse.
type endpoint struct {
	sw *p2p.Switch
	id p2p.ID
}

func newEndpoint(t *testing.T, address string, busy func(time.Duration) bool) endpoint {
	t.Helper()
	config := cmtcfg.DefaultP2PConfig()
	config.AllowDuplicateIP = true
	key := p2p.NodeKey{PrivKey: ed25519.GenPrivKey()}
	info := p2p.DefaultNodeInfo{
		ProtocolVersion: p2p.NewProtocolVersion(version.P2PProtocol, version.BlockProtocol, 0),
		DefaultNodeID:   key.ID(), ListenAddr: address, Network: "relief-test", Version: "1", Channels: []byte{pulseChannel}, Moniker: "test",
		Other: p2p.DefaultNodeInfoOther{TxIndex: "on", RPCAddress: "127.0.0.1:0"},
	}
	transport := p2p.NewMultiplexTransport(info, key, p2p.MConnConfig(config))
	listen, err := p2p.NewNetAddressString(p2p.IDAddressString(key.ID(), address))
	require.NoError(t, err)
	require.NoError(t, transport.Listen(*listen))
	sw := p2p.NewSwitch(config, transport)
	beat := newPulse(50*time.Millisecond, 500*time.Millisecond, busy)
	sw.AddReactor(pulseName, beat)
	sw.SetNodeInfo(info)
	sw.SetNodeKey(&key)
	require.NoError(t, sw.Start())
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		beat.run(ctx, sw)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		_ = sw.Stop()
		_ = transport.Close()
	})
	return endpoint{sw: sw, id: key.ID()}
}

// link forwards connections until it is cut; cut connections stay open and silent.
type link struct {
	cut    atomic.Bool
	target string
	mu     sync.Mutex
	conns  []net.Conn
}

func newLink(t *testing.T, target string) (*link, string) {
	t.Helper()
	l := &link{target: target}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			if l.cut.Load() {
				_ = c.Close()
				continue
			}
			out, err := net.Dial("tcp", target)
			if err != nil {
				_ = c.Close()
				continue
			}
			l.mu.Lock()
			l.conns = append(l.conns, c, out)
			l.mu.Unlock()
			go l.forward(c, out)
			go l.forward(out, c)
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, c := range l.conns {
			_ = c.Close()
		}
	})
	return l, listener.Addr().String()
}

func (l *link) forward(from, to net.Conn) {
	buffer := make([]byte, 4096)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			_ = to.Close()
			return
		}
		if l.cut.Load() {
			continue
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// TestCutConnectionComesBack cuts a link without closing its connections: both ends drop the silent one, and the dialling one comes
// back once the link is whole.
func TestCutConnectionComesBack(t *testing.T) {
	address := freeAddress(t)
	a, b := newEndpoint(t, address, idle), newEndpoint(t, freeAddress(t), idle)
	l, through := newLink(t, address)
	go redial(t.Context(), b.sw, b.id, map[p2p.ID]string{a.id: p2p.IDAddressString(a.id, through)}, 50*time.Millisecond, 50*time.Millisecond, log.NewNopLogger())
	connected := func() bool { return a.sw.Peers().Has(b.id) && b.sw.Peers().Has(a.id) }
	alone := func() bool { return !a.sw.Peers().Has(b.id) && !b.sw.Peers().Has(a.id) }
	require.Eventually(t, connected, 10*time.Second, 10*time.Millisecond)

	time.Sleep(700 * time.Millisecond) // longer than the silence that ends a connection
	require.True(t, connected(), "a pulse keeps an idle connection")
	l.cut.Store(true)
	require.Eventually(t, alone, 10*time.Second, 10*time.Millisecond)
	l.cut.Store(false)
	require.Eventually(t, connected, 10*time.Second, 10*time.Millisecond)
}

func idle(time.Duration) bool { return false }

// TestBusyNodeKeepsItsPeers is a node that executes a long block and reads nothing meanwhile.
func TestBusyNodeKeepsItsPeers(t *testing.T) {
	address := freeAddress(t)
	var busy atomic.Bool
	busy.Store(true)
	listens := func(time.Duration) bool { return busy.Load() }
	a, b := newEndpoint(t, address, listens), newEndpoint(t, freeAddress(t), listens)
	l, through := newLink(t, address)
	dial, err := p2p.NewNetAddressString(p2p.IDAddressString(a.id, through))
	require.NoError(t, err)
	require.NoError(t, b.sw.DialPeerWithAddress(dial))
	l.cut.Store(true)
	time.Sleep(time.Second)
	require.True(t, b.sw.Peers().Has(a.id))
	busy.Store(false)
	require.Eventually(t, func() bool { return !b.sw.Peers().Has(a.id) }, 10*time.Second, 10*time.Millisecond)
}

func TestPersistentPeers(t *testing.T) {
	peers, err := persistentPeers("aa@10.0.0.1:26656, bb@host:26656")
	require.NoError(t, err)
	require.Equal(t, map[p2p.ID]string{"aa": "aa@10.0.0.1:26656", "bb": "bb@host:26656"}, peers)
	_, err = persistentPeers("10.0.0.1:26656")
	require.Error(t, err)
}
