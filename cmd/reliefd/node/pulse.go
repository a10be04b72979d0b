package node

import (
	"context"
	"errors"
	"time"

	"github.com/cometbft/cometbft/p2p"
	gogotypes "github.com/cosmos/gogoproto/types"
)

// How a connection is kept alive. CometBFT's own pings would take up to 105 s to find a dead one, and TCP needs half a minute to
// try again after a long cut.
const (
	pulseName     = "PULSE"
	pulseChannel  = byte(0x70)
	pulseInterval = 2 * time.Second
	pulseSilence  = 8 * time.Second
)

// errSilent is why a peer is dropped.
var errSilent = errors.New("nothing heard for too long")

// pulse sends every peer a few bytes every other second and drops a peer from whom nothing came for four times as long, unless this
// node was too busy to listen. Peers that don't know it are left to CometBFT's pings.
type pulse struct {
	p2p.BaseReactor
	interval, silence time.Duration
	busy              func(within time.Duration) bool
}

func newPulse(interval, silence time.Duration, busy func(within time.Duration) bool) *pulse {
	p := &pulse{interval: interval, silence: silence, busy: busy}
	p.BaseReactor = *p2p.NewBaseReactor(pulseName, p)
	return p
}

// GetChannels implements p2p.Reactor.
func (*pulse) GetChannels() []*p2p.ChannelDescriptor {
	return []*p2p.ChannelDescriptor{{ID: pulseChannel, Priority: 10, SendQueueCapacity: 2, RecvMessageCapacity: 64, MessageType: &gogotypes.UInt64Value{}}}
}

// Receive implements p2p.Reactor. That bytes came in is all there is to know, and the connection counts them.
func (*pulse) Receive(p2p.Envelope) {}

// run beats until the context ends.
func (p *pulse) run(ctx context.Context, sw p2p.Switcher) {
	ticker := time.NewTicker(p.interval)
	defer ticker.Stop()
	for beat := uint64(1); ; beat++ {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		for _, peer := range sw.Peers().Copy() {
			if info, ok := peer.NodeInfo().(p2p.DefaultNodeInfo); !ok || !info.HasChannel(pulseChannel) {
				continue
			}
			if peer.Status().RecvMonitor.Idle > p.silence && !p.busy(p.silence) {
				sw.StopPeerForError(peer, errSilent)
				continue
			}
			peer.TrySend(p2p.Envelope{ChannelID: pulseChannel, Message: &gogotypes.UInt64Value{Value: beat}})
		}
	}
}
