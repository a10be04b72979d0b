package keeper

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/reliefchain/relief/x/validator/types"
)

func TestQuerySeats(t *testing.T) {
	f := started(t, 7)
	require.NoError(t, f.keeper.Jail(f.ctx, f.consensus(t, 0)))
	res, err := NewQueryServer(f.keeper).Seats(f.ctx, &types.QuerySeatsRequest{})
	require.NoError(t, err)
	require.Len(t, res.Seats, 7)
	require.Equal(t, types.SEAT_STATUS_JAILED, res.Seats[0].Status)

	text := f.cdc.MustMarshalJSON(res)
	var read types.QuerySeatsResponse
	f.cdc.MustUnmarshalJSON(text, &read)
	key, err := read.Seats[2].PubKey()
	require.NoError(t, err)
	want, err := f.seats[2].PubKey()
	require.NoError(t, err)
	require.True(t, want.Equals(key))
}

func TestQuerySeat(t *testing.T) {
	f := started(t, 2)
	unknown, err := f.keeper.deps.Operator.BytesToString(make([]byte, types.AddressLength))
	require.NoError(t, err)
	for _, tc := range []struct {
		name string
		req  *types.QuerySeatRequest
		want error
		code codes.Code
	}{
		{name: "known", req: &types.QuerySeatRequest{Operator: f.seats[1].Operator}},
		{name: "unknown", req: &types.QuerySeatRequest{Operator: unknown}, want: types.ErrSeatUnknown, code: codes.NotFound},
		{name: "not an address", req: &types.QuerySeatRequest{Operator: "province"}, want: types.ErrAddressInvalid, code: codes.InvalidArgument},
		{name: "no request", want: types.ErrRequestEmpty, code: codes.InvalidArgument},
	} {
		t.Run(tc.name, func(t *testing.T) {
			res, err := NewQueryServer(f.keeper).Seat(f.ctx, tc.req)
			require.ErrorIs(t, err, tc.want)
			require.Equal(t, tc.code, status.Code(err))
			if tc.want != nil {
				require.Nil(t, res)
				return
			}
			require.Equal(t, uint32(2), res.Seat.Organisation)
		})
	}
}
