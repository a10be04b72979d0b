package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	upgradev1beta1 "cosmossdk.io/api/cosmos/upgrade/v1beta1"
	"cosmossdk.io/core/appmodule"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/module"
	upgradekeeper "github.com/cosmos/cosmos-sdk/x/upgrade/keeper"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
	"github.com/grpc-ecosystem/grpc-gateway/runtime"
)

var (
	_ module.AppModuleBasic      = upgradeModule{}
	_ module.HasGenesis          = upgradeModule{}
	_ module.HasServices         = upgradeModule{}
	_ module.HasConsensusVersion = upgradeModule{}
	_ appmodule.HasPreBlocker    = upgradeModule{}
)

// upgradeModule wires the keeper of x/upgrade. The SDK's own wiring isn't used: its commands fetch programs from the network, and it
// forgets a plan when the state is exported.
type upgradeModule struct {
	keeper   *upgradekeeper.Keeper
	upgrades []Upgrade
	notes    bool // there is a directory for the note that tells supervisors which version to run
}

// IsAppModule marks the type as a module.
func (upgradeModule) IsAppModule() {}

// IsOnePerModuleType says that an app has one of it.
func (upgradeModule) IsOnePerModuleType() {}

// Name is the name of the module.
func (upgradeModule) Name() string { return upgradetypes.ModuleName }

// ConsensusVersion is that of the SDK's state.
func (upgradeModule) ConsensusVersion() uint64 { return 2 }

// RegisterLegacyAminoCodec registers the messages for signing.
func (upgradeModule) RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	upgradetypes.RegisterLegacyAminoCodec(cdc)
}

// RegisterInterfaces makes the messages known to the codec.
func (upgradeModule) RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	upgradetypes.RegisterInterfaces(registry)
}

// RegisterGRPCGatewayRoutes serves the queries over REST.
func (upgradeModule) RegisterGRPCGatewayRoutes(clientCtx client.Context, mux *runtime.ServeMux) {
	if err := upgradetypes.RegisterQueryHandlerClient(context.Background(), mux, upgradetypes.NewQueryClient(clientCtx)); err != nil {
		panic(err)
	}
}

// RegisterServices serves messages and queries.
func (m upgradeModule) RegisterServices(cfg module.Configurator) {
	upgradetypes.RegisterMsgServer(cfg.MsgServer(), upgradekeeper.NewMsgServerImpl(m.keeper))
	upgradetypes.RegisterQueryServer(cfg.QueryServer(), m.keeper)
}

// DefaultGenesis has no plan.
func (upgradeModule) DefaultGenesis(codec.JSONCodec) json.RawMessage { return json.RawMessage("{}") }

// ValidateGenesis checks the plan, if there is one.
func (upgradeModule) ValidateGenesis(cdc codec.JSONCodec, _ client.TxEncodingConfig, bz json.RawMessage) error {
	plan, err := readPlan(cdc, bz)
	if err != nil || plan.Name == "" {
		return err
	}
	return plan.ValidateBasic()
}

func readPlan(cdc codec.JSONCodec, bz json.RawMessage) (plan upgradetypes.Plan, err error) {
	if err := cdc.UnmarshalJSON(bz, &plan); err != nil {
		return plan, errorsmod.Wrap(sdkerrors.ErrInvalidRequest, err.Error())
	}
	return plan, nil
}

// InitGenesis stores the plan, if there is one.
func (m upgradeModule) InitGenesis(ctx sdk.Context, cdc codec.JSONCodec, bz json.RawMessage) {
	plan, err := readPlan(cdc, bz)
	if err == nil && plan.Name != "" {
		err = m.keeper.ScheduleUpgrade(ctx, plan)
	}
	if err != nil {
		panic(err)
	}
}

// ExportGenesis returns the plan, if there is one.
func (m upgradeModule) ExportGenesis(ctx sdk.Context, cdc codec.JSONCodec) json.RawMessage {
	plan, err := m.keeper.GetUpgradePlan(ctx)
	if errors.Is(err, upgradetypes.ErrNoUpgradePlanFound) {
		return json.RawMessage("{}")
	}
	if err != nil {
		panic(err)
	}
	return cdc.MustMarshalJSON(&plan)
}

