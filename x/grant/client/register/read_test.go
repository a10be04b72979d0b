package register_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/client/register"
)

func TestReadRefuses(t *testing.T) {
	good := write(t, sample(3))
	lines := strings.SplitAfter(good, "\n") // header, three rows, end line, nothing
	edit := func(line int, old, new string) string {
		out := append([]string(nil), lines...)
		require.Contains(t, out[line-1], old)
		out[line-1] = strings.Replace(out[line-1], old, new, 1)
		return reseal(body(strings.Join(out, "")))
	}
	ref := func(line int) string { return lines[line-1][len(`{"household":"`):][:32] }
	person := func(line int) string { return between(lines[line-1], `"persons":[{"ref":"`) }
	key := func(line int) string { return between(lines[line-1], `"holder_key":"`) }
	tag := func(line int) string { return between(lines[line-1], `"value":"`) }

	for _, tc := range []struct {
		name  string
		file  string
		areas []string
		line  int
		want  register.Rule
	}{
		{name: "empty file", file: "", line: 1, want: register.CutOff},
		{name: "half a header", file: lines[0][:20], line: 1, want: register.CutOff},
		{name: "header alone", file: lines[0], line: 2, want: register.CutOff},
		{name: "cut off in a row", file: good[:len(lines[0])+len(lines[1])+40], line: 3, want: register.CutOff},
		{name: "cut off between rows", file: lines[0] + lines[1] + lines[2], line: 3, want: register.CutOff},
		{name: "cut off in the end line", file: good[:len(good)-5], line: 5, want: register.CutOff},
		{name: "end line says no", file: strings.Replace(good, `"end":true`, `"end":false`, 1), line: 5, want: register.CutOff},
		{name: "something after the end", file: good + lines[1] + lines[4], line: 5, want: register.AfterEnd},
		{name: "not JSON", file: "household;person;name\n" + lines[1] + lines[4], line: 1, want: register.MalformedHeader},
		{name: "another format", file: edit(1, "relief-register", "relief"), line: 1, want: register.WrongVersion},
		{name: "another version", file: edit(1, `"version":1`, `"version":2`), line: 1, want: register.WrongVersion},
		{name: "later version with more fields", file: edit(1, `"version":1`, `"version":2,"more":1`), line: 1, want: register.WrongVersion},
		{name: "no programme", file: edit(1, `"programme":1`, `"programme":0`), line: 1, want: register.MalformedHeader},
		{name: "unknown currency", file: edit(1, `"cny"`, `"xxx"`), line: 1, want: register.UnknownCurrency},
		{name: "label with a line break", file: edit(1, `"rows"`, `"label":"a\nb","rows"`), line: 1, want: register.LabelMalformed},
		{name: "total not whole fen", file: edit(1, `"total":"23220.00"`, `"total":"23220.001"`), line: 1, want: register.AmountNotWholeFen},
		{name: "total mismatch", file: edit(1, `"total":"23220.00"`, `"total":"23220.01"`), line: 1, want: register.TotalMismatch},
		{name: "person count mismatch", file: edit(1, `"persons":6`, `"persons":7`), line: 1, want: register.PersonCountMismatch},
		{name: "row count mismatch", file: edit(1, `"rows":3`, `"rows":4`), line: 1, want: register.RowCountMismatch},
		{name: "end line counts otherwise", file: strings.Replace(good, `true,"rows":3`, `true,"rows":2`, 1), line: 5, want: register.RowCountMismatch},
		{name: "no rows", file: reseal(strings.NewReplacer(`"rows":3`, `"rows":0`).Replace(lines[0])), line: 2, want: register.NoRows},
		{name: "wrong checksum", file: strings.Replace(good, ref(3), ref(3)[:30]+"00", 1), line: 5, want: register.WrongChecksum},
		{name: "row is no object", file: edit(3, lines[2], "[]\n"), line: 3, want: register.MalformedRow},
		{name: "row is empty", file: edit(3, lines[2], "\n"), line: 3, want: register.MalformedRow},
		{name: "row is cut", file: edit(3, `"until"`, ""), line: 3, want: register.MalformedRow},
		{name: "number for a text", file: edit(3, `"amount":"645.00"`, `"amount":645.00`), line: 3, want: register.MalformedRow},
		{name: "text after a row", file: edit(3, "\n", "x\n"), line: 3, want: register.MalformedRow},
		{name: "line too long", file: edit(3, "\n", strings.Repeat(" ", register.MaxLine)+"\n"), line: 3, want: register.TooLongLine},
		{name: "unknown field", file: edit(3, `"area"`, `"name":"-","area"`), line: 3, want: register.UnknownField},
		{name: "field in other case", file: edit(3, `"area"`, `"Area"`), line: 3, want: register.UnknownField},
		{name: "unknown field of a person", file: edit(3, `"attr_root"`, `"phone":"-","attr_root"`), line: 3, want: register.UnknownField},
		{name: "field twice", file: edit(3, `"area"`, `"area":"1","area"`), line: 3, want: register.DuplicateField},
		{name: "field missing", file: edit(3, `"area":"350526101",`, ""), line: 3, want: register.MissingField},
		{name: "short reference", file: edit(3, ref(3), ref(3)[2:]), line: 3, want: register.HexMalformed},
		{name: "reference not hexadecimal", file: edit(3, ref(3), "zz"+ref(3)[2:]), line: 3, want: register.HexMalformed},
		{name: "short key", file: edit(3, key(3), key(3)[2:]), line: 3, want: register.KeyMalformed},
		{name: "key without its first byte", file: edit(3, key(3), "05"+key(3)[2:]), line: 3, want: register.KeyMalformed},
		{name: "key off the curve", file: edit(3, key(3), "02"+strings.Repeat("00", 31)+"05"), line: 3, want: register.KeyMalformed},
		{name: "area not digits", file: edit(3, `"area":"350526101"`, `"area":"35-A"`), line: 3, want: register.AreaMalformed},
		{name: "unknown area", file: edit(3, `"area":"350526101"`, `"area":"350526109"`), areas: []string{"350526101"}, line: 3, want: register.UnknownArea},
		{name: "unknown area of the office", file: good, areas: []string{"35"}, line: 1, want: register.UnknownArea},
		{name: "area beside the office's", file: edit(3, `"area":"350526101"`, `"area":"350526102"`), line: 3, want: register.AreaOutside},
		{name: "area above the office's", file: edit(3, `"area":"350526101"`, `"area":"350526"`), line: 3, want: register.AreaOutside},
		{name: "no persons", file: edit(3, `"persons":[{`, `"persons":[],"x":[{`), line: 3, want: register.UnknownField},
		{name: "tags twice in a class", file: edit(3, `"tags":[`, `"tags":[{"class":1,"value":"`+strings.Repeat("ab", 32)+`"},`), line: 3, want: register.TagCount},
		{name: "too many tags", file: edit(3, `"tags":[`, `"tags":[`+strings.Repeat(`{"class":2,"value":"`+strings.Repeat("ab", 32)+`"},`, 8)), line: 3, want: register.TagCount},
		{name: "amount with a comma", file: edit(3, "645.00", "645,00"), line: 3, want: register.AmountMalformed},
		{name: "negative amount", file: edit(3, "645.00", "-645.00"), line: 3, want: register.AmountMalformed},
		{name: "amount with an exponent", file: edit(3, "645.00", "6e3"), line: 3, want: register.AmountMalformed},
		{name: "amount of too many digits", file: edit(3, "645.00", "184467440737095516.16"), line: 3, want: register.AmountMalformed},
		{name: "amount not whole fen", file: edit(3, "645.00", "645.005"), line: 3, want: register.AmountNotWholeFen},
		{name: "amount of too many bits", file: edit(3, "645.00", "10995116277.76"), line: 3, want: register.AmountTooLarge},
		{name: "month thirteen", file: edit(3, "2024-01", "2024-13"), line: 3, want: register.MonthMalformed},
		{name: "month as a word", file: edit(3, "2025-01", "2025 Jan"), line: 3, want: register.MonthMalformed},
		{name: "year too far", file: edit(3, "2025-01", "5001-01"), line: 3, want: register.MonthMalformed},
		{name: "first amount zero", file: edit(3, "645.00", "0"), line: 3, want: register.ScheduleDisorder},
		{name: "last amount zero", file: edit(3, `"amount":"645.00"}`, `"amount":"645.00"},{"from":"2024-06","amount":"0"}`), line: 3, want: register.ScheduleDisorder},
		{name: "longer than a hundred years", file: edit(3, `"until":"2025-01"`, `"until":"2124-02"`), line: 3, want: register.ScheduleDisorder},
		{name: "too many changes", file: edit(3, `"schedule":[`, `"schedule":[`+changes(register.MaxChanges)), line: 3, want: register.ScheduleDisorder},
		{name: "months out of order", file: edit(3, `"schedule":[`, `"schedule":[{"from":"2024-02","amount":"1"},`), line: 3, want: register.ScheduleDisorder},
		{name: "same amount again", file: edit(3, `"schedule":[`, `"schedule":[{"from":"2023-12","amount":"645"},`), line: 3, want: register.ScheduleDisorder},
		{name: "ends before it begins", file: edit(3, `"until":"2025-01"`, `"until":"2024-01"`), line: 3, want: register.ScheduleDisorder},
		{name: "no schedule", file: edit(3, `{"from":"2024-01","amount":"645.00"}`, ""), line: 3, want: register.ScheduleDisorder},
		{name: "row twice", file: edit(3, lines[2], lines[1]), line: 3, want: register.DuplicateHousehold},
		{name: "person twice", file: edit(3, person(3), person(2)), line: 3, want: register.DuplicatePerson},
		{name: "key twice", file: edit(3, key(3), key(2)), line: 3, want: register.DuplicateKey},
		{name: "tag twice", file: edit(3, tag(3), tag(2)), line: 3, want: register.DuplicateTag},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var opts []register.Option
			if tc.areas != nil {
				opts = append(opts, register.KnownAreas(tc.areas))
			}
			reg, err := register.ReadFrom("file", strings.NewReader(tc.file), opts...)
			require.Nil(t, reg)
			require.ErrorIs(t, err, tc.want)
			var first *register.Problem
			require.ErrorAs(t, err, &first)
			require.Equal(t, "file", first.File)
			require.Equal(t, tc.want, first.Rule)
			require.Equal(t, tc.line, first.Line)
		})
	}
}

