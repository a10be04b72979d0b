package signer

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
)

// Reasons not to sign.
var (
	// ErrNotSeated says that none of the keys is in the validator set of the height.
	ErrNotSeated = errors.New("none of the keys is in the validator set of the height")
	// ErrOtherKey says that another key answers for the height.
	ErrOtherKey = errors.New("another key answers for the height")
	// ErrStateBehind says that the key signed blocks which its sign state doesn't know of.
	ErrStateBehind = errors.New("the sign state is behind what the key signed: the key stays silent; stop the node and restore the newest sign state")
)

// Seats says who is in the validator set.
type Seats interface {
	// Working returns the height that consensus works on; zero while there is no state.
	Working() (int64, error)
	// At returns the validator set of a height, at most one above the working height.
	At(height int64) (*cmttypes.ValidatorSet, error)
}

// Past looks for traces of a key in the blocks that the node has.
type Past interface {
	// LastSigned returns the newest height above another that the key signed; zero if there is none.
	LastSigned(address cmttypes.Address, above int64) (int64, error)
}

// Signer is a private validator with several keys, of which one answers for a height.
type Signer struct {
	load   func() ([]*Key, error)
	seats  Seats
	past   Past
	logger log.Logger

	standIn crypto.PubKey

	mu      sync.Mutex
	keys    []*Key
	checked map[*Key]bool
	height  int64 // what chosen is for
	chosen  *Key
	looked  int64 // the height that new keys were looked for at
}

var _ cmttypes.PrivValidator = (*Signer)(nil)

// New returns a signer of the keys that load returns. The first one stands for the node while none is in the validator set; without any
// key, one that signs nothing. A key that load returns later is taken up when none of the others has a seat.
func New(load func() ([]*Key, error), seats Seats, past Past, logger log.Logger) (*Signer, error) {
	keys, err := load()
	if err != nil {
		return nil, err
	}
	standIn := ed25519.GenPrivKey().PubKey()
	if len(keys) > 0 {
		standIn = keys[0].pv.Key.PubKey
	}
	for _, key := range keys {
		if err := key.EnsureState(); err != nil {
			return nil, err
		}
	}
	return &Signer{load: load, seats: seats, past: past, logger: logger, keys: keys, standIn: standIn, checked: map[*Key]bool{}}, nil
}

// GetPubKey returns the key that answers for the height consensus works on. Consensus asks after every block, when the state that
// the block led to is in the store.
func (s *Signer) GetPubKey() (crypto.PubKey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	height, err := s.seats.Working()
	if err != nil {
		return nil, err
	}
	if height == 0 {
		return s.standIn, nil
	}
	key, err := s.choose(height)
	if errors.Is(err, ErrNotSeated) {
		return s.standIn, nil
	}
	if err != nil {
		return nil, err
	}
	return key.pv.Key.PubKey, nil
}

// SignVote signs a vote of the key that answers for its height, and of no other.
func (s *Signer) SignVote(chainID string, vote *cmtproto.Vote) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.choose(vote.Height)
	if err != nil {
		return err
	}
	if !bytes.Equal(key.Address, vote.ValidatorAddress) {
		return fmt.Errorf("height %d, vote of %X, key %s: %w", vote.Height, vote.ValidatorAddress, key.Address, ErrOtherKey)
	}
	if err := s.check(key); err != nil {
		return err
	}
	return key.pv.SignVote(chainID, vote)
}

// SignProposal signs a proposal with the key that answers for its height.
func (s *Signer) SignProposal(chainID string, proposal *cmtproto.Proposal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.choose(proposal.Height)
	if err != nil {
		return err
	}
	if err := s.check(key); err != nil {
		return err
	}
	return key.pv.SignProposal(chainID, proposal)
}

// choose returns the first key that is in the validator set of a height. A set never changes, so neither does the answer.
func (s *Signer) choose(height int64) (*Key, error) {
	if s.chosen != nil && s.height == height {
		return s.chosen, nil
	}
	set, err := s.seats.At(height)
	if err != nil {
		return nil, fmt.Errorf("read the validator set of height %d: %w", height, err)
	}
	key := s.seated(set)
	if key == nil && s.looked != height {
		s.looked = height
		s.takeUp()
		key = s.seated(set)
	}
	if key == nil {
		return nil, fmt.Errorf("height %d: %w", height, ErrNotSeated)
	}
	if s.chosen != key {
		s.logger.Info("this key signs from now on", "height", height, "address", key.Address.String())
	}
	s.height, s.chosen = height, key
	return key, nil
}

// seated returns the first key in a set.
func (s *Signer) seated(set *cmttypes.ValidatorSet) *Key {
	for _, key := range s.keys {
		if set.HasAddress(key.Address) {
			return key
		}
	}
	return nil
}

// takeUp adds keys that weren't there before. Those that were keep the sign state in memory, which is never older than the file.
func (s *Signer) takeUp() {
	keys, err := s.load()
	if err != nil {
		s.logger.Error("look for new keys", "error", err)
		return
	}
	for _, key := range keys {
		if slices.ContainsFunc(s.keys, func(k *Key) bool { return bytes.Equal(k.Address, key.Address) }) {
			continue
		}
		if err := key.EnsureState(); err != nil {
			s.logger.Error("take up a new key", "address", key.Address.String(), "error", err)
			continue
		}
		s.keys = append(s.keys, key)
	}
}

// check compares a key's sign state with the blocks of the node before the key signs for the first time. The start guard has done so
// with the blocks of that time; a node that started empty has fetched its blocks since.
func (s *Signer) check(key *Key) error {
	if s.checked[key] {
		return nil
	}
	height, err := s.past.LastSigned(key.Address, key.State().Height)
	if err != nil {
		return err
	}
	if height > 0 {
		return fmt.Errorf("key %s signed height %d, its sign state says %d: %w", key.Address, height, key.State().Height, ErrStateBehind)
	}
	s.checked[key] = true
	return nil
}
