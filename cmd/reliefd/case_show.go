package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

func caseShowCommand(a *app.App) *cobra.Command {
	var (
		office officeFlags
		output outputFlag
		appeal bool
	)
	cmd := &cobra.Command{
		Use: "show CASE...", Short: "Say where a case stands, what may come next and who may do it", Args: cobra.MinimumNArgs(1),
		Long: `Says in plain words where a case stands, which clocks run and until when, what may come next and who may do it.
With --appeal the numbers are those of appeals.`,
		Example: "  reliefd case show 17\n  reliefd case show 17 18 --output csv\n  reliefd case show 3 --appeal",
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseCases(args)
			if err != nil {
				return &usageError{err, cmd.CommandPath()}
			}
			if err := output.check(); err != nil {
				return err
			}
			d, err := office.desk(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(d)
			if err := d.readCalendar(cmd.Context()); err != nil {
				return err
			}
			if appeal {
				return d.showAppeals(cmd, ids)
			}
			return d.showCases(cmd, ids, output)
		},
	}
	office.add(cmd, false)
	output.add(cmd)
	cmd.Flags().BoolVar(&appeal, "appeal", false, "the numbers are those of appeals")
	return cmd
}

func (d *desk) showCases(cmd *cobra.Command, ids []uint64, output outputFlag) error {
	t := table{columns: []string{"case", "status", "programme", "roll", "payee", "household", "coverage", "opinion", "reason", "grant", "appeal", "clock", "due", "next"}}
	for i, id := range ids {
		application, deadlines, err := d.application(cmd.Context(), id)
		if err != nil {
			return err
		}
		money, err := d.money(cmd.Context(), application.Programme)
		if err != nil {
			return err
		}
		if output.table() {
			if i > 0 {
				fmt.Fprintln(cmd.OutOrStdout())
			}
			d.showCase(cmd.OutOrStdout(), application, deadlines, money)
			continue
		}
		queued := d.queueRow(application, deadlines)
		var next []string
		for _, step := range casework.Next(application) {
			next = append(next, casework.Name(step.Act))
		}
		grant, appeal := "", ""
		if application.Grant != 0 {
			grant = types.GrantID(application.Grant).String()
		}
		if application.Appeal != 0 {
			appeal = strconv.FormatUint(application.Appeal, 10)
		}
		t.rows = append(t.rows, []string{
			queued[0], casework.Name(application.Status), number(application.Programme), number(application.Roll), hex.EncodeToString(application.Payee),
			hex.EncodeToString(application.Household), casework.Name(application.Coverage), casework.Opinion(application.Opinion, money),
			casework.ReasonName(application.Reason), grant, appeal, queued[3], queued[1], strings.Join(next, " "),
		})
	}
	if output.table() {
		return nil
	}
	return output.write(cmd.OutOrStdout(), t)
}

// showCase says in words where a case stands.
func (d *desk) showCase(out io.Writer, a types.Application, deadlines []types.Deadline, money casework.Currency) {
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
		fmt.Fprintf(out, "The refusal was appealed against: reliefd case show %d --appeal\n", a.Appeal)
	}
	d.printClocks(out, deadlines)
	printSteps(out, casework.Next(a))
}

func (d *desk) printClocks(out io.Writer, deadlines []types.Deadline) {
	for _, deadline := range deadlines {
		day, left := d.due(deadline)
		fmt.Fprintf(out, "Clock %s: until %s, %s (organisation %d).\n", casework.Words(deadline.Clock), day, left, deadline.Organisation)
	}
}

func (d *desk) appeal(ctx context.Context, id uint64) (types.Appeal, []types.Deadline, error) {
	res, err := d.grants.Appeal(ctx, &types.QueryAppealRequest{Id: id})
	if err != nil {
		return types.Appeal{}, nil, fmt.Errorf("look appeal %d up: %w", id, err)
	}
	return res.Appeal, res.Deadlines, nil
}

func (d *desk) showAppeals(cmd *cobra.Command, ids []uint64) error {
	out := cmd.OutOrStdout()
	for _, id := range ids {
		appeal, deadlines, err := d.appeal(cmd.Context(), id)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "Appeal %d about %s %d: %s. Organisation %d answers.\n",
			id, casework.Words(appeal.Subject.Kind), appeal.Subject.Id, casework.Words(appeal.Status), appeal.Organisation)
		if appeal.Reason != types.REASON_UNSPECIFIED {
			fmt.Fprintf(out, "The reason of the answer is %s.\n", casework.ReasonName(appeal.Reason))
		}
		d.printClocks(out, deadlines)
		printSteps(out, casework.NextOfAppeal(appeal))
	}
	return nil
}

// duty is in which duty somebody acted.
func duty(act types.Act) string {
	if act.Duty == 0 {
		return ""
	}
	return casework.Words(authoritytypes.Role(act.Duty))
}
