package signer_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	dbm "github.com/cometbft/cometbft-db"
	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/privval"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	sm "github.com/cometbft/cometbft/state"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
)

const chainID = "relief-test"

// home is a node's home with a first key and one key more.
type home struct {
	config   *cmtcfg.Config
	old, new *signer.Key
}

func newHome(t *testing.T) home {
	t.Helper()
	config := cmtcfg.DefaultConfig()
	config.SetRoot(t.TempDir())
	for _, dir := range []string{"config", "data"} {
		require.NoError(t, os.Mkdir(filepath.Join(config.RootDir, dir), 0o700))
	}
	privval.GenFilePV(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile()).Save()
	next, err := signer.Create(config)
	require.NoError(t, err)
	keys, err := signer.Load(config)
	require.NoError(t, err)
	require.Len(t, keys, 2)
	require.Equal(t, next.Address, keys[1].Address)
	return home{config: config, old: keys[0], new: keys[1]}
}

// chain is a state store whose set is this node's key and another one; the node's key is swapped at a height.
type chain struct {
	db    dbm.DB
	store sm.Store
	other cmttypes.PrivValidator
}

func newChain() *chain {
	db := dbm.NewMemDB()
	return &chain{db: db, store: sm.NewStore(db, sm.StoreOptions{}), other: cmttypes.NewMockPV()}
}

func (c *chain) set(t *testing.T, key *signer.Key) *cmttypes.ValidatorSet {
	t.Helper()
	other, err := c.other.GetPubKey()
	require.NoError(t, err)
	return cmttypes.NewValidatorSet([]*cmttypes.Validator{
		cmttypes.NewValidator(other, 1), cmttypes.NewValidator(key.FilePV().Key.PubKey, 1),
	})
}

// commit saves the state after a block, where keyOf tells the node's key at a height.
func (c *chain) commit(t *testing.T, height int64, keyOf func(int64) *signer.Key) {
	t.Helper()
	last := c.set(t, keyOf(max(height, 1)))
	require.NoError(t, c.store.Save(sm.State{
		ChainID: chainID, InitialHeight: 1, LastBlockHeight: height, LastBlockTime: time.Unix(height, 0), LastValidators: last,
		Validators: c.set(t, keyOf(height+1)), NextValidators: c.set(t, keyOf(height+2)), LastHeightValidatorsChanged: height + 2,
		ConsensusParams: *cmttypes.DefaultConsensusParams(), LastHeightConsensusParamsChanged: 1,
	}))
}

func (h home) load() ([]*signer.Key, error) { return signer.Load(h.config) }

// open loads the keys from disk, as a start does.
func (h home) open(t *testing.T, c *chain) *signer.Signer {
	t.Helper()
	history := signer.NewHistory(dbm.NewMemDB(), c.db)
	s, err := signer.New(h.load, history, history, log.NewNopLogger())
	require.NoError(t, err)
	return s
}

func vote(key *signer.Key, height int64, hash byte) *cmtproto.Vote {
	return &cmtproto.Vote{
		Type: cmtproto.PrevoteType, Height: height, ValidatorAddress: key.Address, Timestamp: time.Unix(height, 0),
		BlockID: cmtproto.BlockID{Hash: filled(hash), PartSetHeader: cmtproto.PartSetHeader{Total: 1, Hash: filled(hash)}},
	}
}

func filled(b byte) []byte {
	hash := make([]byte, 32)
	for i := range hash {
		hash[i] = b
	}
	return hash
}

// TestRotation swaps the key at swap, which the application said two heights before, and crashes after every block around it.
func TestRotation(t *testing.T) {
	const swap = int64(10)
	for _, crash := range []int64{0, swap - 3, swap - 2, swap - 1, swap} {
		h, c := newHome(t), newChain()
		keyOf := func(height int64) *signer.Key {
			if height >= swap {
				return h.new
			}
			return h.old
		}
		c.commit(t, swap-5, keyOf)
		s := h.open(t, c)
		for height := swap - 4; height <= swap+2; height++ { // the height consensus works on
			right, wrong := keyOf(height), h.old
			if right == h.old {
				wrong = h.new
			}
			got, err := s.GetPubKey()
			require.NoError(t, err)
			require.Equal(t, right.Address, got.Address(), "height %d, crash after %d", height, crash)
			require.ErrorIs(t, s.SignVote(chainID, vote(wrong, height, 1)), signer.ErrOtherKey)
			v := vote(right, height, 1)
			require.NoError(t, s.SignVote(chainID, v))
			require.True(t, got.VerifySignature(cmttypes.VoteSignBytes(chainID, v), v.Signature))

			c.commit(t, height, keyOf)
			if height == crash {
				s = h.open(t, c)
				require.Error(t, s.SignVote(chainID, vote(right, height, 2)), "height %d, crash after %d", height, crash)
			}
		}
	}
}

