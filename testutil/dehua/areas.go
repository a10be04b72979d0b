package dehua

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
)

// County is the area code of Dehua County.
const County = "350526"

// Area is an administrative division.
type Area struct {
	// Code by GB/T 2260: 2, 4, 6 or 9 digits.
	Code string
	// Name in Chinese, as published.
	Name string
	// Parent is the code above; "0" is the nation.
	Parent string
}

//go:embed data/areas.csv
var areasCSV string

// Areas gives Beijing, Tianjin, Hebei, and Fujian with its cities, its counties and Dehua's townships; parents before children.
func Areas() []Area {
	rows := table(areasCSV)
	areas := make([]Area, len(rows))
	for i, r := range rows {
		areas[i] = Area{Code: r["code"], Name: r["name"], Parent: r["parent"]}
	}
	return areas
}

// Codes gives the codes of Areas.
func Codes() []string {
	areas := Areas()
	codes := make([]string, len(areas))
	for i, a := range areas {
		codes[i] = a.Code
	}
	return codes
}

// table reads an embedded file as one map per row. The files are part of the program, so a broken one is a broken program.
func table(file string) []map[string]string {
	records, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		panic(err)
	}
	rows := make([]map[string]string, 0, len(records)-1)
	for _, record := range records[1:] {
		row := make(map[string]string, len(record))
		for i, cell := range record {
			row[records[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// number reads a cell of an embedded file.
func number(cell string) uint64 {
	n, err := strconv.ParseUint(cell, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}
