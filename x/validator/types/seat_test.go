package types_test

import (
	"fmt"
	"testing"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/cosmos/cosmos-sdk/types/bech32"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator/types"
)

func newKey(i int) *ed25519.PubKey {
	return ed25519.GenPrivKeyFromSecret([]byte(fmt.Sprint("seat", i))).PubKey().(*ed25519.PubKey)
}

func newOperator(t require.TestingT, i int) string {
	text, err := bech32.ConvertAndEncode("reliefvaloper", fmt.Appendf(nil, "province-%011d", i))
	require.NoError(t, err)
	return text
}

func newSeat(t require.TestingT, i int) types.Seat {
	s, err := types.NewSeat(uint32(i+1), newOperator(t, i), newKey(i))
	require.NoError(t, err)
	return s
}

func newSeats(t require.TestingT, n int) []types.Seat {
	seats := make([]types.Seat, n)
	for i := range seats {
		seats[i] = newSeat(t, i)
	}
	return seats
}

func TestSeatValidate(t *testing.T) {
	otherKey, err := codectypes.NewAnyWithValue(secp256k1.GenPrivKeyFromSecret([]byte("other")).PubKey())
	require.NoError(t, err)
	shortKey, err := codectypes.NewAnyWithValue(&ed25519.PubKey{Key: make([]byte, types.KeyLength-1)})
	require.NoError(t, err)
	shortOperator, err := bech32.ConvertAndEncode("reliefvaloper", make([]byte, types.AddressLength-1))
	require.NoError(t, err)

	for _, tc := range []struct {
		name   string
		change func(*types.Seat)
		want   error
	}{
		{name: "good", change: func(*types.Seat) {}},
		{name: "jailed", change: func(s *types.Seat) { s.Status = types.SEAT_STATUS_JAILED }},
		{name: "no organisation", change: func(s *types.Seat) { s.Organisation = 0 }, want: types.ErrSeatInvalid},
		{name: "no operator", change: func(s *types.Seat) { s.Operator = "" }, want: types.ErrAddressInvalid},
		{name: "short operator", change: func(s *types.Seat) { s.Operator = shortOperator }, want: types.ErrAddressInvalid},
		{name: "no key", change: func(s *types.Seat) { s.ConsensusKey = nil }, want: types.ErrKeyInvalid},
		{name: "packed key only", change: func(s *types.Seat) { s.ConsensusKey = &codectypes.Any{} }, want: types.ErrKeyInvalid},
		{name: "key of another kind", change: func(s *types.Seat) { s.ConsensusKey = otherKey }, want: types.ErrKeyInvalid},
		{name: "short key", change: func(s *types.Seat) { s.ConsensusKey = shortKey }, want: types.ErrKeyInvalid},
		{name: "no status", change: func(s *types.Seat) { s.Status = types.SEAT_STATUS_UNSPECIFIED }, want: types.ErrSeatInvalid},
		{name: "unknown status", change: func(s *types.Seat) { s.Status = 99 }, want: types.ErrSeatInvalid},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSeat(t, 0)
			tc.change(&s)
			require.ErrorIs(t, s.Validate(), tc.want)
		})
	}
}

func TestFloor(t *testing.T) {
	for _, tc := range []struct{ seats, want int }{
		{seats: 0, want: 0},
		{seats: 1, want: 1},
		{seats: 2, want: 2},
		{seats: 3, want: 3},
		{seats: 4, want: 4},
		{seats: 5, want: 4},
		{seats: 6, want: 4},
		{seats: 7, want: 5},
		{seats: 31, want: 21},
		{seats: 34, want: 23},
		{seats: 64, want: 43},
	} {
		t.Run(fmt.Sprint(tc.seats), func(t *testing.T) { require.Equal(t, tc.want, types.Floor(tc.seats)) })
	}
}