func TestProposalIsSignedByTheKeyOfItsHeight(t *testing.T) {
	h, c := newHome(t), newChain()
	c.commit(t, 4, func(int64) *signer.Key { return h.new })
	p := &cmtproto.Proposal{
		Type: cmtproto.ProposalType, Height: 5, PolRound: -1, Timestamp: time.Unix(5, 0),
		BlockID: cmtproto.BlockID{Hash: filled(1), PartSetHeader: cmtproto.PartSetHeader{Total: 1, Hash: filled(1)}},
	}
	require.NoError(t, h.open(t, c).SignProposal(chainID, p))
	require.True(t, h.new.FilePV().Key.PubKey.VerifySignature(cmttypes.ProposalSignBytes(chainID, p), p.Signature))
}

// TestHomeWithoutKeys is a node whose key was moved away: it follows, and leaves the sign state of that key alone.
func TestHomeWithoutKeys(t *testing.T) {
	h, c := newHome(t), newChain()
	c.commit(t, 4, func(int64) *signer.Key { return h.old })
	for _, key := range []*signer.Key{h.old, h.new} {
		require.NoError(t, os.Remove(key.KeyFile))
	}
	before, err := os.ReadFile(h.old.StateFile)
	require.NoError(t, err)
	s := h.open(t, c)
	got, err := s.GetPubKey()
	require.NoError(t, err)
	require.NotEqual(t, h.old.Address, got.Address())
	require.ErrorIs(t, s.SignVote(chainID, vote(h.old, 5, 1)), signer.ErrNotSeated)
	require.NoFileExists(t, h.old.KeyFile)
	after, err := os.ReadFile(h.old.StateFile)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestStrangerSignsNothing(t *testing.T) {
	h, c := newHome(t), newChain()
	_, err := h.open(t, c).GetPubKey()
	require.NoError(t, err, "before there is any state")
	other := newHome(t)
	c.commit(t, 4, func(int64) *signer.Key { return other.new })
	s := h.open(t, c)
	got, err := s.GetPubKey()
	require.NoError(t, err)
	require.Equal(t, h.old.Address, got.Address(), "the first key stands for a node without a seat")
	require.ErrorIs(t, s.SignVote(chainID, vote(h.old, 5, 1)), signer.ErrNotSeated)
	require.ErrorIs(t, s.SignProposal(chainID, &cmtproto.Proposal{Height: 5}), signer.ErrNotSeated)
}

// TestKeyMadeWhileTheNodeRuns is taken up without a restart.
func TestKeyMadeWhileTheNodeRuns(t *testing.T) {
	h, c := newHome(t), newChain()
	c.commit(t, 4, func(int64) *signer.Key { return h.old })
	s := h.open(t, c)
	require.NoError(t, s.SignVote(chainID, vote(h.old, 5, 1)))
	made, err := signer.Create(h.config)
	require.NoError(t, err)
	keyOf := func(int64) *signer.Key { return made }
	c.commit(t, 5, keyOf)
	got, err := s.GetPubKey()
	require.NoError(t, err)
	require.Equal(t, made.Address, got.Address())
	require.NoError(t, s.SignVote(chainID, vote(made, 6, 1)))
}

// past answers that a key signed a height.
type past int64

func (p past) LastSigned(_ cmttypes.Address, above int64) (int64, error) {
	if int64(p) > above {
		return int64(p), nil
	}
	return 0, nil
}

// TestStateBehindTheBlocksKeepsSilent is a node that started empty, so that the start guard saw nothing, and fetched blocks with its
// own signatures.
func TestStateBehindTheBlocksKeepsSilent(t *testing.T) {
	h, c := newHome(t), newChain()
	c.commit(t, 4, func(int64) *signer.Key { return h.old })
	s, err := signer.New(h.load, signer.NewHistory(dbm.NewMemDB(), c.db), past(4), log.NewNopLogger())
	require.NoError(t, err)
	require.ErrorIs(t, s.SignVote(chainID, vote(h.old, 5, 1)), signer.ErrStateBehind)
}

func TestLoad(t *testing.T) {
	t.Run("no keys", func(t *testing.T) {
		config := cmtcfg.DefaultConfig()
		config.SetRoot(t.TempDir())
		keys, err := signer.Load(config)
		require.NoError(t, err)
		require.Empty(t, keys)
	})
	t.Run("sign state missing", func(t *testing.T) {
		h := newHome(t)
		require.NoError(t, os.Remove(h.new.StateFile))
		keys, err := signer.Load(h.config)
		require.NoError(t, err)
		require.False(t, keys[1].HasState)
		require.NoError(t, keys[1].EnsureState())
		require.FileExists(t, h.new.StateFile)
	})
	for name, spoil := range map[string]func(home) error{
		"broken key":   func(h home) error { return os.WriteFile(h.new.KeyFile, []byte("{}"), 0o600) },
		"broken state": func(h home) error { return os.WriteFile(h.new.StateFile, nil, 0o600) },
		"a key twice": func(h home) error {
			raw, err := os.ReadFile(h.new.KeyFile)
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(filepath.Dir(h.new.KeyFile), "copy.json"), raw, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			require.NoError(t, spoil(h))
			_, err := signer.Load(h.config)
			require.Error(t, err)
		})
	}
}

func TestCreatedKeyIsPrivate(t *testing.T) {
	h := newHome(t)
	info, err := os.Stat(h.new.KeyFile)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.IsType(t, ed25519.PubKey{}, h.new.FilePV().Key.PubKey)
	require.Zero(t, h.new.State().Height)
}
