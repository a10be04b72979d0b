package types_test

import (
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator/types"
)

const (
	active, jailed, tombstoned = types.SEAT_STATUS_ACTIVE, types.SEAT_STATUS_JAILED, types.SEAT_STATUS_TOMBSTONED
	pending, suspended         = types.SEAT_STATUS_PENDING, types.SEAT_STATUS_SUSPENDED
	retiring, retired          = types.SEAT_STATUS_RETIRING, types.SEAT_STATUS_RETIRED
)

// Each verb, from each status, gives the status named or the error.
func TestSeatVerbs(t *testing.T) {
	key := []byte(newKey(100).Key)
	suspend := func(s types.Seat) (types.Seat, error) { return s.Suspend(7, 7) }
	leaveSeat := func(s types.Seat) (types.Seat, error) { return s.Leave(7, 7) }
	again := func(s types.Seat) (types.Seat, error) { return s.AcceptAgain(key) }
	rotate := func(s types.Seat) (types.Seat, error) { return s.Rotate(key, 10) }
	verbs := []struct {
		name string
		do   func(types.Seat) (types.Seat, error)
		to   map[types.SeatStatus]types.SeatStatus
	}{
		{name: "suspend", do: suspend, to: map[types.SeatStatus]types.SeatStatus{active: suspended, jailed: suspended}},
		{name: "resume", do: types.Seat.Resume, to: map[types.SeatStatus]types.SeatStatus{suspended: active}},
		{name: "unjail", do: types.Seat.Unjail, to: map[types.SeatStatus]types.SeatStatus{jailed: active}},
		{name: "activate", do: types.Seat.Activate, to: map[types.SeatStatus]types.SeatStatus{pending: active}},
		{name: "accept again", do: again, to: map[types.SeatStatus]types.SeatStatus{tombstoned: pending}},
		{name: "rotate", do: rotate, to: map[types.SeatStatus]types.SeatStatus{active: active, jailed: jailed, suspended: suspended}},
		{name: "leave", do: leaveSeat, to: map[types.SeatStatus]types.SeatStatus{
			active: retiring, jailed: retiring, suspended: retiring, tombstoned: retiring, pending: retiring,
		}},
	}
	for _, verb := range verbs {
		for _, from := range []types.SeatStatus{active, jailed, tombstoned, pending, suspended, retiring, retired} {
			t.Run(verb.name+" "+from.String(), func(t *testing.T) {
				s := newSeat(t, 0)
				s.Status = from
				next, err := verb.do(s)
				want, ok := verb.to[from]
				require.Equal(t, ok, err == nil)
				if ok {
					require.Equal(t, want, next.Status)
				}
				require.Equal(t, from, s.Status)
			})
		}
	}
}

func TestFloorBindsWhatProvincesDecide(t *testing.T) {
	s := newSeat(t, 0)
	for _, tc := range []struct {
		name             string
		active, enrolled int
		want             error
	}{
		{name: "five", active: 5, enrolled: 5},
		{name: "four", active: 4, enrolled: 4, want: types.ErrFloorReached},
		{name: "two of a small network", active: 2, enrolled: 2, want: types.ErrFloorReached},
		{name: "the only one", active: 1, enrolled: 1, want: types.ErrFloorReached},
		{name: "two thirds of nine", active: 6, enrolled: 9, want: types.ErrFloorReached},
		{name: "more than two thirds of nine", active: 7, enrolled: 9},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := s.Suspend(tc.active, tc.enrolled)
			require.ErrorIs(t, err, tc.want)
			_, err = s.Leave(tc.active, tc.enrolled)
			require.ErrorIs(t, err, tc.want)
			_, changed := s.Jail(tc.active, tc.enrolled)
			require.Equal(t, tc.want == nil, changed)

			out := s
			out.Status = jailed // takes no power with it
			_, err = out.Leave(tc.active, tc.enrolled)
			require.NoError(t, err)
		})
	}
}

func TestRotation(t *testing.T) {
	s, key := newSeat(t, 0), []byte(newKey(100).Key)
	old, err := s.PubKey()
	require.NoError(t, err)
	next, err := s.Rotate(key, 10)
	require.NoError(t, err)
	require.Equal(t, int64(12), next.NextFrom)
	_, err = next.Rotate(newKey(101).Key, 11)
	require.ErrorIs(t, err, types.ErrRotationPending)

	signing, err := next.SigningKey()
	require.NoError(t, err)
	require.Equal(t, key, signing, "CometBFT is told the new key at once")
	now, err := next.PubKey()
	require.NoError(t, err)
	require.True(t, old.Equals(now), "x/slashing knows the old one until then")

	done, err := next.TakeOver()
	require.NoError(t, err)
	now, err = done.PubKey()
	require.NoError(t, err)
	require.Equal(t, key, []byte(now.Key))
	require.False(t, done.IsRotating())
	require.NoError(t, done.Validate())
}

