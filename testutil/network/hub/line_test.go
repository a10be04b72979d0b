package hub

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// arrivals plans packets that are sent at one instant: when each arrives, or nothing when it gets lost.
func arrivals(seed uint64, link Link, packets int) []time.Duration {
	l := newLine(nil, nil, seed, 1)
	l.set(link)
	now := time.Unix(0, 0)
	var all []time.Duration
	for range packets {
		if due, ok := l.plan(now, 1000); ok {
			all = append(all, due.Sub(now))
		}
	}
	return all
}

func TestPlan(t *testing.T) {
	const packets = 1000
	for _, tc := range []struct {
		name        string
		link        Link
		first, last time.Duration
		least, most int
	}{
		{name: "plain", least: packets, most: packets},
		{name: "delay", link: Link{Delay: time.Second}, first: time.Second, last: time.Second, least: packets, most: packets},
		{name: "rate fills the backlog, then drops", link: Link{Rate: 100_000}, first: 10 * time.Millisecond, last: maxBacklog, least: 40, most: 40},
		{name: "loss", link: Link{Loss: 0.1}, least: 850, most: 950},
		{name: "cut", link: Link{Cut: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			all := arrivals(1, tc.link, packets)
			require.GreaterOrEqual(t, len(all), tc.least)
			require.LessOrEqual(t, len(all), tc.most)
			if len(all) > 0 {
				require.Equal(t, tc.first, all[0])
				require.Equal(t, tc.last, all[len(all)-1])
			}
		})
	}
}

func TestPlanRepeatsBySeed(t *testing.T) {
	link := Link{Delay: time.Second, Jitter: 500 * time.Millisecond, Loss: 0.3}
	all := arrivals(1, link, 100)
	require.Equal(t, all, arrivals(1, link, 100))
	require.NotEqual(t, all, arrivals(2, link, 100))
	require.IsNonDecreasing(t, all, "packets never overtake each other")
}
