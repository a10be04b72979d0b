package keeper_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"cosmossdk.io/math"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/cosmos/cosmos-sdk/testutil"
	sdk "github.com/cosmos/cosmos-sdk/types"
	moduletestutil "github.com/cosmos/cosmos-sdk/types/module/testutil"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/stablecoin/keeper"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

const (
	orgNational, orgIssuer, orgCustodian, orgAuditFirm, orgOtherIssuer = 1, 7, 8, 9, 10
	start                                                              = 1_772_323_200
	fen                                                                = 10_000
	orgCounty, orgCity, orgProvince, orgLast                           = 11, 12, 13, 13
)

var (
	errDenied  = errors.New("denied")
	errUnknown = errors.New("unknown organisation")
	addresses  = addresscodec.NewBech32Codec("relief")
	denom      = types.Denom("cny", "bank1")
)

// fakeAuthority lets every officer do everything in its table.
type fakeAuthority struct {
	officers      map[string]authoritytypes.Officer
	organisations map[uint32]authoritytypes.Organisation
	areas         []string // areas asked for
}

func (f *fakeAuthority) Authorize(_ context.Context, signer, _, area string) (authoritytypes.Officer, error) {
	f.areas = append(f.areas, area)
	officer, ok := f.officers[signer]
	if !ok {
		return officer, errDenied
	}
	return officer, nil
}

// day is the length of a calendar day in these tests, seconds.
const day = 3_600

func (f *fakeAuthority) DaySeconds(context.Context) (int64, error) { return day, nil }

// calendarDay is the length of a day of the calendar, which deadlines and months go by; every day is worked.
const calendarDay = 86_400

func (f *fakeAuthority) Today(ctx context.Context) (authoritytypes.Day, error) {
	return authoritytypes.Day(sdk.UnwrapSDKContext(ctx).BlockTime().Unix() / calendarDay), nil
}

func (f *fakeAuthority) StartOf(_ context.Context, d authoritytypes.Day) (int64, error) {
	return int64(d) * calendarDay, nil
}

func (f *fakeAuthority) Deadline(_ context.Context, from authoritytypes.Day, days uint32) (authoritytypes.Deadline, error) {
	return authoritytypes.Deadline{Day: from + authoritytypes.Day(days)}, nil
}

// pools tells that escrow pools hold the coin.
type pools bool

func (p *pools) HoldCoin(context.Context, string) (bool, error) { return bool(*p), nil }

func (f *fakeAuthority) Membership(_ context.Context, account string) (authoritytypes.Officer, bool, error) {
	officer, ok := f.officers[account]
	return officer, ok, nil
}

func (f *fakeAuthority) Persons(_ context.Context, officer authoritytypes.Officer) [][]byte {
	return [][]byte{[]byte(officer.Address)}
}

func (f *fakeAuthority) LastOrganisation(context.Context) (uint32, error) { return orgLast, nil }

// fakeRegister knows persons by their accounts.
type fakeRegister map[string]beneficiarytypes.Person

func (f fakeRegister) Holder(_ context.Context, account string) (beneficiarytypes.Person, bool, error) {
	person, ok := f[account]
	return person, ok, nil
}

// treasury is the account without a key of an organisation.
func treasury(organisation uint32) sdk.AccAddress {
	return []byte(fmt.Sprintf("treasury %011d", organisation))
}

func (f *fakeAuthority) Organisation(_ context.Context, id uint32) (authoritytypes.Organisation, error) {
	organisation, ok := f.organisations[id]
	if !ok {
		return organisation, errUnknown
	}
	return organisation, nil
}

var errFunds = errors.New("not enough coins")

// fakeBank keeps balances by account or module name.
type fakeBank struct {
	balances map[string]sdk.Coins
	supply   sdk.Coins
	stuck    bool // nothing moves
}

func (f *fakeBank) move(from, to string, amount sdk.Coins) error {
	left, short := f.balances[from].SafeSub(amount...)
	if short || f.stuck {
		return errFunds
	}
	f.balances[from], f.balances[to] = left, f.balances[to].Add(amount...)
	return nil
}

func escrowOf(module string) string { return string(authtypes.NewModuleAddress(module)) }

