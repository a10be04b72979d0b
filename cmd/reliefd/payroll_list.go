package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

func payrollListCommand(a *app.App) *cobra.Command {
	var (
		office    officeFlags
		output    outputFlag
		programme uint32
		roll      uint32
		limit     int
	)
	cmd := &cobra.Command{
		Use: "list", Short: "List runs, the latest first", Args: cobra.NoArgs,
		Example: "  reliefd payroll list --programme 1\n  reliefd payroll list --roll 1 --output csv",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := output.check(); err != nil {
				return err
			}
			d, err := office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			t, err := d.listRuns(cmd.Context(), programme, roll, limit)
			if err != nil {
				return err
			}
			return output.write(cmd.OutOrStdout(), t)
		},
	}
	office.add(cmd, false)
	output.add(cmd)
	cmd.Flags().Uint32Var(&programme, "programme", 0, "only runs of a programme")
	cmd.Flags().Uint32Var(&roll, "roll", 0, "only runs of a roll")
	cmd.Flags().IntVar(&limit, "limit", readPage, "most runs to list")
	return cmd
}

// listRuns lists runs from the latest back.
func (d *desk) listRuns(ctx context.Context, programme, roll uint32, limit int) (table, error) {
	t := table{columns: []string{"run", "period", "kind", "status", "rolls", "instalments", "amount", "paid", "paid amount", "held", "held amount"}, none: "No runs."}
	last, err := d.lastRun(ctx)
	if err != nil {
		return t, err
	}
	for id := last; id > 0 && len(t.rows) < limit; id-- {
		run, err := d.run(ctx, id)
		if err != nil {
			return t, err
		}
		if programme != 0 && run.Programme != programme || roll != 0 && !slices.Contains(run.Rolls, roll) {
			continue
		}
		money, err := d.money(ctx, run.Programme)
		if err != nil {
			return t, err
		}
		n := func(v uint64) string { return strconv.FormatUint(v, 10) }
		amount := func(v uint64) string { return casework.FormatAmount(v, money.Decimals) }
		kind := "month"
		if run.TopUp != 0 {
			kind = "top-up"
		}
		t.rows = append(t.rows, []string{
			n(run.Id), types.Period(run.Period).String(), kind, casework.Name(run.Status), strconv.Itoa(len(run.Rolls)), n(run.SealedCount), amount(run.SealedAmount),
			n(run.PaidCount), amount(run.PaidAmount), n(run.HeldCount), amount(run.HeldAmount),
		})
	}
	return t, nil
}

// lastRun finds the number of the latest run. Runs are numbered from 1 without gaps, so that it takes few questions.
func (d *desk) lastRun(ctx context.Context) (uint64, error) {
	known := func(id uint64) (bool, error) {
		_, err := d.grants.Run(ctx, &types.QueryRunRequest{Id: id})
		if status.Code(err) == codes.NotFound {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("look run %d up: %w", id, err)
		}
		return true, nil
	}
	low, high := uint64(0), uint64(1) // low is known, or none; high isn't
	for {
		found, err := known(high)
		if err != nil {
			return 0, err
		}
		if !found {
			break
		}
		low, high = high, high*2
	}
	for high-low > 1 {
		mid := low + (high-low)/2
		found, err := known(mid)
		if err != nil {
			return 0, err
		}
		if found {
			low = mid
		} else {
			high = mid
		}
	}
	return low, nil
}

func payrollHeldCommand(a *app.App) *cobra.Command {
	var (
		office    officeFlags
		output    outputFlag
		rolls     []uint
		programme uint32
		released  bool
	)
	cmd := &cobra.Command{
		Use: "held", Short: "List instalments that were held, not paid, and why", Args: cobra.NoArgs,
		Long: `Lists instalments that a run funded and couldn't pay. They stay the payee's until a treasurer releases them, when the reason is gone:
  reliefd tx grant release-held GRANT PERIOD --from TREASURER`,
		Example: "  reliefd payroll held --roll 1\n  reliefd payroll held --programme 1 --output csv",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := output.check(); err != nil {
				return err
			}
			d, err := office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			list, err := d.rollsNamed(cmd.Context(), rolls, programme)
			if err != nil {
				return err
			}
			t, err := d.listHeld(cmd.Context(), list, released)
			if err != nil {
				return err
			}
			return output.write(cmd.OutOrStdout(), t)
		},
	}
	office.add(cmd, false)
	output.add(cmd)
	cmd.Flags().UintSliceVar(&rolls, "roll", nil, "rolls to look at")
	cmd.Flags().Uint32Var(&programme, "programme", 0, "all rolls of a programme, instead of naming them")
	cmd.Flags().BoolVar(&released, "released", false, "also those that were released since")
	return cmd
}

