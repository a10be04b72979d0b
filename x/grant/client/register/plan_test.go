package register_test

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/cometbft/cometbft/crypto/merkle"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func TestPlanPathsLeadToTheRoot(t *testing.T) {
	for _, tc := range []struct {
		name   string
		rows   int
		per    int
		chunks int
	}{
		{name: "one chunk by default", rows: 50, chunks: 1},
		{name: "two chunks by default", rows: 51, chunks: 2},
		{name: "a chunk per row", rows: 7, per: 1, chunks: 7},
		{name: "last chunk shorter", rows: 10, per: 3, chunks: 4},
	} {
		t.Run(tc.name, func(t *testing.T) {
			reg := sample(tc.rows)
			plan, err := register.NewPlan(reg, tc.per)
			require.NoError(t, err)
			require.Len(t, plan.Chunks, tc.chunks)
			require.Len(t, plan.Root, sha256.Size)
			var leaves [][]byte
			var rows []granttypes.ImportRow
			for i, chunk := range plan.Chunks {
				require.Equal(t, uint32(i), chunk.Index)
				leaf, err := chunk.Marshal()
				require.NoError(t, err)
				hash := sha256.Sum256(append([]byte{0}, leaf...))
				proof := merkle.Proof{Total: int64(tc.chunks), Index: int64(i), LeafHash: hash[:], Aunts: plan.Path(i)}
				require.NoError(t, proof.Verify(plan.Root, leaf))
				leaves, rows = append(leaves, leaf), append(rows, chunk.Rows...)
			}
			require.Equal(t, merkle.HashFromByteSlices(leaves), plan.Root)
			require.Equal(t, reg.Rows, rows)
		})
	}
}

func TestPlanTotalsByFiscalYear(t *testing.T) {
	reg := sample(2)
	reg.Rows[0].Schedule = granttypes.Schedule{
		Changes: []granttypes.Change{
			{Period: january - 1, Amount: 100}, {Period: january, Amount: 0}, {Period: january + 23, Amount: 7},
		},
		UntilPeriod: january + 26,
	}
	reg.Rows[1].Schedule = granttypes.Schedule{
		Changes:     []granttypes.Change{{Period: january + 24, Amount: 5}},
		UntilPeriod: january + 25,
	}
	plan, err := register.NewPlan(reg, 0)
	require.NoError(t, err)
	require.Equal(t, granttypes.ImportTotals{Rows: 2, Persons: 4, Amounts: []granttypes.YearAmount{
		{Year: 2023, Amount: 100}, {Year: 2025, Amount: 7}, {Year: 2026, Amount: 14 + 5},
	}}, plan.Totals)
}

func TestPlanRefuses(t *testing.T) {
	twice := sample(2)
	twice.Rows[1] = twice.Rows[0]
	for _, tc := range []struct {
		name string
		reg  *register.Register
		per  int
		want register.Rule
	}{
		{name: "too many rows a chunk", reg: sample(1), per: register.MaxChunkRows + 1, want: register.ChunkRows},
		{name: "negative rows a chunk", reg: sample(1), per: -1, want: register.ChunkRows},
		{name: "no rows", reg: sample(0), want: register.NoRows},
		{name: "row twice", reg: twice, want: register.DuplicateHousehold},
	} {
		t.Run(tc.name, func(t *testing.T) {
			plan, err := register.NewPlan(tc.reg, tc.per)
			require.Nil(t, plan)
			require.ErrorIs(t, err, tc.want)
		})
	}
}

// The sum of all instalments fits 64 bits, though each of them fits 40.
func TestTotalBeyond64Bits(t *testing.T) {
	reg := sample(1)
	for n := 1; n <= 1<<64/(register.MaxMonths<<40); n++ {
		r := row(n)
		for i := range r.Household.Persons {
			r.Household.Persons[i].HolderKey = nil
		}
		r.Schedule.Changes = []granttypes.Change{{Period: january, Amount: register.MaxAmount}}
		r.Schedule.UntilPeriod = january + register.MaxMonths
		reg.Rows = append(reg.Rows, r)
	}
	require.NoError(t, reg.Check())
	last := reg.Rows[len(reg.Rows)-1]
	last.Household = row(len(reg.Rows)).Household
	reg.Rows = append(reg.Rows, last)
	require.ErrorIs(t, reg.Check(), register.TotalTooLarge)
}

func TestWriteRefusesWhatReadWould(t *testing.T) {
	reg := sample(1)
	reg.Rows[0].Household.MemberRoot = nil
	var b bytes.Buffer
	require.ErrorIs(t, register.Write(&b, reg), register.HexMalformed)
	require.Zero(t, b.Len())
}

