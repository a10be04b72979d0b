package app

import (
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	"github.com/cosmos/cosmos-sdk/client/grpc/node"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/server/api"
	"github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"

	"github.com/reliefchain/relief/app/receiptlog"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

var _ servertypes.Application = (*App)(nil)

// RegisterAPIRoutes serves every query over REST.
func (a *App) RegisterAPIRoutes(s *api.Server, _ config.APIConfig) {
	authtx.RegisterGRPCGatewayRoutes(s.ClientCtx, s.GRPCGatewayRouter)
	cmtservice.RegisterGRPCGatewayRoutes(s.ClientCtx, s.GRPCGatewayRouter)
	node.RegisterGRPCGatewayRoutes(s.ClientCtx, s.GRPCGatewayRouter)
	a.basics.RegisterGRPCGatewayRoutes(s.ClientCtx, s.GRPCGatewayRouter)
}

// RegisterTxService serves broadcast, simulation and lookup of transactions.
func (a *App) RegisterTxService(c client.Context) {
	authtx.RegisterTxService(a.GRPCQueryRouter(), c, a.simulate, a.encoding.Registry)
}

// RegisterTendermintService serves blocks and validator sets.
func (a *App) RegisterTendermintService(c client.Context) {
	cmtservice.RegisterTendermintService(c, a.GRPCQueryRouter(), a.encoding.Registry, server.NewCometABCIWrapper(a).Query)
}

// RegisterNodeService serves the node's own settings.
func (a *App) RegisterNodeService(c client.Context, cfg config.Config) {
	node.RegisterNodeService(c, a.GRPCQueryRouter(), cfg, func() int64 { return a.CommitMultiStore().EarliestVersion() })
}

// grantReceipts keeps a nil log a nil interface.
func grantReceipts(l *receiptlog.Log) granttypes.Receipts {
	if l == nil {
		return nil
	}
	return l
}
