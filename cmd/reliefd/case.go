package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/client"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// What a command about several cases ends with when the chain refused some of them, or all.
var (
	errSomeRefused = errors.New("some cases were refused; the others are done")
	errAllRefused  = errors.New("every case was refused; nothing changed")
)

// caseExits are the exit codes of commands about several cases. Scripts rely on them.
var caseExits = []exit{
	{errSomeRefused, 30, "some cases were refused; the others are done"},
	{errAllRefused, 31, "every case was refused; nothing changed"},
}

// caseExitHelp lists them for help texts.
func caseExitHelp() string {
	var b strings.Builder
	b.WriteString("Exit codes:\n   0  every case is done\n   1  anything else, such as an unknown case or a preview that nobody agreed to")
	for _, e := range caseExits {
		fmt.Fprintf(&b, "\n  %d  %s", e.code, e.says)
	}
	return b.String()
}

func caseCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "case", Short: "Work on cases: what is due, what comes next, and every step from the window to the last instalment", Annotations: map[string]string{offline: ""},
		Long: `A case is one application, from the window to the published decision and the appeal; and what happens to its grant later: changes and
clawbacks. Emergencies that are paid first and lots of goods are cases too. "case list" is the queue of work, by clock; "case show" says
where a case stands, what may come next and who may do it.

Every step takes one or many case numbers. It is shown in plain words before it is signed; --dry-run asks the chain what would become of it
and signs nothing. The chain answers for each case by itself: one that is refused leaves the others alone.

Amounts are written 1500.00, months 2024-02, reasons as words such as income, grants 1-17.

` + caseExitHelp(),
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(caseListCommand(a), caseShowCommand(a), caseTimelineCommand(a), caseOverdueCommand(a))
	groups := map[string]*cobra.Command{
		"change":    {Short: "Change grants that run: propose, hear the payee, decide"},
		"clawback":  {Short: "Ask back what was paid without a right to it: notice, hearing, order, repayment"},
		"emergency": {Short: "Pay emergencies first; the paperwork follows"},
		"lot":       {Short: "Keep goods in lots, from the delivery to the payee's signature"},
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		group := groups[name]
		group.Use, group.SuggestionsMinimumDistance, group.RunE, group.Annotations = name, 2, cmd.RunE, cmd.Annotations
		cmd.AddCommand(group)
	}
	groups["emergency"].AddCommand(emergencyListCommand(a), floatCommand(a))
	groups["lot"].AddCommand(lotListCommand(a), handoversCommand(a))
	for _, v := range slices.Concat(caseVerbs, runningVerbs, urgentVerbs) {
		parent := cmd
		if v.group != "" {
			parent = groups[v.group]
		}
		parent.AddCommand(verbCommand(a, v))
	}
	cmd.AddCommand(caseSubmitCommand(a), caseIntakeCommand(), caseCalculateCommand())
	return cmd
}

// desk is what the commands about cases and payroll ask a node for.
type desk struct {
	*client.Client
	grants     types.QueryClient
	programmes map[uint32]types.Programme
	rolls      map[uint32]types.Roll
	// signer is the account that signs; empty for those who only read.
	signer string
	// calendar and now are the chain's days and time; zero until asked for.
	calendar authoritytypes.Params
	now      int64
}

func (f *officeFlags) desk(cmd *cobra.Command, a *app.App) (*desk, error) {
	c, err := f.dial(cmd, a)
	if err != nil {
		return nil, err
	}
	d := &desk{Client: c, grants: types.NewQueryClient(c.Conn()), programmes: map[uint32]types.Programme{}, rolls: map[uint32]types.Roll{}}
	if f.key != "" {
		if d.signer, err = c.Address(f.key); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return d, nil
}

func (d *desk) programme(ctx context.Context, id uint32) (types.Programme, error) {
	if p, known := d.programmes[id]; known {
		return p, nil
	}
	res, err := d.grants.Programme(ctx, &types.QueryProgrammeRequest{Id: id})
	if err != nil {
		return types.Programme{}, fmt.Errorf("look programme %d up: %w", id, err)
	}
	d.programmes[id] = res.Programme
	return res.Programme, nil
}

// money is the currency of a programme.
func (d *desk) money(ctx context.Context, programme uint32) (casework.Currency, error) {
	p, err := d.programme(ctx, programme)
	return casework.CurrencyOf(p.Currency), err
}

func (d *desk) roll(ctx context.Context, id uint32) (types.Roll, error) {
	if r, known := d.rolls[id]; known {
		return r, nil
	}
	res, err := d.grants.Roll(ctx, &types.QueryRollRequest{Id: id})
	if err != nil {
		return types.Roll{}, fmt.Errorf("look roll %d up: %w", id, err)
	}
	d.rolls[id] = res.Roll
	return res.Roll, nil
}

// readCalendar asks for the time of the latest block and how the chain counts days.
func (d *desk) readCalendar(ctx context.Context) error {
	params, err := authoritytypes.NewQueryClient(d.Conn()).Params(ctx, &authoritytypes.QueryParamsRequest{})
	if err != nil {
		return fmt.Errorf("ask for the calendar: %w", err)
	}
	block, err := cmtservice.NewServiceClient(d.Conn()).GetLatestBlock(ctx, &cmtservice.GetLatestBlockRequest{})
	if err != nil {
		return fmt.Errorf("ask for the latest block: %w", err)
	}
	d.calendar, d.now = params.Params, block.SdkBlock.Header.Time.Unix()
	return nil
}

// day is the date of a moment.
func (d *desk) day(at int64) authoritytypes.Day { return d.calendar.DayAt(at) }

// due says until when a clock runs and how many days are left.
func (d *desk) due(deadline types.Deadline) (day authoritytypes.Day, left string) {
	if day = authoritytypes.Day(deadline.Day); deadline.Day == 0 {
		day = d.day(deadline.At - 1)
	}
	days := int(day) - int(d.day(d.now))
	switch {
	case deadline.Left > 0:
		return day, fmt.Sprintf("%d working days more, once their year is announced", deadline.Left)
	case deadline.Missed || d.now >= deadline.At:
		return day, strconv.Itoa(max(-days, 0)) + " days overdue"
	case days == 0:
		return day, "ends today"
	case days == 1:
		return day, "1 day left"
	}
	return day, strconv.Itoa(days) + " days left"
}
