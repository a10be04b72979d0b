package keeper_test

import (
	"context"
	"testing"
	"time"

	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/council/keeper"
	"github.com/reliefchain/relief/x/council/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

const start = int64(1_750_000_000)

var (
	addresses  = addresscodec.NewBech32Codec("relief")
	governance = sdk.AccAddress("governance__________")
)

// fakeRouter gives one handler for every message.
type fakeRouter struct {
	handle  baseapp.MsgServiceHandler
	handled int
}

func (f *fakeRouter) Handler(sdk.Msg) baseapp.MsgServiceHandler {
	return func(ctx sdk.Context, msg sdk.Msg) (*sdk.Result, error) {
		f.handled++
		return f.handle(ctx, msg)
	}
}

func (f *fakeRouter) HandlerByTypeURL(string) baseapp.MsgServiceHandler { return f.handle }

type nobody struct {
	types.Provinces
	types.Authority
}

func (nobody) Seats(context.Context) ([]validatortypes.Seat, error) { return nil, nil }

// fakeBank has no coins.
type fakeBank struct{ types.Bank }

func (fakeBank) GetSupply(_ context.Context, denom string) sdk.Coin {
	return sdk.NewInt64Coin(denom, 0)
}

type fixture struct {
	*keeper.Keeper
	ctx    sdk.Context
	msgs   types.MsgServer
	router *fakeRouter
}

func newFixture(t *testing.T, params types.Params) *fixture {
	t.Helper()
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver, SigningOptions: signing.Options{AddressCodec: addresses, ValidatorAddressCodec: addresses},
	})
	require.NoError(t, err)
	types.RegisterInterfaces(registry)
	key := storetypes.NewKVStoreKey(types.StoreKey)
	router := &fakeRouter{handle: func(sdk.Context, sdk.Msg) (*sdk.Result, error) { return &sdk.Result{}, nil }}
	k, err := keeper.New(keeper.Deps{
		Store: runtime.NewKVStoreService(key), Codec: codec.NewProtoCodec(registry), Address: addresses, Operator: addresses,
		Governance: governance, Issuer: sdk.AccAddress("issuer"), Provinces: nobody{}, Authority: authority{}, Bank: fakeBank{}, Router: router,
	})
	require.NoError(t, err)
	ctx := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient")).Ctx.WithBlockTime(time.Unix(start, 0))
	require.NoError(t, k.InitGenesis(ctx, types.GenesisState{Params: params}))
	return &fixture{Keeper: k, ctx: ctx, msgs: keeper.NewMsgServer(k), router: router}
}

type authority struct{ types.Authority }

func (authority) Membership(context.Context, string) (authoritytypes.Officer, bool, error) {
	return authoritytypes.Officer{}, false, nil
}

func act(t *testing.T) *types.MsgSchedule {
	t.Helper()
	text, err := addresses.BytesToString(governance)
	require.NoError(t, err)
	m, err := types.NewMsgSchedule(text, &types.MsgUpdateParams{Authority: text, Params: types.DefaultParams()})
	require.NoError(t, err)
	return m
}

// block ends a block so many seconds after the start and gives its events.
func (f *fixture) block(t *testing.T, after int64) []proto.Message {
	t.Helper()
	f.ctx = f.ctx.WithBlockTime(time.Unix(start+after, 0)).WithEventManager(sdk.NewEventManager())
	require.NoError(t, f.EndBlock(f.ctx))
	for _, i := range keeper.Invariants() {
		require.NoError(t, i.Check(f.ctx, f.Keeper), i.Name)
	}
	var events []proto.Message
	for _, e := range f.ctx.EventManager().ABCIEvents() {
		event, err := sdk.ParseTypedEvent(e)
		require.NoError(t, err)
		events = append(events, event)
	}
	return events
}

const content = "/relief.council.v1.MsgUpdateParams"

func TestActsWaitForTheirDelay(t *testing.T) {
	f := newFixture(t, types.DefaultParams())
	res, err := f.msgs.Schedule(f.ctx, act(t))
	require.NoError(t, err)
	require.Equal(t, &types.MsgScheduleResponse{Item: 1, DueAt: start + types.DefaultDelaySeconds}, res)

	require.Empty(t, f.block(t, types.DefaultDelaySeconds-1))
	require.Zero(t, f.router.handled)
	require.Equal(t, []proto.Message{&types.EventActCarriedOut{Item: 1, Content: content}}, f.block(t, types.DefaultDelaySeconds))
	require.Equal(t, 1, f.router.handled)
	require.Empty(t, f.block(t, 2*types.DefaultDelaySeconds))
	require.Equal(t, 1, f.router.handled)
}

func TestQueueIsBounded(t *testing.T) {
	params := types.DefaultParams()
	params.MaxQueue, params.MaxPerBlock = 5, 2
	f := newFixture(t, params)
	for range params.MaxQueue {
		_, err := f.msgs.Schedule(f.ctx, act(t))
		require.NoError(t, err)
	}
	res, err := f.msgs.Schedule(f.ctx, act(t))
	require.ErrorIs(t, err, types.ErrQueueFull)
	require.Nil(t, res)

	for _, handled := range []int{2, 4, 5, 5} {
		f.block(t, types.DefaultDelaySeconds)
		require.Equal(t, handled, f.router.handled)
	}
	_, err = f.msgs.Schedule(f.ctx, act(t))
	require.NoError(t, err)
}

