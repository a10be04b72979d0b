package register

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"
)

// currenciesCSV has the minor units of ISO 4217.
//
//go:embed currencies.csv
var currenciesCSV string

// currencies gives the digits after the point by code in lower case.
var currencies = sync.OnceValue(func() map[string]int {
	rows, err := csv.NewReader(strings.NewReader(currenciesCSV)).ReadAll()
	if err != nil {
		panic(err) // the file is part of the program
	}
	table := make(map[string]int, len(rows))
	for _, row := range rows[1:] {
		n, err := strconv.Atoi(row[1])
		if err != nil {
			panic(err)
		}
		table[row[0]] = n
	}
	return table
})

// Decimals gives the digits after the point of a currency of ISO 4217, and whether it is one.
func Decimals(currency string) (int, bool) { return decimals(currency) }

// decimals gives the digits after the point of a known currency.
func decimals(currency string) (int, bool) {
	n, known := currencies()[currency]
	return n, known
}
