//go:build system

package faults_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
)

// Bars of what happens to processes.
const (
	pauseBar   = 10 * time.Second
	recoverBar = 15 * time.Second
)

func processFaults() []fault {
	return []fault{
		{
			name: "kill each", done: "SIGKILL one province after the other, start it again", quick: true,
			bar: "0 lost; the others pause ≤ 10 s; back ≤ 10 s", run: killEach,
		},
		{
			name: "kill all", done: "SIGKILL all provinces at once, at 10 random instants", quick: true,
			bar: "0 lost; 10 of 10 back ≤ 15 s", run: killAll,
		},
		{
			name: "freeze 5 s", done: "SIGSTOP one province for 5 s",
			bar: "0 lost; the others pause ≤ 10 s; back ≤ 15 s", run: freeze(5 * time.Second),
		},
		{
			name: "freeze 30 s", done: "SIGSTOP one province for 30 s",
			bar: "0 lost; the others pause ≤ 10 s; back ≤ 15 s", run: freeze(30 * time.Second),
		},
		{
			name: "rolling restart", done: "SIGTERM one province after the other, start it again",
			bar: "0 lost; the others pause ≤ 10 s; exit code 0", run: rollingRestart,
		},
	}
}

func killEach(t *trial) string {
	var slowest time.Duration
	for _, node := range t.net.Seated() {
		node.Kill()
		require.NoError(t, t.load.More(t.wait(patience), t.net.Seats))
		slowest = max(slowest, t.start(node))
	}
	gap := t.load.Gap(t.began)
	t.within("the longest pause", gap, pauseBar)
	t.within("the slowest start", slowest, pauseBar)
	return fmt.Sprintf("pause %.1f s, back %.1f s", gap.Seconds(), slowest.Seconds())
}

func killAll(t *trial) string {
	rounds := 10
	if !*full {
		rounds = 3
	}
	var took []time.Duration
	for range rounds {
		t.hold(time.Duration(t.random.Int64N(int64(2 * time.Second))))
		for _, node := range t.net.Seated() {
			node.Kill()
		}
		began := time.Now()
		for _, node := range t.net.Seated() {
			require.NoError(t, node.Start())
		}
		t.until("a province tells its height", func() error {
			_, err := t.net.Seated()[0].Height(t.Context())
			return err
		})
		t.together(t.net.Seated()...)
		took = append(took, time.Since(began))
	}
	slowest := slices.Max(took)
	t.within("the slowest start", slowest, recoverBar)
	return fmt.Sprintf("%d of %d back, slowest %.1f s", len(took), rounds, slowest.Seconds())
}

func freeze(d time.Duration) func(*trial) string {
	return func(t *trial) string {
		node := t.pick()
		require.NoError(t, node.Freeze())
		t.hold(d)
		gap := t.load.Gap(t.began)
		require.NoError(t, node.Thaw())
		back := t.together(t.net.Seated()...)
		t.within("the longest pause", gap, pauseBar)
		t.within("coming back", back, recoverBar)
		return fmt.Sprintf("%s: pause %.1f s, back %.1f s", node.Name, gap.Seconds(), back.Seconds())
	}
}

func rollingRestart(t *trial) string {
	var slowest time.Duration
	for _, node := range t.net.Seated() {
		require.NoError(t, node.Stop())
		code, err := node.Exited(t.Context())
		require.NoError(t, err)
		require.Zero(t, code, "exit code of %s", node.Name)
		slowest = max(slowest, t.start(node))
	}
	gap := t.load.Gap(t.began)
	t.within("the longest pause", gap, pauseBar)
	return fmt.Sprintf("pause %.1f s, back %.1f s", gap.Seconds(), slowest.Seconds())
}

// rest are the provinces not among some.
func rest(t *trial, some ...*network.Node) []*network.Node {
	var others []*network.Node
	for _, node := range t.net.Seated() {
		if !slices.Contains(some, node) {
			others = append(others, node)
		}
	}
	return others
}
