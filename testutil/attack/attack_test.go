package main

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/pseudonym/oprf"
)

var born = time.Date(1990, 1, 3, 0, 0, 0, 0, time.UTC)

// A hash of a number hides nothing, with a public salt or without.
func TestHashesFall(t *testing.T) {
	victim := number("000000", born, 617)
	space := Space{Area: "000000", From: born.AddDate(0, -1, 0), Days: 60}
	salt := []byte("public")
	require.Equal(t, victim, PlainHash(space, HashOf(nil, victim)).Number)
	found := SaltedHash(space, salt, HashOf(salt, victim))
	require.Equal(t, victim, found.Number)
	require.Equal(t, 31_000+618, found.Guesses)
	t.Logf("%.0f guesses a second: %.1f hours for everybody on one core", found.Rate(), found.Hours())

	elsewhere := Space{Area: "000000", From: born.AddDate(0, 0, 1), Days: 30}
	require.Empty(t, PlainHash(elsewhere, HashOf(nil, victim)).Number)
}

// Fewer trustees than the threshold find nobody, whatever they try; the threshold of them find everybody.
func TestTagsFallToTheThresholdOnly(t *testing.T) {
	victim := number("000000", born, 317)
	space := Space{Area: "000000", From: born, Days: 1}
	for _, origin := range []struct {
		name string
		key  func(*testing.T) (oprf.KeySet, []oprf.Share)
	}{
		{name: "dealer", key: deal},
		{name: "dealerless", key: generate},
	} {
		t.Run(origin.name, func(t *testing.T) {
			set, shares := origin.key(t)
			tag, err := TagOf(set, shares, victim)
			require.NoError(t, err)
			tried := 0
			for held := 1; held < threshold; held++ {
				for _, strategy := range Strategies(shares[len(shares)-held:]) {
					found, err := strategy.Attack(space, tag)
					require.NoError(t, err)
					require.Empty(t, found.Number, strategy.Name)
					tried += found.Guesses
				}
			}
			require.Equal(t, 6*1000, tried, "every number in the space was tried by every strategy")

			found, err := Strategies(shares[1:])[0].Attack(space, tag)
			require.NoError(t, err)
			require.Equal(t, victim, found.Number, "the attack itself works")
			t.Logf("with the threshold %.0f guesses a second: %.0f hours for everybody on one core", found.Rate(), found.Hours())
		})
	}
}

func deal(t *testing.T) (oprf.KeySet, []oprf.Share) {
	t.Helper()
	set, shares, err := oprf.Deal(rand.Reader, 1, threshold, indexes())
	require.NoError(t, err)
	return set, shares
}

// generate runs a dealerless key generation with everybody honest.
func generate(t *testing.T) (oprf.KeySet, []oprf.Share) {
	t.Helper()
	c, err := oprf.NewCeremony([32]byte{1}, 1, threshold, indexes())
	require.NoError(t, err)
	var members []oprf.Member
	for _, index := range indexes() {
		var seed [oprf.SeedLength]byte
		_, err := rand.Read(seed[:])
		require.NoError(t, err)
		m, err := oprf.NewMember(seed, c, index, nil)
		require.NoError(t, err)
		members = append(members, m)
	}
	for _, m := range members {
		offer, err := m.Offer(rand.Reader, c)
		require.NoError(t, err)
		c, err = c.AddOffer(offer)
		require.NoError(t, err)
	}
	c, err = c.Advance()
	require.NoError(t, err)
	for _, m := range members {
		dealing, err := m.Deal(c)
		require.NoError(t, err)
		c, err = c.AddDealing(dealing)
		require.NoError(t, err)
	}
	for c.Phase != oprf.PhaseDone {
		c, err = c.Advance()
		require.NoError(t, err)
	}
	set, err := c.Result()
	require.NoError(t, err)
	var shares []oprf.Share
	for _, m := range members {
		share, err := m.Share(c)
		require.NoError(t, err)
		shares = append(shares, share)
	}
	return set, shares
}
