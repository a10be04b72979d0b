package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// errCalculate says which figures a calculation needs.
var errCalculate = errors.New("want --standard, --persons and --income")

func caseCalculateCommand() *cobra.Command {
	var (
		standard, income, currency string
		persons, marginal          uint32
	)
	cmd := &cobra.Command{
		Use: "calculate", Short: "Work out what a household lacks, and whether it is marginal", Args: cobra.NoArgs,
		Long: `Works out, without asking a node, what a household lacks per month: the standard for its persons less its income. A household above the
standard is marginal up to so many hundredths more.`,
		Example: "  reliefd case calculate --standard 645.00 --persons 3 --income 1200.00",
		RunE: func(cmd *cobra.Command, _ []string) error {
			money := casework.CurrencyOf(currency)
			per, err := casework.ParseAmount(standard, money.Decimals)
			if err != nil {
				return &usageError{fmt.Errorf("--standard: %w", err), cmd.CommandPath()}
			}
			own, err := casework.ParseAmount(income, money.Decimals)
			if err != nil {
				return &usageError{fmt.Errorf("--income: %w", err), cmd.CommandPath()}
			}
			if persons == 0 || persons > types.MaxPersons || marginal > types.MaxMarginalPercent || per > types.MaxAmount || own > types.MaxAmount {
				return &usageError{errCalculate, cmd.CommandPath()}
			}
			calculate(cmd.OutOrStdout(), money, per, persons, own, marginal)
			return nil
		},
	}
	cmd.Flags().StringVar(&standard, "standard", "", "standard per person and month, such as 645.00")
	cmd.Flags().Uint32Var(&persons, "persons", 0, "persons of the household who are counted")
	cmd.Flags().StringVar(&income, "income", "", "income of the household per month, such as 1200.00")
	cmd.Flags().Uint32Var(&marginal, "marginal", types.DefaultTerms().MarginalPercent, "how far above the standard, in hundredths, a household counts as marginal")
	cmd.Flags().StringVar(&currency, "currency", "cny", "currency the amounts are in")
	for _, name := range []string{"standard", "persons", "income"} {
		_ = cmd.MarkFlagRequired(name)
	}
	return cmd
}

func calculate(out io.Writer, money casework.Currency, standard uint64, persons uint32, income uint64, marginal uint32) {
	fmt.Fprintf(out, "%s at %s each: %s a month. Income: %s.\n", casework.Persons(persons), money.Say(standard), money.Say(standard*uint64(persons)), money.Say(income))
	limit := types.Terms{MarginalPercent: marginal}.Marginal(standard) * uint64(persons)
	switch short := types.Shortfall(standard, persons, income); {
	case short > 0:
		fmt.Fprintf(out, "Shortfall: %s a month.\n", money.Say(short))
	case income <= limit:
		fmt.Fprintf(out, "No shortfall. The household is marginal: its income is at most %s.\n", money.Say(limit))
	default:
		fmt.Fprintf(out, "No shortfall, and the household isn't marginal: its income is above %s.\n", money.Say(limit))
	}
}
