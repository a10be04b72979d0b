package main

import (
	"errors"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/testutil/chaintest"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// maxPayoutBlocks bounds the blocks of one period, so that a run that stands still fails the benchmark instead of hanging it.
const maxPayoutBlocks = 100_000

// gasShape satisfies the shape of a transaction; the price list sets the ceiling.
const gasShape = 1_000_000

// preparePayouts signs what starts the next periods. The work then opens, seals and authorises the runs of each, one block each, and
// makes empty blocks until they are done.
func (n *node) preparePayouts(periods int) (work, error) {
	starts := make([][][][]byte, periods)
	for i := range starts {
		period := firstPeriod + granttypes.Period(n.periods)
		if n.periods++; period >= lastPeriod {
			return nil, fmt.Errorf("%s is after the last seeded period", period)
		}
		var err error
		if starts[i], err = n.runTxs(period); err != nil {
			return nil, err
		}
	}
	first := n.runs - uint64(periods*len(n.seeded.groups)) + 1
	return func() (outcome, error) {
		var total outcome
		for i, blocks := range starts {
			for _, txs := range blocks {
				if _, err := n.must(txs...); err != nil {
					return outcome{}, err
				}
			}
			one, err := n.finish(first+uint64(i*len(n.seeded.groups)), len(blocks))
			if err != nil {
				return outcome{}, err
			}
			if want := n.seeded.total(); one.Amount != want {
				return outcome{}, fmt.Errorf("paid %d minor units of %d", one.Amount, want)
			}
			total = total.plus(one)
		}
		return total, nil
	}, nil
}

// finish makes empty blocks until the runs of a period are done. Instalments that were sealed and not paid count as failed.
func (n *node) finish(first uint64, blocks int) (outcome, error) {
	total := outcome{Blocks: blocks}
	for i := range n.seeded.groups {
		one, err := n.finishRun(first + uint64(i))
		if err != nil {
			return outcome{}, err
		}
		total = total.plus(one)
	}
	return total, nil
}

func (n *node) finishRun(id uint64) (outcome, error) {
	queries := grantkeeper.NewQueryServer(n.app.Grant)
	for blocks := 0; blocks < maxPayoutBlocks; blocks++ {
		res, err := queries.Run(n.context(), &granttypes.QueryRunRequest{Id: id})
		if err != nil {
			return outcome{}, fmt.Errorf("read run %d: %w", id, err)
		}
		if run := res.Run; run.Status == granttypes.RUN_STATUS_DONE {
			return outcome{Units: int(run.PaidCount), Failed: int(run.SealedCount - run.PaidCount), Blocks: blocks, Amount: run.PaidAmount}, nil
		}
		if _, err := n.must(); err != nil {
			return outcome{}, err
		}
	}
	return outcome{}, fmt.Errorf("run %d isn't done after %d blocks", id, maxPayoutBlocks)
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

// runTxs are the transactions that start the runs of a period, by block.
func (n *node) runTxs(period granttypes.Period) ([][][]byte, error) {
	blocks := make([][][]byte, 3)
	add := func(block int, signer string, msg sdk.Msg) error {
		tx, err := n.sign(signer, gasShape, nil, msg)
		blocks[block] = append(blocks[block], tx)
		return err
	}
	for _, g := range n.seeded.groups {
		n.runs++
		if err := errors.Join(
			add(0, approver, &granttypes.MsgOpenRun{Signer: chaintest.Officer(approver), Rolls: g.rolls, Period: uint32(period)}),
			add(2, treasurer, &granttypes.MsgAuthoriseRun{
				Signer: chaintest.Officer(treasurer), Run: n.runs, Denom: chaintest.Denom, Count: g.count, Amount: g.amount,
			}),
		); err != nil {
			return nil, err
		}
	}
	for i := range n.seeded.groups {
		run := n.runs - uint64(len(n.seeded.groups)-1-i)
		if err := add(1, approver, &granttypes.MsgSealRun{Signer: chaintest.Officer(approver), Run: run}); err != nil {
			return nil, err
		}
	}
	return blocks, nil
}
