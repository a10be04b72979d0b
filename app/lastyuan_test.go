package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/chaintest"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// A hundred approvals in one block compete for the last yuan: in the order of the block, exactly those that fit are made. The chain
// harness compares app hash, codes, gas and events of the serial and the parallel executor.
func TestHundredApprovalsForTheLastYuan(t *testing.T) {
	t.Parallel()
	const cases, budget = 100, 10_000
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight, chaintest.Parallel)
	persons := names("p", cases)
	c.OpenOffice(chaintest.Office{Budget: budget, First: jan, Rolls: 1, Persons: persons})
	amount := func(n int) uint64 { return uint64(137 + 61*n%400) } // 13,000 fen and more are asked for
	var applications []uint64
	for n := range persons {
		applications = append(applications, reviewed(t, c, persons[n:n+1], monthly(amount(n), jan, jan+1))...)
	}
	var txs [][]byte
	for n, id := range applications {
		by := []string{"dehua-approver", "dehua-approver2"}[n%2]
		txs = append(txs, c.Tx(by, approve(chaintest.Officer(by), id)))
	}
	free, made := uint64(budget), 0
	for n, r := range c.Block(c.Now.Add(time.Second), txs...) {
		require.True(t, r.InBlock, r.Log)
		if amount(n) <= free {
			require.True(t, r.OK(), "%d of %d free: %s", amount(n), free, r.Log)
			free -= amount(n)
			made++
			continue
		}
		require.Equal(t, granttypes.ErrBudgetExceeded.Codespace(), r.Codespace)
		require.Equal(t, granttypes.ErrBudgetExceeded.ABCICode(), r.Code)
	}
	require.Greater(t, made, 20)
	require.Less(t, made, cases)
	res, err := grantkeeper.NewQueryServer(c.App().Grant).Budget(c.Context(), &granttypes.QueryBudgetRequest{Node: 2, Year: 2024})
	require.NoError(t, err)
	require.Equal(t, free, res.Free)
	require.Equal(t, budget-free, res.Ledger.Reserved)
	c.CheckInvariants()
}
