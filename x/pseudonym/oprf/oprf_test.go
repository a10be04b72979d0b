package oprf

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Any threshold of the trustees give the tags that a server with the whole key gives; one fewer give others.
func TestAnyThresholdGivesTheTags(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := seeded(rapid.Uint64().Draw(t, "seed"))
		n := rapid.IntRange(1, 7).Draw(t, "trustees")
		threshold := rapid.Uint32Range(MinThreshold(n), uint32(n)).Draw(t, "threshold")
		indexes := rapid.Permutation([]uint32{1, 2, 11, 15, 54, 65, 1 << 31}).Draw(t, "indexes")[:n]
		slices.Sort(indexes)
		key, err := randomScalar(random)
		require.NoError(t, err)
		set, shares, err := split(random, key, 3, threshold, indexes)
		require.NoError(t, err)
		require.NoError(t, set.Validate())
		of := [][]byte{rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "input"), []byte("another")}

		whole := KeySet{Epoch: 3, Origin: OriginDealer, Threshold: 1, PublicKey: set.PublicKey, Shares: []PublicShare{{Index: 1, Commitment: set.PublicKey}}}
		want := runTags(t, random, whole, []Share{{Epoch: 3, Index: 1, scalar: key}}, of)
		chosen := rapid.Permutation(shares).Draw(t, "chosen")[:threshold]
		require.Equal(t, want, runTags(t, random, set, chosen, of))

		if threshold > 1 {
			fewer := slices.Clone(chosen[1:])
			slices.SortFunc(fewer, func(a, b Share) int { return order(a.Index, b.Index) })
			require.NotEqual(t, want, forceTags(t, random, fewer, of))
		}
	})
}

// forceTags interpolates the answers of too few trustees, which Combine refuses to do.
func forceTags(t *rapid.T, random io.Reader, shares []Share, of [][]byte) []Tag {
	request, secrets, err := Blind(random, shares[0].Epoch, of)
	require.NoError(t, err)
	var partials []Partial
	var indexes []uint32
	for _, share := range shares {
		partial, err := Evaluate(random, share, request)
		require.NoError(t, err)
		partials, indexes = append(partials, partial), append(indexes, share.Index)
	}
	tags, err := secrets.Finalize(combine(indexes, partials, len(of)))
	require.NoError(t, err)
	return tags
}

func runTags(t *rapid.T, random io.Reader, set KeySet, shares []Share, of [][]byte) []Tag {
	request, secrets, err := Blind(random, set.Epoch, of)
	require.NoError(t, err)
	var partials []Partial
	for _, share := range shares {
		partial, err := Evaluate(random, share, request)
		require.NoError(t, err)
		partials = append(partials, partial)
	}
	combined, err := Combine(set, request, partials)
	require.NoError(t, err)
	tags, err := secrets.Finalize(combined.Evaluated)
	require.NoError(t, err)
	return tags
}

// Fewer than the threshold are refused, and their interpolation, done all the same, gives other tags.
func TestFewerThanThreshold(t *testing.T) {
	random := seeded(1)
	set, shares, err := Deal(random, 1, 4, count(5))
	require.NoError(t, err)
	of := inputs(t, 1, 2)
	request, secrets, err := Blind(random, 1, of)
	require.NoError(t, err)
	partials := answers(t, random, request, shares[:3])
	combined, err := Combine(set, request, partials)
	require.ErrorIs(t, err, ErrTooFew)
	require.Empty(t, combined.Evaluated)

	forced, err := secrets.Finalize(combine([]uint32{1, 2, 3}, partials, 2))
	require.NoError(t, err)
	require.NotEqual(t, tagsOf(t, random, set, shares, of), forced)
}

