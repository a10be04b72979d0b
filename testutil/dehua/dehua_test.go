package dehua_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/dehua"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

const (
	february = dehua.FirstPeriod + 1
	june     = dehua.FirstPeriod + 5
	october  = dehua.FirstPeriod + 9
)

func registers(t *testing.T, seed uint64) []register.Register {
	t.Helper()
	all, err := dehua.Registers(seed)
	require.NoError(t, err)
	return all
}

// due gives what a schedule pays in a period.
func due(s granttypes.Schedule, period uint32) uint64 {
	var amount uint64
	for _, c := range s.Changes {
		if c.Period <= period && period < s.UntilPeriod {
			amount = c.Amount
		}
	}
	return amount
}

// paid sums a register's period up as a figure.
func paid(r register.Register, period uint32) dehua.Figure {
	f := dehua.Figure{Area: r.Area, Period: period}
	for _, row := range r.Rows {
		if amount := due(row.Schedule, period); amount > 0 {
			f.Households++
			f.Persons += uint32(len(row.Household.Persons))
			f.Amount += amount
		}
	}
	return f
}

func TestAreasNameParentsFirst(t *testing.T) {
	seen := map[string]bool{"0": true}
	for _, a := range dehua.Areas() {
		require.True(t, seen[a.Parent], a.Code)
		require.False(t, seen[a.Code], a.Code)
		require.True(t, a.Parent == "0" || strings.HasPrefix(a.Code, a.Parent), a.Code)
		require.NotEmpty(t, a.Name)
		seen[a.Code] = true
	}
	for _, code := range append([]string{"11", "12", "13", "35", "3505", dehua.County}, dehua.Townships()...) {
		require.True(t, seen[code], code)
	}
	require.Len(t, dehua.Areas(), 4+9+84+18)
}

func TestPublishedFigures(t *testing.T) {
	for _, tc := range []struct {
		name    string
		period  uint32
		figures []dehua.Figure
	}{
		{name: "printed", period: february, figures: []dehua.Figure{
			{Area: "350526101", Households: 92, Persons: 183, Amount: 116_764_00, Basis: dehua.Printed},
			{Area: "350526100", Households: 81, Persons: 140, Amount: 84_128_00, Basis: dehua.Printed},
			{Area: "350526108", Households: 3, Persons: 3, Amount: 2_155_00, Basis: dehua.Printed},
			{Area: dehua.County, Households: 176, Persons: 326, Amount: 203_047_00, Basis: dehua.Printed},
		}},
		{name: "difference", period: dehua.FirstPeriod, figures: []dehua.Figure{
			{Area: "350526101", Amount: 114_264_00, Basis: dehua.Difference},
			{Area: "350526100", Amount: 82_498_00, Basis: dehua.Difference},
			{Area: "350526108", Amount: 2_155_00, Basis: dehua.Difference},
			{Area: dehua.County, Amount: 198_917_00, Basis: dehua.Difference},
		}},
		{name: "equal share", period: february + 1, figures: []dehua.Figure{
			{Area: "350526101", Amount: 115_790_66, Basis: dehua.EqualShare},
			{Area: "350526100", Amount: 81_374_33, Basis: dehua.EqualShare},
			{Area: "350526108", Amount: 2_155_00, Basis: dehua.EqualShare},
			{Area: dehua.County, Amount: 199_319_99, Basis: dehua.EqualShare},
		}},
		{name: "equal share with the rest", period: february + 3, figures: []dehua.Figure{
			{Area: "350526101", Amount: 115_790_68, Basis: dehua.EqualShare},
			{Area: "350526100", Amount: 81_374_34, Basis: dehua.EqualShare},
			{Area: "350526108", Amount: 2_155_00, Basis: dehua.EqualShare},
			{Area: dehua.County, Amount: 199_320_02, Basis: dehua.EqualShare},
		}},
		{name: "before", period: dehua.FirstPeriod - 1},
		{name: "after", period: dehua.UntilPeriod},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := dehua.Published(tc.period)
			require.Len(t, got, len(tc.figures))
			for i, want := range tc.figures {
				require.NotEmpty(t, got[i].Name)
				want.Name, want.Period = got[i].Name, tc.period
				require.Equal(t, want, got[i])
			}
		})
	}
}

func TestPublishedYear(t *testing.T) {
	for _, tc := range []struct {
		area  string
		total uint64
	}{
		{area: "350526101", total: 1_138_579_00},
		{area: "350526100", total: 824_233_00},
		{area: "350526108", total: 21_550_00},
		{area: dehua.County, total: 1_984_362_00},
	} {
		var sum uint64
		for period := dehua.FirstPeriod; period < dehua.UntilPeriod; period++ {
			for _, f := range dehua.Published(period) {
				if f.Area == tc.area {
					sum += f.Amount
				}
			}
		}
		require.Equal(t, tc.total, sum, tc.area)
	}
}