func (f *fakeBank) GetBalance(_ context.Context, account sdk.AccAddress, denom string) sdk.Coin {
	return sdk.NewCoin(denom, f.balances[string(account)].AmountOf(denom))
}

func (f *fakeBank) MintCoins(_ context.Context, module string, amount sdk.Coins) error {
	f.supply, f.balances[escrowOf(module)] = f.supply.Add(amount...), f.balances[escrowOf(module)].Add(amount...)
	return nil
}

func (f *fakeBank) BurnCoins(_ context.Context, module string, amount sdk.Coins) error {
	left, short := f.balances[escrowOf(module)].SafeSub(amount...)
	if short {
		return errFunds
	}
	f.supply, f.balances[escrowOf(module)] = f.supply.Sub(amount...), left
	return nil
}

func (f *fakeBank) SendCoinsFromModuleToAccount(_ context.Context, module string, to sdk.AccAddress, amount sdk.Coins) error {
	return f.move(escrowOf(module), string(to), amount)
}

func (f *fakeBank) SendCoinsFromAccountToModule(_ context.Context, from sdk.AccAddress, module string, amount sdk.Coins) error {
	return f.move(string(from), escrowOf(module), amount)
}

func (f *fakeBank) GetAllBalances(_ context.Context, account sdk.AccAddress) sdk.Coins {
	return f.balances[string(account)]
}

func (f *fakeBank) GetSupply(_ context.Context, denom string) sdk.Coin {
	return sdk.NewCoin(denom, f.supply.AmountOf(denom))
}

type fixture struct {
	t         *testing.T
	ctx       sdk.Context
	k         *keeper.Keeper
	msg       types.MsgServer
	query     types.QueryServer
	authority *fakeAuthority
	bank      *fakeBank
	pools     *pools
	register  fakeRegister
}

func account(name string) string {
	bz := make([]byte, 20)
	copy(bz, name)
	text, err := addresses.BytesToString(bz)
	if err != nil {
		panic(err)
	}
	return text
}

func setup(t *testing.T) *fixture {
	t.Helper()
	key := storetypes.NewKVStoreKey(types.StoreKey)
	tc := testutil.DefaultContextWithDB(t, key, storetypes.NewTransientStoreKey("transient"))
	organisation := func(id uint32, kind authoritytypes.OrganisationKind, area string) authoritytypes.Organisation {
		return authoritytypes.Organisation{Id: id, Kind: kind, Area: area, Status: authoritytypes.ORGANISATION_STATUS_ACTIVE}
	}
	authority := &fakeAuthority{
		officers: map[string]authoritytypes.Officer{},
		organisations: map[uint32]authoritytypes.Organisation{
			orgNational:    organisation(orgNational, authoritytypes.ORGANISATION_KIND_NATIONAL, "0"),
			orgIssuer:      organisation(orgIssuer, authoritytypes.ORGANISATION_KIND_ISSUER, "11"),
			orgCustodian:   organisation(orgCustodian, authoritytypes.ORGANISATION_KIND_CUSTODIAN, "0"),
			orgAuditFirm:   organisation(orgAuditFirm, authoritytypes.ORGANISATION_KIND_AUDITOR, "0"),
			orgOtherIssuer: organisation(orgOtherIssuer, authoritytypes.ORGANISATION_KIND_ISSUER, "0"),
			orgCounty:      organisation(orgCounty, authoritytypes.ORGANISATION_KIND_COUNTY, "350526"),
			orgCity:        organisation(orgCity, authoritytypes.ORGANISATION_KIND_CITY, "3505"),
			orgProvince:    organisation(orgProvince, authoritytypes.ORGANISATION_KIND_PROVINCE, "35"),
		},
	}
	for name, organisation := range map[string]uint32{
		"licensor": orgNational, "pauser": orgIssuer, "holder": orgNational, "minter": orgIssuer, "custodian": orgCustodian, "attestor": orgAuditFirm, "rival": orgOtherIssuer,
	} {
		authority.officers[account(name)] = authoritytypes.Officer{Address: account(name), Organisation: organisation}
	}
	register := fakeRegister{}
	bank := &fakeBank{balances: map[string]sdk.Coins{}}
	k, err := keeper.New(keeper.Deps{
		Store: runtime.NewKVStoreService(key), Codec: moduletestutil.MakeTestEncodingConfig().Codec, Address: addresses,
		Authority: authority, Bank: bank, Register: register,
		Public: types.PublicAccounts{
			Modules: []sdk.AccAddress{sdk.AccAddress(types.ModuleName)}, OfOrganisation: []func(uint32) sdk.AccAddress{treasury}, Treasury: treasury,
		},
	})
	require.NoError(t, err)
	ctx := tc.Ctx.WithBlockTime(time.Unix(start, 0)).WithBlockHeight(10)
	gs := types.DefaultGenesis()
	gs.Params.ReserveMarginBasisPoints = 0
	require.NoError(t, k.InitGenesis(ctx, *gs))
	held := new(pools)
	require.NoError(t, k.SetPools(held))
	return &fixture{
		t: t, pools: held, ctx: ctx, k: k, msg: keeper.NewMsgServer(k), query: keeper.NewQueryServer(k), authority: authority, bank: bank, register: register,
	}
}

