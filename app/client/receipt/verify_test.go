package receipt_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client/receipt"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestVerify(t *testing.T) {
	c := newChain(t)
	for _, tc := range []struct {
		name    string
		headers []int64
	}{
		{"the trusted header commits to the state", []int64{later}},
		{"an adjacent header", []int64{first, adjacent}},
		{"a header further on", []int64{first, later}},
		{"by way of another header", []int64{first, adjacent, later}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			last := tc.headers[len(tc.headers)-1]
			proved, err := c.receipt(t, tc.headers...).Verify(c.trust(tc.headers[0]), receipt.DefaultTrustingPeriod, now,
				receipt.Expect{ChainID: chainID, Grant: types.NewGrantID(roll, household), Period: period})
			require.NoError(t, err)
			require.Equal(t, receipt.Proved{
				ChainID: chainID, Height: last - 1, Time: genesis.Add(time.Duration(last) * time.Minute),
				Leaf: types.Leaf{Run: 1, Grant: types.NewGrantID(roll, household), Amount: 64_800, Roll: roll, Slot: household, Period: period, Kind: types.LeafPaid},
			}, proved)
		})
	}
}

// TestVerifyOfTrustedState holds that a header that is trusted directly never grows too old: nothing is derived from it.
func TestVerifyOfTrustedState(t *testing.T) {
	c := newChain(t)
	_, err := c.receipt(t, later).Verify(c.trust(later), receipt.DefaultTrustingPeriod, now.AddDate(50, 0, 0), receipt.Expect{})
	require.NoError(t, err)
}

func TestVerifyTwoThirds(t *testing.T) {
	c := newChain(t)
	r := c.receipt(t, first, later)
	r.Blocks[1] = c.block(t, later, 1)
	_, err := r.Verify(c.trust(first), receipt.DefaultTrustingPeriod, now, receipt.Expect{})
	require.NoError(t, err, "three of four are more than two thirds")
}

