package oprf

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Up to n−t trustees misbehave at random, in a key generation and then in a resharing: exactly they are named, each for
// what it did, everybody else has a share in the end, and the tags stay.
func TestRandomAdversaries(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := seeded(seed)
			dice := rand.New(rand.NewPCG(seed, 1))
			n := 4 + dice.IntN(4)
			threshold := MinThreshold(n)
			c, err := NewCeremony(ceremonyID(1), 1, threshold, count(n))
			require.NoError(t, err)
			p, expected := misbehave(t, start(t, random, c, nil), dice, n-int(threshold))
			require.ElementsMatch(t, expected, p.Faults)
			set, shares := p.finish(t)
			of := inputs(t, 1, 1)
			tags := tagsOf(t, random, set, shares, of)

			trustees := []uint32{2, 3, 4, 5, 6, 7}
			c, err = NewResharing(ceremonyID(2), set, 4, trustees)
			require.NoError(t, err)
			p, expected = misbehave(t, start(t, random, c, shares), dice, min(2, len(set.Shares)-int(threshold)))
			require.ElementsMatch(t, expected, p.Faults)
			next, nextShares := p.finish(t)
			slices.Reverse(nextShares)
			require.Equal(t, tags, tagsOf(t, random, next, nextShares, of))
		})
	}
}

// misbehave plays a ceremony up to its end with some of its dealers cheating, and gives the faults they must be named for.
func misbehave(t *testing.T, p *play, dice *rand.Rand, most int) (*play, []Fault) {
	t.Helper()
	var expected []Fault
	bad := map[uint32]FaultKind{}
	for _, at := range dice.Perm(len(p.Dealers))[:dice.IntN(most+1)] {
		kind := FaultKind(1 + dice.IntN(4))
		if kind == FaultFalseComplaint && !slices.Contains(p.Receivers, p.Dealers[at]) {
			kind = FaultBadDealing // nothing to complain about
		}
		bad[p.Dealers[at]] = kind
		expected = append(expected, Fault{p.Dealers[at], kind})
	}
	var silent []uint32
	for index, kind := range bad {
		if kind == FaultNoOffer {
			silent = append(silent, index)
		}
	}
	p.offers(t, silent...)
	honestAt := slices.IndexFunc(p.sealedFor(), func(index uint32) bool { return bad[index] == 0 })
	p.dealings(t, func(d Dealing) *Dealing {
		switch bad[d.Dealer] {
		case FaultNoDealing:
			return nil
		case FaultBadDealing:
			d.Sealed[honestAt][dice.IntN(SealedLength)] ^= 1 << dice.IntN(8)
		}
		return &d
	})
	for index, kind := range bad {
		if kind != FaultFalseComplaint {
			continue
		}
		about := slices.IndexFunc(p.dealing(), func(dealer uint32) bool { return bad[dealer] == 0 })
		complaint, err := p.members[index].complain(p.random, p.Ceremony, p.dealing()[about])
		require.NoError(t, err)
		next, fault, err := p.AddComplaint(complaint)
		require.NoError(t, err)
		require.Equal(t, Fault{index, FaultFalseComplaint}, fault)
		p.Ceremony = next
	}
	p.complaints(t)
	return p, expected
}
