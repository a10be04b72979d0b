package oprf

import (
	"crypto/sha256"
	"io"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// play is a ceremony with everybody's secret sides, for tests that let some of them cheat.
type play struct {
	Ceremony
	random  io.Reader
	members map[uint32]Member
}

type fatal interface {
	require.TestingT
	Helper()
}

func start(t fatal, random io.Reader, c Ceremony, old []Share) *play {
	t.Helper()
	p := &play{Ceremony: c, random: random, members: map[uint32]Member{}}
	for _, index := range c.members() {
		var share *Share
		if at := slices.IndexFunc(old, func(s Share) bool { return s.Index == index }); at >= 0 {
			share = &old[at]
		}
		var seed [SeedLength]byte
		_, err := io.ReadFull(random, seed[:])
		require.NoError(t, err)
		m, err := NewMember(seed, c, index, share)
		require.NoError(t, err)
		p.members[index] = m
	}
	return p
}

func (p *play) advance(t fatal) {
	t.Helper()
	next, err := p.Advance()
	require.NoError(t, err)
	p.Ceremony = next
}

// offers sends everybody's offer except those of the silent.
func (p *play) offers(t fatal, silent ...uint32) {
	t.Helper()
	for _, index := range p.Ceremony.members() {
		if slices.Contains(silent, index) {
			continue
		}
		offer, err := p.members[index].Offer(p.random, p.Ceremony)
		require.NoError(t, err)
		next, err := p.AddOffer(offer)
		require.NoError(t, err)
		p.Ceremony = next
	}
	p.advance(t)
}

// dealings sends all dealings, each passed through spoil first; nil drops it.
func (p *play) dealings(t fatal, spoil func(Dealing) *Dealing) {
	t.Helper()
	for _, index := range p.dealing() {
		dealing, err := p.members[index].Deal(p.Ceremony)
		require.NoError(t, err)
		sent := spoil(dealing)
		if sent == nil {
			continue
		}
		next, err := p.AddDealing(*sent)
		require.NoError(t, err)
		p.Ceremony = next
	}
	p.advance(t)
}

// complaints lets every honest receiver complain, as it sees the ceremony at its turn.
func (p *play) complaints(t fatal) []Fault {
	t.Helper()
	var found []Fault
	for _, index := range p.Trustees() {
		if !slices.Contains(p.Trustees(), index) {
			continue // out by now, for its own dealing
		}
		complaints, err := p.members[index].Complaints(p.random, p.Ceremony)
		require.NoError(t, err)
		for _, complaint := range complaints {
			if p.fault(complaint.Dealer) != 0 {
				continue // somebody else was first
			}
			next, fault, err := p.AddComplaint(complaint)
			require.NoError(t, err)
			p.Ceremony, found = next, append(found, fault)
		}
	}
	return found
}

// finish ends a ceremony and gives everybody's checked share.
func (p *play) finish(t fatal) (KeySet, []Share) {
	t.Helper()
	p.advance(t)
	set, err := p.Result()
	require.NoError(t, err)
	require.NoError(t, set.Validate())
	var shares []Share
	for _, index := range set.Indexes() {
		share, err := p.members[index].Share(p.Ceremony)
		require.NoError(t, err)
		shares = append(shares, share)
	}
	return set, shares
}

func honest(d Dealing) *Dealing { return &d }

func ceremonyID(n byte) [32]byte { return sha256.Sum256([]byte{n}) }

func newKey(t fatal, random io.Reader, threshold uint32, indexes []uint32) (KeySet, []Share) {
	t.Helper()
	c, err := NewCeremony(ceremonyID(1), 1, threshold, indexes)
	require.NoError(t, err)
	p := start(t, random, c, nil)
	p.offers(t)
	p.dealings(t, honest)
	require.Empty(t, p.complaints(t))
	return p.finish(t)
}

// Whoever took part, any threshold of the trustees agree on tags, nobody's polynomial alone has the key, and every resharing
// keeps the tags.
func TestGenerateAndReshare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := seeded(rapid.Uint64().Draw(t, "seed"))
		pick := func(label string) (uint32, []uint32) {
			n := rapid.IntRange(1, 4).Draw(t, label+" trustees")
			indexes := rapid.Permutation([]uint32{1, 2, 3, 11, 15, 65}).Draw(t, label+" indexes")[:n]
			slices.Sort(indexes)
			return rapid.Uint32Range(MinThreshold(n), uint32(n)).Draw(t, label+" threshold"), indexes
		}
		threshold, indexes := pick("first")
		set, shares := newKey(t, random, threshold, indexes)
		require.Equal(t, OriginDKG, set.Origin)
		of := [][]byte{[]byte("somebody"), []byte("somebody else")}
		choose := func(set KeySet, shares []Share) []Share {
			return rapid.Permutation(shares).Draw(t, "chosen")[:set.Threshold]
		}
		want := runTags(t, random, set, choose(set, shares), of)
		require.Equal(t, want, runTags(t, random, set, choose(set, shares), of))
		for round := range byte(rapid.IntRange(0, 2).Draw(t, "resharings")) {
			threshold, indexes := pick("new")
			c, err := NewResharing(ceremonyID(2+round), set, threshold, indexes)
			require.NoError(t, err)
			p := start(t, random, c, shares)
			p.offers(t)
			p.dealings(t, honest)
			require.Empty(t, p.complaints(t))
			next, nextShares := p.finish(t)
			require.True(t, next.PublicKey.Equal(set.PublicKey))
			require.Equal(t, set.Generation+1, next.Generation)
			require.Equal(t, indexes, next.Indexes())
			require.Equal(t, want, runTags(t, random, next, choose(next, nextShares), of))
			set, shares = next, nextShares
		}
	})
}