// Every wrong answer is named, and the others suffice.
func TestBlame(t *testing.T) {
	random := seeded(2)
	set, shares, err := Deal(random, 1, 3, count(4))
	require.NoError(t, err)
	of := inputs(t, 7, 3)
	want := tagsOf(t, random, set, shares, of)
	request, secrets, err := Blind(random, 1, of)
	require.NoError(t, err)
	other, _, err := Blind(random, 1, of)
	require.NoError(t, err)
	_, foreign, err := Deal(random, 1, 3, count(4))
	require.NoError(t, err)
	tests := []struct {
		name  string
		spoil func(Partial) Partial
		want  error
	}{
		{name: "flipped bit of the proof", want: ErrProofInvalid, spoil: func(p Partial) Partial { p.Proof[0] ^= 1; return p }},
		{name: "scalar of the proof not reduced", want: ErrProofMalformed, spoil: func(p Partial) Partial { p.Proof[ScalarLength-1] |= 0xf0; return p }},
		{name: "swapped elements", want: ErrProofInvalid, spoil: func(p Partial) Partial {
			p.Evaluated = []Point{p.Evaluated[1], p.Evaluated[0], p.Evaluated[2]}
			return p
		}},
		{name: "too few elements", want: ErrBatchSize, spoil: func(p Partial) Partial { p.Evaluated = p.Evaluated[:2]; return p }},
		{name: "identity", want: ErrPointMalformed, spoil: func(p Partial) Partial {
			p.Evaluated = []Point{{curve.Identity()}, p.Evaluated[1], p.Evaluated[2]}
			return p
		}},
		{name: "missing element", want: ErrPointMalformed, spoil: func(p Partial) Partial { p.Evaluated = make([]Point, 3); return p }},
		{name: "somebody else's name", want: ErrProofInvalid, spoil: func(p Partial) Partial { p.Index = 3; return p }},
		{name: "nobody's name", want: ErrTrusteeUnknown, spoil: func(p Partial) Partial { p.Index = 9; return p }},
		{name: "answer to another request", want: ErrProofInvalid, spoil: func(Partial) Partial { return answers(t, random, other, shares[1:2])[0] }},
		{name: "another key", want: ErrProofInvalid, spoil: func(Partial) Partial { return answers(t, random, request, foreign[1:2])[0] }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			partials := answers(t, random, request, shares)
			partials[1] = test.spoil(partials[1])
			require.ErrorIs(t, VerifyPartial(set, request, partials[1]), test.want)
			combined, err := Combine(set, request, partials)
			require.NoError(t, err)
			require.Equal(t, []uint32{1, 3, 4}, combined.Used)
			require.Len(t, combined.Blamed, 1)
			require.Equal(t, partials[1].Index, combined.Blamed[0].Index)
			require.ErrorIs(t, combined.Blamed[0].Err, test.want)
			tags, err := secrets.Finalize(combined.Evaluated)
			require.NoError(t, err)
			require.Equal(t, want, tags)
		})
	}
	t.Run("twice", func(t *testing.T) {
		partials := answers(t, random, request, shares)
		combined, err := Combine(set, request, []Partial{partials[0], partials[0], partials[3], partials[0]})
		require.ErrorIs(t, err, ErrTooFew)
		require.Len(t, combined.Blamed, 2)
		require.ErrorIs(t, combined.Blamed[0].Err, ErrTrusteeTwice)
	})
	t.Run("another epoch", func(t *testing.T) {
		late := set
		late.Epoch = 2
		_, err := Combine(late, request, answers(t, random, request, shares))
		require.ErrorIs(t, err, ErrEpochWrong)
		require.ErrorIs(t, VerifyPartial(late, request, Partial{Index: 1}), ErrEpochWrong)
		share := shares[0]
		share.Epoch = 2
		_, err = Evaluate(random, share, request)
		require.ErrorIs(t, err, ErrEpochWrong)
	})
}

// Class and epoch give unrelated tags; the same input gives the same tag behind other blinds.
func TestClassAndEpoch(t *testing.T) {
	random := seeded(3)
	set, shares, err := Deal(random, 1, 2, count(2))
	require.NoError(t, err)
	next, nextShares, err := Deal(random, 2, 2, count(2))
	require.NoError(t, err)
	one, two := inputs(t, 1, 1), inputs(t, 2, 1)
	tag := tagsOf(t, random, set, shares, one)
	require.Equal(t, tag, tagsOf(t, random, set, shares, one))
	require.NotEqual(t, tag, tagsOf(t, random, set, shares, two))
	require.NotEqual(t, tag, tagsOf(t, random, next, nextShares, one))
}

func TestInput(t *testing.T) {
	for _, test := range []struct {
		name     string
		class    uint32
		identity []byte
		want     error
	}{
		{name: "good", class: 1, identity: []byte{1}},
		{name: "longest", class: 1<<32 - 1, identity: make([]byte, MaxIdentity)},
		{name: "no class", identity: []byte{1}, want: ErrInputMalformed},
		{name: "no identity", class: 1, want: ErrInputMalformed},
		{name: "too long", class: 1, identity: make([]byte, MaxIdentity+1), want: ErrInputMalformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Input(test.class, test.identity)
			require.ErrorIs(t, err, test.want)
		})
	}
	input, err := Input(0x01020304, []byte("x"))
	require.NoError(t, err)
	require.Equal(t, "relief-tag-v1\x01\x02\x03\x04x", string(input))
}

