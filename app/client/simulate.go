package client

import (
	"context"
	"fmt"
	"strings"

	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	"google.golang.org/grpc/status"
)

// Doubt is a transaction that the node says would be refused. A node that tries a transaction names the rule in words only.
type Doubt struct {
	// Log explains.
	Log string
}

// Error implements error.
func (d *Doubt) Error() string { return "would be refused: " + d.Log }

// Simulate asks the node what messages would do if a key signed them now. Nothing is signed or sent. A refusal is a *Doubt.
func (c *Client) Simulate(ctx context.Context, key string, msgs ...sdk.Msg) (*sdk.Result, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	acc, err := c.account(ctx, key)
	if err != nil {
		return nil, err
	}
	raw, err := tx.Factory{}.
		WithChainID(c.chainID).WithKeybase(c.keys).WithTxConfig(c.encoding.Tx).WithFromName(key).WithSimulateAndExecute(true).
		WithSignMode(signing.SignMode_SIGN_MODE_DIRECT).
		WithAccountNumber(acc.number).WithSequence(acc.sequence).WithGas(gasLimit).BuildSimTx(msgs...)
	if err != nil {
		return nil, fmt.Errorf("build the transaction: %w", err)
	}
	res, err := txtypes.NewServiceClient(c.conn).Simulate(ctx, &txtypes.SimulateRequest{TxBytes: raw})
	if err != nil {
		delete(c.accounts, key)
		if s, ok := status.FromError(err); ok {
			log, _, tried := strings.Cut(s.Message(), " with gas used")
			if tried {
				return nil, &Doubt{Log: log}
			}
		}
		return nil, fmt.Errorf("try the transaction: %w", err)
	}
	return res.Result, nil
}

// SimulatedResponse reads what the first message of a tried transaction would answer.
func SimulatedResponse(res *sdk.Result, into interface{ Unmarshal([]byte) error }) error {
	if len(res.MsgResponses) == 0 {
		return errNoAnswer
	}
	return into.Unmarshal(res.MsgResponses[0].Value)
}
