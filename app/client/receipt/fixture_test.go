package receipt_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"cosmossdk.io/log/v2"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtcrypto "github.com/cometbft/cometbft/proto/tendermint/crypto"
	cmtversion "github.com/cometbft/cometbft/proto/tendermint/version"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cometbft/cometbft/version"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/store/v2/rootmulti"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app/client/receipt"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// The chain of the tests: ten heights of state, one header a minute, four validators of equal power.
const (
	chainID   = "relief-test"
	heights   = 10
	first     = 4  // the trusted header
	adjacent  = 5  // the header after it
	later     = 10 // the last one
	roll      = 7
	period    = types.Period(2024 * types.MonthsPerYear)
	household = 3 // the slot whose receipt is tested
)

var genesis = time.Date(2024, 1, 31, 0, 0, 0, 0, time.UTC)

// now is when the reader looks.
var now = genesis.Add(time.Hour)

// chunkAt is a chunk in the store with its leaves.
type chunkAt struct {
	key, value, leaves []byte
}

// newChunk pays slots from 1 on, one yuan more each.
func newChunk(t testing.TB, run uint64, period types.Period, slots uint32) chunkAt {
	t.Helper()
	c := chunkAt{key: types.ChunkKey(run, roll, 1)}
	for slot := uint32(1); slot <= slots; slot++ {
		leaf, err := types.Leaf{
			Run: run, Grant: types.NewGrantID(roll, slot), Amount: 64_500 + 100*uint64(slot), Roll: roll, Slot: slot, Period: period, Kind: types.LeafPaid,
		}.Encode()
		require.NoError(t, err)
		c.leaves = append(c.leaves, leaf...)
	}
	var tree types.Tree
	root := tree.Root(c.leaves)
	var err error
	c.value, err = (&types.Chunk{Root: root[:], LastSlot: slots, Leaves: slots, PaidCount: slots}).Marshal()
	require.NoError(t, err)
	return c
}

func (c chunkAt) leaf(index int) []byte {
	return bytes.Clone(c.leaves[index*types.LeafSize : (index+1)*types.LeafSize])
}

// chain is a store, its app hashes and the keys that sign headers over them.
type chain struct {
	store *rootmulti.Store
	// january and february are runs 1 and 2 of one roll; stray lies under run 3 but holds the leaves of run 1.
	january, february, stray chunkAt
	appHash                  map[int64][]byte // by the height of the header that carries it
	keys                     []cmttypes.PrivValidator
	validators               *cmttypes.ValidatorSet
}

// newChain is a chain whose register, a store's keys and values, is empty unless given.
func newChain(t testing.TB, register ...[2][]byte) *chain {
	t.Helper()
	return newChainWith(t, nil, register...)
}

// coinEntry is an entry of x/stablecoin, or of x/bank.
type coinEntry struct {
	inBank     bool
	key, value []byte
}

func newChainWith(t testing.TB, coins []coinEntry, register ...[2][]byte) *chain {
	t.Helper()
	c := &chain{store: rootmulti.NewStore(dbm.NewMemDB(), log.NewNopLogger()), appHash: map[int64][]byte{}}
	grant, bank := storetypes.NewKVStoreKey(types.StoreKey), storetypes.NewKVStoreKey("bank")
	c.store.MountStoreWithDB(grant, storetypes.StoreTypeIAVL, nil)
	c.store.MountStoreWithDB(bank, storetypes.StoreTypeIAVL, nil)
	beneficiary := storetypes.NewKVStoreKey(beneficiarytypes.StoreKey)
	c.store.MountStoreWithDB(beneficiary, storetypes.StoreTypeIAVL, nil)
	stablecoin := storetypes.NewKVStoreKey(stablecointypes.StoreKey)
	c.store.MountStoreWithDB(stablecoin, storetypes.StoreTypeIAVL, nil)
	require.NoError(t, c.store.LoadLatestVersion())
	c.january, c.february = newChunk(t, 1, period, 5), newChunk(t, 2, period+1, 5)
	c.stray = c.january
	c.stray.key = types.ChunkKey(3, roll, 1)
	for _, at := range []chunkAt{c.january, c.february, c.stray} {
		c.store.GetKVStore(grant).Set(at.key, at.value)
	}
	c.store.GetKVStore(beneficiary).Set(beneficiarytypes.ParamsKey.Bytes(), []byte{1})
	for _, entry := range register {
		c.store.GetKVStore(beneficiary).Set(entry[0], entry[1])
	}
	c.store.GetKVStore(stablecoin).Set(stablecointypes.ParamsPrefix.Bytes(), []byte{0x08, 40}) // 40 days
	for _, entry := range coins {
		c.store.GetKVStore(map[bool]storetypes.StoreKey{true: bank, false: stablecoin}[entry.inBank]).Set(entry.key, entry.value)
	}
	for height := int64(1); height < heights; height++ {
		c.store.GetKVStore(bank).Set([]byte("height"), fmt.Append(nil, height)) // every app hash is another one
		c.appHash[height+1] = c.store.Commit().Hash
	}
	c.validators, c.keys = newValidators(t, 0, 4)
	return c
}

