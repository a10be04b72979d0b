package app_test

import (
	"testing"
	"time"

	errorsmod "cosmossdk.io/errors"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/client"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	feetypes "github.com/reliefchain/relief/x/fee/types"
)

func gift(from string) sdk.Msg {
	return banktypes.NewMsgSend(chaintest.Address(from), chaintest.Address("stranger"), sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1)))
}

func paying(b client.TxBuilder) {
	b.SetFeeAmount(sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1_000_000)))
}

func TestTransactionsThatAreRefusedBeforeABlock(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	c.App().Encoding().Registry.RegisterImplementations((*tx.TxExtensionOptionI)(nil), &banktypes.MsgSend{}) // or it can't be decoded
	option, err := codectypes.NewAnyWithValue(&banktypes.MsgSend{})
	require.NoError(t, err)
	for _, tc := range []struct {
		name   string
		change func(client.TxBuilder)
		msgs   []sdk.Msg
		want   *errorsmod.Error
	}{
		{name: "memo", change: func(b client.TxBuilder) { b.SetMemo("hello") }, want: sdkerrors.ErrMemoTooLarge},
		{name: "option", change: func(b client.TxBuilder) {
			b.(authtx.ExtensionOptionsTxBuilder).SetExtensionOptions(option)
		}, want: sdkerrors.ErrUnknownExtensionOptions},
		{name: "option that isn't critical", change: func(b client.TxBuilder) {
			b.(authtx.ExtensionOptionsTxBuilder).SetNonCriticalExtensionOptions(option)
		}, want: sdkerrors.ErrUnknownExtensionOptions},
		{name: "unordered", change: func(b client.TxBuilder) {
			b.SetUnordered(true)
			b.SetTimeoutTimestamp(c.Now.Add(time.Minute))
		}, want: sdkerrors.ErrNotSupported},
		{name: "too many messages", msgs: make([]sdk.Msg, app.MaxMessages), want: sdkerrors.ErrTxTooLarge},
		{name: "two signers", msgs: []sdk.Msg{gift("dehua-intake")}, want: feetypes.ErrSeveralSigners},
		{name: "fee granter", change: func(b client.TxBuilder) { b.SetFeeGranter(chaintest.Address("dehua-intake")) }, want: feetypes.ErrGranterRefused},
		{name: "no fee", change: func(b client.TxBuilder) { b.SetFeeAmount(nil) }, want: feetypes.ErrPayerMissing},
		{name: "no price", msgs: []sdk.Msg{banktypes.NewMsgMultiSend(banktypes.Input{
			Address: chaintest.Officer("donor"), Coins: sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1)),
		}, []banktypes.Output{{Address: chaintest.Officer("stranger"), Coins: sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1))}})}, want: feetypes.ErrPriceMissing},
		{name: "too late", change: func(b client.TxBuilder) { b.SetTimeoutHeight(1) }, want: sdkerrors.ErrTxTimeoutHeight},
	} {
		t.Run(tc.name, func(t *testing.T) {
			msgs := []sdk.Msg{gift("donor")}
			for _, m := range tc.msgs {
				if m == nil {
					m = gift("donor")
				}
				msgs = append(msgs, m)
			}
			raw := c.TxWith(chaintest.Key("donor"), func(b client.TxBuilder) {
				paying(b)
				if tc.change != nil {
					tc.change(b)
				}
			}, msgs...)
			if tc.want.Is(feetypes.ErrSeveralSigners) {
				raw = signTwice(t, c, raw)
			}
			requireRefused(t, c, raw, tc.want)
		})
	}
}

// signTwice repeats the signature, so that the transaction has one for each of two signers.
func signTwice(t *testing.T, c *chaintest.Chain, raw []byte) []byte {
	t.Helper()
	config := c.App().Encoding().Tx
	decoded, err := config.TxDecoder()(raw)
	require.NoError(t, err)
	b, err := config.WrapTxBuilder(decoded)
	require.NoError(t, err)
	signatures, err := b.GetTx().GetSignaturesV2()
	require.NoError(t, err)
	require.NoError(t, b.SetSignatures(append([]signing.SignatureV2{}, signatures[0], signatures[0])...))
	out, err := config.TxEncoder()(b.GetTx())
	require.NoError(t, err)
	return out
}

func requireRefused(t *testing.T, c *chaintest.Chain, raw []byte, want *errorsmod.Error) {
	t.Helper()
	before := c.App().Bank.GetBalance(c.Context(), chaintest.Address("donor"), chaintest.Denom)
	proposed, err := c.App().ProcessProposal(&abci.RequestProcessProposal{Height: c.Height + 1, Time: c.Now.Add(time.Second), Txs: [][]byte{raw}})
	require.NoError(t, err)
	require.Equal(t, abci.ResponseProcessProposal_REJECT, proposed.Status, "a proposer who slips it in has no block")
	r := c.Block(c.Now.Add(time.Second), raw)[0]
	require.False(t, r.InBlock)
	require.Equal(t, want.Codespace(), r.Codespace, r.Log)
	require.Equal(t, want.ABCICode(), r.Code, r.Log)
	require.Equal(t, before, c.App().Bank.GetBalance(c.Context(), chaintest.Address("donor"), chaintest.Denom))
}

func TestTransactionOfAnotherChainIsRefused(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	requireRefused(t, c, c.TxFor("relief-other", chaintest.Key("donor"), paying, gift("donor")), sdkerrors.ErrUnauthorized)
}

func TestTransactionIsTakenOnce(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	raw := c.TxWith(chaintest.Key("donor"), paying, gift("donor"))
	require.True(t, c.Block(c.Now.Add(time.Second), raw)[0].OK())
	requireRefused(t, c, raw, sdkerrors.ErrWrongSequence)
}

// A proposer can't slip in what its mempool would have refused.
func TestProposalWithARefusedTransactionIsRejected(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World)
	good := c.TxWith(chaintest.Key("donor"), paying, gift("donor"))
	for _, tc := range []struct {
		name string
		txs  [][]byte
		want abci.ResponseProcessProposal_ProposalStatus
	}{
		{name: "good", txs: [][]byte{good}, want: abci.ResponseProcessProposal_ACCEPT},
		{name: "empty", want: abci.ResponseProcessProposal_ACCEPT},
		{name: "unpaid", txs: [][]byte{c.TxWith(chaintest.Key("donor"), nil, gift("donor"))}, want: abci.ResponseProcessProposal_REJECT},
		{name: "stranger without coins", txs: [][]byte{c.TxWith(chaintest.Key("stranger"), paying, gift("stranger"))}, want: abci.ResponseProcessProposal_REJECT},
		{name: "signed for another chain", txs: [][]byte{c.TxFor("relief-other", chaintest.Key("donor"), paying, gift("donor"))}, want: abci.ResponseProcessProposal_REJECT},
		{name: "twice", txs: [][]byte{good, good}, want: abci.ResponseProcessProposal_REJECT},
		{name: "no transaction", txs: [][]byte{[]byte("hello")}, want: abci.ResponseProcessProposal_REJECT},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, a := range c.Instances() {
				res, err := a.ProcessProposal(&abci.RequestProcessProposal{Height: c.Height + 1, Time: c.Now.Add(time.Second), Txs: tc.txs})
				require.NoError(t, err)
				require.Equal(t, tc.want, res.Status)
			}
		})
	}
}
