package network

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/cometbft/cometbft/crypto/ed25519"
	rpcclient "github.com/cometbft/cometbft/rpc/client"
	cmttypes "github.com/cometbft/cometbft/types"

	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// MostMissed is how many blocks a seat may miss around the swap of its key.
const MostMissed = 2

// settled is how many blocks a key signs before it is believed.
const settled = 10

// ErrSilent says that a key doesn't sign.
var ErrSilent = errors.New("the key doesn't sign")

// Proof is a consensus key and the signature that shows who holds it, as "reliefd validator new-key" and "prove" print them.
type Proof struct {
	ConsensusKey struct {
		Key []byte `json:"key"`
	} `json:"consensus_key"`
	Operator  string `json:"operator"`
	Height    int64  `json:"height"`
	Signature []byte `json:"signature"`
}

// ParseProof reads what one of the commands printed.
func ParseProof(out []byte) (Proof, error) {
	var p Proof
	if err := json.Unmarshal(out, &p); err != nil {
		return p, fmt.Errorf("read a proof: %w: %s", err, out)
	}
	return p, nil
}

// Address of the key.
func (p Proof) Address() cmttypes.Address { return ed25519.PubKey(p.ConsensusKey.Key).Address() }

// Rotation gives the operator's seat the key.
func (p Proof) Rotation() *validatortypes.MsgRotateKey {
	return &validatortypes.MsgRotateKey{Operator: p.Operator, NewKey: p.ConsensusKey.Key, Height: p.Height, Signature: p.Signature}
}

// Missed waits until a key that was accepted at a height has signed ten blocks, and counts those that it missed since it could sign. The
// province that is asked must be another one.
func Missed(ctx context.Context, c rpcclient.Client, address cmttypes.Address, changed int64) (int, error) {
	from := changed + validatortypes.UpdateDelay
	for height, signed := from, 0; height < from+10*settled; height++ {
		ok, err := Signs(ctx, c, height, address)
		if err != nil {
			return 0, err
		}
		if ok {
			signed++
		}
		if signed == settled {
			return int(height-from) + 1 - settled, nil
		}
	}
	return 0, fmt.Errorf("%w: %s in %d blocks from height %d on", ErrSilent, address, 10*settled, from)
}

// Signs tells whether the next block holds a key's signature for a height, once there is that block.
func Signs(ctx context.Context, c rpcclient.Client, height int64, address cmttypes.Address) (bool, error) {
	for next := height + 1; ; {
		block, err := c.Block(ctx, &next)
		if err == nil && block.Block != nil {
			for _, s := range block.Block.LastCommit.Signatures {
				if bytes.Equal(s.ValidatorAddress, address) {
					return s.BlockIDFlag == cmttypes.BlockIDFlagCommit, nil
				}
			}
			return false, nil
		}
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("block %d: %w (%w)", next, ctx.Err(), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
