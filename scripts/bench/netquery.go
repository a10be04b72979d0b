package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

const (
	// pageSize is how many records an office reads at once.
	pageSize = 100
	// pagePause is how long it looks at them.
	pagePause = 10 * time.Millisecond
)

// reader is an office that reads pages of records, each of another roll, at the first node.
type reader struct {
	conn  *grpc.ClientConn
	rolls []rollPlan
	draw  *rand.Rand
	took  []time.Duration
}

func newReader(f *fleet, rolls []rollPlan) (*reader, error) {
	conn, err := grpc.NewClient(f.Nodes[0].GRPC(), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(f.Encoding.Registry).GRPCCodec())))
	return &reader{conn: conn, rolls: rolls, draw: rand.New(rand.NewPCG(3, 4))}, err
}

// read goes on until the context ends.
func (r *reader) read(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := r.page(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		time.Sleep(pagePause)
	}
	return nil
}

func (r *reader) page(ctx context.Context) error {
	roll := r.draw.IntN(len(r.rolls))
	slots := int(r.rolls[roll].slots)
	first, want := granttypes.FirstSlot+uint32(r.draw.IntN(max(1, slots-pageSize))), min(pageSize, slots)
	began := time.Now()
	res, err := granttypes.NewQueryClient(r.conn).Records(ctx, &granttypes.QueryRecordsRequest{Roll: uint32(roll + 1), FromSlot: first, Limit: pageSize})
	if err != nil {
		return fmt.Errorf("read roll %d: %w", roll+1, err)
	}
	if len(res.Records) != want {
		return fmt.Errorf("roll %d has %d records from %d: want %d", roll+1, len(res.Records), first, want)
	}
	r.took = append(r.took, time.Since(began))
	return nil
}