// drawRegister draws a register that keeps every rule.
func drawRegister(t *rapid.T) *register.Register {
	reg := &register.Register{Header: register.Header{
		Programme:     rapid.Uint32Range(1, 1<<32-1).Draw(t, "programme"),
		Area:          rapid.StringMatching(`[1-9][0-9]{0,5}`).Draw(t, "area"),
		Currency:      "cny",
		Reconstructed: rapid.Bool().Draw(t, "reconstructed"),
		Label:         rapid.SampledFrom([]string{"", "label", `"quoted" <label> \`, "标签"}).Draw(t, "label"),
	}}
	persons, keys := 0, 0
	for n := range rapid.IntRange(1, 12).Draw(t, "rows") {
		r := row(n)
		r.Household.Area = reg.Area + rapid.StringMatching(`[0-9]{0,6}`).Draw(t, "home")
		r.Household.Persons = nil
		for range rapid.IntRange(1, 4).Draw(t, "persons") {
			persons++
			p := beneficiarytypes.Enrolment{Ref: digest("p", persons)[:16], AttrRoot: digest("a", persons)}
			if rapid.Bool().Draw(t, "key") {
				keys++
				p.HolderKey = holderKey(keys)
			}
			for class := range rapid.IntRange(0, register.MaxTags).Draw(t, "tags") {
				p.Tags = append(p.Tags, beneficiarytypes.Tag{Class: uint32(class + 1), Value: digest("t", persons)})
			}
			r.Household.Persons = append(r.Household.Persons, p)
		}
		r.Schedule = drawSchedule(t)
		reg.Rows = append(reg.Rows, r)
	}
	return reg
}

func drawSchedule(t *rapid.T) granttypes.Schedule {
	period := rapid.Uint32Range(1970*12, 4000*12).Draw(t, "from")
	amount := uint64(0)
	var s granttypes.Schedule
	count := rapid.IntRange(1, 6).Draw(t, "changes")
	for i := range count {
		least := uint64(0)
		if i == 0 || i == count-1 {
			least = 1
		}
		next := rapid.Uint64Range(least, register.MaxAmount).Filter(func(a uint64) bool { return a != amount }).Draw(t, "amount")
		s.Changes = append(s.Changes, granttypes.Change{Period: period, Amount: next})
		amount, period = next, period+rapid.Uint32Range(1, 100).Draw(t, "months")
	}
	s.UntilPeriod = period
	return s
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		reg := drawRegister(rt)
		file := write(t, reg)
		back, err := register.ReadFrom("file", strings.NewReader(file))
		require.NoError(rt, err)
		require.Equal(rt, reg.Header, back.Header)
		require.Equal(rt, bytesOf(t, reg), bytesOf(t, back))
		require.Equal(rt, file, write(t, back))
	})
}

// The totals by year are the sum of every instalment, month by month.
func TestTotalsAreTheInstalments(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		reg := drawRegister(rt)
		years := make(map[uint32]uint64)
		for _, r := range reg.Rows {
			at, amount := 0, uint64(0)
			for p := r.Schedule.Changes[0].Period; p < r.Schedule.UntilPeriod; p++ {
				if at < len(r.Schedule.Changes) && r.Schedule.Changes[at].Period == p {
					amount = r.Schedule.Changes[at].Amount
					at++
				}
				if amount > 0 {
					years[p/12] += amount
				}
			}
		}
		plan, err := register.NewPlan(reg, 0)
		require.NoError(rt, err)
		require.Len(rt, plan.Totals.Amounts, len(years))
		for i, year := range plan.Totals.Amounts {
			require.Equal(rt, years[year.Year], year.Amount)
			require.True(rt, i == 0 || plan.Totals.Amounts[i-1].Year < year.Year)
		}
	})
}

func TestRegisterWithoutRowsKeepsItsLines(t *testing.T) {
	reg := sample(7)
	rest := reg.Without(func(row int) bool { return row == 0 || row == 3 })
	rest = rest.Without(func(row int) bool { return row == 1 })
	require.Equal(t, reg.Header, rest.Header)
	require.Equal(t, []granttypes.ImportRow{reg.Rows[1], reg.Rows[4], reg.Rows[5], reg.Rows[6]}, rest.Rows)
	plan, err := register.NewPlan(rest, 3)
	require.NoError(t, err)
	require.Len(t, plan.Chunks, 2)
	var lines []int
	for i, chunk := range plan.Chunks {
		for position, row := range chunk.Rows {
			require.Equal(t, rest.Rows[plan.Row(i, position)], row)
			lines = append(lines, rest.Line(plan.Row(i, position)))
		}
	}
	require.Equal(t, []int{3, 6, 7, 8}, lines)
	require.Equal(t, 8, reg.Line(6))

	rest.Rows[2].Household.Persons = nil
	var problems register.Problems
	require.ErrorAs(t, rest.Check(), &problems)
	require.Equal(t, 7, problems[0].Line)
}