func TestBatchLimits(t *testing.T) {
	random := seeded(4)
	_, _, err := Blind(random, 1, nil)
	require.ErrorIs(t, err, ErrBatchSize)
	_, _, err = Blind(random, 1, make([][]byte, MaxBatch+1))
	require.ErrorIs(t, err, ErrBatchSize)
	_, _, err = Blind(random, 0, [][]byte{{1}})
	require.ErrorIs(t, err, ErrEpochWrong)
	_, err = ParseRequest(1, make([][]byte, MaxBatch+1))
	require.ErrorIs(t, err, ErrBatchSize)
	_, _, err = Blind(broken{}, 1, [][]byte{{1}})
	require.ErrorIs(t, err, ErrRandomness)

	request, secrets, err := Blind(random, 1, [][]byte{{1}, {2}})
	require.NoError(t, err)
	_, err = secrets.Finalize(request.Blinded[:1])
	require.ErrorIs(t, err, ErrBatchSize)
	_, err = Secrets{}.Finalize(request.Blinded)
	require.ErrorIs(t, err, ErrInputMalformed)
	again, err := ParseRequest(1, Encode(request.Blinded))
	require.NoError(t, err)
	require.Equal(t, request.Hash(), again.Hash())
	hash, err := RequestHash(1, Encode(request.Blinded))
	require.NoError(t, err)
	require.Equal(t, request.Hash(), hash)
	hash, err = RequestHash(2, Encode(request.Blinded))
	require.NoError(t, err)
	require.NotEqual(t, request.Hash(), hash)
	one := request.Blinded[0].Bytes()
	_, err = RequestHash(1, [][]byte{one[:31], append([]byte{0}, one...)})
	require.ErrorIs(t, err, ErrPointMalformed)
	_, err = RequestHash(1, nil)
	require.ErrorIs(t, err, ErrBatchSize)
}

func TestStrictEncodings(t *testing.T) {
	random := seeded(5)
	_, shares, err := Deal(random, 1, 1, count(1))
	require.NoError(t, err)
	good := shares[0].Public().Commitment.Bytes()
	changed := func(change func([]byte)) []byte { b := slices.Clone(good); change(b); return b }
	for _, test := range []struct {
		name string
		b    []byte
		want error
	}{
		{name: "good", b: good},
		{name: "short", b: good[:31], want: ErrPointMalformed},
		{name: "long", b: append(slices.Clone(good), 0), want: ErrPointMalformed},
		{name: "identity", b: make([]byte, 32), want: ErrPointMalformed},
		{name: "negative field element", b: changed(func(b []byte) { b[0] ^= 1 }), want: ErrPointMalformed},
		{name: "top bit set", b: changed(func(b []byte) { b[31] |= 0x80 }), want: ErrPointMalformed},
		{name: "all ones", b: changed(func(b []byte) {
			for i := range b {
				b[i] = 0xff
			}
		}), want: ErrPointMalformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := ParsePoint(test.b)
			require.ErrorIs(t, err, test.want)
			if test.want == nil {
				require.Equal(t, test.b, p.Bytes())
			}
		})
	}
	order := curve.NewScalar()
	order.Sub(order, scalarOf(1))
	beyond := scalarBytes(order) // order − 1
	_, err = ParseShare(1, 0, 1, beyond)
	require.NoError(t, err)
	beyond[0]++
	_, err = ParseShare(1, 0, 1, beyond)
	require.ErrorIs(t, err, ErrScalarMalformed, "the group order")
	_, err = ParseShare(1, 0, 1, make([]byte, 32))
	require.ErrorIs(t, err, ErrScalarMalformed, "zero")
	_, err = ParsePartial(1, [][]byte{good}, make([]byte, 63))
	require.ErrorIs(t, err, ErrProofMalformed)
}

func TestShare(t *testing.T) {
	random := seeded(6)
	set, shares, err := Deal(random, 1, 3, count(4))
	require.NoError(t, err)
	again, err := ParseShare(1, 0, 2, shares[1].Secret())
	require.NoError(t, err)
	require.NoError(t, again.Belongs(set))
	require.Equal(t, "share of trustee 2, epoch 1, generation 0", fmt.Sprintf("%#v", again))
	_, err = json.Marshal(again)
	require.ErrorIs(t, err, ErrScalarMalformed)

	for _, test := range []struct {
		name   string
		change func(*Share)
		want   error
	}{
		{name: "epoch", change: func(s *Share) { s.Epoch = 2 }, want: ErrEpochWrong},
		{name: "generation", change: func(s *Share) { s.Generation = 1 }, want: ErrEpochWrong},
		{name: "another trustee", change: func(s *Share) { s.Index = 3 }, want: ErrShareForeign},
		{name: "no trustee", change: func(s *Share) { s.Index = 5 }, want: ErrTrusteeUnknown},
		{name: "empty", change: func(s *Share) { *s = Share{} }, want: ErrScalarMalformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			share := again
			test.change(&share)
			require.ErrorIs(t, share.Belongs(set), test.want)
		})
	}
}

