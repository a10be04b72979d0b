package fee_test

import (
	"testing"

	"cosmossdk.io/math"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/types"
)

func TestSelfPaidIsChargedExactly(t *testing.T) {
	m := newMachine(t)
	m.Give(feetest.Account("citizen"), feetest.Coin, 10_000)
	cost := m.charged(feetest.Account("citizen"), func() { m.mustRun(tx("citizen", 9_000, office{}, items(10))) })
	require.Equal(t, int64(1_000+2_000+300), cost)
	require.Equal(t, cost, m.EndBlock())
	m.Invariants()
}

func TestChargeEvents(t *testing.T) {
	m := newMachine(t)
	m.Give(feetest.Account("citizen"), feetest.Coin, 10_000)
	var got []proto.Message
	for _, event := range m.Events(func() { m.mustRun(tx("citizen", 9_000, items(2))) }) {
		if charged, ok := event.(*types.EventFeeCharged); ok {
			got = append(got, charged)
		}
	}
	payer := feetest.Text("citizen")
	require.Equal(t, []proto.Message{
		&types.EventFeeCharged{Payer: payer, Amount: "2000ucny/bank1"},
		&types.EventFeeCharged{Payer: payer, Amount: "60ucny/bank1"},
	}, got)
}

func TestFailingMessageKeepsTheBaseOnly(t *testing.T) {
	m := newMachine(t)
	m.Give(feetest.Account("citizen"), feetest.Coin, 10_000)
	cost := m.charged(feetest.Account("citizen"), func() {
		_, err := m.run(tx("citizen", 9_000, items(100)), func(sdk.Context) error { return errMessage })
		require.ErrorIs(t, err, errMessage)
	})
	require.Equal(t, int64(2_000), cost)
	require.Equal(t, cost, m.EndBlock())
}

func TestDrainedSignerFailsTheTransaction(t *testing.T) {
	m := newMachine(t)
	m.Give(feetest.Account("citizen"), feetest.Coin, 10_000)
	_, err := m.run(tx("citizen", 9_000, items(100)), func(ctx sdk.Context) error {
		return m.Bank.SendCoins(ctx, feetest.Account("citizen"), feetest.Account("shop"), sdk.NewCoins(sdk.NewInt64Coin(feetest.Coin, 8_000)))
	})
	require.ErrorIs(t, err, sdkerrors.ErrInsufficientFunds)
	require.Equal(t, int64(8_000), m.Balance(feetest.Account("citizen")))
	require.Zero(t, m.Balance(feetest.Account("shop")))
}

func TestBeneficiaryWithoutCoinsSendsForNothing(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 2, 10_000)
	m.mustRun(tx("holder", 0, appeal{}))
	require.Zero(t, m.Balance(feetest.Account("holder")))
	require.Equal(t, int64(9_500), m.Left(feetest.Office))
	require.Equal(t, int64(500), m.Spent(feetest.Office))
	require.Equal(t, int64(500), m.EndBlock())
	m.Invariants()
}

func TestQuota(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 2, 10_000)
	m.mustRun(tx("holder", 0, appeal{}))
	_, err := m.run(tx("holder", 0, appeal{}), func(sdk.Context) error { return errMessage })
	require.ErrorIs(t, err, errMessage) // counts too
	_, err = m.run(tx("holder", 0, appeal{}), nil)
	require.ErrorIs(t, err, types.ErrQuotaExhausted)
	m.Ctx = m.Ctx.WithBlockHeight(types.DefaultWindowBlocks)
	m.mustRun(tx("holder", 0, appeal{}))
	person := m.Register.Holders[feetest.Text("holder")]
	m.Register.Holders[feetest.Text("new key")] = person
	m.mustRun(tx("new key", 0, appeal{}))
	_, err = m.run(tx("new key", 0, appeal{}), nil)
	require.ErrorIs(t, err, types.ErrQuotaExhausted, "another key is the same person")
	m.Register.Holders[feetest.Text("other")] = beneficiarytypes.Person{Ref: feetest.Person("other"), Organisation: person.Organisation}
	m.mustRun(tx("other", 0, appeal{}))
	require.Equal(t, int64(2_500), m.EndBlock())
	m.Invariants()
}

