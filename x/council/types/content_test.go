package types_test

import (
	"strings"
	"testing"
	"time"

	"cosmossdk.io/math"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/council/types"
)

var hash = strings.Repeat("0a", 32)

func consensus(change func(*consensustypes.MsgUpdateParams)) sdk.Msg {
	m := &consensustypes.MsgUpdateParams{
		Block:     &cmtproto.BlockParams{MaxBytes: types.MinBlockBytes, MaxGas: types.MinBlockGas},
		Evidence:  &cmtproto.EvidenceParams{MaxAgeNumBlocks: types.MinEvidenceBlocks, MaxAgeDuration: types.MinEvidenceAge, MaxBytes: 1},
		Validator: &cmtproto.ValidatorParams{PubKeyTypes: []string{"ed25519"}},
	}
	change(m)
	return m
}

func slashing(change func(*slashingtypes.Params)) sdk.Msg {
	p := slashingtypes.DefaultParams()
	p.SlashFractionDoubleSign, p.SlashFractionDowntime = math.LegacyZeroDec(), math.LegacyZeroDec()
	change(&p)
	return &slashingtypes.MsgUpdateParams{Params: p}
}

func auth(change func(*authtypes.Params)) sdk.Msg {
	p := authtypes.DefaultParams()
	change(&p)
	return &authtypes.MsgUpdateParams{Params: p}
}

func governance(change func(*govv1.Params)) sdk.Msg {
	p := types.GovernanceParams(time.Hour)
	change(&p)
	return &govv1.MsgUpdateParams{Params: p}
}

func upgrade(name, info string) sdk.Msg {
	return &upgradetypes.MsgSoftwareUpgrade{Plan: upgradetypes.Plan{Name: name, Height: 10, Info: info}}
}

