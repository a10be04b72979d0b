package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/chaintest"
	"github.com/reliefchain/relief/testutil/dehua"
	grantkeeper "github.com/reliefchain/relief/x/grant/keeper"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// tenMonths is what Dehua published for January to October 2024, fen.
const tenMonths = 1_984_362_00

// TestDehuaTenMonths loads the reconstructed registers of the three townships and pays January to October 2024, one run for the county
// each month: what the county printed is met to the fen, by township and in the county, and so is the sum of the ten months. What it didn't
// print is a deterministic split of printed sums; dehua.Published says which month is which.
func TestDehuaTenMonths(t *testing.T) {
	t.Parallel()
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight, chaintest.Parallel)
	c.OpenOffice(chaintest.Office{Budget: tenMonths, Coins: tenMonths, First: jan, Rolls: 3})
	registers, err := dehua.Registers(dehua.Seed)
	require.NoError(t, err)
	rolls := map[string]uint32{}
	for n, area := range chaintest.RollAreas {
		rolls[area] = uint32(n + 1)
	}
	for _, r := range registers {
		load(t, c, "dehua-approver", "dehua-intake", rolls[r.Area], r.Rows, 5)
	}

	var paid uint64
	bases := map[dehua.Basis]int{}
	for period := jan; period < granttypes.Period(dehua.UntilPeriod); period++ {
		run := pay(t, c, "dehua-approver2", "dehua-treasury-treasurer", chaintest.Denom, period, 1, 2, 3)
		require.Equal(t, run.SealedAmount, run.PaidAmount)
		byArea := map[string]uint64{dehua.County: run.PaidAmount}
		chunks, err := grantkeeper.NewQueryServer(c.App().Grant).Chunks(c.Context(), &granttypes.QueryChunksRequest{Run: run.Id})
		require.NoError(t, err)
		for _, chunk := range chunks.Chunks {
			byArea[chaintest.RollAreas[chunk.Roll-1]] += chunk.Chunk.PaidAmount
		}
		figures := dehua.Published(uint32(period))
		require.Len(t, figures, 4)
		for _, f := range figures {
			require.Equal(t, f.Amount, byArea[f.Area], "%s %s", f.Area, period)
			bases[f.Basis]++
			if f.Area == dehua.County && f.Basis == dehua.Printed {
				require.Equal(t, uint64(f.Households), run.PaidCount, period.String())
			}
		}
		paid += run.PaidAmount
	}
	require.Equal(t, map[dehua.Basis]int{dehua.Printed: 12, dehua.Difference: 4, dehua.EqualShare: 24}, bases)
	require.Equal(t, uint64(tenMonths), paid)

	// The county had exactly that and has nothing left, in the budget or in coins.
	budget, err := grantkeeper.NewQueryServer(c.App().Grant).Budget(c.Context(), &granttypes.QueryBudgetRequest{Node: 2, Year: 2024})
	require.NoError(t, err)
	require.Equal(t, granttypes.Ledger{Node: 2, Year: 2024, Received: tenMonths, Disbursed: tenMonths}, budget.Ledger)
	treasury := granttypes.TreasuryAddress(chaintest.Organisations["dehua"])
	require.True(t, c.App().Bank.GetBalance(c.Context(), treasury, chaintest.Denom).IsZero())
}