// PreBlock carries out the plan at its height. A program whose last upgrade isn't the one that is due stops there, and one whose last
// upgrade isn't made stops at once: both would part from the others. Where operators have agreed to skip the height, the plan is dropped.
func (m upgradeModule) PreBlock(ctx context.Context) (appmodule.ResponsePreBlock, error) {
	height := sdk.UnwrapSDKContext(ctx).BlockHeight()
	plan, err := m.keeper.GetUpgradePlan(ctx)
	if err != nil && !errors.Is(err, upgradetypes.ErrNoUpgradePlanFound) {
		return nil, err
	}
	switch due := err == nil && plan.ShouldExecute(height); {
	case !due:
		return &sdk.ResponsePreBlock{}, m.checkVersion(ctx, plan)
	case m.keeper.IsSkipHeight(height):
		return &sdk.ResponsePreBlock{}, m.keeper.ClearUpgradePlan(ctx)
	case m.knows(plan.Name) && plan.Name != latest(m.upgrades):
		return nil, fmt.Errorf("%w: upgrade %s is due at height %d, and it makes %s too, which isn't; install the version that makes %s last",
			ErrWrongProgram, plan.Name, plan.Height, latest(m.upgrades), plan.Name)
	case !m.knows(plan.Name):
		if m.notes {
			if err := m.keeper.DumpUpgradeInfoToDisk(height, plan); err != nil {
				return nil, err
			}
		}
		return nil, fmt.Errorf("%w: upgrade %s is due at height %d, and it doesn't know that one; install the version that makes it and start again", ErrWrongProgram, plan.Name, plan.Height)
	}
	if err := m.keeper.ApplyUpgrade(sdk.UnwrapSDKContext(ctx).WithBlockGasMeter(storetypes.NewInfiniteGasMeter()), plan); err != nil {
		return nil, fmt.Errorf("%w: %s at height %d: %w", ErrUpgradeFailed, plan.Name, height, err)
	}
	return &sdk.ResponsePreBlock{ConsensusParamsChanged: true}, nil
}

func (m upgradeModule) knows(name string) bool {
	return slices.ContainsFunc(m.upgrades, func(u Upgrade) bool { return u.Name == name })
}

// checkVersion refuses, once, to run a program that is older than the last upgrade of the state, or newer.
func (m upgradeModule) checkVersion(ctx context.Context, plan upgradetypes.Plan) error {
	if m.keeper.DowngradeVerified() {
		return nil
	}
	last, _, err := m.keeper.GetLastCompletedUpgrade(ctx)
	if err != nil {
		return err
	}
	if last != "" && !m.knows(last) {
		return fmt.Errorf("%w: the chain has made upgrade %s, which it doesn't know; install the version that makes it, or a later one", ErrWrongProgram, last)
	}
	if name := latest(m.upgrades); name != "" {
		made, err := m.keeper.GetDoneHeight(ctx, name)
		switch {
		case err != nil:
			return err
		case made == 0 && plan.Name == name:
			return fmt.Errorf("%w: it makes upgrade %s, which is due at height %d; run the version before it until then", ErrWrongProgram, name, plan.Height)
		case made == 0:
			return fmt.Errorf("%w: it makes upgrade %s, which the provinces haven't planned; run the version before it until that upgrade is due", ErrWrongProgram, name)
		}
	}
	m.keeper.SetDowngradeVerified(true)
	return nil
}

// AutoCLIOptions describes the commands. Upgrades are decided by the provinces.
func (upgradeModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Query: &autocliv1.ServiceCommandDescriptor{
			Service: upgradev1beta1.Query_ServiceDesc.ServiceName, Short: "Read the planned upgrade and those that were made",
			RpcCommandOptions: []*autocliv1.RpcCommandOptions{
				{RpcMethod: "CurrentPlan", Use: "plan", Short: "Show the upgrade that is planned"},
				{
					RpcMethod: "AppliedPlan", Use: "applied NAME", Short: "Show the height at which an upgrade was made",
					PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "name"}},
				},
				{RpcMethod: "ModuleVersions", Use: "module-versions", Short: "List the versions of the modules' state"},
				{RpcMethod: "UpgradedConsensusState", Skip: true},
				{RpcMethod: "Authority", Skip: true},
			},
		},
	}
}
