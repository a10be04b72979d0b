package app

import (
	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app/admission"
)

// setProposals gives the node an app-side mempool, without which ProcessProposal would accept unpaid or unauthorised
// transactions, and the proposal handlers over it. Priorities come from the service class set in the fee step.
func (a *App) setProposals() {
	pool := admission.New()
	handler := baseapp.NewDefaultProposalHandler(pool, a.BaseApp)
	handler.SetSignerExtractionAdapter(admission.Signers{})
	var prepare sdk.PrepareProposalHandler = handler.PrepareProposalHandler()
	a.SetMempool(pool)
	a.SetPrepareProposal(prepare)
	a.SetProcessProposal(handler.ProcessProposalHandler())
	a.SetCheckTxHandler(pool.CheckTx(a.encoding.Tx.TxDecoder(), func() bool { return a.committed.Load() || a.LastBlockHeight() == 0 }))
}
