//go:build system

package faults_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/node"
	"github.com/reliefchain/relief/testutil/network"
)

// Upgrades of the versions after this one, as testdata has them: one can't be made.
const (
	brokenUpgrade = "broken"
	nextUpgrade   = "next"
)

// Bars of upgrades.
const (
	stopBar    = 15 * time.Second
	upgradeBar = 15 * time.Second
	lateness   = 20 * time.Second
)

// missed is how many blocks before the upgrade the late node has stopped.
const missed = 8

// untilDue is how many blocks after its proposal a plan is due: the provinces vote meanwhile.
const untilDue = 30

func upgradeFaults() []fault {
	return []fault{
		{
			name: "rollback drill", done: "the provinces vote for an upgrade that fails on every node, and go back",
			bar: "nothing written; the old binary goes on ≤ 15 s", needs: []need{five}, run: rollbackDrill,
		},
		{
			name: "coordinated upgrade", done: "the provinces vote for a version that adds a store; one is away and comes 20 s late, one starts the old one again, a fresh one joins",
			bar: "the old binary stops itself ≤ 15 s; no fork; goes on ≤ 15 s", needs: []need{five}, run: coordinatedUpgrade,
		},
	}
}

// nextVersion builds the version after this one whose last upgrade has the name.
func nextVersion(t *trial, name string) string {
	t.Helper()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	cmd := exec.Command("make", "build-next", "NEXT="+name)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return filepath.Join(root, "build", name, "reliefd")
}

// planUpgrade lets the provinces vote for an upgrade and returns its height.
func (t *trial) planUpgrade(name string) int64 {
	t.Helper()
	height := t.top() + untilDue
	decided := t.decide(&upgradetypes.MsgSoftwareUpgrade{Authority: app.Governance(), Plan: upgradetypes.Plan{Name: name, Height: height}})
	require.Equal(t, "ok", decided[0].String())
	return height
}

// stops waits until a node has ended because it needs another version, and asks that it has said so without a crash.
func (t *trial) stops(province *network.Node, from int64, words ...string) time.Duration {
	t.Helper()
	began := time.Now()
	code, err := province.Exited(t.wait(patience))
	require.NoError(t, err)
	require.Equal(t, node.ExitOtherVersion, code, "exit code of %s", province.Name)
	for _, word := range words {
		require.True(t, t.said(province, from, word), "%s doesn't say %q", province.Name, word)
	}
	require.False(t, t.said(province, from, "CONSENSUS FAILURE", "goroutine "), "%s crashed", province.Name)
	return time.Since(began)
}

// allStop waits until the height of an upgrade ends provinces.
func (t *trial) allStop(provinces []*network.Node, height int64, name string) {
	t.Helper()
	from := make([]int64, len(provinces))
	for i, province := range provinces {
		from[i] = t.logged(province)
	}
	require.NoError(t, provinces[0].Reach(t.wait(2*patience), height-2))
	began := time.Now()
	for i, province := range provinces {
		t.stops(province, from[i], fmt.Sprintf("upgrade %s is due at height %d", name, height))
		t.at(province, height-1)
	}
	t.within("the stop of all", time.Since(began), stopBar)
}

// rehearse makes an upgrade on a copy of a stopped node's state and returns the exit code.
func (t *trial) rehearse(binary string, province *network.Node, name string) int {
	t.Helper()
	cmd := exec.Command(binary, "upgrade", "rehearse", name, "--home", province.Home, "--work-dir", t.TempDir())
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	return cmd.ProcessState.ExitCode()
}

// at asks what height the state of a stopped node has.
func (t *trial) at(node *network.Node, height int64) {
	t.Helper()
	out, err := exec.Command(t.net.Binary, "upgrade", "list", "--home", node.Home).CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), fmt.Sprintf("State at height %d.", height), node.Name)
}

