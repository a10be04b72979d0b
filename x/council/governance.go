package council

import (
	"context"
	"encoding/json"

	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/types/module"
	"github.com/cosmos/cosmos-sdk/x/gov"
	govkeeper "github.com/cosmos/cosmos-sdk/x/gov/keeper"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/x/council/keeper"
	"github.com/reliefchain/relief/x/council/types"
)

var (
	_ module.HasServices    = GovModule{}
	_ module.AppModuleBasic = GovModule{}
)

// GovModule is x/gov behind the guard of the provinces. Its older message service isn't served at all.
type GovModule struct {
	gov.AppModule

	gov   *govkeeper.Keeper
	guard govv1.MsgServer
}

// NewGovModule wires x/gov behind the guard.
func NewGovModule(cdc codec.Codec, k *keeper.Keeper, g *govkeeper.Keeper, accounts govtypes.AccountKeeper, bank govtypes.BankKeeper) GovModule {
	return GovModule{
		AppModule: gov.NewAppModule(cdc, g, accounts, bank), gov: g, guard: keeper.NewGuard(k, govkeeper.NewMsgServerImpl(g)),
	}
}

// RegisterServices serves guarded messages, and queries.
func (m GovModule) RegisterServices(cfg module.Configurator) {
	govv1.RegisterMsgServer(cfg.MsgServer(), m.guard)
	govv1.RegisterQueryServer(cfg.QueryServer(), govkeeper.NewQueryServer(m.gov))
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (GovModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *runtime.ServeMux) {
	if err := govv1.RegisterQueryHandlerClient(context.Background(), mux, govv1.NewQueryClient(clientCtx)); err != nil {
		panic(err)
	}
}

// DefaultGenesis has the params that the provinces' rules ask for.
func (GovModule) DefaultGenesis(cdc codec.JSONCodec) json.RawMessage {
	gs := govv1.DefaultGenesisState()
	params := types.GovernanceParams(types.DefaultVotingPeriod)
	gs.Params = &params
	return cdc.MustMarshalJSON(gs)
}

// ValidateGenesis checks a genesis of x/gov against the provinces' rules.
func (m GovModule) ValidateGenesis(cdc codec.JSONCodec, tx client.TxEncodingConfig, bz json.RawMessage) error {
	if err := m.AppModule.ValidateGenesis(cdc, tx, bz); err != nil {
		return err
	}
	var gs govv1.GenesisState
	if err := cdc.UnmarshalJSON(bz, &gs); err != nil {
		return errorsmod.Wrap(types.ErrGenesisInvalid, err.Error())
	}
	return types.CheckGovernanceGenesis(gs)
}

// GetTxCmd returns none of x/gov's own commands: they ask for free text.
func (GovModule) GetTxCmd() *cobra.Command { return nil }
