package register

import (
	"strconv"
	"strings"
)

// First and last year a month may lie in, as for a budget's fiscal year.
const (
	firstYear = 1970
	lastYear  = 5000
)

// parseAmount reads a decimal string of the major unit as minor units.
func parseAmount(s string, decimals int) (uint64, Rule) {
	whole, fraction, point := strings.Cut(s, ".")
	if !isDigits(whole) || (point && !isDigits(fraction)) || (len(whole) > 1 && whole[0] == '0') {
		return 0, AmountMalformed
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > decimals {
		return 0, AmountNotWholeFen
	}
	minor, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil {
		return 0, AmountMalformed
	}
	return minor, ""
}

// formatAmount writes minor units as a decimal string of the major unit, with all its decimals.
func formatAmount(minor uint64, decimals int) string {
	s := strconv.FormatUint(minor, 10)
	if decimals == 0 {
		return s
	}
	if short := decimals + 1 - len(s); short > 0 {
		s = strings.Repeat("0", short) + s
	}
	return s[:len(s)-decimals] + "." + s[len(s)-decimals:]
}

// parseMonth reads "YYYY-MM" as a period, year·12 + month − 1.
func parseMonth(s string) (uint32, bool) {
	if len(s) != 7 || s[4] != '-' || !isDigits(s[:4]) || !isDigits(s[5:]) {
		return 0, false
	}
	year, errYear := strconv.ParseUint(s[:4], 10, 32)
	month, errMonth := strconv.ParseUint(s[5:], 10, 32)
	if errYear != nil || errMonth != nil || month < 1 || month > 12 {
		return 0, false
	}
	period := uint32(year*12 + month - 1)
	return period, validPeriod(period)
}

// formatMonth writes a period as "YYYY-MM".
func formatMonth(period uint32) string {
	month := strconv.FormatUint(uint64(period%12+1), 10)
	if len(month) == 1 {
		month = "0" + month
	}
	return strconv.FormatUint(uint64(period/12), 10) + "-" + month
}

func validPeriod(period uint32) bool {
	return period/12 >= firstYear && period/12 <= lastYear
}

func isDigits(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
