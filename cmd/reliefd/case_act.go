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

func caseActCommands(a *app.App) []*cobra.Command {
	commands := make([]*cobra.Command, len(caseVerbs))
	for i, v := range caseVerbs {
		commands[i] = caseActCommand(a, v)
	}
	return commands
}

func caseActCommand(a *app.App, v verb) *cobra.Command {
	var flags actFlags
	what := "CASE"
	if v.appeal {
		what = "APPEAL"
	}
	columns := strings.Join(append([]string{"application"}, v.takes...), ", ")
	cmd := &cobra.Command{
		Use: v.name + " " + what + "...", Short: v.short, Args: cobra.ArbitraryArgs,
		Long: strings.TrimSpace(v.short+".\n\n"+v.long) + "\n\n" + caseExitHelp(),
		Example: strings.TrimRight("  reliefd case "+v.name+" 17 "+v.example, " ") + " --from KEY\n" +
			strings.TrimRight("  reliefd case "+v.name+" 17 18 19 "+v.example, " ") + " --from KEY --dry-run",
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
	flags.add(cmd, "csv file with one case a line; columns: "+columns)
	for _, name := range v.takes {
		cmd.Flags().String(name, "", fieldHelp[name])
	}
	return cmd
}

// readItems joins numbers and flags of the command line, or the lines of a file with the flags where a line says nothing.
func readItems(cmd *cobra.Command, v verb, args []string, file string) ([]item, error) {
	given := map[string]string{}
	for _, name := range v.takes {
		given[name], _ = cmd.Flags().GetString(name)
	}
	if (len(args) == 0) == (file == "") {
		return nil, errors.New("name the cases by their numbers, or in a file with --from-file")
	}
	var items []item
	var lines []casework.Line
	if file != "" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if lines, err = casework.Sheet(file, f, []string{"application"}, v.takes, false); err != nil {
			return nil, err
		}
		for _, line := range lines {
			args = append(args, line.Fields["application"])
		}
	}
	ids, err := parseCases(args)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		fields := map[string]string{}
		for name, value := range given {
			if fields[name] = value; len(lines) > 0 && lines[i].Fields[name] != "" {
				fields[name] = lines[i].Fields[name]
			}
		}
		for _, name := range v.needs {
			if fields[name] == "" {
				return nil, fmt.Errorf("case %d: --%s is missing: %s", id, name, fieldHelp[name])
			}
		}
		items = append(items, item{id: id, fields: fields})
	}
	return items, nil
}

// act shows what is to be done, asks, does it, and tells of each case what became of it.
func (d *desk) act(cmd *cobra.Command, v verb, items []item, flags actFlags) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	var ready []item
	results := map[uint64]result{}
	for _, i := range items {
		i, known, err := d.prepare(ctx, v, i)
		if err != nil {
			return err
		}
		if !known {
			results[i.id] = result{refused: fmt.Sprintf("it is %s, so that this step isn't the next one", i.stands(v))}
			continue
		}
		ready = append(ready, i)
	}
	signer, err := d.Address(flags.office.key)
	if err != nil {
		return err
	}
	var batches []batch
	size := 1
	if v.batch {
		size = types.MaxBatch
	}
	for part := range slices.Chunk(ready, size) {
		msg, err := v.message(signer, part)
		if err != nil {
			return err
		}
		if checked, ok := msg.(interface{ ValidateBasic() error }); ok {
			if err := checked.ValidateBasic(); err != nil {
				return err
			}
		}
		batches = append(batches, batch{items: part, msg: msg})
	}
	if len(ready) > 0 {
		if err := d.preview(cmd, v, ready, len(batches)); err != nil {
			return err
		}
	}
	if flags.dry {
		for _, b := range batches {
			d.try(ctx, flags.office.key, v, b, results)
		}
		fmt.Fprintln(out, "Nothing was signed. The chain would answer:")
		return report(out, items, results)
	}
	if len(ready) > 0 {
		if err := agree(cmd, flags); err != nil {
			return err
		}
	}
	if err := d.carryOut(ctx, flags.office.key, v, batches, results); err != nil {
		_ = report(out, items, results)
		return err
	}
	return report(out, items, results)
}

