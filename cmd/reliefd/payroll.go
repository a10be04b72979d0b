package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Refusals of "reliefd payroll".
var (
	errWhichRolls = errors.New("name the rolls with --roll, or all rolls of a --programme")
	errNoCoin     = errors.New("the treasury account holds no coin of the programme's currency: fund it, or name one with --denom")
	errManyCoins  = errors.New("the treasury account holds several coins of the programme's currency: name one with --denom")
	errCancelled  = errors.New("the run was cancelled")
)

func payrollCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "payroll", Short: "Pay a month: preview, seal, authorise and watch a run", Annotations: map[string]string{offline: ""},
		Long: `A run pays one month of one or more rolls. An approver opens and seals it, which fixes count and sum; another person, a treasurer,
authorises exactly these, and the chain pays. What can't be paid is held and stays the payee's.`,
		Example: `  reliefd payroll preview --roll 1 --period 2024-02
  reliefd payroll run --roll 1 --period 2024-02 --from approver
  reliefd payroll authorise 7 --from treasurer
  reliefd payroll watch 7
  reliefd payroll top-up --roll 1 --period 2024-02 --per-person 100.00 --from approver
  reliefd payroll release --roll 1 --from treasurer`,
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(payrollPreviewCommand(a), payrollRunCommand(a), payrollAuthoriseCommand(a), payrollWatchCommand(a), payrollTopUpCommand(a),
		payrollHeldCommand(a), payrollReleaseCommand(a), payrollListCommand(a))
	return cmd
}

// runFlags name the rolls and the month of a run.
type runFlags struct {
	rolls     []uint
	programme uint32
	period    string
}

func (f *runFlags) add(cmd *cobra.Command) {
	cmd.Flags().UintSliceVar(&f.rolls, "roll", nil, "rolls of the run, in the order they are paid")
	cmd.Flags().Uint32Var(&f.programme, "programme", 0, "all rolls of a programme, instead of naming them")
	cmd.Flags().StringVar(&f.period, "period", "", "month that is paid, such as 2024-02")
	_ = cmd.MarkFlagRequired("period")
}

// read gives the month and the rolls.
func (f *runFlags) read(ctx context.Context, d *desk) (types.Period, []types.Roll, error) {
	period, err := types.ParsePeriod(f.period)
	if err != nil {
		return 0, nil, fmt.Errorf("--period %q: a month is written like 2024-02", f.period)
	}
	rolls, err := d.rollsNamed(ctx, f.rolls, f.programme)
	if err == nil && len(rolls) == 0 {
		err = errWhichRolls
	}
	return period, rolls, err
}

// rollsNamed looks rolls up by their numbers, or all of a programme.
func (d *desk) rollsNamed(ctx context.Context, numbers []uint, programme uint32) ([]types.Roll, error) {
	if (len(numbers) == 0) == (programme == 0) {
		return nil, errWhichRolls
	}
	var list []types.Roll
	for _, n := range numbers {
		roll, err := d.roll(ctx, uint32(n))
		if err != nil {
			return nil, err
		}
		list = append(list, roll)
	}
	if programme == 0 {
		return list, nil
	}
	err := pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
		res, err := d.grants.Rolls(ctx, &types.QueryRollsRequest{Programme: programme, Pagination: page})
		if err != nil {
			return nil, fmt.Errorf("list the rolls of programme %d: %w", programme, err)
		}
		list = append(list, res.Rolls...)
		return res.Pagination, nil
	})
	return list, err
}

// figures are what a run would pay, against the month before.
type figures struct {
	count, amount, before, beforeAmount uint64
	begin, end, change                  uint64
	held                                uint64
}

// add takes one record, as the chain will pay it, and returns what the record says of the month before.
func (f *figures) add(record types.Record, period types.Period) (old uint64) {
	if record.LastPeriod == period-1 {
		old = record.Amount
	}
	next, amount, outcome := record.Pay(period)
	if amount > 0 && next.LastPeriod == period {
		f.count++
		f.amount += amount
	}
	if outcome.Held() {
		f.held++
	}
	switch {
	case old == 0 && amount > 0:
		f.begin++
	case old > 0 && amount == 0:
		f.end++
	case old != amount:
		f.change++
	}
	return old
}

func payrollPreviewCommand(a *app.App) *cobra.Command {
	var run runFlags
	cmd := &cobra.Command{
		Use: "preview", Short: "Show what a month would pay, what changes, and whether budget and coins are there", Args: cobra.NoArgs,
		Long: `Reads the records of the rolls and shows how many instalments a month would pay and their sum, what changes against the month before,
what the budget has reserved and what coins the treasury account holds. Nothing is signed.`,
		Example: "  reliefd payroll preview --roll 1 --period 2024-02\n  reliefd payroll preview --programme 1 --period 2024-02 --output json",
	}
	run.add(cmd)
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		period, rolls, err := run.read(ctx, d)
		if err != nil {
			return table{}, err
		}
		return d.previewRun(ctx, period, rolls)
	})
}

