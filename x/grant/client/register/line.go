package register

import (
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Fields of each object of the format, in the order they are written in.
var (
	headerFields = fields{optional: 2, names: []string{
		"format", "version", "programme", "area", "currency", "rows", "persons", "total", "reconstructed", "label",
	}}
	rowFields    = fields{names: []string{"household", "member_root", "area", "persons", "schedule", "until"}}
	personFields = fields{names: []string{"ref", "attr_root", "holder_key", "tags"}}
	tagFields    = fields{optional: 1, names: []string{"class", "value", "epoch"}}
	changeFields = fields{names: []string{"from", "amount"}}
	endFields    = fields{names: []string{"end", "rows", "sha256"}}
)

// decodeHeader reads the first line. An unknown currency leaves the total unread: the checker names it.
func decodeHeader(line []byte) (Header, figures, []fault) {
	var (
		h       Header
		stated  figures
		format  string
		version uint32
		total   string
	)
	d := decoder{line: line, malformed: MalformedHeader}
	d.object(headerFields, func(field int) {
		switch headerFields.names[field] {
		case "format":
			format = string(d.text())
		case "version":
			version = d.number()
		case "programme":
			h.Programme = d.number()
		case "area":
			h.Area = string(d.text())
		case "currency":
			h.Currency = string(d.text())
		case "rows":
			stated.rows = d.number()
		case "persons":
			stated.persons = d.number()
		case "total":
			total = string(d.text())
		case "reconstructed":
			h.Reconstructed = d.boolean()
		case "label":
			h.Label = string(d.text())
		}
	})
	d.end()
	if len(d.faults) > 0 {
		if format == Format && version > Version {
			return h, stated, []fault{{WrongVersion, "format or version"}}
		}
		return h, stated, d.faults
	}
	if format != Format || version != Version {
		return h, stated, []fault{{WrongVersion, "format or version"}}
	}
	if n, known := decimals(h.Currency); known {
		amount, rule := parseAmount(total, n)
		if rule != "" {
			return h, stated, []fault{{rule, "total"}}
		}
		stated.total = amount
	}
	return h, stated, nil
}

// decodeRow reads one row; amounts have so many decimals.
func decodeRow(line []byte, decimals int) (granttypes.ImportRow, []fault) {
	var row granttypes.ImportRow
	d := decoder{line: line, malformed: MalformedRow}
	d.object(rowFields, func(field int) {
		switch rowFields.names[field] {
		case "household":
			row.Household.Ref = d.bytes(refLength, HexMalformed)
		case "member_root":
			row.Household.MemberRoot = d.bytes(hashLength, HexMalformed)
		case "area":
			row.Household.Area = string(d.text())
		case "persons":
			d.array(MaxPersons, PersonCount, func() {
				row.Household.Persons = append(row.Household.Persons, d.person())
			})
		case "schedule":
			d.array(MaxChanges, ScheduleDisorder, func() {
				row.Schedule.Changes = append(row.Schedule.Changes, d.change(decimals))
			})
		case "until":
			row.Schedule.UntilPeriod = d.month()
		}
	})
	d.end()
	return row, d.faults
}

func (d *decoder) person() beneficiarytypes.Enrolment {
	var p beneficiarytypes.Enrolment
	d.object(personFields, func(field int) {
		switch personFields.names[field] {
		case "ref":
			p.Ref = d.bytes(refLength, HexMalformed)
		case "attr_root":
			p.AttrRoot = d.bytes(hashLength, HexMalformed)
		case "holder_key":
			if !d.empty() {
				p.HolderKey = d.bytes(keyLength, KeyMalformed)
			}
		case "tags":
			d.array(2*MaxTags, TagCount, func() {
				p.Tags = append(p.Tags, d.tag())
			})
		}
	})
	return p
}

// empty steps over an empty string when it is next.
func (d *decoder) empty() bool {
	if d.peek() != '"' || d.at+1 >= len(d.line) || d.line[d.at+1] != '"' {
		return false
	}
	d.at += 2
	return true
}

func (d *decoder) tag() beneficiarytypes.Tag {
	var t beneficiarytypes.Tag
	d.object(tagFields, func(field int) {
		switch tagFields.names[field] {
		case "class":
			t.Class = d.number()
		case "value":
			t.Value = d.bytes(hashLength, HexMalformed)
		case "epoch":
			t.Epoch = d.number()
		}
	})
	return t
}

func (d *decoder) change(decimals int) granttypes.Change {
	var c granttypes.Change
	d.object(changeFields, func(field int) {
		switch changeFields.names[field] {
		case "from":
			c.Period = d.month()
		case "amount":
			c.Amount = d.amount(decimals)
		}
	})
	return c
}

// trailer is the end line.
type trailer struct {
	rows uint32
	sum  []byte
}

// decodeTrailer reads the end line; false when a line isn't a whole one.
func decodeTrailer(line []byte) (trailer, bool) {
	var (
		t   trailer
		end bool
	)
	d := decoder{line: line, malformed: CutOff}
	d.object(endFields, func(field int) {
		switch endFields.names[field] {
		case "end":
			end = d.boolean()
		case "rows":
			t.rows = d.number()
		case "sha256":
			t.sum = d.bytes(hashLength, CutOff)
		}
	})
	d.end()
	return t, end && len(d.faults) == 0
}
