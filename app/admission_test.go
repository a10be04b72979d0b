package app_test

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/admission"
	"github.com/reliefchain/relief/testutil/chaintest"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

// topUp is a message that differs each time.
func topUp(name string, n int) sdk.Msg {
	return &feetypes.MsgFundBudget{
		Signer: chaintest.Officer(name + "-treasurer"), Organisation: chaintest.Organisations[name], Amount: sdk.NewInt64Coin(chaintest.Denom, int64(n)+1),
	}
}

// waiting is what one node proposes and what it refuses.
type waiting struct {
	*testing.T
	*chaintest.Chain
}

func (w waiting) send(raw []byte) *abci.ResponseCheckTx {
	w.Helper()
	res, err := w.App().CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
	require.NoError(w, err)
	return res
}

func (w waiting) proposal() [][]byte {
	w.Helper()
	res, err := w.App().PrepareProposal(&abci.RequestPrepareProposal{Height: w.Height + 1, Time: w.Now, MaxTxBytes: 1 << 20})
	require.NoError(w, err)
	return res.Txs
}

func TestAFloodIsInNobodysWay(t *testing.T) {
	w := waiting{t, chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)}
	w.Block(w.Now.Add(time.Second))
	flood := make([][]byte, admission.MaxPerSender+1)
	for n := range flood {
		flood[n] = w.Tx("tianjin-treasurer", topUp("tianjin", n))
	}
	for n, raw := range flood[:admission.MaxPerSender] {
		require.Zero(t, w.send(raw).Code, "transaction %d", n)
	}
	last := flood[admission.MaxPerSender]
	damaged := append([]byte(nil), last...)
	damaged[len(damaged)-1] ^= 1
	for _, raw := range [][]byte{last, damaged} { // refused before its signature is looked at
		res := w.send(raw)
		require.Equal(t, sdkerrors.ErrMempoolIsFull.ABCICode(), res.Code, res.Log)
	}
	honest := [][]byte{w.Tx("hebei-treasurer", topUp("hebei", 0)), w.Tx("hebei-treasurer", topUp("hebei", 1))}
	for _, raw := range honest {
		require.Zero(t, w.send(raw).Code)
	}
	proposed := w.proposal()
	require.Len(t, proposed, admission.MaxPerSender+len(honest))
	require.ElementsMatch(t, [][]byte{flood[0], honest[0]}, proposed[:2], "everybody's first")
	require.ElementsMatch(t, [][]byte{flood[1], honest[1]}, proposed[2:4], "everybody's second")

	w.commit(proposed)
	require.Zero(t, w.send(last).Code, "there is room again")
	require.Equal(t, [][]byte{last}, w.proposal())
}

// commit makes a block of what a node has proposed.
func (w waiting) commit(txs [][]byte) {
	w.Helper()
	w.Height++
	w.Now = w.Now.Add(time.Second)
	_, err := w.App().FinalizeBlock(&abci.RequestFinalizeBlock{Height: w.Height, Time: w.Now, Txs: txs, Hash: chaintest.BlockHash(w.Height)})
	require.NoError(w, err)
	_, err = w.App().Commit()
	require.NoError(w, err)
}

// TestKeyMayBeLeftOut sends a transaction whose signature doesn't repeat the key that the account has.
func TestKeyMayBeLeftOut(t *testing.T) {
	w := waiting{t, chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)}
	w.Block(w.Now.Add(time.Second))
	w.Send("tianjin-treasurer", topUp("tianjin", 0)) // it has no money to move, but the chain knows its key from here on
	key := chaintest.Key("tianjin-treasurer")
	account := w.App().Account.GetAccount(w.Context(), sdk.AccAddress(key.PubKey().Address()))
	config := w.App().Encoding().Tx
	b := config.NewTxBuilder()
	require.NoError(t, b.SetMsgs(topUp("tianjin", 1)))
	b.SetGasLimit(1_000_000)
	signed := func(signature []byte) signing.SignatureV2 {
		data := &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT, Signature: signature}
		return signing.SignatureV2{Data: data, Sequence: account.GetSequence()}
	}
	require.NoError(t, b.SetSignatures(signed(nil)))
	data := authsigning.SignerData{
		Address: account.GetAddress().String(), ChainID: chaintest.ChainID, AccountNumber: account.GetAccountNumber(), Sequence: account.GetSequence(),
	}
	bytes, err := authsigning.GetSignBytesAdapter(t.Context(), config.SignModeHandler(), signing.SignMode_SIGN_MODE_DIRECT, data, b.GetTx())
	require.NoError(t, err)
	signature, err := key.Sign(bytes)
	require.NoError(t, err)
	require.NoError(t, b.SetSignatures(signed(signature)))
	raw, err := config.TxEncoder()(b.GetTx())
	require.NoError(t, err)
	res := w.send(raw)
	require.Zero(t, res.Code, res.Log)
	require.Equal(t, [][]byte{raw}, w.proposal())
}

func TestANodeThatHasJustStartedTakesNothing(t *testing.T) {
	w := waiting{t, chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight, chaintest.Restarted)}
	raw := w.Tx("tianjin-treasurer", topUp("tianjin", 0))
	w.Block(w.Now.Add(time.Second))
	restarted := w.Instances()[1]
	res, err := restarted.CheckTx(&abci.RequestCheckTx{Tx: raw, Type: abci.CheckTxType_New})
	require.NoError(t, err)
	require.Equal(t, sdkerrors.ErrMempoolIsFull.ABCICode(), res.Code, res.Log)
	require.Zero(t, w.send(raw).Code)
}
