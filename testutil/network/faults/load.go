package faults

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	"github.com/reliefchain/relief/testutil/network"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// sink is the organisation whose fee budget the load pays into; it spends nothing itself.
const sink = 3

// gasLimit satisfies the shape of a transaction; the price list sets the real ceiling.
const gasLimit = 1_000_000

// How long a stream waits for a block before it asks the next node, and between two looks.
const (
	blockPatience = 3 * time.Second
	lookInterval  = 100 * time.Millisecond
)

// Acknowledged is a transaction that a node has said to be in a block.
type Acknowledged struct {
	Hash   [sha256.Size]byte
	Height int64
	Result abci.ExecTxResult
	// At is when it was acknowledged, Took how long after it was first sent.
	At   time.Time
	Took time.Duration
}

// Sent is a transaction of the load; its id is unique in its stream.
type Sent struct {
	Stream string
	ID     int64
	// Paid into the budget of the sink, if it succeeds.
	Paid int64
}

// Load is many officers who each send one message after the other, every one different.
type Load struct {
	net     *network.Network
	streams []*stream
	stop    context.CancelFunc
	wait    sync.WaitGroup

	mu   sync.Mutex
	sent map[[sha256.Size]byte]Sent
	acks []Acknowledged
	last error
}

// stream is the load of one officer.
type stream struct {
	load    *Load
	key     string
	home    int // the node it prefers
	message func(signer string, id int64) (sdk.Msg, int64)
	signer  string
}

// NewLoad prepares two streams a province: payments into a budget with amounts that never repeat, and areas that are new each time.
func NewLoad(n *network.Network) (*Load, error) {
	l := &Load{net: n, sent: map[[sha256.Size]byte]Sent{}}
	seats := int64(n.Seats)
	for i, place := range devnet.Places[:n.Seats] {
		l.streams = append(l.streams, &stream{
			load: l, home: i, key: place.Name + "-treasurer",
			message: func(signer string, id int64) (sdk.Msg, int64) {
				amount := id*seats + int64(i)
				return &feetypes.MsgFundBudget{Signer: signer, Organisation: sink, Amount: sdk.NewInt64Coin(devnet.Denom(), amount)}, amount
			},
		}, &stream{
			load: l, home: i, key: place.Name + "-admin",
			message: func(signer string, id int64) (sdk.Msg, int64) {
				const villages = 999
				county := place.Area + "0101"
				town := fmt.Sprintf("%s%03d", county, 1+id/villages)
				codes := []string{county[:4], county, town, fmt.Sprintf("%s%03d", town, 1+id%villages)}
				return &authoritytypes.MsgRegisterAreas{Signer: signer, Codes: codes}, 0
			},
		})
	}
	for _, s := range l.streams {
		var err error
		if s.signer, err = l.Address(s.key); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// Address of a key.
func (l *Load) Address(key string) (string, error) {
	record, err := l.net.Keys.Key(key)
	if err != nil {
		return "", fmt.Errorf("key %s: %w", key, err)
	}
	address, err := record.GetAddress()
	return address.String(), err
}

// Start lets every stream send until Stop.
func (l *Load) Start(ctx context.Context) {
	ctx, l.stop = context.WithCancel(ctx)
	for _, s := range l.streams {
		l.wait.Go(func() {
			if err := s.run(ctx); err != nil && ctx.Err() == nil {
				l.fail(fmt.Errorf("the load of %s ended: %w", s.key, err))
			}
		})
	}
}

// Stop ends all streams.
func (l *Load) Stop() {
	if l.stop != nil {
		l.stop()
	}
	l.wait.Wait()
}

// Count is how many transactions are acknowledged so far.
func (l *Load) Count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acks)
}

// Acks are the acknowledgements so far, oldest first.
func (l *Load) Acks() []Acknowledged {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.acks)
}

// Err is what the load met last.
func (l *Load) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// Sent looks up a transaction by its hash.
func (l *Load) Sent(hash [sha256.Size]byte) (Sent, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.sent[hash]
	return s, ok
}

// Announce tells that a transaction may appear in a block.
func (l *Load) Announce(raw []byte, s Sent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent[sha256.Sum256(raw)] = s
}

// More waits for so many more acknowledgements than now.
func (l *Load) More(ctx context.Context, count int) error {
	want := l.Count() + count
	for l.Count() < want {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d of %d acknowledgements: %w (%w)", count-want+l.Count(), count, ctx.Err(), l.Err())
		case <-time.After(lookInterval):
		}
	}
	return nil
}

