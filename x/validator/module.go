package validator

import (
	"context"
	"encoding/json"

	"cosmossdk.io/core/appmodule"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"

	"github.com/reliefchain/relief/x/internal/wiring"
	"github.com/reliefchain/relief/x/validator/keeper"
	"github.com/reliefchain/relief/x/validator/types"
)

var (
	_ appmodule.AppModule        = AppModule{}
	_ module.AppModuleBasic      = AppModule{}
	_ module.HasABCIGenesis      = AppModule{}
	_ appmodule.HasBeginBlocker  = AppModule{}
	_ module.HasABCIEndBlock     = AppModule{}
	_ module.HasServices         = AppModule{}
	_ module.HasConsensusVersion = AppModule{}
)

// AppModule wires the module to the SDK. It is the one module that returns validator updates.
type AppModule struct {
	wiring.Marks
	keeper *keeper.Keeper
}

// NewAppModule wires a keeper whose hooks are set.
func NewAppModule(k *keeper.Keeper) AppModule { return AppModule{keeper: k} }

// Name is the module's name.
func (AppModule) Name() string { return types.ModuleName }

// ConsensusVersion is the version of the stored state.
func (AppModule) ConsensusVersion() uint64 { return 1 }

// RegisterInterfaces registers the messages and the public key types that seats hold.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	types.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *runtime.ServeMux) {
	wiring.Must(types.RegisterQueryHandlerClient(context.Background(), mux, types.NewQueryClient(clientCtx)))
}

// RegisterServices serves the messages and the queries.
func (m AppModule) RegisterServices(cfg module.Configurator) {
	types.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(m.keeper))
	types.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(m.keeper))
}

// DefaultGenesis has no seats: a network adds its own before it can start.
func (AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(types.NewGenesisState())
}

// ValidateGenesis checks the state.
func (AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, bz json.RawMessage) error {
	return wiring.ValidateGenesis[types.GenesisState](cdc, bz, types.ErrGenesisInvalid)
}

// InitGenesis loads the state and returns the first validator set. The SDK gives no way to return an error.
func (m AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, bz json.RawMessage) []abci.ValidatorUpdate {
	var gs types.GenesisState
	cdc.MustUnmarshalJSON(bz, &gs)
	updates, err := m.keeper.InitGenesis(ctx, gs)
	wiring.Must(err)
	return updates
}

// ExportGenesis writes the state. The SDK gives no way to return an error.
func (m AppModule) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	return wiring.ExportGenesis(ctx, cdc, m.keeper.ExportGenesis)
}

// BeginBlock remembers the hash of the block.
func (m AppModule) BeginBlock(ctx context.Context) error { return m.keeper.BeginBlock(ctx) }

// EndBlock returns the changes of the validator set.
func (m AppModule) EndBlock(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	return m.keeper.EndBlock(ctx)
}
