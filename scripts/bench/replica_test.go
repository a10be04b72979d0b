package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestMain(m *testing.M) {
	app.SetAddressPrefixes()
	m.Run()
}

// small is a node of three rolls of which the last is shorter. Every payee is in the register, as the invariants ask.
func small() setup {
	return setup{Grants: 100, Rolls: 3, Budget: 30, Chunk: 8, Holders: 4, Persons: 100, Senders: 3, Accounts: 9, Cache: 1_000}
}

// open opens the replica of a spec and returns a function that does one task.
func open(t *testing.T, s spec) (*chain, func(task) sample) {
	t.Helper()
	c, prepare, closeIt, err := s.open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, closeIt()) })
	return c, func(of task) sample {
		t.Helper()
		got, err := c.repeat(prepare, of)
		require.NoError(t, err)
		require.Empty(t, c.refused)
		return got
	}
}

func TestReliefReplicaPaysWhatIsSeeded(t *testing.T) {
	s := small()
	c, do := open(t, spec{Relief: &s})
	paid := do(task{Kind: taskPayout, Count: 2})
	require.Equal(t, outcome{Units: 200, Blocks: 2 * (3 + 3)}, paid.Outcome)
	require.Positive(t, paid.State.Bytes)
	require.GreaterOrEqual(t, paid.Receipts.Bytes, int64(200*types.LeafSize))
	require.Equal(t, 3, do(task{Kind: taskSend}).Outcome.Units)
	require.Equal(t, 4, do(task{Kind: taskWithdraw}).Outcome.Units)

	enrolled := do(task{Kind: taskEnrol, Count: 2})
	require.Equal(t, outcome{Units: 2 * enrolmentsInBlock * householdsPerTx * householdSize, Blocks: 2}, enrolled.Outcome)
	require.Greater(t, enrolled.Live, int64(enrolled.Outcome.Units)*100)

	n := c.state.(*app.App)
	ctx := n.NewContextLegacy(true, c.header())
	for _, i := range n.Invariants() {
		require.NoError(t, i.Check(ctx), i.Name)
	}
}

func TestExecutorsOfReplicasAgree(t *testing.T) {
	serial, parallel := small(), small()
	parallel.Workers = 2
	var h hashes
	for _, s := range []setup{serial, parallel} {
		c, do := open(t, spec{Relief: &s})
		do(task{Kind: taskPayout, Count: 1})
		do(task{Kind: taskSend})
		do(task{Kind: taskWithdraw})
		do(task{Kind: taskEnrol, Count: 1})
		require.NoError(t, h.add(&replica{}, c.hashes))
	}
	require.NoError(t, h.finish())
	require.Positive(t, h.checked)
}

func TestStockReplicaSends(t *testing.T) {
	_, do := open(t, spec{Stock: &stockSetup{Accounts: 20, Senders: 3}})
	require.Equal(t, outcome{Units: 3, Blocks: 1}, do(task{Kind: taskSend}).Outcome)
	require.Equal(t, outcome{Units: 2 * recipients, Blocks: 1}, do(task{Kind: taskMultiSend, Count: 2}).Outcome)
}

func TestSpecRefusesWhatItCannotDo(t *testing.T) {
	_, _, _, err := spec{}.open(t.TempDir())
	require.Error(t, err)
	_, prepare, closeIt, err := spec{Stock: &stockSetup{Accounts: 2, Senders: 1}}.open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, closeIt()) })
	_, _, err = prepare(task{Kind: taskPayout})
	require.Error(t, err)
}
