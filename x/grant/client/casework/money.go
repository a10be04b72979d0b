package casework

import (
	"errors"
	"strconv"
	"strings"

	"github.com/reliefchain/relief/x/grant/client/register"
)

// ErrAmount says that an amount isn't written like 1500.00.
var ErrAmount = errors.New("an amount is written like 1500.00, without sign, and whole in the smallest unit")

// ParseAmount reads a decimal of the major unit as minor units. Neither half may be empty, except the one before the point: .1 is 0.1.
func ParseAmount(text string, decimals uint32) (uint64, error) {
	whole, fraction, point := strings.Cut(text, ".")
	if whole == "" && point {
		whole = "0"
	}
	if !digits(whole) || point && !digits(fraction) {
		return 0, ErrAmount
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > int(decimals) {
		return 0, ErrAmount
	}
	minor, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", int(decimals)-len(fraction)), 10, 64)
	if err != nil {
		return 0, ErrAmount
	}
	return minor, nil
}

// FormatAmount writes minor units as a plain decimal of the major unit.
func FormatAmount(minor uint64, decimals uint32) string {
	text := strconv.FormatUint(minor, 10)
	if decimals == 0 {
		return text
	}
	if short := int(decimals) + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	point := len(text) - int(decimals)
	return text[:point] + "." + text[point:]
}

// Currency is how money of a programme is written.
type Currency struct {
	// Code in lower case, such as cny.
	Code string
	// Decimals after the point.
	Decimals uint32
}

// Say writes an amount for people, such as 1,500.00 CNY.
func (c Currency) Say(minor uint64) string {
	whole, fraction, point := strings.Cut(FormatAmount(minor, c.Decimals), ".")
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if point {
		b.WriteString("." + fraction)
	}
	return b.String() + " " + strings.ToUpper(c.Code)
}

// Difference writes a change of an amount with its sign.
func (c Currency) Difference(after, before uint64) string {
	if after >= before {
		return "+" + c.Say(after-before)
	}
	return "-" + c.Say(before-after)
}

// CurrencyOf is a currency by its code, with the decimals of ISO 4217; 2 for one that isn't listed there.
func CurrencyOf(code string) Currency {
	decimals, known := register.Decimals(code)
	if !known {
		decimals = 2
	}
	return Currency{Code: code, Decimals: uint32(decimals)}
}

func digits(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}