func TestSeatTransitions(t *testing.T) {
	const active, jailed, tombstoned = types.SEAT_STATUS_ACTIVE, types.SEAT_STATUS_JAILED, types.SEAT_STATUS_TOMBSTONED
	jail := func(active, seats int) func(types.Seat) (types.Seat, bool) {
		return func(s types.Seat) (types.Seat, bool) { return s.Jail(active, seats) }
	}
	tombstone := func(active int) func(types.Seat) (types.Seat, bool) {
		return func(s types.Seat) (types.Seat, bool) { return s.Tombstone(active) }
	}
	for _, tc := range []struct {
		name    string
		from    types.SeatStatus
		do      func(types.Seat) (types.Seat, bool)
		want    types.SeatStatus
		changed bool
	}{
		{name: "jail", from: active, do: jail(5, 5), want: jailed, changed: true},
		{name: "jail at the floor", from: active, do: jail(4, 5), want: active},
		{name: "jail the last", from: active, do: jail(1, 1), want: active},
		{name: "jail twice", from: jailed, do: jail(5, 6), want: jailed},
		{name: "jail a tombstoned", from: tombstoned, do: jail(5, 6), want: tombstoned},
		{name: "tombstone", from: active, do: tombstone(5), want: tombstoned, changed: true},
		{name: "tombstone below the floor", from: active, do: tombstone(2), want: tombstoned, changed: true},
		{name: "convict the last", from: active, do: tombstone(1), want: active, changed: true},
		{name: "tombstone a jailed", from: jailed, do: tombstone(1), want: tombstoned, changed: true},
		{name: "tombstone twice", from: tombstoned, do: tombstone(5), want: tombstoned},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSeat(t, 0)
			s.Status = tc.from
			next, changed := tc.do(s)
			require.Equal(t, tc.want, next.Status)
			require.Equal(t, tc.changed, changed)
			require.Equal(t, tc.from, s.Status)
		})
	}
}

func TestSeatUnjail(t *testing.T) {
	for _, tc := range []struct {
		name string
		from types.SeatStatus
		want error
	}{
		{name: "jailed", from: types.SEAT_STATUS_JAILED},
		{name: "active", from: types.SEAT_STATUS_ACTIVE, want: types.ErrSeatActive},
		{name: "tombstoned", from: types.SEAT_STATUS_TOMBSTONED, want: types.ErrSeatTombstoned},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newSeat(t, 0)
			s.Status = tc.from
			next, err := s.Unjail()
			require.ErrorIs(t, err, tc.want)
			if tc.want == nil {
				require.True(t, next.IsActive())
			}
		})
	}
}

func TestGenesisValidate(t *testing.T) {
	for _, tc := range []struct {
		name   string
		seats  int
		change func([]types.Seat)
		want   error
	}{
		{name: "one seat", seats: 1},
		{name: "most seats", seats: types.MaxSeats},
		{name: "no seats", seats: 0, want: types.ErrSetEmpty},
		{name: "too many", seats: types.MaxSeats + 1, want: types.ErrSeatsTooMany},
		{name: "none active", seats: 1, change: func(s []types.Seat) { s[0].Status = types.SEAT_STATUS_JAILED }, want: types.ErrSetEmpty},
		{name: "bad seat", seats: 2, change: func(s []types.Seat) { s[1].Status = 99 }, want: types.ErrSeatInvalid},
		{name: "same organisation", seats: 2, change: func(s []types.Seat) { s[1].Organisation = s[0].Organisation }, want: types.ErrSeatDuplicate},
		{name: "same operator", seats: 2, change: func(s []types.Seat) { s[1].Operator = s[0].Operator }, want: types.ErrSeatDuplicate},
		{name: "same key", seats: 2, change: func(s []types.Seat) { s[1].ConsensusKey = s[0].ConsensusKey }, want: types.ErrSeatDuplicate},
	} {
		t.Run(tc.name, func(t *testing.T) {
			seats := newSeats(t, tc.seats)
			if tc.change != nil {
				tc.change(seats)
			}
			require.ErrorIs(t, types.NewGenesisState(seats...).Validate(), tc.want)
		})
	}
}
