package app

import (
	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/mempool"
)

// maxPooledTxs bounds the app-side mempool of one node.
const maxPooledTxs = 20_000

// setProposals gives the node an app-side mempool, without which ProcessProposal would accept unpaid or unauthorised
// transactions, and the proposal handlers over it. Priorities come from the service class set in the fee step.
func (a *App) setProposals() {
	pool := mempool.NewPriorityMempool(mempool.PriorityNonceMempoolConfig[int64]{
		TxPriority:      mempool.NewDefaultTxPriority(),
		SignerExtractor: mempool.NewDefaultSignerExtractionAdapter(),
		MaxTx:           maxPooledTxs,
	})
	handler := baseapp.NewDefaultProposalHandler(pool, a.BaseApp)
	var prepare sdk.PrepareProposalHandler = handler.PrepareProposalHandler()
	a.SetMempool(pool)
	a.SetPrepareProposal(prepare)
	a.SetProcessProposal(handler.ProcessProposalHandler())
}
