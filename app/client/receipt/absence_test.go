package receipt_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

var (
	held     = types.Tag{Class: 1, Value: bytes.Repeat([]byte{0xa1}, 32)}
	free     = types.Tag{Class: 1, Value: bytes.Repeat([]byte{0xb2}, 32)}
	ofSecond = types.Tag{Class: 1, Value: bytes.Repeat([]byte{0xb2}, 32), Epoch: 2}
	alice    = bytes.Repeat([]byte{0x0a}, types.RefLength)
	bob      = bytes.Repeat([]byte{0x0b}, types.RefLength)
)

// newRegister is a chain in whose register Alice holds a tag.
func newRegister(t testing.TB, more ...[2][]byte) *chain {
	t.Helper()
	return newChain(t, append(more, [2][]byte{types.TagKey(held), alice})...)
}

// inSecondEpoch says that the tags of the second epoch count.
func inSecondEpoch(t testing.TB) [2][]byte {
	t.Helper()
	raw, err := (&types.TagEpochs{Current: 2}).Marshal()
	require.NoError(t, err)
	return [2][]byte{types.TagEpochsKey.Bytes(), raw}
}

// entry is what the register says about a key in the state that the header of a height commits to.
func (c *chain) entry(t testing.TB, height int64, key []byte) receipt.Entry {
	t.Helper()
	return c.entryOf(t, height, types.StoreKey, key)
}

// entryOf is what a store holds under a key.
func (c *chain) entryOf(t testing.TB, height int64, store string, key []byte) receipt.Entry {
	t.Helper()
	res, err := c.store.Query(&storetypes.RequestQuery{Path: "/" + store + "/key", Data: key, Height: height - 1, Prove: true})
	require.NoError(t, err)
	return receipt.Entry{Store: store, Key: key, Value: res.Value, Proof: *res.ProofOps}
}

// absence says who holds a tag over headers, the last of which commits to the state it is proved in.
func (c *chain) absence(t testing.TB, tag types.Tag, person []byte, headers ...int64) *receipt.Absence {
	t.Helper()
	last := headers[len(headers)-1]
	a := &receipt.Absence{
		Headers: receipt.Headers{ChainID: chainID}, Tag: tag, Person: person,
		Epochs: c.entry(t, last, types.TagEpochsKey.Bytes()), Holder: c.entry(t, last, types.TagKey(tag)),
	}
	for _, h := range headers {
		a.Blocks = append(a.Blocks, c.block(t, h))
	}
	return a
}

func TestAbsence(t *testing.T) {
	initial, second := newRegister(t), newRegister(t, inSecondEpoch(t), [2][]byte{types.TagKey(ofSecond), bob})
	for _, tc := range []struct {
		name   string
		chain  *chain
		tag    types.Tag
		person []byte
	}{
		{name: "nobody", chain: initial, tag: free},
		{name: "nobody but one", chain: initial, tag: held, person: alice},
		{name: "the same value in another class", chain: initial, tag: types.Tag{Class: 2, Value: held.Value}},
		{name: "nobody but one, of the second epoch", chain: second, tag: ofSecond, person: bob},
		{name: "nobody, of the second epoch", chain: second, tag: types.Tag{Class: 1, Value: held.Value, Epoch: 2}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := tc.chain.absence(t, tc.tag, tc.person, first, later)
			proved, err := a.Verify(tc.chain.trust(first), receipt.DefaultTrustingPeriod, now,
				receipt.ExpectAbsence{ChainID: chainID, Class: tc.tag.Class, Tag: tc.tag.Value, Person: tc.person})
			require.NoError(t, err)
			require.Equal(t, tc.tag, proved.Tag)
			require.Equal(t, tc.person, proved.Person)
			require.Equal(t, int64(later-1), proved.Height)

			name := filepath.Join(t.TempDir(), "absence.json")
			require.NoError(t, a.Save(name))
			format, err := receipt.FormatOf(name)
			require.NoError(t, err)
			require.Equal(t, receipt.AbsenceFormat, format)
			loaded, err := receipt.LoadAbsence(name)
			require.NoError(t, err)
			_, err = loaded.Verify(tc.chain.trust(first), receipt.DefaultTrustingPeriod, now, receipt.ExpectAbsence{})
			require.NoError(t, err)
		})
	}
}

