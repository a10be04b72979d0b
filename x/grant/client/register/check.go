package register

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Option changes what is checked.
type Option func(*checker)

// KnownAreas makes every area that isn't among the codes a problem. Without it areas are checked for their shape only.
func KnownAreas(codes []string) Option {
	return func(c *checker) {
		c.areas = make(map[string]struct{}, len(codes))
		for _, code := range codes {
			c.areas[code] = struct{}{}
		}
	}
}

// tagKey is a tag as a map key.
type tagKey struct {
	epoch, class uint32
	value        [hashLength]byte
}

// checker holds what was seen in the rows so far: the line each unique value stood in, and the sums.
type checker struct {
	areas      map[string]struct{} // nil: unchecked
	office     string              // area of the header; empty: malformed
	households map[[refLength]byte]int
	persons    map[[refLength]byte]int
	keys       map[[keyLength]byte]int
	tags       map[tagKey]int
	sums       sums
}

func newChecker(opts ...Option) *checker {
	c := &checker{
		households: make(map[[refLength]byte]int),
		persons:    make(map[[refLength]byte]int),
		keys:       make(map[[keyLength]byte]int),
		tags:       make(map[tagKey]int),
	}
	for _, opt := range opts {
		opt(c)
	}
	return c
}

func (c *checker) header(h Header) []fault {
	var faults []fault
	if h.Programme == 0 {
		faults = append(faults, fault{MalformedHeader, "programme is zero"})
	}
	if _, ok := decimals(h.Currency); !ok {
		faults = append(faults, fault{UnknownCurrency, "currency"})
	}
	if !validLabel(h.Label) {
		faults = append(faults, fault{LabelMalformed, "label"})
	}
	area := c.area(h.Area)
	if len(area) == 0 {
		c.office = h.Area
	}
	return append(faults, area...)
}

// row checks one row, and takes it into the sums when nothing is wrong with it.
func (c *checker) row(row granttypes.ImportRow, line int) []fault {
	faults := c.shape(row)
	if len(faults) == 0 {
		faults = c.unique(row.Household, line)
	}
	if len(faults) > 0 {
		return faults
	}
	if c.sums.rows == 1<<32-1 || c.sums.persons > 1<<32-1-MaxPersons {
		return []fault{{RowCountMismatch, "more rows or persons than an import can count"}}
	}
	c.sums.rows++
	c.sums.persons += uint32(len(row.Household.Persons))
	if !c.sums.add(row.Schedule) {
		return []fault{{TotalTooLarge, "the sum up to this row"}}
	}
	return nil
}

// shape checks what needs only the row itself.
func (c *checker) shape(row granttypes.ImportRow) []fault {
	h := row.Household
	faults := c.area(h.Area)
	if len(faults) == 0 && c.office != "" && !authoritytypes.Contains(c.office, h.Area) {
		faults = append(faults, fault{AreaOutside, "area"})
	}
	if len(h.Ref) != refLength {
		faults = append(faults, fault{HexMalformed, "household"})
	}
	if len(h.MemberRoot) != hashLength {
		faults = append(faults, fault{HexMalformed, "member_root"})
	}
	if len(h.Persons) == 0 || len(h.Persons) > MaxPersons {
		faults = append(faults, fault{PersonCount, "persons"})
	}
	for i, p := range h.Persons {
		faults = append(faults, personShape(i, p)...)
	}
	return append(faults, scheduleShape(row.Schedule)...)
}

func personShape(i int, p beneficiarytypes.Enrolment) []fault {
	var faults []fault
	if len(p.Ref) != refLength {
		faults = append(faults, fault{HexMalformed, fmt.Sprintf("persons[%d].ref", i)})
	}
	if len(p.AttrRoot) != hashLength {
		faults = append(faults, fault{HexMalformed, fmt.Sprintf("persons[%d].attr_root", i)})
	}
	if len(p.HolderKey) != 0 && !validKey(p.HolderKey) {
		faults = append(faults, fault{KeyMalformed, fmt.Sprintf("persons[%d].holder_key", i)})
	}
	if len(p.Tags) > 2*MaxTags {
		return append(faults, fault{TagCount, fmt.Sprintf("persons[%d].tags", i)})
	}
	for j, tag := range p.Tags {
		if len(tag.Value) != hashLength {
			faults = append(faults, fault{HexMalformed, fmt.Sprintf("persons[%d].tags[%d].value", i, j)})
		}
		again, same := false, 1
		for _, before := range p.Tags[:j] {
			if before.KeyEpoch() != tag.KeyEpoch() {
				continue
			}
			same++
			again = again || before.Class == tag.Class || same > MaxTags
		}
		if tag.Class == 0 || again {
			faults = append(faults, fault{TagCount, fmt.Sprintf("persons[%d].tags[%d].class", i, j)})
		}
	}
	return faults
}

