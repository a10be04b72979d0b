//go:build system

package faults_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
	"github.com/reliefchain/relief/testutil/network/hub"
)

func linkFaults() []fault {
	const bar = "minority makes 0 blocks; 0 lost; in step ≤ 15 s after healing"
	return []fault{
		{name: "isolate one", done: "cut every link of one province for 20 s", quick: true, bar: bar, needs: []need{hubs}, run: isolate},
		{name: "split in halves", done: "cut the links between two halves for 20 s: neither may go on", quick: true, bar: bar, needs: []need{hubs}, run: halves(20 * time.Second)},
		{name: "one-way cut", done: "what one province sends arrives nowhere for 20 s; it hears the others", bar: bar, needs: []need{hubs}, run: oneWay},
		{name: "long split", done: "cut the links between two halves for 120 s", bar: bar, needs: []need{hubs}, run: halves(120 * time.Second)},
		{name: "delay and loss", done: "every packet 10 to 150 ms later, then 0.1 to 5 % of them lost, 15 s each", bar: "goes on", needs: []need{hubs}, run: curve},
	}
}

func isolate(t *trial) string {
	node := t.pick()
	t.net.Isolate(node)
	t.still([]*network.Node{node}, func() { t.hold(17 * time.Second) })
	require.NoError(t, t.load.More(t.wait(patience), 2), "the majority goes on")
	t.net.Heal()
	back := t.together(t.net.Seated()...)
	t.within("coming back", back, recoverBar)
	return fmt.Sprintf("%s: 0 blocks alone, back %.1f s", node.Name, back.Seconds())
}

func halves(d time.Duration) func(*trial) string {
	return func(t *trial) string {
		nodes := slices.Clone(t.net.Seated())
		t.random.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
		t.net.Split(nodes[:len(nodes)/2], nodes[len(nodes)/2:])
		t.still(nodes, func() { t.hold(d - 3*time.Second) })
		t.net.Heal()
		back := t.together(nodes...)
		t.within("coming back", back, recoverBar)
		return fmt.Sprintf("0 blocks on either side, back %.1f s", back.Seconds())
	}
}

func oneWay(t *trial) string {
	node := t.pick()
	for _, other := range rest(t, node) {
		t.net.Cut(node, other)
	}
	t.hold(20 * time.Second)
	require.NoError(t, t.load.More(t.wait(patience), 2), "the majority goes on")
	t.net.Heal()
	back := t.together(t.net.Seated()...)
	t.within("coming back", back, recoverBar)
	return fmt.Sprintf("%s: back %.1f s", node.Name, back.Seconds())
}

// curve measures the time per block and per acknowledgement as links get worse.
func curve(t *trial) string {
	const span = 15 * time.Second
	var points []string
	measure := func(name string, l hub.Link) {
		t.net.Shape(l)
		began, from := time.Now(), t.top()
		t.hold(span)
		made := t.top() - from
		if made == 0 {
			t.Errorf("no block with %s", name)
			return
		}
		points = append(points, fmt.Sprintf("%s: %.2f s a block, p50 %.1f s", name,
			time.Since(began).Seconds()/float64(made), t.load.Latency(began, 0.5).Seconds()))
	}
	measure("none", hub.Link{})
	for _, delay := range []int{10, 50, 100, 150} {
		d := time.Duration(delay) * time.Millisecond
		measure(fmt.Sprintf("%d ms", delay), hub.Link{Delay: d, Jitter: d / 10})
	}
	for _, loss := range []float64{0.1, 1, 5} {
		measure(fmt.Sprintf("10 ms and %g %% lost", loss), hub.Link{Delay: 10 * time.Millisecond, Loss: loss / 100})
	}
	t.net.Heal()
	t.together(t.net.Seated()...)
	return strings.Join(points, "; ")
}
