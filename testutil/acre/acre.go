// Package acre is one month of Bolsa Família in one Brazilian state, as published: families and money by municipality. The figures in data/
// are those, with their source in data/SOURCE.md. The rows of families that Split makes are reconstructed: nobody published any, and they
// belong to nobody.
package acre

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
)

// State is the code of Acre.
const State = "12"

// Totals of the month.
const (
	Families uint64 = 133_945
	Centavos uint64 = 97_181_556_00
)

// Widths are the digits of a state's and a municipality's code.
var Widths = []uint32{2, 7}

//go:embed data/bolsa_familia_2024-12.csv
var monthCSV string

// Municipality is one row of the month.
type Municipality struct {
	// Code by IBGE, 7 digits.
	Code string
	// Name of the municipality.
	Name string
	// Families that were paid.
	Families uint64
	// Centavos they were paid together.
	Centavos uint64
}

// Municipalities gives the 22 rows by code.
func Municipalities() []Municipality {
	rows, err := csv.NewReader(strings.NewReader(monthCSV)).ReadAll()
	if err != nil {
		panic(err) // the file is part of the program
	}
	list := make([]Municipality, len(rows)-1)
	for i, row := range rows[1:] {
		list[i] = Municipality{Code: row[0], Name: row[1], Families: number(row[2]), Centavos: 100 * number(row[3])}
	}
	return list
}

// Split gives the municipality's money to so many reconstructed rows, in equal shares; the centavos that don't divide go to the first rows.
// It closes to the published amount exactly, however many rows there are.
func (m Municipality) Split(rows uint64) []uint64 {
	shares := make([]uint64, rows)
	for i := range shares {
		shares[i] = m.Centavos / rows
		if uint64(i) < m.Centavos%rows {
			shares[i]++
		}
	}
	return shares
}

func number(text string) uint64 {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}