// TestVerifyRefuses lists every way to alter a receipt or to ask more of it than it proves.
func TestVerifyRefuses(t *testing.T) {
	c := newChain(t)
	strangers, strangerKeys := newValidators(t, 1, 4)
	// takeover is the header of a height as other validators would make and sign it.
	takeover := func(height int64) *cmttypes.LightBlock {
		h := c.header(height)
		h.ValidatorsHash, h.NextValidatorsHash = strangers.Hash(), strangers.Hash()
		return signed(t, h, strangers, strangerKeys)
	}
	// half keeps one of the trusted validators: a quarter of the trusted power signs.
	half := func(height int64) *cmttypes.LightBlock {
		set := cmttypes.NewValidatorSet(append([]*cmttypes.Validator{c.validators.Validators[0].Copy()}, strangers.Copy().Validators[:2]...))
		h := c.header(height)
		h.ValidatorsHash, h.NextValidatorsHash = set.Hash(), set.Hash()
		return signed(t, h, set, keysOf(t, set, append(c.keys, strangerKeys...)))
	}
	otherChain := func(height int64) *cmttypes.LightBlock {
		h := c.header(height)
		h.ChainID = "relief-other"
		return signed(t, h, c.validators, c.keys)
	}
	for _, tc := range []struct {
		name   string
		change func(*receipt.Receipt)
		trust  receipt.Trust
		now    time.Time
		want   receipt.Expect
		err    error
	}{
		{name: "no header", change: func(r *receipt.Receipt) { r.Blocks = nil }, err: receipt.ErrMalformed},
		{name: "a header without its parts", change: func(r *receipt.Receipt) { r.Blocks[0] = &cmttypes.LightBlock{} }, err: receipt.ErrMalformed},

		{name: "another trusted hash", trust: receipt.Trust{Height: first, Hash: bytes.Repeat([]byte{1}, 32)}, err: receipt.ErrWrongHash},
		{name: "another trusted height", trust: c.trust(adjacent), err: receipt.ErrWrongHash},
		{name: "a trusted header after the receipt", trust: receipt.Trust{Height: later + 1, Hash: bytes.Repeat([]byte{1}, 32)}, err: receipt.ErrWrongHash},
		{name: "first header of other validators", change: func(r *receipt.Receipt) { r.Blocks[0] = takeover(first) }, err: receipt.ErrWrongHash},
		{name: "first header left out", change: func(r *receipt.Receipt) { r.Blocks = r.Blocks[1:] }, err: receipt.ErrWrongHash},

		{name: "another chain wanted", want: receipt.Expect{ChainID: "relief-other"}, err: receipt.ErrWrongChain},
		{name: "another chain claimed", change: func(r *receipt.Receipt) { r.ChainID = "relief-other" }, err: receipt.ErrWrongChain},
		{name: "a header of another chain", change: func(r *receipt.Receipt) { r.Blocks[1] = otherChain(later) }, err: receipt.ErrWrongChain},

		{name: "trusted header too old", now: genesis.Add(receipt.DefaultTrustingPeriod + first*time.Minute), err: receipt.ErrExpired},

		{name: "half of the power signed", change: func(r *receipt.Receipt) { r.Blocks[1] = c.block(t, later, 0, 1) }, err: receipt.ErrPower},
		{name: "half of the power signed the trusted header", change: func(r *receipt.Receipt) { r.Blocks[0] = c.block(t, first, 0, 1) }, err: receipt.ErrPower},
		{name: "half of the power signed an adjacent header", change: func(r *receipt.Receipt) {
			*r = *c.receipt(t, first, adjacent)
			r.Blocks[1] = c.block(t, adjacent, 0, 1)
		}, err: receipt.ErrPower},
		{name: "no trusted validator signed", change: func(r *receipt.Receipt) { r.Blocks[1] = takeover(later) }, err: receipt.ErrPower},
		{name: "a quarter of the trusted power signed", change: func(r *receipt.Receipt) { r.Blocks[1] = half(later) }, err: receipt.ErrPower},

		{name: "other validators than the header names", change: func(r *receipt.Receipt) { r.Blocks[1].ValidatorSet = strangers }, err: receipt.ErrTampered},
		{name: "an adjacent header of other validators", change: func(r *receipt.Receipt) {
			*r = *c.receipt(t, first, adjacent)
			r.Blocks[1] = takeover(adjacent)
		}, err: receipt.ErrTampered},
		{name: "app hash", change: func(r *receipt.Receipt) { r.Blocks[1].AppHash = flipped(r.Blocks[1].AppHash, 5) }, err: receipt.ErrTampered},
		{name: "a signature", change: func(r *receipt.Receipt) {
			s := &r.Blocks[1].Commit.Signatures[0]
			s.Signature = flipped(s.Signature, 5)
		}, err: receipt.ErrTampered},
		{name: "a commit of another header", change: func(r *receipt.Receipt) { r.Blocks[1].Commit = c.block(t, adjacent).Commit }, err: receipt.ErrTampered},
		{name: "headers twice", change: func(r *receipt.Receipt) { r.Blocks = append(r.Blocks, r.Blocks[1]) }, err: receipt.ErrTampered},
		{name: "headers backwards", change: func(r *receipt.Receipt) {
			r.Blocks = []*cmttypes.LightBlock{r.Blocks[0], r.Blocks[1], c.block(t, adjacent)}
		}, err: receipt.ErrTampered},
		{name: "a header from the future", now: genesis.Add(first * time.Minute), err: receipt.ErrTampered},

		{name: "leaf amount", change: func(r *receipt.Receipt) { r.Leaf = flipped(r.Leaf, 23) }, err: receipt.ErrTampered},
		{name: "leaf version", change: func(r *receipt.Receipt) { r.Leaf = flipped(r.Leaf, types.LeafSize-1) }, err: receipt.ErrTampered},
		{name: "leaf cut", change: func(r *receipt.Receipt) { r.Leaf = r.Leaf[:types.LeafSize-1] }, err: receipt.ErrTampered},
		{name: "path", change: func(r *receipt.Receipt) { r.Path[0] = flipped(r.Path[0], 0) }, err: receipt.ErrTampered},
		{name: "path cut", change: func(r *receipt.Receipt) { r.Path = r.Path[1:] }, err: receipt.ErrTampered},
		{name: "index", change: func(r *receipt.Receipt) { r.Index++ }, err: receipt.ErrTampered},
		{name: "index beyond the chunk", change: func(r *receipt.Receipt) { r.Index += 8 }, err: receipt.ErrTampered},
		{name: "chunk value", change: func(r *receipt.Receipt) { r.ChunkValue = flipped(r.ChunkValue, 9) }, err: receipt.ErrTampered},
		{name: "chunk key", change: func(r *receipt.Receipt) { r.ChunkKey = c.february.key }, err: receipt.ErrTampered},
		{name: "proof bytes", change: func(r *receipt.Receipt) { r.Proof.Ops[0].Data = flipped(r.Proof.Ops[0].Data, 40) }, err: receipt.ErrTampered},
		{name: "proof step left out", change: func(r *receipt.Receipt) { r.Proof.Ops = r.Proof.Ops[1:] }, err: receipt.ErrTampered},
		{name: "proof of another height", change: func(r *receipt.Receipt) { r.Proof = c.prove(t, adjacent, c.january) }, err: receipt.ErrTampered},
		{name: "neighbour's leaf", change: func(r *receipt.Receipt) { r.Leaf = c.january.leaf(household) }, err: receipt.ErrTampered},
		{name: "neighbour's path", change: func(r *receipt.Receipt) { r.Path = types.LeafPath(c.january.leaves, household) }, err: receipt.ErrTampered},
		{name: "neighbour's leaf and path", change: func(r *receipt.Receipt) {
			r.Leaf, r.Path = c.january.leaf(household), types.LeafPath(c.january.leaves, household)
		}, err: receipt.ErrTampered},
		{name: "leaf and path of another run", change: func(r *receipt.Receipt) {
			r.Leaf, r.Path = c.february.leaf(household-1), types.LeafPath(c.february.leaves, household-1)
		}, err: receipt.ErrTampered},
		{name: "chunk of another run over the same leaves", change: func(r *receipt.Receipt) {
			r.ChunkKey, r.ChunkValue, r.Proof = c.stray.key, c.stray.value, c.prove(t, later, c.stray)
		}, err: receipt.ErrTampered},

		{name: "neighbour's leaf, path and index", change: func(r *receipt.Receipt) {
			r.Leaf, r.Path, r.Index = c.january.leaf(household), types.LeafPath(c.january.leaves, household), household
		}, err: receipt.ErrWrongGrant},
		{name: "another grant claimed", change: func(r *receipt.Receipt) { r.Grant++ }, err: receipt.ErrWrongGrant},
		{name: "another grant wanted", want: receipt.Expect{Grant: types.NewGrantID(roll, household+1)}, err: receipt.ErrWrongGrant},
		{name: "another run's payment", change: func(r *receipt.Receipt) {
			r.Leaf, r.Path = c.february.leaf(household-1), types.LeafPath(c.february.leaves, household-1)
			r.ChunkKey, r.ChunkValue, r.Proof = c.february.key, c.february.value, c.prove(t, later, c.february)
		}, err: receipt.ErrWrongPeriod},
		{name: "another period claimed", change: func(r *receipt.Receipt) { r.Period++ }, err: receipt.ErrWrongPeriod},
		{name: "another period wanted", want: receipt.Expect{Period: period + 1}, err: receipt.ErrWrongPeriod},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r, trust, at := c.receipt(t, first, later), c.trust(first), now
			if tc.change != nil {
				tc.change(r)
			}
			if tc.trust.Height > 0 {
				trust = tc.trust
			}
			if !tc.now.IsZero() {
				at = tc.now
			}
			proved, err := r.Verify(trust, receipt.DefaultTrustingPeriod, at, tc.want)
			require.ErrorIs(t, err, tc.err)
			require.Zero(t, proved)
			for _, other := range sentinels {
				require.Equal(t, errors.Is(tc.err, other), errors.Is(err, other), "each mistake has one name")
			}
		})
	}
}