func TestBeneficiaryPaysForOtherClasses(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 2, 10_000)
	for _, msgs := range [][]sdk.Msg{{office{}}, {appeal{}, office{}}, {office{}, appeal{}}} {
		_, err := m.run(tx("holder", 0, msgs...), nil)
		require.ErrorIs(t, err, types.ErrPayerMissing)
	}
	m.Give(feetest.Account("holder"), feetest.Coin, 1_500)
	cost := m.charged(feetest.Account("holder"), func() { m.mustRun(tx("holder", 1_500, appeal{}, office{})) })
	require.Equal(t, int64(1_500), cost)
}

func TestBeneficiaryOfAnOfficeWithoutBudgetPays(t *testing.T) {
	m := newMachine(t)
	_, err := m.run(tx("stray", 0, appeal{}), nil)
	require.ErrorIs(t, err, types.ErrPayerMissing)
}

func TestOfficerIsPaidByTheOffice(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 0, 10_000)
	m.mustRun(tx("officer", 0, items(10)))
	m.mustRun(tx("officer", 2_300, items(10)))
	require.Equal(t, int64(4_600), m.Spent(feetest.Office))
	require.Zero(t, m.Balance(feetest.Account("officer")))

	_, err := m.run(tx("officer", 2_299, items(10)), nil)
	require.ErrorIs(t, err, types.ErrFeeTooLow)
	_, err = m.run(tx("officer", 0, items(101)), nil)
	require.ErrorIs(t, err, types.ErrTransactionCap)
	_, err = m.run(tx("idle", 0, office{}), nil)
	require.ErrorIs(t, err, types.ErrPayerMissing)
	require.Equal(t, int64(4_600), m.EndBlock())
	m.Invariants()
}

func TestBudgetEmpty(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 2, 2_299)
	_, err := m.run(tx("officer", 0, items(10)), nil)
	require.ErrorIs(t, err, types.ErrBudgetEmpty)
	m.mustRun(tx("officer", 0, items(9)))
}

func TestFreeMessageNeedsNoCoins(t *testing.T) {
	gs := genesis()
	gs.Prices[0].Base = 0
	m := newMachineWith(t, gs)
	m.OpenBudget(feetest.Office, 5_000, 1, 0)
	m.mustRun(tx("holder", 0, appeal{}))
	_, err := m.run(tx("holder", 0, appeal{}), nil)
	require.ErrorIs(t, err, types.ErrQuotaExhausted)
	m.mustRun(tx("citizen", 0, appeal{}))
}

func TestRefusals(t *testing.T) {
	several := tx("citizen", 9_000, office{})
	several.signers = append(several.signers, feetest.Account("officer"))
	granted := tx("citizen", 9_000, office{})
	granted.granter = feetest.Account("officer")
	unlicensed := tx("citizen", 0, office{})
	unlicensed.fee = sdk.NewCoins(sdk.NewInt64Coin("stake", 9_000))
	mixed := tx("citizen", 9_000, office{})
	mixed.fee = mixed.fee.Add(sdk.NewInt64Coin(feetest.Other, 9_000))
	wrongCoin := tx("officer", 0, office{})
	wrongCoin.fee = sdk.NewCoins(sdk.NewInt64Coin(feetest.Other, 9_000))
	tests := []struct {
		name string
		tx   testTx
		err  error
	}{
		{name: "message without price", tx: tx("citizen", 9_000, unknown{}), err: types.ErrPriceMissing},
		{name: "one of two without price", tx: tx("citizen", 9_000, office{}, unknown{}), err: types.ErrPriceMissing},
		{name: "two signers", tx: several, err: types.ErrSeveralSigners},
		{name: "granter", tx: granted, err: types.ErrGranterRefused},
		{name: "no fee", tx: tx("citizen", 0, office{}), err: types.ErrPayerMissing},
		{name: "fee too low", tx: tx("citizen", 999, office{}), err: types.ErrFeeTooLow},
		{name: "coin without rate", tx: unlicensed, err: types.ErrRateMissing},
		{name: "two coins", tx: mixed, err: types.ErrFeeDenom},
		{name: "maximum in another coin than the budget's", tx: wrongCoin, err: types.ErrFeeDenom},
		{name: "can't afford the items", tx: tx("citizen", 9_000, items(100)), err: types.ErrFeeUnaffordable},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			m := newMachine(t)
			m.OpenBudget(feetest.Office, 5_000, 1, 10_000)
			m.Give(feetest.Account("citizen"), feetest.Coin, 4_999)
			_, err := m.run(tc.tx, nil)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, int64(4_999), m.Balance(feetest.Account("citizen")))
			require.Zero(t, m.EndBlock())
		})
	}
}

