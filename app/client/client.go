// Package client is how a Go program of an office talks to a node: sign a message, send it, wait until it is in a block.
package client

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/app"
)

// Time a transaction may take to get into a block, and the pause between two looks.
const (
	inclusionTimeout = 60 * time.Second
	pollInterval     = 200 * time.Millisecond
)

// maxAttempts bounds how often a transaction is signed again with a fresh sequence.
const maxAttempts = 10

// gasLimit satisfies the shape of a transaction; the price list sets the real ceiling.
const gasLimit = 1_000_000

// ErrNotIncluded says that a transaction was accepted by the node but not seen in a block in time; it may still get in.
var ErrNotIncluded = errors.New("transaction not in a block yet")

// errNoAnswer says that a transaction's messages answered nothing.
var errNoAnswer = errors.New("the transaction has no answer")

// Refused is a transaction that the chain refused: by the node before a block, or in a block.
type Refused struct {
	// Codespace and Code name the rule.
	Codespace string
	Code      uint32
	// Log explains.
	Log string
	// Hash of the transaction.
	Hash string
}

// Is tells whether the rule is that of a registered error, so that errors.Is finds it.
func (r *Refused) Is(target error) bool {
	rule, ok := target.(*errorsmod.Error)
	return ok && r.Codespace == rule.Codespace() && r.Code == rule.ABCICode()
}

// Error implements error.
func (r *Refused) Error() string {
	return fmt.Sprintf("refused (%s %d): %s", r.Codespace, r.Code, r.Log)
}

// Client signs with a keyring and talks to one node. It is safe for concurrent use; transactions of one key keep their order.
type Client struct {
	conn     *grpc.ClientConn
	encoding app.Encoding
	keys     keyring.Keyring
	chainID  string

	mu       sync.Mutex
	accounts map[string]*account
}

type account struct{ number, sequence uint64 }

// Dial connects to a node's gRPC address, such as localhost:9090. The keyring may be nil for queries. It speaks without TLS unless an
// option gives other credentials.
func Dial(ctx context.Context, address string, encoding app.Encoding, keys keyring.Keyring, options ...grpc.DialOption) (*Client, error) {
	conn, err := grpc.NewClient(address, append([]grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(encoding.Registry).GRPCCodec()), grpc.MaxCallRecvMsgSize(64<<20)),
	}, options...)...)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", address, err)
	}
	info, err := cmtservice.NewServiceClient(conn).GetNodeInfo(ctx, &cmtservice.GetNodeInfoRequest{})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("ask %s for its chain id (is the node running?): %w", address, err), conn.Close())
	}
	return &Client{conn: conn, encoding: encoding, keys: keys, chainID: info.DefaultNodeInfo.Network, accounts: map[string]*account{}}, nil
}

// Close ends the connection.
func (c *Client) Close() error { return c.conn.Close() }

// Conn is the connection, for query clients.
func (c *Client) Conn() grpc.ClientConnInterface { return c.conn }

// ChainID is the chain the node is on.
func (c *Client) ChainID() string { return c.chainID }

// Address returns the address of a key.
func (c *Client) Address(key string) (string, error) {
	r, err := c.keys.Key(key)
	if err != nil {
		return "", fmt.Errorf("key %q: %w", key, err)
	}
	addr, err := r.GetAddress()
	if err != nil {
		return "", fmt.Errorf("key %q: %w", key, err)
	}
	return addr.String(), nil
}

// Send signs messages with a key, sends them in one transaction and waits for its block. A refusal is a *Refused.
func (c *Client) Send(ctx context.Context, key string, msgs ...sdk.Msg) (*sdk.TxResponse, error) {
	return c.SendWithFee(ctx, key, nil, msgs...)
}

// SendWithFee is Send for a key that pays its own fee, at most the coins given.
func (c *Client) SendWithFee(ctx context.Context, key string, most sdk.Coins, msgs ...sdk.Msg) (*sdk.TxResponse, error) {
	hash, err := c.Broadcast(ctx, key, most, msgs...)
	if err != nil {
		return nil, err
	}
	return c.Wait(ctx, hash)
}

// Broadcast signs and sends without waiting for the block; it returns the hash once the node has accepted the transaction. When
// another program has used the key meanwhile, it takes the next sequence and tries again; when the node has enough of this key
// waiting, it waits too.
func (c *Client) Broadcast(ctx context.Context, key string, most sdk.Coins, msgs ...sdk.Msg) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	began := time.Now()
	for attempt := 1; ; {
		hash, err := c.broadcast(ctx, key, most, msgs)
		switch {
		case errors.Is(err, sdkerrors.ErrMempoolIsFull) && time.Since(began) < inclusionTimeout:
		case errors.Is(err, sdkerrors.ErrWrongSequence) && attempt < maxAttempts:
			attempt++
		default:
			return hash, err
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(pollInterval):
		}
	}
}

