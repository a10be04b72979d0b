package app_test

import (
	"math"
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/baseapp"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/testutil/chaintest"
	granttypes "github.com/reliefchain/relief/x/grant/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

func encoded(t *testing.T, msg proto.Message) []byte {
	t.Helper()
	raw, err := proto.Marshal(msg)
	require.NoError(t, err)
	return raw
}

// What CometBFT's RPC passes on keeps to the limits of gRPC and REST, however the request is written.
func TestQueriesOverABCIKeepToTheLimits(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	page := func(limit uint64) []byte {
		return encoded(t, &banktypes.QueryTotalSupplyRequest{Pagination: &query.PageRequest{Limit: limit}})
	}
	const supply, grants = "/cosmos.bank.v1beta1.Query/TotalSupply", "/relief.grant.v1.Query/Rolls"
	key := encoded(t, &validatortypes.QueryParamsRequest{})
	for _, tc := range []struct {
		name string
		path string
		data []byte
		code uint32
	}{
		{name: "longest page", path: supply, data: page(chaintest.MaxPage)},
		{name: "page too long", path: supply, data: page(chaintest.MaxPage + 1), code: sdkerrors.ErrInvalidRequest.ABCICode()},
		{name: "everything", path: supply, data: page(math.MaxUint64), code: sdkerrors.ErrInvalidRequest.ABCICode()},
		{name: "too long in a second part", path: supply, data: append(page(1), page(math.MaxUint64)...), code: sdkerrors.ErrInvalidRequest.ABCICode()},
		{
			name: "page of our own too long", path: grants, code: sdkerrors.ErrInvalidRequest.ABCICode(),
			data: encoded(t, &granttypes.QueryRollsRequest{Pagination: &query.PageRequest{Limit: chaintest.MaxPage + 1}}),
		},
		{name: "no list", path: "/relief.validator.v1.Query/Params", data: key},
		{name: "no sense", path: supply, data: []byte{0xff}, code: sdkerrors.ErrInvalidRequest.ABCICode()},
		{name: "no such method", path: "/cosmos.bank.v1beta1.Query/Everything", code: sdkerrors.ErrUnknownRequest.ABCICode()},
		{name: "no such service", path: "/cosmos bank/Query", code: sdkerrors.ErrUnknownRequest.ABCICode()},
		{name: "no path", code: sdkerrors.ErrUnknownRequest.ABCICode()},
		{name: "one key of a store", path: "/store/bank/key", data: []byte{1}},
		{name: "a whole store", path: "/store/bank/subspace", data: []byte{1}, code: sdkerrors.ErrInvalidRequest.ABCICode()},
		{name: "a whole store without a slash", path: "store/bank/subspace", data: []byte{1}, code: sdkerrors.ErrInvalidRequest.ABCICode()},
		{name: "a store", path: "/store/bank", data: []byte{1}, code: sdkerrors.ErrInvalidRequest.ABCICode()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			res, err := c.App().Query(t.Context(), &abci.RequestQuery{Path: tc.path, Data: tc.data})
			require.NoError(t, err)
			require.Equal(t, tc.code, res.Code, res.Log)
			if tc.code != 0 {
				require.Equal(t, sdkerrors.RootCodespace, res.Codespace)
			}
		})
	}

	baseapp.SetQueryGasLimit(1)(c.App().BaseApp)
	res, err := c.App().Query(t.Context(), &abci.RequestQuery{Path: supply, Data: page(chaintest.MaxPage)})
	require.NoError(t, err)
	require.Equal(t, sdkerrors.ErrPanic.ABCICode(), res.Code, "the gas limit holds too")
}

func TestCheckPage(t *testing.T) {
	page := func(limit uint64) any {
		return &granttypes.QueryRollsRequest{Pagination: &query.PageRequest{Limit: limit}}
	}
	for _, tc := range []struct {
		name    string
		request any
		most    uint64
		code    codes.Code
	}{
		{name: "at the bound", request: page(10), most: 10},
		{name: "above it", request: page(11), most: 10, code: codes.InvalidArgument},
		{name: "no bound", request: page(math.MaxUint64)},
		{name: "above it, of a stock module", request: &banktypes.QueryTotalSupplyRequest{Pagination: &query.PageRequest{Limit: 11}}, most: 10, code: codes.InvalidArgument},
		{name: "no page asked for", request: &granttypes.QueryRollsRequest{}, most: 10},
		{name: "no list", request: &granttypes.QueryParamsRequest{}, most: 10},
		{name: "nothing", most: 10},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.code, status.Code(app.CheckPage(tc.request, tc.most)))
		})
	}
}
