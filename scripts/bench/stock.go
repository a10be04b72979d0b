package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"

	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/server"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/auth"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/cosmos/cosmos-sdk/x/bank"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensuskeeper "github.com/cosmos/cosmos-sdk/x/consensus/keeper"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"

	"github.com/reliefchain/relief/app"
)

// stockDenom is the coin of the peer.
const stockDenom = "ucoin"

// Names of what the peer does.
const (
	stockSend      = "stock MsgSend"
	stockMultiSend = "stock MsgMultiSend × 1,000"
)

// gasStock is more than any transaction of the peer uses.
const gasStock = 100_000_000_000

// recipients is how many one multi-send pays.
const recipients = 1_000

// stock is the peer: the SDK's own auth, bank and consensus modules with the default ante chain and the default configuration.
type stock struct {
	chain
	base     *baseapp.BaseApp
	accounts int
	senders  int
	auth     authkeeper.AccountKeeper
	bank     bankkeeper.BaseKeeper
	draw     *rand.Rand
}

func openStock(dir string, accounts, senders int) (*stock, error) {
	raw, err := dbm.NewDB("application", dbm.GoLevelDBBackend, filepath.Join(dir, "data"))
	if err != nil {
		return nil, fmt.Errorf("open the database in %s: %w", dir, err)
	}
	db := newCountingDB(raw)
	s := newStock(accounts, senders)
	s.chain = chain{now: genesisTime, meter: meter{dir: filepath.Join(dir, "data"), state: db.writes}}
	if err := s.build(log.NewNopLogger(), db, stockOptions(dir)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := s.begin(); err != nil {
		return nil, errors.Join(err, s.base.Close())
	}
	return s, nil
}

func newStock(accounts, senders int) *stock {
	return &stock{accounts: accounts, senders: senders, draw: rand.New(rand.NewPCG(1, 2))}
}

func (s *stock) build(logger log.Logger, db dbm.DB, o servertypes.AppOptions) error {
	encoding, err := app.NewEncoding()
	if err != nil {
		return err
	}
	auth.AppModuleBasic{}.RegisterInterfaces(encoding.Registry)
	bank.AppModuleBasic{}.RegisterInterfaces(encoding.Registry)
	keys := storetypes.NewKVStoreKeys(authtypes.StoreKey, banktypes.StoreKey, consensustypes.StoreKey)
	base := baseapp.NewBaseApp("stock", logger, db, encoding.Tx.TxDecoder(), server.DefaultBaseappOptions(o)...)
	base.SetInterfaceRegistry(encoding.Registry)
	authority := authtypes.NewModuleAddress("gov").String()
	params := consensuskeeper.NewKeeper(encoding.Codec, runtime.NewKVStoreService(keys[consensustypes.StoreKey]), authority, runtime.EventService{})
	base.SetParamStore(params.ParamsStore)
	s.auth = authkeeper.NewAccountKeeper(encoding.Codec, runtime.NewKVStoreService(keys[authtypes.StoreKey]), authtypes.ProtoBaseAccount,
		map[string][]string{authtypes.FeeCollectorName: nil}, address.NewBech32Codec(app.AccountPrefix), app.AccountPrefix, authority)
	s.bank = bankkeeper.NewBaseKeeper(encoding.Codec, runtime.NewKVStoreService(keys[banktypes.StoreKey]), s.auth, nil, authority, log.NewNopLogger())
	modules := module.NewManager(auth.NewAppModule(encoding.Codec, s.auth, nil), bank.NewAppModule(encoding.Codec, s.bank, s.auth))
	if err := modules.RegisterServices(module.NewConfigurator(encoding.Codec, base.MsgServiceRouter(), base.GRPCQueryRouter())); err != nil {
		return err
	}
	base.MountKVStores(keys)
	handler, err := ante.NewAnteHandler(ante.HandlerOptions{
		AccountKeeper: s.auth, BankKeeper: s.bank, SignModeHandler: encoding.Tx.SignModeHandler(), SigGasConsumer: ante.DefaultSigVerificationGasConsumer,
	})
	if err != nil {
		return err
	}
	base.SetAnteHandler(handler)
	base.SetInitChainer(func(ctx sdk.Context, req *abci.RequestInitChain) (*abci.ResponseInitChain, error) {
		return &abci.ResponseInitChain{Validators: req.Validators}, errors.Join(
			s.auth.Params.Set(ctx, authtypes.DefaultParams()), s.bank.SetParams(ctx, banktypes.DefaultParams()))
	})
	s.base, s.state, s.signer = base, base, newSigner(encoding.Tx)
	return base.LoadLatestVersion()
}

func (s *stock) begin() error {
	params := cmttypes.DefaultConsensusParams().ToProto()
	if _, err := s.base.InitChain(&abci.RequestInitChain{ChainId: chainID, InitialHeight: 1, Time: s.now, ConsensusParams: &params}); err != nil {
		return fmt.Errorf("start the peer: %w", err)
	}
	if _, err := s.must(); err != nil {
		return err
	}
	if err := s.seed(s.seedAccounts); err != nil {
		return err
	}
	ctx := sdk.NewContext(s.state.CommitMultiStore(), s.header(), true, log.NewNopLogger())
	for i := range s.senders {
		if err := s.learn(senderName(i), senderKey(i), s.auth.GetAccount(ctx, addressOf(senderKey(i)))); err != nil {
			return err
		}
	}
	return nil
}

// seedAccounts opens the accounts that send, then those that only receive.
func (s *stock) seedAccounts(ctx sdk.Context) error {
	s.auth.GetModuleAccount(ctx, authtypes.FeeCollectorName)
	open := func(address sdk.AccAddress) error {
		s.auth.SetAccount(ctx, s.auth.NewAccountWithAddress(ctx, address))
		return s.bank.UncheckedSetBalance(ctx, address, sdk.NewInt64Coin(stockDenom, coinsEach))
	}
	for i := range s.senders {
		if err := open(addressOf(senderKey(i))); err != nil {
			return err
		}
	}
	for i := range s.accounts {
		if err := open(bystander(i)); err != nil {
			return err
		}
	}
	return nil
}

// prepareSends signs one single transfer of each sender.
func (s *stock) prepareSends() (work, error) {
	txs := make([][]byte, s.senders)
	for i := range txs {
		msg := banktypes.NewMsgSend(addressOf(senderKey(i)), bystander(s.draw.IntN(s.accounts)), stockCoins(1))
		var err error
		if txs[i], err = s.sign(senderName(i), gasStock, stockCoins(1), msg); err != nil {
			return nil, err
		}
	}
	return s.oneBlock(txs), nil
}

// prepareMultiSends signs transfers to many recipients each; a recipient is a unit.
func (s *stock) prepareMultiSends(count int) (work, error) {
	txs := make([][]byte, count)
	for i := range txs {
		outputs := make([]banktypes.Output, recipients)
		for j := range outputs {
			outputs[j] = banktypes.NewOutput(bystander(s.draw.IntN(s.accounts)), stockCoins(1))
		}
		var err error
		if txs[i], err = s.sign(senderName(i), gasStock, stockCoins(1),
			banktypes.NewMsgMultiSend(banktypes.NewInput(addressOf(senderKey(i)), stockCoins(recipients)), outputs)); err != nil {
			return nil, err
		}
	}
	return func() (outcome, error) {
		_, failed, err := s.block(txs...)
		return outcome{Units: (count - failed) * recipients, Failed: failed * recipients, Blocks: 1}, err
	}, nil
}

func stockCoins(amount int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(stockDenom, amount)) }

func (s *stock) close() error { return s.base.Close() }
