package beneficiary

import (
	"context"
	"encoding/json"

	"cosmossdk.io/core/appmodule"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
	gwruntime "github.com/grpc-ecosystem/grpc-gateway/runtime"

	"github.com/reliefchain/relief/x/beneficiary/keeper"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// ConsensusVersion counts the breaking changes of the module's state.
const ConsensusVersion = 1

var (
	_ appmodule.AppModule        = AppModule{}
	_ module.AppModuleBasic      = AppModule{}
	_ module.HasGenesis          = AppModule{}
	_ module.HasServices         = AppModule{}
	_ module.HasConsensusVersion = AppModule{}
	_ appmodule.HasEndBlocker    = AppModule{}
)

// AppModule wires the module to the SDK.
type AppModule struct{ keeper *keeper.Keeper }

// NewAppModule wires a keeper.
func NewAppModule(k *keeper.Keeper) AppModule { return AppModule{keeper: k} }

// IsAppModule marks the type for the SDK.
func (AppModule) IsAppModule() {}

// IsOnePerModuleType marks the type for the SDK.
func (AppModule) IsOnePerModuleType() {}

// Name gives the module's name.
func (AppModule) Name() string { return types.ModuleName }

// ConsensusVersion gives the version of the module's state.
func (AppModule) ConsensusVersion() uint64 { return ConsensusVersion }

// RegisterInterfaces makes the module's messages known to the codec.
func (AppModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	types.RegisterInterfaces(registry)
}

// RegisterLegacyAminoCodec has nothing to register: signing needs the amino names in the proto files only.
func (AppModule) RegisterLegacyAminoCodec(*codec.LegacyAmino) {}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (AppModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *gwruntime.ServeMux) {
	if err := types.RegisterQueryHandlerClient(context.Background(), mux, types.NewQueryClient(clientCtx)); err != nil {
		panic(err)
	}
}

// RegisterServices registers the message and query servers.
func (m AppModule) RegisterServices(cfg module.Configurator) {
	types.RegisterMsgServer(cfg.MsgServer(), keeper.NewMsgServer(m.keeper))
	types.RegisterQueryServer(cfg.QueryServer(), keeper.NewQueryServer(m.keeper))
}

// DefaultGenesis gives the module's default genesis.
func (AppModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	return cdc.MustMarshalJSON(types.DefaultGenesis())
}

// ValidateGenesis checks a genesis without state.
func (AppModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, bz json.RawMessage) error {
	var gs types.GenesisState
	if err := cdc.UnmarshalJSON(bz, &gs); err != nil {
		return errorsmod.Wrap(types.ErrGenesisInvalid, err.Error())
	}
	return gs.Validate()
}

// InitGenesis stores a genesis; a chain can't start from one that is refused.
func (m AppModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, bz json.RawMessage) {
	var gs types.GenesisState
	cdc.MustUnmarshalJSON(bz, &gs)
	if err := m.keeper.InitGenesis(ctx, gs); err != nil {
		panic(err)
	}
}

// ExportGenesis reads the module's state.
func (m AppModule) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	gs, err := m.keeper.ExportGenesis(ctx)
	if err != nil {
		panic(err)
	}
	return cdc.MustMarshalJSON(gs)
}

// EndBlock counts and removes tags across a change of epoch.
func (m AppModule) EndBlock(ctx context.Context) error { return m.keeper.EndBlock(ctx) }
