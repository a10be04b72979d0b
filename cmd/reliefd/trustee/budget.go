package trustee

import (
	"sync"
	"time"
)

// burst is how many seconds' worth of elements may come at once.
const burst = 5

// budget bounds how many elements a second are taken.
type budget struct {
	perSecond float64
	now       func() time.Time

	mu   sync.Mutex
	left float64
	at   time.Time
}

func newBudget(perSecond int, now func() time.Time) *budget {
	return &budget{perSecond: float64(perSecond), now: now, left: float64(perSecond) * burst, at: now()}
}

// take takes elements and tells whether there was room for them.
func (b *budget) take(elements int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	b.left = min(b.left+now.Sub(b.at).Seconds()*b.perSecond, b.perSecond*burst)
	b.at = now
	if b.left < float64(elements) {
		return false
	}
	b.left -= float64(elements)
	return true
}