func TestCheckContent(t *testing.T) {
	wrong, long := true, 61*24*time.Hour
	for _, c := range []struct {
		name string
		msg  sdk.Msg
		err  error
	}{
		{name: "our params", msg: &types.MsgUpdateParams{Params: types.DefaultParams()}},
		{name: "our params out of range", msg: &types.MsgUpdateParams{}, err: types.ErrParamsInvalid},
		{name: "another act", msg: &types.MsgSchedule{}, err: types.ErrContentRefused},
		{name: "coins", msg: &banktypes.MsgSend{}, err: types.ErrContentRefused},
		{name: "a proposal", msg: &govv1.MsgSubmitProposal{}, err: types.ErrContentRefused},
		{name: "denoms as text", msg: &banktypes.MsgSetSendEnabled{}, err: types.ErrContentRefused},

		{name: "bank", msg: &banktypes.MsgUpdateParams{Params: banktypes.DefaultParams()}},
		{name: "bank with text", msg: &banktypes.MsgUpdateParams{Params: banktypes.Params{SendEnabled: []*banktypes.SendEnabled{{}}}}, err: types.ErrContentInvalid}, //nolint:staticcheck // refused for that

		{name: "auth", msg: auth(func(*authtypes.Params) {})},
		{name: "dear bytes", msg: auth(func(p *authtypes.Params) { p.TxSizeCostPerByte = types.MaxTxByteCost + 1 }), err: types.ErrContentInvalid},
		{name: "dear signatures", msg: auth(func(p *authtypes.Params) { p.SigVerifyCostSecp256k1 = types.MaxSignatureCost + 1 }), err: types.ErrContentInvalid},
		{name: "no signatures", msg: auth(func(p *authtypes.Params) { p.TxSigLimit = 0 }), err: types.ErrContentInvalid},

		{name: "consensus", msg: consensus(func(*consensustypes.MsgUpdateParams) {})},
		{name: "small block", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxBytes-- }), err: types.ErrContentInvalid},
		{name: "large block", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxBytes = types.MaxBlockBytes + 1 }), err: types.ErrContentInvalid},
		{name: "little gas", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxGas-- }), err: types.ErrContentInvalid},
		{name: "boundless gas", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Block.MaxGas = -1 }), err: types.ErrContentInvalid},
		{name: "short evidence", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Evidence.MaxAgeDuration-- }), err: types.ErrContentInvalid},
		{name: "few blocks of evidence", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Evidence.MaxAgeNumBlocks-- }), err: types.ErrContentInvalid},
		{name: "no room for evidence", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Evidence.MaxBytes = 0 }), err: types.ErrContentInvalid},
		{name: "other keys", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Validator.PubKeyTypes = []string{"secp256k1"} }), err: types.ErrContentInvalid},
		{name: "vote extensions", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Abci = &cmtproto.ABCIParams{VoteExtensionsEnableHeight: 5} }), err: types.ErrContentInvalid},
		{name: "another authority", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Auth = &cmtproto.AuthorityParams{} }), err: types.ErrContentInvalid},
		{name: "half of consensus", msg: consensus(func(m *consensustypes.MsgUpdateParams) { m.Block = nil }), err: types.ErrContentInvalid},

		{name: "voting period", msg: governance(func(*govv1.Params) {})},
		{name: "long voting period", msg: governance(func(p *govv1.Params) { p.VotingPeriod = &long }), err: types.ErrGovernanceParams},
		{name: "no voting period", msg: governance(func(p *govv1.Params) { p.VotingPeriod = nil }), err: types.ErrGovernanceParams},
		{name: "burn on veto", msg: governance(func(p *govv1.Params) { p.BurnVoteVeto = wrong }), err: types.ErrGovernanceParams},
		{name: "burn below quorum", msg: governance(func(p *govv1.Params) { p.BurnVoteQuorum = wrong }), err: types.ErrGovernanceParams},
		{name: "burn a dropped deposit", msg: governance(func(p *govv1.Params) { p.BurnProposalDepositPrevote = wrong }), err: types.ErrGovernanceParams},
		{name: "no deposit", msg: governance(func(p *govv1.Params) { p.MinDeposit = nil }), err: types.ErrGovernanceParams},
		{name: "another coin", msg: governance(func(p *govv1.Params) { p.MinDeposit = sdk.NewCoins(sdk.NewInt64Coin("ucny", 1)) }), err: types.ErrGovernanceParams},
		{name: "quorum", msg: governance(func(p *govv1.Params) { p.Quorum = "1.0" }), err: types.ErrGovernanceParams},
		{name: "threshold", msg: governance(func(p *govv1.Params) { p.Threshold = "0.1" }), err: types.ErrGovernanceParams},
		{name: "a price for withdrawing", msg: governance(func(p *govv1.Params) { p.ProposalCancelRatio = "1.0" }), err: types.ErrGovernanceParams},
		{name: "text", msg: governance(func(p *govv1.Params) { p.ProposalCancelDest = "somebody" }), err: types.ErrGovernanceParams},

		{name: "slashing", msg: slashing(func(*slashingtypes.Params) {})},
		{name: "no window", msg: slashing(func(p *slashingtypes.Params) { p.SignedBlocksWindow = types.MinSigningWindow - 1 }), err: types.ErrContentInvalid},
		{name: "endless window", msg: slashing(func(p *slashingtypes.Params) { p.SignedBlocksWindow = types.MaxSigningWindow + 1 }), err: types.ErrContentInvalid},
		{name: "every block", msg: slashing(func(p *slashingtypes.Params) { p.MinSignedPerWindow = math.LegacyOneDec() }), err: types.ErrContentInvalid},
		{name: "jailed for good", msg: slashing(func(p *slashingtypes.Params) { p.DowntimeJailDuration = types.MaxJail + 1 }), err: types.ErrContentInvalid},
		{name: "stake", msg: slashing(func(p *slashingtypes.Params) { p.SlashFractionDowntime = math.LegacyOneDec() }), err: types.ErrContentInvalid},

		{name: "upgrade", msg: upgrade("v2-1", hash)},
		{name: "upgrade without info", msg: upgrade("v2", "")},
		{name: "cancel an upgrade", msg: &upgradetypes.MsgCancelUpgrade{}},
		{name: "nameless", msg: upgrade("", ""), err: types.ErrContentInvalid},
		{name: "long name", msg: upgrade(strings.Repeat("v", types.MaxPlanName+1), ""), err: types.ErrContentInvalid},
		{name: "name as text", msg: upgrade("v2 now", ""), err: types.ErrContentInvalid},
		{name: "info as text", msg: upgrade("v2", "https://example.org"), err: types.ErrTextRefused},
	} {
		t.Run(c.name, func(t *testing.T) { require.ErrorIs(t, types.CheckContent(c.msg), c.err) })
	}
}