// changes gives so many changes of a schedule that ends before 2024, each followed by a comma.
func changes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"from":"%d-%02d","amount":"%d"},`, 2010+i/12, i%12+1, i+1)
	}
	return b.String()
}

// between gives the text after a mark, up to the next quote.
func between(s, mark string) string {
	s = s[strings.Index(s, mark)+len(mark):]
	return s[:strings.IndexByte(s, '"')]
}

func TestReadTakesOtherSpellings(t *testing.T) {
	good := write(t, sample(1))
	rest := body(good)
	for _, tc := range []struct {
		name string
		file string
	}{
		{name: "as written", file: good},
		{name: "no line end after the end line", file: strings.TrimSuffix(good, "\n")},
		{name: "line ends of Windows", file: reseal(strings.ReplaceAll(rest, "\n", "\r\n"))},
		{name: "spaces", file: reseal(strings.ReplaceAll(rest, ",", " , "))},
		{name: "fields in other order", file: reseal(strings.Replace(strings.Replace(rest, `,"until":"2025-01"`, "", 1), `{"household"`, `{"until":"2025-01","household"`, 1))},
		{name: "escapes", file: reseal(strings.Replace(rest, `"area"`, `"\u0061rea"`, 1))},
		{name: "amount without fen", file: reseal(strings.Replace(rest, "645.00", "645", 1))},
		{name: "amount with more zeros", file: reseal(strings.Replace(rest, "645.00", "645.000", 1))},
		{name: "upper-case digits", file: reseal(strings.Replace(rest, between(rest, `"member_root":"`), strings.ToUpper(between(rest, `"member_root":"`)), 1))},
	} {
		t.Run(tc.name, func(t *testing.T) {
			reg, err := register.ReadFrom("file", strings.NewReader(tc.file))
			require.NoError(t, err)
			require.Equal(t, bytesOf(t, sample(1)), bytesOf(t, reg))
		})
	}
}

func TestReadListsEveryProblem(t *testing.T) {
	file := write(t, sample(5))
	file = strings.Replace(file, `"645.00"`, `"645.001"`, 1)
	file = strings.ReplaceAll(file, `"class":1`, `"class":0`)
	_, err := register.ReadFrom("file", strings.NewReader(file))
	var all register.Problems
	require.ErrorAs(t, err, &all)
	require.Len(t, all, 1+4*2+1) // one amount, two tags in each other row, the checksum
	require.Equal(t, register.Problem{File: "file", Line: 2, Rule: register.AmountNotWholeFen, Detail: "schedule[0].amount"}, *all[0])
	require.Equal(t, register.Problem{File: "file", Line: 3, Rule: register.TagCount, Detail: "persons[0].tags[0].class"}, *all[1])
	require.Equal(t, register.WrongChecksum, all[9].Rule)
}

func TestReadStopsAfterMaxProblems(t *testing.T) {
	file := strings.ReplaceAll(write(t, sample(50)), `"645.00"`, `"645.001"`)
	_, err := register.ReadFrom("file", strings.NewReader(file))
	var all register.Problems
	require.ErrorAs(t, err, &all)
	require.Len(t, all, register.MaxProblems)
}

// A row's values may be personal data when an office puts the wrong column in a field.
func TestProblemsKeepValuesToThemselves(t *testing.T) {
	const secret = "310101199001011234"
	good := write(t, sample(1))
	for _, field := range []string{"household", "member_root", "area", "ref", "attr_root", "holder_key", "value", "from", "amount", "until"} {
		file := reseal(strings.Replace(body(good), between(body(good), `"`+field+`":"`), secret, 1))
		_, err := register.ReadFrom("file", strings.NewReader(file))
		require.Error(t, err)
		require.NotContains(t, err.Error(), secret, field)
	}
	file := reseal(strings.Replace(body(good), `"ref"`, `"`+secret+`":"","ref"`, 1))
	_, err := register.ReadFrom("file", strings.NewReader(file))
	require.ErrorIs(t, err, register.UnknownField)
	require.NotContains(t, err.Error(), secret)
}

