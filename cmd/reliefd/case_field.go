package main

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// fieldHelp explains the flags of steps, which are also the columns of a file.
var fieldHelp = map[string]string{
	"reason":    "why, as a word such as income or the number of one of the programme's own",
	"document":  "SHA-256 of the salted document behind it, 64 hexadecimal digits",
	"opinion":   "approve or refuse",
	"persons":   "persons who are covered",
	"monthly":   "amount a month, such as 645.00",
	"first":     "first month, such as 2024-02",
	"last":      "last month, such as 2024-12",
	"days":      "days",
	"answer":    "uphold, overturn or remit",
	"arrears":   "amount on top, once, for months that were lost, such as 1290.00",
	"steps":     "what is paid from month to month, such as 2024-03=400.00,2024-06=200.00",
	"top-up":    "amount on top, once, in the month --first",
	"amount":    "amount of money, such as 645.00",
	"fine":      "fine for fraud, such as 645.00",
	"denom":     "coin; empty takes the only one of the currency that is there",
	"months":    "in how many months, one after the other",
	"order":     "number of the clawback that was ordered for fraud and lets the grant end without a hearing",
	"payee":     "reference of the payee, 32 hexadecimal digits",
	"household": "reference of the household, 32 hexadecimal digits, or empty",
	"coverage":  "household, or single for one member of it; empty means household",
	"area":      "code of the area",
	"item":      "what it is, a number of the programme's own list",
	"unit":      "what is counted, a number of the programme's own list",
	"quantity":  "how many",
	"expiry":    "last day on which it may be handed over, such as 2024-06-30; empty when it doesn't expire",
}

// Fields are read by the methods below. One that can't be read gives a zero value, and the first of them is kept as the item's error.

// fail keeps an error about one field of the item.
func (i *item) fail(field, want string) {
	if i.err == nil {
		i.err = fmt.Errorf("%s %s: %s: %s", i.kind.noun, i.name(), field, want)
	}
}

// hash reads the document's hash.
func (i *item) hash() []byte {
	hash, err := hex.DecodeString(i.fields["document"])
	if err != nil || len(hash) != types.HashSize {
		i.fail("document", "want the SHA-256 of the salted document, 64 hexadecimal digits")
	}
	return hash
}

// ref reads a reference; nothing when none is given.
func (i *item) ref(field string) []byte {
	ref, err := hex.DecodeString(i.fields[field])
	if err != nil || len(ref) != types.RefSize && len(ref) != 0 {
		i.fail(field, "want a reference of 32 hexadecimal digits")
	}
	return ref
}

// reason reads the reason; none when none is given.
func (i *item) reason() types.Reason {
	if i.fields["reason"] == "" {
		return types.REASON_UNSPECIFIED
	}
	reason, err := casework.ParseReason(i.fields["reason"])
	if err != nil {
		i.fail("reason", err.Error())
	}
	return reason
}

// number reads a number above zero.
func (i *item) number(field string) uint32 {
	n := i.count(field)
	if n > 1<<32-1 {
		i.fail(field, "it is too large")
	}
	return uint32(n)
}

func (i *item) count(field string) uint64 {
	n, err := strconv.ParseUint(i.fields[field], 10, 64)
	if err != nil || n == 0 {
		i.fail(field, "want a number above 0")
	}
	return n
}

// amount reads money; 0 when none is given.
func (i *item) amount(field string) uint64 {
	if i.fields[field] == "" {
		return 0
	}
	return i.minor(field, i.fields[field])
}

func (i *item) minor(field, text string) uint64 {
	amount, err := casework.ParseAmount(text, i.money.Decimals)
	if err != nil {
		i.fail(field, err.Error())
	}
	return amount
}

// month reads a month; 0 when none is given.
func (i *item) month(field string) types.Period {
	if i.fields[field] == "" {
		return 0
	}
	period, err := types.ParsePeriod(i.fields[field])
	if err != nil {
		i.fail(field, "a month is written like 2024-02")
	}
	return period
}

// day reads a date; 0 when none is given.
func (i *item) day(field string) uint32 {
	if i.fields[field] == "" {
		return 0
	}
	day, err := authoritytypes.ParseDay(i.fields[field])
	if err != nil || day <= 0 {
		i.fail(field, "a date is written like 2024-02-29")
	}
	return uint32(day)
}

// coverage reads household or single.
func (i *item) coverage() types.Coverage {
	coverage, err := casework.ParseCoverage(i.fields["coverage"])
	if err != nil {
		i.fail("coverage", err.Error())
	}
	return coverage
}

// steps reads what is paid from month to month.
func (i *item) steps(field string) []types.Change {
	var list []types.Change
	for part := range strings.SplitSeq(i.fields[field], ",") {
		month, amount, found := strings.Cut(strings.TrimSpace(part), "=")
		period, err := types.ParsePeriod(month)
		if !found || err != nil {
			i.fail(field, "want months with amounts, such as 2024-03=400.00,2024-06=200.00")
			return nil
		}
		list = append(list, types.Change{Period: uint32(period), Amount: i.minor(field, amount)})
	}
	return list
}

// proposal reads an opinion.
func (i *item) proposal(reason types.Reason) *types.Opinion {
	switch i.fields["opinion"] {
	case "", "approve":
	case "refuse":
		return &types.Opinion{Reason: reason}
	default:
		i.fail("opinion", "want approve or refuse")
		return &types.Opinion{}
	}
	opinion := &types.Opinion{Approve: true, Persons: i.number("persons"), Reason: reason}
	amount, first, last := i.minor("monthly", i.fields["monthly"]), i.month("first"), i.month("last")
	if first == 0 || last < first {
		i.fail("first and last", "want the first and the last month that is paid")
	}
	opinion.Schedule = &types.Schedule{Changes: []types.Change{{Period: uint32(first), Amount: amount}}, UntilPeriod: uint32(last) + 1}
	if err := opinion.Validate(); err != nil {
		i.fail("opinion", err.Error())
	}
	return opinion
}
