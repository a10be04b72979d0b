package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// errNotAgreed says that nobody agreed to what was shown.
var errNotAgreed = errors.New("nothing was signed: answer y to the question, or use --yes")

// actFlags are what every step has beside its own flags.
type actFlags struct {
	office   officeFlags
	yes, dry bool
	file     string
}

func (f *actFlags) add(cmd *cobra.Command, file string) {
	f.office.add(cmd, true)
	cmd.Flags().BoolVar(&f.yes, "yes", false, "sign without asking")
	cmd.Flags().BoolVar(&f.dry, "dry-run", false, "show what would be done and ask the chain what would become of it; sign nothing")
	if file != "" {
		cmd.Flags().StringVar(&f.file, "from-file", "", file)
	}
}

// verbCommand is the command of one step.
func verbCommand(a *app.App, v verb) *cobra.Command {
	var flags actFlags
	k := v.of()[0]
	what, number := strings.ToUpper(strings.ReplaceAll(k.column, " ", "-")), "17"
	if k == applications {
		what = "CASE"
	}
	if k == grants {
		number = "1-17"
	}
	columns := strings.Join(append([]string{k.column}, v.takes...), ", ")
	cmd := &cobra.Command{
		Use: v.name + " " + what + "...", Short: v.short, Args: cobra.ArbitraryArgs,
		Long: strings.TrimSpace(v.short+".\n\n"+v.long) + "\n\n" + caseExitHelp(),
		Example: strings.TrimRight("  reliefd case "+v.path()+" "+number+" "+v.example, " ") + " --from KEY\n" +
			strings.TrimRight("  reliefd case "+v.path()+" "+number+" "+number[:len(number)-1]+"8 "+v.example, " ") + " --from KEY --dry-run",
		RunE: func(cmd *cobra.Command, args []string) error {
			items, err := readItems(cmd, v, args, flags.file)
			if err != nil {
				return &usageError{err, cmd.CommandPath()}
			}
			d, err := flags.office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			return d.act(cmd, v, items, flags)
		},
	}
	if v.aliases != "" {
		cmd.Aliases = strings.Fields(v.aliases)
	}
	flags.add(cmd, "csv file with one "+k.noun+" a line; columns: "+columns)
	for _, name := range v.takes {
		cmd.Flags().String(name, "", fieldHelp[name])
	}
	addKinds(cmd, v.of())
	return cmd
}

// readItems joins numbers and flags of the command line, or the lines of a file with the flags where a line says nothing.
func readItems(cmd *cobra.Command, v verb, args []string, file string) ([]*item, error) {
	k, err := kindOf(cmd, v.of())
	if err != nil {
		return nil, err
	}
	given := map[string]string{}
	for _, name := range v.takes {
		given[name], _ = cmd.Flags().GetString(name)
	}
	if (len(args) == 0) == (file == "") {
		return nil, fmt.Errorf("name the %s by their numbers, or in a file with --from-file", k.plural)
	}
	var lines []casework.Line
	if file != "" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if lines, err = casework.Sheet(file, f, []string{k.column}, v.takes, false); err != nil {
			return nil, err
		}
		for _, line := range lines {
			args = append(args, line.Fields[k.column])
		}
	}
	ids, err := k.parseAll(args, v.repeats)
	if err != nil {
		return nil, err
	}
	var items []*item
	for n, id := range ids {
		i := &item{id: id, kind: k, fields: map[string]string{}}
		for name, value := range given {
			if i.fields[name] = value; len(lines) > 0 && lines[n].Fields[name] != "" {
				i.fields[name] = lines[n].Fields[name]
			}
		}
		for _, name := range v.needs {
			if i.fields[name] == "" {
				return nil, fmt.Errorf("%s %s: --%s is missing: %s", k.noun, i.name(), name, fieldHelp[name])
			}
		}
		items = append(items, i)
	}
	return items, nil
}

// act shows what is to be done, asks, does it, and tells of each case what became of it.
func (d *desk) act(cmd *cobra.Command, v verb, items []*item, flags actFlags) error {
	ctx := cmd.Context()
	if err := d.readCalendar(ctx); err != nil {
		return err
	}
	if err := d.load(ctx, items...); err != nil {
		return err
	}
	var ready []*item
	for _, i := range items {
		if !v.allows(i) {
			i.result = result{refused: fmt.Sprintf("it is %s, so that this step isn't the next one", casework.Words(i.status))}
			continue
		}
		if v.plan != nil {
			if err := v.plan(ctx, d, i); err != nil {
				return err
			}
			if i.err != nil {
				return i.err
			}
		}
		ready = append(ready, i)
	}
	return d.decideOn(cmd, v, items, ready, flags)
}

