package signer

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/crypto"
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
	seats  Seats
	past   Past
	logger log.Logger

	mu      sync.Mutex
	keys    []*Key
	checked map[*Key]bool
	height  int64 // what chosen is for
	chosen  *Key
}

var _ cmttypes.PrivValidator = (*Signer)(nil)

// New returns a signer of at least one key. The first key stands for the node while none is in the validator set.
func New(keys []*Key, seats Seats, past Past, logger log.Logger) (*Signer, error) {
	if len(keys) == 0 {
		return nil, errors.New("a signer needs a key")
	}
	return &Signer{seats: seats, past: past, logger: logger, keys: keys, checked: map[*Key]bool{}}, nil
}

// GetPubKey returns the key that answers for the height consensus works on. Consensus asks after every block, when the state that
// the block led to is in the store.
func (s *Signer) GetPubKey() (crypto.PubKey, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, err := s.working()
	if err != nil {
		return nil, err
	}
	return key.pv.Key.PubKey, nil
}

func (s *Signer) working() (*Key, error) {
	height, err := s.seats.Working()
	if err != nil {
		return nil, err
	}
	if height == 0 {
		return s.keys[0], nil
	}
	key, err := s.choose(height)
	if errors.Is(err, ErrNotSeated) {
		return s.keys[0], nil
	}
	return key, err
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
	for _, key := range s.keys {
		if set.HasAddress(key.Address) {
			if s.chosen != key {
				s.logger.Info("this key signs from now on", "height", height, "address", key.Address.String())
			}
			s.height, s.chosen = height, key
			return key, nil
		}
	}
	return nil, fmt.Errorf("height %d: %w", height, ErrNotSeated)
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