// newValidators are n validators of equal power with keys of their own for each seed, in the order of the set.
func newValidators(t testing.TB, seed, n int) (*cmttypes.ValidatorSet, []cmttypes.PrivValidator) {
	t.Helper()
	byAddress := map[string]cmttypes.PrivValidator{}
	var all []*cmttypes.Validator
	for i := range n {
		key := cmttypes.NewMockPVWithParams(ed25519.GenPrivKeyFromSecret(fmt.Append(nil, "seat", seed, i)), false, false)
		pub, err := key.GetPubKey()
		require.NoError(t, err)
		all = append(all, cmttypes.NewValidator(pub, 1))
		byAddress[pub.Address().String()] = key
	}
	set := cmttypes.NewValidatorSet(all)
	var keys []cmttypes.PrivValidator
	for _, v := range set.Validators {
		keys = append(keys, byAddress[v.Address.String()])
	}
	return set, keys
}

// header is the header of a height, as an honest chain makes it.
func (c *chain) header(height int64) *cmttypes.Header {
	some := sha256.Sum256(fmt.Append(nil, "block", height))
	previous := sha256.Sum256(fmt.Append(nil, "block", height-1))
	return &cmttypes.Header{
		Version: cmtversion.Consensus{Block: version.BlockProtocol}, ChainID: chainID, Height: height, Time: genesis.Add(time.Duration(height) * time.Minute),
		LastBlockID:    cmttypes.BlockID{Hash: previous[:], PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: previous[:]}},
		LastCommitHash: some[:], DataHash: some[:], ConsensusHash: some[:], LastResultsHash: some[:], EvidenceHash: some[:],
		AppHash: c.appHash[height], ValidatorsHash: c.validators.Hash(), NextValidatorsHash: c.validators.Hash(),
		ProposerAddress: c.validators.Validators[0].Address,
	}
}

// block is a header with the commit of all validators; absent ones don't sign.
func (c *chain) block(t testing.TB, height int64, absent ...int) *cmttypes.LightBlock {
	t.Helper()
	return signed(t, c.header(height), c.validators, c.keys, absent...)
}

// signed is a light block over a header.
func signed(t testing.TB, h *cmttypes.Header, set *cmttypes.ValidatorSet, keys []cmttypes.PrivValidator, absent ...int) *cmttypes.LightBlock {
	t.Helper()
	id := cmttypes.BlockID{Hash: h.Hash(), PartSetHeader: cmttypes.PartSetHeader{Total: 1, Hash: h.DataHash}}
	commit := &cmttypes.Commit{Height: h.Height, BlockID: id}
	for i, key := range keys {
		if slices.Contains(absent, i) {
			commit.Signatures = append(commit.Signatures, cmttypes.NewCommitSigAbsent())
			continue
		}
		vote, err := cmttypes.MakeVote(key, h.ChainID, int32(i), h.Height, 0, 2, id, h.Time.Add(time.Second))
		require.NoError(t, err)
		commit.Signatures = append(commit.Signatures, vote.CommitSig())
	}
	return &cmttypes.LightBlock{SignedHeader: &cmttypes.SignedHeader{Header: h, Commit: commit}, ValidatorSet: set}
}

// prove fetches a chunk's proof from the state that the header of a height commits to.
func (c *chain) prove(t testing.TB, height int64, chunk chunkAt) cmtcrypto.ProofOps {
	t.Helper()
	res, err := c.store.Query(&storetypes.RequestQuery{Path: "/" + types.StoreKey + "/key", Data: chunk.key, Height: height - 1, Prove: true})
	require.NoError(t, err)
	require.Equal(t, chunk.value, res.Value)
	return *res.ProofOps
}

// receipt is the receipt of one slot of January over headers, the last of which commits to the state it is proved in.
func (c *chain) receipt(t testing.TB, headers ...int64) *receipt.Receipt {
	t.Helper()
	r := &receipt.Receipt{
		Headers: receipt.Headers{ChainID: chainID}, Grant: types.NewGrantID(roll, household), Period: period,
		Leaf: c.january.leaf(household - 1), Index: household - 1, Path: types.LeafPath(c.january.leaves, household-1),
		ChunkKey: c.january.key, ChunkValue: c.january.value, Proof: c.prove(t, headers[len(headers)-1], c.january),
	}
	for _, h := range headers {
		r.Blocks = append(r.Blocks, c.block(t, h))
	}
	return r
}

// trust is the header of a height.
func (c *chain) trust(height int64) receipt.Trust {
	return receipt.Trust{Height: height, Hash: c.header(height).Hash()}
}

// written is the receipt as a file.
func written(t testing.TB, r *receipt.Receipt) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, r.Write(&buf))
	return buf.Bytes()
}

// headersOf are the light blocks of heights.
func headersOf(t testing.TB, c *chain, heights ...int64) []*cmttypes.LightBlock {
	t.Helper()
	blocks := make([]*cmttypes.LightBlock, len(heights))
	for i, h := range heights {
		blocks[i] = c.block(t, h)
	}
	return blocks
}