func (c *Client) broadcast(ctx context.Context, key string, most sdk.Coins, msgs []sdk.Msg) (string, error) {
	acc, err := c.account(ctx, key)
	if err != nil {
		return "", err
	}
	raw, err := c.sign(ctx, key, *acc, most, msgs)
	if err != nil {
		return "", err
	}
	res, err := txtypes.NewServiceClient(c.conn).BroadcastTx(ctx, &txtypes.BroadcastTxRequest{TxBytes: raw, Mode: txtypes.BroadcastMode_BROADCAST_MODE_SYNC})
	if err != nil {
		delete(c.accounts, key)
		return "", fmt.Errorf("send the transaction: %w", err)
	}
	if r := res.TxResponse; r.Code != 0 {
		refused := &Refused{Codespace: r.Codespace, Code: r.Code, Log: r.RawLog, Hash: r.TxHash}
		if !errors.Is(refused, sdkerrors.ErrMempoolIsFull) {
			delete(c.accounts, key)
		}
		return "", refused
	}
	acc.sequence++
	return res.TxResponse.TxHash, nil
}

// Wait waits until a transaction is in a block and returns what it did there.
func (c *Client) Wait(ctx context.Context, hash string) (*sdk.TxResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, inclusionTimeout)
	defer cancel()
	service := txtypes.NewServiceClient(c.conn)
	for {
		res, err := service.GetTx(ctx, &txtypes.GetTxRequest{Hash: hash})
		switch {
		case err == nil && res.TxResponse.Code != 0:
			r := res.TxResponse
			return nil, &Refused{Codespace: r.Codespace, Code: r.Code, Log: r.RawLog, Hash: r.TxHash}
		case err == nil:
			return res.TxResponse, nil
		case ctx.Err() != nil:
			return nil, fmt.Errorf("%w: %s", ErrNotIncluded, hash)
		case status.Code(err) != codes.NotFound && !strings.Contains(err.Error(), "not found"):
			return nil, fmt.Errorf("look the transaction up: %w", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pollInterval):
		}
	}
}

// account loads number and sequence of a key once; after a refusal it is loaded again.
func (c *Client) account(ctx context.Context, key string) (*account, error) {
	if acc, ok := c.accounts[key]; ok {
		return acc, nil
	}
	address, err := c.Address(key)
	if err != nil {
		return nil, err
	}
	res, err := authtypes.NewQueryClient(c.conn).AccountInfo(ctx, &authtypes.QueryAccountInfoRequest{Address: address})
	if err != nil {
		return nil, fmt.Errorf("look the account %s up (a key gets one when it is registered or receives coins): %w", address, err)
	}
	acc := &account{number: res.Info.AccountNumber, sequence: res.Info.Sequence}
	c.accounts[key] = acc
	return acc, nil
}

func (c *Client) sign(ctx context.Context, key string, acc account, most sdk.Coins, msgs []sdk.Msg) ([]byte, error) {
	factory := tx.Factory{}.
		WithChainID(c.chainID).WithKeybase(c.keys).WithTxConfig(c.encoding.Tx).
		WithSignMode(signing.SignMode_SIGN_MODE_DIRECT).
		WithAccountNumber(acc.number).WithSequence(acc.sequence).WithGas(gasLimit)
	builder, err := factory.BuildUnsignedTx(msgs...)
	if err != nil {
		return nil, fmt.Errorf("build the transaction: %w", err)
	}
	builder.SetFeeAmount(most)
	if err := tx.Sign(ctx, factory, key, builder, true); err != nil {
		return nil, fmt.Errorf("sign the transaction: %w", err)
	}
	return c.encoding.Tx.TxEncoder()(builder.GetTx())
}

// Response reads what the first message of a transaction answered.
func Response(res *sdk.TxResponse, into interface{ Unmarshal([]byte) error }) error {
	raw, err := hex.DecodeString(res.Data)
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	var data sdk.TxMsgData
	if err := data.Unmarshal(raw); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if len(data.MsgResponses) == 0 {
		return errNoAnswer
	}
	return into.Unmarshal(data.MsgResponses[0].Value)
}
