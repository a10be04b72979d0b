package serve

import (
	"context"
	"strconv"

	"github.com/cosmos/cosmos-sdk/server/api"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"
	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
)

// Application adds the services to what an application registers with the SDK's servers.
func (s *Services) Application(a servertypes.Application) servertypes.Application {
	return application{a, s}
}

type application struct {
	servertypes.Application
	services *Services
}

// RegisterGRPCServerWithSkipCheckHeader implements servertypes.Application.
func (a application) RegisterGRPCServerWithSkipCheckHeader(server gogogrpc.Server, skip bool) {
	queries := queryServer{Server: server, latest: a.CommitMultiStore().LatestVersion}
	a.Application.RegisterGRPCServerWithSkipCheckHeader(queries, skip)
	server.RegisterService(&healthpb.Health_ServiceDesc, a.services.grpc)
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

// queryServer registers services whose methods read the latest state by its height: the SDK finds no other way to it between the start of
// a node and its next block.
type queryServer struct {
	gogogrpc.Server
	latest func() int64
}

// RegisterService implements gogogrpc.Server.
func (q queryServer) RegisterService(desc *grpc.ServiceDesc, handler any) {
	bounded := *desc
	bounded.Methods = make([]grpc.MethodDesc, len(desc.Methods))
	for i, m := range desc.Methods {
		handle := m.Handler
		m.Handler = func(srv any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
			return handle(srv, withHeight(ctx, q.latest()), decode, interceptor)
		}
		bounded.Methods[i] = m
	}
	q.Server.RegisterService(&bounded, handler)
}

// withHeight names the height of the state for a request that names none.
func withHeight(ctx context.Context, latest int64) context.Context {
	md, ok := metadata.FromIncomingContext(ctx)
	if height := md.Get(grpctypes.GRPCBlockHeightHeader); !ok || latest == 0 || len(height) > 0 && height[0] != "0" {
		return ctx
	}
	md = md.Copy()
	md.Set(grpctypes.GRPCBlockHeightHeader, strconv.FormatInt(latest, 10))
	return metadata.NewIncomingContext(ctx, md)
}
