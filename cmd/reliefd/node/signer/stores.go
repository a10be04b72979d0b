package signer

import (
	"bytes"
	"fmt"

	dbm "github.com/cometbft/cometbft-db"
	cmtstate "github.com/cometbft/cometbft/proto/tendermint/state"
	sm "github.com/cometbft/cometbft/state"
	"github.com/cometbft/cometbft/store"
	cmttypes "github.com/cometbft/cometbft/types"
)

// History reads seats and signatures from the databases of CometBFT.
type History struct {
	blocks, states dbm.DB
	store          sm.Store
}

var (
	_ Seats = (*History)(nil)
	_ Past  = (*History)(nil)
)

// NewHistory reads from the block database and the state database of a node.
func NewHistory(blocks, states dbm.DB) *History {
	return &History{blocks: blocks, states: states, store: sm.NewStore(states, sm.StoreOptions{})}
}

// State returns the state after the last block.
func (h *History) State() (sm.State, error) { return h.store.Load() }

// Working implements Seats.
func (h *History) Working() (int64, error) {
	state, err := h.store.Load()
	if err != nil || state.IsEmpty() {
		return 0, err
	}
	return working(state), nil
}

func working(state sm.State) int64 { return max(state.LastBlockHeight+1, state.InitialHeight) }

// At implements Seats.
func (h *History) At(height int64) (*cmttypes.ValidatorSet, error) {
	state, err := h.store.Load()
	if err != nil {
		return nil, err
	}
	if state.IsEmpty() {
		return nil, fmt.Errorf("height %d: there is no state", height)
	}
	switch height - working(state) {
	case 1:
		return state.NextValidators, nil
	case 0:
		return state.Validators, nil
	}
	return h.store.LoadValidators(height)
}

// Height returns the newest block's height.
func (h *History) Height() int64 { return store.NewBlockStore(h.blocks).Height() }

// LastSigned implements Past. It leaps over the heights where the key had no seat.
func (h *History) LastSigned(address cmttypes.Address, above int64) (int64, error) {
	blocks := store.NewBlockStore(h.blocks)
	above = max(above, blocks.Base()-1)
	for height := blocks.Height(); height > above; {
		seated, since, err := h.seated(address, height)
		if err != nil {
			return 0, err
		}
		if !seated && since > 0 {
			height = min(since, height) - 1
			continue
		}
		if signed(commit(blocks, height), address) {
			return height, nil
		}
		height--
	}
	return 0, nil
}

// seated tells whether a key was in the set of a height, and since when that set stands; zero if the node doesn't know.
func (h *History) seated(address cmttypes.Address, height int64) (bool, int64, error) {
	raw, err := h.states.Get(fmt.Appendf(nil, "validatorsKey:%d", height))
	if err != nil || len(raw) == 0 {
		return false, 0, err
	}
	var info cmtstate.ValidatorsInfo
	if err := info.Unmarshal(raw); err != nil {
		return false, 0, fmt.Errorf("read the validators of height %d: %w", height, err)
	}
	set, err := h.store.LoadValidators(height)
	if err != nil {
		return false, 0, nil //nolint:nilerr // pruned: the signatures tell
	}
	return set.HasAddress(address), info.LastHeightChanged, nil
}

// commit returns the signatures of a height; nil if the node has none.
func commit(blocks *store.BlockStore, height int64) *cmttypes.Commit {
	if c := blocks.LoadSeenCommit(height); c != nil {
		return c
	}
	return blocks.LoadBlockCommit(height)
}

func signed(c *cmttypes.Commit, address cmttypes.Address) bool {
	if c == nil {
		return false
	}
	for _, s := range c.Signatures {
		if s.BlockIDFlag != cmttypes.BlockIDFlagAbsent && bytes.Equal(s.ValidatorAddress, address) {
			return true
		}
	}
	return false
}