// previewRun counts what the rolls would pay.
func (d *desk) previewRun(ctx context.Context, period types.Period, rolls []types.Roll) (table, error) {
	t := table{columns: []string{"roll", "period", "instalments", "amount", "before", "before amount", "begin", "end", "change", "to be held"}}
	slots := int64(0)
	for _, roll := range rolls {
		if types.Period(roll.NextPeriod) != period {
			return t, fmt.Errorf("roll %d takes %s next, not %s", roll.Id, types.Period(roll.NextPeriod), period)
		}
		slots += int64(roll.NextSlot)
	}
	money, err := d.money(ctx, rolls[0].Programme)
	if err != nil {
		return t, err
	}
	bar := newProgress("records", slots)
	var sum figures
	known := uint64(0) // of the month before
	for _, roll := range rolls {
		one := figures{before: roll.BaseCount, beforeAmount: roll.BaseAmount}
		for slot := uint32(types.FirstSlot); slot != 0; {
			page, err := d.grants.Records(ctx, &types.QueryRecordsRequest{Roll: roll.Id, FromSlot: slot, Limit: 1_000})
			if err != nil {
				return t, fmt.Errorf("list roll %d: %w", roll.Id, err)
			}
			for _, r := range page.Records {
				record, err := r.Record()
				if err != nil {
					return t, err
				}
				known += one.add(record, period)
			}
			_ = bar.Add(len(page.Records))
			slot = page.NextSlot
		}
		t.rows = append(t.rows, one.row(number(roll.Id), period, money))
		sum.count, sum.amount, sum.before, sum.beforeAmount = sum.count+one.count, sum.amount+one.amount, sum.before+one.before, sum.beforeAmount+one.beforeAmount
		sum.begin, sum.end, sum.change, sum.held = sum.begin+one.begin, sum.end+one.end, sum.change+one.change, sum.held+one.held
	}
	_ = bar.Finish()
	var out strings.Builder
	noun, since := "roll", ""
	if known != sum.beforeAmount { // a record doesn't remember what it paid before it was changed
		since = ", beside what was decided since"
	}
	if len(rolls) > 1 {
		noun = "rolls"
	}
	fmt.Fprintf(&out, "%s over %d %s: %d instalments, %s.\n", period, len(rolls), noun, sum.count, money.Say(sum.amount))
	fmt.Fprintf(&out, "Against %s: %+d instalments, %s: %d begin, %d end, %d change%s.\n",
		period-1, int64(sum.count)-int64(sum.before), money.Difference(sum.amount, sum.beforeAmount), sum.begin, sum.end, sum.change, since)
	if sum.held > 0 {
		fmt.Fprintf(&out, "%d would be held: their grants are on hold, or their payees locked or reported dead.\n", sum.held)
	}
	if len(rolls) > 1 {
		if err := outputFlag("table").write(&out, t); err != nil {
			return t, err
		}
	}
	err = d.previewFunds(ctx, &out, period, rolls[0], sum.amount, money)
	t.text = out.String()
	return t, err
}

func (f figures) row(roll string, period types.Period, money casework.Currency) []string {
	n := func(v uint64) string { return strconv.FormatUint(v, 10) }
	amount := func(v uint64) string { return casework.FormatAmount(v, money.Decimals) }
	return []string{roll, period.String(), n(f.count), amount(f.amount), n(f.before), amount(f.beforeAmount), n(f.begin), n(f.end), n(f.change), n(f.held)}
}

// previewFunds says whether the budget and the treasury account suffice.
func (d *desk) previewFunds(ctx context.Context, out io.Writer, period types.Period, roll types.Roll, amount uint64, money casework.Currency) error {
	budget, err := d.grants.Budget(ctx, &types.QueryBudgetRequest{Node: roll.BudgetNode, Year: period.Year()})
	switch {
	case status.Code(err) == codes.NotFound:
		fmt.Fprintf(out, "Budget node %d has no funds for %d.\n", roll.BudgetNode, period.Year())
		return nil
	case err != nil:
		return fmt.Errorf("look budget node %d up: %w", roll.BudgetNode, err)
	}
	enough := "enough"
	if budget.Ledger.Reserved < amount {
		enough = "too little: " + money.Say(amount-budget.Ledger.Reserved) + " are missing"
	}
	fmt.Fprintf(out, "Budget node %d has %s reserved for %d: %s.\n", roll.BudgetNode, money.Say(budget.Ledger.Reserved), period.Year(), enough)
	coins, err := d.coins(ctx, budget.Treasury, money)
	if err != nil {
		return err
	}
	if len(coins) == 0 {
		fmt.Fprintf(out, "The treasury account %s holds no coins in %s.\n", budget.Treasury, money.Code)
	}
	for _, c := range coins {
		enough := "enough"
		if c.minor < amount {
			enough = "too little: " + money.Say(amount-c.minor) + " are missing"
		}
		fmt.Fprintf(out, "The treasury account %s holds %s in %s: %s.\n", budget.Treasury, money.Say(c.minor), c.denom, enough)
	}
	return nil
}

// coin is a balance in minor units.
type coin struct {
	denom string
	minor uint64
}

// coinDecimals is how finely coins are divided.
const coinDecimals = 6

