package types

import (
	"strconv"

	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Bounds of periods. Changing these forks the chain.
const (
	// MonthsPerYear is the number of periods in a fiscal year.
	MonthsPerYear = 12
	// MinYear is the first fiscal year.
	MinYear = 1970
	// MaxYear is the last fiscal year.
	MaxYear = 5000
	// MinPeriod is January of MinYear.
	MinPeriod Period = MinYear * MonthsPerYear
	// MaxPeriod is December of MaxYear.
	MaxPeriod Period = MaxYear*MonthsPerYear + MonthsPerYear - 1
)

// Period is a month: year·12 + month − 1. It fits 16 bits.
type Period uint32

// ParsePeriod reads "2024-02" or the plain number.
func ParsePeriod(text string) (Period, error) {
	if len(text) == 7 && text[4] == '-' {
		year, errYear := strconv.ParseUint(text[:4], 10, 32)
		month, errMonth := strconv.ParseUint(text[5:], 10, 32)
		if errYear != nil || errMonth != nil || month < 1 || month > MonthsPerYear {
			return 0, errorsmod.Wrap(ErrPeriodInvalid, text)
		}
		p := Period(year*MonthsPerYear + month - 1)
		return p, p.Validate()
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return 0, errorsmod.Wrap(ErrPeriodInvalid, text)
	}
	p := Period(n)
	return p, p.Validate()
}

// String writes the period as "2024-02".
func (p Period) String() string {
	buf := make([]byte, 0, 8)
	year, month := p.Year(), uint32(p)%MonthsPerYear+1
	for limit := uint32(1000); limit > 1 && year < limit; limit /= 10 {
		buf = append(buf, '0')
	}
	buf = strconv.AppendUint(buf, uint64(year), 10)
	buf = append(buf, '-', byte('0'+month/10), byte('0'+month%10))
	return string(buf)
}

// PeriodOf is the month in which a day of the calendar lies.
func PeriodOf(day authoritytypes.Day) Period {
	year, month := day.Month()
	return Period(year*MonthsPerYear + uint32(month) - 1)
}

// Year is the fiscal year of the period.
func (p Period) Year() uint32 { return uint32(p) / MonthsPerYear }

// Validate refuses a period outside the bounds.
func (p Period) Validate() error {
	if p < MinPeriod || p > MaxPeriod {
		return errorsmod.Wrapf(ErrPeriodInvalid, "%d", uint32(p))
	}
	return nil
}

func validYear(year uint32) bool { return year >= MinYear && year <= MaxYear }