func rollbackDrill(t *trial) string {
	next := nextVersion(t, brokenUpgrade)
	height := t.planUpgrade(brokenUpgrade)
	t.allStop(t.net.Seated(), height, brokenUpgrade)
	require.Equal(t, node.ExitOtherVersion, t.rehearse(next, t.pick(), brokenUpgrade))
	from := map[*network.Node]int64{}
	for _, province := range t.net.Seated() {
		from[province], province.Binary = t.logged(province), next
		require.NoError(t, province.Start())
	}
	for _, province := range t.net.Seated() {
		t.stops(province, from[province], "a migration that fails", "--unsafe-skip-upgrades "+strconv.FormatInt(height, 10))
		t.at(province, height-1)
	}
	began := time.Now()
	for _, machine := range t.net.Nodes { // later too, for whoever fetches that block
		machine.Binary, machine.Settings["unsafe-skip-upgrades"] = "", strconv.FormatInt(height, 10)
	}
	for _, province := range t.net.Seated() {
		require.NoError(t, province.Start())
	}
	require.NoError(t, t.net.Seated()[0].Reach(t.wait(patience), height))
	t.together(t.net.Seated()...)
	took := time.Since(began)
	t.within("going back", took, upgradeBar)
	require.NoError(t, t.load.More(t.wait(patience), t.net.Seats))
	return fmt.Sprintf("failed on %d of %d at height %d, nothing written; old binary goes on after %.1f s", t.net.Seats, t.net.Seats, height, took.Seconds())
}

func coordinatedUpgrade(t *trial) string {
	next := nextVersion(t, nextUpgrade)
	t.spent = true
	height := t.planUpgrade(nextUpgrade)
	late, stubborn, prompt := t.net.Seated()[0], t.net.Seated()[1], t.net.Seated()[2:]
	require.NoError(t, late.Reach(t.wait(2*patience), height-missed))
	late.Kill()
	t.allStop(append(prompt, stubborn), height, nextUpgrade)
	require.Zero(t, t.rehearse(next, prompt[0], nextUpgrade))

	for _, province := range prompt {
		province.Binary = next
		require.NoError(t, province.Start())
	}
	stopped := time.Now()
	from := t.logged(stubborn)
	require.NoError(t, stubborn.Start())
	t.stops(stubborn, from, fmt.Sprintf("upgrade %s is due at height %d", nextUpgrade, height))
	t.at(stubborn, height-1)

	stubborn.Binary = next
	began := time.Now()
	require.NoError(t, stubborn.Start())
	t.together(append(prompt, stubborn)...)
	on := time.Since(began)
	t.within("going on", on, upgradeBar)

	t.oldAgain(stubborn)
	time.Sleep(time.Until(stopped.Add(lateness)))
	back := t.catchUp(late, next, height)
	t.net.Binary = next
	require.NoError(t, t.load.More(t.wait(patience), t.net.Seats))
	t.note("stopped at %d; on after %.1f s, the late one in step after %.1f s", height, on.Seconds(), back.Seconds())

	return fmt.Sprintf("a fresh node joined after %.1f s", t.joinAfter(height).Seconds())
}

// catchUp lets a node that was away before the height of the upgrade follow: the next version refuses to run, the one before fetches
// blocks up to the height and stops there, and then the next one goes on.
func (t *trial) catchUp(late *network.Node, next string, height int64) time.Duration {
	t.Helper()
	from := t.logged(late)
	late.Binary = next
	require.NoError(t, late.Start())
	t.stops(late, from, "run the version before it until that upgrade is due")

	from = t.logged(late)
	late.Binary = ""
	require.NoError(t, late.Start())
	t.stops(late, from, fmt.Sprintf("upgrade %s is due at height %d", nextUpgrade, height))
	t.at(late, height-1)

	late.Binary = next
	took := t.start(late)
	t.within("the late one", took, upgradeBar)
	return took
}

// oldAgain starts the version before on a node that has made the upgrade: it makes no block.
func (t *trial) oldAgain(province *network.Node) {
	t.Helper()
	require.NoError(t, province.Stop())
	from, binary := t.logged(province), province.Binary
	province.Binary = reliefd(t.T)
	require.NoError(t, province.Start())
	t.stops(province, from, "the chain has made upgrade "+nextUpgrade)
	province.Binary = binary
	t.start(province)
}

// joinAfter lets a fresh node fetch a snapshot from after a height.
func (t *trial) joinAfter(height int64) time.Duration {
	t.Helper()
	fresh := t.net.Spare(joiner)
	require.NoError(t, fresh.Wipe())
	t.until("every province has a snapshot from after the upgrade", func() error {
		for _, province := range t.net.Seated() {
			if newest := newestSnapshot(t, province); newest < height {
				return fmt.Errorf("%s has one of height %d", province.Name, newest)
			}
		}
		return nil
	})
	t.bySnapshot(fresh)
	took := t.start(fresh)
	t.within("joining", took, syncBar)
	return took
}

func newestSnapshot(t *trial, node *network.Node) (newest int64) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(node.Data(), "snapshots"))
	require.NoError(t, err)
	for _, entry := range entries {
		if height, err := strconv.ParseInt(entry.Name(), 10, 64); err == nil {
			newest = max(newest, height)
		}
	}
	return newest
}
