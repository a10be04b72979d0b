package types_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/authority/types"
)

// book is a calendar of some years.
type book map[uint32]types.CalendarYear

func (b book) announced(year uint32) (types.CalendarYear, bool, error) {
	c, ok := b[year]
	return c, ok, nil
}

func weekdays(years ...uint32) book {
	b := book{}
	for _, year := range years {
		b[year] = types.Weekdays(year)
	}
	return b
}

func day(t require.TestingT, date string) types.Day {
	d, err := types.ParseDay(date)
	require.NoError(t, err)
	return d
}

func TestWeekdays(t *testing.T) {
	for year, want := range map[uint32]int{2023: 260, 2024: 262, 2026: 261} {
		c := types.Weekdays(year)
		require.NoError(t, c.Validate())
		require.Equal(t, want, c.WorkingDays(), year)
	}
	c := types.Weekdays(2026)
	require.True(t, c.Works(0), "2026 begins on a Thursday")
	require.False(t, c.Works(2), "a Saturday")
}

func TestDeadline(t *testing.T) {
	b := weekdays(2025, 2026)
	holiday := b[2026]
	for n := range 3 { // the first three days of 2026 are off, and the Sunday after is worked
		holiday.Set(n, false)
	}
	holiday.Set(3, true)
	for _, test := range []struct {
		name, from string
		days       uint32
		want       string
		left       uint32
	}{
		{name: "none", from: "2026-02-07", days: 0, want: "2026-02-07"},
		{name: "the next day", from: "2026-02-02", days: 1, want: "2026-02-03"},
		{name: "over a weekend", from: "2026-02-06", days: 1, want: "2026-02-09"},
		{name: "from a Sunday", from: "2026-02-08", days: 5, want: "2026-02-13"},
		{name: "over holidays, to a worked Sunday", from: "2025-12-30", days: 2, want: "2026-01-04"},
		{name: "to the last day", from: "2026-12-30", days: 1, want: "2026-12-31"},
		{name: "into a year that isn't announced", from: "2026-12-30", days: 4, want: "2026-12-31", left: 3},
		{name: "from such a year", from: "2027-01-05", days: 2, want: "2027-01-05", left: 2},
		{name: "ten", from: "2026-11-22", days: 10, want: "2026-12-04"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := types.AddWorkingDays(day(t, test.from), test.days, b.announced)
			require.NoError(t, err)
			require.Equal(t, test.want, got.Day.String())
			require.Equal(t, test.left, got.Left)
			require.Equal(t, test.left > 0, got.Provisional())
		})
	}
	_, err := types.AddWorkingDays(0, types.MaxDeadlineDays+1, b.announced)
	require.ErrorIs(t, err, types.ErrCalendarInvalid)
}

// TestDeadlineProperties: a deadline counts exactly its working days, ends on one, grows with its length, can be counted in two steps, and
// a provisional one becomes what it would have been once the rest is announced.
func TestDeadlineProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := book{}
		for year := uint32(2023); year <= 2027; year++ {
			c := types.Weekdays(year)
			for _, n := range rapid.SliceOfN(rapid.IntRange(0, 364), 0, 40).Draw(t, fmt.Sprint(year)) {
				c.Set(n, !c.Works(n))
			}
			b[year] = c
		}
		from := day(t, "2024-01-01") + types.Day(rapid.IntRange(0, 700).Draw(t, "from"))
		n := uint32(rapid.IntRange(1, 200).Draw(t, "days"))
		got, err := types.AddWorkingDays(from, n, b.announced)
		require.NoError(t, err)
		require.False(t, got.Provisional())
		worked := uint32(0)
		for d := from + 1; d <= got.Day; d++ {
			year, ofYear := d.Date()
			if b[year].Works(ofYear) {
				worked++
			}
		}
		require.Equal(t, n, worked)
		year, ofYear := got.Day.Date()
		require.True(t, b[year].Works(ofYear), "ends on a working day")

		part := uint32(rapid.IntRange(0, int(n)).Draw(t, "part"))
		half, err := types.AddWorkingDays(from, part, b.announced)
		require.NoError(t, err)
		rest, err := types.AddWorkingDays(half.Day, n-part, b.announced)
		require.NoError(t, err)
		require.Equal(t, got, rest)

		known := weekdays()
		for y := uint32(2023); y <= rapid.SampledFrom([]uint32{2024, 2025}).Draw(t, "known"); y++ {
			known[y] = b[y]
		}
		provisional, err := types.AddWorkingDays(from, n, known.announced)
		require.NoError(t, err)
		again, err := types.AddWorkingDays(provisional.Day, provisional.Left, b.announced)
		require.NoError(t, err)
		require.Equal(t, got, again)
	})
}

