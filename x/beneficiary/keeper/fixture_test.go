package keeper_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/keeper"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

const (
	officer   = "officer"
	colleague = "colleague"
	second    = "second" // answers for another area
	county    = "county"
	provinces = "provinces" // answers for all
	office    = uint32(7)
	home      = "110101001"
)

var addresses = addresscodec.NewBech32Codec("relief")

// officers are those who answer for 1101, with their organisation and the person behind them.
var officers = map[string]types.Decider{
	officer:   {Organisation: office, Credentials: [][]byte{value(101)}},
	colleague: {Organisation: office, Credentials: [][]byte{value(102)}},
	county:    {Organisation: office + 1, Credentials: [][]byte{value(103)}},
	second:    {Organisation: office + 2, Credentials: [][]byte{value(104)}},
	provinces: {Organisation: office + 3, Credentials: [][]byte{value(105)}},
}

// fakeAuthority knows some officers and areas.
type fakeAuthority struct {
	asked     []string
	interests map[string][]byte // credential → person
}

func (a *fakeAuthority) Authorize(_ context.Context, signer, action, area string) (authoritytypes.Officer, error) {
	a.asked = append(a.asked, action+" "+area)
	who, known := officers[signer]
	if !known {
		return authoritytypes.Officer{}, authoritytypes.ErrOfficerUnknown
	}
	scope := "1101"
	switch signer {
	case second:
		scope = "12"
	case provinces:
		scope = authoritytypes.Nation
	}
	if !authoritytypes.Contains(scope, area) {
		return authoritytypes.Officer{}, authoritytypes.ErrAreaOutside
	}
	return authoritytypes.Officer{Address: signer, Organisation: who.Organisation, Credential: who.Credentials[0]}, nil
}

func (a *fakeAuthority) Persons(_ context.Context, officer authoritytypes.Officer) [][]byte {
	return [][]byte{officer.Credential}
}

func (a *fakeAuthority) RequireNoInterest(_ context.Context, credentials [][]byte, persons ...[]byte) error {
	for _, credential := range credentials {
		if err := authoritytypes.CheckInterests([][]byte{a.interests[string(credential)]}, persons...); err != nil {
			return err
		}
	}
	return nil
}

func (a *fakeAuthority) RequireArea(_ context.Context, code string) error {
	switch code {
	case "1101", "110101", home, "110101002", "12":
		return nil
	default:
		return authoritytypes.ErrAreaUnknown
	}
}

// Today is a day of the test's own time, and every day is a working day.
func (a *fakeAuthority) Today(ctx context.Context) (authoritytypes.Day, error) {
	return authoritytypes.Day(sdk.UnwrapSDKContext(ctx).BlockTime().Unix() / 86_400), nil
}

func (a *fakeAuthority) Deadline(_ context.Context, from authoritytypes.Day, days uint32) (authoritytypes.Deadline, error) {
	return authoritytypes.Deadline{Day: from + authoritytypes.Day(days)}, nil
}

func (a *fakeAuthority) RequireKnownArea(ctx context.Context, code string) error {
	return a.RequireArea(ctx, code)
}

type fakeAccounts map[string]int

func (a fakeAccounts) HasAccount(_ context.Context, addr sdk.AccAddress) bool {
	return a[string(addr)] > 0
}

func (a fakeAccounts) NewAccountWithAddress(_ context.Context, addr sdk.AccAddress) sdk.AccountI {
	return authtypes.NewBaseAccountWithAddress(addr)
}

func (a fakeAccounts) SetAccount(_ context.Context, account sdk.AccountI) {
	a[string(account.GetAddress())]++
}

// fakeGrants pays the persons with these references.
type fakeGrants map[string]bool

func (g fakeGrants) Pays(_ context.Context, ref []byte) (bool, error) { return g[string(ref)], nil }

// Mark keeps what is said of a person under the reference and a word.
func (g fakeGrants) Mark(_ context.Context, ref []byte, locked, deceased bool) error {
	g[string(ref)+" locked"], g[string(ref)+" deceased"] = locked, deceased
	return nil
}

// fakeKeys has a tag key in every epoch.
type fakeKeys struct{}

