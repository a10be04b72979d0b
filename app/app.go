// Package app puts the state machine of Relief together: codecs, stores, keepers, modules, then the ABCI handlers over them.
package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	reflectionv1 "cosmossdk.io/api/cosmos/reflection/v1"
	"cosmossdk.io/log/v2"
	abci "github.com/cometbft/cometbft/abci/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/runtime/services"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/reliefchain/relief/app/admission"
	"github.com/reliefchain/relief/app/receiptlog"
	"github.com/reliefchain/relief/x/fee"
)

// Name names the application in version output and in the genesis file.
const Name = "relief"

// Config is what an App is built from.
type Config struct {
	// Logger takes what the node says.
	Logger log.Logger
	// DB holds the state.
	DB dbm.DB
	// Options are the node's settings: flags over environment over files.
	Options servertypes.AppOptions
	// Receipts is the node's receipt log; nil keeps none.
	Receipts *receiptlog.Log
	// MaxPage is how many entries a page of an answer has at most; 0 is no limit.
	MaxPage uint64
	// TagLookups lets callers ask who holds a tag. Whoever can reach such a node can find a person by a tag.
	TagLookups bool
	// AllParallel lets Block-STM, where it is chosen, execute those blocks too that it is slower with.
	AllParallel bool
	// Upgrades are the upgrades this program knows, oldest first; nil means those of Upgrades.
	Upgrades []Upgrade
	// Stores are persistent stores beside those of the modules, for what an upgrade adds before a module uses it.
	Stores []string
	// Base configures pruning, caches, the chain id and the like.
	Base []func(*baseapp.BaseApp)
}

func (c Config) validate() error {
	if c.Logger == nil || c.DB == nil || c.Options == nil {
		return errors.New("an app needs a logger, a database and options")
	}
	return nil
}

// storeNames lists the persistent stores of the program.
func (c Config) storeNames() []string { return slices.Concat(storeNames, c.Stores) }

// App is the state machine of one node.
type App struct {
	*baseapp.BaseApp
	Keepers

	encoding     Encoding
	stores       []string
	upgrades     []Upgrade
	keys         map[string]*storetypes.KVStoreKey
	objects      map[string]*storetypes.ObjectStoreKey
	executorKeys []storetypes.StoreKey
	modules      *module.Manager
	basics       module.BasicManager
	configurator module.Configurator
	pool         *admission.Pool
	receipts     *receiptlog.Log
	maxPage      uint64
	tagLookups   bool
	committed    atomic.Bool // a block since the start
	executed     func()      // before what a block wrote goes to the stores
	closed       bool
}

// New builds the state machine and loads its latest version.
func New(c Config) (*App, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	encoding, err := NewEncoding()
	if err != nil {
		return nil, err
	}
	a := &App{
		BaseApp:  baseapp.NewBaseApp(Name, c.Logger, c.DB, encoding.Tx.TxDecoder(), c.Base...),
		encoding: encoding,
		stores:   c.storeNames(),
		keys:     storetypes.NewKVStoreKeys(c.storeNames()...),
		objects:  storetypes.NewObjectStoreKeys(banktypes.ObjectStoreKey),
		pool:     admission.New(),
		receipts: c.Receipts,
		maxPage:  c.MaxPage, tagLookups: c.TagLookups,
	}
	a.SetInterfaceRegistry(encoding.Registry)
	a.SetTxEncoder(encoding.Tx.TxEncoder())

	if err := a.build(c); err != nil {
		return nil, err
	}
	a.MountKVStores(a.keys)
	a.MountObjectStores(a.objects)
	a.setHandlers()
	a.setProposals()

	if err := a.setStoreLoader(c); err != nil {
		return nil, err
	}

	a.setExecutor(c)

	if err := a.LoadLatestVersion(); err != nil {
		return nil, fmt.Errorf("load the latest version: %w", err)
	}
	return a, nil
}

