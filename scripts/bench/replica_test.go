package main

import (
	"os"
	"path/filepath"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
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
	require.Equal(t, outcome{Units: 200, Blocks: 2 * (3 + 3), Amount: paid.Outcome.Amount}, paid.Outcome)
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

// A month has a roll for each municipality and a run for each state, and what is paid is what was published.
func TestReliefReplicaPaysAMonth(t *testing.T) {
	s := small()
	s.Grants, s.Rolls, s.Holders, s.Persons, s.Bare, s.Month = 0, 0, 0, 0, true, filepath.Join(t.TempDir(), "month.csv")
	require.NoError(t, os.WriteFile(s.Month, []byte("code,month,families,reais,average\n"+
		"110001,202412,17,1000.0,0\n110002,202412,3,10.0,0\n120001,202412,40,7.0,0\n"), 0o600))
	c, do := open(t, spec{Relief: &s})
	require.Equal(t, 120, do(task{Kind: taskPayout, Count: 2}).Outcome.Units)
	n := c.state.(*app.App)
	var paid uint64
	for id := range uint64(4) {
		res, err := grantkeeper.NewQueryServer(n.Grant).Run(n.NewContextLegacy(true, c.header()), &types.QueryRunRequest{Id: id + 1})
		require.NoError(t, err)
		paid += res.Run.PaidAmount
	}
	require.Equal(t, uint64(2*1017_00), paid)
}

// A run may have so many rolls because each of its messages has the gas for them.
func TestLargestRunIsPaid(t *testing.T) {
	s := small()
	s.Rolls, s.Grants, s.Persons = types.MaxRunRolls, types.MaxRunRolls, 0
	dir := t.TempDir()
	n, err := openNode(dir, s)
	require.NoError(t, err)
	defer func() { require.NoError(t, n.close()) }()
	approver := func(msg sdk.Msg) {
		tx, err := n.sign(approver, gasShape, nil, msg)
		require.NoError(t, err)
		_, err = n.must(tx)
		require.NoError(t, err)
	}
	for _, seal := range []bool{false, true} {
		approver(&types.MsgOpenRun{Signer: chaintest.Officer("dehua-approver"), Rolls: n.seeded.groups[0].rolls, Period: uint32(firstPeriod)})
		n.runs++
		if seal {
			approver(&types.MsgSealRun{Signer: chaintest.Officer("dehua-approver"), Run: n.runs})
		}
		approver(&types.MsgCancelRun{Signer: chaintest.Officer("dehua-approver"), Run: n.runs})
	}
	pay, err := n.preparePayouts(1)
	require.NoError(t, err)
	paid, err := pay()
	require.NoError(t, err)
	require.Equal(t, types.MaxRunRolls, paid.Units)
}

func TestMonthRefusesWhatIsNoMonth(t *testing.T) {
	for _, rows := range []string{"", "a,b\n", "c,m,f,r,a\n110001,202412,0,5.0,0\n", "c,m,f,r,a\n110001,202412,5,5.5,0\n", "c,m,f,r,a\n110001,202412,x,5,0\n"} {
		path := filepath.Join(t.TempDir(), "month.csv")
		require.NoError(t, os.WriteFile(path, []byte(rows), 0o600))
		_, err := readMonth(path)
		require.Error(t, err, rows)
	}
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
