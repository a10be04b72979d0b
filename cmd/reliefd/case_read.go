package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cosmos/cosmos-sdk/types/query"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// errWhichQueue says that a list needs an organisation, a roll or a grant.
var errWhichQueue = errors.New("name the queue: --organisation NUMBER for what is due there, --roll NUMBER, or --grant 1-17")

func caseListCommand(a *app.App) *cobra.Command {
	var (
		organisation, roll uint32
		grant, status      string
		limit              int
	)
	cmd := &cobra.Command{
		Use: "list", Short: "List the cases that wait, the most urgent first", Args: cobra.NoArgs,
		Long: `With --organisation, lists the clocks that run for an office, the earliest first: its queue of work. With --roll, lists the cases of a
paying office: those that aren't decided, or with --status those that stand in one state. With --grant, lists the changes, clawbacks and
one-offs of a grant.`,
		Example: "  reliefd case list --organisation 8\n  reliefd case list --roll 1 --status decidable --output csv\n  reliefd case list --grant 1-17",
		PreRunE: func(cmd *cobra.Command, _ []string) error {
			named := 0
			for _, one := range []bool{organisation != 0, roll != 0, grant != ""} {
				if one {
					named++
				}
			}
			if named != 1 {
				return &usageError{errWhichQueue, cmd.CommandPath()}
			}
			return nil
		},
	}
	cmd.Flags().Uint32Var(&organisation, "organisation", 0, "office whose clocks run")
	cmd.Flags().Uint32Var(&roll, "roll", 0, "roll whose cases to list")
	cmd.Flags().StringVar(&grant, "grant", "", "grant whose changes, clawbacks and one-offs to list, such as 1-17")
	cmd.Flags().StringVar(&status, "status", "", "only cases that stand here, such as submitted, checking or decidable")
	cmd.Flags().IntVar(&limit, "limit", readPage, "most cases to list")
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		if grant != "" {
			id, err := grants.parse(grant)
			if err != nil {
				return table{}, err
			}
			return d.casesOfGrant(ctx, id)
		}
		want := types.APPLICATION_STATUS_UNSPECIFIED
		if status != "" {
			var err error
			if want, err = casework.ParseStatus(status); err != nil {
				return table{}, fmt.Errorf("--status: %w", err)
			}
		}
		if roll != 0 {
			return d.casesOfRoll(ctx, roll, want, limit)
		}
		return d.agenda(ctx, organisation, want, false, limit)
	})
}

func caseOverdueCommand(a *app.App) *cobra.Command {
	var (
		organisation uint32
		limit        int
	)
	cmd := &cobra.Command{
		Use: "overdue", Short: "List the clocks of an office that passed without the step they ask for", Args: cobra.NoArgs,
		Example: "  reliefd case overdue --organisation 8",
	}
	cmd.Flags().Uint32Var(&organisation, "organisation", 0, "office whose clocks passed")
	cmd.Flags().IntVar(&limit, "limit", readPage, "most clocks to list")
	_ = cmd.MarkFlagRequired("organisation")
	return reading(a, cmd, func(ctx context.Context, d *desk, _ []string) (table, error) {
		return d.agenda(ctx, organisation, types.APPLICATION_STATUS_UNSPECIFIED, true, limit)
	})
}

// queued is an empty list of cases that wait.
func queued() table {
	return table{columns: []string{"case", "due", "left", "clock", "status", "roll", "programme"}, none: "Nothing waits."}
}

// agenda lists the clocks of an organisation.
func (d *desk) agenda(ctx context.Context, organisation uint32, want types.ApplicationStatus, missed bool, limit int) (table, error) {
	t := queued()
	err := pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
		res, err := d.grants.Agenda(ctx, &types.QueryAgendaRequest{Organisation: organisation, Missed: missed, Pagination: page})
		if err != nil {
			return nil, fmt.Errorf("ask what is due for organisation %d: %w", organisation, err)
		}
		for _, deadline := range res.Deadlines {
			row, err := d.agendaRow(ctx, deadline, want)
			if err != nil {
				return nil, err
			}
			if row != nil {
				t.rows = append(t.rows, row)
			}
			if len(t.rows) >= limit {
				return nil, nil
			}
		}
		return res.Pagination, nil
	})
	return t, err
}

// agendaRow is one clock; none when its case doesn't stand where it is asked for.
func (d *desk) agendaRow(ctx context.Context, deadline types.Deadline, want types.ApplicationStatus) ([]string, error) {
	any := want == types.APPLICATION_STATUS_UNSPECIFIED
	for _, k := range kindsOfCases {
		if k.subject != deadline.Subject.Kind || k != applications && !any {
			continue
		}
		i := &item{id: deadline.Subject.Id, kind: k}
		if err := d.load(ctx, i); err != nil {
			return nil, err
		}
		i.deadlines = []types.Deadline{deadline}
		if k != applications {
			return d.queueRow(i), nil
		}
		if any || i.application.Status == want {
			return d.queueRow(i), nil
		}
		return nil, nil
	}
	if !any {
		return nil, nil
	}
	due, left, clock := d.earliest([]types.Deadline{deadline})
	return []string{casework.Name(deadline.Subject.Kind) + " " + strconv.FormatUint(deadline.Subject.Id, 10), due, left, clock, "", "", ""}, nil
}