// listHeld goes back over the runs of the rolls, and looks into the chunks in which something was held.
func (d *desk) listHeld(ctx context.Context, rolls []types.Roll, released bool) (table, error) {
	t := table{columns: []string{"grant", "period", "amount", "reason", "run", "roll", "released"}, none: "Nothing is held."}
	seen := map[uint64]bool{} // grants
	for _, roll := range rolls {
		money, err := d.money(ctx, roll.Programme)
		if err != nil {
			return t, err
		}
		for period := roll.NextPeriod - 1; ; period-- {
			run, err := d.grants.RunOfPeriod(ctx, &types.QueryRunOfPeriodRequest{Roll: roll.Id, Period: period})
			if status.Code(err) == codes.NotFound {
				break
			}
			if err != nil {
				return t, fmt.Errorf("look for the run of roll %d and %s: %w", roll.Id, types.Period(period), err)
			}
			if run.Run.HeldCount == 0 {
				continue
			}
			chunks, err := d.heldChunks(ctx, run.Run.Id, roll.Id)
			if err != nil {
				return t, err
			}
			for _, chunk := range chunks {
				rows, err := d.heldIn(ctx, chunk, money, released, seen)
				if err != nil {
					return t, err
				}
				t.rows = append(t.rows, rows...)
			}
		}
	}
	return t, nil
}

// heldChunks lists the chunks of a roll in a run in which something was held.
func (d *desk) heldChunks(ctx context.Context, run uint64, roll uint32) ([]types.ChunkEntry, error) {
	var list []types.ChunkEntry
	for page := (&query.PageRequest{Limit: readPage}); page != nil; {
		res, err := d.grants.Chunks(ctx, &types.QueryChunksRequest{Run: run, Pagination: page})
		if err != nil {
			return nil, fmt.Errorf("list the chunks of run %d: %w", run, err)
		}
		for _, chunk := range res.Chunks {
			if chunk.Roll == roll && chunk.Chunk.HeldCount > 0 {
				list = append(list, chunk)
			}
		}
		if page = nil; res.Pagination != nil && len(res.Pagination.NextKey) > 0 {
			page = &query.PageRequest{Key: res.Pagination.NextKey, Limit: readPage}
		}
	}
	return list, nil
}

// heldIn lists the held payments of the grants of a chunk that weren't looked at yet.
func (d *desk) heldIn(ctx context.Context, chunk types.ChunkEntry, money casework.Currency, released bool, seen map[uint64]bool) ([][]string, error) {
	var rows [][]string
	for slot := chunk.FirstSlot; slot != 0 && slot <= chunk.Chunk.LastSlot; {
		page, err := d.grants.Records(ctx, &types.QueryRecordsRequest{Roll: chunk.Roll, FromSlot: slot, Limit: 1_000})
		if err != nil {
			return nil, fmt.Errorf("list roll %d: %w", chunk.Roll, err)
		}
		for _, record := range page.Records {
			if record.Slot > chunk.Chunk.LastSlot || seen[record.Grant] {
				continue
			}
			seen[record.Grant] = true
			res, err := d.grants.Held(ctx, &types.QueryHeldRequest{Grant: record.Grant})
			if err != nil {
				return nil, fmt.Errorf("look at grant %s: %w", types.GrantID(record.Grant), err)
			}
			for _, held := range res.Held {
				if held.Released && !released {
					continue
				}
				rows = append(rows, []string{
					types.GrantID(held.Grant).String(), types.Period(held.Period).String(), casework.FormatAmount(held.Amount, money.Decimals), casework.Words(held.Reason),
					strconv.FormatUint(held.Run, 10), number(chunk.Roll), strconv.FormatBool(held.Released),
				})
			}
		}
		slot = page.NextSlot
	}
	return rows, nil
}
