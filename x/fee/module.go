package fee

import (
	"context"
	"encoding/json"

	"cosmossdk.io/core/appmodule"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"

	"github.com/reliefchain/relief/x/fee/keeper"
	"github.com/reliefchain/relief/x/fee/types"
	"github.com/reliefchain/relief/x/internal/wiring"
)

// ConsensusVersion is raised with each change of the stored layout.
const ConsensusVersion = 1

var (
	_ appmodule.AppModule        = AppModule{}
	_ module.AppModuleBasic      = AppModule{}
	_ module.HasGenesis          = AppModule{}
	_ module.HasServices         = AppModule{}
	_ module.HasConsensusVersion = AppModule{}
	_ appmodule.HasEndBlocker    = AppModule{}
)

// AppModule wires the keeper to the SDK.
type AppModule struct {
	wiring.Marks
	keeper *keeper.Keeper
}

// NewAppModule wires a keeper.
func NewAppModule(k *keeper.Keeper) AppModule { return AppModule{keeper: k} }

// Name is the name of the module.
func (AppModule) Name() string { return types.ModuleName }

// ConsensusVersion is the version of the stored layout.
func (AppModule) ConsensusVersion() uint64 { return ConsensusVersion }

// RegisterInterfaces makes the messages known to the codec.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	types.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *runtime.ServeMux) {
	wiring.Must(types.RegisterQueryHandlerClient(context.Background(), mux, types.NewQueryClient(clientCtx)))
}

// RegisterServices serves messages and queries.
func (m AppModule) RegisterServices(cfg module.Configurator) {
	types.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(m.keeper))
	types.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(m.keeper))
}

// DefaultGenesis is the state of a new chain.
func (AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(types.DefaultGenesis())
}

// ValidateGenesis checks a genesis before a chain starts.
func (AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, bz json.RawMessage) error {
	return wiring.ValidateGenesis[types.GenesisState](cdc, bz, types.ErrGenesisInvalid)
}

// InitGenesis stores a genesis.
func (m AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, bz json.RawMessage) {
	wiring.InitGenesis(ctx, cdc, bz, m.keeper.InitGenesis)
}

// ExportGenesis reads the whole state.
func (m AppModule) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	return wiring.ExportGenesis(ctx, cdc, m.keeper.ExportGenesis)
}

// EndBlock counts who signed, splits the fees of an epoch that ends, and ends the refunds that nobody approved in time.
func (m AppModule) EndBlock(ctx context.Context) error {
	if err := m.keeper.EndBlock(ctx); err != nil {
		return err
	}
	return m.keeper.EndRefunds(ctx)
}
