package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// readPage is how much one query of a list asks for.
const readPage = 100

// errWhichQueue says that a list needs an organisation or a roll.
var errWhichQueue = errors.New("name the queue: --organisation NUMBER for what is due there, or --roll NUMBER")

func caseListCommand(a *app.App) *cobra.Command {
	var (
		office       officeFlags
		output       outputFlag
		organisation uint32
		roll         uint32
		status       string
		limit        int
	)
	cmd := &cobra.Command{
		Use: "list", Short: "List the cases that wait, the most urgent first", Args: cobra.NoArgs,
		Long: `With --organisation, lists the clocks that run for an office, the earliest first: its queue of work. With --roll, lists the cases of a
paying office: those that aren't decided, or with --status those that stand in one state.`,
		Example: "  reliefd case list --organisation 8\n  reliefd case list --roll 1 --status decidable --output csv",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if (organisation == 0) == (roll == 0) {
				return &usageError{errWhichQueue, cmd.CommandPath()}
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
			list, err := d.queue(cmd.Context(), organisation, roll, status, false, limit)
			if err != nil {
				return err
			}
			return output.write(cmd.OutOrStdout(), list)
		},
	}
	office.add(cmd, false)
	output.add(cmd)
	cmd.Flags().Uint32Var(&organisation, "organisation", 0, "office whose clocks run")
	cmd.Flags().Uint32Var(&roll, "roll", 0, "roll whose cases to list")
	cmd.Flags().StringVar(&status, "status", "", "only cases that stand here, such as submitted, checking or decidable")
	cmd.Flags().IntVar(&limit, "limit", readPage, "most cases to list")
	return cmd
}

func caseOverdueCommand(a *app.App) *cobra.Command {
	var (
		office       officeFlags
		output       outputFlag
		organisation uint32
		limit        int
	)
	cmd := &cobra.Command{
		Use: "overdue", Short: "List the clocks of an office that passed without the step they ask for", Args: cobra.NoArgs,
		Example: "  reliefd case overdue --organisation 8",
		RunE: func(cmd *cobra.Command, _ []string) error {
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
			list, err := d.queue(cmd.Context(), organisation, 0, "", true, limit)
			if err != nil {
				return err
			}
			return output.write(cmd.OutOrStdout(), list)
		},
	}
	office.add(cmd, false)
	output.add(cmd)
	cmd.Flags().Uint32Var(&organisation, "organisation", 0, "office whose clocks passed")
	cmd.Flags().IntVar(&limit, "limit", readPage, "most clocks to list")
	_ = cmd.MarkFlagRequired("organisation")
	return cmd
}

// queue lists the clocks of an organisation, or the cases of a roll.
func (d *desk) queue(ctx context.Context, organisation, roll uint32, status string, missed bool, limit int) (table, error) {
	t := table{columns: []string{"case", "due", "left", "clock", "status", "roll", "programme"}, none: "Nothing waits."}
	want := types.APPLICATION_STATUS_UNSPECIFIED
	if status != "" {
		var err error
		if want, err = casework.ParseStatus(status); err != nil {
			return t, fmt.Errorf("--status: %w", err)
		}
	}
	if roll != 0 {
		cases, err := d.casesOf(ctx, roll, want, limit)
		if err != nil {
			return t, err
		}
		for _, c := range cases {
			t.rows = append(t.rows, d.queueRow(c.Application, c.Deadlines))
		}
		return t, nil
	}
	page := &query.PageRequest{Limit: readPage}
	for {
		res, err := d.grants.Agenda(ctx, &types.QueryAgendaRequest{Organisation: organisation, Missed: missed, Pagination: page})
		if err != nil {
			return t, fmt.Errorf("ask what is due for organisation %d: %w", organisation, err)
		}
		for _, deadline := range res.Deadlines {
			row, matches, err := d.agendaRow(ctx, deadline, want)
			if err != nil {
				return t, err
			}
			if matches {
				t.rows = append(t.rows, row)
			}
			if len(t.rows) >= limit {
				return t, nil
			}
		}
		if res.Pagination == nil || len(res.Pagination.NextKey) == 0 {
			return t, nil
		}
		page = &query.PageRequest{Key: res.Pagination.NextKey, Limit: readPage}
	}
}

// agendaRow is one clock; it matches when its case stands where it is asked for.
func (d *desk) agendaRow(ctx context.Context, deadline types.Deadline, want types.ApplicationStatus) ([]string, bool, error) {
	subject := deadline.Subject
	if subject.Kind != types.SUBJECT_KIND_APPLICATION {
		day, left := d.due(deadline)
		name := casework.Name(subject.Kind) + " " + strconv.FormatUint(subject.Id, 10)
		return []string{name, day.String(), left, casework.Words(deadline.Clock), "", "", ""}, want == types.APPLICATION_STATUS_UNSPECIFIED, nil
	}
	application, _, err := d.application(ctx, subject.Id)
	if err != nil {
		return nil, false, err
	}
	matches := want == types.APPLICATION_STATUS_UNSPECIFIED || application.Status == want
	return d.queueRow(application, []types.Deadline{deadline}), matches, nil
}