// denoms are the coins of a currency.
func (d *desk) denoms(ctx context.Context, money casework.Currency) ([]string, error) {
	issuers, err := stablecointypes.NewQueryClient(d.Conn()).Issuers(ctx, &stablecointypes.QueryIssuersRequest{})
	if err != nil {
		return nil, fmt.Errorf("list the issuers: %w", err)
	}
	var list []string
	for _, issuer := range issuers.Issuers {
		if issuer.Currency == money.Code {
			list = append(list, "u"+issuer.Currency+"/"+issuer.Id)
		}
	}
	return list, nil
}

// coins are those of a currency that an account holds.
func (d *desk) coins(ctx context.Context, account string, money casework.Currency) ([]coin, error) {
	denoms, err := d.denoms(ctx, money)
	if err != nil {
		return nil, err
	}
	unit := sdkmath.NewIntWithDecimal(1, coinDecimals-int(money.Decimals))
	var list []coin
	for _, denom := range denoms {
		res, err := banktypes.NewQueryClient(d.Conn()).Balance(ctx, &banktypes.QueryBalanceRequest{Address: account, Denom: denom})
		if err != nil {
			return nil, fmt.Errorf("look the treasury account up: %w", err)
		}
		if minor := res.Balance.Amount.Quo(unit); minor.IsPositive() && minor.IsUint64() {
			list = append(list, coin{denom, minor.Uint64()})
		}
	}
	return list, nil
}

// onlyCoin is the one coin of a currency that an account holds.
func (d *desk) onlyCoin(ctx context.Context, account string, money casework.Currency) (string, error) {
	coins, err := d.coins(ctx, account, money)
	switch {
	case err != nil:
		return "", err
	case len(coins) > 1:
		return "", errManyCoins
	case len(coins) == 0:
		return "", errNoCoin
	}
	return coins[0].denom, nil
}

func payrollWatchCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "watch RUN", Short: "Wait until a run is done, and say what was paid and held", Args: cobra.ExactArgs(1),
		Example: "  reliefd payroll watch 7",
	}
	return reading(a, cmd, func(ctx context.Context, d *desk, args []string) (table, error) {
		id, err := parseRun(args[0])
		if err != nil {
			return table{}, &usageError{err, cmd.CommandPath()}
		}
		return d.watch(ctx, id)
	})
}

func parseRun(text string) (uint64, error) {
	id, err := strconv.ParseUint(text, 10, 64)
	if err != nil || id == 0 {
		return 0, fmt.Errorf("run %q: want its number", text)
	}
	return id, nil
}

func (d *desk) run(ctx context.Context, id uint64) (types.Run, error) {
	res, err := d.grants.Run(ctx, &types.QueryRunRequest{Id: id})
	if err != nil {
		return types.Run{}, fmt.Errorf("look run %d up: %w", id, err)
	}
	return res.Run, nil
}

// watch shows a bar until the run is done.
func (d *desk) watch(ctx context.Context, id uint64) (table, error) {
	var bar *progressbar.ProgressBar
	for {
		run, err := d.run(ctx, id)
		if err != nil {
			return table{}, err
		}
		if bar == nil {
			bar = newProgress("instalments", int64(run.SealedCount), progressbar.OptionShowCount(), progressbar.OptionShowIts())
		}
		_ = bar.Set64(int64(run.PaidCount + run.HeldCount))
		switch run.Status {
		case types.RUN_STATUS_DONE:
			_ = bar.Finish()
			return d.done(ctx, run)
		case types.RUN_STATUS_CANCELLED:
			return table{}, errCancelled
		case types.RUN_STATUS_OPEN, types.RUN_STATUS_SEALED:
			return table{}, fmt.Errorf("run %d is %s: a treasurer runs \"reliefd payroll authorise %d\" first", id, casework.Words(run.Status), id)
		}
		select {
		case <-ctx.Done():
			return table{}, ctx.Err()
		case <-time.After(5 * refresh):
		}
	}
}

// done says what a run paid and held.
func (d *desk) done(ctx context.Context, run types.Run) (table, error) {
	t := table{columns: runColumns}
	money, err := d.money(ctx, run.Programme)
	if err != nil {
		return t, err
	}
	t.rows = append(t.rows, runRow(run, money))
	t.text = fmt.Sprintf("Run %d for %s is done: %d paid, %s; %d held, %s.\n",
		run.Id, types.Period(run.Period), run.PaidCount, money.Say(run.PaidAmount), run.HeldCount, money.Say(run.HeldAmount))
	if run.HeldCount > 0 {
		t.text += fmt.Sprintf("See who: reliefd payroll held --roll %d\n", run.Rolls[0])
	}
	return t, nil
}

// answerOf reads the answer of the one message of a transaction.
func answerOf[R any, P interface {
	*R
	Unmarshal([]byte) error
}](ctx context.Context, d *desk, key string, msg interface {
	Reset()
	String() string
	ProtoMessage()
},
) (R, error) {
	var answer R
	res, err := d.Send(ctx, key, msg)
	if err != nil {
		return answer, err
	}
	return answer, client.Response(res, P(&answer))
}
