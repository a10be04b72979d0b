package chaintest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	"github.com/stretchr/testify/require"

	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// gasLimit satisfies the shape of a transaction; the price list sets the ceiling.
const gasLimit = 1_000_000

// Key is the account key of a name.
func Key(name string) *secp256k1.PrivKey {
	return secp256k1.GenPrivKeyFromSecret([]byte("relief test account " + name))
}

// Address is the account of a name.
func Address(name string) sdk.AccAddress { return sdk.AccAddress(SigningKey(name).PubKey().Address()) }

// SeatKey is the consensus key of the n-th seat.
func SeatKey(n int) *ed25519.PrivKey {
	return ed25519.GenPrivKeyFromSecret(fmt.Appendf(nil, "relief test seat %d", n))
}

// NewSeatKey is a further consensus key by name, for a seat that changes its key.
func NewSeatKey(name string) *ed25519.PrivKey {
	return ed25519.GenPrivKeyFromSecret([]byte("relief test seat key " + name))
}

// BlockHash is the hash that the block of a height has on a test chain.
func BlockHash(height int64) []byte {
	h := sha256.Sum256(fmt.Appendf(nil, "relief test block %d", height))
	return h[:]
}

// Possession signs the last block with a consensus key for the seat of an operator.
func (c *Chain) Possession(operator string, key *ed25519.PrivKey) (height int64, signature []byte) {
	c.t.Helper()
	signature, err := key.Sign(validatortypes.PossessionBytes(ChainID, operator, validatortypes.RecentBlock{Height: c.Height, Hash: BlockHash(c.Height)}))
	require.NoError(c.t, err)
	return c.Height, signature
}

// Tx signs messages with the key of a name, with the next sequence of the account.
func (c *Chain) Tx(name string, msgs ...sdk.Msg) []byte {
	c.t.Helper()
	return c.TxWith(SigningKey(name), nil, msgs...)
}

// TxWith signs messages with a key; change may alter the transaction before it is signed.
func (c *Chain) TxWith(key cryptotypes.PrivKey, change func(client.TxBuilder), msgs ...sdk.Msg) []byte {
	c.t.Helper()
	return c.TxFor(ChainID, key, change, msgs...)
}

// TxFor is TxWith for a chain of another id.
func (c *Chain) TxFor(chainID string, key cryptotypes.PrivKey, change func(client.TxBuilder), msgs ...sdk.Msg) []byte {
	c.t.Helper()
	address := sdk.AccAddress(key.PubKey().Address())
	var number, sequence uint64
	if acc := c.App().Account.GetAccount(c.Context(), address); acc != nil {
		number, sequence = acc.GetAccountNumber(), acc.GetSequence()
	}
	if next, ok := c.sequences[address.String()]; ok && next > sequence {
		sequence = next
	}
	config := c.App().Encoding().Tx
	b := config.NewTxBuilder()
	require.NoError(c.t, b.SetMsgs(msgs...))
	b.SetGasLimit(gasLimit)
	if change != nil {
		change(b)
	}
	sig := signing.SignatureV2{PubKey: key.PubKey(), Data: &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT}, Sequence: sequence}
	require.NoError(c.t, b.SetSignatures(sig))
	data := authsigning.SignerData{Address: address.String(), ChainID: chainID, AccountNumber: number, Sequence: sequence, PubKey: key.PubKey()}
	raw, err := authsigning.GetSignBytesAdapter(context.Background(), config.SignModeHandler(), signing.SignMode_SIGN_MODE_DIRECT, data, b.GetTx())
	require.NoError(c.t, err)
	signature, err := key.Sign(raw)
	require.NoError(c.t, err)
	sig.Data = &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT, Signature: signature}
	require.NoError(c.t, b.SetSignatures(sig))
	out, err := config.TxEncoder()(b.GetTx())
	require.NoError(c.t, err)
	c.sequences[address.String()] = sequence + 1
	return out
}

// Send makes a block, one second later, with one transaction of a name.
func (c *Chain) Send(name string, msgs ...sdk.Msg) Result {
	c.t.Helper()
	return c.Block(c.Now.Add(time.Second), c.Tx(name, msgs...))[0]
}

// MustSend is Send for what has to succeed.
func (c *Chain) MustSend(name string, msgs ...sdk.Msg) Result {
	c.t.Helper()
	r := c.Send(name, msgs...)
	require.True(c.t, r.OK(), "%s: %s", name, r.Log)
	return r
}