// Whatever a content does, the block ends, its writes are gone, and the rule that refused it is on record.
func TestAFailingActIsRecordedAndDone(t *testing.T) {
	for _, c := range []struct {
		name   string
		handle func(sdk.Context) error
		want   types.EventActFailed
	}{
		{name: "refused", handle: func(sdk.Context) error { return types.ErrQueueFull }, want: types.EventActFailed{Codespace: types.ModuleName, Code: types.ErrQueueFull.ABCICode()}},
		{name: "panics", handle: func(sdk.Context) error { panic("broken") }, want: types.EventActFailed{Codespace: types.ModuleName, Code: types.ErrContentPanicked.ABCICode()}},
		{name: "takes all gas", handle: func(ctx sdk.Context) error {
			for {
				ctx.GasMeter().ConsumeGas(1_000, "endless")
			}
		}, want: types.EventActFailed{Codespace: types.ModuleName, Code: types.ErrContentPanicked.ABCICode()}},
		{name: "without a code", handle: func(sdk.Context) error { return context.Canceled }, want: types.EventActFailed{Codespace: "undefined", Code: 1}},
		{name: "of another module", handle: func(sdk.Context) error { return sdkerrors.ErrUnauthorized }, want: types.EventActFailed{Codespace: sdkerrors.RootCodespace, Code: sdkerrors.ErrUnauthorized.ABCICode()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFixture(t, types.DefaultParams())
			f.router.handle = func(ctx sdk.Context, _ sdk.Msg) (*sdk.Result, error) {
				changed := types.DefaultParams()
				changed.DelaySeconds = 1
				text, err := addresses.BytesToString(governance)
				require.NoError(t, err)
				_, err = f.msgs.UpdateParams(ctx, &types.MsgUpdateParams{Authority: text, Params: changed})
				require.NoError(t, err)
				return nil, c.handle(ctx)
			}
			_, err := f.msgs.Schedule(f.ctx, act(t))
			require.NoError(t, err)
			c.want.Item, c.want.Content = 1, content
			require.Equal(t, []proto.Message{&c.want}, f.block(t, types.DefaultDelaySeconds))
			gs, err := f.ExportGenesis(f.ctx)
			require.NoError(t, err)
			require.Equal(t, types.DefaultParams(), gs.Params)
			require.Empty(t, gs.Queue)
			require.Empty(t, f.block(t, types.DefaultDelaySeconds+1))
		})
	}
}

// A province that changes its key at the wrong moment can't undo what the provinces decided about seats.
func TestAnActWaitsForAnotherChangeOfTheSet(t *testing.T) {
	f := newFixture(t, types.DefaultParams())
	busy := true
	f.router.handle = func(sdk.Context, sdk.Msg) (*sdk.Result, error) {
		if busy {
			return nil, validatortypes.ErrChangeInFlight
		}
		return &sdk.Result{}, nil
	}
	for range 2 {
		_, err := f.msgs.Schedule(f.ctx, act(t))
		require.NoError(t, err)
	}
	at := int64(types.DefaultDelaySeconds)
	require.Empty(t, f.block(t, at))
	require.Empty(t, f.block(t, at+types.RetrySeconds-1))
	require.Equal(t, 2, f.router.handled)
	busy = false
	require.Len(t, f.block(t, at+types.RetrySeconds), 2)
	require.Equal(t, 4, f.router.handled)

	busy = true
	_, err := f.msgs.Schedule(f.ctx, act(t))
	require.NoError(t, err)
	at += types.RetrySeconds + types.DefaultDelaySeconds
	for n := range int64(types.MaxTries) {
		require.Empty(t, f.block(t, at+n*types.RetrySeconds))
	}
	require.Equal(t, []proto.Message{&types.EventActFailed{
		Item: 3, Content: content, Codespace: validatortypes.ModuleName, Code: validatortypes.ErrChangeInFlight.ABCICode(),
	}}, f.block(t, at+types.MaxTries*types.RetrySeconds))
}

func TestOnlyGovernanceSchedules(t *testing.T) {
	f := newFixture(t, types.DefaultParams())
	stranger, err := addresses.BytesToString([]byte("stranger____________"))
	require.NoError(t, err)
	m := act(t)
	m.Authority = stranger
	_, err = f.msgs.Schedule(f.ctx, m)
	require.ErrorIs(t, err, types.ErrSignerInvalid)

	m, err = types.NewMsgSchedule(act(t).Authority, &types.MsgUpdateParams{Authority: stranger, Params: types.DefaultParams()})
	require.NoError(t, err)
	_, err = f.msgs.Schedule(f.ctx, m)
	require.ErrorIs(t, err, types.ErrSignerInvalid)

	m, err = types.NewMsgSchedule(act(t).Authority, act(t))
	require.NoError(t, err)
	_, err = f.msgs.Schedule(f.ctx, m)
	require.ErrorIs(t, err, types.ErrContentRefused)

	_, err = f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: stranger, Params: types.DefaultParams()})
	require.ErrorIs(t, err, types.ErrSignerInvalid)
}

func TestNewNamesWhatIsMissing(t *testing.T) {
	_, err := keeper.New(keeper.Deps{})
	require.ErrorIs(t, err, types.ErrDependencyMissing)
}
