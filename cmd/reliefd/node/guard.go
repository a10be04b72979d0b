package node

import (
	"errors"
	"fmt"

	cmttypes "github.com/cometbft/cometbft/types"
)

// ErrStartRefused says that starting could harm the seat or the chain.
var ErrStartRefused = errors.New("the node doesn't start")

// Step is a place in consensus: what a key signed last, or was seen to have signed.
type Step struct {
	Height int64
	Round  int32
	// Step within the round: 1 proposal, 2 prevote, 3 precommit.
	Step int8
}

// Before says that a step comes before another one.
func (s Step) Before(o Step) bool {
	if s.Height != o.Height {
		return s.Height < o.Height
	}
	if s.Round != o.Round {
		return s.Round < o.Round
	}
	return s.Step < o.Step
}

// String is HEIGHT/ROUND/STEP.
func (s Step) String() string { return fmt.Sprintf("%d/%d/%d", s.Height, s.Round, s.Step) }

// KeyFacts is what the node knows about one of its keys.
type KeyFacts struct {
	Address cmttypes.Address
	// StateFile is where the sign state is.
	StateFile string
	// HasState says that there is a sign state, State what it says.
	HasState bool
	State    Step
	// InBlocks and InLog are the newest signatures in the blocks and in the write-ahead log of consensus; zero if there are none.
	InBlocks, InLog Step
	// Seated says that the key is in the validator set that comes next.
	Seated bool
}

// Facts is what the start guard decides on.
type Facts struct {
	KeyFile               string // of the first key; empty if there is no file
	RemoteSigner          string // address to wait for a remote signer at; empty without one
	AdaptiveSync          bool
	DoubleSignCheckHeight int64
	GenesisPin            string // empty without a pin
	GenesisHash           string
	Keys                  []KeyFacts
}

// Check says why a node must not start, and what to do about each reason. A key without any trace of a signature may start
// without a sign state: the chain shows that it never signed.
func Check(f Facts) error {
	reasons := []error{checkSigners(f), checkSettings(f), checkGenesis(f)}
	for _, key := range f.Keys {
		reasons = append(reasons, checkState(key))
	}
	if err := errors.Join(reasons...); err != nil {
		return fmt.Errorf("%w:\n%w", ErrStartRefused, err)
	}
	return nil
}

func checkSigners(f Facts) error {
	if f.RemoteSigner == "" || f.KeyFile == "" {
		return nil
	}
	return fmt.Errorf("both a key file and a remote signer are set, so two signers could hold the same key; "+
		"move %s away from this machine, or clear priv_validator_laddr (now %s) in config/config.toml", f.KeyFile, f.RemoteSigner)
}

func checkSettings(f Facts) error {
	var reasons []error
	seated := f.RemoteSigner != ""
	for _, key := range f.Keys {
		seated = seated || key.Seated
	}
	if f.AdaptiveSync && seated {
		reasons = append(reasons, errors.New("adaptive_sync is on, and a validator that syncs while it votes may sign twice; "+
			"set adaptive_sync = false under [blocksync] in config/config.toml"))
	}
	if f.DoubleSignCheckHeight != 0 {
		reasons = append(reasons, fmt.Errorf("double_sign_check_height is %d, and a network that stopped together could never start again; "+
			"set it to 0 under [consensus] in config/config.toml: the start guard does what it was for", f.DoubleSignCheckHeight))
	}
	return errors.Join(reasons...)
}

func checkGenesis(f Facts) error {
	if f.GenesisPin == "" || f.GenesisPin == f.GenesisHash {
		return nil
	}
	return fmt.Errorf("config/genesis.json is not the pinned one: its SHA-256 is %s, config/genesis.sha256 says %s; "+
		"fetch the genesis of the network again, or correct the pin after asking another province for its hash", f.GenesisHash, f.GenesisPin)
}

func checkState(k KeyFacts) error {
	seen, where := k.InBlocks, "a block"
	if seen.Before(k.InLog) {
		seen, where = k.InLog, "the write-ahead log"
	}
	if !k.State.Before(seen) {
		return nil
	}
	was := "behind: it says " + k.State.String()
	switch {
	case !k.HasState:
		was = "missing"
	case k.State.Height == 0:
		was = "empty"
	}
	return fmt.Errorf("the sign state of key %s is %s, but %s holds its signature at height/round/step %s, so the key could sign twice; "+
		"restore the newest %s from where the key signed last; if that is lost, see \"A lost sign state\" in docs/operations/README.md",
		k.Address, was, where, seen, k.StateFile)
}
