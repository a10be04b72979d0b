package types

import (
	"math/bits"
	"time"

	errorsmod "cosmossdk.io/errors"
)

const (
	// CalendarBytes is the length of a year's bits: one for each of up to 366 days.
	CalendarBytes = 46
	// MaxDeadlineDays bounds a deadline in working days: about two years.
	MaxDeadlineDays = 500
	// MaxYearsAhead is how far ahead of today a year may be announced.
	MaxYearsAhead = 5

	firstYear = 1970
	lastYear  = 2999
)

// Day counts the days of the network's civil calendar from 1970-01-01, which is 0.
type Day int32

// DayOf is the day on the date of a year, month and day of month.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / DefaultDaySeconds)
}

// ParseDay reads a date such as 2026-11-22.
func ParseDay(date string) (Day, error) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return 0, errorsmod.Wrap(ErrCalendarInvalid, "a date looks like 2026-11-22")
	}
	return DayOf(t.Year(), t.Month(), t.Day()), nil
}

// Date splits the day into the year and the place within the year, from 0.
func (d Day) Date() (year uint32, ofYear int) {
	t := time.Unix(int64(d)*DefaultDaySeconds, 0).UTC()
	return uint32(t.Year()), t.YearDay() - 1
}

// Month gives the year and the month, from 1, in which the day lies.
func (d Day) Month() (year uint32, month time.Month) {
	t := time.Unix(int64(d)*DefaultDaySeconds, 0).UTC()
	return uint32(t.Year()), t.Month()
}

// String gives the date, such as 2026-11-22.
func (d Day) String() string {
	return time.Unix(int64(d)*DefaultDaySeconds, 0).UTC().Format(time.DateOnly)
}

// DayAt is the day at a moment, Unix seconds. The day FirstDay began at DayZero and each lasts DaySeconds.
func (p Params) DayAt(t int64) Day {
	since := t - p.DayZero
	days := since / p.DaySeconds
	if since%p.DaySeconds < 0 {
		days--
	}
	return Day(int64(p.FirstDay) + days)
}

// StartOf is the first second of a day, Unix seconds.
func (p Params) StartOf(d Day) int64 {
	return p.DayZero + (int64(d)-int64(p.FirstDay))*p.DaySeconds
}

// Announced gives a year of the calendar, and whether it was announced.
type Announced func(year uint32) (CalendarYear, bool, error)

// Deadline is when a number of working days is over.
type Deadline struct {
	// Day is the last day on which what is due may be done; the last day that is known while Left is above 0.
	Day Day
	// Left is how many more working days follow, since the years they lie in aren't announced. A deadline with days left is
	// provisional: it is computed again once they are.
	Left uint32
}

// Provisional tells that the years the deadline runs into aren't announced.
func (d Deadline) Provisional() bool { return d.Left > 0 }

// AddWorkingDays counts n working days from the day after from. It never guesses: where the calendar ends, the rest stays left. Zero
// days are over on the day itself, whether it is a working day or not.
func AddWorkingDays(from Day, n uint32, announced Announced) (Deadline, error) {
	if n > MaxDeadlineDays {
		return Deadline{}, errorsmod.Wrapf(ErrCalendarInvalid, "%d working days, at most %d", n, MaxDeadlineDays)
	}
	d := Deadline{Day: from, Left: n}
	for d.Left > 0 {
		year, ofYear := (d.Day + 1).Date()
		calendar, known, err := announced(year)
		if err != nil || !known {
			return d, err
		}
		for length := daysOf(year); ofYear < length && d.Left > 0; ofYear++ {
			d.Day++
			if calendar.Works(ofYear) {
				d.Left--
			}
		}
	}
	return d, nil
}

// Works tells whether a day of the year, from 0, is a working day.
func (c CalendarYear) Works(ofYear int) bool {
	return c.Working[ofYear/8]&(0x80>>(ofYear%8)) != 0
}

// WorkingDays is how many there are in the year.
func (c CalendarYear) WorkingDays() int {
	n := 0
	for _, b := range c.Working {
		n += bits.OnesCount8(b)
	}
	return n
}

// Set changes whether a day of the year, from 0, is a working day.
func (c CalendarYear) Set(ofYear int, works bool) {
	bit := byte(0x80 >> (ofYear % 8))
	if works {
		c.Working[ofYear/8] |= bit
	} else {
		c.Working[ofYear/8] &^= bit
	}
}

// Weekdays is a year in which Monday to Friday are worked, to start from.
func Weekdays(year uint32) CalendarYear {
	c := CalendarYear{Year: year, Working: make([]byte, CalendarBytes)}
	first := DayOf(int(year), time.January, 1)
	for n := range daysOf(year) {
		weekday := (int(first) + n + int(time.Thursday)) % 7 // 1970-01-01 was a Thursday
		c.Set(n, weekday != int(time.Saturday) && weekday != int(time.Sunday))
	}
	return c
}

// Validate checks the shape of a year: no bit stands behind its last day.
func (c CalendarYear) Validate() error {
	if c.Year < firstYear || c.Year > lastYear {
		return errorsmod.Wrapf(ErrCalendarInvalid, "year %d is not in %d to %d", c.Year, firstYear, lastYear)
	}
	if len(c.Working) != CalendarBytes {
		return errorsmod.Wrapf(ErrCalendarInvalid, "%d bytes, want %d", len(c.Working), CalendarBytes)
	}
	for n := daysOf(c.Year); n < 8*CalendarBytes; n++ {
		if c.Works(n) {
			return errorsmod.Wrapf(ErrCalendarInvalid, "year %d has %d days", c.Year, daysOf(c.Year))
		}
	}
	return nil
}

// Amend gives the year in place of c, which may be unknown. What is over stays: deadlines were counted with it.
func (c CalendarYear) Amend(by CalendarYear, known bool, today Day) (CalendarYear, error) {
	thisYear, ofYear := today.Date()
	if by.Year > thisYear+MaxYearsAhead {
		return CalendarYear{}, errorsmod.Wrapf(ErrCalendarInvalid, "year %d is more than %d years ahead", by.Year, MaxYearsAhead)
	}
	by.Version = 1
	if !known {
		return by, nil
	}
	by.Version = c.Version + 1
	over := 0
	switch {
	case by.Year < thisYear:
		over = daysOf(by.Year)
	case by.Year == thisYear:
		over = ofYear + 1
	}
	for n := range over {
		if c.Works(n) != by.Works(n) {
			return CalendarYear{}, errorsmod.Wrapf(ErrCalendarPast, "%s", DayOf(int(by.Year), time.January, 1)+Day(n))
		}
	}
	return by, nil
}

func daysOf(year uint32) int {
	return time.Date(int(year), time.December, 31, 0, 0, 0, 0, time.UTC).YearDay()
}
