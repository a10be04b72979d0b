package app_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	sdkmath "cosmossdk.io/math"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/baseapp/txnrunner"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	feekeeper "github.com/reliefchain/relief/x/fee/keeper"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// counting counts how often the parallel executor runs a transaction: once each, and once more for each conflict.
type counting struct {
	sdk.TxRunner
	runs *atomic.Int64
}

// Run implements sdk.TxRunner.
func (r counting) Run(ctx context.Context, ms storetypes.MultiStore, txs [][]byte, deliver sdk.DeliverTxFunc) ([]*abci.ExecTxResult, error) {
	return r.TxRunner.Run(ctx, ms, txs, func(raw []byte, tx sdk.Tx, ms storetypes.MultiStore, index int, cache map[string]any) *abci.ExecTxResult {
		r.runs.Add(1)
		return deliver(raw, tx, ms, index, cache)
	})
}

func countRuns(a *app.App) *atomic.Int64 {
	runs := new(atomic.Int64)
	inner := txnrunner.NewSTMRunner(a.Encoding().Tx.TxDecoder(), a.ExecutorKeys(), 4, false, func(storetypes.MultiStore) string { return "" })
	a.SetBlockSTMTxRunner(counting{inner, runs})
	return runs
}

// payers are n names of persons, whose transactions draw on one share first, or on any.
func payers(prefix string, n int, share uint32, one bool) []string {
	var all []string
	for i := 0; len(all) < n; i++ {
		name := fmt.Sprint(prefix, i)
		if !one || feetypes.PayerShare(chaintest.Address("person:"+name)) == share {
			all = append(all, name)
		}
	}
	return all
}

func enrol(t *testing.T, c *chaintest.Chain, intake, area string, names []string) {
	t.Helper()
	for len(names) > 0 {
		part := names[:min(50, len(names))]
		names = names[len(part):]
		msg := &beneficiarytypes.MsgEnrol{Signer: chaintest.Officer(intake)}
		for _, name := range part {
			msg.Households = append(msg.Households, beneficiarytypes.HouseholdEnrolment{
				Ref: chaintest.Ref("household " + name), MemberRoot: chaintest.Hash32("members " + name), Area: area,
				Persons: []beneficiarytypes.Enrolment{chaintest.EnrolmentOf(name, name, 1)},
			})
		}
		c.MustSend(intake, msg)
	}
}

// attempt is a beneficiary's act that is paid and does nothing: the fee alone makes the difference.
func attempt(c *chaintest.Chain, person string) []byte {
	who := "person:" + person
	return c.Tx(who, &granttypes.MsgWithdraw{
		Signer: chaintest.Officer(who), Grant: uint64(granttypes.NewGrantID(1, 1)), Amount: 1, Denom: chaintest.Denom,
	})
}

// paidBy counts the charges of a block by the account that was charged, and those that nobody paid.
func paidBy(results []chaintest.Result) (charged map[string]int, waived int) {
	charged = map[string]int{}
	for _, r := range results {
		for _, e := range r.Events {
			switch {
			case strings.HasSuffix(e.Type, "EventFeeCharged"):
				for _, a := range e.Attributes {
					if a.Key == "payer" {
						charged[a.Value]++
					}
				}
			case strings.HasSuffix(e.Type, "EventFeeWaived"):
				waived++
			}
		}
	}
	return charged, waived
}