// prepare loads a case and tells whether the step is one that may be next.
func (d *desk) prepare(ctx context.Context, v verb, i item) (item, bool, error) {
	id := i.id
	if v.appeal {
		var err error
		if i.appeal, _, err = d.appeal(ctx, i.id); err != nil {
			return i, false, err
		}
		id = i.appeal.Subject.Id
	}
	var err error
	if i.application, _, err = d.application(ctx, id); err != nil {
		return i, false, err
	}
	if i.money, err = d.money(ctx, i.application.Programme); err != nil {
		return i, false, err
	}
	switch v.name {
	case "review":
		i.opinion, err = i.proposal()
	case "decide":
		if opinion := i.application.Opinion; opinion != nil && opinion.Approve {
			moved := *opinion
			first, errMonth := i.month("first")
			if errMonth != nil {
				return i, false, errMonth
			}
			schedule, errMove := opinion.From(first)
			if errMove != nil {
				return i, false, errMove
			}
			moved.Schedule = &schedule
			i.opinion = &moved
		}
	case "answer":
		if i.fields["answer"] == "overturn" {
			msg, errMsg := answerAppeal("", []item{i})
			if errMsg != nil {
				return i, false, errMsg
			}
			i.opinion = msg.(*types.MsgAnswerAppeal).Opinion
		}
	}
	if err != nil {
		return i, false, err
	}
	return i, v.act == types.ACT_KIND_UNSPECIFIED || casework.Allows(i.application, v.act), nil
}

func (i item) stands(v verb) string {
	if v.appeal {
		return casework.Words(i.appeal.Status)
	}
	return casework.Words(i.application.Status)
}

// preview says in plain words what is about to be signed.
func (d *desk) preview(cmd *cobra.Command, v verb, items []item, transactions int) error {
	out := cmd.OutOrStdout()
	noun := "application"
	if v.appeal {
		noun = "appeal"
	}
	if len(items) > 1 {
		noun += "s"
	}
	fmt.Fprintf(out, "%s %d %s", v.says, len(items), noun)
	if transactions > 1 {
		fmt.Fprintf(out, ", in %d transactions", transactions)
	}
	fmt.Fprintln(out, ":")
	for _, i := range items {
		fmt.Fprintf(out, "  %d", i.id)
		var parts []string
		if i.opinion != nil && (v.name != "decide") {
			parts = append(parts, casework.Opinion(i.opinion, i.money))
		} else if i.opinion != nil && i.opinion.Schedule != nil {
			parts = append(parts, casework.Schedule(*i.opinion.Schedule, i.money), casework.Persons(i.opinion.Persons))
		}
		for _, name := range []string{"answer", "days", "arrears"} {
			if i.fields[name] != "" {
				parts = append(parts, name+" "+i.fields[name])
			}
		}
		if reason := i.fields["reason"]; reason != "" && i.opinion == nil {
			parts = append(parts, "because of "+reason)
		}
		if len(parts) == 0 {
			parts = append(parts, "stands "+i.stands(v))
		}
		fmt.Fprintf(out, "  %s\n", strings.Join(parts, ", "))
	}
	if v.name == "decide" || v.name == "answer" {
		return d.previewMoney(cmd, items)
	}
	return nil
}

// previewMoney says what the grants reserve of which budget, and what is free there.
func (d *desk) previewMoney(cmd *cobra.Command, items []item) error {
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
		free := "nothing"
		if res, err := d.grants.Budget(cmd.Context(), &types.QueryBudgetRequest{Node: l.node, Year: l.year}); err == nil {
			free = money[l.node].Say(res.Free)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "Reserves %s of budget node %d for %d, where %s is free.\n", money[l.node].Say(needs[l]), l.node, l.year, free)
	}
	return nil
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
