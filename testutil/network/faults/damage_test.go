//go:build system

package faults_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
)

// damagePatience is how long a node with damaged files may take to repair them or refuse.
const damagePatience = 30 * time.Second

func damageFaults() []fault {
	const bar = "repairs, or refuses with the way out; never a wrong app hash"
	var all []fault
	for _, d := range []struct {
		name, done string
		files      string
		newest     bool // hit the newest file, else the largest
		spoil      func(raw []byte, t *trial) []byte
	}{
		{"torn log of consensus", "the write-ahead log ends in the middle of a record", "data/cs.wal/wal", true, tear(17)},
		{"corrupted log of consensus", "bytes in the last part of the write-ahead log are changed", "data/cs.wal/wal", true, flip},
		{"torn state", "the newest journal of the state's database is cut in half", "data/application.db/*.log", true, halve},
		{"corrupted state", "bytes of the largest table or journal of the state are changed", "data/application.db/*.l*", false, flip},
		{"corrupted blocks", "bytes of the largest table or journal of the blocks are changed", "data/blockstore.db/*.l*", false, flip},
		{"lost directory of the state", "the file that names the current manifest is empty", "data/application.db/CURRENT", true, tear(1 << 20)},
	} {
		all = append(all, fault{name: d.name, done: "SIGKILL, then " + d.done, bar: bar, run: func(t *trial) string {
			return t.damage(d.files, d.newest, d.spoil)
		}})
	}
	return all
}

// damage spoils a file of a killed node and starts it.
func (t *trial) damage(files string, newest bool, spoil func([]byte, *trial) []byte) string {
	t.Helper()
	node := t.pick()
	node.Kill()
	file := choose(t, filepath.Join(node.Home, files), newest)
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, spoil(raw, t), 0o600))
	from := t.logged(node)
	require.NoError(t, node.Start())
	v := t.judge(node, damagePatience)
	if v.follows {
		return fmt.Sprintf("%s: %s", node.Name, v)
	}
	if !v.ended {
		t.Errorf("%s", v)
	} else if !t.said(node, from, "docs/operations/") {
		t.Errorf("it refuses without the way out: %s", lastLine(t, node))
	}
	back := t.replace(node)
	return fmt.Sprintf("%s: %s; back %.1f s after its data was fetched again", node.Name, v, back.Seconds())
}

// replace removes what a node knows and lets it fetch a snapshot, as its operator would.
func (t *trial) replace(node *network.Node) time.Duration {
	t.Helper()
	node.Kill()
	require.NoError(t, node.Wipe())
	t.bySnapshot(node)
	return t.start(node)
}

// choose finds the newest or the largest file.
func choose(t *trial, pattern string, newest bool) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files, pattern)
	value := func(file string) int64 {
		info, err := os.Stat(file)
		require.NoError(t, err)
		if newest {
			return info.ModTime().UnixNano()
		}
		return info.Size()
	}
	return slices.MaxFunc(files, func(a, b string) int { return cmp.Compare(value(a), value(b)) })
}

// tear cuts so many bytes off the end.
func tear(bytes int) func([]byte, *trial) []byte {
	return func(raw []byte, _ *trial) []byte { return raw[:max(0, len(raw)-bytes)] }
}

func halve(raw []byte, _ *trial) []byte { return raw[:len(raw)/2] }

// flip changes 64 bytes in the last tenth.
func flip(raw []byte, t *trial) []byte {
	for range 64 {
		raw[len(raw)-1-t.random.IntN(max(1, len(raw)/10))] ^= byte(1 + t.random.IntN(255))
	}
	return raw
}
