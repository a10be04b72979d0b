package keeper_test

import (
	"slices"
	"testing"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/keeper"
	"github.com/reliefchain/relief/x/fee/types"
)

// refunds is a module with a pool of 1,000 and treasurers: "li" with the posts "officer" and "second", "zhao" with "idle".
type refunds struct{ *feetest.Fixture }

func newRefunds(t *testing.T) refunds {
	t.Helper()
	gs := genesis()
	gs.Params.RefundBlocks = 50
	f := feetest.New(t, gs)
	f.OpenBudget(feetest.Office, 50, 3, 0)
	f.Give(authtypes.NewModuleAddress(authtypes.FeeCollectorName), feetest.Coin, 1_000)
	for name, person := range map[string]string{"officer": "li", "second": "li", "idle": "zhao"} {
		officer := f.Authority.Officers[feetest.Text(name)]
		officer.Address, officer.Credential = feetest.Text(name), []byte(person)
		f.Authority.Officers[officer.Address] = officer
	}
	return refunds{f}
}

func hash(name string) []byte { return append([]byte(name), make([]byte, 32-len(name))...) }

func (f refunds) propose(signer, tx string, change ...func(*types.MsgProposeRefund)) (uint64, error) {
	m := &types.MsgProposeRefund{
		Signer: feetest.Text(signer), TxHash: hash(tx),
		Amount: sdk.NewInt64Coin(feetest.Coin, 60), Reason: types.REFUND_REASON_TWICE, Organisation: feetest.Office,
	}
	for _, c := range change {
		c(m)
	}
	res, err := f.Msg.ProposeRefund(f.Ctx, m)
	if err != nil {
		return 0, err
	}
	return res.Refund, nil
}

func (f refunds) approve(signer string, id uint64) error {
	cached, write := f.Ctx.CacheContext()
	_, err := f.Msg.ApproveRefund(cached, &types.MsgApproveRefund{Signer: feetest.Text(signer), Refund: id})
	if err == nil {
		write()
	}
	return err
}

func (f refunds) withdraw(signer string, id uint64) error {
	_, err := f.Msg.WithdrawRefund(f.Ctx, &types.MsgWithdrawRefund{Signer: feetest.Text(signer), Refund: id})
	return err
}

func TestRefundToABudgetIsInItsCoin(t *testing.T) {
	f := newRefunds(t)
	id, err := f.propose("officer", "tx1")
	require.NoError(t, err)
	_, err = f.propose("officer", "tx2", func(m *types.MsgProposeRefund) { m.Amount.Denom = feetest.Other })
	require.ErrorIs(t, err, types.ErrBudgetDenom)
	gs := genesis()
	gs.Rates = slices.Insert(gs.Rates, 2, types.Rate{Denom: feetest.Other, FromHeight: 1, Worth: types.Million})
	require.NoError(t, f.Keeper.InitGenesis(f.Ctx, gs))
	turned := setBudget()
	turned.Denom = feetest.Other
	_, err = f.Msg.SetBudget(f.Ctx, turned)
	require.NoError(t, err)
	require.ErrorIs(t, f.approve("idle", id), types.ErrBudgetDenom, "the budget turned since")
}

func TestRefund(t *testing.T) {
	f := newRefunds(t)
	id, err := f.propose("officer", "tx1")
	require.NoError(t, err)
	require.Equal(t, uint64(1), id)
	_, err = f.propose("idle", "tx1")
	require.ErrorIs(t, err, types.ErrRefundRepeated)
	require.ErrorIs(t, f.approve("officer", id), types.ErrRefundSamePerson)
	require.ErrorIs(t, f.approve("second", id), types.ErrRefundSamePerson, "the same person with another post")
	require.ErrorIs(t, f.approve("stranger", id), feetest.ErrDenied)
	require.ErrorIs(t, f.approve("idle", 9), types.ErrRefundUnknown)
	events := f.Events(func() { require.NoError(t, f.approve("idle", id)) })
	require.Contains(t, events, proto.Message(&types.EventRefundMoved{
		Refund: 1, Act: types.REFUND_ACT_APPROVE, Status: types.REFUND_STATUS_PAID, TxHash: hash("tx1"),
		Organisation: feetest.Office, Amount: "60ucny/bank1",
	}))
	require.Equal(t, int64(60), f.Balance(types.BudgetAddress(feetest.Office)))
	require.ErrorIs(t, f.approve("idle", id), types.ErrRefundState)
	_, err = f.propose("idle", "tx1")
	require.ErrorIs(t, err, types.ErrRefundRepeated, "once and never again")
	f.Invariants()

	// A tenth of the pool in a period: 100 of 1,000.
	id, err = f.propose("idle", "tx2")
	require.NoError(t, err)
	require.ErrorIs(t, f.approve("officer", id), types.ErrRefundPool)
	f.Ctx = f.Ctx.WithBlockHeight(types.DefaultSplitBlocks)
	require.ErrorIs(t, f.approve("officer", id), types.ErrRefundOver)
	require.NoError(t, f.Keeper.EndRefunds(f.Ctx))
	id, err = f.propose("idle", "tx2")
	require.NoError(t, err, "one that expired may be proposed again")
	require.NoError(t, f.approve("officer", id), "a new period")
	f.Invariants()

	res, err := f.Query.Refunds(f.Ctx, &types.QueryRefundsRequest{})
	require.NoError(t, err)
	require.Len(t, res.Refunds, 3)
	one, err := f.Query.Refund(f.Ctx, &types.QueryRefundRequest{Id: 2})
	require.NoError(t, err)
	require.Equal(t, types.REFUND_STATUS_EXPIRED, one.Refund.Status)

	gs, err := f.Keeper.ExportGenesis(f.Ctx)
	require.NoError(t, err)
	g := feetest.New(t, *gs)
	again, err := g.Keeper.ExportGenesis(g.Ctx)
	require.NoError(t, err)
	require.Equal(t, gs, again)
}

