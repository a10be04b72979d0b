//go:build system

package faults_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/reliefchain/relief/testutil/network"
)

// trial is one fault being run. Its requirements remember the first that isn't kept, for the table.
type trial struct {
	*testing.T
	*lab
	random   *rand.Rand
	began    time.Time
	reason   string
	measured []string
}

// Errorf implements require.TestingT.
func (t *trial) Errorf(format string, args ...any) {
	t.T.Helper()
	said := fmt.Sprintf(format, args...)
	if t.reason == "" {
		t.reason = shorten(said)
	}
	t.T.Error(said)
}

// shorten keeps what went wrong of a failed requirement.
func shorten(said string) string {
	if _, after, ok := strings.Cut(said, "Error:"); ok {
		said = after
	}
	if i := strings.Index(said, "Test:"); i >= 0 {
		said = said[:i]
	}
	said = strings.ReplaceAll(strings.Join(strings.Fields(said), " "), "Received unexpected error: ", "")
	const most = 300
	if len(said) > most {
		said = said[:most] + "…"
	}
	return said
}

// note adds to what the table says was measured.
func (t *trial) note(format string, args ...any) {
	t.measured = append(t.measured, fmt.Sprintf(format, args...))
}

// wait is a context for one wait.
func (t *trial) wait(d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// within asks that a time keeps to the bar.
func (t *trial) within(what string, took, bar time.Duration) {
	t.Helper()
	if took > bar {
		t.Errorf("%s took %s, the bar is %s", what, took.Round(10*time.Millisecond), bar)
	}
}

// pick is a province at random.
func (t *trial) pick() *network.Node { return t.net.Seated()[t.random.IntN(t.net.Seats)] }

// hold lets a fault last.
func (t *trial) hold(d time.Duration) {
	select {
	case <-t.Context().Done():
		require.NoError(t, t.Context().Err())
	case <-time.After(d):
	}
}

// height of a node that answers.
func (t *trial) height(node *network.Node) int64 {
	t.Helper()
	var h int64
	t.until(fmt.Sprintf("%s tells its height", node.Name), func() (err error) {
		h, err = node.Height(t.Context())
		return err
	})
	return h
}

// top is the greatest height of the nodes that run.
func (t *trial) top() int64 {
	t.Helper()
	var top int64
	for _, node := range t.net.Running() {
		if h, err := node.Height(t.Context()); err == nil {
			top = max(top, h)
		}
	}
	return top
}

// until tries until there is no error.
func (t *trial) until(what string, try func() error) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			require.NoError(t, err, what)
		}
	}
}

// together measures how long the nodes need until every one has made two blocks more than any has now.
func (t *trial) together(nodes ...*network.Node) time.Duration {
	t.Helper()
	began := time.Now()
	target := t.top() + 2
	ctx := t.wait(patience)
	g, ctx := errgroup.WithContext(ctx)
	for _, node := range nodes {
		g.Go(func() error { return node.Reach(ctx, target) })
	}
	if err := g.Wait(); err != nil {
		t.tails()
		require.NoError(t, err)
	}
	return time.Since(began)
}

// start starts a node and measures how long it needs to be in step with the others.
func (t *trial) start(node *network.Node) time.Duration {
	t.Helper()
	began := time.Now()
	require.NoError(t, node.Start())
	t.together(node)
	return time.Since(began)
}

// still asks that nodes make no block while something is done.
func (t *trial) still(nodes []*network.Node, done func()) int64 {
	t.Helper()
	t.settle(nodes)
	before := make([]int64, len(nodes))
	for i, node := range nodes {
		before[i] = t.height(node)
	}
	done()
	var made int64
	for i, node := range nodes {
		made += t.height(node) - before[i]
	}
	if made > 0 {
		t.Errorf("the minority made %d blocks", made)
	}
	return made
}

// settle waits until what was under way at a cut has arrived: nodes that can't make blocks keep one height for two seconds.
func (t *trial) settle(nodes []*network.Node) {
	t.Helper()
	last, since := make([]int64, len(nodes)), time.Now()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		for i, node := range nodes {
			if h := t.height(node); h != last[i] {
				last[i], since = h, time.Now()
			}
		}
		if time.Since(since) > 2*time.Second {
			return
		}
	}
}

// tails logs the end of every node's output.
func (t *trial) tails() {
	for _, node := range t.net.Nodes {
		if raw, err := os.ReadFile(node.Log()); err == nil {
			lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
			lines = lines[max(0, len(lines)-6):]
			for i, line := range lines {
				lines[i] = line[:min(len(line), 200)]
			}
			t.Logf("--- %s\n%s", node.Name, strings.Join(lines, "\n"))
		}
	}
}

// verdict is how a node fares after a fault of its own.
type verdict struct {
	// ended with an exit code, or follows the others, or neither: then it is a zombie.
	ended, follows bool
	code           int
	took           time.Duration
}

// String implements fmt.Stringer.
func (v verdict) String() string {
	switch {
	case v.ended:
		return fmt.Sprintf("exit code %d after %.1f s", v.code, v.took.Seconds())
	case v.follows:
		return fmt.Sprintf("goes on after %.1f s", v.took.Seconds())
	default:
		return fmt.Sprintf("zombie: ports answer, no block for %.0f s", v.took.Seconds())
	}
}

// judge waits until a node has ended or made blocks with the others.
func (t *trial) judge(node *network.Node, patience time.Duration) verdict {
	t.Helper()
	began := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	err := node.Reach(ctx, t.top()+2)
	v := verdict{follows: err == nil, took: time.Since(began)}
	if errors.Is(err, network.ErrEnded) {
		v.ended = true
		v.code, err = node.Exited(ctx)
		require.NoError(t, err)
	}
	return v
}

// said tells whether a node's output since an offset has a word.
func (t *trial) said(node *network.Node, since int64, words ...string) bool {
	t.Helper()
	raw, err := os.ReadFile(node.Log())
	require.NoError(t, err)
	text := string(raw[min(since, int64(len(raw))):])
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// logged is how much a node has said so far.
func (t *trial) logged(node *network.Node) int64 {
	t.Helper()
	info, err := os.Stat(node.Log())
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	require.NoError(t, err)
	return info.Size()
}

// lastLine is the last thing a node said.
func lastLine(t *trial, node *network.Node) string {
	raw, err := os.ReadFile(node.Log())
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	return lines[len(lines)-1]
}