func TestCalendarYearValidate(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*types.CalendarYear)
		err    error
	}{
		{name: "as it is", change: func(*types.CalendarYear) {}},
		{name: "short", change: func(c *types.CalendarYear) { c.Working = c.Working[1:] }, err: types.ErrCalendarInvalid},
		{name: "long ago", change: func(c *types.CalendarYear) { c.Year = 1969 }, err: types.ErrCalendarInvalid},
		{name: "a 366th day", change: func(c *types.CalendarYear) { c.Set(365, true) }, err: types.ErrCalendarInvalid},
		{name: "behind the days", change: func(c *types.CalendarYear) { c.Set(367, true) }, err: types.ErrCalendarInvalid},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := types.Weekdays(2026)
			test.change(&c)
			require.ErrorIs(t, c.Validate(), test.err)
		})
	}
}

func TestAmend(t *testing.T) {
	today := day(t, "2026-11-22")
	announced := types.Weekdays(2026)
	announced.Version = 1
	place := func(date string) int {
		_, n := day(t, date).Date()
		return n
	}
	amended := func(year uint32, dates ...string) types.CalendarYear {
		c := types.Weekdays(year)
		for _, date := range dates {
			c.Set(place(date), !c.Works(place(date)))
		}
		return c
	}
	for _, test := range []struct {
		name    string
		by      types.CalendarYear
		known   bool
		version uint32
		err     error
	}{
		{name: "for the first time", by: types.Weekdays(2027), version: 1},
		{name: "late, for a year that runs", by: amended(2026, "2026-01-01"), version: 1},
		{name: "tomorrow off", by: amended(2026, "2026-11-23"), known: true, version: 2},
		{name: "today off", by: amended(2026, "2026-11-22"), known: true, err: types.ErrCalendarPast},
		{name: "a day of spring", by: amended(2026, "2026-03-02"), known: true, err: types.ErrCalendarPast},
		{name: "far ahead", by: types.Weekdays(2032), err: types.ErrCalendarInvalid},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := announced
			if !test.known {
				before = types.CalendarYear{}
			}
			got, err := before.Amend(test.by, test.known, today)
			require.ErrorIs(t, err, test.err)
			if test.err == nil {
				require.Equal(t, test.version, got.Version)
				require.True(t, slices.Equal(test.by.Working, got.Working))
			}
		})
	}
}

func TestDayAt(t *testing.T) {
	at := func(text string) int64 {
		v, err := time.Parse(time.RFC3339, text)
		require.NoError(t, err)
		return v.Unix()
	}
	china := types.DefaultParams()
	fast := china
	fast.DaySeconds, fast.FirstDay, fast.DayZero = 10, uint32(day(t, "2026-11-22")), at("2026-11-22T09:00:00+08:00")
	for _, test := range []struct {
		name   string
		params types.Params
		at     string
		want   string
	}{
		{name: "morning in China is yesterday evening in UTC", params: china, at: "2026-11-21T16:00:00Z", want: "2026-11-22"},
		{name: "a second before", params: china, at: "2026-11-21T15:59:59Z", want: "2026-11-21"},
		{name: "long ago", params: china, at: "1970-01-01T00:00:00+08:00", want: "1970-01-01"},
		{name: "fast, at its start", params: fast, at: "2026-11-22T09:00:00+08:00", want: "2026-11-22"},
		{name: "fast, a day later", params: fast, at: "2026-11-22T09:00:10+08:00", want: "2026-11-23"},
		{name: "fast, before its start", params: fast, at: "2026-11-22T08:59:59+08:00", want: "2026-11-21"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := test.params.DayAt(at(test.at))
			require.Equal(t, test.want, got.String())
			require.LessOrEqual(t, test.params.StartOf(got), at(test.at))
			require.Greater(t, test.params.StartOf(got+1), at(test.at))
		})
	}
}
