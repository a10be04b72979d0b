package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"
	cmttypes "github.com/cometbft/cometbft/types"
)

// Wanted is the validator set the seats ask for: each active seat with equal power, sorted by consensus key.
func Wanted(seats []Seat) ([]Told, error) {
	var want []Told
	for _, s := range seats {
		if !s.IsActive() {
			continue
		}
		key, err := s.SigningKey()
		if err != nil {
			return nil, err
		}
		want = append(want, Told{ConsensusKey: key, Power: Power})
	}
	return sortTold(want), nil
}

// Diff says what CometBFT, told one set, must be told to reach the wanted set, sorted by consensus key; power 0 removes.
// It refuses what would halt the chain: an empty set, a key named twice, a key that is not ed25519, power out of range.
// A removal names only keys of told, so an unknown key is never removed.
func Diff(told, want []Told) ([]Told, error) {
	told, want = sortTold(told), sortTold(want)
	if err := validateSet(told); err != nil {
		return nil, err
	}
	if err := validateSet(want); err != nil {
		return nil, err
	}
	if len(want) == 0 {
		return nil, ErrSetEmpty
	}
	var updates []Told
	i, j := 0, 0
	for i < len(told) || j < len(want) {
		switch order := compareHeads(told[i:], want[j:]); {
		case order < 0:
			updates = append(updates, Told{ConsensusKey: told[i].ConsensusKey})
			i++
		case order > 0:
			updates = append(updates, want[j])
			j++
		default:
			if told[i].Power != want[j].Power {
				updates = append(updates, want[j])
			}
			i, j = i+1, j+1
		}
	}
	return updates, nil
}

// compareHeads orders the first entries of two sorted sets by key; an exhausted set comes last.
func compareHeads(a, b []Told) int {
	switch {
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	default:
		return bytes.Compare(a[0].ConsensusKey, b[0].ConsensusKey)
	}
}

func sortTold(set []Told) []Told {
	return slices.SortedStableFunc(slices.Values(set), func(a, b Told) int {
		return bytes.Compare(a.ConsensusKey, b.ConsensusKey)
	})
}

// validateSet checks a sorted set: ed25519 keys, each once, positive power, total within CometBFT's bound.
func validateSet(set []Told) error {
	total := int64(0)
	for i, t := range set {
		if len(t.ConsensusKey) != KeyLength {
			return errorsmod.Wrapf(ErrKeyInvalid, "%d bytes", len(t.ConsensusKey))
		}
		if i > 0 && bytes.Equal(set[i-1].ConsensusKey, t.ConsensusKey) {
			return errorsmod.Wrapf(ErrKeyDuplicate, "%X", t.ConsensusKey)
		}
		if t.Power <= 0 || t.Power > cmttypes.MaxTotalVotingPower-total {
			return errorsmod.Wrapf(ErrPowerInvalid, "%d", t.Power)
		}
		total += t.Power
	}
	return nil
}