func TestKeySetValidate(t *testing.T) {
	random := seeded(7)
	_, foreign, err := Deal(random, 1, 3, count(4))
	require.NoError(t, err)
	stranger := foreign[0].Public().Commitment
	tests := []struct {
		name   string
		change func(*KeySet)
		want   error
	}{
		{name: "good", change: func(*KeySet) {}},
		{name: "no epoch", change: func(k *KeySet) { k.Epoch = 0 }, want: ErrKeySetInvalid},
		{name: "no origin", change: func(k *KeySet) { k.Origin = 0 }, want: ErrKeySetInvalid},
		{name: "threshold below two thirds", change: func(k *KeySet) { k.Threshold = 2 }, want: ErrKeySetInvalid},
		{name: "threshold above the trustees", change: func(k *KeySet) { k.Threshold = 5 }, want: ErrKeySetInvalid},
		{name: "another degree", change: func(k *KeySet) { k.Threshold = 4 }, want: ErrKeySetInvalid},
		{name: "another public key", change: func(k *KeySet) { k.PublicKey = stranger }, want: ErrKeySetInvalid},
		{name: "a commitment off the polynomial", change: func(k *KeySet) { k.Shares[3].Commitment = stranger }, want: ErrKeySetInvalid},
		{name: "a commitment among the first", change: func(k *KeySet) { k.Shares[0].Commitment = stranger }, want: ErrKeySetInvalid},
		{name: "order", change: func(k *KeySet) { k.Shares[0], k.Shares[1] = k.Shares[1], k.Shares[0] }, want: ErrKeySetInvalid},
		{name: "twice", change: func(k *KeySet) { k.Shares[1] = k.Shares[0] }, want: ErrKeySetInvalid},
		{name: "index 0", change: func(k *KeySet) { k.Shares[0].Index = 0 }, want: ErrKeySetInvalid},
		{name: "nobody", change: func(k *KeySet) { k.Shares = nil }, want: ErrKeySetInvalid},
		{name: "no public key", change: func(k *KeySet) { k.PublicKey = Point{} }, want: ErrPointMalformed},
		{name: "no commitment", change: func(k *KeySet) { k.Shares[2].Commitment = Point{curve.Identity()} }, want: ErrPointMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, _, err := Deal(seeded(8), 1, 3, count(4))
			require.NoError(t, err)
			before := set.Digest()
			test.change(&set)
			require.ErrorIs(t, set.Validate(), test.want)
			if test.want == nil {
				require.Equal(t, before, set.Digest())
			}
		})
	}
}

func TestMinThreshold(t *testing.T) {
	for n, want := range map[int]uint32{1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 4, 31: 21, 34: 23} {
		require.Equal(t, want, MinThreshold(n), "of %d", n)
	}
	_, _, err := Deal(seeded(9), 1, 1, count(2))
	require.ErrorIs(t, err, ErrKeySetInvalid)
	_, _, err = Deal(seeded(9), 1, 44, count(65))
	require.ErrorIs(t, err, ErrKeySetInvalid)
	_, _, err = Deal(seeded(9), 0, 1, count(1))
	require.ErrorIs(t, err, ErrKeySetInvalid)
	_, _, err = Deal(broken{}, 1, 1, count(1))
	require.ErrorIs(t, err, ErrRandomness)
}

// Whatever is accepted is the only encoding of its element.
func FuzzParsePoint(f *testing.F) {
	f.Add(curveBytes(1))
	f.Add(curveBytes(0))
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := ParsePoint(b); err == nil {
			require.Equal(t, b, p.Bytes())
			require.False(t, p.element.IsIdentity())
		}
	})
}

// No answer, however made, makes the check panic, and none passes.
func FuzzVerifyPartial(f *testing.F) {
	set, shares, err := Deal(seeded(1), 1, 1, count(1))
	require.NoError(f, err)
	request, _, err := Blind(seeded(2), 1, [][]byte{{1}})
	require.NoError(f, err)
	right := answers(f, seeded(3), request, shares)[0]
	f.Add(uint32(1), right.Evaluated[0].Bytes(), right.Proof[:])
	f.Fuzz(func(t *testing.T, index uint32, evaluated, proof []byte) {
		partial, err := ParsePartial(index, [][]byte{evaluated}, proof)
		if err == nil && VerifyPartial(set, request, partial) == nil {
			require.Equal(t, right.Index, index)
			require.Equal(t, right.Evaluated[0].Bytes(), evaluated)
		}
	})
}

func curveBytes(n uint32) []byte { return Point{curve.NewElement().MulGen(scalarOf(n))}.Bytes() }
