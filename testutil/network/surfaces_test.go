//go:build system

package network_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"testing"

	"github.com/cosmos/cosmos-sdk/client/grpc/cmtservice"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	reflection "google.golang.org/grpc/reflection/grpc_reflection_v1alpha"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// services lists what a node says it serves, in the version of reflection that the SDK has.
//
//nolint:staticcheck // deprecated, but the only one served
func services(t *testing.T, conn grpc.ClientConnInterface) []string {
	t.Helper()
	lister, err := reflection.NewServerReflectionClient(conn).ServerReflectionInfo(t.Context())
	require.NoError(t, err)
	require.NoError(t, lister.Send(&reflection.ServerReflectionRequest{MessageRequest: &reflection.ServerReflectionRequest_ListServices{}}))
	list, err := lister.Recv()
	require.NoError(t, err)
	require.NoError(t, lister.CloseSend())
	var names []string
	for _, s := range list.GetListServicesResponse().GetService() {
		names = append(names, s.Name)
	}
	return names
}

// TestSurfaces asks every province in every way a program can.
func TestSurfaces(t *testing.T) {
	n := provinces(t)
	for _, p := range n.info.Provinces {
		t.Run(p.Name, func(t *testing.T) {
			conn := n.dial(t, p).Conn()

			require.Contains(t, services(t, conn), "relief.grant.v1.Query")

			params, err := granttypes.NewQueryClient(conn).Params(t.Context(), &granttypes.QueryParamsRequest{})
			require.NoError(t, err)
			require.Equal(t, granttypes.DefaultParams(), params.Params)

			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+p.REST+"/relief/grant/v1/params", nil)
			require.NoError(t, err)
			answer, err := http.DefaultClient.Do(request)
			require.NoError(t, err)
			defer answer.Body.Close()
			require.Equal(t, http.StatusOK, answer.StatusCode)
			var body struct {
				Params struct {
					ChunkSlots uint32 `json:"chunk_slots"`
				} `json:"params"`
			}
			require.NoError(t, json.NewDecoder(answer.Body).Decode(&body))
			require.Equal(t, granttypes.DefaultParams().ChunkSlots, body.Params.ChunkSlots)

			abci, err := rpc(t, p).ABCIInfo(t.Context())
			require.NoError(t, err)
			require.Positive(t, abci.Response.LastBlockHeight)
		})
	}
}

// TestPageLimitOnEverySurface asks for more than a page in every way: nobody gets it.
func TestPageLimitOnEverySurface(t *testing.T) {
	n := provinces(t)
	p := n.info.Provinces[0]
	conn := n.dial(t, p).Conn()
	const tooMany = nodeconfig.DefaultMaxPage + 1
	const path = "/cosmos.bank.v1beta1.Query/TotalSupply"
	ask := &banktypes.QueryTotalSupplyRequest{Pagination: &query.PageRequest{Limit: tooMany}}
	data, err := ask.Marshal()
	require.NoError(t, err)

	_, err = banktypes.NewQueryClient(conn).TotalSupply(t.Context(), ask)
	require.Equal(t, codes.InvalidArgument, status.Code(err), "gRPC: %v", err)

	passed, err := cmtservice.NewServiceClient(conn).ABCIQuery(t.Context(), &cmtservice.ABCIQueryRequest{Path: path, Data: data})
	require.True(t, err != nil || passed.Code != 0, "ABCI over gRPC")

	direct, err := rpc(t, p).ABCIQuery(t.Context(), path, data)
	require.NoError(t, err)
	require.Equal(t, sdkerrors.ErrInvalidRequest.ABCICode(), direct.Response.Code, direct.Response.Log)
	whole, err := rpc(t, p).ABCIQuery(t.Context(), "/store/bank/subspace", []byte{0})
	require.NoError(t, err)
	require.Equal(t, sdkerrors.ErrInvalidRequest.ABCICode(), whole.Response.Code, whole.Response.Log)

	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("http://%s/cosmos/bank/v1beta1/supply?pagination.limit=%d", p.REST, tooMany), nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusBadRequest, answer.StatusCode, "REST")
}

// TestExample runs the client in docs/examples/grpc.
func TestExample(t *testing.T) {
	w := payingTownship(t)
	grant := w.grant(1)
	cmd := exec.CommandContext(t.Context(), "go", "run", "./docs/examples/grpc", shared.network.province(t, office).GRPC, grant.String())
	cmd.Dir = "../.."
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))

	run, err := granttypes.NewQueryClient(w.Client.Conn()).RunOfPeriod(t.Context(), &granttypes.QueryRunOfPeriodRequest{Roll: w.roll, Period: uint32(w.next - 1)})
	require.NoError(t, err)
	record, err := granttypes.NewQueryClient(w.Client.Conn()).Grant(t.Context(), &granttypes.QueryGrantRequest{Id: uint64(grant)})
	require.NoError(t, err)
	paid, balance := run.Run.PaidAmount, record.Record.Balance
	require.Equal(t, fmt.Sprintf("run %d for %s: RUN_STATUS_DONE, %d instalments paid, %d.%02d in all\ngrant %s: balance %d.%02d\n",
		run.Run.Id, w.next-1, run.Run.PaidCount, paid/100, paid%100, grant, balance/100, balance%100), string(out))
}
