package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// What a preview counts is what the chain pays or holds.
func TestPayrollFigures(t *testing.T) {
	const period types.Period = 2024*12 + 1
	tests := []struct {
		name   string
		record types.Record
		want   figures
	}{
		{name: "goes on", record: types.Record{Amount: 500, LastPeriod: period - 1}, want: figures{count: 1, amount: 500}},
		{name: "begins", record: types.Record{NextAmount: 500, NextPeriod: period}, want: figures{count: 1, amount: 500, begin: 1}},
		{name: "begins with the roll", record: types.Record{Amount: 500}, want: figures{count: 1, amount: 500, begin: 1}},
		{name: "begins later", record: types.Record{NextAmount: 500, NextPeriod: period + 1}, want: figures{}},
		{name: "ends", record: types.Record{Amount: 500, NextPeriod: period, LastPeriod: period - 1}, want: figures{end: 1}},
		{name: "changes", record: types.Record{Amount: 500, NextAmount: 700, NextPeriod: period, LastPeriod: period - 1}, want: figures{count: 1, amount: 700, change: 1}},
		{name: "on hold", record: types.Record{Amount: 500, LastPeriod: period - 1, Suspended: true}, want: figures{count: 1, amount: 500, held: 1}},
		{name: "locked", record: types.Record{Amount: 500, LastPeriod: period - 1, Locked: true}, want: figures{count: 1, amount: 500, held: 1}},
		{name: "ended long ago", record: types.Record{LastPeriod: period - 5}, want: figures{}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var got figures
			got.add(tc.record, period)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestDaysLeft(t *testing.T) {
	day := authoritytypes.DayOf(2026, 11, 22)
	calendar := authoritytypes.Params{DaySeconds: authoritytypes.DefaultDaySeconds}
	now := calendar.StartOf(day) + 3_600
	tests := []struct {
		name     string
		deadline types.Deadline
		want     string
	}{
		{name: "days", deadline: types.Deadline{Day: int32(day) + 4, At: calendar.StartOf(day + 5)}, want: "4 days left"},
		{name: "tomorrow", deadline: types.Deadline{Day: int32(day) + 1, At: calendar.StartOf(day + 2)}, want: "1 day left"},
		{name: "today", deadline: types.Deadline{Day: int32(day), At: calendar.StartOf(day + 1)}, want: "ends today"},
		{name: "over", deadline: types.Deadline{Day: int32(day) - 3, At: calendar.StartOf(day - 2), Missed: true}, want: "3 days overdue"},
		{name: "hours", deadline: types.Deadline{At: now + 7_200}, want: "ends today"},
		{name: "provisional", deadline: types.Deadline{Day: int32(day) + 30, At: calendar.StartOf(day + 31), Left: 5}, want: "5 working days more, once their year is announced"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := desk{calendar: calendar, now: now}
			_, left := d.due(tc.deadline)
			require.Equal(t, tc.want, left)
		})
	}
}

// A step names everything its message needs, and what is said to come next is a command.
func TestStepsOfCases(t *testing.T) {
	root, err := newRoot()
	require.NoError(t, err)
	names := map[string]bool{}
	for _, v := range slices.Concat(caseVerbs, runningVerbs, urgentVerbs) {
		require.False(t, names[v.path()], v.path())
		names[v.path()] = true
		for _, field := range v.takes {
			require.NotEmpty(t, fieldHelp[field], field)
		}
		for _, field := range v.needs {
			require.Contains(t, v.takes, field, v.path())
		}
		cmd, _, err := root.Find(strings.Fields("case " + v.path()))
		require.NoError(t, err)
		require.Equal(t, v.name, cmd.Name())
	}
	var steps []casework.Step
	for n := int32(1); n < int32(len(types.ApplicationStatus_name)); n++ { // the zero state, from which a case is opened, is left out
		steps = append(steps, casework.Next(types.Application{Id: 17, Status: types.ApplicationStatus(n)})...)
	}
	for n := int32(1); n < int32(len(types.AppealStatus_name)); n++ {
		steps = append(steps, casework.NextOfAppeal(types.Appeal{Id: 17, Status: types.AppealStatus(n)})...)
	}
	for n := int32(1); n < int32(len(types.ChangeStatus_name)); n++ {
		steps = append(steps, casework.NextOfChange(types.ProposedChange{Id: 17, Status: types.ChangeStatus(n)})...)
	}
	for n := int32(1); n < int32(len(types.ClawbackStatus_name)); n++ {
		steps = append(steps, casework.NextOfClawback(types.Clawback{Id: 17, Status: types.ClawbackStatus(n)})...)
	}
	for n := int32(1); n < int32(len(types.EmergencyStatus_name)); n++ {
		steps = append(steps, casework.NextOfEmergency(types.Emergency{Id: 17, Status: types.EmergencyStatus(n)})...)
	}
	for n := int32(1); n < int32(len(types.LotStatus_name)); n++ {
		steps = append(steps, casework.NextOfLot(types.Lot{Id: 17, Status: types.LotStatus(n), Pending: 1, Unnoted: 1})...)
	}
	for _, step := range steps {
		if step.By == "the chain" {
			require.Empty(t, step.Command, step.Act.String())
			continue
		}
		path, isCase := strings.CutPrefix(step.Command, "reliefd case ")
		require.True(t, isCase, step.Command)
		require.True(t, names[strings.TrimSuffix(path, " 17")], step.Command)
	}
}

func TestTables(t *testing.T) {
	list := table{columns: []string{"case", "due date"}, rows: [][]string{{"17", `a "b", c`}}, none: "Nothing."}
	tests := []struct {
		name   string
		output outputFlag
		table  table
		want   string
	}{
		{name: "people", output: "table", table: list, want: "CASE  DUE DATE\n17    a \"b\", c\n"},
		{name: "nothing", output: "table", table: table{none: "Nothing."}, want: "Nothing.\n"},
		{name: "csv", output: "csv", table: list, want: "case,due_date\n17,\"a \"\"b\"\", c\"\n"},
		{name: "json", output: "json", table: list, want: "[\n  {\n    \"case\": \"17\",\n    \"due_date\": \"a \\\"b\\\", c\"\n  }\n]\n"},
		{name: "json of nothing", output: "json", table: table{}, want: "[]\n"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			require.NoError(t, tc.output.check())
			var out bytes.Buffer
			require.NoError(t, tc.output.write(&out, tc.table))
			require.Equal(t, tc.want, out.String())
		})
	}
	require.Error(t, outputFlag("yaml").check())
}
