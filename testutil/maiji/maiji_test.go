package maiji_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/maiji"
)

func sum(figures []maiji.Figure) uint64 {
	var total uint64
	for _, f := range figures {
		total += f.Amount
	}
	return total
}

func TestTablesAddUpToThePublishedTotals(t *testing.T) {
	require.Len(t, maiji.Funding(), 4)
	require.Len(t, maiji.Spending(), 8)
	require.Equal(t, maiji.Funds, sum(maiji.Funding()))
	require.Equal(t, maiji.Spent, sum(maiji.Spending()))
	require.Equal(t, maiji.Left, maiji.Funds-maiji.Spent)
	require.Equal(t, maiji.Figure{Name: "nation", Chinese: "中央财政困难群众救助补助资金", Amount: 169_310_000_00}, maiji.Funding()[0])
	require.Equal(t, maiji.Figure{Name: "disabled elderly care relief", Chinese: "困难失能老年人基本养老服务救助", Amount: 2_300_00}, maiji.Spending()[7])
}
