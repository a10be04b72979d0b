package feetest

import (
	"fmt"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	"cosmossdk.io/math"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	moduletestutil "github.com/cosmos/cosmos-sdk/types/module/testutil"
	"github.com/cosmos/cosmos-sdk/x/auth"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/fee/keeper"
	"github.com/reliefchain/relief/x/fee/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Names of the fixture.
const (
	// Office has officers and beneficiaries; Poor is an organisation that no test funds.
	Office, Poor = 7, 8
	// Coin and Other are licensed coins, Revoked is one whose issuer lost its licence.
	Coin, Other, Revoked = "ucny/bank1", "ucny/bank2", "ucny/bank3"
	// Height is the block of the fixture.
	Height = 100
)

// Addresses reads and writes account addresses.
var Addresses = addresscodec.NewBech32Codec("relief")

// Fixture is the module with everything around it.
type Fixture struct {
	T         testing.TB
	Ctx       sdk.Context
	Keeper    *keeper.Keeper
	Msg       types.MsgServer
	Query     types.QueryServer
	Bank      bankkeeper.BaseKeeper
	Accounts  authkeeper.AccountKeeper
	Authority *Authority
	Register  *Register
	Coins     *Coins
}

// Account is a fixed account for a name.
func Account(name string) sdk.AccAddress {
	bz := make([]byte, 20)
	copy(bz, name)
	return bz
}

// Text is the address of Account.
func Text(name string) string {
	text, err := Addresses.BytesToString(Account(name))
	if err != nil {
		panic(err)
	}
	return text
}

// New builds the module at Height in a block that is being executed. "officer" works at Office, "idle" at Poor, "holder" and "stray"
// are beneficiaries of the two.
func New(t testing.TB, gs types.GenesisState) *Fixture {
	t.Helper()
	accounts, coins, own := storetypes.NewKVStoreKey("acc"), storetypes.NewKVStoreKey("bank"), storetypes.NewKVStoreKey(types.StoreKey)
	objects := storetypes.NewObjectStoreKey("object")
	cms := store.NewCommitMultiStore(dbm.NewMemDB(), log.NewNopLogger())
	for _, key := range []storetypes.StoreKey{accounts, coins, own} {
		cms.MountStoreWithDB(key, storetypes.StoreTypeIAVL, nil)
	}
	cms.MountStoreWithDB(objects, storetypes.StoreTypeObject, nil)
	require.NoError(t, cms.LoadLatestVersion())
	ctx := sdk.NewContext(cms, cmtproto.Header{Height: Height, Time: time.Unix(1_772_323_200, 0)}, false, log.NewNopLogger()).WithExecMode(sdk.ExecModeFinalize)

	cdc := moduletestutil.MakeTestEncodingConfig(auth.AppModuleBasic{}, bank.AppModuleBasic{}).Codec
	chain := Text("chain")
	ak := authkeeper.NewAccountKeeper(cdc, runtime.NewKVStoreService(accounts), authtypes.ProtoBaseAccount,
		map[string][]string{authtypes.FeeCollectorName: nil, "mint": {authtypes.Minter}}, Addresses, "relief", chain)
	require.NoError(t, ak.Params.Set(ctx, authtypes.DefaultParams()))
	bk := bankkeeper.NewBaseKeeper(cdc, runtime.NewKVStoreService(coins), ak, map[string]bool{}, chain, log.NewNopLogger()).WithObjStoreKey(objects)
	require.NoError(t, bk.SetParams(ctx, banktypes.DefaultParams()))

	f := &Fixture{
		T: t, Ctx: ctx, Bank: bk, Accounts: ak,
		Authority: &Authority{
			Officers: map[string]authoritytypes.Officer{
				Text("officer"): {Address: Text("officer"), Organisation: Office},
				Text("idle"):    {Address: Text("idle"), Organisation: Poor},
			},
			Organisations: map[uint32]authoritytypes.Organisation{Office: {Id: Office, Area: "350526"}, Poor: {Id: Poor, Area: "35"}},
		},
		Register: &Register{Holders: map[string]beneficiarytypes.Person{
			Text("holder"): {Ref: Person("holder"), Organisation: Office},
			Text("stray"):  {Ref: Person("stray"), Organisation: Poor},
		}},
		Coins: &Coins{Issuers: map[string]stablecointypes.Issuer{
			Coin:    {Id: "bank1", Status: stablecointypes.ISSUER_STATUS_ACTIVE},
			Other:   {Id: "bank2", Status: stablecointypes.ISSUER_STATUS_ACTIVE},
			Revoked: {Id: "bank3", Status: stablecointypes.ISSUER_STATUS_REVOKED},
		}},
	}
	k, err := keeper.New(keeper.Deps{
		Store: runtime.NewKVStoreService(own), Codec: cdc, Address: Addresses,
		Authority: f.Authority, Register: f.Register, Coins: f.Coins, Bank: bk, Seats: Seats{}, Accounts: ak, Treasury: Treasury,
	})
	require.NoError(t, err)
	require.NoError(t, k.InitGenesis(ctx, gs))
	f.Keeper, f.Msg, f.Query = k, keeper.NewMsgServer(k), keeper.NewQueryServer(k)
	return f
}

// Person is the reference of a person.
func Person(name string) []byte { return []byte(fmt.Sprintf("%-16s", name)) }

// Treasury is the account of an organisation's public money.
func Treasury(organisation uint32) sdk.AccAddress {
	return Account(fmt.Sprint("treasury ", organisation))
}

// Give mints coins for an account.
func (f *Fixture) Give(to sdk.AccAddress, denom string, amount int64) {
	f.T.Helper()
	coins := sdk.NewCoins(sdk.NewInt64Coin(denom, amount))
	require.NoError(f.T, f.Bank.MintCoins(f.Ctx, "mint", coins))
	require.NoError(f.T, f.Bank.SendCoinsFromModuleToAccount(f.Ctx, "mint", to, coins))
}

// Sign notes a key for an account, as its first transaction does.
func (f *Fixture) Sign(name string) {
	f.T.Helper()
	account := f.Accounts.NewAccountWithAddress(f.Ctx, Account(name))
	require.NoError(f.T, account.SetPubKey(secp256k1.GenPrivKeyFromSecret([]byte(name)).PubKey()))
	f.Accounts.SetAccount(f.Ctx, account)
}

// Balance is what an account has of Coin.
func (f *Fixture) Balance(account sdk.AccAddress) int64 {
	return f.Bank.GetBalance(f.Ctx, account, Coin).Amount.Int64()
}

// Left is what an organisation's fee budget has of Coin in all its shares.
func (f *Fixture) Left(organisation uint32) int64 {
	var sum int64
	for share := range uint32(types.BudgetShares) {
		sum += f.Balance(types.BudgetShareAddress(organisation, share))
	}
	return sum
}

// OpenBudget gives an organisation a fee budget with coins, dealt out over its shares.
func (f *Fixture) OpenBudget(organisation uint32, transactionCap int64, quota uint32, coins int64) {
	f.T.Helper()
	_, err := f.Msg.SetBudget(f.Ctx, &types.MsgSetBudget{
		Signer: Text("officer"), Organisation: organisation, Denom: Coin, TransactionCap: math.NewInt(transactionCap), BeneficiaryQuota: quota,
	})
	require.NoError(f.T, err)
	if coins > 0 {
		f.Give(types.BudgetAddress(organisation), Coin, coins)
		require.NoError(f.T, f.Keeper.StartShares(f.Ctx))
	}
}

// Spent is what an organisation's budget has paid.
func (f *Fixture) Spent(organisation uint32) int64 {
	f.T.Helper()
	res, err := f.Query.Budget(f.Ctx, &types.QueryBudgetRequest{Organisation: organisation})
	require.NoError(f.T, err)
	return res.Budget.Spent.Int64()
}

// EndBlock makes the virtual credits of the block real and returns what the fee collector has.
func (f *Fixture) EndBlock() int64 {
	f.T.Helper()
	require.NoError(f.T, f.Bank.CreditVirtualAccounts(f.Ctx))
	return f.Balance(authtypes.NewModuleAddress(authtypes.FeeCollectorName))
}

// Invariants checks every promise.
func (f *Fixture) Invariants() {
	f.T.Helper()
	for _, inv := range keeper.Invariants() {
		require.NoError(f.T, inv.Check(f.Ctx, f.Keeper), inv.Name)
	}
}

// Events runs a step and returns the decoded events of this module.
func (f *Fixture) Events(step func()) []proto.Message {
	f.T.Helper()
	old := f.Ctx.EventManager()
	f.Ctx = f.Ctx.WithEventManager(sdk.NewEventManager())
	step()
	var out []proto.Message
	for _, event := range f.Ctx.EventManager().ABCIEvents() {
		if decoded, err := sdk.ParseTypedEvent(event); err == nil {
			out = append(out, decoded)
		}
	}
	f.Ctx = f.Ctx.WithEventManager(old)
	return out
}
