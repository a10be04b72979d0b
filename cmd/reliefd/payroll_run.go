package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

func payrollRunCommand(a *app.App) *cobra.Command {
	var (
		flags actFlags
		run   runFlags
	)
	cmd := &cobra.Command{
		Use: "run", Short: "Open and seal a run, which fixes its count and sum (approver)", Args: cobra.NoArgs,
		Long: `Shows what the month would pay, then opens and seals a run of it, and says what a treasurer authorises. A run that was opened already
and not sealed is sealed. Nothing is paid before another person, a treasurer, authorises it.`,
		Example: "  reliefd payroll run --roll 1 --period 2024-02 --from approver\n  reliefd payroll run --roll 1,2,3 --period 2024-02 --from approver --dry-run",
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := flags.office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			period, rolls, err := run.read(cmd.Context(), d)
			if err != nil {
				return err
			}
			return d.openAndSeal(cmd, newRun{period: period, rolls: rolls}, flags)
		},
	}
	flags.add(cmd, "")
	run.add(cmd)
	return cmd
}

func payrollTopUpCommand(a *app.App) *cobra.Command {
	var (
		flags     actFlags
		run       runFlags
		perPerson string
	)
	cmd := &cobra.Command{
		Use: "top-up", Short: "Open and seal a top-up: one more sum for everybody who was paid in a month (approver)", Args: cobra.NoArgs,
		Long: `Shows what a sum for each person that a grant covers comes to, over all grants that had an amount in the month, then opens and seals the run.
The month is the last one that every roll has paid. A treasurer authorises it like any other run; what can't be paid is held.`,
		Example: "  reliefd payroll top-up --roll 1 --period 2024-02 --per-person 100.00 --from approver",
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := flags.office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			period, rolls, err := run.read(cmd.Context(), d)
			if err != nil {
				return err
			}
			money, err := d.money(cmd.Context(), rolls[0].Programme)
			if err != nil {
				return err
			}
			amount, err := casework.ParseAmount(perPerson, money.Decimals)
			if err != nil || amount == 0 {
				return &usageError{fmt.Errorf("--per-person: %w", casework.ErrAmount), cmd.CommandPath()}
			}
			return d.openAndSeal(cmd, newRun{period, rolls, amount}, flags)
		},
	}
	flags.add(cmd, "")
	run.add(cmd)
	cmd.Flags().StringVar(&perPerson, "per-person", "", "sum for each person that a grant covers, such as 100.00")
	_ = cmd.MarkFlagRequired("per-person")
	return cmd
}

// newRun is a run that is to be opened: the instalments of a month, or a sum for each person.
type newRun struct {
	period types.Period
	rolls  []types.Roll
	// perPerson of a top-up, minor units; 0 for instalments.
	perPerson uint64
}

// openAndSeal opens a run, unless it is open already, and seals it.
func (d *desk) openAndSeal(cmd *cobra.Command, run newRun, flags actFlags) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	id, opened, err := d.openedRun(ctx, run)
	if err != nil {
		return err
	}
	if opened.Status == types.RUN_STATUS_SEALED {
		return d.printSealed(cmd, opened)
	}
	if id != 0 && opened.Status != types.RUN_STATUS_OPEN {
		return fmt.Errorf("run %d of roll %d and %s is %s already", id, run.rolls[0].Id, run.period, casework.Words(opened.Status))
	}
	preview, err := d.previewOf(ctx, run)
	if err != nil {
		return err
	}
	fmt.Fprint(out, preview.text)
	msg := run.open(d.signer)
	if flags.dry {
		if id == 0 {
			if _, err := d.Simulate(ctx, flags.office.key, msg); err != nil {
				return err
			}
		}
		_, err := fmt.Fprintln(out, "Nothing was signed. The chain would open and seal this run.")
		return err
	}
	if err := agree(cmd, flags); err != nil {
		return err
	}
	if id == 0 {
		// Both answers have the number of the run in field 1.
		answer, err := answerOf[types.MsgOpenRunResponse](ctx, d, flags.office.key, msg)
		if err != nil {
			return err
		}
		id = answer.Run
	}
	if _, err := d.Send(ctx, flags.office.key, &types.MsgSealRun{Signer: d.signer, Run: id}); err != nil {
		return fmt.Errorf("run %d is open and not sealed (run the same command again, or drop it with \"reliefd tx grant cancel-run %d\"): %w", id, id, err)
	}
	sealed, err := d.run(ctx, id)
	if err != nil {
		return err
	}
	return d.printSealed(cmd, sealed)
}

// open is the message that opens the run.
func (r newRun) open(signer string) sdk.Msg {
	rolls := make([]uint32, len(r.rolls))
	for n, roll := range r.rolls {
		rolls[n] = roll.Id
	}
	if r.perPerson > 0 {
		return &types.MsgOpenTopUp{Signer: signer, Period: uint32(r.period), Rolls: rolls, PerPerson: r.perPerson}
	}
	return &types.MsgOpenRun{Signer: signer, Period: uint32(r.period), Rolls: rolls}
}

