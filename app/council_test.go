package app_test

import (
	"testing"
	"time"

	"cosmossdk.io/collections"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/gov"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/cosmos/cosmos-sdk/x/gov/types/v1beta1"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	counciltypes "github.com/reliefchain/relief/x/council/types"
)

func delayAct() *counciltypes.MsgUpdateParams {
	return &counciltypes.MsgUpdateParams{Authority: app.Governance(), Params: counciltypes.DefaultParams()}
}

func proposalOf(t *testing.T, proposer string) *govv1.MsgSubmitProposal {
	t.Helper()
	m, err := chaintest.Proposal("beijing", delayAct())
	require.NoError(t, err)
	m.Proposer = proposer
	return m
}

// The rules stand where every message passes, whoever sends it on behalf of whom.
func TestGovernanceRulesHoldForNestedMessages(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	beijing, stranger := chaintest.Officer("beijing-operator"), chaintest.Officer("donor")
	require.True(t, c.Send("beijing-operator", proposalOf(t, beijing)).OK())
	split := []*govv1.WeightedVoteOption{{Option: govv1.OptionYes, Weight: "0.5"}, {Option: govv1.OptionNo, Weight: "0.5"}}
	token := sdk.NewCoins(counciltypes.SeatToken())
	schedule, err := counciltypes.NewMsgSchedule(stranger, delayAct())
	require.NoError(t, err)
	for _, r := range []struct {
		name string
		msg  sdk.Msg
		err  error
	}{
		{name: "a proposal of governance itself", msg: proposalOf(t, app.Governance()), err: counciltypes.ErrProvinceUnknown},
		{name: "a proposal of a stranger", msg: proposalOf(t, stranger), err: counciltypes.ErrProvinceUnknown},
		{name: "a stranger's vote", msg: &govv1.MsgVote{ProposalId: 1, Voter: stranger, Option: govv1.OptionYes}, err: counciltypes.ErrProvinceUnknown},
		{name: "a divided vote", msg: &govv1.MsgVoteWeighted{ProposalId: 1, Voter: beijing, Options: split}, err: counciltypes.ErrVoteWeighted},
		{name: "a whole vote as a divided one", msg: &govv1.MsgVoteWeighted{ProposalId: 1, Voter: beijing, Options: split[:1]}, err: counciltypes.ErrVoteWeighted},
		{name: "a veto", msg: &govv1.MsgVote{ProposalId: 1, Voter: beijing, Option: govv1.OptionNoWithVeto}, err: counciltypes.ErrVoteOption},
		{name: "a stranger's deposit", msg: &govv1.MsgDeposit{ProposalId: 1, Depositor: stranger, Amount: token}, err: counciltypes.ErrProvinceUnknown},
		{name: "a deposit in another coin", msg: &govv1.MsgDeposit{ProposalId: 1, Depositor: beijing, Amount: sdk.NewCoins(sdk.NewInt64Coin(chaintest.Denom, 1))}, err: counciltypes.ErrDepositInvalid},
		{name: "legacy content", msg: &govv1.MsgExecLegacyContent{Authority: app.Governance()}, err: counciltypes.ErrContentRefused},
		{name: "params that burn", msg: &govv1.MsgUpdateParams{Authority: app.Governance(), Params: govv1.DefaultParams()}, err: counciltypes.ErrGovernanceParams},
		{name: "an act of a stranger", msg: schedule, err: counciltypes.ErrSignerInvalid},
	} {
		t.Run(r.name, func(t *testing.T) {
			_, err := c.App().MsgServiceRouter().Handler(r.msg)(c.Context(), r.msg)
			require.ErrorIs(t, err, r.err)
		})
	}
	for _, old := range []sdk.Msg{&v1beta1.MsgSubmitProposal{}, &v1beta1.MsgVote{}, &v1beta1.MsgVoteWeighted{}, &v1beta1.MsgDeposit{}} {
		require.Nil(t, c.App().MsgServiceRouter().Handler(old), "%T is served", old)
	}
}

func TestSeatTokenMovesThroughGovernanceOnly(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	beijing, hebei := chaintest.Address("beijing-operator"), chaintest.Address("hebei-operator")
	require.True(t, c.Send("beijing-operator", proposalOf(t, beijing.String())).OK())
	require.True(t, c.Send("beijing-operator", &govv1.MsgCancelProposal{ProposalId: 1, Proposer: beijing.String()}).OK())
	token := sdk.NewCoins(counciltypes.SeatToken())
	input := banktypes.NewInput(beijing, token)
	for _, r := range []struct {
		name string
		msg  sdk.Msg
		err  error
	}{
		{name: "send", msg: banktypes.NewMsgSend(beijing, hebei, token), err: counciltypes.ErrTokenBound},
		{name: "send to governance", msg: banktypes.NewMsgSend(beijing, authtypes.NewModuleAddress(govtypes.ModuleName), token), err: sdkerrors.ErrUnauthorized},
		{name: "send to the issuing module", msg: banktypes.NewMsgSend(beijing, authtypes.NewModuleAddress(counciltypes.ModuleName), token), err: sdkerrors.ErrUnauthorized},
		{name: "send to many", msg: banktypes.NewMsgMultiSend(input, []banktypes.Output{banktypes.NewOutput(hebei, token)}), err: counciltypes.ErrTokenBound},
	} {
		t.Run(r.name, func(t *testing.T) {
			_, err := c.App().MsgServiceRouter().Handler(r.msg)(c.Context(), r.msg)
			require.ErrorIs(t, err, r.err)
		})
	}
	ctx := c.Context()
	require.ErrorIs(t, c.App().Bank.SendCoinsFromAccountToModule(ctx, beijing, authtypes.FeeCollectorName, token), counciltypes.ErrTokenBound)
	require.ErrorIs(t, c.App().Bank.SendCoinsFromAccountToModuleVirtual(ctx, beijing, authtypes.FeeCollectorName, token), counciltypes.ErrTokenBound)
}

