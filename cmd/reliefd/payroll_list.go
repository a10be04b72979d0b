package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// errWhichRuns says that a list of runs needs a programme or a roll.
var errWhichRuns = errors.New("name a --programme or a --roll")

// runColumns are what a list of runs says of each.
var runColumns = []string{"run", "period", "kind", "status", "rolls", "instalments", "amount", "paid", "paid amount", "held", "held amount"}

func payrollListCommand(a *app.App) *cobra.Command {
	var (
		programme, roll uint32
		limit           int
	)
	cmd := &cobra.Command{
		Use: "list", Short: "List runs, the latest first", Args: cobra.NoArgs,
		Example: "  reliefd payroll list --programme 1\n  reliefd payroll list --roll 1 --output csv",
	}
	cmd.Flags().Uint32Var(&programme, "programme", 0, "runs of a programme")
	cmd.Flags().Uint32Var(&roll, "roll", 0, "runs of a roll")
	cmd.Flags().IntVar(&limit, "limit", readPage, "most runs to list")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if (programme == 0) == (roll == 0) {
			return &usageError{errWhichRuns, cmd.CommandPath()}
		}
		return nil
	}
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		return d.listRuns(ctx, programme, roll, limit)
	})
}

// listRuns lists runs of a programme, or of one roll, from the latest back.
func (d *desk) listRuns(ctx context.Context, programme, roll uint32, limit int) (table, error) {
	t := table{columns: runColumns, none: "No runs."}
	if roll != 0 {
		of, err := d.roll(ctx, roll)
		if err != nil {
			return t, err
		}
		programme = of.Programme
	}
	money, err := d.money(ctx, programme)
	if err != nil {
		return t, err
	}
	err = pages(true, func(page *query.PageRequest) (*query.PageResponse, error) {
		res, err := d.grants.Runs(ctx, &types.QueryRunsRequest{Programme: programme, Pagination: page})
		if err != nil {
			return nil, fmt.Errorf("list the runs of programme %d: %w", programme, err)
		}
		for _, run := range res.Runs {
			if roll != 0 && !slices.Contains(run.Rolls, roll) {
				continue
			}
			if len(t.rows) == limit {
				return nil, nil
			}
			t.rows = append(t.rows, runRow(run, money))
		}
		return res.Pagination, nil
	})
	return t, err
}

func runRow(run types.Run, money casework.Currency) []string {
	n := func(v uint64) string { return strconv.FormatUint(v, 10) }
	amount := func(v uint64) string { return casework.FormatAmount(v, money.Decimals) }
	return []string{
		n(run.Id), types.Period(run.Period).String(), kindOfRun(run), casework.Name(run.Status), strconv.Itoa(len(run.Rolls)), n(run.SealedCount), amount(run.SealedAmount),
		n(run.PaidCount), amount(run.PaidAmount), n(run.HeldCount), amount(run.HeldAmount),
	}
}

// kindOfRun says whether a run pays the instalments of a month or one more sum.
func kindOfRun(run types.Run) string {
	if run.TopUp != 0 {
		return "top-up"
	}
	return "month"
}

// heldFlags name the rolls whose held payments are meant.
type heldFlags struct {
	rolls     []uint
	programme uint32
}

func (f *heldFlags) add(cmd *cobra.Command) {
	cmd.Flags().UintSliceVar(&f.rolls, "roll", nil, "rolls to look at")
	cmd.Flags().Uint32Var(&f.programme, "programme", 0, "all rolls of a programme, instead of naming them")
}

// held is a payment that a run funded and couldn't pay.
type held struct {
	types.HeldPayment
	run   types.Run
	roll  uint32
	money casework.Currency
}

func payrollHeldCommand(a *app.App) *cobra.Command {
	var flags heldFlags
	cmd := &cobra.Command{
		Use: "held", Short: "List payments that are held, not paid, and why", Args: cobra.NoArgs,
		Long: `Lists instalments and top-ups that a run funded and couldn't pay. They stay the payee's until a treasurer releases them, when the reason is
gone: "reliefd payroll release".`,
		Example: "  reliefd payroll held --roll 1\n  reliefd payroll held --programme 1 --output csv",
	}
	flags.add(cmd)
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		t := table{columns: []string{"grant", "period", "kind", "amount", "reason", "run", "roll"}, none: "Nothing is held."}
		list, err := d.heldBy(ctx, flags)
		for _, h := range list {
			t.rows = append(t.rows, []string{
				types.GrantID(h.Grant).String(), types.Period(h.Period).String(), kindOfRun(h.run), casework.FormatAmount(h.Amount, h.money.Decimals),
				casework.Words(h.Reason), strconv.FormatUint(h.Run, 10), number(h.roll),
			})
		}
		return t, err
	})
}

