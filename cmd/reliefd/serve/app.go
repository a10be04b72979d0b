package serve

import (
	"context"

	"github.com/cosmos/cosmos-sdk/server/api"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	"github.com/cosmos/cosmos-sdk/types/query"
	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
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
	a.Application.RegisterGRPCServerWithSkipCheckHeader(pageBound{server, a.services.limits.MaxPage}, skip)
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

// pageBound registers services whose methods refuse requests for pages that are too long.
type pageBound struct {
	gogogrpc.Server
	max uint64
}

// RegisterService implements gogogrpc.Server.
func (b pageBound) RegisterService(desc *grpc.ServiceDesc, handler any) {
	bounded := *desc
	bounded.Methods = make([]grpc.MethodDesc, len(desc.Methods))
	for i, m := range desc.Methods {
		handle := m.Handler
		m.Handler = func(srv any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
			return handle(srv, ctx, func(request any) error {
				if err := decode(request); err != nil {
					return err
				}
				return CheckPage(request, b.max)
			}, interceptor)
		}
		bounded.Methods[i] = m
	}
	b.Server.RegisterService(&bounded, handler)
}

// CheckPage refuses a request for more entries than a page has at most.
func CheckPage(request any, most uint64) error {
	paged, ok := request.(interface{ GetPagination() *query.PageRequest })
	if !ok || paged.GetPagination().GetLimit() <= most || most == 0 {
		return nil
	}
	return status.Errorf(codes.InvalidArgument, "a page of %d entries is too long: ask for at most %d, then for the next page with next_key",
		paged.GetPagination().GetLimit(), most)
}
