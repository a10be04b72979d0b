package casework

import (
	"fmt"
	"slices"
	"strings"
)

// Rule names what a file has to keep. A Problem unwraps to its rule.
type Rule string

// Error gives the name of the rule.
func (r Rule) Error() string { return string(r) }

// Rules of csv and JSON files of cases.
const (
	// NoRows: there is a header and at least one line.
	NoRows Rule = "no-rows"
	// NotAResponse: a registry's file is its response to a search, not a request or an acknowledgement.
	NotAResponse Rule = "not-a-response"
	// MalformedFile: the file is csv, or JSON, in UTF-8.
	MalformedFile Rule = "malformed-file"
	// MalformedRow: a line has as many fields as the header.
	MalformedRow Rule = "malformed-row"
	// UnknownColumn: a column is one the format names.
	UnknownColumn Rule = "unknown-column"
	// MissingColumn: a column the format needs is there.
	MissingColumn Rule = "missing-column"
	// DuplicateColumn: a column stands once.
	DuplicateColumn Rule = "duplicate-column"
	// HexMalformed: a reference has 32 hexadecimal digits, a hash 64.
	HexMalformed Rule = "hex-malformed"
	// NumberMalformed: a number is one, above zero.
	NumberMalformed Rule = "number-malformed"
	// CoverageUnknown: coverage is household or single, and single names a household.
	CoverageUnknown Rule = "coverage-unknown"
	// AmountMalformed: an amount is written like 1500.00 and whole in the smallest unit.
	AmountMalformed Rule = "amount-malformed"
	// AmountMissing: an amount is above zero.
	AmountMissing Rule = "amount-missing"
	// DuplicateRow: a payee, a case or a person stands once.
	DuplicateRow Rule = "duplicate-row"
	// IdentityMissing: a person has an identifier to be found again by.
	IdentityMissing Rule = "identity-missing"
	// OtherProgramme: what is asked for is of the programme of the roll.
	OtherProgramme Rule = "other-programme"
	// TooLarge: a file has at most MaxRows rows and MaxFile bytes.
	TooLarge Rule = "too-large"
)

// remedies say what to do about a problem.
var remedies = map[Rule]string{
	NoRows:          "nobody is in the file: ask for it again, or take another one",
	NotAResponse:    "take the file with the registry's answer to a search, which lists its records under message.search_response",
	MalformedFile:   "save it again as UTF-8, as csv or JSON, whole; don't mend it by hand",
	MalformedRow:    "give the line as many fields as the header has, and the record its named parts",
	UnknownColumn:   "delete the column, or take another --format: it could hold personal data",
	MissingColumn:   "add the column, with its name in the first line",
	DuplicateColumn: "keep one of the columns",
	HexMalformed:    "write a reference as 32 hexadecimal digits and a hash as 64",
	NumberMalformed: "write a number above 0, in digits",
	CoverageUnknown: "write household or single; single needs a household",
	AmountMalformed: "write the amount like 1500.00, without sign, comma or more digits than the currency has",
	AmountMissing:   "write an amount above 0, or leave the line out",
	DuplicateRow:    "keep one of the lines",
	IdentityMissing: "ask the other system for a number by which the person, or the household, is found again",
	OtherProgramme:  "hand these lines in at a roll of their programme",
	TooLarge:        "cut the file into smaller ones",
}

// Bounds of a file.
const (
	// MaxRows is the most cases of one file.
	MaxRows = 100_000
	// MaxFile is the most bytes of one file.
	MaxFile = 64 << 20
)

// Problem is one place where a file breaks a rule.
type Problem struct {
	// File as it was named.
	File string
	// Line from 1; 0 when it is about no line.
	Line int
	// Column from 1, in bytes, where reading ended; 0 when the detail names it.
	Column int
	// Rule it breaks.
	Rule Rule
	// Detail names the column, and never what stands in it.
	Detail string
}

// Error gives "file:line:column: rule: detail".
func (p *Problem) Error() string {
	text := p.File
	if p.Line > 0 {
		text = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Column > 0 {
		text += fmt.Sprintf(":%d", p.Column)
	}
	text += ": " + string(p.Rule)
	if p.Detail != "" {
		text += ": " + p.Detail
	}
	return text
}

// Unwrap gives the rule.
func (p *Problem) Unwrap() error { return p.Rule }

// Problems is every problem of a file, in its order.
type Problems []*Problem

// Error gives one problem per line, and then what to do about each rule.
func (ps Problems) Error() string {
	var lines, rules []string
	for _, p := range ps {
		lines = append(lines, p.Error())
		if rule := string(p.Rule); !slices.Contains(rules, rule) {
			rules = append(rules, rule)
		}
	}
	for _, rule := range rules {
		lines = append(lines, "  "+rule+": "+remedies[Rule(rule)])
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the problems one by one.
func (ps Problems) Unwrap() []error {
	list := make([]error, len(ps))
	for i, p := range ps {
		list[i] = p
	}
	return list
}

// Err is the problems as an error, or nil when there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}
