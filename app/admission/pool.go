//relief:node-local what waits at one node, and in which order it proposes that; no state depends on it

// Package admission decides which transactions wait for a block at a node, and in which order it proposes them. Classes of service
// come first. Within a class everybody's first waiting transaction comes before anybody's second one, and nobody has more than a few
// waiting: whoever sends faster than blocks are made gets in the way of no one else. Each class has places of its own, and so has each
// office within a class.
package admission

import (
	"context"
	"sync"
	"time"

	errorsmod "cosmossdk.io/errors"
	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/mempool"
	"github.com/cosmos/cosmos-sdk/x/auth/signing"

	"github.com/reliefchain/relief/x/fee"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

const (
	// MaxWaiting bounds the transactions that wait at a node, each of which is checked again after every block.
	MaxWaiting = 6_750
	// MaxBytes bounds their size together.
	MaxBytes = 64 << 20
	// MaxPerSender bounds those of one sender. A load of a register keeps this many on the way; with more, a sender could fill
	// blocks for as long as it takes to work through them.
	MaxPerSender = 16
	// staleAfter is how long a transaction may wait before it makes room for another one of its sender: it is in a block of somebody
	// else's, or nobody wants it. A node that never proposes hears of neither.
	staleAfter = 2 * time.Minute
	// sweepEvery is how often all stale ones are looked for when places are short.
	sweepEvery = time.Second
)

var _ mempool.ExtMempool = (*Pool)(nil)

// Pool holds the transactions that wait.
type Pool struct {
	*mempool.PriorityNonceMempool[int64]

	now     func() time.Time
	mu      sync.Mutex
	waiting map[string]map[uint64]waiting // by sender and sequence
	taken   taken
	swept   time.Time
}

// waiting is a transaction in the pool.
type waiting struct {
	tx     sdk.Tx
	since  time.Time
	weight fee.Weight
	bytes  int
}

// New returns an empty pool.
func New() *Pool {
	return &Pool{
		now:     time.Now,
		waiting: map[string]map[uint64]waiting{},
		taken:   newTaken(),
		PriorityNonceMempool: mempool.NewPriorityMempool(mempool.PriorityNonceMempoolConfig[int64]{
			TxPriority: mempool.NewDefaultTxPriority(), SignerExtractor: Signers{}, MaxTx: MaxWaiting,
		}),
	}
}

// Insert implements mempool.Mempool. The priority in the context is the class of service.
func (p *Pool) Insert(ctx context.Context, tx sdk.Tx, option mempool.InsertOption) error {
	sender, sequence, err := first(tx)
	if err != nil {
		return err
	}
	inner := sdk.UnwrapSDKContext(ctx)
	weight, weighed := fee.WeightOf(inner)
	if !weighed {
		weight.Class = feetypes.SERVICE_CLASS_OTHER
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.room(sender, sequence); err != nil {
		return err
	}
	before, again := p.waiting[sender][sequence]
	if !again {
		if err := p.place(weight, len(inner.TxBytes())); err != nil {
			return err
		}
	}
	place := len(p.waiting[sender])
	inner = inner.WithPriority(inner.Priority()*MaxWaiting - int64(place))
	if err := p.PriorityNonceMempool.Insert(inner, tx, option); err != nil {
		return errorsmod.Wrap(sdkerrors.ErrMempoolIsFull, err.Error())
	}
	if again {
		p.taken.add(before.weight, before.bytes, -1)
	}
	p.keep(sender, sequence, waiting{tx, p.now(), weight, len(inner.TxBytes())})
	return nil
}

func (p *Pool) keep(sender string, sequence uint64, w waiting) {
	if p.waiting[sender] == nil {
		p.waiting[sender] = map[uint64]waiting{}
	}
	p.waiting[sender][sequence] = w
	p.taken.add(w.weight, w.bytes, 1)
}

// forget takes a transaction out of the books, and tells whether it was in them.
func (p *Pool) forget(sender string, sequence uint64) (waiting, bool) {
	w, found := p.waiting[sender][sequence]
	if !found {
		return w, false
	}
	p.taken.add(w.weight, w.bytes, -1)
	if delete(p.waiting[sender], sequence); len(p.waiting[sender]) == 0 {
		delete(p.waiting, sender)
	}
	return w, true
}

// room refuses another transaction of a sender who has enough waiting, all of them lately.
func (p *Pool) room(sender string, sequence uint64) error {
	mine := p.waiting[sender]
	if _, again := mine[sequence]; again || len(mine) < MaxPerSender {
		return nil
	}
	p.dropStale(sender)
	if n := len(p.waiting[sender]); n >= MaxPerSender {
		return errorsmod.Wrapf(sdkerrors.ErrMempoolIsFull, "%d transactions of this sender wait already: send again when one of them is in a block", n)
	}
	return nil
}

// place refuses a transaction for which its class or its office has no place.
func (p *Pool) place(weight fee.Weight, bytes int) error {
	err := p.taken.fits(weight, bytes)
	if err == nil || p.now().Sub(p.swept) < sweepEvery {
		return err
	}
	p.swept = p.now()
	for sender := range p.waiting {
		p.dropStale(sender)
	}
	return p.taken.fits(weight, bytes)
}

// dropStale takes out what a sender has waiting for too long.
func (p *Pool) dropStale(sender string) {
	for sequence, w := range p.waiting[sender] {
		if p.now().Sub(w.since) > staleAfter {
			p.forget(sender, sequence)
			_ = p.PriorityNonceMempool.Remove(w.tx) // gone already is as good
		}
	}
}

// Place refuses a transaction that finds no place, before its signature and its sequence are looked at.
func (p *Pool) Place(weight fee.Weight, bytes int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.place(weight, bytes)
}

// SelectBy implements mempool.ExtMempool: most urgent first, without those for which a block has no room any more, and what the same sender
// signed after them.
func (p *Pool) SelectBy(ctx context.Context, txs [][]byte, take func(mempool.PooledTx) bool) {
	block, ok := ctx.Value(blockKey{}).(*block)
	if !ok {
		p.PriorityNonceMempool.SelectBy(ctx, txs, take)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	late := map[string]bool{}
	p.PriorityNonceMempool.SelectBy(ctx, txs, func(pooled mempool.PooledTx) bool {
		sender, sequence, err := first(pooled.Tx)
		if err != nil || late[sender] {
			return true
		}
		if w, found := p.waiting[sender][sequence]; found && !block.fits(w.weight) {
			late[sender] = true
			return true
		}
		return take(pooled)
	})
}

// Remove implements mempool.Mempool.
func (p *Pool) Remove(tx sdk.Tx) error {
	return p.RemoveWithReason(context.Background(), tx, mempool.RemoveReason{})
}

// RemoveWithReason implements mempool.ExtMempool.
func (p *Pool) RemoveWithReason(ctx context.Context, tx sdk.Tx, reason mempool.RemoveReason) error {
	sender, sequence, err := first(tx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forget(sender, sequence)
	return p.PriorityNonceMempool.RemoveWithReason(ctx, tx, reason)
}

// CheckTx refuses a transaction of a sender who has enough waiting before anything that costs time is done with it. A node that has
// just started takes none: the SDK doesn't know the height, and with it the accounts, until the next block.
func (p *Pool) CheckTx(decode sdk.TxDecoder, ready func() bool) sdk.CheckTxHandler {
	return func(run sdk.RunTx, req *abci.RequestCheckTx) (*abci.ResponseCheckTx, error) {
		tx, err := decode(req.Tx)
		if err == nil && req.Type == abci.CheckTxType_New {
			err = p.admit(tx, ready())
		}
		if err != nil {
			return sdkerrors.ResponseCheckTxWithEvents(err, 0, 0, nil, false), nil
		}
		gas, result, events, err := run(req.Tx, tx)
		if err != nil {
			return sdkerrors.ResponseCheckTxWithEvents(err, gas.GasWanted, gas.GasUsed, events, false), nil
		}
		return &abci.ResponseCheckTx{GasWanted: int64(gas.GasWanted), GasUsed: int64(gas.GasUsed), Log: result.Log, Data: result.Data}, nil
	}
}

func (p *Pool) admit(tx sdk.Tx, ready bool) error {
	if !ready {
		return errorsmod.Wrap(sdkerrors.ErrMempoolIsFull, "the node has just started: send again after its next block")
	}
	sender, sequence, err := first(tx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.room(sender, sequence)
}

// Signers names who signs a transaction by its messages. The SDK's own takes the keys in the signatures, which may be left out.
type Signers struct{}

// GetSigners implements mempool.SignerExtractionAdapter.
func (Signers) GetSigners(tx sdk.Tx) ([]mempool.SignerData, error) {
	signed, ok := tx.(signing.SigVerifiableTx)
	if !ok {
		return nil, errorsmod.Wrapf(sdkerrors.ErrTxDecode, "%T has no signatures", tx)
	}
	signers, err := signed.GetSigners()
	if err != nil {
		return nil, errorsmod.Wrap(sdkerrors.ErrTxDecode, err.Error())
	}
	signatures, err := signed.GetSignaturesV2()
	if err != nil {
		return nil, errorsmod.Wrap(sdkerrors.ErrTxDecode, err.Error())
	}
	if len(signers) == 0 || len(signers) != len(signatures) {
		return nil, errorsmod.Wrapf(sdkerrors.ErrUnauthorized, "%d signatures of %d signers", len(signatures), len(signers))
	}
	all := make([]mempool.SignerData, len(signers))
	for i, s := range signatures {
		all[i] = mempool.NewSignerData(signers[i], s.Sequence)
	}
	return all, nil
}

// first is the sender, whose sequence orders the transactions.
func first(tx sdk.Tx) (sender string, sequence uint64, err error) {
	all, err := Signers{}.GetSigners(tx)
	if err != nil {
		return "", 0, err
	}
	return string(all[0].Signer), all[0].Sequence, nil
}