// Many payers of one budget in one block: with one share each waits for the one before, with sixteen the longest row is a fraction of it, and
// fewer transactions run twice. The chain harness compares app hash, gas and events of the two executors.
func TestPayersOfOneBudgetDontWaitForEachOther(t *testing.T) {
	const n = 400
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight, chaintest.Parallel)
	c.Seldom = true
	one, sixteen := payers("one ", n, 3, true), payers("any ", n, 0, false)
	enrol(t, c, "dehua-intake", chaintest.RollAreas[0], one)
	enrol(t, c, "dehua-intake", chaintest.RollAreas[0], sixteen)
	runs := countRuns(c.Instances()[1])
	block := func(names []string) (executions int64, row int) {
		before := runs.Load()
		results := attempts(c, names)
		for _, r := range results {
			require.True(t, r.InBlock, r.Log)
		}
		charged, waived := paidBy(results)
		require.Zero(t, waived)
		sum := 0
		for _, times := range charged {
			row, sum = max(row, times), sum+times
		}
		require.Equal(t, n, sum)
		return runs.Load() - before, row
	}
	var runsOne, runsSixteen int64
	for range 3 {
		executions, row := block(one)
		require.Equal(t, n, row)
		runsOne += executions
		executions, row = block(sixteen)
		require.Less(t, row, n/8)
		runsSixteen += executions
		t.Logf("longest row of payers: %d with one share, %d with sixteen", n, row)
	}
	t.Logf("runs of %d transactions: %d with one share, %d with sixteen", 3*n, runsOne, runsSixteen)
	require.Less(t, runsSixteen, runsOne)
	c.CheckInvariants()
}

// A hundred payers in one block compete for the last unit of a budget: one of them gets it, the same with both executors; for the others nobody
// pays, since theirs is protected.
func TestHundredPayersOfTheLastUnit(t *testing.T) {
	t.Parallel()
	const n = 100
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight, chaintest.Parallel)
	names := payers("last ", n, 0, false)
	enrol(t, c, "dehua-intake", chaintest.RollAreas[0], names)
	// A limit per period leaves one unit; the coins lie in all shares.
	set := &feetypes.MsgSetBudget{
		Signer: chaintest.Officer("fujian-treasurer"), Organisation: chaintest.Organisations["dehua"], Denom: chaintest.Denom,
		TransactionCap: sdkmath.NewInt(1_000_000), BeneficiaryQuota: 5, PeriodBlocks: 1_000, PeriodLimit: 10_000,
	}
	c.MustSend("fujian-treasurer", set)
	before := leftOf(t, c, set.Organisation)
	charged, waived := paidBy(attempts(c, names))
	require.Len(t, charged, 1)
	require.Equal(t, n-1, waived)
	require.Equal(t, int64(10_000), before-leftOf(t, c, set.Organisation))
}

// The same for the last coins: they lie in sixteen shares, none of which has enough for a payment.
func TestHundredPayersOfTheLastCoins(t *testing.T) {
	t.Parallel()
	const n, over = 100, 7
	set := chaintest.Settings{}
	c := chaintest.New(t, set.Seats(), ledgerWorld(set), chaintest.Straight, chaintest.Parallel)
	names := payers("coin ", n, 0, false)
	enrol(t, c, "lubei-intake", ledgerArea, names)
	enrol(t, c, "lubei-intake", ledgerArea, payers("other ", 150, 0, false)) // 250 persons in five transactions
	require.Equal(t, int64(over), leftOf(t, c, ledgerCounty))
	c.MustSend("issuer-minter", &feetypes.MsgFundBudget{Signer: address("issuer-minter"), Organisation: ledgerCounty, Amount: ledgerCoin(anxin, 10_000)})
	charged, waived := paidBy(attempts(c, names))
	require.Len(t, charged, feetypes.BudgetShares, "every share gave its part")
	for _, times := range charged {
		require.Equal(t, 1, times)
	}
	require.Equal(t, n-1, waived)
	require.Equal(t, int64(over), leftOf(t, c, ledgerCounty))
	c.CheckInvariants()
}

// attempts makes a block of an act of each person.
func attempts(c *chaintest.Chain, names []string) []chaintest.Result {
	var txs [][]byte
	for _, name := range names {
		txs = append(txs, attempt(c, name))
	}
	return c.Block(c.Now.Add(time.Second), txs...)
}

func leftOf(t *testing.T, c *chaintest.Chain, organisation uint32) int64 {
	t.Helper()
	res, err := feekeeper.NewQueryServer(c.App().Fee).Budget(c.Context(), &feetypes.QueryBudgetRequest{Organisation: organisation})
	require.NoError(t, err)
	return res.Left.Amount.Int64()
}