// Gap is the longest time without an acknowledgement since a moment.
func (l *Load) Gap(since time.Time) time.Duration {
	var longest time.Duration
	before := since
	for _, a := range l.Acks() {
		if a.At.After(since) {
			longest, before = max(longest, a.At.Sub(before)), a.At
		}
	}
	return max(longest, time.Since(before))
}

// Latency is the time from sending to acknowledgement that a share of the transactions since a moment kept to.
func (l *Load) Latency(since time.Time, share float64) time.Duration {
	var all []time.Duration
	for _, a := range l.Acks() {
		if a.At.Add(-a.Took).After(since) {
			all = append(all, a.Took)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, int(share*float64(len(all))))]
}

func (l *Load) fail(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = err
}

// Account looks up number and next sequence of a key.
func (l *Load) Account(ctx context.Context, key string) (number, sequence uint64, err error) {
	address, err := l.Address(key)
	if err != nil {
		return 0, 0, err
	}
	var account authtypes.QueryAccountInfoResponse
	if err := l.ask(ctx, "/cosmos.auth.v1beta1.Query/AccountInfo", &authtypes.QueryAccountInfoRequest{Address: address}, &account); err != nil {
		return 0, 0, err
	}
	return account.Info.AccountNumber, account.Info.Sequence, nil
}

func (s *stream) run(ctx context.Context) error {
	number, sequence, err := s.load.Account(ctx, s.key)
	if err != nil {
		return err
	}
	for id := int64(sequence) + 1; ctx.Err() == nil; id, sequence = id+1, sequence+1 {
		msg, paid := s.message(s.signer, id)
		raw, err := s.load.Sign(ctx, s.load.net.ChainID, s.key, number, sequence, msg)
		if err != nil {
			return err
		}
		s.load.Announce(raw, Sent{Stream: s.key, ID: id, Paid: paid})
		if err := s.deliver(ctx, raw); err != nil {
			return err
		}
	}
	return nil
}

// deliver sends the same bytes to one node after the other until one of them says they are in a block.
func (s *stream) deliver(ctx context.Context, raw []byte) error {
	hash, began := sha256.Sum256(raw), time.Now()
	for turn := s.home; ; turn++ {
		node := s.load.net.Seated()[turn%s.load.net.Seats]
		if node.Running() && !node.Frozen() {
			res, err := node.RPC().BroadcastTxSync(ctx, raw)
			switch {
			case err != nil && !strings.Contains(err.Error(), "in cache"):
				s.load.fail(fmt.Errorf("%s sends through %s: %w", s.key, node.Name, err))
			case err == nil && res.Code != 0:
				s.load.fail(fmt.Errorf("%s sends through %s: %s %d %s", s.key, node.Name, res.Codespace, res.Code, res.Log))
			}
			for until := time.Now().Add(blockPatience); time.Now().Before(until) && node.Running() && !node.Frozen(); {
				if found, err := node.RPC().Tx(ctx, hash[:], false); err == nil {
					s.load.acknowledge(Acknowledged{Hash: hash, Height: found.Height, Result: found.TxResult, At: time.Now(), Took: time.Since(began)})
					return nil
				}
				if err := pause(ctx, lookInterval); err != nil {
					return err
				}
			}
		}
		if err := pause(ctx, lookInterval); err != nil {
			return err
		}
	}
}

func (l *Load) acknowledge(a Acknowledged) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acks = append(l.acks, a)
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// Sign signs a transaction for a chain.
func (l *Load) Sign(ctx context.Context, chainID, key string, number, sequence uint64, msgs ...sdk.Msg) ([]byte, error) {
	factory := tx.Factory{}.WithChainID(chainID).WithKeybase(l.net.Keys).WithTxConfig(l.net.Encoding.Tx).
		WithSignMode(signing.SignMode_SIGN_MODE_DIRECT).WithAccountNumber(number).WithSequence(sequence).WithGas(gasLimit)
	builder, err := factory.BuildUnsignedTx(msgs...)
	if err != nil {
		return nil, fmt.Errorf("build the transaction: %w", err)
	}
	if err := tx.Sign(ctx, factory, key, builder, true); err != nil {
		return nil, fmt.Errorf("sign the transaction: %w", err)
	}
	return l.net.Encoding.Tx.TxEncoder()(builder.GetTx())
}

// ask queries the first node that answers.
func (l *Load) ask(ctx context.Context, path string, request, response proto.Message) error {
	var errs []error
	for _, node := range l.net.Running() {
		err := ask(ctx, node, 0, path, request, response)
		if err == nil {
			return nil
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