func TestOtherCoinIsRoundedUp(t *testing.T) {
	m := newMachine(t)
	m.Give(feetest.Account("citizen"), feetest.Other, 5_000)
	paid := tx("citizen", 0, office{})
	paid.fee = sdk.NewCoins(sdk.NewInt64Coin(feetest.Other, 1_002)) // 1,000 ÷ 0.999 = 1,001.001…
	m.mustRun(paid)
	require.Equal(t, int64(5_000-1_002), m.Bank.GetBalance(m.Ctx, feetest.Account("citizen"), feetest.Other).Amount.Int64())
}

func TestPriceChangesAtItsHeight(t *testing.T) {
	tests := []struct {
		name   string
		height int64
		check  bool
		want   int64
	}{
		{name: "last block of the old price", height: 199, want: 1_000},
		{name: "first block of the new price", height: 200, want: 1_500},
		{name: "admission two blocks ahead", height: 198, check: true, want: 1_000},
		{name: "admission into the first block of the new price", height: 199, check: true, want: 1_500},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			m := newMachine(t)
			m.Give(feetest.Account("citizen"), feetest.Coin, 10_000)
			m.Ctx = m.Ctx.WithBlockHeight(tc.height)
			if tc.check {
				m.Ctx = m.Ctx.WithIsCheckTx(true)
			}
			_, err := m.run(tx("citizen", tc.want-1, office{}), nil)
			require.ErrorIs(t, err, types.ErrFeeTooLow)
			require.Equal(t, tc.want, m.charged(feetest.Account("citizen"), func() { m.mustRun(tx("citizen", tc.want, office{})) }))
		})
	}
}

func TestProposalsReserveTheTotal(t *testing.T) {
	modes := map[string]func(sdk.Context) sdk.Context{
		"check":   func(ctx sdk.Context) sdk.Context { return ctx.WithIsCheckTx(true) },
		"recheck": func(ctx sdk.Context) sdk.Context { return ctx.WithIsReCheckTx(true) },
		"prepare": func(ctx sdk.Context) sdk.Context { return ctx.WithExecMode(sdk.ExecModePrepareProposal) },
		"process": func(ctx sdk.Context) sdk.Context { return ctx.WithExecMode(sdk.ExecModeProcessProposal) },
	}
	for name, mode := range modes {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.Give(feetest.Account("citizen"), feetest.Coin, 9_000)
			m.Ctx = mode(m.Ctx)
			require.Equal(t, int64(5_000), m.charged(feetest.Account("citizen"), func() { m.mustRun(tx("citizen", 9_000, items(100))) }))
			_, err := m.run(tx("citizen", 9_000, items(100)), nil)
			require.ErrorIs(t, err, types.ErrFeeUnaffordable)
		})
	}
}

func TestGasCeiling(t *testing.T) {
	m := newMachine(t)
	m.Give(feetest.Account("citizen"), feetest.Coin, 100_000)
	m.Give(feetest.Account("idle"), feetest.Coin, 100_000)
	ctx, err := m.run(tx("idle", 9_000, office{}, items(10)), nil)
	require.NoError(t, err)
	require.Equal(t, uint64(250_000), ctx.GasMeter().Limit())
	require.Equal(t, int64(1), ctx.Priority(), "a bulk message among others")
	ctx, err = m.run(tx("citizen", 9_000, office{}), nil)
	require.NoError(t, err)
	require.Zero(t, ctx.Priority(), "what a stranger pays for comes last")
	m.Give(feetest.Account("holder"), feetest.Coin, 100_000)
	ctx, err = m.run(tx("holder", 9_000, appeal{}), nil)
	require.NoError(t, err)
	require.Equal(t, int64(3), ctx.Priority(), "a beneficiary's own affair")
	ctx, err = m.run(tx("holder", 9_000, office{}), nil)
	require.NoError(t, err)
	require.Zero(t, ctx.Priority(), "and no office's")

	m.Ctx = m.Ctx.WithConsensusParams(cmtproto.ConsensusParams{Block: &cmtproto.BlockParams{MaxGas: 249_999}})
	_, err = m.run(tx("citizen", 9_000, office{}, items(10)), nil)
	require.ErrorIs(t, err, sdkerrors.ErrInvalidGasLimit)
}