// A dealer's key keeps its mark: resharing doesn't make the dealer forget.
func TestOriginStays(t *testing.T) {
	random := seeded(1)
	set, shares, err := Deal(random, 4, 3, count(4))
	require.NoError(t, err)
	c, err := NewResharing(ceremonyID(1), set, 4, []uint32{2, 3, 4, 5, 6})
	require.NoError(t, err)
	p := start(t, random, c, shares)
	p.offers(t)
	p.dealings(t, honest)
	next, nextShares := p.finish(t)
	require.Equal(t, OriginDealer, next.Origin)
	require.Equal(t, uint32(4), next.Epoch)
	of := inputs(t, 1, 1)
	require.Equal(t, tagsOf(t, random, set, shares, of), tagsOf(t, random, next, nextShares, of))

	// Old and new shares don't mix.
	request, _, err := Blind(random, 4, of)
	require.NoError(t, err)
	mixed := append(answers(t, random, request, shares[1:3]), answers(t, random, request, nextShares[2:])...)
	combined, err := Combine(next, request, mixed)
	require.ErrorIs(t, err, ErrTooFew)
	require.Equal(t, []uint32{2, 3}, []uint32{combined.Blamed[0].Index, combined.Blamed[1].Index})
	require.ErrorIs(t, shares[1].Belongs(next), ErrEpochWrong)
}

// Cheats are found and named, and the others finish without them.
func TestCheating(t *testing.T) {
	flip := func(at int) func(Dealing) *Dealing {
		return func(d Dealing) *Dealing {
			if d.Dealer == 2 {
				d.Sealed[at][0] ^= 1
			}
			return &d
		}
	}
	tests := []struct {
		name      string
		reshare   bool
		silent    []uint32
		spoil     func(Dealing) *Dealing
		faults    []Fault
		remaining []uint32
	}{
		{name: "nobody", spoil: honest, remaining: count(7)},
		{name: "no offer", silent: []uint32{3}, spoil: honest, faults: []Fault{{3, FaultNoOffer}}, remaining: []uint32{1, 2, 4, 5, 6, 7}},
		{name: "no dealing", spoil: func(d Dealing) *Dealing {
			if d.Dealer == 3 {
				return nil
			}
			return &d
		}, faults: []Fault{{3, FaultNoDealing}}, remaining: count(7)},
		{name: "one wrong share", spoil: flip(4), faults: []Fault{{2, FaultBadDealing}}, remaining: []uint32{1, 3, 4, 5, 6, 7}},
		{name: "shares of two swapped", spoil: func(d Dealing) *Dealing {
			if d.Dealer == 7 {
				d.Sealed[0], d.Sealed[1] = d.Sealed[1], d.Sealed[0]
			}
			return &d
		}, faults: []Fault{{7, FaultBadDealing}}, remaining: count(6)},
		{name: "resharing with a wrong share", reshare: true, spoil: flip(0), faults: []Fault{{2, FaultBadDealing}}, remaining: []uint32{1, 3, 4, 5, 6, 7}},
		{name: "resharing without one", reshare: true, silent: []uint32{1}, spoil: honest, faults: []Fault{{1, FaultNoOffer}}, remaining: []uint32{2, 3, 4, 5, 6, 7}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			random := seeded(3)
			c, err := NewCeremony(ceremonyID(1), 1, 5, count(7))
			require.NoError(t, err)
			var old []Share
			var before KeySet
			if test.reshare {
				before, old = newKey(t, random, 5, count(7))
				c, err = NewResharing(ceremonyID(2), before, 5, count(7))
				require.NoError(t, err)
			}
			p := start(t, random, c, old)
			p.offers(t, test.silent...)
			p.dealings(t, test.spoil)
			p.complaints(t)
			require.Equal(t, test.faults, p.Faults)
			set, shares := p.finish(t)
			require.Equal(t, test.remaining, set.Indexes())
			of := inputs(t, 1, 1)
			tags := tagsOf(t, random, set, shares[:5], of)
			require.Equal(t, tags, tagsOf(t, random, set, shares[len(shares)-5:], of))
			if test.reshare {
				require.Equal(t, tagsOf(t, random, before, old, of), tags)
			}
		})
	}
}

// With too few left a ceremony fails as a whole.
func TestTooFew(t *testing.T) {
	random := seeded(7)
	c, err := NewCeremony(ceremonyID(1), 1, 3, count(4))
	require.NoError(t, err)
	_, err = c.Advance()
	require.ErrorIs(t, err, ErrCeremonyFailed)
	p := start(t, random, c, nil)
	p.offers(t, 1)
	_, err = p.Advance()
	require.ErrorIs(t, err, ErrCeremonyFailed)

	set, shares := newKey(t, random, 3, count(4))
	c, err = NewResharing(ceremonyID(2), set, 2, []uint32{5, 6, 7})
	require.NoError(t, err)
	p = start(t, random, c, shares)
	p.offers(t, 2, 6)
	p.dealings(t, honest)
	next, _ := p.finish(t)
	require.Equal(t, []uint32{5, 7}, next.Indexes())
	p = start(t, random, c, shares)
	for _, index := range []uint32{1, 2, 5, 6, 7} {
		offer, err := p.members[index].Offer(random, p.Ceremony)
		require.NoError(t, err)
		p.Ceremony, err = p.AddOffer(offer)
		require.NoError(t, err)
	}
	_, err = p.Advance()
	require.ErrorIs(t, err, ErrCeremonyFailed)
}