// after moves the clock.
func (f *fixture) after(d time.Duration) { f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(d)) }

func applyMsg(id string) *types.MsgApplyIssuer {
	return &types.MsgApplyIssuer{Signer: account("minter"), Id: id, Organisation: orgIssuer, Custodian: orgCustodian, Currency: "cny"}
}

func (f *fixture) license() {
	f.t.Helper()
	res, err := f.msg.ApplyIssuer(f.ctx, applyMsg("bank1"))
	require.NoError(f.t, err)
	_, err = f.msg.LicenseIssuer(f.ctx, &types.MsgLicenseIssuer{Signer: account("licensor"), Id: "bank1", TermsHash: res.TermsHash})
	require.NoError(f.t, err)
}

func (f *fixture) attestMsg(reserve int64) *types.MsgAttest {
	return &types.MsgAttest{
		Signer: account("attestor"), Id: "bank1", Reserve: math.NewInt(reserve), AsOf: f.ctx.BlockTime().Unix(), ReportHash: make([]byte, types.HashLength),
	}
}

// attest has a reserve accepted.
func (f *fixture) attest(reserve int64) {
	f.t.Helper()
	res, err := f.msg.Attest(f.ctx, f.attestMsg(reserve))
	require.NoError(f.t, err)
	_, err = f.msg.CosignAttestation(f.ctx, &types.MsgCosignAttestation{Signer: account("custodian"), Id: "bank1", Attestation: res.Attestation})
	require.NoError(f.t, err)
}

func (f *fixture) allow(amount int64) error {
	_, err := f.msg.SetAllowance(f.ctx, &types.MsgSetAllowance{Signer: account("minter"), Id: "bank1", Allowance: math.NewInt(amount), PeriodAllowance: math.NewInt(amount)})
	return err
}

func (f *fixture) mint(amount int64) error {
	_, err := f.msg.Mint(f.ctx, &types.MsgMint{Signer: account("minter"), Id: "bank1", Recipient: account("minter"), Amount: math.NewInt(amount)})
	return err
}

func (f *fixture) burn(amount int64) error {
	_, err := f.msg.Burn(f.ctx, &types.MsgBurn{Signer: account("minter"), Id: "bank1", Amount: math.NewInt(amount)})
	return err
}

func (f *fixture) issuer() types.Issuer {
	f.t.Helper()
	res, err := f.query.Issuer(f.ctx, &types.QueryIssuerRequest{Id: "bank1"})
	require.NoError(f.t, err)
	return res.Issuer
}

// events runs a step and returns its decoded events.
func (f *fixture) events(step func()) []proto.Message {
	f.t.Helper()
	old := f.ctx
	f.ctx = f.ctx.WithEventManager(sdk.NewEventManager())
	step()
	var out []proto.Message
	for _, event := range f.ctx.EventManager().ABCIEvents() {
		decoded, err := sdk.ParseTypedEvent(event)
		require.NoError(f.t, err)
		out = append(out, decoded)
	}
	f.ctx = old
	return out
}

func (f *fixture) invariants() {
	f.t.Helper()
	for _, inv := range keeper.Invariants() {
		require.NoError(f.t, inv.Check(f.ctx, f.k), inv.Name)
	}
}
