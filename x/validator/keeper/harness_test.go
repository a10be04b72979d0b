package keeper

import (
	"context"
	"fmt"
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator/types"
)

// fakeSigning remembers the hooks that were called.
type fakeSigning struct {
	created, bonded []string
	err             error
}

func (f *fakeSigning) AfterValidatorCreated(_ context.Context, operator sdk.ValAddress) error {
	f.created = append(f.created, string(operator))
	return f.err
}

func (f *fakeSigning) AfterValidatorBonded(_ context.Context, _ sdk.ConsAddress, operator sdk.ValAddress) error {
	f.bonded = append(f.bonded, string(operator))
	return f.err
}

type fixture struct {
	ctx       sdk.Context
	keeper    *Keeper
	signing   *fakeSigning
	cdc       codec.Codec
	seats     []types.Seat
	operators []sdk.ValAddress
	keys      map[string]*storetypes.KVStoreKey
}

// newFixture builds a keeper over an empty store; genesis has not run.
func newFixture(t *testing.T, seats int) *fixture {
	t.Helper()
	keys := map[string]*storetypes.KVStoreKey{}
	for _, name := range []string{types.StoreKey, slashingtypes.StoreKey, evidencetypes.StoreKey} {
		keys[name] = storetypes.NewKVStoreKey(name)
	}
	registry := codectypes.NewInterfaceRegistry()
	types.RegisterInterfaces(registry)
	evidencetypes.RegisterInterfaces(registry)
	cdc := codec.NewProtoCodec(registry)
	k, err := New(deps(cdc, keys[types.StoreKey]))
	require.NoError(t, err)
	f := &fixture{
		ctx: testutil.DefaultContextWithKeys(keys, nil, nil).WithBlockHeight(1).WithBlockTime(time.Unix(1_700_000_000, 0).UTC()),
		cdc: cdc, keeper: k, signing: &fakeSigning{}, keys: keys,
	}
	for i := range seats {
		operator := sdk.ValAddress(fmt.Appendf(nil, "province-%011d", i))
		text, err := k.deps.Operator.BytesToString(operator)
		require.NoError(t, err)
		key := ed25519.GenPrivKeyFromSecret(fmt.Append(nil, "seat", i)).PubKey().(*ed25519.PubKey)
		s, err := types.NewSeat(uint32(i+1), text, key)
		require.NoError(t, err)
		f.seats, f.operators = append(f.seats, s), append(f.operators, operator)
	}
	return f
}

func deps(cdc codec.BinaryCodec, key *storetypes.KVStoreKey) Deps {
	return Deps{
		Store: runtime.NewKVStoreService(key), Codec: cdc, Address: addresscodec.NewBech32Codec("relief"),
		Operator: addresscodec.NewBech32Codec("reliefvaloper"), Consensus: addresscodec.NewBech32Codec("reliefvalcons"),
	}
}

// started runs genesis with a fake signing record.
func started(t *testing.T, seats int) *fixture {
	t.Helper()
	f := newFixture(t, seats)
	require.NoError(t, f.keeper.SetHooks(f.signing))
	_, err := f.keeper.InitGenesis(f.ctx, *types.NewGenesisState(f.seats...))
	require.NoError(t, err)
	f.fresh()
	return f
}

// fresh forgets the events so far.
func (f *fixture) fresh() { f.ctx = f.ctx.WithEventManager(sdk.NewEventManager()) }

func (f *fixture) consensus(t *testing.T, i int) sdk.ConsAddress {
	t.Helper()
	a, err := f.seats[i].ConsensusAddress()
	require.NoError(t, err)
	return a
}

func (f *fixture) status(t *testing.T, i int) types.SeatStatus {
	t.Helper()
	s, err := f.keeper.Seat(f.ctx, f.operators[i])
	require.NoError(t, err)
	return s.Status
}

// endBlock ends the block and checks every invariant.
func (f *fixture) endBlock(t *testing.T) []abci.ValidatorUpdate {
	t.Helper()
	updates, err := f.keeper.EndBlock(f.ctx)
	require.NoError(t, err)
	for _, inv := range Invariants() {
		require.NoError(t, inv.Check(f.ctx, f.keeper), inv.Name)
	}
	return updates
}

// update is what CometBFT should be told about seat i.
func (f *fixture) update(t *testing.T, i int, power int64) abci.ValidatorUpdate {
	t.Helper()
	key, err := f.seats[i].PubKey()
	require.NoError(t, err)
	return abci.Ed25519ValidatorUpdate(key.Key, power)
}

// statusEvents decodes the status changes emitted since fresh.
func (f *fixture) statusEvents(t *testing.T) []*types.EventSeatStatusChanged {
	t.Helper()
	var out []*types.EventSeatStatusChanged
	for _, e := range f.ctx.EventManager().ABCIEvents() {
		if e.Type != "relief.validator.v1.EventSeatStatusChanged" {
			continue
		}
		msg, err := sdk.ParseTypedEvent(e)
		require.NoError(t, err)
		out = append(out, msg.(*types.EventSeatStatusChanged))
	}
	return out
}
