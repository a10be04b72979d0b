// Package hub connects network namespaces through this process, so that tests can delay, lose, slow down and cut the traffic
// between real nodes, each direction of each link by itself. It needs the right to make network namespaces. Namespaces have no
// names and devices live as long as their files are open: whatever happens to the process, nothing is left behind.
package hub

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// ErrUnavailable says that this machine doesn't let the process make network namespaces or devices.
var ErrUnavailable = errors.New("no network namespaces: run as root, with /dev/net/tun")

// Addresses of hosts are 10.86.0.10, 10.86.0.11, and so on.
const (
	firstOctet = 10
	maxHosts   = 200
)

// prefix is the network that all hosts are in.
var prefix = netip.MustParsePrefix("10.86.0.0/24")

// maxPacket is more than a device's largest packet.
const maxPacket = 2048

// Link says how packets travel from one host to another.
type Link struct {
	// Delay of every packet, and how much more or less it may be. Packets never overtake each other.
	Delay, Jitter time.Duration
	// Loss is the share of packets that never arrive, 0 to 1.
	Loss float64
	// Rate in bytes per second; 0 is unlimited.
	Rate int64
	// Cut links deliver nothing.
	Cut bool
}

// Hub carries packets between hosts.
type Hub struct {
	hosts []*host
	links [][]*line // by sender and receiver

	forwarded, dropped atomic.Uint64
	done               chan struct{}
	readers, writers   sync.WaitGroup
}

// host is one namespace.
type host struct {
	namespace *os.File
	device    *os.File
}

// New makes namespaces that reach each other through the hub. The seed decides which packets get lost and late.
func New(hosts int, seed uint64) (*Hub, error) {
	if hosts < 1 || hosts > maxHosts {
		return nil, fmt.Errorf("%d hosts: want 1 to %d", hosts, maxHosts)
	}
	h := &Hub{done: make(chan struct{})}
	for i := range hosts {
		made, err := newHost(h.Address(i))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("make host %d: %w", i, err), h.Close())
		}
		h.hosts = append(h.hosts, made)
	}
	for from := range hosts {
		var lines []*line
		for to := range hosts {
			l := newLine(h, h.hosts[to].device, seed, uint64(from)<<32|uint64(to))
			h.writers.Go(l.run)
			lines = append(lines, l)
		}
		h.links = append(h.links, lines)
	}
	for i := range hosts {
		h.readers.Go(func() { h.read(i) })
	}
	return h, nil
}

// Close ends all traffic. Processes in the namespaces keep them, without a way out.
func (h *Hub) Close() error {
	close(h.done)
	var errs []error
	for _, m := range h.hosts {
		errs = append(errs, m.device.Close())
	}
	h.readers.Wait()
	h.writers.Wait()
	for _, m := range h.hosts {
		errs = append(errs, m.namespace.Close())
	}
	return errors.Join(errs...)
}

// Address of a host in the hub's network.
func (h *Hub) Address(host int) netip.Addr {
	a := prefix.Addr().As4()
	a[3] = byte(firstOctet + host)
	return netip.AddrFrom4(a)
}

// Set changes one direction of one link.
func (h *Hub) Set(from, to int, l Link) { h.links[from][to].set(l) }

// SetAll changes every link.
func (h *Hub) SetAll(l Link) {
	for from := range h.links {
		for to := range h.links {
			h.Set(from, to, l)
		}
	}
}

// Packets tells how many packets were forwarded and how many dropped so far.
func (h *Hub) Packets() (forwarded, dropped uint64) { return h.forwarded.Load(), h.dropped.Load() }

// read takes packets from a host and gives them to the line to their receiver.
func (h *Hub) read(from int) {
	buffer := make([]byte, maxPacket)
	for {
		n, err := h.hosts[from].device.Read(buffer)
		if err != nil {
			return
		}
		to, ok := receiver(buffer[:n])
		if !ok || to == from || to >= len(h.hosts) {
			continue
		}
		h.links[from][to].send(buffer[:n])
	}
}

// receiver reads which host an IPv4 packet is for.
func receiver(packet []byte) (int, bool) {
	const header = 20
	if len(packet) < header || packet[0]>>4 != 4 {
		return 0, false
	}
	address := netip.AddrFrom4([4]byte(packet[16:20]))
	last := int(packet[19])
	return last - firstOctet, prefix.Contains(address) && last >= firstOctet
}