var sentinels = []error{
	receipt.ErrMalformed, receipt.ErrWrongHash, receipt.ErrWrongChain, receipt.ErrExpired, receipt.ErrPower, receipt.ErrTampered,
	receipt.ErrWrongGrant, receipt.ErrWrongPeriod,
}

// flipped is a copy with one bit of one byte changed.
func flipped(b []byte, at int) []byte {
	out := bytes.Clone(b)
	out[at] ^= 1
	return out
}

// keysOf picks the keys of a validator set, in its order.
func keysOf(t *testing.T, set *cmttypes.ValidatorSet, keys []cmttypes.PrivValidator) []cmttypes.PrivValidator {
	t.Helper()
	var picked []cmttypes.PrivValidator
	for _, v := range set.Validators {
		for _, key := range keys {
			pub, err := key.GetPubKey()
			require.NoError(t, err)
			if bytes.Equal(pub.Address(), v.Address) {
				picked = append(picked, key)
			}
		}
	}
	return picked
}

func TestParseTrust(t *testing.T) {
	hash := bytes.Repeat([]byte{0xAB}, 32)
	want := receipt.Trust{Height: 120, Hash: hash}
	got, err := receipt.ParseTrust(want.String())
	require.NoError(t, err)
	require.Equal(t, want, got)
	for _, text := range []string{"", "120", ":" + want.String()[4:], "0:" + want.String()[4:], "-1:" + want.String()[4:], "120:AB", "120:" + want.String()[5:] + "X"} {
		_, err := receipt.ParseTrust(text)
		require.Error(t, err, text)
	}
}
