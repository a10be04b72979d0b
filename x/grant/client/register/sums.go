package register

import (
	"math/bits"
	"slices"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// figures are what a header states about its rows, or what the rows come to.
type figures struct {
	rows    uint32
	persons uint32
	total   uint64 // minor units, every instalment of every schedule
}

// sums are the figures of the rows so far, and their money by fiscal year, ascending, without years that pay nothing.
type sums struct {
	figures
	years []granttypes.YearAmount
}

// add takes a well-shaped schedule's instalments in; false when the total leaves 64 bits.
func (s *sums) add(schedule granttypes.Schedule) bool {
	for i, change := range schedule.Changes {
		end := schedule.UntilPeriod
		if i+1 < len(schedule.Changes) {
			end = schedule.Changes[i+1].Period
		}
		for from := change.Period; from < end && change.Amount > 0; {
			to := min(end, (from/12+1)*12)
			over, amount := bits.Mul64(change.Amount, uint64(to-from))
			total, carry := bits.Add64(s.total, amount, 0)
			if over != 0 || carry != 0 {
				return false
			}
			s.total = total
			s.addYear(from/12, amount)
			from = to
		}
	}
	return true
}

// addYear can't overflow: no year exceeds the total.
func (s *sums) addYear(year uint32, amount uint64) {
	at, found := slices.BinarySearchFunc(s.years, year, func(y granttypes.YearAmount, year uint32) int {
		return int(y.Year) - int(year)
	})
	if !found {
		s.years = slices.Insert(s.years, at, granttypes.YearAmount{Year: year})
	}
	s.years[at].Amount += amount
}

// totals gives the sums as an import states them.
func (s *sums) totals() granttypes.ImportTotals {
	return granttypes.ImportTotals{Rows: s.rows, Persons: s.persons, Amounts: slices.Clone(s.years)}
}