// Votes that got into the state by whatever way count only when a province that is enrolled at the end cast them whole.
func TestTallyCountsEnrolledProvincesOnly(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	beijing := chaintest.Officer("beijing-operator")
	require.True(t, c.Send("beijing-operator", proposalOf(t, beijing)).OK())
	ctx, _ := c.Context().CacheContext()
	a := c.App()
	cast := func(name string, options ...*govv1.WeightedVoteOption) {
		require.NoError(t, a.Gov.Votes.Set(ctx, collections.Join(uint64(1), chaintest.Address(name)), govv1.NewVote(1, chaintest.Address(name), options, "")))
	}
	yes := govv1.NewNonSplitVoteOption(govv1.OptionYes)
	for _, stranger := range []string{"donor", "nation-admin", "person:A", "shanghai-operator"} {
		cast(stranger, yes...)
	}
	cast("hebei-operator", yes...)
	cast("fujian-operator", yes[0], govv1.NewNonSplitVoteOption(govv1.OptionNo)[0])
	cast("beijing-operator", yes...)

	require.NoError(t, gov.EndBlocker(ctx.WithBlockTime(c.Now.Add(counciltypes.DefaultVotingPeriod)), a.Gov))
	p, err := a.Gov.Proposals.Get(ctx, 1)
	require.NoError(t, err)
	require.Equal(t, govv1.StatusRejected, p.Status)
	require.Equal(t, "2", p.FinalTallyResult.YesCount)
	require.Equal(t, counciltypes.SeatToken(), a.Bank.GetBalance(ctx, chaintest.Address("beijing-operator"), counciltypes.SeatDenom))
	it, err := a.Gov.Votes.Iterate(ctx, nil)
	require.NoError(t, err)
	require.False(t, it.Valid())
	require.NoError(t, it.Close())
}

// No proposal ends in an error, which would stop the chain: neither one whose deposit never sufficed, nor one that can't be read, nor
// one whose messages aren't what the guard lets through.
func TestProposalsEndInEveryWay(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	beijing := chaintest.Address("beijing-operator")
	require.True(t, c.Send("beijing-operator", proposalOf(t, beijing.String())).OK())
	require.True(t, c.Send("beijing-operator", &govv1.MsgCancelProposal{ProposalId: 1, Proposer: beijing.String()}).OK())
	ctx, _ := c.Context().CacheContext()
	a := c.App()
	end := func(after time.Duration) {
		t.Helper()
		require.NoError(t, gov.EndBlocker(ctx.WithBlockTime(c.Now.Add(after)), a.Gov))
		require.Equal(t, counciltypes.SeatToken(), a.Bank.GetBalance(ctx, beijing, counciltypes.SeatDenom))
	}
	token := sdk.NewCoins(counciltypes.SeatToken())

	dropped, err := a.Gov.SubmitProposal(ctx, nil, "", "title", "summary", beijing, false)
	require.NoError(t, err)
	params := counciltypes.GovernanceParams(counciltypes.DefaultVotingPeriod)
	params.MinDeposit = sdk.NewCoins(sdk.NewInt64Coin(counciltypes.SeatDenom, 2))
	require.NoError(t, a.Gov.Params.Set(ctx, params))
	started, err := a.Gov.AddDeposit(ctx, dropped.Id, beijing, token)
	require.NoError(t, err)
	require.False(t, started)
	require.NoError(t, a.Gov.Params.Set(ctx, counciltypes.GovernanceParams(counciltypes.DefaultVotingPeriod)))
	end(counciltypes.DefaultVotingPeriod)
	_, err = a.Gov.Proposals.Get(ctx, dropped.Id)
	require.ErrorIs(t, err, collections.ErrNotFound)

	empty, err := a.Gov.SubmitProposal(ctx, nil, "", "title", "summary", beijing, false)
	require.NoError(t, err)
	_, err = a.Gov.AddDeposit(ctx, empty.Id, beijing, token)
	require.NoError(t, err)
	for _, province := range chaintest.Provinces[:4] {
		require.NoError(t, a.Gov.AddVote(ctx, empty.Id, chaintest.Address(chaintest.Operator(province)), govv1.NewNonSplitVoteOption(govv1.OptionYes), ""))
	}
	end(counciltypes.DefaultVotingPeriod)
	p, err := a.Gov.Proposals.Get(ctx, empty.Id)
	require.NoError(t, err)
	require.Equal(t, govv1.StatusPassed, p.Status)

	bad, err := a.Gov.SubmitProposal(ctx, []sdk.Msg{delayAct()}, "", "title", "summary", beijing, false)
	require.NoError(t, err)
	_, err = a.Gov.AddDeposit(ctx, bad.Id, beijing, token)
	require.NoError(t, err)
	full, err := a.Gov.Proposals.Get(ctx, bad.Id)
	require.NoError(t, err)
	full.Messages = []*codectypes.Any{{TypeUrl: "/relief.council.v1.MsgForgotten", Value: []byte{1}}}
	raw, err := full.Marshal()
	require.NoError(t, err)
	key, err := collections.EncodeKeyWithPrefix(govtypes.ProposalsKeyPrefix, collections.Uint64Key, bad.Id)
	require.NoError(t, err)
	ctx.KVStore(a.Key(govtypes.StoreKey)).Set(key, raw)
	end(counciltypes.DefaultVotingPeriod)
}
