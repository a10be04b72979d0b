package fee_test

import (
	"errors"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"
	protov2 "google.golang.org/protobuf/proto"

	"github.com/reliefchain/relief/x/fee"
	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/types"
)

// Message types that the tests price: office work, a batch, and a beneficiary's act. What they do is up to the test.
type (
	office  struct{ *banktypes.MsgSend }
	batch   struct{ *banktypes.MsgMultiSend }
	appeal  struct{ *banktypes.MsgUpdateParams }
	unknown struct{ *banktypes.MsgSetSendEnabled }
)

func (office) XXX_MessageName() string  { return "test.Office" }
func (batch) XXX_MessageName() string   { return "test.Batch" }
func (appeal) XXX_MessageName() string  { return "test.Appeal" }
func (unknown) XXX_MessageName() string { return "test.Unknown" }

func (b batch) Items() int { return len(b.Inputs) }

func items(n int) sdk.Msg {
	return batch{&banktypes.MsgMultiSend{Inputs: make([]banktypes.Input, n)}}
}

// testTx is a transaction of one signer unless told otherwise.
type testTx struct {
	msgs    []sdk.Msg
	signers [][]byte
	fee     sdk.Coins
	granter []byte
	gas     uint64
}

func (t testTx) GetMsgs() []sdk.Msg                    { return t.msgs }
func (t testTx) GetMsgsV2() ([]protov2.Message, error) { return nil, nil }
func (t testTx) GetSigners() ([][]byte, error)         { return t.signers, nil }
func (t testTx) GetGas() uint64                        { return t.gas }
func (t testTx) GetFee() sdk.Coins                     { return t.fee }
func (t testTx) FeePayer() []byte                      { return t.signers[0] }
func (t testTx) FeeGranter() []byte                    { return t.granter }

func tx(signer string, fee int64, msgs ...sdk.Msg) testTx {
	out := testTx{msgs: msgs, signers: [][]byte{feetest.Account(signer)}, gas: 1}
	if fee > 0 {
		out.fee = sdk.NewCoins(sdk.NewInt64Coin(feetest.Coin, fee))
	}
	return out
}

var errMessage = errors.New("message refused")

type machine struct {
	*feetest.Fixture
	ante sdk.AnteHandler
	post sdk.PostHandler
}

// prices: office work 1,000 · a batch 2,000 and 30 an item · an appeal 500; half as much again from height 200 on.
// rates: bank1 at par, bank2 at 0.999.
func genesis() types.GenesisState {
	gs := *types.DefaultGenesis()
	price := func(name string, from int64, base, perItem uint64, class types.ServiceClass) types.Price {
		return types.Price{Message: "/test." + name, FromHeight: from, Base: base, PerItem: perItem, GasBase: 100_000, GasPerItem: 5_000, Class: class}
	}
	gs.Prices = []types.Price{
		price("Appeal", 1, 500, 0, types.SERVICE_CLASS_BENEFICIARY),
		price("Batch", 1, 2_000, 30, types.SERVICE_CLASS_BULK),
		price("Office", 1, 1_000, 0, types.SERVICE_CLASS_OFFICE),
		price("Office", 200, 1_500, 0, types.SERVICE_CLASS_OFFICE),
	}
	gs.Rates = []types.Rate{
		{Denom: feetest.Coin, FromHeight: 1, Worth: types.Million},
		{Denom: feetest.Other, FromHeight: 1, Worth: 999_000},
		{Denom: feetest.Revoked, FromHeight: 1, Worth: types.Million},
	}
	return gs
}

func newMachine(t testing.TB) *machine {
	t.Helper()
	return newMachineWith(t, genesis())
}

func newMachineWith(t testing.TB, gs types.GenesisState) *machine {
	t.Helper()
	f := feetest.New(t, gs)
	return &machine{
		Fixture: f,
		ante:    sdk.ChainAnteDecorators(ante.NewSetUpContextDecorator(), fee.NewFeeDecorator(f.Keeper)),
		post:    sdk.ChainPostDecorators(fee.NewPostDecorator(f.Keeper)),
	}
}

// run does with a transaction what the SDK's BaseApp does when it executes one: ante's writes stay when the messages or post fail.
func (m *machine) run(tx testTx, do func(sdk.Context) error) (sdk.Context, error) {
	m.T.Helper()
	anteCtx, keep := m.Ctx.CacheContext()
	anteCtx = anteCtx.WithEventManager(m.Ctx.EventManager())
	ctx, err := m.ante(anteCtx, tx, false)
	if err != nil {
		return ctx, err
	}
	keep()
	ctx = ctx.WithMultiStore(m.Ctx.MultiStore())
	msgCtx, keep := ctx.CacheContext()
	msgCtx = msgCtx.WithEventManager(m.Ctx.EventManager())
	if do != nil {
		err = do(msgCtx)
	}
	if _, postErr := m.post(msgCtx, tx, false, err == nil); postErr != nil {
		return ctx, postErr
	}
	if err == nil {
		keep()
	}
	return ctx, err
}

// charged is what a successful step took from the payer.
func (m *machine) charged(payer sdk.AccAddress, step func()) int64 {
	m.T.Helper()
	before := m.Balance(payer)
	step()
	return before - m.Balance(payer)
}

func (m *machine) mustRun(tx testTx) {
	m.T.Helper()
	_, err := m.run(tx, nil)
	require.NoError(m.T, err)
}
