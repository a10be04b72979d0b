package dehua

import (
	_ "embed"
	"strings"
	"sync"
)

// Periods of the register (year·12 + month − 1).
const (
	// FirstPeriod is January 2024.
	FirstPeriod uint32 = 2024 * 12
	// UntilPeriod is November 2024, the first period without figures.
	UntilPeriod = FirstPeriod + 10

	february = FirstPeriod + 1
	june     = FirstPeriod + 5
	october  = FirstPeriod + 9
)

// Basis says how a month's money is known.
type Basis int

const (
	// Printed says that the county printed the month.
	Printed Basis = iota + 1
	// Difference says that the month is the difference of two printed year-to-date sums.
	Difference
	// EqualShare says that only the sum of three months is known; it is split evenly in fen, the rest in the last month.
	EqualShare
)

// Figure is what is known about one township, or the county, in one period.
type Figure struct {
	// Area code.
	Area string
	// Name in Chinese.
	Name string
	// Period.
	Period uint32
	// Households on the register; 0 when the county printed none for the period.
	Households uint32
	// Persons they cover; 0 when the county printed none for the period.
	Persons uint32
	// Amount paid, in fen.
	Amount uint64
	// Basis of the amount.
	Basis Basis
}

var (
	//go:embed data/urban_dibao_2024.csv
	printedCSV string
	//go:embed data/implied_periods_2024.csv
	impliedCSV string
)

// Published gives a period's figures: the three townships in the order they are printed in, then the county. A period without
// figures gives none. Where months are equal shares the county's is the sum of its townships', so that columns add up.
func Published(period uint32) []Figure {
	var figures []Figure
	for _, f := range allFigures() {
		if f.Period == period {
			figures = append(figures, f)
		}
	}
	return figures
}

var allFigures = sync.OnceValue(readFigures)

// readFigures gives each month of the data in turn, the county after its townships.
func readFigures() []Figure {
	money := table(impliedCSV)
	counts := table(printedCSV)
	var figures []Figure
	for period := FirstPeriod; period < UntilPeriod; period++ {
		var sum uint64
		for _, row := range money {
			f, covers := share(row, period)
			if !covers {
				continue
			}
			if f.Area == County && f.Basis == EqualShare {
				f.Amount = sum
			}
			sum += f.Amount
			for _, c := range counts {
				if c["month"] == monthName(period) && c["township_code"] == f.Area {
					f.Households, f.Persons = uint32(number(c["households"])), uint32(number(c["persons"]))
				}
			}
			figures = append(figures, f)
		}
	}
	return figures
}

// share gives what a row of money says of a period: "2024-06", or "2024-03..05" for the sum of three months.
func share(row map[string]string, period uint32) (Figure, bool) {
	first, last, several := strings.Cut(row["period"], "..")
	from := FirstPeriod + uint32(number(strings.TrimPrefix(first, "2024-"))) - 1
	until := from + 1
	if several {
		until = FirstPeriod + uint32(number(last))
	}
	if period < from || period >= until {
		return Figure{}, false
	}
	fen, months := number(row["total_yuan"])*100, uint64(until-from)
	f := Figure{Area: row["township_code"], Name: row["township"], Period: period, Amount: fen / months}
	switch {
	case several:
		f.Basis = EqualShare
		if period == until-1 {
			f.Amount += fen % months
		}
	case row["how"] == "printed":
		f.Basis = Printed
	default:
		f.Basis = Difference
	}
	return f, true
}

// monthName writes a period of 2024 as the data does.
func monthName(period uint32) string {
	const digits = "0123456789"
	month := period - FirstPeriod + 1
	return "2024-" + string([]byte{digits[month/10], digits[month%10]})
}
