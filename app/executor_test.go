package app_test

import (
	"context"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
)

// idling is an executor that executes nothing.
type idling struct{ was bool }

// Run implements sdk.TxRunner.
func (a *idling) Run(context.Context, storetypes.MultiStore, [][]byte, sdk.DeliverTxFunc) ([]*abci.ExecTxResult, error) {
	a.was = true
	return nil, nil
}

// TestBlocksRunInParallelWhereThatPays: those of transactions that pay for themselves.
func TestBlocksRunInParallelWhereThatPays(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	own, sponsored := c.TxWith(chaintest.Key("donor"), paying, gift("donor")), c.Tx("hebei-treasurer", topUp("hebei", 0))
	for _, tc := range []struct {
		name     string
		txs      [][]byte
		parallel bool
	}{
		{"empty", nil, false},
		{"one", [][]byte{own}, false},
		{"two that pay", [][]byte{own, own}, true},
		{"two thirds pay", [][]byte{own, sponsored, own}, true},
		{"half of them pay", [][]byte{own, sponsored}, false},
		{"an office pays", [][]byte{sponsored, sponsored}, false},
		{"no transactions", [][]byte{{1}, {2}, {3}}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var parallel, serial idling
			_, err := app.Choosing(&parallel, &serial).Run(t.Context(), nil, tc.txs, nil)
			require.NoError(t, err)
			require.Equal(t, idling{tc.parallel}, parallel)
			require.Equal(t, idling{!tc.parallel}, serial)
		})
	}
}
