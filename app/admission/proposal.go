package admission

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// Weigh finds the class of a signer's messages and their gas ceiling at the height of a context.
type Weigh func(ctx sdk.Context, signer sdk.AccAddress, msgs []sdk.Msg) (feetypes.ServiceClass, uint64, error)

// of weighs a transaction.
func (w Weigh) of(ctx sdk.Context, tx sdk.Tx) (feetypes.ServiceClass, uint64, error) {
	sender, _, err := first(tx)
	if err != nil {
		return feetypes.SERVICE_CLASS_UNSPECIFIED, 0, err
	}
	return w(ctx, sdk.AccAddress(sender), tx.GetMsgs())
}

// Proposals makes and judges proposals in which classes that can wait have a share of a block's gas.
type Proposals struct {
	Pool     *Pool
	Verifier baseapp.ProposalTxVerifier
	Weigh    Weigh
}

// Prepare proposes what waits, the most urgent first.
func (p Proposals) Prepare(ctx sdk.Context, req *abci.RequestPrepareProposal) (*abci.ResponsePrepareProposal, error) {
	block := &block{weigh: p.Weigh, most: maxGas(ctx)}
	handler := p.handler()
	handler.SetTxSelector(block)
	return handler.PrepareProposalHandler()(ctx.WithValue(blockKey{}, block), req)
}

// Process rejects a block with more of a class than its share, or with a transaction that the ante step refuses. It looks at the shares
// first: they cost no signature.
func (p Proposals) Process(ctx sdk.Context, req *abci.RequestProcessProposal) (*abci.ResponseProcessProposal, error) {
	var load feetypes.Load
	most := maxGas(ctx)
	for _, raw := range req.Txs {
		fits := false
		if tx, err := p.Verifier.TxDecode(raw); err == nil {
			if class, gas, err := p.Weigh.of(ctx, tx); err == nil {
				load, fits = load.Add(class, gas, most)
			}
		}
		if !fits {
			return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}, nil
		}
	}
	return p.handler().ProcessProposalHandler()(ctx, req)
}

// handler is the SDK's, which keeps the order of sequences, runs the ante step and bounds the gas of the whole block.
func (p Proposals) handler() *baseapp.DefaultProposalHandler {
	handler := baseapp.NewDefaultProposalHandler(p.Pool, p.Verifier)
	handler.SetSignerExtractionAdapter(Signers{})
	return handler
}

// maxGas is the gas of a block; 0 is no limit.
func maxGas(ctx sdk.Context) uint64 {
	if b := ctx.ConsensusParams().Block; b != nil && b.MaxGas > 0 {
		return uint64(b.MaxGas)
	}
	return 0
}

// blockKey finds the block that a proposal is made for.
type blockKey struct{}

var _ baseapp.TxSelector = (*block)(nil)

// block is a proposal that fills up.
type block struct {
	weigh Weigh
	most  uint64
	load  feetypes.Load
	gas   uint64
	bytes uint64
	txs   [][]byte
}

// fits tells whether a transaction that waits has a chance, by what the fee step found when it came.
func (b *block) fits(w fee.Weight) bool {
	_, fits := b.load.Add(w.Class, w.Gas, b.most)
	return fits && (b.most == 0 || w.Gas <= b.most-b.gas)
}

// SelectedTxs implements baseapp.TxSelector.
func (b *block) SelectedTxs(context.Context) [][]byte { return b.txs }

// Clear implements baseapp.TxSelector. A block is made once.
func (b *block) Clear() {}

// SelectTxForProposal implements baseapp.TxSelector; it wants no more when not even the smallest act finds room.
func (b *block) SelectTxForProposal(ctx context.Context, maxBytes, _ uint64, tx sdk.Tx, raw []byte, _ uint64) bool {
	class, gas, err := b.weigh.of(sdk.UnwrapSDKContext(ctx), tx)
	if err != nil {
		return false
	}
	load, fits := b.load.Add(class, gas, b.most)
	size := uint64(cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{raw}))
	if fits && size <= maxBytes-b.bytes && (b.most == 0 || gas <= b.most-b.gas) {
		b.load, b.gas, b.bytes, b.txs = load, b.gas+gas, b.bytes+size, append(b.txs, raw)
	}
	return b.bytes >= maxBytes || b.most > 0 && b.most-b.gas < feetypes.MinProtectedGas
}