func TestMayRotateAt(t *testing.T) {
	p := types.Params{RotationIntervalSeconds: 100}
	for _, tc := range []struct {
		name    string
		rotated int64
		want    error
	}{
		{name: "never rotated"},
		{name: "long ago", rotated: 900},
		{name: "too soon", rotated: 901, want: types.ErrRotationTooSoon},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.ErrorIs(t, types.Seat{RotatedTime: tc.rotated}.MayRotateAt(1000, p), tc.want)
		})
	}
}

func TestAccept(t *testing.T) {
	key := []byte(newKey(100).Key)
	with := func(status types.SeatStatus) []types.Seat {
		seats := newSeats(t, 3)
		seats[1].Status = status
		seats[1].Stint = 4
		return seats
	}
	for _, tc := range []struct {
		name         string
		seats        []types.Seat
		organisation uint32
		operator     int
		want         error
		replaced     string
		stint        uint32
	}{
		{name: "new province", seats: with(active), organisation: 9, operator: 9},
		{name: "operator of another", seats: with(active), organisation: 9, operator: 1, want: types.ErrSeatDuplicate},
		{name: "active already", seats: with(active), organisation: 2, operator: 1, want: types.ErrSeatStatus},
		{name: "tombstoned", seats: with(tombstoned), organisation: 2, operator: 1, stint: 4},
		{name: "tombstoned, other operator", seats: with(tombstoned), organisation: 2, operator: 9, want: types.ErrSeatDuplicate},
		{name: "leaving", seats: with(retiring), organisation: 2, operator: 1, want: types.ErrSeatStatus},
		{name: "left", seats: with(retired), organisation: 2, operator: 1, replaced: newOperator(t, 1), stint: 4},
		{name: "left, other operator", seats: with(retired), organisation: 2, operator: 9, replaced: newOperator(t, 1), stint: 4},
		{name: "no room", seats: newSeats(t, types.MaxSeats), organisation: 99, operator: 99, want: types.ErrSeatsTooMany},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, replaced, err := types.Accept(tc.seats, tc.organisation, newOperator(t, tc.operator), key)
			require.ErrorIs(t, err, tc.want)
			if tc.want != nil {
				return
			}
			require.Equal(t, tc.replaced, replaced)
			require.Equal(t, pending, s.Status)
			require.Equal(t, tc.stint, s.Stint)
			candidate, err := s.CandidateKey()
			require.NoError(t, err)
			require.Equal(t, key, candidate)
		})
	}
}

// A province has a vote from its first activation until it leaves.
func TestEnrolled(t *testing.T) {
	candidate, err := types.NewCandidate(1, newOperator(t, 0), newKey(0).Key)
	require.NoError(t, err)
	require.False(t, candidate.IsEnrolled())
	s, err := candidate.Activate()
	require.NoError(t, err)
	require.True(t, s.IsEnrolled())
	s, _ = s.Tombstone(5)
	require.True(t, s.IsEnrolled())
	s, err = s.AcceptAgain(newKey(1).Key)
	require.NoError(t, err)
	require.True(t, s.IsEnrolled(), "while its new key has yet to prove itself")
	s, stays := s.Expire()
	require.True(t, stays)
	require.Equal(t, tombstoned, s.Status)
	require.True(t, s.IsEnrolled())
	s, err = s.Leave(4, 5)
	require.NoError(t, err)
	require.False(t, s.IsEnrolled())
	require.False(t, s.Retire().IsEnrolled())
}

func TestIsBeyondEvidence(t *testing.T) {
	bounds := &cmtproto.EvidenceParams{MaxAgeNumBlocks: 100, MaxAgeDuration: 50 * time.Second}
	s := types.Seat{}.At(10, 1000)
	for _, tc := range []struct {
		name        string
		height, now int64
		bounds      *cmtproto.EvidenceParams
		want        bool
	}{
		{name: "both bounds", height: 113, now: 1052, bounds: bounds, want: true},
		{name: "young in blocks", height: 112, now: 9999, bounds: bounds},
		{name: "young in time", height: 9999, now: 1051, bounds: bounds},
		{name: "no bounds", height: 9999, now: 9999},
	} {
		t.Run(tc.name, func(t *testing.T) { require.Equal(t, tc.want, types.IsBeyondEvidence(s, tc.height, tc.now, tc.bounds)) })
	}
}
