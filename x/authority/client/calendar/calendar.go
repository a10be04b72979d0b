// Package calendar makes a year of the chain's calendar from the holidays and make-up working days that a government announces.
package calendar

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/reliefchain/relief/x/authority/types"
)

// ErrMalformed says what is wrong with a notice.
var ErrMalformed = errors.New("the list of holidays can't be used")

// notice is what a file says. The values name the holiday and are left out: the chain keeps no text.
type notice struct {
	Holidays map[string]json.RawMessage `json:"holidays"`
	Workdays map[string]json.RawMessage `json:"workdays"`
}

// Read makes the year of a JSON file {"holidays": {"2027-01-01": …}, "workdays": {"2027-01-03": …}}: Monday to Friday are worked but for
// the holidays, and so are the days made up for. All dates are of one year.
func Read(name string, r io.Reader) (types.CalendarYear, error) {
	var n notice
	if err := json.NewDecoder(r).Decode(&n); err != nil {
		return types.CalendarYear{}, fmt.Errorf("%w: %s: %w", ErrMalformed, name, err)
	}
	if len(n.Holidays) == 0 {
		return types.CalendarYear{}, fmt.Errorf("%w: %s names no holidays", ErrMalformed, name)
	}
	var year types.CalendarYear
	for _, part := range []struct {
		dates map[string]json.RawMessage
		works bool
	}{{n.Holidays, false}, {n.Workdays, true}} {
		for _, date := range sorted(part.dates) {
			day, err := types.ParseDay(date)
			if err != nil {
				return types.CalendarYear{}, fmt.Errorf("%w: %s: %q: %w", ErrMalformed, name, date, err)
			}
			of, place := day.Date()
			if year.Year == 0 {
				year = types.Weekdays(of)
			}
			if of != year.Year {
				return types.CalendarYear{}, fmt.Errorf("%w: %s: %s isn't in %d", ErrMalformed, name, date, year.Year)
			}
			if _, both := n.Holidays[date]; both && part.works {
				return types.CalendarYear{}, fmt.Errorf("%w: %s: %s is off and worked", ErrMalformed, name, date)
			}
			year.Set(place, part.works)
		}
	}
	return year, nil
}

func sorted(dates map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(dates))
	for date := range dates {
		keys = append(keys, date)
	}
	slices.Sort(keys)
	return keys
}