func TestSimulationNeedsNoMaximum(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 1, 10_000)
	for name, simulated := range map[string]testTx{
		"citizen without fee": tx("citizen", 0, items(10)),
		"citizen with coins":  tx("rich", 1, items(10)),
		"officer":             tx("officer", 0, items(10)),
	} {
		t.Run(name, func(t *testing.T) {
			m.Give(feetest.Account("rich"), feetest.Coin, 10_000)
			ctx, _ := m.Ctx.WithIsCheckTx(true).CacheContext()
			ctx = ctx.WithExecMode(sdk.ExecModeSimulate)
			ctx, err := m.ante(ctx, simulated, true)
			require.NoError(t, err)
			require.Equal(t, ^uint64(0), ctx.GasMeter().Limit())
			_, err = m.post(ctx, simulated, true, true)
			require.NoError(t, err)
		})
	}
	_, err := m.ante(m.Ctx.WithIsCheckTx(true), tx("citizen", 0, unknown{}), true)
	require.ErrorIs(t, err, types.ErrPriceMissing)
}

func TestGenesisTransactionsAreFree(t *testing.T) {
	m := newMachine(t)
	m.Ctx = m.Ctx.WithBlockHeight(0)
	m.mustRun(tx("citizen", 0, unknown{}))
	require.Zero(t, m.EndBlock())
}

func TestMessagesCannotChangeThePayer(t *testing.T) {
	m := newMachine(t)
	m.OpenBudget(feetest.Office, 5_000, 1, 10_000)
	_, err := m.run(tx("officer", 0, items(10)), func(ctx sdk.Context) error {
		delete(m.Authority.Officers, feetest.Text("officer")) // the officer's own membership ends
		_, err := m.Msg.SetBudget(ctx, &types.MsgSetBudget{
			Signer: feetest.Text("idle"), Organisation: feetest.Office, Denom: feetest.Other, TransactionCap: math.OneInt(),
		})
		return err
	})
	require.NoError(t, err)
	require.Equal(t, int64(10_000-2_300), m.Left(feetest.Office))
	require.Zero(t, m.Spent(feetest.Office)) // counts the new coin from zero
	require.Equal(t, int64(2_300), m.EndBlock())
	m.Invariants()
}

// A message that carries out others costs what they cost too, has their room in a block, and waits among the least urgent of them.
func TestEnclosedMessagesArePricedWithTheirs(t *testing.T) {
	m := newMachine(t)
	m.Give(feetest.Account("idle"), feetest.Coin, 10_000)
	execute := office{&banktypes.MsgSend{}}
	m.Authority.Inner = map[sdk.Msg][]sdk.Msg{execute: {items(10), office{}}}
	var ctx sdk.Context
	cost := m.charged(feetest.Account("idle"), func() {
		var err error
		ctx, err = m.run(tx("idle", 9_000, execute), nil)
		require.NoError(t, err)
	})
	require.Equal(t, int64(1_000+2_000+300+1_000), cost)
	require.Equal(t, uint64(100_000+150_000+100_000), ctx.GasMeter().Limit())
	require.Equal(t, int64(1), ctx.Priority())

	_, err := m.run(tx("idle", 4_299, execute), nil)
	require.ErrorIs(t, err, types.ErrFeeTooLow)
	m.Authority.Inner[execute] = []sdk.Msg{unknown{}}
	_, err = m.run(tx("idle", 9_000, execute), nil)
	require.ErrorIs(t, err, types.ErrPriceMissing)
	m.Invariants()
}
