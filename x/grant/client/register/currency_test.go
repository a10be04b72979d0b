package register_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// A register in another country's codes and currency is read and written like any other.
func TestOtherCurrencies(t *testing.T) {
	for _, tc := range []struct {
		name, currency, area, amount string
	}{
		{name: "reais", currency: "brl", area: "1200401", amount: `"680.00"`},
		{name: "yen", currency: "jpy", area: "13", amount: `"68000"`},
		{name: "dinars", currency: "kwd", area: "0101", amount: `"68.000"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			const december = 2024*12 + 11
			fill := func(b byte, n int) []byte { return bytes.Repeat([]byte{b}, n) }
			r := &register.Register{
				Header: register.Header{Programme: 1, Area: tc.area, Currency: tc.currency, Reconstructed: true},
				Rows: []granttypes.ImportRow{{
					Household: beneficiarytypes.HouseholdEnrolment{Ref: fill(1, 16), MemberRoot: fill(2, 32), Area: tc.area, Persons: []beneficiarytypes.Enrolment{{
						Ref: fill(3, 16), AttrRoot: fill(4, 32), Tags: []beneficiarytypes.Tag{{Class: 1, Value: fill(5, 32)}},
					}}},
					Schedule: granttypes.Schedule{Changes: []granttypes.Change{{Period: december, Amount: 68_000}}, UntilPeriod: december + 1},
				}},
			}
			var file bytes.Buffer
			require.NoError(t, register.Write(&file, r))
			require.Contains(t, file.String(), tc.amount)
			path := filepath.Join(t.TempDir(), "register.jsonl")
			require.NoError(t, os.WriteFile(path, file.Bytes(), 0o600))
			back, err := register.Read(path)
			require.NoError(t, err)
			require.Equal(t, r.Rows, back.Rows)
			require.Equal(t, r.Header, back.Header)
		})
	}
}
