package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"
)

// mostAnswer bounds what a node may answer, bytes.
const mostAnswer = 64 << 20

// errNoNode says that a certificate alone leads nowhere.
var errNoNode = errors.New("name the node that serves gRPC over TLS with --grpc-addr HOST:PORT")

// addSecureFlags lets every query and transaction below a command go to a node's gRPC address, and name certificates.
func addSecureFlags(cmd *cobra.Command) {
	if set := cmd.Flags(); set.Lookup(flags.FlagNode) != nil {
		if set.Lookup(flags.FlagGRPC) == nil { // the SDK gives it to queries alone
			set.String(flags.FlagGRPC, "", "gRPC address of a node to send to, instead of its RPC")
			set.Bool(flags.FlagGRPCInsecure, false, "speak to that address without TLS")
		}
		new(secureFlags).add(cmd)
	}
	for _, c := range cmd.Commands() {
		addSecureFlags(c)
	}
}

// readSecureFlags reads them.
func readSecureFlags(cmd *cobra.Command) secureFlags {
	var f secureFlags
	f.ca, _ = cmd.Flags().GetString(caFlag)
	f.cert, _ = cmd.Flags().GetString(certFlag)
	f.key, _ = cmd.Flags().GetString(keyFlag)
	return f
}

// dialSecurely lets a query or a transaction go to the gRPC address that is named, with the certificates that are. The SDK knows only
// authorities that the machine trusts, shows no certificate, and sends transactions over CometBFT's RPC whatever the queries use.
func dialSecurely(cmd *cobra.Command) error {
	if cmd.Flags().Lookup(flags.FlagGRPC) == nil || cmd.Flags().Lookup(flags.FlagNode) == nil {
		return nil
	}
	ctx, err := client.ReadPersistentCommandFlags(client.GetClientContextFromCmd(cmd), cmd.Flags())
	if err != nil {
		return err
	}
	f := readSecureFlags(cmd)
	switch {
	case ctx.GRPCClient == nil && f != (secureFlags{}):
		return errNoNode
	case ctx.GRPCClient == nil:
		return nil
	}
	conn := ctx.GRPCClient
	if f != (secureFlags{}) {
		credentials, err := f.credentials()
		if err != nil {
			return err
		}
		if conn, err = grpc.NewClient(conn.Target(), grpc.WithTransportCredentials(credentials), grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(mostAnswer))); err != nil {
			return fmt.Errorf("connect to %s: %w", ctx.GRPCClient.Target(), err)
		}
	}
	for _, name := range []string{flags.FlagGRPC, flags.FlagNode} { // else the SDK dials once more when the command runs
		cmd.Flags().Lookup(name).Changed = false
	}
	return client.SetCmdClientContext(cmd, ctx.WithGRPCClient(conn).WithClient(&grpcNode{CometRPC: ctx.Client, conn: conn}))
}

// grpcNode sends and finds transactions over gRPC; whatever else is asked goes to CometBFT's RPC.
type grpcNode struct {
	client.CometRPC
	conn grpc.ClientConnInterface
}

// BroadcastTxSync implements client.CometRPC.
func (n *grpcNode) BroadcastTxSync(ctx context.Context, raw cmttypes.Tx) (*coretypes.ResultBroadcastTx, error) {
	return n.broadcast(ctx, raw, tx.BroadcastMode_BROADCAST_MODE_SYNC)
}

// BroadcastTxAsync implements client.CometRPC.
func (n *grpcNode) BroadcastTxAsync(ctx context.Context, raw cmttypes.Tx) (*coretypes.ResultBroadcastTx, error) {
	return n.broadcast(ctx, raw, tx.BroadcastMode_BROADCAST_MODE_ASYNC)
}

func (n *grpcNode) broadcast(ctx context.Context, raw cmttypes.Tx, mode tx.BroadcastMode) (*coretypes.ResultBroadcastTx, error) {
	res, err := tx.NewServiceClient(n.conn).BroadcastTx(ctx, &tx.BroadcastTxRequest{TxBytes: raw, Mode: mode})
	if err != nil {
		return nil, err
	}
	r := res.TxResponse
	return &coretypes.ResultBroadcastTx{Code: r.Code, Log: r.RawLog, Codespace: r.Codespace, Hash: raw.Hash()}, nil
}

// Tx implements client.CometRPC.
func (n *grpcNode) Tx(ctx context.Context, hash []byte, _ bool) (*coretypes.ResultTx, error) {
	res, err := tx.NewServiceClient(n.conn).GetTx(ctx, &tx.GetTxRequest{Hash: strings.ToUpper(hex.EncodeToString(hash))})
	if err != nil {
		return nil, err
	}
	r := res.TxResponse
	data, err := hex.DecodeString(r.Data)
	if err != nil {
		return nil, fmt.Errorf("read the answer about transaction %X: %w", hash, err)
	}
	return &coretypes.ResultTx{
		Hash: hash, Height: r.Height, Tx: r.Tx.GetValue(),
		TxResult: abci.ExecTxResult{
			Code: r.Code, Codespace: r.Codespace, Data: data, Log: r.RawLog, Info: r.Info, GasWanted: r.GasWanted, GasUsed: r.GasUsed, Events: r.Events,
		},
	}, nil
}

// Block implements client.CometRPC.
func (n *grpcNode) Block(ctx context.Context, height *int64) (*coretypes.ResultBlock, error) {
	service := cmtservice.NewServiceClient(n.conn)
	if height == nil {
		res, err := service.GetLatestBlock(ctx, &cmtservice.GetLatestBlockRequest{})
		if err != nil {
			return nil, err
		}
		height = &res.SdkBlock.Header.Height
	}
	res, err := service.GetBlockByHeight(ctx, &cmtservice.GetBlockByHeightRequest{Height: *height})
	if err != nil {
		return nil, err
	}
	block, err := cmttypes.BlockFromProto(res.Block) //nolint:staticcheck // the field that replaces it isn't CometBFT's block
	if err != nil {
		return nil, fmt.Errorf("read block %d: %w", *height, err)
	}
	id, err := cmttypes.BlockIDFromProto(res.BlockId)
	if err != nil {
		return nil, fmt.Errorf("read block %d: %w", *height, err)
	}
	return &coretypes.ResultBlock{BlockID: *id, Block: block}, nil
}
