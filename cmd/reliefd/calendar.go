package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/x/authority/client/calendar"
	"github.com/reliefchain/relief/x/authority/types"
)

func calendarCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "calendar", Short: "Announce which days of a year are worked", Annotations: map[string]string{offline: ""},
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(announceYearCommand(a))
	return cmd
}

func announceYearCommand(a *app.App) *cobra.Command {
	var (
		office officeFlags
		check  bool
	)
	cmd := &cobra.Command{
		Use: "announce FILE", Short: "Announce or amend a year of the calendar (programme officer of the national authority)", Args: cobra.ExactArgs(1),
		Long: `Reads the holidays and the days made up for of one year, shows what changes on the chain, and announces the year. Monday to Friday are
worked unless the file says otherwise.

  {"holidays": {"2027-01-01": "New Year"}, "workdays": {"2027-01-03": "made up for"}}

A year may be amended while deadlines run: they are counted anew. Days that are over stay as they were announced.`,
		Example: "  reliefd calendar announce 2027.json --check\n  reliefd calendar announce 2027.json --from programme",
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			year, err := calendar.Read(args[0], f)
			if err != nil {
				return err
			}
			c, err := office.dial(cmd, a)
			if err != nil {
				return err
			}
			defer closeQuietly(c)
			years, err := types.NewQueryClient(c.Conn()).Years(cmd.Context(), &types.QueryYearsRequest{})
			if err != nil {
				return fmt.Errorf("ask for the calendar: %w", err)
			}
			if !printChanges(cmd, year, years.Years) || check {
				return nil
			}
			signer, err := c.Address(office.key)
			if err != nil {
				return err
			}
			res, err := c.Send(cmd.Context(), office.key, &types.MsgAnnounceYear{Signer: signer, Year: year.Year, Working: year.Working})
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Announced at height %d.\n", res.Height)
			return nil
		},
	}
	office.add(cmd, true)
	cmd.Flags().BoolVar(&check, "check", false, "only show what would change")
	return cmd
}

// printChanges says what a year has and what it would change on the chain; false if nothing.
func printChanges(cmd *cobra.Command, year types.CalendarYear, announced []types.CalendarYear) bool {
	out := cmd.OutOrStdout()
	before := types.CalendarYear{}
	for _, known := range announced {
		if known.Year == year.Year {
			before = known
		}
	}
	if before.Year == 0 {
		fmt.Fprintf(out, "%d has %d working days; it isn't announced yet.\n", year.Year, year.WorkingDays())
		return true
	}
	changed := false
	first := types.DayOf(int(year.Year), time.January, 1)
	for day := first; day < types.DayOf(int(year.Year)+1, time.January, 1); day++ {
		_, place := day.Date()
		if works := year.Works(place); works != before.Works(place) {
			changed = true
			fmt.Fprintf(out, "%s %s\n", day, map[bool]string{true: "becomes a working day", false: "becomes a day off"}[works])
		}
	}
	if !changed {
		fmt.Fprintf(out, "%d is announced as it is here: %d working days, version %d.\n", year.Year, before.WorkingDays(), before.Version)
	}
	return changed
}
