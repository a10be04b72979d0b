package intake

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// Record is what another system says about one applicant. It is private, but for coverage and amount.
type Record struct {
	// Line in the file, from 1.
	Line int
	// Identifier by which the system knows the applicant.
	Identifier string
	// Household by which the system knows the household; empty when it says nothing.
	Household string
	// Members are the identifiers of all persons of the household, the applicant first, where the system lists them.
	Members []string
	// Coverage says whom of the household it would cover.
	Coverage types.Coverage
	// Amount asked for per month, as a plain decimal; empty when the system says nothing.
	Amount string
	// Source is the whole record as the system wrote it, as JSON.
	Source []byte
}

// Options say how a file is read.
type Options struct {
	// Decimals of the currency.
	Decimals uint32
}

// readers read the formats.
var readers = map[string]func(string, io.Reader, Options) ([]Record, error){"sdp": readSDP, "dci": readDCI, "csv": readPlain}

// ErrFormat says that a format isn't one that is read.
var ErrFormat = errors.New("want sdp, dci or csv")

// Read reads a file of one of the formats. A file that breaks rules is refused with casework.Problems.
func Read(format, file string, r io.Reader, options Options) ([]Record, error) {
	read, known := readers[format]
	if !known {
		return nil, fmt.Errorf("format %q: %w", format, ErrFormat)
	}
	return read(file, r, options)
}

// reporter collects problems of one file.
type reporter struct {
	file     string
	problems casework.Problems
	seen     map[string]bool
}

func newReporter(file string) *reporter { return &reporter{file: file, seen: map[string]bool{}} }

func (p *reporter) report(line int, rule casework.Rule, detail string) {
	p.problems = append(p.problems, &casework.Problem{File: p.file, Line: line, Rule: rule, Detail: detail})
}

// identify checks that an applicant is named, and once.
func (p *reporter) identify(line int, identifier, column string) {
	switch {
	case identifier == "":
		p.report(line, casework.IdentityMissing, column)
	case p.seen[identifier]:
		p.report(line, casework.DuplicateRow, column)
	}
	p.seen[identifier] = true
}

// amount reads an amount and writes it plainly.
func (p *reporter) amount(line int, text string, needed bool, decimals uint32) string {
	if text == "" && !needed {
		return ""
	}
	minor, err := casework.ParseAmount(text, decimals)
	switch {
	case err != nil:
		p.report(line, casework.AmountMalformed, "amount")
		return ""
	case minor == 0:
		p.report(line, casework.AmountMissing, "amount")
		return ""
	case minor > types.MaxAmount:
		p.report(line, casework.AmountMalformed, "amount")
		return ""
	}
	return casework.FormatAmount(minor, decimals)
}

// Columns of an instruction file.
var (
	sdpMust = []string{"id", "amount"}
	sdpWays = []string{"phone", "email", "walletAddress"}
	sdpMay  = append([]string{"verification", "walletAddressMemo", "paymentID"}, sdpWays...)
)

func readSDP(file string, r io.Reader, options Options) ([]Record, error) {
	lines, err := casework.Sheet(file, r, sdpMust, sdpMay, false)
	if err != nil {
		return nil, err
	}
	p := newReporter(file)
	records := make([]Record, 0, len(lines))
	for _, line := range lines {
		id := line.Fields["id"]
		p.identify(line.Number, id, "id")
		if !slices.ContainsFunc(sdpWays, func(way string) bool { return line.Fields[way] != "" }) {
			p.report(line.Number, casework.IdentityMissing, "phone, email or walletAddress")
		}
		amount := p.amount(line.Number, line.Fields["amount"], true, options.Decimals)
		records = append(records, Record{
			Line: line.Number, Identifier: id, Amount: amount, Coverage: types.COVERAGE_HOUSEHOLD, Source: source(line.Fields),
		})
	}
	return records, p.problems.Err()
}

func readPlain(file string, r io.Reader, options Options) ([]Record, error) {
	lines, err := casework.Sheet(file, r, []string{"identifier"}, nil, true)
	if err != nil {
		return nil, err
	}
	p := newReporter(file)
	records := make([]Record, 0, len(lines))
	for _, line := range lines {
		p.identify(line.Number, line.Fields["identifier"], "identifier")
		coverage, err := casework.ParseCoverage(line.Fields["coverage"])
		if err != nil || coverage == types.COVERAGE_SINGLE && line.Fields["household"] == "" {
			p.report(line.Number, casework.CoverageUnknown, "coverage")
		}
		records = append(records, Record{
			Line: line.Number, Identifier: line.Fields["identifier"], Household: line.Fields["household"], Coverage: coverage,
			Amount: p.amount(line.Number, line.Fields["amount"], false, options.Decimals), Source: source(line.Fields),
		})
	}
	return records, p.problems.Err()
}