func TestContentIsBounded(t *testing.T) {
	large := &types.MsgSchedule{Authority: "a", Content: &codectypes.Any{TypeUrl: "/m", Value: make([]byte, types.MaxContentBytes+1)}}
	require.ErrorIs(t, large.ValidateBasic(), types.ErrContentSize)
	large.Content.Value = large.Content.Value[1:]
	require.NoError(t, large.ValidateBasic())
	require.ErrorIs(t, (&types.MsgSchedule{Authority: "a"}).ValidateBasic(), types.ErrContentInvalid)
}

func TestCheckSigners(t *testing.T) {
	governance := sdk.AccAddress("governance")
	require.NoError(t, types.CheckSigners([][]byte{governance}, governance))
	require.ErrorIs(t, types.CheckSigners([][]byte{[]byte("somebody")}, governance), types.ErrSignerInvalid)
	require.ErrorIs(t, types.CheckSigners([][]byte{governance, governance}, governance), types.ErrSignerInvalid)
	require.ErrorIs(t, types.CheckSigners(nil, governance), types.ErrSignerInvalid)
}

func TestCheckHash(t *testing.T) {
	for _, c := range []struct {
		name, text string
		err        error
	}{
		{name: "hash", text: hash},
		{name: "empty", err: types.ErrTextRefused},
		{name: "short", text: hash[2:], err: types.ErrTextRefused},
		{name: "upper case", text: strings.ToUpper(hash), err: types.ErrTextRefused},
		{name: "text", text: strings.Repeat("text", 16), err: types.ErrTextRefused},
	} {
		t.Run(c.name, func(t *testing.T) { require.ErrorIs(t, types.CheckHash("title", c.text), c.err) })
	}
	require.NoError(t, types.CheckOptionalHash("title", ""))
}

func TestCheckMove(t *testing.T) {
	gov, issuer, a, b := sdk.AccAddress("gov"), sdk.AccAddress("issuer"), sdk.AccAddress("a"), sdk.AccAddress("b")
	token := sdk.NewCoins(types.SeatToken())
	for _, c := range []struct {
		name     string
		from, to sdk.AccAddress
		amount   sdk.Coins
		err      error
	}{
		{name: "deposit", from: a, to: gov, amount: token},
		{name: "refund", from: gov, to: a, amount: token},
		{name: "issue", from: issuer, to: a, amount: token},
		{name: "return to the issuer", from: a, to: issuer, amount: token, err: types.ErrTokenBound},
		{name: "sell", from: a, to: b, amount: token, err: types.ErrTokenBound},
		{name: "hidden among others", from: a, to: b, amount: token.Add(sdk.NewInt64Coin("aaa", 1), sdk.NewInt64Coin("zzz", 1)), err: types.ErrTokenBound},
		{name: "another coin", from: a, to: b, amount: sdk.NewCoins(sdk.NewInt64Coin("ucny", 1))},
	} {
		t.Run(c.name, func(t *testing.T) { require.ErrorIs(t, types.CheckMove(gov, issuer, c.from, c.to, c.amount), c.err) })
	}
}
