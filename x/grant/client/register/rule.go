package register

import (
	"fmt"
	"strings"
)

// MaxProblems is how many problems one reading lists before it stops.
const MaxProblems = 20

// Rule names what a register has to keep. A Problem unwraps to its rule, so errors.Is finds it.
type Rule string

// Error gives the name of the rule.
func (r Rule) Error() string { return string(r) }

// Rules about the file as a whole.
const (
	// WrongVersion: the first line names the format and a version this package reads.
	WrongVersion Rule = "wrong-version"
	// MalformedHeader: the first line is a JSON object with the header's fields.
	MalformedHeader Rule = "malformed-header"
	// UnknownCurrency: the currency is one whose minor unit this package knows.
	UnknownCurrency Rule = "unknown-currency"
	// LabelMalformed: the label is at most MaxLabel bytes of printable text.
	LabelMalformed Rule = "label-malformed"
	// TooLongLine: a line has at most MaxLine bytes.
	TooLongLine Rule = "too-long-line"
	// CutOff: the last line is a whole end line.
	CutOff Rule = "cut-off"
	// AfterEnd: nothing follows the end line.
	AfterEnd Rule = "after-end"
	// WrongChecksum: the end line holds the SHA-256 of every byte before it.
	WrongChecksum Rule = "wrong-checksum"
	// NoRows: there is at least one row.
	NoRows Rule = "no-rows"
	// RowCountMismatch: header and end line state how many rows there are.
	RowCountMismatch Rule = "row-count-mismatch"
	// PersonCountMismatch: the header states how many persons there are.
	PersonCountMismatch Rule = "person-count-mismatch"
	// TotalMismatch: the header states the sum of all instalments.
	TotalMismatch Rule = "total-mismatch"
	// TotalTooLarge: the sum of all instalments fits 64 bits.
	TotalTooLarge Rule = "total-too-large"
)

// Rules about one row.
const (
	// MalformedRow: a row is a JSON object with the row's fields, each of its type.
	MalformedRow Rule = "malformed-row"
	// UnknownField: a field is one the format names.
	UnknownField Rule = "unknown-field"
	// DuplicateField: a field stands once in its object.
	DuplicateField Rule = "duplicate-field"
	// MissingField: a field the format names is there.
	MissingField Rule = "missing-field"
	// HexMalformed: a reference has 32 hexadecimal digits, a root, tag value or checksum 64.
	HexMalformed Rule = "hex-malformed"
	// KeyMalformed: a holder key is empty or a compressed secp256k1 key, 66 hexadecimal digits.
	KeyMalformed Rule = "key-malformed"
	// AreaMalformed: an area is 1 to MaxArea digits.
	AreaMalformed Rule = "area-malformed"
	// UnknownArea: an area is among the known ones.
	UnknownArea Rule = "unknown-area"
	// AreaOutside: a household's area lies inside the paying office's.
	AreaOutside Rule = "area-outside"
	// PersonCount: a household has 1 to MaxPersons persons.
	PersonCount Rule = "person-count"
	// TagCount: a person has at most MaxTags tags of each of two epochs, one per class, classes from 1.
	TagCount Rule = "tag-count"
	// AmountMalformed: an amount is digits with at most one point, without sign, exponent or leading zero, and fits 64 bits.
	AmountMalformed Rule = "amount-malformed"
	// AmountNotWholeFen: an amount is whole in the currency's minor unit.
	AmountNotWholeFen Rule = "amount-not-whole-fen"
	// AmountTooLarge: an amount is at most MaxAmount.
	AmountTooLarge Rule = "amount-too-large"
	// MonthMalformed: a month is "YYYY-MM" from 1970-01 to 5000-12.
	MonthMalformed Rule = "month-malformed"
	// ScheduleDisorder: a schedule has 1 to MaxChanges changes, months ascending and before "until", at most MaxMonths in all,
	// amounts of neighbours different, the first and the last above zero.
	ScheduleDisorder Rule = "schedule-disorder"
)

// Rules across rows.
const (
	// DuplicateHousehold: a household stands in one row.
	DuplicateHousehold Rule = "duplicate-household"
	// DuplicatePerson: a person stands once.
	DuplicatePerson Rule = "duplicate-person"
	// DuplicateTag: a tag stands once in its class and epoch.
	DuplicateTag Rule = "duplicate-tag"
	// DuplicateKey: a holder key belongs to one person.
	DuplicateKey Rule = "duplicate-key"
)

// Rules about what the chain holds; reading a file doesn't ask them.
const (
	// HouseholdRegistered: a household isn't in the chain's register yet.
	HouseholdRegistered Rule = "household-registered"
	// PersonRegistered: a person isn't in the chain's register yet.
	PersonRegistered Rule = "person-registered"
	// KeyUsed: nobody has or had the holder key.
	KeyUsed Rule = "key-used"
	// TagLive: no registered person holds the tag.
	TagLive Rule = "tag-live"
	// TagMissing: the payee has a tag of the programme's exclusivity class.
	TagMissing Rule = "tag-missing"
	// PeriodSealed: a schedule starts in a month that the roll still takes.
	PeriodSealed Rule = "period-sealed"
	// AboveStandard: an amount is at most the standard for the persons of the household.
	AboveStandard Rule = "above-standard"
	// LoadedOtherwise: a row that a closed import has loaded still holds the grant that was loaded.
	LoadedOtherwise Rule = "loaded-otherwise"
)

// Rules about cutting chunks.
const (
	// ChunkRows: a chunk has 1 to MaxChunkRows rows, and a register at most MaxChunks chunks.
	ChunkRows Rule = "chunk-rows"
)

// Problem is one place where a register breaks a rule.
type Problem struct {
	// File as it was named to the reader; empty for a register in memory.
	File string
	// Line from 1, the one it has or would have in the file; 0 when it is about no line.
	Line int
	// Rule it breaks.
	Rule Rule
	// Detail names the field, and never what the field of a row holds.
	Detail string
}

// Error gives "file:line: rule: detail", without a file or a line that isn't there.
func (p *Problem) Error() string {
	switch {
	case p.Line == 0:
		return fmt.Sprintf("%s: %s", p.Rule, p.Detail)
	case p.File == "":
		return fmt.Sprintf("line %d: %s: %s", p.Line, p.Rule, p.Detail)
	default:
		return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Rule, p.Detail)
	}
}

// Unwrap gives the rule.
func (p *Problem) Unwrap() error { return p.Rule }

// Problems is every problem found, in the order of the file, at most MaxProblems.
type Problems []*Problem

// Error gives one problem per line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps), len(ps)+1)
	for i, p := range ps {
		lines[i] = p.Error()
	}
	if len(ps) >= MaxProblems {
		lines = append(lines, fmt.Sprintf("reading stopped after %d problems", len(ps)))
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the problems one by one.
func (ps Problems) Unwrap() []error {
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return errs
}

// fault is a problem that doesn't know its file and line yet.
type fault struct {
	rule   Rule
	detail string
}
