// Package maiji is a real district's money for people in hardship, as published: who gave it and what it was spent on in the first half
// of 2025. The figures in data/ are those, with their source in data/SOURCE.md. Payees are not in them: whoever pays the figures out on a
// test chain makes them up.
package maiji

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
)

// Codes of the four levels by GB/T 2260, from the nation down.
const (
	Nation   = "0"
	Gansu    = "62"
	Tianshui = "6205"
	District = "620503"
)

// Totals as printed, fen, and the difference between them.
const (
	Funds uint64 = 214_199_900_00
	Spent uint64 = 114_186_300_00
	Left  uint64 = 100_013_600_00
)

var (
	//go:embed data/funding.csv
	fundingCSV string
	//go:embed data/spending_2025-01_to_06.csv
	spendingCSV string
)

// Figure is one row of a table.
type Figure struct {
	// Name in English.
	Name string
	// Chinese is the printed name.
	Chinese string
	// Amount in fen.
	Amount uint64
}

// Funding gives the own funds of each level, from the nation down to the district.
func Funding() []Figure {
	return figures(fundingCSV, func(row []string) Figure { return Figure{row[0], row[1], fen(row[2])} })
}

// Spending gives what was spent on each programme from January to June.
func Spending() []Figure {
	return figures(spendingCSV, func(row []string) Figure { return Figure{row[1], row[0], fen(row[2])} })
}

// figures reads an embedded table without its header and its total. The files are part of the program, so a broken one is a broken program.
func figures(file string, read func([]string) Figure) []Figure {
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		panic(err)
	}
	var list []Figure
	for _, row := range rows[1 : len(rows)-1] {
		list = append(list, read(row))
	}
	return list
}

// fen reads an amount in units of 10,000 yuan with two decimals.
func fen(text string) uint64 {
	n, err := strconv.ParseUint(strings.Replace(text, ".", "", 1), 10, 64)
	if err != nil {
		panic(err)
	}
	return n * 100_00
}