func (fakeKeys) ActiveKey(_ context.Context, epoch uint32) ([]byte, error) {
	return value(byte(epoch)), nil
}

type fixture struct {
	*keeper.Keeper
	ctx       sdk.Context
	msgs      types.MsgServer
	queries   types.QueryServer
	authority *fakeAuthority
	accounts  fakeAccounts
	grants    fakeGrants
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	key := storetypes.NewKVStoreKey(types.StoreKey)
	ctx := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient")).Ctx
	f := &fixture{ctx: ctx, authority: &fakeAuthority{}, accounts: fakeAccounts{}, grants: fakeGrants{}}
	k, err := keeper.New(keeper.Deps{
		Store:     runtime.NewKVStoreService(key),
		Codec:     codec.NewProtoCodec(codectypes.NewInterfaceRegistry()),
		Address:   addresses,
		Authority: f.authority,
		Accounts:  f.accounts,
	})
	require.NoError(t, err)
	require.ErrorIs(t, k.SetGrants(nil), types.ErrDependencyMissing)
	require.NoError(t, k.SetGrants(f.grants))
	require.ErrorIs(t, k.SetTagKeys(nil), types.ErrDependencyMissing)
	require.NoError(t, k.SetTagKeys(fakeKeys{}))
	require.NoError(t, k.InitGenesis(ctx, *types.DefaultGenesis()))
	f.Keeper, f.msgs, f.queries = k, keeper.NewMsgServer(k), keeper.NewQueryServer(k)
	return f
}

func ref(n byte) []byte   { return bytes.Repeat([]byte{n}, types.RefLength) }
func root(n byte) []byte  { return bytes.Repeat([]byte{n}, types.RootLength) }
func value(n byte) []byte { return bytes.Repeat([]byte{n}, types.TagLength) }

func holderKey(n byte) []byte {
	return secp256k1.GenPrivKeyFromSecret([]byte{n}).PubKey().Bytes()
}

func holder(t *testing.T, n byte) string {
	t.Helper()
	addr, err := types.HolderAddress(holderKey(n), types.KEY_CURVE_SECP256K1)
	require.NoError(t, err)
	s, err := addresses.BytesToString(addr)
	require.NoError(t, err)
	return s
}

// person is an enrolment with its own key and one tag of class 1.
func person(n byte) types.Enrolment {
	return types.Enrolment{
		Ref: ref(n), AttrRoot: root(n), HolderKey: holderKey(n), Tags: []types.Tag{{Class: 1, Value: value(n)}},
	}
}

func household(n byte, persons ...types.Enrolment) types.HouseholdEnrolment {
	return types.HouseholdEnrolment{Ref: ref(n), MemberRoot: root(n), Area: home, Persons: persons}
}

func registered(n byte) types.Person {
	return types.Person{
		Ref: ref(n), AttrRoot: root(n), HolderKey: holderKey(n), HomeArea: home,
		Status: types.PERSON_STATUS_REGISTERED, Organisation: office,
	}
}

// enrol sends one message in a branch of the state that is kept only on success, as a transaction does.
func (f *fixture) enrol(t *testing.T, households ...types.HouseholdEnrolment) error {
	t.Helper()
	branch, commit := f.fresh().CacheContext()
	res, err := f.msgs.Enrol(branch, &types.MsgEnrol{Signer: officer, Households: households})
	require.Equal(t, err != nil, res == nil)
	if err == nil {
		commit()
	}
	return err
}

// fresh forgets earlier events.
func (f *fixture) fresh() sdk.Context {
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	return f.ctx
}

func (f *fixture) requireEvents(t *testing.T, want ...proto.Message) {
	t.Helper()
	var got []proto.Message
	for _, event := range f.ctx.EventManager().ABCIEvents() {
		msg, err := sdk.ParseTypedEvent(event)
		require.NoError(t, err)
		got = append(got, msg)
	}
	require.Equal(t, want, got)
}

func (f *fixture) requireInvariants(t *testing.T) {
	t.Helper()
	for _, invariant := range keeper.Invariants() {
		require.NoError(t, invariant.Check(f.ctx, f.Keeper), invariant.Name)
	}
}