// queueRow is one case that waits, with its earliest clock.
func (d *desk) queueRow(i *item) []string {
	due, left, clock := d.earliest(i.deadlines)
	name := i.name()
	if i.kind != applications {
		name = i.kind.noun + " " + name
	}
	roll := cmp.Or(i.application.Roll, i.roll.Id, i.emergency.Roll)
	programme := cmp.Or(i.application.Programme, i.programme.Id)
	return []string{name, due, left, clock, casework.Name(i.status), number(roll), number(programme)}
}

// earliest says which clock passes first, and when; nothing when none runs.
func (d *desk) earliest(deadlines []types.Deadline) (due, left, clock string) {
	if len(deadlines) == 0 {
		return "", "", ""
	}
	first := slices.MinFunc(deadlines, func(x, y types.Deadline) int { return cmp.Compare(x.At, y.At) })
	day, text := d.due(first)
	return day.String(), text, casework.Words(first.Clock)
}

// casesOfRoll lists the cases of a roll in one state, or in every state that isn't final, those with the earliest clock first.
func (d *desk) casesOfRoll(ctx context.Context, roll uint32, want types.ApplicationStatus, limit int) (table, error) {
	states := []types.ApplicationStatus{want}
	if want == types.APPLICATION_STATUS_UNSPECIFIED {
		states = nil
		for n := int32(1); n < int32(len(types.ApplicationStatus_name)); n++ {
			if s := types.ApplicationStatus(n); !types.ApplicationMachine.Final(s) && s != types.APPLICATION_STATUS_PUBLISHED {
				states = append(states, s)
			}
		}
	}
	var list []*item
	for _, state := range states {
		if err := pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.Applications(ctx, &types.QueryApplicationsRequest{Roll: roll, Status: state, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("list the cases of roll %d: %w", roll, err)
			}
			for _, application := range res.Applications {
				if len(list) == limit {
					return nil, nil
				}
				list = append(list, &item{id: application.Id, kind: applications})
			}
			return res.Pagination, nil
		}); err != nil {
			return table{}, err
		}
	}
	if err := d.load(ctx, list...); err != nil {
		return table{}, err
	}
	slices.SortStableFunc(list, func(a, b *item) int { return cmp.Compare(earliestOf(a.deadlines), earliestOf(b.deadlines)) })
	t := queued()
	for _, i := range list {
		t.rows = append(t.rows, d.queueRow(i))
	}
	return t, nil
}

// earliestOf is when the first of some clocks passes; those without a clock come last.
func earliestOf(deadlines []types.Deadline) int64 {
	if len(deadlines) == 0 {
		return 1<<63 - 1
	}
	return slices.MinFunc(deadlines, func(x, y types.Deadline) int { return cmp.Compare(x.At, y.At) }).At
}

// caseTable lists cases of any kind.
func (d *desk) caseTable(ctx context.Context, list []*item, none string) (table, error) {
	t := table{columns: []string{"case", "status", "about", "clock", "due", "left", "next"}, none: none}
	if err := d.load(ctx, list...); err != nil {
		return t, err
	}
	for _, i := range list {
		due, left, clock := d.earliest(i.deadlines)
		var next []string
		for _, step := range i.next {
			if act := casework.Name(step.Act); !slices.Contains(next, act) {
				next = append(next, act)
			}
		}
		t.rows = append(t.rows, []string{i.kind.noun + " " + i.name(), casework.Name(i.status), i.kind.note(i), clock, due, left, strings.Join(next, " ")})
	}
	return t, nil
}

// casesOfGrant lists what was proposed about a grant, what is asked back, and its one-offs.
func (d *desk) casesOfGrant(ctx context.Context, grant uint64) (table, error) {
	var list []*item
	if err := errors.Join(
		pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.ChangesByGrant(ctx, &types.QueryChangesByGrantRequest{Grant: grant, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("list the changes of grant %s: %w", types.GrantID(grant), err)
			}
			for _, c := range res.Changes {
				list = append(list, &item{id: c.Id, kind: changes})
			}
			return res.Pagination, nil
		}),
		pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
			res, err := d.grants.ClawbacksByGrant(ctx, &types.QueryClawbacksByGrantRequest{Grant: grant, Pagination: page})
			if err != nil {
				return nil, fmt.Errorf("list the clawbacks of grant %s: %w", types.GrantID(grant), err)
			}
			for _, c := range res.Clawbacks {
				list = append(list, &item{id: c.Id, kind: clawbacks})
			}
			return res.Pagination, nil
		})); err != nil {
		return table{}, err
	}
	t, err := d.caseTable(ctx, list, "Nothing was proposed about this grant.")
	if err != nil {
		return t, err
	}
	of := &item{id: grant, kind: grants}
	if err := d.load(ctx, of); err != nil {
		return t, err
	}
	err = pages(false, func(page *query.PageRequest) (*query.PageResponse, error) {
		res, err := d.grants.Items(ctx, &types.QueryItemsRequest{Grant: grant, Pagination: page})
		if err != nil {
			return nil, fmt.Errorf("list the one-offs of grant %s: %w", types.GrantID(grant), err)
		}
		for _, one := range res.Items {
			standing := "planned"
			if one.Settled || one.Period < of.roll.NextPeriod {
				standing = "handled"
			}
			t.rows = append(t.rows, []string{casework.Words(one.Kind), standing, of.money.Say(one.Amount) + " in " + types.Period(one.Period).String(), "", "", "", ""})
		}
		return res.Pagination, nil
	})
	return t, err
}

// number writes a number; nothing for 0.
func number(n uint32) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(n), 10)
}