func TestRefundGoesToWhoPaid(t *testing.T) {
	f := newRefunds(t)
	to := func(name string) func(*types.MsgProposeRefund) {
		return func(m *types.MsgProposeRefund) { m.Organisation, m.Account = 0, feetest.Text(name) }
	}
	_, err := f.propose("officer", "tx", to("citizen"))
	require.ErrorIs(t, err, types.ErrRefundPayee, "it never signed anything")
	f.Sign("citizen")
	f.Sign("second")
	id, err := f.propose("officer", "tx", to("citizen"))
	require.NoError(t, err)
	require.NoError(t, f.approve("idle", id))
	require.Equal(t, int64(60), f.Balance(feetest.Account("citizen")))
	_, err = f.propose("officer", "own", to("second"))
	require.ErrorIs(t, err, types.ErrRefundOwn, "another account of the same person")
	id, err = f.propose("idle", "own", to("second"))
	require.NoError(t, err)
	require.ErrorIs(t, f.approve("officer", id), types.ErrRefundOwn)
	_, err = f.propose("officer", "poor", func(m *types.MsgProposeRefund) { m.Organisation = feetest.Poor })
	require.ErrorIs(t, err, types.ErrBudgetUnknown)
	_, err = f.propose("officer", "other", to("citizen"), func(m *types.MsgProposeRefund) { m.Amount.Denom = feetest.Other })
	require.ErrorIs(t, err, types.ErrRateMissing)
	_, err = f.propose("officer", "much", func(m *types.MsgProposeRefund) { m.Amount.Amount = math.NewInt(2 * types.DefaultRefundMax) })
	require.ErrorIs(t, err, types.ErrRefundTooLarge)
	f.Invariants()
}

func TestWithdrawRefund(t *testing.T) {
	f := newRefunds(t)
	id, err := f.propose("officer", "tx")
	require.NoError(t, err)
	require.ErrorIs(t, f.withdraw("idle", id), types.ErrRefundForeign)
	require.NoError(t, f.withdraw("second", id), "the same person")
	require.ErrorIs(t, f.approve("idle", id), types.ErrRefundState)
	_, err = f.propose("idle", "tx")
	require.NoError(t, err)
	f.Invariants()
}

// What a genesis claims to have been paid back must have been, by two persons.
func TestRefundsOfAGenesis(t *testing.T) {
	refund := types.Refund{
		Id: 1, TxHash: hash("tx"), Organisation: 7, Amount: sdk.NewInt64Coin(feetest.Coin, 5), Reason: types.REFUND_REASON_PRICE,
		Status: types.REFUND_STATUS_PAID, Proposed: types.RefundHand{Officer: "a"}, Approved: &types.RefundHand{Officer: "b"}, Until: 5,
	}
	gs := genesis()
	gs.Refunds = []types.Refund{refund}
	f := feetest.New(t, gs)
	for _, inv := range keeper.Invariants() {
		if inv.Name == "fee/refunds" {
			require.ErrorIs(t, inv.Check(f.Ctx, f.Keeper), types.ErrInvariantBroken, "it isn't counted")
		}
	}
	second := refund
	second.Id = 2
	gs.Refunds = []types.Refund{refund, second}
	require.ErrorIs(t, gs.Validate(), types.ErrGenesisInvalid)
	refund.Approved = &types.RefundHand{Officer: "a"}
	gs.Refunds = []types.Refund{refund}
	require.ErrorIs(t, gs.Validate(), types.ErrRefundSamePerson)
}