func TestRegistersMeetTheFigures(t *testing.T) {
	for _, seed := range []uint64{dehua.Seed, 0, 1, 2, 3, 4, 5, 6, 7, 1 << 63} {
		all := registers(t, seed)
		require.Len(t, all, 3)
		for period := dehua.FirstPeriod; period < dehua.UntilPeriod; period++ {
			var county dehua.Figure
			figures := dehua.Published(period)
			for i, r := range all {
				got, want := paid(r, period), figures[i]
				require.Equal(t, want.Area, got.Area)
				require.Equal(t, want.Amount, got.Amount, "%d of %s", period, r.Area)
				if want.Households > 0 {
					require.Equal(t, want.Households, got.Households, "%d of %s", period, r.Area)
					require.Equal(t, want.Persons, got.Persons, "%d of %s", period, r.Area)
				}
				county.Amount += got.Amount
				county.Households += got.Households
				county.Persons += got.Persons
			}
			require.Equal(t, figures[3].Amount, county.Amount)
			if figures[3].Households > 0 {
				require.Equal(t, figures[3].Households, county.Households)
				require.Equal(t, figures[3].Persons, county.Persons)
			}
		}
		require.Zero(t, paid(all[0], dehua.UntilPeriod).Amount)
	}
}

func TestCountyMonths(t *testing.T) {
	all := registers(t, dehua.Seed)
	for _, tc := range []struct {
		name   string
		period uint32
		want   dehua.Figure
	}{
		{name: "February", period: february, want: dehua.Figure{Households: 176, Persons: 326, Amount: 203_047_00}},
		{name: "June", period: june, want: dehua.Figure{Households: 173, Persons: 315, Amount: 197_645_00}},
		{name: "October", period: october, want: dehua.Figure{Households: 173, Persons: 311, Amount: 197_628_00}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got dehua.Figure
			for _, r := range all {
				f := paid(r, tc.period)
				got.Households += f.Households
				got.Persons += f.Persons
				got.Amount += f.Amount
			}
			require.Equal(t, tc.want, got)
		})
	}
}

// Months between printed ones keep the households of the printed one before; January has February's.
func TestPopulationBetweenPrintedMonths(t *testing.T) {
	for _, r := range registers(t, dehua.Seed) {
		for period := dehua.FirstPeriod; period < dehua.UntilPeriod; period++ {
			printed := february
			if period >= october {
				printed = october
			} else if period >= june {
				printed = june
			}
			require.Equal(t, paid(r, printed).Households, paid(r, period).Households)
			require.Equal(t, paid(r, printed).Persons, paid(r, period).Persons)
		}
	}
}

func TestInstalmentsStayInBounds(t *testing.T) {
	for _, r := range registers(t, dehua.Seed) {
		changes, odd := 0, 0
		for _, row := range r.Rows {
			require.LessOrEqual(t, row.Schedule.UntilPeriod, dehua.UntilPeriod)
			changes += len(row.Schedule.Changes) - 1
			for _, c := range row.Schedule.Changes {
				require.Positive(t, c.Amount)
				require.LessOrEqual(t, c.Amount, dehua.MaxPerPerson*uint64(len(row.Household.Persons)))
			}
			for _, c := range row.Schedule.Changes {
				if c.Amount%100 != 0 {
					odd++
					break
				}
			}
		}
		require.LessOrEqual(t, odd, 1, "one household takes the odd fen of %s", r.Area)
		require.Less(t, changes, len(r.Rows), "most households of %s keep their amount", r.Area)
	}
}

func TestHeadsHoldTheirKeys(t *testing.T) {
	for _, r := range registers(t, dehua.Seed) {
		for i, row := range r.Rows {
			for p, person := range row.Household.Persons {
				if p > 0 {
					require.Empty(t, person.HolderKey)
					continue
				}
				require.Equal(t, dehua.HolderKey(r.Area, i, p).PubKey().Bytes(), person.HolderKey)
			}
		}
	}
}

// golden is the SHA-256 of the three files of Seed, one after the other.
const golden = "d141f2bb85cd292f314594335bb38e6fbfdfde29f2af9a147df8562d9b97fb4b"

func TestFilesAreStableAndReadBack(t *testing.T) {
	first, second := files(t, dehua.Seed), files(t, dehua.Seed)
	require.Equal(t, first, second)
	require.NotEqual(t, first, files(t, dehua.Seed+1))
	sum := sha256.Sum256(bytes.Join(first, nil))
	require.Equal(t, golden, hex.EncodeToString(sum[:]))
	seen := make(map[string]bool)
	for i, file := range first {
		back, err := register.ReadFrom(dehua.Townships()[i], bytes.NewReader(file), register.KnownAreas(dehua.Codes()))
		require.NoError(t, err)
		require.True(t, back.Reconstructed)
		for _, row := range back.Rows {
			for _, p := range row.Household.Persons {
				require.False(t, seen[string(p.Ref)], "no person is on two registers")
				seen[string(p.Ref)] = true
			}
		}
		plan, err := register.NewPlan(back, 0)
		require.NoError(t, err)
		require.Len(t, plan.Totals.Amounts, 1)
	}
}

// files writes the registers of a seed.
func files(t *testing.T, seed uint64) [][]byte {
	t.Helper()
	var out [][]byte
	for _, r := range registers(t, seed) {
		var b bytes.Buffer
		require.NoError(t, register.Write(&b, &r))
		out = append(out, b.Bytes())
	}
	return out
}
