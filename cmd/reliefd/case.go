package main

import (
	"context"
	"errors"
	"fmt"
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
		Use: "case", Short: "Work on applications: what is due, what comes next, and every step of a case", Annotations: map[string]string{offline: ""},
		Long: `A case is one application, from the window to the published decision and the appeal. "case list" is the queue of work, by clock;
"case show" says where a case stands, what may come next and who may do it.

Every step takes one or many case numbers. It is shown in plain words before it is signed; --dry-run asks the chain what would become of it
and signs nothing. The chain answers for each case by itself: one that is refused leaves the others alone.

Amounts are written 1500.00, months 2024-02, reasons as words such as income, grants 1-17.

` + caseExitHelp(),
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(caseListCommand(a), caseShowCommand(a), caseTimelineCommand(a), caseOverdueCommand(a))
	cmd.AddCommand(caseActCommands(a)...)
	cmd.AddCommand(caseSubmitCommand(a), caseIntakeCommand(), caseCalculateCommand())
	return cmd
}

// desk is what the commands about cases and payroll ask a node for.
type desk struct {
	*client.Client
	grants     types.QueryClient
	programmes map[uint32]types.Programme
	rolls      map[uint32]types.Roll
	// calendar and now are the chain's days and time; zero until asked for.
	calendar authoritytypes.Params
	now      int64
}

func (f *officeFlags) desk(cmd *cobra.Command, a *app.App) (*desk, error) {
	c, err := f.dial(cmd, a)
	if err != nil {
		return nil, err
	}
	return &desk{Client: c, grants: types.NewQueryClient(c.Conn()), programmes: map[uint32]types.Programme{}, rolls: map[uint32]types.Roll{}}, nil
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

func (d *desk) application(ctx context.Context, id uint64) (types.Application, []types.Deadline, error) {
	res, err := d.grants.Application(ctx, &types.QueryApplicationRequest{Id: id})
	if err != nil {
		return types.Application{}, nil, fmt.Errorf("look case %d up: %w", id, err)
	}
	return res.Application, res.Deadlines, nil
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

// parseCases reads case numbers; the same one twice is refused.
func parseCases(args []string) ([]uint64, error) {
	seen := map[uint64]bool{}
	ids := make([]uint64, len(args))
	for i, arg := range args {
		id, err := strconv.ParseUint(arg, 10, 64)
		if err != nil || id == 0 {
			return nil, fmt.Errorf("case %q: want its number", arg)
		}
		if seen[id] {
			return nil, fmt.Errorf("case %d is named twice", id)
		}
		ids[i], seen[id] = id, true
	}
	return ids, nil
}
