//relief:node-local what one node answers; no state depends on it

package app

import (
	"cmp"
	"context"
	"reflect"
	"strconv"
	"strings"

	errorsmod "cosmossdk.io/errors"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/baseapp"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	grpctypes "github.com/cosmos/cosmos-sdk/types/grpc"
	"github.com/cosmos/cosmos-sdk/types/query"
	gogogrpc "github.com/cosmos/gogoproto/grpc"
	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/reflect/protoreflect"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
)

// Query implements abci.Application with the node's limits: over CometBFT's RPC a page is as long as over gRPC and REST, and a store is
// asked for one key at a time. The SDK would walk a whole store without counting gas, next to the block that changes it.
func (a *App) Query(ctx context.Context, req *abci.RequestQuery) (*abci.ResponseQuery, error) {
	path := baseapp.SplitABCIQueryPath(req.Path)
	if len(path) > 0 && path[0] == baseapp.QueryPathStore && (len(path) != 3 || path[2] != "key") {
		return refuse(req, "ask a store for one key: /store/NAME/key"), nil
	}
	if err := cmp.Or(a.checkKey(path, req.Data), a.checkSimulation(path, req.Data), a.checkRequest(request(req))); err != nil {
		return refuse(req, status.Convert(err).Message()), nil
	}
	return a.BaseApp.Query(ctx, req)
}

// checkRequest refuses what this node doesn't answer.
func (a *App) checkRequest(request any) error {
	if err := CheckPage(request, a.maxPage); err != nil {
		return err
	}
	return a.checkLookup(beneficiarytypes.NamesTag(request))
}

// refuse answers a query with what is wrong with it.
func refuse(req *abci.RequestQuery, reason string) *abci.ResponseQuery {
	res := sdkerrors.QueryResult(errorsmod.Wrap(sdkerrors.ErrInvalidRequest, reason), true)
	res.Height = req.Height
	return res
}

// request decodes the request behind a gRPC path; nil if there is no such method, or no sense in the data: the router says so.
func request(req *abci.RequestQuery) any {
	service, method, ok := strings.Cut(strings.TrimPrefix(req.Path, "/"), "/")
	if !ok || !protoreflect.FullName(service).IsValid() {
		return nil
	}
	found, err := proto.HybridResolver.FindDescriptorByName(protoreflect.FullName(service))
	if err != nil {
		return nil
	}
	described, ok := found.(protoreflect.ServiceDescriptor)
	if !ok {
		return nil
	}
	m := described.Methods().ByName(protoreflect.Name(method))
	if m == nil {
		return nil
	}
	kind := proto.MessageType(string(m.Input().FullName()))
	if kind == nil || kind.Kind() != reflect.Pointer {
		return nil
	}
	decoded, ok := reflect.New(kind.Elem()).Interface().(proto.Message)
	if !ok || proto.Unmarshal(req.Data, decoded) != nil {
		return nil
	}
	return decoded
}

// RegisterGRPCServer implements servertypes.Application.
func (a *App) RegisterGRPCServer(server gogogrpc.Server) {
	a.RegisterGRPCServerWithSkipCheckHeader(server, false)
}

// RegisterGRPCServerWithSkipCheckHeader implements servertypes.Application with the node's limits; REST goes this way too.
func (a *App) RegisterGRPCServerWithSkipCheckHeader(server gogogrpc.Server, skip bool) {
	a.BaseApp.RegisterGRPCServerWithSkipCheckHeader(queryServer{server, a}, skip)
}

// queryServer registers services whose methods refuse requests for pages that are too long, and read the latest state by its height: the
// SDK finds no other way to it between the start of a node and its next block.
type queryServer struct {
	gogogrpc.Server
	app *App
}

// RegisterService implements gogogrpc.Server.
func (q queryServer) RegisterService(desc *grpc.ServiceDesc, handler any) {
	bounded := *desc
	bounded.Methods = make([]grpc.MethodDesc, len(desc.Methods))
	for i, m := range desc.Methods {
		handle := m.Handler
		m.Handler = func(srv any, ctx context.Context, decode func(any) error, interceptor grpc.UnaryServerInterceptor) (any, error) {
			return handle(srv, withHeight(ctx, q.app.CommitMultiStore().LatestVersion()), func(request any) error {
				if err := decode(request); err != nil {
					return err
				}
				return q.app.checkRequest(request)
			}, interceptor)
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

// CheckPage refuses a request for more entries than a page has at most; 0 is no limit.
func CheckPage(request any, most uint64) error {
	page := pagination(request)
	if page == nil || page.Limit <= most || most == 0 {
		return nil
	}
	return status.Errorf(codes.InvalidArgument, "a page of %d entries is too long: ask for at most %d, then for the next page with next_key", page.Limit, most)
}

// pagination is the page that a request asks for. Requests of stock modules have the field without a method for it.
func pagination(request any) *query.PageRequest {
	value := reflect.ValueOf(request)
	if value.Kind() != reflect.Pointer || value.Elem().Kind() != reflect.Struct {
		return nil
	}
	field := value.Elem().FieldByName("Pagination")
	if !field.IsValid() {
		return nil
	}
	page, _ := field.Interface().(*query.PageRequest)
	return page
}
