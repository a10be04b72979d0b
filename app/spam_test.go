package app_test

import (
	"bytes"
	"testing"

	errorsmod "cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"
	"github.com/cosmos/cosmos-sdk/client"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/tx"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/chaintest"
	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	feetypes "github.com/reliefchain/relief/x/fee/types"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// TestSpamCostsNoBlockSpace sends what pays nothing, what looks as if it needn't pay, and what hides in something else. No node takes it and
// no block with it is accepted.
func TestSpamCostsNoBlockSpace(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	stranger := chaintest.Officer("stranger")
	fee := func(coins ...sdk.Coin) func(client.TxBuilder) {
		return func(b client.TxBuilder) { b.SetFeeAmount(coins) }
	}
	inside := func(msg sdk.Msg) []*codectypes.Any {
		packed, err := codectypes.NewAnyWithValue(msg)
		require.NoError(t, err)
		return []*codectypes.Any{packed}
	}
	hash := bytes.Repeat([]byte{1}, granttypes.HashSize)
	redeem := &stablecointypes.MsgRedeem{Signer: stranger, Id: "anxin", Amount: sdkmath.OneInt()}
	for _, tc := range []struct {
		name   string
		signer string
		fee    func(client.TxBuilder)
		msgs   []sdk.Msg
		want   *errorsmod.Error
	}{
		{name: "nothing", signer: "donor", msgs: []sdk.Msg{gift("donor")}, want: feetypes.ErrPayerMissing},
		{name: "a coin of nothing", signer: "donor", fee: fee(sdk.Coin{Denom: chaintest.Denom, Amount: sdkmath.ZeroInt()}), msgs: []sdk.Msg{gift("donor")}, want: feetypes.ErrPayerMissing},
		{name: "too little", signer: "donor", fee: fee(sdk.NewInt64Coin(chaintest.Denom, 1)), msgs: []sdk.Msg{gift("donor")}, want: feetypes.ErrFeeTooLow},
		{name: "a coin that nobody takes", signer: "donor", fee: fee(sdk.NewInt64Coin("stake", 1_000_000)), msgs: []sdk.Msg{gift("donor")}, want: feetypes.ErrRateMissing},
		{name: "coins that it hasn't", signer: "stranger", fee: paying, msgs: []sdk.Msg{gift("stranger")}, want: feetypes.ErrFeeUnaffordable},

		{name: "a beneficiary's act of nobody", signer: "stranger", msgs: []sdk.Msg{redeem}, want: feetypes.ErrPayerMissing},
		{name: "an appeal of nobody", signer: "stranger", msgs: []sdk.Msg{&granttypes.MsgFileAppeal{Signer: stranger, Subject: granttypes.Subject{Kind: granttypes.SUBJECT_KIND_APPLICATION, Id: 1}, DocumentHash: hash}}, want: feetypes.ErrPayerMissing},
		{name: "a vote of nobody", signer: "stranger", msgs: []sdk.Msg{&govv1.MsgVote{ProposalId: 1, Voter: stranger, Option: govv1.OptionYes}}, want: feetypes.ErrPayerMissing},
		{name: "a gift behind a beneficiary's act", signer: "stranger", msgs: []sdk.Msg{redeem, gift("stranger")}, want: feetypes.ErrPayerMissing},
		{name: "an emergency of nobody", signer: "stranger", msgs: []sdk.Msg{&granttypes.MsgReportEmergency{
			Signer: stranger, Roll: 1, Payee: make([]byte, granttypes.RefSize), Persons: 1, FileHash: hash,
		}}, want: feetypes.ErrPayerMissing},

		{name: "a gift inside a proposal to the provinces", signer: "stranger", msgs: []sdk.Msg{&govv1.MsgSubmitProposal{Proposer: stranger, Messages: inside(gift("stranger"))}}, want: feetypes.ErrPayerMissing},
		{name: "a gift inside a proposal of an office", signer: "stranger", msgs: []sdk.Msg{&authoritytypes.MsgPropose{Signer: stranger, Messages: inside(gift("stranger"))}}, want: feetypes.ErrPayerMissing},
		{name: "a proposal that isn't there", signer: "stranger", msgs: []sdk.Msg{&authoritytypes.MsgExecute{Signer: stranger, Proposal: 99, ContentHash: hash}}, want: feetypes.ErrPayerMissing},
	} {
		t.Run(tc.name, func(t *testing.T) {
			raw := c.TxWith(chaintest.Key(tc.signer), tc.fee, tc.msgs...)
			requireRefused(t, c, raw, tc.want)
		})
	}
}

// A message of a kind that the chain doesn't know hides nothing: it can't be read.
func TestUnknownMessagesAreNotRead(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	packed, err := codectypes.NewAnyWithValue(gift("donor"))
	require.NoError(t, err)
	packed.TypeUrl = "/cosmos.authz.v1beta1.MsgExec"
	body, err := (&tx.TxBody{Messages: []*codectypes.Any{packed}}).Marshal()
	require.NoError(t, err)
	auth, err := (&tx.AuthInfo{Fee: &tx.Fee{}}).Marshal()
	require.NoError(t, err)
	raw, err := (&tx.TxRaw{BodyBytes: body, AuthInfoBytes: auth, Signatures: [][]byte{{1}}}).Marshal()
	require.NoError(t, err)
	requireRefused(t, c, raw, sdkerrors.ErrTxDecode)
}