// heldBy lists what is held on the rolls that are named.
func (d *desk) heldBy(ctx context.Context, flags heldFlags) ([]held, error) {
	rolls, err := d.rollsNamed(ctx, flags.rolls, flags.programme)
	if err != nil {
		return nil, err
	}
	runs := map[uint64]types.Run{}
	var list []held
	for _, roll := range rolls {
		money, err := d.money(ctx, roll.Programme)
		if err != nil {
			return nil, err
		}
		if err := pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.HeldByRoll(ctx, &types.QueryHeldByRollRequest{Roll: roll.Id, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("list what is held on roll %d: %w", roll.Id, err)
			}
			for _, payment := range res.Held {
				if _, known := runs[payment.Run]; !known {
					if runs[payment.Run], err = d.run(ctx, payment.Run); err != nil {
						return nil, err
					}
				}
				list = append(list, held{payment, runs[payment.Run], roll.Id, money})
			}
			return res.Pagination, nil
		}); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func payrollReleaseCommand(a *app.App) *cobra.Command {
	var (
		flags  actFlags
		rolls  heldFlags
		grant  string
		period string
	)
	cmd := &cobra.Command{
		Use: "release", Short: "Pay what was held into the balances, now that the reason is gone (treasurer)", Args: cobra.NoArgs,
		Long: `Releases what "reliefd payroll held" lists: all of it, or with --grant and --period a part. What can't be released yet, because the grant is
on hold still or its payee locked, is refused and stays held.

` + caseExitHelp(),
		Example: "  reliefd payroll release --roll 1 --from treasurer --dry-run\n  reliefd payroll release --roll 1 --grant 1-17 --from treasurer",
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := flags.office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			list, err := d.heldBy(cmd.Context(), rolls)
			if err != nil {
				return err
			}
			if list, err = among(list, grant, period); err != nil {
				return &usageError{err, cmd.CommandPath()}
			}
			return d.release(cmd, list, flags)
		},
	}
	flags.add(cmd, "")
	rolls.add(cmd)
	cmd.Flags().StringVar(&grant, "grant", "", "only what is held of a grant, such as 1-17")
	cmd.Flags().StringVar(&period, "period", "", "only what is held of a month, such as 2024-02")
	return cmd
}

// among keeps what is held of a grant and a month; all of it where they aren't named.
func among(list []held, grant, period string) ([]held, error) {
	var (
		id    uint64
		month types.Period
		err   error
	)
	if grant != "" {
		if id, err = grants.parse(grant); err != nil {
			return nil, err
		}
	}
	if period != "" {
		if month, err = types.ParsePeriod(period); err != nil {
			return nil, fmt.Errorf("--period %q: a month is written like 2024-02", period)
		}
	}
	return slices.DeleteFunc(list, func(h held) bool { return id != 0 && h.Grant != id || month != 0 && h.Period != uint32(month) }), nil
}

// release shows what is held, asks, and releases it.
func (d *desk) release(cmd *cobra.Command, list []held, flags actFlags) error {
	out := cmd.OutOrStdout()
	if len(list) == 0 {
		_, err := fmt.Fprintln(out, "Nothing is held.")
		return err
	}
	v := verb{message: one(func(signer string, i *item) sdk.Msg {
		msg := &types.MsgReleaseHeld{Signer: signer, Grant: i.held.Grant, Period: i.held.Period}
		if i.held.run.TopUp != 0 {
			msg.Run = i.held.Run
		}
		return msg
	})}
	items, sum := make([]*item, len(list)), uint64(0)
	for n := range list {
		h := &list[n]
		items[n] = &item{id: h.Grant, kind: grants, held: h}
		items[n].tell("%s of %s, %s, held because: %s", h.money.Say(h.Amount), types.Period(h.Period), kindOfRun(h.run), casework.Words(h.Reason))
		sum += h.Amount
	}
	v.says = fmt.Sprintf("Release %d held payments, %s, of", len(list), list[0].money.Say(sum))
	return d.decideOn(cmd, v, items, items, flags)
}
