package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"golang.org/x/sync/errgroup"

	"github.com/reliefchain/relief/testutil/chaintest"
	"github.com/reliefchain/relief/testutil/network"
)

const (
	// submitters is how many transactions the client signs and sends at once.
	submitters = 16
	// again is when a transaction is sent once more that a node had no place for.
	again = 200 * time.Millisecond
	// settling is how long the last transactions may take.
	settling = time.Minute
)

// stream is accounts that send one transaction after the other, each as soon as the one before is in a block; deep ones have several on the
// way.
type stream struct {
	fleet *fleet
	units int // of a transaction
	depth int // transactions of an account on the way
	// sign makes the next transaction of the n-th account.
	sign func(n int) ([]byte, error)

	mu         sync.Mutex
	sent       map[[sha256.Size]byte]sending
	done       uint64 // units in blocks
	took       []time.Duration
	turnedAway atomic.Int64
}

// sending is a transaction on its way.
type sending struct {
	account int
	at      time.Time
}

// transfers are accounts that send coins to others and pay the fee.
func transfers(ctx context.Context, f *fleet, senders, accounts, recipients, depth int, denom string, fee int64, gas uint64) (*stream, error) {
	draw := rand.New(rand.NewPCG(1, 2))
	var drawing sync.Mutex
	bystanders := func(n int) []sdk.AccAddress {
		drawing.Lock()
		defer drawing.Unlock()
		all := make([]sdk.AccAddress, n)
		for i := range all {
			all[i] = bystander(draw.IntN(accounts))
		}
		return all
	}
	coins := func(n int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(denom, n)) }
	for i := range senders {
		if err := f.learnAccount(ctx, senderName(i), senderKey(i)); err != nil {
			return nil, err
		}
	}
	return &stream{fleet: f, units: recipients, depth: depth, sent: map[[sha256.Size]byte]sending{}, sign: func(n int) ([]byte, error) {
		from, to := addressOf(f.accounts[senderName(n)].key), bystanders(recipients)
		var msg sdk.Msg = banktypes.NewMsgSend(from, to[0], coins(1))
		if recipients > 1 {
			outputs := make([]banktypes.Output, recipients)
			for i := range outputs {
				outputs[i] = banktypes.NewOutput(to[i], coins(1))
			}
			msg = banktypes.NewMsgMultiSend(banktypes.NewInput(from, coins(int64(recipients))), outputs)
		}
		return f.sign(senderName(n), gas, coins(fee), msg)
	}}, nil
}

// run sends in windows and waits for what is on the way then.
func (s *stream) run(ctx context.Context, accounts, windows int, each time.Duration) (all []window, err error) {
	node := s.fleet.Nodes[0]
	height, err := s.fleet.height(ctx, node)
	if err != nil {
		return nil, err
	}
	ready := make(chan int, accounts*s.depth)
	for range s.depth {
		for i := range accounts {
			ready <- i
		}
	}
	sending, stop := context.WithCancel(ctx)
	defer stop()
	var g errgroup.Group
	for range min(submitters, accounts) { // those of one account go in the order of their sequences
		g.Go(func() error { return s.submit(sending, ready) })
	}
	var open window
	for len(all) < windows {
		if height, err = s.look(ctx, node, height, ready); err != nil {
			break
		}
		if open.took() >= each {
			if open, err = s.fleet.close(open, s.done); err != nil {
				break
			}
			all, open = append(all, open), window{}
		}
		if open.began.IsZero() {
			if open, err = s.fleet.open(s.done); err != nil {
				break
			}
		}
	}
	stop()
	if err := errors.Join(err, g.Wait()); err != nil {
		return nil, err
	}
	for end := time.Now().Add(settling); s.waiting() > 0; {
		if time.Now().After(end) {
			return nil, fmt.Errorf("%d transactions are in no block after %s", s.waiting(), settling)
		}
		if height, err = s.look(ctx, node, height, nil); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *stream) waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent)
}

// submit signs and sends for the accounts that are ready.
func (s *stream) submit(ctx context.Context, ready <-chan int) error {
	for {
		var n int
		select {
		case <-ctx.Done():
			return nil
		case n = <-ready:
		}
		tx, err := s.sign(n)
		if err != nil {
			return err
		}
		hash := sha256.Sum256(tx)
		s.mu.Lock()
		s.sent[hash] = sending{n, time.Now()}
		s.mu.Unlock()
		for refused := time.Now(); ; {
			err := s.fleet.send(context.WithoutCancel(ctx), s.fleet.Nodes[n%len(s.fleet.Nodes)], tx)
			if err == nil {
				break
			}
			if time.Since(refused) > settling {
				return err
			}
			s.turnedAway.Add(1)
			time.Sleep(again)
		}
	}
}

// look finds what the next block has.
func (s *stream) look(ctx context.Context, node *network.Node, height int64, ready chan<- int) (int64, error) {
	top, err := s.fleet.next(ctx, node, height)
	if err != nil {
		return 0, err
	}
	now := time.Now()
	return top, s.fleet.has(ctx, node, height, top, func(_ int64, hash [sha256.Size]byte) {
		s.mu.Lock()
		one, found := s.sent[hash]
		delete(s.sent, hash)
		s.mu.Unlock()
		if !found {
			return
		}
		s.done, s.took = s.done+uint64(s.units), append(s.took, now.Sub(one.at))
		if ready != nil {
			ready <- one.account
		}
	})
}

// reliefTransfers are those of a Relief network.
func reliefTransfers(ctx context.Context, f *fleet, s setup) (*stream, error) {
	return transfers(ctx, f, s.Senders, s.Accounts, 1, 1, chaintest.Denom, yuan, gasShape)
}
