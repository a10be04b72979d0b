package casework

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Line is one line of a csv file.
type Line struct {
	// Number of the line in the file, from 1.
	Number int
	// Fields by column, without space around them. A column that the file doesn't have isn't there.
	Fields map[string]string
}

// Sheet reads a csv file with a header line: columns that it must have, and columns that it may have. All problems of its form are told at once.
// Any other column is refused, unless others are allowed: then it is read like the rest.
func Sheet(file string, r io.Reader, must, may []string, others bool) ([]Line, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxFile {
		return nil, Problems{{File: file, Rule: TooLarge}}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, Problems{{File: file, Rule: MalformedFile, Detail: "not UTF-8"}}
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return nil, Problems{{File: file, Rule: NoRows}}
		}
		return nil, Problems{{File: file, Line: 1, Rule: MalformedFile, Detail: "header"}}
	}
	columns, problems := readHeader(file, header, must, may, others)
	if len(problems) > 0 {
		return nil, problems
	}
	var lines []Line
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			var at *csv.ParseError
			if !errors.As(err, &at) {
				at = &csv.ParseError{}
			}
			return nil, append(problems, &Problem{File: file, Line: at.Line, Column: at.Column, Rule: MalformedFile, Detail: "quotes"})
		}
		number, _ := reader.FieldPos(0)
		if len(record) != len(columns) {
			problems = append(problems, &Problem{File: file, Line: number, Rule: MalformedRow, Detail: strconv.Itoa(len(columns)) + " fields are wanted"})
			continue
		}
		if len(lines) == MaxRows {
			return nil, append(problems, &Problem{File: file, Line: number, Rule: TooLarge})
		}
		line := Line{Number: number, Fields: make(map[string]string, len(columns))}
		for i, column := range columns {
			line.Fields[column] = strings.TrimSpace(record[i])
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 && len(problems) == 0 {
		problems = Problems{{File: file, Rule: NoRows}}
	}
	return lines, problems.Err()
}

func readHeader(file string, header, must, may []string, others bool) ([]string, Problems) {
	var problems Problems
	columns := make([]string, len(header))
	for i, name := range header {
		columns[i] = strings.TrimSpace(name)
		switch {
		case slices.Contains(columns[:i], columns[i]):
			problems = append(problems, &Problem{File: file, Line: 1, Rule: DuplicateColumn, Detail: "column " + strconv.Itoa(i+1)})
		case !others && !slices.Contains(must, columns[i]) && !slices.Contains(may, columns[i]):
			problems = append(problems, &Problem{File: file, Line: 1, Rule: UnknownColumn, Detail: "column " + strconv.Itoa(i+1)})
		}
	}
	for _, name := range must {
		if !slices.Contains(columns, name) {
			problems = append(problems, &Problem{File: file, Line: 1, Rule: MissingColumn, Detail: name})
		}
	}
	return columns, problems
}
