//go:build system

package faults_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/network"
	"github.com/reliefchain/relief/testutil/network/faults"
)

var (
	full     = flag.Bool("full", false, "run the whole list instead of the short one")
	seed     = flag.Uint64("seed", 1, "decides who is hit, when, and which packets get lost")
	loopback = flag.Bool("loopback", false, "leave the hub out")
	asJSON   = flag.String("json", "", "file for the report")
	page     = flag.String("page", "", "Markdown page for the report")
	keep     = flag.Bool("keep", false, "keep homes and logs when a bar is missed")
)

// fault is one row of the list.
type fault struct {
	// name, what is done and the bar that the measurement has to keep.
	name, done, bar string
	// quick faults are on the short list.
	quick bool
	// needs names what the machine must have.
	needs []need
	// run returns what was measured; a missed bar is a failed requirement.
	run func(t *trial) string
}

// need is a condition of the machine or the network.
type need struct {
	reason string
	met    func(*network.Network) bool
}

var (
	hubs   = need{"needs network namespaces, run as root", func(n *network.Network) bool { return n.Hub != nil }}
	strace = need{"needs strace", func(*network.Network) bool { _, err := exec.LookPath("strace"); return err == nil }}
	five   = need{"needs five seats", func(n *network.Network) bool { return n.Seats >= 5 }}
	root   = need{"needs root", func(*network.Network) bool { return os.Geteuid() == 0 }}
)

// list is every fault, in the order of the run: those that cost a seat come last.
func list() []fault {
	return slices.Concat(processFaults(), linkFaults(), stateFaults(), diskFaults(), damageFaults(), trafficFaults(), bulkFaults(), upgradeFaults(), keyFaults())
}

// Sizes of the network: spares are for a node that joins, a second host of a key, and an attacker.
const (
	seats      = 5
	quickSeats = 4
	spares     = 3
	joiner     = 0
	twin       = 1
	attacker   = 2
	blockTime  = 500 * time.Millisecond
)

// patience is the longest wait for anything that has no bar of its own.
const patience = 60 * time.Second

// lab is the network under test with its load and checker; a fault that wrecks it gets the next one a new one.
type lab struct {
	net   *network.Network
	load  *faults.Load
	check *faults.Checker
	// spent networks aren't what the next fault wants: it gets a new one.
	spent bool
}

// open starts a network under load.
func open(t *testing.T) *lab {
	t.Helper()
	dir, err := os.MkdirTemp("", "relief-faults-") //nolint:usetesting // kept on request
	require.NoError(t, err)
	count := seats
	if !*full {
		count = quickSeats
	}
	n, err := network.New(network.Options{
		Binary: reliefd(t), Dir: dir, Seats: count, Spares: spares, Seed: *seed, BlockTime: blockTime, Loopback: *loopback,
		Settings: map[string]string{"state-sync.snapshot-interval": "20", "state-sync.snapshot-keep-recent": "3"},
	})
	require.NoError(t, err)
	l := &lab{net: n}
	t.Cleanup(func() { l.close(t) })
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for _, node := range n.Seated() {
		require.NoError(t, node.Start())
	}
	for _, node := range n.Seated() {
		require.NoError(t, node.Reach(ctx, 2))
	}
	l.load, err = faults.NewLoad(n)
	require.NoError(t, err)
	l.check, err = faults.NewChecker(ctx, n, l.load, *seed)
	require.NoError(t, err)
	l.load.Start(context.WithoutCancel(t.Context()))
	require.NoError(t, l.load.More(ctx, count))
	return l
}

func (l *lab) close(t *testing.T) {
	t.Helper()
	if l.net == nil {
		return
	}
	if l.load != nil {
		l.load.Stop()
	}
	require.NoError(t, l.net.Close())
	if *keep && t.Failed() {
		t.Log("homes and logs:", l.net.Dir)
	} else {
		require.NoError(t, os.RemoveAll(l.net.Dir))
	}
	l.net = nil
}

// restore makes the network whole again after a fault, if that is possible.
func (l *lab) restore(ctx context.Context) error {
	l.net.Heal()
	for _, node := range l.net.Nodes {
		if node.Frozen() && node.Running() {
			if err := node.Thaw(); err != nil {
				return err
			}
		}
		if node.Number >= l.net.Seats {
			node.Kill()
		} else if !node.Running() {
			if err := node.Start(); err != nil {
				return err
			}
		}
	}
	return l.check.All(ctx)
}

func TestFaults(t *testing.T) {
	version, err := exec.Command(reliefd(t), "version").Output()
	require.NoError(t, err)
	l := open(t)
	where := "each in a network namespace"
	if l.net.Hub == nil {
		where = "on loopback: links can't be changed here"
	}
	report := faults.NewReport(strings.TrimSpace(string(version)), fmt.Sprintf("%d provinces, %s between blocks, %s", l.net.Seats, blockTime, where), *seed)
	acknowledged := 0
	for number, f := range list() {
		if !*full && !f.quick {
			continue
		}
		if l.net == nil {
			l = open(t)
		}
		t.Run(f.name, func(t *testing.T) {
			row := faults.Row{Fault: f.name, Done: f.done, Bar: f.bar, Seed: *seed + uint64(number)}
			began := time.Now()
			reached := false
			tr := &trial{T: t, lab: l, random: rand.New(rand.NewPCG(row.Seed, 0)), began: began}
			defer func() {
				row.Seconds = time.Since(began).Seconds()
				row.Measured, row.Reason = strings.Join(tr.measured, ", "), tr.reason
				switch {
				case row.Outcome != "":
				case t.Failed() || !reached:
					row.Outcome = faults.Failed
				default:
					row.Outcome = faults.Passed
				}
				report.Rows = append(report.Rows, row)
				report.Load = fmt.Sprintf("%d transactions acknowledged under faults.", acknowledged)
				publish(t, report) // now, since the run may not reach its end
			}()
			for _, n := range f.needs {
				if !n.met(l.net) {
					row.Outcome, tr.reason, reached = faults.Skipped, n.reason, true
					t.Skip(n.reason)
				}
			}
			before := l.load.Count()
			defer func() {
				if err := l.restore(context.WithoutCancel(t.Context())); err != nil {
					tr.Errorf("after the fault: %v", err)
					tr.tails()
					acknowledged += l.load.Count() - before
					l.close(t)
					return
				}
				acknowledged += l.load.Count() - before
				if l.spent {
					l.close(t)
				}
			}()
			if said := f.run(tr); said != "" {
				tr.note("%s", said)
			}
			require.NoError(tr, l.check.All(t.Context()))
			reached = true
		})
	}
	t.Log("\n" + report.Table())
}

// publish writes the report to where the flags say.
func publish(t *testing.T, report *faults.Report) {
	t.Helper()
	if *asJSON != "" {
		require.NoError(t, report.WriteJSON(*asJSON))
	}
	if *page != "" {
		require.NoError(t, report.WritePage(*page))
	}
}

// reliefd is the binary under test.
func reliefd(t *testing.T) string {
	t.Helper()
	binary := os.Getenv("RELIEFD")
	if binary == "" {
		binary = "../../../build/reliefd"
	}
	binary, err := filepath.Abs(binary)
	require.NoError(t, err)
	require.Equal(t, "reliefd", filepath.Base(binary), "settings come through variables that start with the program's name")
	require.FileExists(t, binary, "run \"make build\" first, or name a binary in RELIEFD")
	return binary
}
