package app

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/app/admission"
	"github.com/reliefchain/relief/x/fee"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// setProposals gives the node an app-side mempool, without which ProcessProposal would accept unpaid or unauthorised
// transactions, and the proposal handlers over it. Priorities come from the service class set in the fee step.
func (a *App) setProposals() {
	proposals := &admission.Proposals{Pool: a.pool, App: a.BaseApp, Weigh: a.weigh}
	a.SetMempool(a.pool)
	a.SetPrepareProposal(proposals.Prepare)
	a.SetProcessProposal(proposals.Process)
	a.SetCheckTxHandler(a.pool.CheckTx(a.encoding.Tx.TxDecoder(), func() bool { return a.committed.Load() || a.LastBlockHeight() == 0 }))
}

func (a *App) weigh(ctx sdk.Context, signer sdk.AccAddress, msgs []sdk.Msg) (feetypes.ServiceClass, uint64, error) {
	return a.Fee.Weigh(ctx, signer, msgs, ctx.BlockHeight())
}

// placeDecorator refuses a new transaction that finds no place at this node, before its signature is looked at and its sequence moves. It
// decides nothing about blocks.
type placeDecorator struct{ pool *admission.Pool }

// AnteHandle implements sdk.AnteDecorator.
func (d placeDecorator) AnteHandle(ctx sdk.Context, tx sdk.Tx, simulate bool, next sdk.AnteHandler) (sdk.Context, error) {
	if weight, weighed := fee.WeightOf(ctx); weighed && ctx.IsCheckTx() && !ctx.IsReCheckTx() && !simulate {
		if err := d.pool.Place(weight, len(ctx.TxBytes())); err != nil {
			return ctx, err
		}
	}
	return next(ctx, tx, simulate)
}
