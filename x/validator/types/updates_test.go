package types_test

import (
	"bytes"
	"slices"
	"testing"

	cmted25519 "github.com/cometbft/cometbft/crypto/ed25519"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/validator/types"
)

func told(first byte, power int64) types.Told {
	return types.Told{ConsensusKey: append([]byte{first}, make([]byte, types.KeyLength-1)...), Power: power}
}

func TestDiff(t *testing.T) {
	for _, tc := range []struct {
		name string
		told []types.Told
		want []types.Told
		out  []types.Told
		err  error
	}{
		{name: "first set is sorted", want: []types.Told{told(2, 1), told(1, 1)}, out: []types.Told{told(1, 1), told(2, 1)}},
		{name: "nothing new", told: []types.Told{told(1, 1), told(2, 1)}, want: []types.Told{told(2, 1), told(1, 1)}},
		{name: "removal", told: []types.Told{told(1, 1), told(2, 1)}, want: []types.Told{told(1, 1)}, out: []types.Told{told(2, 0)}},
		{
			name: "one out, one in, one changed", told: []types.Told{told(2, 1), told(3, 1)},
			want: []types.Told{told(1, 1), told(3, 5)}, out: []types.Told{told(1, 1), told(2, 0), told(3, 5)},
		},
		{name: "empty set", told: []types.Told{told(1, 1)}, err: types.ErrSetEmpty},
		{name: "nothing at all", err: types.ErrSetEmpty},
		{name: "key wanted twice", want: []types.Told{told(1, 1), told(2, 1), told(1, 2)}, err: types.ErrKeyDuplicate},
		{name: "key told twice", told: []types.Told{told(1, 1), told(1, 1)}, want: []types.Told{told(1, 1)}, err: types.ErrKeyDuplicate},
		{name: "short key", want: []types.Told{{ConsensusKey: []byte{1}, Power: 1}}, err: types.ErrKeyInvalid},
		{name: "power zero", want: []types.Told{told(1, 0)}, err: types.ErrPowerInvalid},
		{name: "negative power", want: []types.Told{told(1, -1)}, err: types.ErrPowerInvalid},
		{name: "most power", want: []types.Told{told(1, cmttypes.MaxTotalVotingPower)}, out: []types.Told{told(1, cmttypes.MaxTotalVotingPower)}},
		{name: "too much power", want: []types.Told{told(1, cmttypes.MaxTotalVotingPower), told(2, 1)}, err: types.ErrPowerInvalid},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := slices.Clone(tc.want)
			out, err := types.Diff(tc.told, tc.want)
			require.ErrorIs(t, err, tc.err)
			require.Equal(t, tc.out, out)
			require.Equal(t, tc.want, before)
		})
	}
}

// CometBFT accepts every difference that jailing, unjailing and tombstoning can bring, and ends with the active seats.
func TestDiffAcceptedByCometBFT(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seats := newSeats(t, rapid.IntRange(1, 10).Draw(t, "seats"))
		var now []types.Told
		comet := &cmttypes.ValidatorSet{}
		for range rapid.IntRange(1, 12).Draw(t, "blocks") {
			for range rapid.IntRange(0, 5).Draw(t, "steps") {
				step(t, seats)
			}
			want, err := types.Wanted(seats)
			require.NoError(t, err)
			updates, err := types.Diff(now, want)
			require.NoError(t, err)
			require.True(t, slices.IsSortedFunc(updates, compareKeys))
			if len(updates) > 0 {
				require.NoError(t, comet.UpdateWithChangeSet(asComet(updates)))
			}
			now = want
			require.Equal(t, types.CountActive(seats), comet.Size())
			require.Equal(t, int64(comet.Size())*types.Power, comet.TotalVotingPower())
			for _, told := range now {
				require.True(t, comet.HasAddress(cmted25519.PubKey(told.ConsensusKey).Address()))
			}
		}
	})
}

func step(t *rapid.T, seats []types.Seat) {
	i := rapid.IntRange(0, len(seats)-1).Draw(t, "seat")
	was, active := seats[i], types.CountActive(seats)
	switch rapid.SampledFrom([]string{"jail", "unjail", "tombstone"}).Draw(t, "step") {
	case "jail":
		next, changed := was.Jail(active, len(seats))
		seats[i] = next
		if changed {
			require.GreaterOrEqual(t, types.CountActive(seats), types.Floor(len(seats)))
		}
	case "unjail":
		next, err := was.Unjail()
		if err != nil {
			require.NotEqual(t, types.SEAT_STATUS_JAILED, was.Status)
			return
		}
		seats[i] = next
	case "tombstone":
		seats[i], _ = was.Tombstone(active)
		if was.Status != types.SEAT_STATUS_ACTIVE || active > 1 {
			require.Equal(t, types.SEAT_STATUS_TOMBSTONED, seats[i].Status)
		}
	}
	require.Positive(t, types.CountActive(seats))
	if was.Status == types.SEAT_STATUS_TOMBSTONED {
		require.Equal(t, types.SEAT_STATUS_TOMBSTONED, seats[i].Status)
	}
}

func compareKeys(a, b types.Told) int { return bytes.Compare(a.ConsensusKey, b.ConsensusKey) }

func asComet(updates []types.Told) []*cmttypes.Validator {
	out := make([]*cmttypes.Validator, len(updates))
	for i, u := range updates {
		out[i] = cmttypes.NewValidator(cmted25519.PubKey(u.ConsensusKey), u.Power)
	}
	return out
}
