package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Columns of a month of Bolsa Família by municipality, as the Ministry of Development and Social Assistance publishes it (federal open
// data portal, "bolsa-familia", Creative Commons Attribution): code, month, families, whole reais, published average.
const (
	monthCode     = 0
	monthFamilies = 2
	monthReais    = 3
	monthColumns  = 5
	stateDigits   = 2
	centavos      = 100
)

// readMonth plans a roll for each municipality of a published month and runs by state. The rows of families are reconstructed:
// each municipality's money in equal shares, which close to the published figure; nobody published any, and they belong to nobody.
func readMonth(path string) (seeded, error) {
	file, err := os.Open(path)
	if err != nil {
		return seeded{}, fmt.Errorf("open the month: %w", err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.FieldsPerRecord = monthColumns
	rows, err := reader.ReadAll()
	if err != nil {
		return seeded{}, fmt.Errorf("read the month: %w", err)
	}
	if len(rows) == 0 {
		return seeded{}, fmt.Errorf("%s is empty", path)
	}
	var p seeded
	state := ""
	for i, row := range rows[1:] {
		families, err := strconv.ParseUint(row[monthFamilies], 10, 32)
		if err != nil || families == 0 {
			return seeded{}, fmt.Errorf("%s, row %d: families %q", path, i+2, row[monthFamilies])
		}
		reais, err := strconv.ParseFloat(row[monthReais], 64)
		if err != nil || reais <= 0 || reais != float64(uint64(reais)) {
			return seeded{}, fmt.Errorf("%s, row %d: reais %q", path, i+2, row[monthReais])
		}
		r := rollPlan{slots: uint32(families), amount: uint64(reais) * centavos}
		p.rolls = append(p.rolls, r)
		if of := row[monthCode][:stateDigits]; of != state || len(p.groups[len(p.groups)-1].rolls) == granttypes.MaxRunRolls {
			state, p.groups = of, append(p.groups, group{})
		}
		last := &p.groups[len(p.groups)-1]
		*last = last.with(uint32(len(p.rolls)), r)
	}
	return p, nil
}
