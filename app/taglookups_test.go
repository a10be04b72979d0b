package app_test

import (
	"context"
	"net"
	"strings"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
)

// tagged encodes a transaction whose message says what it registers.
func tagged(t *testing.T, a *app.App, msg sdk.Msg) []byte {
	t.Helper()
	b := a.Encoding().Tx.NewTxBuilder()
	require.NoError(t, b.SetMsgs(msg))
	raw, err := a.Encoding().Tx.TxEncoder()(b.GetTx())
	require.NoError(t, err)
	return raw
}

// serve serves a node's gRPC in memory.
func serve(t *testing.T, a *app.App) *grpc.ClientConn {
	t.Helper()
	a.RegisterTxService(client.Context{})
	listener, server := bufconn.Listen(1<<16), grpc.NewServer(grpc.ForceServerCodec(codec.NewProtoCodec(a.Encoding().Registry).GRPCCodec()))
	a.RegisterGRPCServer(server)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient("passthrough:node", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(context.Context, string) (net.Conn, error) { return listener.Dial() }),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec.NewProtoCodec(a.Encoding().Registry).GRPCCodec())))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestWhoHoldsATagIsAskedWhereTheNodeAllowsIt(t *testing.T) {
	open := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	closed := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Discreet)
	household := beneficiarytypes.HouseholdEnrolment{Persons: []beneficiarytypes.Enrolment{{Tags: []beneficiarytypes.Tag{{Class: 1, Value: make([]byte, 32)}}}}}
	bare := beneficiarytypes.HouseholdEnrolment{Persons: []beneficiarytypes.Enrolment{{}}}
	enrol := &beneficiarytypes.MsgEnrol{Households: []beneficiarytypes.HouseholdEnrolment{household}}

	refusal := status.Convert(app.ErrNoTagLookups).Message()
	for _, tc := range []struct {
		name  string
		path  string
		data  []byte
		names bool
	}{
		{name: "tag", path: "/relief.beneficiary.v1.Query/Tag", data: encoded(t, &beneficiarytypes.QueryTagRequest{Class: 1, Value: make([]byte, 32)}), names: true},
		{name: "conflicts of tags", path: "/relief.beneficiary.v1.Query/Conflicts", data: encoded(t, &beneficiarytypes.QueryConflictsRequest{Households: []beneficiarytypes.HouseholdEnrolment{household}}), names: true},
		{name: "conflicts of references", path: "/relief.beneficiary.v1.Query/Conflicts", data: encoded(t, &beneficiarytypes.QueryConflictsRequest{Households: []beneficiarytypes.HouseholdEnrolment{bare}})},
		{name: "key of a tag", path: "/store/beneficiary/key", data: append(beneficiarytypes.TagsKey.Bytes(), 1), names: true},
		{name: "key of a tag without a slash", path: "store/beneficiary/key", data: append(beneficiarytypes.TagsKey.Bytes(), 1), names: true},
		{name: "key of a person", path: "/store/beneficiary/key", data: append(beneficiarytypes.PersonsKey.Bytes(), 1)},
		{name: "such a key of another store", path: "/store/grant/key", data: append(beneficiarytypes.TagsKey.Bytes(), 1)},
		{name: "try of a registration", path: "/app/simulate", data: tagged(t, open.App(), enrol), names: true},
		{name: "try of another message", path: "/app/simulate", data: tagged(t, open.App(), &beneficiarytypes.MsgClosePerson{})},
		{name: "try of nothing", path: "/app/simulate"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, c := range []*chaintest.Chain{open, closed} {
				res, err := c.App().Query(t.Context(), &abci.RequestQuery{Path: tc.path, Data: tc.data})
				require.NoError(t, err)
				require.Equal(t, tc.names && c == closed, strings.Contains(res.Log, refusal), "%d %s", res.Code, res.Log)
			}
		})
	}

	t.Run("over gRPC", func(t *testing.T) {
		for _, c := range []*chaintest.Chain{open, closed} {
			conn := serve(t, c.App())
			ask := func(method string, request, answer any) codes.Code {
				return status.Code(conn.Invoke(t.Context(), method, request, answer))
			}
			refused := func(code codes.Code) bool { return code == codes.PermissionDenied }
			require.Equal(t, c == closed, refused(ask("/relief.beneficiary.v1.Query/Tag", &beneficiarytypes.QueryTagRequest{Class: 1, Value: make([]byte, 32)}, &beneficiarytypes.QueryTagResponse{})))
			require.False(t, refused(ask("/relief.beneficiary.v1.Query/Params", &beneficiarytypes.QueryParamsRequest{}, &beneficiarytypes.QueryParamsResponse{})))
			err := conn.Invoke(t.Context(), "/cosmos.tx.v1beta1.Service/Simulate", &txtypes.SimulateRequest{TxBytes: tagged(t, c.App(), enrol)}, &txtypes.SimulateResponse{})
			require.Error(t, err)
			require.Equal(t, c == closed, strings.Contains(status.Convert(err).Message(), refusal))
		}
	})
}
