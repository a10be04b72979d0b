package keeper_test

import (
	"bytes"
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
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/keeper"
	"github.com/reliefchain/relief/x/authority/types"
)

const (
	start = int64(1_750_000_000)
	year  = int64(366 * 24 * 60 * 60)

	national uint32 = 1
	province uint32 = 2
	county   uint32 = 3
	treasury uint32 = 4
	issuer   uint32 = 5
)

var addresses = addresscodec.NewBech32Codec("relief")

type fixture struct {
	*keeper.Keeper
	ctx     sdk.Context
	msgs    types.MsgServer
	queries types.QueryServer
	// accounts that the keeper opened.
	accounts fakeAccounts
}

// fakeAccounts holds the accounts that were opened, by address.
type fakeAccounts map[string]bool

func (f fakeAccounts) HasAccount(_ context.Context, addr sdk.AccAddress) bool { return f[string(addr)] }

func (f fakeAccounts) NewAccountWithAddress(_ context.Context, addr sdk.AccAddress) sdk.AccountI {
	return authtypes.NewBaseAccountWithAddress(addr)
}

func (f fakeAccounts) SetAccount(_ context.Context, account sdk.AccountI) {
	f[string(account.GetAddress())] = true
}

// newFixture starts from a small nation: province 11 with county 110101, its treasury, and a nationwide issuer;
// each has the administrator addr(10·organisation).
func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := emptyFixture(t)
	require.NoError(t, f.InitGenesis(f.ctx, nation(t)))
	return f
}

func emptyFixture(t *testing.T) *fixture {
	t.Helper()
	key := storetypes.NewKVStoreKey(types.StoreKey)
	ctx := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient")).Ctx
	accounts := fakeAccounts{}
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles:     proto.HybridResolver,
		SigningOptions: signing.Options{AddressCodec: addresses, ValidatorAddressCodec: addresses},
	})
	require.NoError(t, err)
	types.RegisterInterfaces(registry)
	router := baseapp.NewMsgServiceRouter()
	router.SetInterfaceRegistry(registry)
	k, err := keeper.New(keeper.Deps{
		Store:   runtime.NewKVStoreService(key),
		Codec:   codec.NewProtoCodec(registry),
		Address: addresses, Accounts: accounts, Router: router, Governance: governance(t),
	})
	require.NoError(t, err)
	types.RegisterMsgServer(router, keeper.NewMsgServer(k))
	return &fixture{
		Keeper:   k,
		ctx:      ctx.WithBlockTime(time.Unix(start, 0)).WithBlockHeight(1),
		msgs:     keeper.NewMsgServer(k),
		queries:  keeper.NewQueryServer(k),
		accounts: accounts,
	}
}

func nation(t *testing.T) types.GenesisState {
	t.Helper()
	gs := *types.DefaultGenesis()
	gs.Rules = append(types.Policy(), types.Rule{
		Action: "/test.Decide", Role: types.ROLE_APPROVER, Kinds: []types.OrganisationKind{types.ORGANISATION_KIND_COUNTY},
	})
	gs.Areas = []types.Area{{Code: "11"}, {Code: "1101"}, {Code: "110101"}, {Code: "12"}}
	gs.Organisations = []types.Organisation{
		organisation(national, types.ORGANISATION_KIND_NATIONAL, types.Nation, 0),
		organisation(province, types.ORGANISATION_KIND_PROVINCE, "11", national),
		organisation(county, types.ORGANISATION_KIND_COUNTY, "110101", province),
		organisation(treasury, types.ORGANISATION_KIND_TREASURY, "110101", county),
		organisation(issuer, types.ORGANISATION_KIND_ISSUER, types.Nation, national),
	}
	for _, o := range gs.Organisations {
		gs.Officers = append(gs.Officers, officer(t, byte(10*o.Id), o.Id, types.ROLE_ADMIN))
	}
	return gs
}

func organisation(id uint32, kind types.OrganisationKind, area string, parent uint32) types.Organisation {
	return types.Organisation{Id: id, Kind: kind, Area: area, Parent: parent, Status: types.ORGANISATION_STATUS_ACTIVE}
}

// officer is a membership of a person of its own, valid for a year.
func officer(t *testing.T, n byte, organisation uint32, roles ...types.Role) types.Officer {
	t.Helper()
	return types.Officer{
		Address: addr(t, n), Organisation: organisation, Roles: roles,
		ValidFrom: start, ValidUntil: start + year, Credential: credential(n),
	}
}

func addr(t *testing.T, n byte) string {
	t.Helper()
	s, err := addresses.BytesToString(bytes.Repeat([]byte{n}, 20))
	require.NoError(t, err)
	return s
}

func credential(n byte) []byte { return bytes.Repeat([]byte{n}, types.CredentialLength) }

func admin(t *testing.T, organisation uint32) string {
	t.Helper()
	return addr(t, byte(10*organisation))
}

func (f *fixture) appoint(t *testing.T, signer string, o types.Officer) error {
	t.Helper()
	res, err := f.msgs.AppointOfficer(f.fresh(), &types.MsgAppointOfficer{Signer: signer, Officer: o})
	require.Equal(t, err != nil, res == nil)
	return err
}

// fresh forgets earlier events.
func (f *fixture) fresh() sdk.Context {
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	return f.ctx
}

func (f *fixture) at(unix int64) { f.ctx = f.ctx.WithBlockTime(time.Unix(unix, 0)) }

// requireEvents checks the decoded events since fresh.
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

// governance is the account of the provinces' vote.
func governance(t *testing.T) string {
	t.Helper()
	return addr(t, 0xee)
}
