package main

import (
	"fmt"

	"github.com/reliefchain/relief/testutil/chaintest"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// maxPayoutBlocks bounds the blocks of one period, so that a run that stands still fails the benchmark instead of hanging it.
const maxPayoutBlocks = 100_000

// gasShape satisfies the shape of a transaction; the price list sets the ceiling.
const gasShape = 1_000_000

// preparePayouts signs what starts the next periods. The work then opens, seals and authorises each run, one block each, and
// makes empty blocks until it is done.
func (n *node) preparePayouts(periods int) (work, error) {
	starts := make([][][]byte, periods)
	first := n.runs + 1
	for i := range starts {
		n.runs++
		period := firstPeriod + granttypes.Period(n.runs-1)
		if period >= lastPeriod {
			return nil, fmt.Errorf("run %d is after the last seeded period", n.runs)
		}
		var err error
		if starts[i], err = n.runTxs(n.runs, period); err != nil {
			return nil, err
		}
	}
	return func() (outcome, error) {
		var total outcome
		for i, txs := range starts {
			for _, tx := range txs {
				if _, err := n.must(tx); err != nil {
					return outcome{}, err
				}
			}
			one, err := n.finish(first+uint64(i), len(txs))
			if err != nil {
				return outcome{}, err
			}
			total = total.plus(one)
		}
		return total, nil
	}, nil
}

// finish makes empty blocks until the run is done. Instalments that were sealed and not paid count as failed.
func (n *node) finish(id uint64, blocks int) (outcome, error) {
	queries := grantkeeper.NewQueryServer(n.app.Grant)
	for ; blocks < maxPayoutBlocks; blocks++ {
		res, err := queries.Run(n.context(), &granttypes.QueryRunRequest{Id: id})
		if err != nil {
			return outcome{}, fmt.Errorf("read run %d: %w", id, err)
		}
		if run := res.Run; run.Status == granttypes.RUN_STATUS_DONE {
			return outcome{Units: int(run.PaidCount), Failed: int(run.SealedCount - run.PaidCount), Blocks: blocks}, nil
		}
		if _, err := n.must(); err != nil {
			return outcome{}, err
		}
	}
	return outcome{}, fmt.Errorf("run %d isn't done after %d blocks", id, blocks)
}

// reachPruning makes empty blocks until the node prunes, so that every repetition removes as much as the one before it wrote.
func (n *node) reachPruning() error {
	for n.height%pruningInterval != 0 {
		if _, err := n.must(); err != nil {
			return err
		}
	}
	return nil
}

// runTxs are the three transactions that start a run.
func (n *node) runTxs(run uint64, period granttypes.Period) ([][]byte, error) {
	open, err := n.sign(approver, gasShape, nil, &granttypes.MsgOpenRun{
		Signer: chaintest.Officer(approver), Rolls: n.seeded.rolls, Period: uint32(period),
	})
	if err != nil {
		return nil, err
	}
	seal, err := n.sign(approver, gasShape, nil, &granttypes.MsgSealRun{Signer: chaintest.Officer(approver), Run: run})
	if err != nil {
		return nil, err
	}
	authorise, err := n.sign(treasurer, gasShape, nil, &granttypes.MsgAuthoriseRun{
		Signer: chaintest.Officer(treasurer), Run: run, Denom: chaintest.Denom, Count: n.seeded.count, Amount: n.seeded.amount,
	})
	return [][]byte{open, seal, authorise}, err
}
