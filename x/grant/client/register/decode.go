package register

import (
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// step is one step of the path to a field.
type step struct {
	name  string
	index int // below zero: a field
}

// decoder walks one line of JSON. It takes only the fields it is told of, once each, and stops at the first break of the
// syntax; a field whose value is wrong is noted and walked past.
type decoder struct {
	line      []byte
	at        int
	malformed Rule // rule a break of the syntax falls under
	broken    bool
	faults    []fault
	path      []step
}

// fault notes a problem of the field the decoder stands in.
func (d *decoder) fault(rule Rule, detail string) {
	var b strings.Builder
	for _, s := range d.path {
		switch {
		case s.index >= 0:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case b.Len() > 0:
			b.WriteString("." + s.name)
		default:
			b.WriteString(s.name)
		}
	}
	if b.Len() > 0 && detail != "" {
		b.WriteString(", ")
	}
	b.WriteString(detail)
	d.faults = append(d.faults, fault{rule, b.String()})
}

// stop notes a problem after which the rest of the line can't be read.
func (d *decoder) stop(rule Rule) {
	if !d.broken {
		d.broken = true
		d.fault(rule, "at byte "+strconv.Itoa(d.at+1))
	}
}

// peek gives the next byte that isn't white space; 0 at the end of the line.
func (d *decoder) peek() byte {
	for ; d.at < len(d.line); d.at++ {
		switch d.line[d.at] {
		case ' ', '\t', '\r', '\n':
		default:
			return d.line[d.at]
		}
	}
	return 0
}

// take steps over a byte when it is the next one.
func (d *decoder) take(want byte) bool {
	if d.broken || d.peek() != want {
		return false
	}
	d.at++
	return true
}

// want stops unless a byte is the next one.
func (d *decoder) want(b byte) {
	if !d.take(b) {
		d.stop(d.malformed)
	}
}

// end stops unless the line is used up.
func (d *decoder) end() {
	if !d.broken && d.peek() != 0 || d.at < len(d.line) {
		d.stop(d.malformed)
	}
}

// fields are the names of an object's fields; the last ones may be missing.
type fields struct {
	names    []string
	optional int
}

// object reads an object; read is called with the position of each field's name.
func (d *decoder) object(f fields, read func(field int)) {
	d.want('{')
	var seen uint32
	for first := true; !d.broken && !d.take('}'); first = false {
		if !first {
			d.want(',')
		}
		at := d.key(f.names)
		if d.broken {
			return
		}
		d.path = append(d.path, step{name: f.names[at], index: -1})
		if seen&(1<<at) != 0 {
			d.stop(DuplicateField)
		}
		seen |= 1 << at
		d.want(':')
		if !d.broken {
			read(at)
		}
		d.path = d.path[:len(d.path)-1]
	}
	for i, name := range f.names[:len(f.names)-f.optional] {
		if !d.broken && seen&(1<<i) == 0 {
			d.path = append(d.path, step{name: name, index: -1})
			d.fault(MissingField, "")
			d.path = d.path[:len(d.path)-1]
		}
	}
}

// key reads a field's name and gives its position among the names.
func (d *decoder) key(names []string) int {
	before := d.at
	key := d.text()
	if d.broken {
		return 0
	}
	for i, name := range names {
		if string(key) == name {
			return i
		}
	}
	d.at = before
	d.stop(UnknownField)
	return 0
}

// array reads an array of at most limit items.
func (d *decoder) array(limit int, rule Rule, read func()) {
	d.want('[')
	for i := 0; !d.broken && !d.take(']'); i++ {
		if i > 0 {
			d.want(',')
		}
		if i == limit {
			d.stop(rule)
			return
		}
		d.path = append(d.path, step{index: i})
		if !d.broken {
			read()
		}
		d.path = d.path[:len(d.path)-1]
	}
}

// text reads a string. The bytes may lie in the line: copy what is kept.
func (d *decoder) text() []byte {
	d.want('"')
	start, plain := d.at, true
	for ; !d.broken && d.at < len(d.line); d.at++ {
		switch b := d.line[d.at]; {
		case b == '"':
			d.at++
			return d.unquote(start-1, d.at, plain)
		case b == '\\':
			plain = false
			d.at++
		case b < ' ':
			d.stop(d.malformed)
		case b >= utf8.RuneSelf:
			plain = false
		}
	}
	d.stop(d.malformed)
	return nil
}

// unquote gives the text of a string with its quotes.
func (d *decoder) unquote(from, to int, plain bool) []byte {
	quoted := d.line[from:to]
	if plain {
		return quoted[1 : len(quoted)-1]
	}
	var s string
	if !utf8.Valid(quoted) || json.Unmarshal(quoted, &s) != nil {
		d.stop(d.malformed)
	}
	return []byte(s)
}

// number reads a whole number of 32 bits.
func (d *decoder) number() uint32 {
	d.peek()
	start := d.at
	var n uint64
	for ; d.at < len(d.line) && d.line[d.at] >= '0' && d.line[d.at] <= '9'; d.at++ {
		n = n*10 + uint64(d.line[d.at]-'0')
		if n > math.MaxUint32 {
			d.stop(d.malformed)
			return 0
		}
	}
	if d.at == start || (d.line[start] == '0' && d.at > start+1) {
		d.stop(d.malformed)
	}
	return uint32(n)
}

// boolean reads true or false.
func (d *decoder) boolean() bool {
	d.peek()
	rest := string(d.line[d.at:min(len(d.line), d.at+len("false"))])
	switch {
	case strings.HasPrefix(rest, "true"):
		d.at += len("true")
		return true
	case rest == "false":
		d.at += len("false")
		return false
	default:
		d.stop(d.malformed)
		return false
	}
}

// bytes reads hexadecimal digits; nil when they aren't of the length.
func (d *decoder) bytes(length int, rule Rule) []byte {
	text := d.text()
	if d.broken {
		return nil
	}
	if len(text) == 2*length {
		b := make([]byte, length)
		if _, err := hex.Decode(b, text); err == nil {
			return b
		}
	}
	d.fault(rule, "")
	return nil
}

// month reads a month as a period.
func (d *decoder) month() uint32 {
	period, ok := parseMonth(string(d.text()))
	if !ok && !d.broken {
		d.fault(MonthMalformed, "")
	}
	return period
}

// amount reads an amount in minor units.
func (d *decoder) amount(decimals int) uint64 {
	amount, rule := parseAmount(string(d.text()), decimals)
	if rule != "" && !d.broken {
		d.fault(rule, "")
	}
	return amount
}
