package main

import (
	"context"
	"fmt"

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
			return d.openAndSeal(cmd, period, rolls, flags)
		},
	}
	flags.add(cmd, "")
	run.add(cmd)
	return cmd
}

// openAndSeal opens a run, unless it is open already, and seals it.
func (d *desk) openAndSeal(cmd *cobra.Command, period types.Period, rolls []types.Roll, flags actFlags) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	signer, err := d.Address(flags.office.key)
	if err != nil {
		return err
	}
	id, opened, err := d.openedRun(ctx, period, rolls)
	if err != nil {
		return err
	}
	if opened.Status == types.RUN_STATUS_SEALED {
		return d.printSealed(cmd, opened)
	}
	if id != 0 && opened.Status != types.RUN_STATUS_OPEN {
		return fmt.Errorf("run %d of roll %d and %s is %s already", id, rolls[0].Id, period, casework.Words(opened.Status))
	}
	if err := d.previewRun(ctx, out, period, rolls, "table"); err != nil {
		return err
	}
	msg := &types.MsgOpenRun{Signer: signer, Period: uint32(period)}
	for _, roll := range rolls {
		msg.Rolls = append(msg.Rolls, roll.Id)
	}
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
		answer, err := answerOf[types.MsgOpenRunResponse](ctx, d, flags.office.key, msg)
		if err != nil {
			return err
		}
		id = answer.Run
	}
	if _, err := d.Send(ctx, flags.office.key, &types.MsgSealRun{Signer: signer, Run: id}); err != nil {
		return fmt.Errorf("run %d is open and not sealed (run the same command again, or drop it with \"reliefd tx grant cancel-run %d\"): %w", id, id, err)
	}
	sealed, err := d.run(ctx, id)
	if err != nil {
		return err
	}
	return d.printSealed(cmd, sealed)
}

// openedRun finds the run of the first roll and the period that isn't done; 0 when there is none.
func (d *desk) openedRun(ctx context.Context, period types.Period, rolls []types.Roll) (uint64, types.Run, error) {
	res, err := d.grants.RunOfPeriod(ctx, &types.QueryRunOfPeriodRequest{Roll: rolls[0].Id, Period: uint32(period)})
	if status.Code(err) == codes.NotFound {
		return 0, types.Run{}, nil
	}
	if err != nil {
		return 0, types.Run{}, fmt.Errorf("look for a run of roll %d and %s: %w", rolls[0].Id, period, err)
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
			ids, err := parseCases(args)
			if err != nil {
				return &usageError{fmt.Errorf("run %q: want its number", args[0]), cmd.CommandPath()}
			}
			d, err := flags.office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			return d.authorise(cmd, ids[0], denom, flags)
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
	signer, err := d.Address(flags.office.key)
	if err != nil {
		return err
	}
	msg := &types.MsgAuthoriseRun{Signer: signer, Run: id, Denom: denom, Count: run.SealedCount, Amount: run.SealedAmount}
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
	coins, err := d.coins(ctx, budget.Treasury, money)
	switch {
	case err != nil:
		return "", err
	case len(coins) == 1:
		return coins[0].denom, nil
	case len(coins) > 1:
		return "", errManyCoins
	case run.SealedAmount > 0:
		return "", errNoCoin
	}
	issuers, err := d.denoms(ctx, money)
	if err != nil || len(issuers) == 0 {
		return "", errNoCoin
	}
	return issuers[0], nil
}
