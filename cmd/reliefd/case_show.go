package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

func caseShowCommand(a *app.App) *cobra.Command {
	var list []*item
	cmd := &cobra.Command{
		Use: "show CASE...", Short: "Say where a case stands, what may come next and who may do it", Args: cobra.MinimumNArgs(1),
		Long: `Says in plain words where a case stands, which clocks run and until when, what may come next and who may do it. The numbers are those of
applications, unless a flag names another kind.`,
		Example: "  reliefd case show 17\n  reliefd case show 17 18 --output csv\n  reliefd case show --change 3\n  reliefd case show --grant 1-17",
	}
	addKinds(cmd, kindsOfCases)
	cmd.PreRunE = func(cmd *cobra.Command, args []string) (err error) {
		list, err = namedCases(cmd, args)
		return err
	}
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		t, err := d.caseTable(ctx, list, "")
		if err != nil {
			return t, err
		}
		if list[0].kind == applications {
			t = d.applicationTable(list)
		}
		var b strings.Builder
		for n, i := range list {
			if n > 0 {
				fmt.Fprintln(&b)
			}
			d.show(&b, i)
		}
		t.text = b.String()
		return t, nil
	})
}

// namedCases are the cases that a command line names.
func namedCases(cmd *cobra.Command, args []string) ([]*item, error) {
	k, err := kindOf(cmd, kindsOfCases)
	if err != nil {
		return nil, &usageError{err, cmd.CommandPath()}
	}
	ids, err := k.parseAll(args, false)
	if err != nil {
		return nil, &usageError{err, cmd.CommandPath()}
	}
	list := make([]*item, len(ids))
	for n, id := range ids {
		list[n] = &item{id: id, kind: k}
	}
	return list, nil
}

// applicationTable lists applications with all that a program asks of them.
func (d *desk) applicationTable(list []*item) table {
	t := table{columns: []string{"case", "status", "programme", "roll", "payee", "household", "coverage", "opinion", "reason", "grant", "appeal", "clock", "due", "next"}}
	for _, i := range list {
		a := i.application
		due, _, clock := d.earliest(i.deadlines)
		var next []string
		for _, step := range i.next {
			next = append(next, casework.Name(step.Act))
		}
		appeal := ""
		if a.Appeal != 0 {
			appeal = strconv.FormatUint(a.Appeal, 10)
		}
		t.rows = append(t.rows, []string{
			i.name(), casework.Name(a.Status), number(a.Programme), number(a.Roll), hex.EncodeToString(a.Payee), hex.EncodeToString(a.Household), casework.Name(a.Coverage),
			casework.Opinion(a.Opinion, i.money), casework.ReasonName(a.Reason), strings.TrimPrefix(grantOpened(a.Grant), "grant "), appeal, clock, due, strings.Join(next, " "),
		})
	}
	return t
}

// show says in words where a case stands, which clocks run and what may come next.
func (d *desk) show(out io.Writer, i *item) {
	if i.kind == applications {
		d.showApplication(out, i.application, i.money)
	} else {
		fmt.Fprintf(out, "%s%s %s: %s.\nAbout %s.\n", strings.ToUpper(i.kind.noun[:1]), i.kind.noun[1:], i.name(), casework.Status(i.status), i.kind.note(i))
	}
	for _, deadline := range i.deadlines {
		day, left := d.due(deadline)
		fmt.Fprintf(out, "Clock %s: until %s, %s (organisation %d).\n", casework.Words(deadline.Clock), day, left, deadline.Organisation)
		if deadline.Clock == types.CLOCK_APPEAL && i.kind != applications {
			fmt.Fprintf(out, "Until then the payee may appeal: reliefd case appeal --%s %s\n", i.kind.noun, i.name())
		}
	}
	if i.kind == grants {
		fmt.Fprintf(out, "What was proposed about it: reliefd case list --grant %s\n", i.name())
		return
	}
	printSteps(out, i.next)
}

// showApplication says in words where an application stands.
func (d *desk) showApplication(out io.Writer, a types.Application, money casework.Currency) {
	fmt.Fprintf(out, "Case %d of programme %d at roll %d: %s.\n", a.Id, a.Programme, a.Roll, casework.Status(a.Status))
	fmt.Fprintf(out, "Handed in %s for payee %x", types.Period(a.Submitted), a.Payee)
	switch {
	case a.Coverage == types.COVERAGE_SINGLE:
		fmt.Fprintf(out, ", alone of household %x.\n", a.Household)
	case len(a.Household) > 0:
		fmt.Fprintf(out, " and household %x.\n", a.Household)
	default:
		fmt.Fprintln(out, ".")
	}
	if a.Opinion != nil {
		fmt.Fprintf(out, "The reviewer proposes to %s.\n", casework.Opinion(a.Opinion, money))
	}
	if a.Notice != nil {
		fmt.Fprintf(out, "Public notice number %d from %s to %s; %d objections.\n", a.Notice.Rounds, d.day(a.Notice.Start), d.day(a.Notice.End-1), a.Notice.Objections)
	}
	if a.Reason != types.REASON_UNSPECIFIED {
		fmt.Fprintf(out, "The reason is %s.\n", casework.ReasonName(a.Reason))
	}
	if a.PausedDays > 0 {
		fmt.Fprintf(out, "Its clocks were paused by %d working days.\n", a.PausedDays)
	}
	if a.Grant != 0 {
		fmt.Fprintf(out, "It became grant %s.\n", types.GrantID(a.Grant))
	}
	if a.Appeal != 0 {
		fmt.Fprintf(out, "The refusal was appealed against: reliefd case show --appeal %d\n", a.Appeal)
	}
}

func printSteps(out io.Writer, steps []casework.Step) {
	if len(steps) == 0 {
		fmt.Fprintln(out, "Nothing comes next.")
		return
	}
	fmt.Fprintln(out, "What may come next:")
	for _, step := range steps {
		fmt.Fprintf(out, "  %s, by %s", casework.Words(step.Act), step.By)
		if step.Guard != "" {
			fmt.Fprintf(out, " (%s)", step.Guard)
		}
		fmt.Fprintln(out)
		if step.Command != "" {
			fmt.Fprintf(out, "      %s\n", step.Command)
		}
	}
}

func caseTimelineCommand(a *app.App) *cobra.Command {
	var list []*item
	cmd := &cobra.Command{
		Use: "timeline CASE", Short: "Show who did what about a case, in order", Args: cobra.ExactArgs(1),
		Example: "  reliefd case timeline 17\n  reliefd case timeline --clawback 2 --output json",
	}
	addKinds(cmd, kindsOfCases)
	cmd.PreRunE = func(cmd *cobra.Command, args []string) (err error) {
		list, err = namedCases(cmd, args)
		return err
	}
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		t := table{columns: []string{"number", "date", "act", "duty", "organisation", "by", "reason"}, none: "Nothing was done: is the number right?"}
		err := pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.Timeline(ctx, &types.QueryTimelineRequest{Kind: list[0].kind.subject, Id: list[0].id, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("read the timeline: %w", err)
			}
			for _, act := range res.Acts {
				by := "the chain"
				if act.Actor != "" {
					by = act.Actor
				}
				duty := ""
				if act.Duty != 0 {
					duty = casework.Words(authoritytypes.Role(act.Duty))
				}
				t.rows = append(t.rows, []string{
					number(act.Number), d.day(act.Time).String(), casework.Words(act.Kind), duty, number(act.Organisation), by, casework.ReasonName(act.Reason),
				})
			}
			return res.Pagination, nil
		})
		return t, err
	})
}