func TestReadEveryCut(t *testing.T) {
	file := write(t, sample(2))
	for cut := range len(file) - 1 {
		_, err := register.ReadFrom("file", strings.NewReader(file[:cut]))
		require.ErrorIs(t, err, register.CutOff, "cut at byte %d", cut)
	}
}

func TestReadNamesThePath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.jsonl")
	_, err := register.Read(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte("{}\n"), 0o600))
	_, err = register.Read(path)
	var p *register.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, path, p.File)
}

var errBroken = errors.New("broken")

type brokenReader struct{ r *strings.Reader }

func (b brokenReader) Read(p []byte) (int, error) {
	if b.r.Len() == 0 {
		return 0, errBroken
	}
	return b.r.Read(p)
}

func TestReadPassesTheStreamsError(t *testing.T) {
	file := write(t, sample(1))
	_, err := register.ReadFrom("file", brokenReader{strings.NewReader(file[:len(file)/2])})
	require.ErrorIs(t, err, errBroken)
}

func TestScannerStopsWhenToldTo(t *testing.T) {
	s := register.NewScanner("file", strings.NewReader(write(t, sample(3))))
	require.Equal(t, "350526101", s.Header().Area)
	rows := 0
	for range s.Rows() {
		rows++
		break
	}
	require.Equal(t, 1, rows)
	for range s.Rows() {
		t.Fatal("rows are given once")
	}
	require.NoError(t, s.Err())
}