// previewOf says what the run would pay.
func (d *desk) previewOf(ctx context.Context, run newRun) (table, error) {
	if run.perPerson == 0 {
		return d.previewRun(ctx, run.period, run.rolls)
	}
	money, err := d.money(ctx, run.rolls[0].Programme)
	if err != nil {
		return table{}, err
	}
	var count, persons uint64
	for _, roll := range run.rolls {
		if types.Period(roll.NextPeriod) != run.period+1 {
			return table{}, fmt.Errorf("the last month that roll %d has paid is %s, not %s", roll.Id, types.Period(roll.NextPeriod)-1, run.period)
		}
		count, persons = count+roll.BaseCount, persons+roll.BasePersons
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Top-up for %s: %d payments for %d persons at %s, %s.\n", run.period, count, persons, money.Say(run.perPerson), money.Say(persons*run.perPerson))
	roll := run.rolls[0]
	fmt.Fprintf(&text, "Budget node %d has %s free for %d.\n", roll.BudgetNode, d.free(ctx, roll.BudgetNode, run.period.Year(), money), run.period.Year())
	return table{text: text.String()}, nil
}

// openedRun finds the run of the first roll and the period that isn't done; 0 when there is none. A top-up that is done doesn't stand in the
// way of another one.
func (d *desk) openedRun(ctx context.Context, run newRun) (id uint64, opened types.Run, err error) {
	roll := run.rolls[0].Id
	if run.perPerson > 0 {
		err := pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.TopUps(ctx, &types.QueryTopUpsRequest{Roll: roll, Period: uint32(run.period), Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("look for a top-up of roll %d and %s: %w", roll, run.period, err)
			}
			for _, r := range res.Runs {
				if r.TopUp == run.perPerson && (r.Status == types.RUN_STATUS_OPEN || r.Status == types.RUN_STATUS_SEALED) {
					id, opened = r.Id, r
				}
			}
			return res.Pagination, nil
		})
		return id, opened, err
	}
	res, err := d.grants.RunOfPeriod(ctx, &types.QueryRunOfPeriodRequest{Roll: roll, Period: uint32(run.period)})
	if status.Code(err) == codes.NotFound {
		return 0, types.Run{}, nil
	}
	if err != nil {
		return 0, types.Run{}, fmt.Errorf("look for a run of roll %d and %s: %w", roll, run.period, err)
	}
	return res.Run.Id, res.Run, nil
}

func (d *desk) printSealed(cmd *cobra.Command, run types.Run) error {
	money, err := d.money(cmd.Context(), run.Programme)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "Run %d is sealed: %d instalments, %s for %s.\nNext, as a treasurer who is another person: reliefd payroll authorise %d --from TREASURER\n",
		run.Id, run.SealedCount, money.Say(run.SealedAmount), types.Period(run.Period), run.Id)
	return err
}

func payrollAuthoriseCommand(a *app.App) *cobra.Command {
	var (
		flags actFlags
		denom string
	)
	cmd := &cobra.Command{
		Use: "authorise RUN", Short: "Show the figures of a sealed run, and fund it (treasurer)", Args: cobra.ExactArgs(1),
		Long:    `Shows count and sum of a sealed run and what pays it, and funds exactly these. The chain pays from the next block on.`,
		Example: "  reliefd payroll authorise 7 --from treasurer",
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := parseRun(args[0])
			if err != nil {
				return &usageError{err, cmd.CommandPath()}
			}
			d, err := flags.office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			return d.authorise(cmd, id, denom, flags)
		},
	}
	flags.add(cmd, "")
	cmd.Flags().StringVar(&denom, "denom", "", "coin that pays; empty takes the one of the currency that the treasury account holds")
	return cmd
}

// authorise funds a sealed run with what was shown.
func (d *desk) authorise(cmd *cobra.Command, id uint64, denom string, flags actFlags) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	run, err := d.run(ctx, id)
	if err != nil {
		return err
	}
	if run.Status != types.RUN_STATUS_SEALED {
		return fmt.Errorf("run %d is %s; only a sealed run is authorised", id, casework.Words(run.Status))
	}
	money, err := d.money(ctx, run.Programme)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Authorise run %d: %d instalments, %s for %s.\n", id, run.SealedCount, money.Say(run.SealedAmount), types.Period(run.Period))
	roll, err := d.roll(ctx, run.Rolls[0])
	if err != nil {
		return err
	}
	if err := d.previewFunds(ctx, out, types.Period(run.Period), roll, run.SealedAmount, money); err != nil {
		return err
	}
	if denom == "" {
		if denom, err = d.payingCoin(ctx, run, money); err != nil {
			return err
		}
	}
	msg := &types.MsgAuthoriseRun{Signer: d.signer, Run: id, Denom: denom, Count: run.SealedCount, Amount: run.SealedAmount}
	if flags.dry {
		if _, err := d.Simulate(ctx, flags.office.key, msg); err != nil {
			return err
		}
		_, err := fmt.Fprintln(out, "Nothing was signed. The chain would pay it.")
		return err
	}
	if err := agree(cmd, flags); err != nil {
		return err
	}
	if _, err := d.Send(ctx, flags.office.key, msg); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Run %d is authorised, in %s. Next: reliefd payroll watch %d\n", id, denom, id)
	return err
}

// payingCoin is the only coin that the treasury account could pay a run with; a run of nothing takes any coin of the currency.
func (d *desk) payingCoin(ctx context.Context, run types.Run, money casework.Currency) (string, error) {
	budget, err := d.grants.Budget(ctx, &types.QueryBudgetRequest{Node: run.BudgetNode, Year: types.Period(run.Period).Year()})
	if err != nil {
		return "", fmt.Errorf("look budget node %d up: %w", run.BudgetNode, err)
	}
	coin, err := d.onlyCoin(ctx, budget.Treasury, money)
	if !errors.Is(err, errNoCoin) || run.SealedAmount > 0 {
		return coin, err
	}
	issuers, err := d.denoms(ctx, money)
	if err != nil || len(issuers) == 0 {
		return "", errNoCoin
	}
	return issuers[0], nil
}