func (d *desk) queueRow(a types.Application, deadlines []types.Deadline) []string {
	due, left, clock := "", "", ""
	if len(deadlines) > 0 {
		first := slices.MinFunc(deadlines, func(x, y types.Deadline) int { return cmp.Compare(x.At, y.At) })
		day, text := d.due(first)
		due, left, clock = day.String(), text, casework.Words(first.Clock)
	}
	return []string{
		strconv.FormatUint(a.Id, 10), due, left, clock, casework.Name(a.Status), strconv.FormatUint(uint64(a.Roll), 10), strconv.FormatUint(uint64(a.Programme), 10),
	}
}

// casesOf lists the cases of a roll in one state, or in every state that isn't final, those with the earliest clock first.
func (d *desk) casesOf(ctx context.Context, roll uint32, want types.ApplicationStatus, limit int) ([]types.QueryApplicationResponse, error) {
	states := []types.ApplicationStatus{want}
	if want == types.APPLICATION_STATUS_UNSPECIFIED {
		states = nil
		for n := int32(1); n < int32(len(types.ApplicationStatus_name)); n++ {
			if s := types.ApplicationStatus(n); !types.ApplicationMachine.Final(s) && s != types.APPLICATION_STATUS_PUBLISHED {
				states = append(states, s)
			}
		}
	}
	var list []types.QueryApplicationResponse
	for _, state := range states {
		page := &query.PageRequest{Limit: readPage}
		for page != nil && len(list) < limit {
			res, err := d.grants.Applications(ctx, &types.QueryApplicationsRequest{Roll: roll, Status: state, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("list the cases of roll %d: %w", roll, err)
			}
			for _, application := range res.Applications[:min(len(res.Applications), limit-len(list))] {
				_, deadlines, err := d.application(ctx, application.Id)
				if err != nil {
					return nil, err
				}
				list = append(list, types.QueryApplicationResponse{Application: application, Deadlines: deadlines})
			}
			if page = nil; res.Pagination != nil && len(res.Pagination.NextKey) > 0 {
				page = &query.PageRequest{Key: res.Pagination.NextKey, Limit: readPage}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b types.QueryApplicationResponse) int {
		return cmp.Compare(earliest(a.Deadlines), earliest(b.Deadlines))
	})
	return list, nil
}

// earliest is when the first of some clocks passes; those without a clock come last.
func earliest(deadlines []types.Deadline) int64 {
	if len(deadlines) == 0 {
		return 1<<63 - 1
	}
	return slices.MinFunc(deadlines, func(x, y types.Deadline) int { return cmp.Compare(x.At, y.At) }).At
}

func caseTimelineCommand(a *app.App) *cobra.Command {
	var (
		office officeFlags
		output outputFlag
		appeal bool
	)
	cmd := &cobra.Command{
		Use: "timeline CASE", Short: "Show who did what about a case, in order", Args: cobra.ExactArgs(1),
		Example: "  reliefd case timeline 17\n  reliefd case timeline 17 --output json",
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
			subject := types.Subject{Kind: types.SUBJECT_KIND_APPLICATION, Id: ids[0]}
			if appeal {
				subject.Kind = types.SUBJECT_KIND_APPEAL
			}
			t, err := d.timeline(cmd.Context(), subject)
			if err != nil {
				return err
			}
			return output.write(cmd.OutOrStdout(), t)
		},
	}
	office.add(cmd, false)
	output.add(cmd)
	cmd.Flags().BoolVar(&appeal, "appeal", false, "the number is an appeal's")
	return cmd
}

func (d *desk) timeline(ctx context.Context, subject types.Subject) (table, error) {
	t := table{columns: []string{"number", "date", "act", "duty", "organisation", "by", "reason"}, none: "Nothing was done: is the number right?"}
	page := &query.PageRequest{Limit: readPage}
	for page != nil {
		res, err := d.grants.Timeline(ctx, &types.QueryTimelineRequest{Kind: subject.Kind, Id: subject.Id, Pagination: page})
		if err != nil {
			return t, fmt.Errorf("read the timeline: %w", err)
		}
		for _, act := range res.Acts {
			t.rows = append(t.rows, []string{
				strconv.FormatUint(uint64(act.Number), 10), d.day(act.Time).String(), casework.Words(act.Kind), duty(act), number(act.Organisation), actor(act), casework.ReasonName(act.Reason),
			})
		}
		if page = nil; res.Pagination != nil && len(res.Pagination.NextKey) > 0 {
			page = &query.PageRequest{Key: res.Pagination.NextKey, Limit: readPage}
		}
	}
	return t, nil
}

func number(n uint32) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(n), 10)
}

func actor(act types.Act) string {
	if act.Actor == "" {
		return "the chain"
	}
	return act.Actor
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