// decideOn previews what is ready among the items, asks, does it, and reports on all of them.
func (d *desk) decideOn(cmd *cobra.Command, v verb, items, ready []*item, flags actFlags) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	batches, err := d.batches(v, ready)
	if err != nil {
		return err
	}
	if len(ready) > 0 {
		if err := d.preview(cmd, v, ready, len(batches)); err != nil {
			return err
		}
	}
	if flags.dry {
		for _, b := range batches {
			if err := d.try(ctx, flags.office.key, v, b); err != nil {
				return err
			}
		}
		fmt.Fprintln(out, "Nothing was signed. The chain would answer:")
		return report(out, items)
	}
	if len(ready) > 0 {
		if err := agree(cmd, flags); err != nil {
			return err
		}
	}
	if err := d.carryOut(ctx, flags.office.key, v, batches); err != nil {
		_ = report(out, items)
		return err
	}
	return report(out, items)
}

// batches cuts items into messages, and refuses what isn't well formed.
func (d *desk) batches(v verb, ready []*item) ([]batch, error) {
	size := 1
	if v.batch {
		size = types.MaxBatch
	}
	var list []batch
	for part := range slices.Chunk(ready, size) {
		b := batch{items: part, msg: v.message(d.signer, part)}
		for _, i := range part {
			if i.err != nil {
				return nil, i.err
			}
		}
		if checked, ok := b.msg.(interface{ ValidateBasic() error }); ok {
			if err := checked.ValidateBasic(); err != nil {
				return nil, err
			}
		}
		list = append(list, b)
	}
	return list, nil
}

// preview says in plain words what is about to be signed.
func (d *desk) preview(cmd *cobra.Command, v verb, items []*item, transactions int) error {
	out, noun := cmd.OutOrStdout(), items[0].kind.noun
	if len(items) > 1 {
		noun = items[0].kind.plural
	}
	fmt.Fprintf(out, "%s %d %s", v.says, len(items), noun)
	if transactions > 1 {
		fmt.Fprintf(out, ", in %d transactions", transactions)
	}
	fmt.Fprintln(out, ":")
	for _, i := range items {
		fmt.Fprintf(out, "  %s  %s\n", i.name(), strings.Join(i.parts(v), ", "))
		for _, line := range i.says[min(1, len(i.says)):] {
			fmt.Fprintf(out, "      %s\n", line)
		}
	}
	if v.opens {
		return d.previewMoney(cmd, items)
	}
	return nil
}

// parts are what the first line of the preview says about an item.
func (i *item) parts(v verb) []string {
	var parts []string
	switch {
	case len(i.says) > 0:
		parts = append(parts, i.says[0])
	case i.opinion != nil && v.name != "decide":
		parts = append(parts, casework.Opinion(i.opinion, i.money))
	case i.opinion != nil && i.opinion.Schedule != nil:
		parts = append(parts, casework.Schedule(*i.opinion.Schedule, i.money), casework.Persons(i.opinion.Persons))
	}
	if len(i.says) == 0 {
		for _, name := range []string{"answer", "days", "arrears"} {
			if i.fields[name] != "" {
				parts = append(parts, name+" "+i.fields[name])
			}
		}
	}
	if reason := i.fields["reason"]; reason != "" && i.opinion == nil {
		parts = append(parts, "because of "+reason)
	}
	if len(parts) == 0 && i.status != nil {
		parts = append(parts, "stands "+casework.Words(i.status))
	}
	return parts
}

// previewMoney says what grants that are opened reserve of which budget, and what is free there.
func (d *desk) previewMoney(cmd *cobra.Command, items []*item) error {
	type ledger struct{ node, year uint32 }
	needs := map[ledger]uint64{}
	money := map[uint32]casework.Currency{}
	for _, i := range items {
		if i.opinion == nil || i.opinion.Schedule == nil {
			continue
		}
		roll, err := d.roll(cmd.Context(), i.application.Roll)
		if err != nil {
			return err
		}
		money[roll.BudgetNode] = i.money
		for _, year := range types.NewPlan(*i.opinion.Schedule).Years(0) {
			needs[ledger{roll.BudgetNode, year.Year}] += year.Amount
		}
	}
	ledgers := make([]ledger, 0, len(needs))
	for l := range needs {
		ledgers = append(ledgers, l)
	}
	slices.SortFunc(ledgers, func(a, b ledger) int { return int(a.node)*10_000 + int(a.year) - int(b.node)*10_000 - int(b.year) })
	for _, l := range ledgers {
		fmt.Fprintf(cmd.OutOrStdout(), "Reserves %s of budget node %d for %d, where %s is free.\n", money[l.node].Say(needs[l]), l.node, l.year, d.free(cmd.Context(), l.node, l.year, money[l.node]))
	}
	return nil
}

// free says what of a budget isn't promised yet.
func (d *desk) free(ctx context.Context, node, year uint32, money casework.Currency) string {
	res, err := d.grants.Budget(ctx, &types.QueryBudgetRequest{Node: node, Year: year})
	if err != nil {
		return "nothing"
	}
	return money.Say(res.Free)
}

// agree asks whether to sign.
func agree(cmd *cobra.Command, flags actFlags) error {
	if flags.yes {
		return nil
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Sign as %s? [y/N] ", flags.office.key)
	line, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	if info, err := os.Stdin.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		fmt.Fprintln(cmd.OutOrStdout()) // nobody pressed enter
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		return nil
	}
	return errNotAgreed
}
