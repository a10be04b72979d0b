package serve

import (
	"github.com/cosmos/cosmos-sdk/server/api"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	gogogrpc "github.com/cosmos/gogoproto/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

// Application adds the services, and others that register themselves, to what an application registers with the SDK's servers.
func (s *Services) Application(a servertypes.Application, others ...func(gogogrpc.Server)) servertypes.Application {
	return application{a, s, others}
}

type application struct {
	servertypes.Application
	services *Services
	others   []func(gogogrpc.Server)
}

// RegisterGRPCServerWithSkipCheckHeader implements servertypes.Application.
func (a application) RegisterGRPCServerWithSkipCheckHeader(server gogogrpc.Server, skip bool) {
	a.Application.RegisterGRPCServerWithSkipCheckHeader(server, skip)
	server.RegisterService(&healthpb.Health_ServiceDesc, a.services.grpc)
	for _, register := range a.others {
		register(server)
	}
}

// RegisterGRPCServer implements servertypes.Application.
func (a application) RegisterGRPCServer(server gogogrpc.Server) {
	a.RegisterGRPCServerWithSkipCheckHeader(server, false)
}

// RegisterAPIRoutes implements servertypes.Application.
func (a application) RegisterAPIRoutes(s *api.Server, c serverconfig.APIConfig) {
	s.Router.HandleFunc("/livez", a.services.Livez).Methods("GET", "HEAD")
	s.Router.HandleFunc("/readyz", a.services.Readyz).Methods("GET", "HEAD")
	a.Application.RegisterAPIRoutes(s, c)
}