func scheduleShape(s granttypes.Schedule) []fault {
	if len(s.Changes) == 0 || len(s.Changes) > MaxChanges {
		return []fault{{ScheduleDisorder, "schedule"}}
	}
	var faults []fault
	disorder := func(i int) {
		faults = append(faults, fault{ScheduleDisorder, fmt.Sprintf("schedule[%d]", i)})
	}
	for i, change := range s.Changes {
		switch {
		case !validPeriod(change.Period):
			faults = append(faults, fault{MonthMalformed, fmt.Sprintf("schedule[%d].from", i)})
		case change.Amount > MaxAmount:
			faults = append(faults, fault{AmountTooLarge, fmt.Sprintf("schedule[%d].amount", i)})
		case change.Amount == 0 && (i == 0 || i == len(s.Changes)-1):
			disorder(i)
		case i > 0 && (change.Period <= s.Changes[i-1].Period || change.Amount == s.Changes[i-1].Amount):
			disorder(i)
		}
	}
	switch {
	case !validPeriod(s.UntilPeriod):
		faults = append(faults, fault{MonthMalformed, "until"})
	case s.UntilPeriod <= s.Changes[len(s.Changes)-1].Period || s.UntilPeriod-s.Changes[0].Period > MaxMonths:
		faults = append(faults, fault{ScheduleDisorder, "until"})
	}
	return faults
}

// unique checks that nothing in a well-shaped household stood before. A household that did is not looked into further.
func (c *checker) unique(h beneficiarytypes.HouseholdEnrolment, line int) []fault {
	if before, ok := enter(c.households, [refLength]byte(h.Ref), line); ok {
		return []fault{{DuplicateHousehold, fmt.Sprintf("household, as in line %d", before)}}
	}
	var faults []fault
	for i, p := range h.Persons {
		if before, ok := enter(c.persons, [refLength]byte(p.Ref), line); ok {
			faults = append(faults, fault{DuplicatePerson, fmt.Sprintf("persons[%d].ref, as in line %d", i, before)})
		}
		if len(p.HolderKey) > 0 {
			if before, ok := enter(c.keys, [keyLength]byte(p.HolderKey), line); ok {
				faults = append(faults, fault{DuplicateKey, fmt.Sprintf("persons[%d].holder_key, as in line %d", i, before)})
			}
		}
		for j, tag := range p.Tags {
			if before, ok := enter(c.tags, tagKey{tag.KeyEpoch(), tag.Class, [hashLength]byte(tag.Value)}, line); ok {
				faults = append(faults, fault{DuplicateTag, fmt.Sprintf("persons[%d].tags[%d], as in line %d", i, j, before)})
			}
		}
	}
	return faults
}

// enter notes the line a value stands in, or gives the line it stood in before.
func enter[K comparable](seen map[K]int, key K, line int) (int, bool) {
	before, ok := seen[key]
	if !ok {
		seen[key] = line
	}
	return before, ok
}

func (c *checker) area(code string) []fault {
	if !isDigits(code) || len(code) > MaxArea {
		return []fault{{AreaMalformed, "area"}}
	}
	if c.areas != nil {
		if _, ok := c.areas[code]; !ok {
			return []fault{{UnknownArea, "area"}}
		}
	}
	return nil
}

func validLabel(s string) bool {
	if len(s) > MaxLabel || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// validKey tells whether a key is a point of the curve, written compressed; no other key can ever sign.
func validKey(key []byte) bool {
	if len(key) != keyLength {
		return false
	}
	_, err := secp256k1.ParsePubKey(key)
	return err == nil
}