// TestAbsenceRefuses lists every way to alter an absence or to ask more of it than it proves.
func TestAbsenceRefuses(t *testing.T) {
	c, second := newRegister(t), newRegister(t, inSecondEpoch(t))
	absent := func() *receipt.Absence { return c.absence(t, free, nil, first, later) }
	for _, tc := range []struct {
		name  string
		build func() *receipt.Absence
		trust receipt.Trust
		want  receipt.ExpectAbsence
		err   error
	}{
		{name: "somebody holds it", err: receipt.ErrClaimed, build: func() *receipt.Absence { return c.absence(t, held, nil, first, later) }},
		{name: "another holds it", err: receipt.ErrClaimed, build: func() *receipt.Absence { return c.absence(t, held, bob, first, later) }},
		{name: "nobody holds it, not the one named", err: receipt.ErrClaimed, build: func() *receipt.Absence { return c.absence(t, free, bob, first, later) }},
		{name: "the holder is left out", err: receipt.ErrTampered, build: func() *receipt.Absence {
			a := c.absence(t, held, nil, first, later)
			a.Holder.Value = nil
			return a
		}},
		{name: "the holder is another", err: receipt.ErrTampered, build: func() *receipt.Absence {
			a := c.absence(t, held, bob, first, later)
			a.Holder.Value = bob
			return a
		}},
		{name: "the gap of another key", err: receipt.ErrTampered, build: func() *receipt.Absence {
			a := c.absence(t, held, nil, first, later)
			a.Holder = c.entry(t, later, types.TagKey(types.Tag{Class: 9, Value: held.Value}))
			return a
		}},
		{name: "a gap without a proof", err: receipt.ErrTampered, build: func() *receipt.Absence {
			a := c.absence(t, held, nil, first, later)
			a.Holder = receipt.Entry{}
			return a
		}},
		{name: "of a height that the header doesn't commit to", err: receipt.ErrTampered, build: func() *receipt.Absence {
			a := c.absence(t, free, nil, first, later)
			a.Holder = c.entry(t, adjacent, types.TagKey(free))
			return a
		}},
		{name: "an epoch that ended", err: receipt.ErrOldEpoch, trust: second.trust(first), build: func() *receipt.Absence {
			return second.absence(t, free, nil, first, later)
		}},
		{name: "an epoch that isn't there yet", err: receipt.ErrOldEpoch, build: func() *receipt.Absence { return c.absence(t, ofSecond, nil, first, later) }},
		{name: "the epochs are left out", err: receipt.ErrTampered, trust: second.trust(first), build: func() *receipt.Absence {
			a := second.absence(t, free, nil, first, later)
			a.Epochs.Value = nil
			return a
		}},
		{name: "the epochs of another chain's state", err: receipt.ErrTampered, trust: second.trust(first), build: func() *receipt.Absence {
			a := second.absence(t, free, nil, first, later)
			a.Epochs = c.entry(t, later, types.TagEpochsKey.Bytes())
			return a
		}},
		{name: "another chain", err: receipt.ErrWrongChain, build: absent, want: receipt.ExpectAbsence{ChainID: "relief-other"}},
		{name: "another class", err: receipt.ErrWrongTag, build: absent, want: receipt.ExpectAbsence{Class: 2}},
		{name: "another tag", err: receipt.ErrWrongTag, build: absent, want: receipt.ExpectAbsence{Tag: held.Value}},
		{name: "another person", err: receipt.ErrWrongTag, build: absent, want: receipt.ExpectAbsence{Person: alice}},
		{name: "another header trusted", err: receipt.ErrWrongHash, build: absent, trust: c.trust(adjacent)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.trust.Height == 0 {
				tc.trust = c.trust(first)
			}
			_, err := tc.build().Verify(tc.trust, receipt.DefaultTrustingPeriod, now, tc.want)
			require.ErrorIs(t, err, tc.err)
		})
	}
}

func TestReadAbsenceRefuses(t *testing.T) {
	c := newRegister(t)
	var buf bytes.Buffer
	require.NoError(t, c.absence(t, held, alice, first, later).Write(&buf))
	file := buf.String()
	for _, tc := range []struct {
		name string
		file string
	}{
		{"empty", ""},
		{"cut", file[:len(file)/2]},
		{"trailing data", file + "{}"},
		{"unknown field", strings.Replace(file, `"format"`, `"note": "", "format"`, 1)},
		{"another format", strings.Replace(file, receipt.AbsenceFormat, receipt.Format, 1)},
		{"another version", strings.Replace(file, `"version": 1`, `"version": 2`, 1)},
		{"tag", change(t, file, "tag", "5f")},
		{"no class", change(t, file, "class", 0)},
		{"person", change(t, file, "person", "5f")},
		{"epochs", change(t, file, "epochs", map[string]string{"proof": "!"})},
		{"holder", change(t, file, "holder", map[string]string{"value": "0", "proof": ""})},
		{"no header", change(t, file, "light_blocks", []string{})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := receipt.ReadAbsence(strings.NewReader(tc.file))
			require.ErrorIs(t, err, receipt.ErrMalformed)
		})
	}
	_, err := receipt.FormatOf(filepath.Join(t.TempDir(), "none"))
	require.Error(t, err)
}

// FuzzReadAbsence holds that no file makes reading or checking panic, and that none hides who holds a tag.
func FuzzReadAbsence(f *testing.F) {
	c := newRegister(f)
	trust := c.trust(first)
	for _, honest := range []*receipt.Absence{c.absence(f, free, nil, first, later), c.absence(f, held, alice, first, later)} {
		var buf bytes.Buffer
		require.NoError(f, honest.Write(&buf))
		file := buf.String()
		f.Add(buf.Bytes())
		f.Add(buf.Bytes()[:buf.Len()/2])
		f.Add([]byte(change(f, file, "holder", map[string]string{"proof": ""})))
		f.Add([]byte(change(f, file, "epochs", map[string]string{"proof": ""})))
		for at := 0; at < len(file); at += 7 {
			other := []byte(file)
			other[at] ^= 1
			f.Add(other)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := receipt.ReadAbsence(bytes.NewReader(data))
		if err != nil {
			require.ErrorIs(t, err, receipt.ErrMalformed)
			return
		}
		proved, err := a.Verify(trust, receipt.DefaultTrustingPeriod, now, receipt.ExpectAbsence{})
		if err == nil && bytes.Equal(types.TagKey(proved.Tag), types.TagKey(held)) {
			require.Equal(t, alice, proved.Person)
		}
	})
}
