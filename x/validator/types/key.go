package types

import (
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// ConsensusAddress is the address under which CometBFT knows the key.
func (k Key) ConsensusAddress() sdk.ConsAddress { return AddressOf(k.ConsensusKey) }

// AddressOf is the consensus address of a key of KeyLength bytes.
func AddressOf(key []byte) sdk.ConsAddress {
	return sdk.ConsAddress((&ed25519.PubKey{Key: key}).Address())
}

// Validate checks the shape of an entry of the history.
func (k Key) Validate() error {
	if len(k.ConsensusKey) != KeyLength {
		return errorsmod.Wrapf(ErrKeyInvalid, "give %d bytes", KeyLength)
	}
	if _, err := operatorBytes(k.Operator); err != nil {
		return err
	}
	if k.FromHeight < 0 || k.UntilHeight < 0 || (k.FromHeight == 0 && k.UntilHeight != 0) {
		return errorsmod.Wrapf(ErrKeyInvalid, "key from height %d until %d", k.FromHeight, k.UntilHeight)
	}
	return nil
}

// Keys are the entries of the history for a seat's keys when genesis has none: those that sign count from height 1.
func (s Seat) Keys() ([]Key, error) {
	key, err := s.PubKey()
	if err != nil {
		return nil, err
	}
	now := Key{ConsensusKey: key.Key, Operator: s.Operator, FromHeight: 1, Stint: s.Stint}
	if s.IsCandidate() {
		now.FromHeight, now.Stint = 0, s.Stint+1
	}
	entries := []Key{now}
	switch {
	case s.IsRotating():
		entries = append(entries, Key{ConsensusKey: s.NextKey, Operator: s.Operator, FromHeight: s.NextFrom, Stint: s.Stint})
	case len(s.NextKey) != 0:
		entries = append(entries, Key{ConsensusKey: s.NextKey, Operator: s.Operator, Stint: s.Stint + 1})
	}
	return entries, nil
}
