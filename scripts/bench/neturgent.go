package main

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/reliefchain/relief/testutil/chaintest"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// urgent is an officer who reports one emergency after the other, each at the next node.
type urgent struct {
	fleet  *fleet
	payees int
	roll   int
	sent   int
	took   []time.Duration
	blocks []int // after the one that the node was at when it took the report
}

func newUrgent(ctx context.Context, f *fleet, s setup) (*urgent, error) {
	return &urgent{fleet: f, payees: s.Persons, roll: s.Rolls + 1}, f.learnAccount(ctx, intake, chaintest.Key(intake))
}

// report goes on until the context ends.
func (u *urgent) report(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := u.one(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	return nil
}

func (u *urgent) one(ctx context.Context) error {
	file := sha256.Sum256([]byte{byte(u.sent), byte(u.sent >> 8), byte(u.sent >> 16)})
	tx, err := u.fleet.sign(intake, gasShape, nil, &granttypes.MsgReportEmergency{
		Signer: chaintest.Officer(intake), Roll: uint32(u.roll), Payee: refOf(u.sent % u.payees), Persons: 1, FileHash: file[:],
	})
	if err != nil {
		return err
	}
	node := u.fleet.Nodes[u.sent%len(u.fleet.Nodes)]
	u.sent++
	hash, began := sha256.Sum256(tx), time.Now()
	height, err := u.fleet.height(ctx, node)
	if err != nil {
		return err
	}
	if err := u.fleet.send(ctx, node, tx); err != nil {
		return err
	}
	for blocks, found := 0, false; !found; {
		top, err := u.fleet.next(ctx, node, height)
		if err != nil {
			return err
		}
		at := time.Now()
		if err := u.fleet.has(ctx, node, height, top, func(in int64, tx [sha256.Size]byte) {
			if tx == hash {
				found = true
				u.took, u.blocks = append(u.took, at.Sub(began)), append(u.blocks, blocks+int(in-height))
			}
		}); err != nil {
			return err
		}
		blocks, height = blocks+int(top-height), top
	}
	return nil
}
