package types_test

import (
	"bytes"
	"testing"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

func tagOf(class, epoch uint32, n byte) types.Tag {
	return types.Tag{Class: class, Epoch: epoch, Value: bytes.Repeat([]byte{n}, types.TagLength)}
}

func TestPairsOfTags(t *testing.T) {
	one, two := types.TagEpochs{Current: 1}, types.TagEpochs{Current: 1, Next: 2}
	for _, tc := range []struct {
		name   string
		epochs types.TagEpochs
		tags   []types.Tag
		pairs  int
		err    error
	}{
		{name: "none", epochs: two},
		{name: "the first epoch, said or not", epochs: one, tags: []types.Tag{tagOf(1, 0, 1), tagOf(2, 1, 2)}, pairs: 2},
		{name: "both", epochs: two, tags: []types.Tag{tagOf(1, 1, 1), tagOf(1, 2, 2)}, pairs: 1},
		{name: "both in another order", epochs: two, tags: []types.Tag{tagOf(2, 2, 1), tagOf(1, 2, 2), tagOf(1, 1, 3), tagOf(2, 1, 4)}, pairs: 2},
		{name: "the current alone", epochs: two, tags: []types.Tag{tagOf(1, 1, 1)}, err: types.ErrEpochPair},
		{name: "the next alone", epochs: two, tags: []types.Tag{tagOf(1, 2, 1)}, err: types.ErrEpochPair},
		{name: "one class lacks", epochs: two, tags: []types.Tag{tagOf(1, 1, 1), tagOf(1, 2, 2), tagOf(2, 1, 3)}, err: types.ErrEpochPair},
		{name: "a next one too early", epochs: one, tags: []types.Tag{tagOf(1, 1, 1), tagOf(1, 2, 2)}, err: types.ErrEpochWrong},
		{name: "one that is past", epochs: types.TagEpochs{Current: 2}, tags: []types.Tag{tagOf(1, 0, 1)}, err: types.ErrEpochWrong},
	} {
		t.Run(tc.name, func(t *testing.T) {
			pairs, err := tc.epochs.Pair(tc.tags)
			require.ErrorIs(t, err, tc.err)
			require.Len(t, pairs, tc.pairs)
		})
	}
}

func TestChangeOfEpoch(t *testing.T) {
	key := bytes.Repeat([]byte{1}, types.TagKeyLength)
	start := types.TagEpochs{Current: 1}
	_, err := start.OpenNext(1, key, key)
	require.ErrorIs(t, err, types.ErrEpochWrong)
	_, err = start.OpenNext(2, key, bytes.Repeat([]byte{2}, types.TagKeyLength))
	require.ErrorIs(t, err, types.ErrEpochUnready)
	_, err = types.TagEpochs{Current: 3, Ended: 2}.OpenNext(4, key, key)
	require.ErrorIs(t, err, types.ErrEpochOpen)
	open, err := start.OpenNext(3, key, key)
	require.NoError(t, err, "an epoch may be left out")
	_, err = open.OpenNext(4, key, key)
	require.ErrorIs(t, err, types.ErrEpochOpen)

	reached := tagOf(1, 0, 5)
	open.Reached = &reached
	require.True(t, open.Counts(tagOf(1, 0, 5)))
	require.False(t, open.Counts(tagOf(1, 0, 6)))
	require.False(t, open.Counts(tagOf(2, 0, 1)))
	open = open.Lack(tagOf(1, 0, 4)).Lack(tagOf(1, 0, 6))
	require.EqualValues(t, 1, open.Left)
	_, err = open.End(1)
	require.ErrorIs(t, err, types.ErrEpochLeft, "not counted")
	open.Counted, open.Reached = true, nil
	_, err = open.End(1)
	require.ErrorIs(t, err, types.ErrEpochLeft)
	_, err = open.End(2)
	require.ErrorIs(t, err, types.ErrEpochWrong)
	given, err := open.End(3)
	require.NoError(t, err)
	require.Equal(t, types.TagEpochs{Current: 1, Ended: 3}, given)
	open, err = open.Fill(tagOf(1, 0, 4))
	require.NoError(t, err)
	_, err = open.Fill(tagOf(1, 0, 4))
	require.ErrorIs(t, err, types.ErrInvariantBroken)
	ended, err := open.End(1)
	require.NoError(t, err)
	require.Equal(t, types.TagEpochs{Current: 3, Ended: 1}, ended)
}

// A person goes without a tag only on the word of another organisation than the one that asks.
func TestWhatMatchesSayAboutTags(t *testing.T) {
	office := func(organisation uint32, n byte) types.Decider {
		return types.Decider{Organisation: organisation, Credentials: [][]byte{bytes.Repeat([]byte{n}, types.CredentialLength)}}
	}
	own, other, above := office(7, 2), office(8, 3), office(1, 4)
	match := types.Match{Opener: office(7, 1), Applicant: fill(16)}
	for _, tc := range []struct {
		name             string
		status           types.MatchStatus
		answerer         *types.Decider
		settled, over    bool
		covers, withdraw bool
	}{
		{name: "open", status: types.MATCH_STATUS_OPEN, over: true},
		{name: "one human being, says another", status: types.MATCH_STATUS_CONFIRMED_DUPLICATE, answerer: &other, over: true, covers: true},
		{name: "and it can be disputed", status: types.MATCH_STATUS_CONFIRMED_DUPLICATE, answerer: &other},
		{name: "one human being, says the same organisation", status: types.MATCH_STATUS_CONFIRMED_DUPLICATE, answerer: &own, over: true},
		{name: "settled", status: types.MATCH_STATUS_TRANSFER_AGREED, answerer: &own, settled: true, covers: true},
		{name: "disputed", status: types.MATCH_STATUS_DISPUTED, answerer: &other, over: true},
		{name: "two human beings", status: types.MATCH_STATUS_FALSE_POSITIVE, answerer: &other, over: true, withdraw: true},
		{name: "two human beings, settled", status: types.MATCH_STATUS_FALSE_POSITIVE, settled: true, withdraw: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := match
			m.Status, m.Answerer, m.Settled = tc.status, tc.answerer, tc.settled
			require.Equal(t, tc.covers, m.Covers(tc.over))
			after, err := m.WithdrawTagBy(above, tc.over)
			require.Equal(t, tc.withdraw, err == nil)
			if !tc.withdraw {
				require.ErrorIs(t, err, types.ErrMatchState)
				return
			}
			_, err = after.WithdrawTagBy(above, tc.over)
			require.ErrorIs(t, err, types.ErrMatchState, "once")
			_, err = m.WithdrawTagBy(own, tc.over)
			require.ErrorIs(t, err, types.ErrSameOrganisation)
		})
	}
}