// build makes keepers and modules and registers their services.
func (a *App) build(c Config) error {
	sink := grantReceipts(c.Receipts)
	skip, err := skippedUpgrades(c.Options)
	if err != nil {
		return err
	}
	if a.Keepers, err = newKeepers(a.BaseApp, a.encoding, a.keys, a.objects, sink, home(c.Options), skip); err != nil {
		return fmt.Errorf("build keepers: %w", err)
	}
	a.SetCircuitBreaker(a.Council) // before services are registered: each handler keeps the breaker it is registered with
	a.upgrades = c.upgrades()
	a.modules = a.newModules(home(c.Options) != "")
	a.basics = module.NewBasicManagerFromManager(a.modules, nil)
	a.basics.RegisterLegacyAminoCodec(a.encoding.Amino)
	a.basics.RegisterInterfaces(a.encoding.Registry)

	a.configurator = module.NewConfigurator(a.encoding.Codec, a.MsgServiceRouter(), a.GRPCQueryRouter())
	if err := a.modules.RegisterServices(a.configurator); err != nil {
		return fmt.Errorf("register services: %w", err)
	}
	a.setUpgrades()
	autocliv1.RegisterQueryServer(a.GRPCQueryRouter(), services.NewAutoCLIQueryService(a.modules.Modules))
	reflection, err := services.NewReflectionService()
	if err != nil {
		return fmt.Errorf("build the reflection service: %w", err)
	}
	reflectionv1.RegisterReflectionServiceServer(a.GRPCQueryRouter(), reflection)
	return nil
}

// SetExecuted sets what is called in each block once all of it is executed, before what it wrote goes to the stores. Whoever takes transactions
// meanwhile must not read the stores from then until FinalizeBlock returns. To be called before the first block.
func (a *App) SetExecuted(executed func()) { a.executed = executed }

// setHandlers connects ABCI to the modules.
func (a *App) setHandlers() {
	a.SetInitChainer(a.initChain)
	a.SetPreBlocker(func(ctx sdk.Context, _ *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
		if a.receipts != nil {
			a.receipts.Reset()
		}
		return a.modules.PreBlock(ctx)
	})
	a.SetBeginBlocker(func(ctx sdk.Context) (sdk.BeginBlock, error) { return a.modules.BeginBlock(ctx) })
	a.SetEndBlocker(func(ctx sdk.Context) (sdk.EndBlock, error) {
		end, err := a.modules.EndBlock(ctx)
		if a.executed != nil {
			a.executed()
		}
		return end, err
	})
	a.SetPrecommiter(func(sdk.Context) {
		a.committed.Store(true)
		if a.receipts == nil {
			return
		}
		if err := a.receipts.Flush(); err != nil { // a node that can't keep what it pays must stop, not go on
			panic(err)
		}
	})
	a.SetAnteHandler(a.anteHandler())
	a.SetPostHandler(sdk.ChainPostDecorators(fee.NewPostDecorator(a.Fee)))
}

func (a *App) initChain(ctx sdk.Context, req *abci.RequestInitChain) (_ *abci.ResponseInitChain, err error) {
	defer func() { // a module can't return why it refuses its genesis
		if r := recover(); r != nil {
			err = fmt.Errorf("the genesis is refused: %v", r)
		}
	}()
	var genesis map[string]json.RawMessage
	if err := json.Unmarshal(req.AppStateBytes, &genesis); err != nil {
		return nil, fmt.Errorf("read the genesis state: %w", err)
	}
	a.mark(ctx, a.upgrades)
	if err := a.Upgrade.SetModuleVersionMap(ctx, a.modules.GetVersionMap()); err != nil {
		return nil, err
	}
	res, err := a.modules.InitGenesis(ctx, a.encoding.Codec, genesis)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(moduleAccounts)) {
		a.Account.GetModuleAccount(ctx, name) // opened here, so that no transaction is the first to need it
	}
	return res, nil
}

// storeKeys lists every store a transaction may touch. The parallel executor silently aliases a store it isn't told of.
func (a *App) storeKeys() []storetypes.StoreKey {
	keys := make([]storetypes.StoreKey, 0, len(a.keys)+len(a.objects))
	for _, name := range a.stores {
		keys = append(keys, a.keys[name])
	}
	return append(keys, a.objects[banktypes.ObjectStoreKey])
}

// Encoding returns the codecs of the chain.
func (a *App) Encoding() Encoding { return a.encoding }

// Modules returns the modules by name, for command generation.
func (a *App) Modules() map[string]any { return a.modules.Modules }

// Basics returns what commands need of the modules.
func (a *App) Basics() module.BasicManager { return a.basics }

// Key returns the key of a persistent store, for tests and audit.
func (a *App) Key(name string) *storetypes.KVStoreKey { return a.keys[name] }

// Close closes the databases of the node; safe to call again.
func (a *App) Close() error {
	if a.closed {
		return nil
	}
	a.closed = true
	err := a.BaseApp.Close()
	if a.receipts != nil {
		err = errors.Join(err, a.receipts.Close())
	}
	return err
}
