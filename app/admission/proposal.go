package admission

import (
	"bytes"
	"context"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/baseapp"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
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

// App is what proposals need of the application.
type App interface {
	baseapp.ProposalTxVerifier
	// RunTx runs a transaction that is decoded already.
	RunTx(mode sdk.ExecMode, raw []byte, tx sdk.Tx, index int, store storetypes.MultiStore, cache map[string]any) (sdk.GasInfo, *sdk.Result, []abci.Event, error)
}

// Proposals makes and judges proposals in which classes that can wait have a share of a block's gas.
type Proposals struct {
	Pool  *Pool
	App   App
	Weigh Weigh

	own proposed
}

// proposed is what this node has proposed last.
type proposed struct {
	height int64
	time   time.Time
	hash   []byte // of the transactions
}

// Prepare proposes what waits, the most urgent first.
func (p *Proposals) Prepare(ctx sdk.Context, req *abci.RequestPrepareProposal) (*abci.ResponsePrepareProposal, error) {
	block := &block{weigh: p.Weigh, most: maxGas(ctx)}
	handler := baseapp.NewDefaultProposalHandler(p.Pool, p.App) // keeps the order of sequences and runs the ante step
	handler.SetSignerExtractionAdapter(Signers{})
	handler.SetTxSelector(block)
	res, err := handler.PrepareProposalHandler()(ctx.WithValue(blockKey{}, block), req)
	if err == nil {
		p.own = proposed{req.Height, req.Time, cmttypes.ToTxs(res.Txs).Hash()}
	}
	return res, err
}

// Process rejects a block with more of a class than its share, or with a transaction that the ante step refuses. It looks at the shares
// first: they cost no signature. What this node has proposed itself was judged when it was made, on the same state.
func (p *Proposals) Process(ctx sdk.Context, req *abci.RequestProcessProposal) (*abci.ResponseProcessProposal, error) {
	own := req.Height == p.own.height && req.Time.Equal(p.own.time) && bytes.Equal(cmttypes.ToTxs(req.Txs).Hash(), p.own.hash)
	if own || p.passes(ctx, req.Txs) {
		return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_ACCEPT}, nil
	}
	return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}, nil
}

// passes tells whether a block keeps to its gas and to the shares, and the ante step takes all of it.
func (p *Proposals) passes(ctx sdk.Context, raws [][]byte) bool {
	var load feetypes.Load
	most := maxGas(ctx)
	txs := make([]sdk.Tx, len(raws))
	for i, raw := range raws {
		tx, err := p.App.TxDecode(raw)
		if err != nil {
			return false
		}
		class, gas, err := p.Weigh.of(ctx, tx)
		if err != nil {
			return false
		}
		var fits bool
		if load, fits = load.Add(class, gas, most); !fits {
			return false
		}
		txs[i] = tx
	}
	var gas uint64
	for i, raw := range raws {
		used, _, _, err := p.App.RunTx(sdk.ExecModeProcessProposal, raw, txs[i], -1, nil, nil)
		if err != nil {
			return false
		}
		if gas += used.GasWanted; most > 0 && gas > most {
			return false
		}
	}
	return true
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
