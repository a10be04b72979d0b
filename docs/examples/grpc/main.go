// Command grpc shows how a Go program reads a node: the latest run that pays a grant, and what the beneficiary may withdraw.
//
//	go run ./docs/examples/grpc 127.0.0.1:9090 1-17
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: grpc ADDRESS GRANT")
		os.Exit(2)
	}
	if err := show(context.Background(), os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}

func show(ctx context.Context, address, text string) error {
	id, err := granttypes.ParseGrantID(text)
	if err != nil {
		return err
	}
	messages := codec.NewProtoCodec(codectypes.NewInterfaceRegistry()).GRPCCodec() // reads the chain's message types
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.ForceCodec(messages)))
	if err != nil {
		return err
	}
	defer conn.Close()
	queries := granttypes.NewQueryClient(conn)
	grant, err := queries.Grant(ctx, &granttypes.QueryGrantRequest{Id: uint64(id)})
	if err != nil {
		return err
	}
	roll, err := queries.Roll(ctx, &granttypes.QueryRollRequest{Id: grant.Grant.Roll})
	if err != nil {
		return err
	}
	run, err := queries.RunOfPeriod(ctx, &granttypes.QueryRunOfPeriodRequest{Roll: roll.Roll.Id, Period: roll.Roll.NextPeriod - 1})
	if err != nil {
		return err
	}
	r, balance := run.Run, grant.Record.Balance
	fmt.Printf("run %d for %s: %s, %d instalments paid, %d.%02d in all\n", r.Id, granttypes.Period(r.Period), r.Status, r.PaidCount, r.PaidAmount/100, r.PaidAmount%100)
	fmt.Printf("grant %s: balance %d.%02d\n", id, balance/100, balance%100)
	return nil
}
