package hub

import (
	"io"
	"math/rand/v2"
	"sync"
	"time"
)

// Bounds of what waits on a line; more is dropped, as a router does.
const (
	maxWaiting = 8192
	maxBacklog = 400 * time.Millisecond // of a line with a rate
)

// packet is due at the receiver at a time.
type packet struct {
	due  time.Time
	data []byte
}

// line carries packets in one direction between two hosts.
type line struct {
	hub *Hub
	out io.Writer

	mu     sync.Mutex
	link   Link
	random *rand.Rand
	free   time.Time // when the rate lets the next packet go
	last   time.Time // when the last packet is due

	waiting chan packet
}

func newLine(h *Hub, out io.Writer, seed, number uint64) *line {
	return &line{hub: h, out: out, random: rand.New(rand.NewPCG(seed, number)), waiting: make(chan packet, maxWaiting)}
}

func (l *line) set(link Link) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.link = link
}

// send takes a packet, or drops it. The caller keeps its buffer.
func (l *line) send(data []byte) {
	now := time.Now()
	due, ok := l.plan(now, len(data))
	if !ok {
		l.hub.dropped.Add(1)
		return
	}
	if !due.After(now) && len(l.waiting) == 0 {
		l.write(data)
		return
	}
	select {
	case l.waiting <- packet{due, append([]byte(nil), data...)}:
	default:
		l.hub.dropped.Add(1)
	}
}

// plan decides when a packet arrives, if it does.
func (l *line) plan(now time.Time, size int) (time.Time, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.link.Cut || l.link.Loss > 0 && l.random.Float64() < l.link.Loss {
		return time.Time{}, false
	}
	due := now
	if l.link.Rate > 0 {
		if l.free.After(now) {
			due = l.free
		}
		due = due.Add(time.Duration(size) * time.Second / time.Duration(l.link.Rate))
		if due.Sub(now) > maxBacklog {
			return time.Time{}, false
		}
		l.free = due
	}
	due = due.Add(l.link.Delay)
	if l.link.Jitter > 0 {
		due = due.Add(time.Duration((2*l.random.Float64() - 1) * float64(l.link.Jitter)))
	}
	if due.Before(l.last) {
		due = l.last
	}
	l.last = due
	return due, true
}

// run delivers what waits, in order.
func (l *line) run() {
	for {
		select {
		case <-l.hub.done:
			return
		case p := <-l.waiting:
			if !l.pause(time.Until(p.due)) {
				return
			}
			if l.cut() {
				l.hub.dropped.Add(1)
				continue
			}
			l.write(p.data)
		}
	}
}

// pause waits, unless the hub closes.
func (l *line) pause(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	select {
	case <-l.hub.done:
		return false
	case <-time.After(d):
		return true
	}
}

func (l *line) cut() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.link.Cut
}

func (l *line) write(data []byte) {
	if _, err := l.out.Write(data); err != nil {
		l.hub.dropped.Add(1)
		return
	}
	l.hub.forwarded.Add(1)
}
