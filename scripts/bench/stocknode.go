package main

import (
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/server/api"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
)

// stockApplication is the peer as the SDK's server wants it. It serves neither gRPC nor REST.
type stockApplication struct{ *baseapp.BaseApp }

// RegisterAPIRoutes implements servertypes.Application.
func (stockApplication) RegisterAPIRoutes(*api.Server, serverconfig.APIConfig) {}

// RegisterTxService implements servertypes.Application.
func (stockApplication) RegisterTxService(client.Context) {}

// RegisterTendermintService implements servertypes.Application.
func (stockApplication) RegisterTendermintService(client.Context) {}

// RegisterNodeService implements servertypes.Application.
func (stockApplication) RegisterNodeService(client.Context, serverconfig.Config) {}
