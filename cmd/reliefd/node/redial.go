package node

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/p2p"
)

// How long to wait between two tries to reach a peer. Of two nodes that dial each other, the one with the smaller id tries more
// often: when both try at the same moment, each may refuse the other's connection for its own.
const (
	redialSoon  = 2 * time.Second
	redialLater = 5 * time.Second
)

// dialer is what redialling needs of the switch.
type dialer interface {
	Peers() p2p.IPeerSet
	DialPeerWithAddress(addr *p2p.NetAddress) error
}

// persistentPeers parses a list of ID@HOST:PORT.
func persistentPeers(list string) (map[p2p.ID]string, error) {
	peers := map[p2p.ID]string{}
	for _, peer := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		id, _, ok := strings.Cut(peer, "@")
		if !ok {
			return nil, fmt.Errorf("persistent_peers: %q isn't ID@HOST:PORT", peer)
		}
		peers[p2p.ID(id)] = peer
	}
	return peers, nil
}

// redial keeps every persistent peer connected until the context ends. CometBFT waits longer after each failure, up to hours.
func redial(ctx context.Context, sw dialer, self p2p.ID, peers map[p2p.ID]string, soon, later time.Duration, logger log.Logger) {
	var wait sync.WaitGroup
	for id, peer := range peers {
		if id == self {
			continue
		}
		pause := later
		if self < id {
			pause = soon
		}
		wait.Go(func() { keep(ctx, sw, id, peer, pause, logger) })
	}
	wait.Wait()
}

// keep dials one peer whenever it isn't connected. It looks the host's name up each time, since a restored machine may have moved.
func keep(ctx context.Context, sw dialer, id p2p.ID, peer string, pause time.Duration, logger log.Logger) {
	for {
		jitter := time.Duration(rand.Int64N(int64(pause)/2 + 1)) //nolint:gosec // spreads dials, nothing more
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause/2 + jitter):
		}
		if sw.Peers().Has(id) {
			continue
		}
		address, err := p2p.NewNetAddressString(peer)
		if err == nil {
			err = sw.DialPeerWithAddress(address)
		}
		if err != nil {
			logger.Debug("a persistent peer can't be reached", "peer", peer, "error", err)
			continue
		}
		logger.Info("connected to a persistent peer again", "peer", peer)
	}
}
