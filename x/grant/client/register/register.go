package register

import (
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Format and Version open every register file.
const (
	Format  = "relief-register"
	Version = 1
)

// Bounds of a register; those of a row are the chain's.
const (
	// MaxLine is the most bytes of one line, its end included.
	MaxLine = 64 << 10
	// MaxLabel is the most bytes of a label.
	MaxLabel = 200
	// MaxArea is the most digits of an area.
	MaxArea = 12
	// MaxPersons is the most persons of one household.
	MaxPersons = granttypes.MaxPersons
	// MaxTags is the most tags of one person in one epoch.
	MaxTags = 8
	// MaxChanges is the most changes of one schedule.
	MaxChanges = granttypes.MaxChanges
	// MaxMonths is the longest schedule, from its first month to its end.
	MaxMonths = granttypes.MaxSchedulePeriods
	// MaxAmount is the largest amount of a month, minor units.
	MaxAmount = granttypes.MaxAmount
	// MaxChunkRows is the most rows of one chunk.
	MaxChunkRows = granttypes.MaxChunkRows
	// MaxChunks is the most chunks of one import.
	MaxChunks = granttypes.MaxImportChunks
	// DefaultChunkRows is how many rows a chunk gets when nobody says otherwise.
	DefaultChunkRows = 50
)

// Lengths in bytes.
const (
	refLength  = 16
	hashLength = 32
	keyLength  = 33
)

// Header says what a register is about.
type Header struct {
	// Programme its grants belong to.
	Programme uint32
	// Area of the paying office.
	Area string
	// Currency of its amounts, ISO 4217 in lower case.
	Currency string
	// Reconstructed is true when the rows were worked out from published figures.
	Reconstructed bool
	// Label for people, at most MaxLabel bytes; it stays in the office.
	Label string
}

// Register is one register file: what is to be loaded into one roll.
type Register struct {
	Header
	// Rows in the order of the file.
	Rows []granttypes.ImportRow

	lines []int // of the rows; nil when each follows the one before it, from line 2 on
}

// Line gives the line that a row, from 0, has or would have in the file.
func (r *Register) Line(row int) int {
	if r.lines != nil {
		return r.lines[row]
	}
	return row + 2
}

// Without gives the register without some rows, which it shares with this one; the others keep their lines.
func (r *Register) Without(drop func(row int) bool) *Register {
	rest := &Register{Header: r.Header, lines: []int{}}
	for i, row := range r.Rows {
		if !drop(i) {
			rest.Rows, rest.lines = append(rest.Rows, row), append(rest.lines, r.Line(i))
		}
	}
	return rest
}

// Check looks for every problem of a register in memory, as Read does for a file. The error is a Problems.
func (r *Register) Check(opts ...Option) error {
	_, err := r.check(opts...)
	return err
}

// check also gives the sums the rows come to.
func (r *Register) check(opts ...Option) (*checker, error) {
	c := newChecker(opts...)
	var l list
	l.add(1, c.header(r.Header)...)
	if len(r.Rows) == 0 {
		l.add(1, fault{NoRows, "the register has no rows"})
	}
	for i, row := range r.Rows {
		if l.full() {
			break
		}
		l.add(r.Line(i), c.row(row, r.Line(i))...)
	}
	return c, l.err()
}

// list collects problems of one file.
type list struct {
	file     string
	problems Problems
}

func (l *list) add(line int, faults ...fault) {
	for _, f := range faults {
		if l.full() {
			return
		}
		l.problems = append(l.problems, &Problem{File: l.file, Line: line, Rule: f.rule, Detail: f.detail})
	}
}

func (l *list) full() bool { return len(l.problems) >= MaxProblems }

func (l *list) err() error {
	if len(l.problems) == 0 {
		return nil
	}
	return l.problems
}