// What a holder signs for a verifier is public: changing it makes every wallet's signature worthless.
func TestAuthorisationBytes(t *testing.T) {
	a := types.Authorisation{
		ChainID: "relief-1", Verifier: bytes.Repeat([]byte{0xaa}, 32), Nonce: bytes.Repeat([]byte{0xbb}, 16),
		Person: bytes.Repeat([]byte{0xcc}, 16), Category: 7, Expires: 1 << 32,
	}
	want := []byte("relief recognition 1\x00\x00\x00\x00\x08relief-1")
	want = append(want, bytes.Repeat([]byte{0xaa}, 32)...)
	want = append(want, bytes.Repeat([]byte{0xbb}, 16)...)
	want = append(want, bytes.Repeat([]byte{0xcc}, 16)...)
	want = append(want, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 0)
	require.Equal(t, want, a.SignBytes())

	key := secp256k1.GenPrivKeyFromSecret([]byte("holder"))
	signature, err := key.Sign(a.SignBytes())
	require.NoError(t, err)
	require.NoError(t, a.SignedBy(types.Person{HolderKey: key.PubKey().Bytes()}, signature))
	require.ErrorIs(t, a.SignedBy(types.Person{}, signature), types.ErrNotAuthorised)
	a.Category++
	require.ErrorIs(t, a.SignedBy(types.Person{HolderKey: key.PubKey().Bytes()}, signature), types.ErrNotAuthorised)
	a.Nonce = nil
	require.ErrorIs(t, a.SignedBy(types.Person{HolderKey: key.PubKey().Bytes()}, signature), types.ErrNotAuthorised)
}
