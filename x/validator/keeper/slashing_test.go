package keeper

import (
	"context"
	"os"
	"testing"
	"time"

	"cosmossdk.io/core/comet"
	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/runtime"
	sdk "github.com/cosmos/cosmos-sdk/types"
	evidencekeeper "github.com/cosmos/cosmos-sdk/x/evidence/keeper"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	"github.com/cosmos/cosmos-sdk/x/slashing"
	slashingkeeper "github.com/cosmos/cosmos-sdk/x/slashing/keeper"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator/types"
)

func TestMain(m *testing.M) {
	// x/slashing writes consensus addresses with the SDK's global prefix when it exports.
	sdk.GetConfig().SetBech32PrefixForConsensusNode("reliefvalcons", "reliefvalconspub")
	os.Exit(m.Run())
}

// blockInfo gives x/evidence the misbehaviour of the block.
type blockInfo struct{ evidence []comet.Evidence }

func (b *blockInfo) GetCometBlockInfo(context.Context) comet.BlockInfo { return b }
func (b *blockInfo) GetEvidence() comet.EvidenceList                   { return b }
func (b *blockInfo) GetValidatorsHash() []byte                         { return nil }
func (b *blockInfo) GetProposerAddress() []byte                        { return nil }
func (b *blockInfo) GetLastCommit() comet.CommitInfo                   { return nil }
func (b *blockInfo) Len() int                                          { return len(b.evidence) }
func (b *blockInfo) Get(i int) comet.Evidence                          { return b.evidence[i] }

// doubleSign is evidence that a consensus address voted twice.
type doubleSign struct {
	address []byte
	time    time.Time
}

func (d doubleSign) Type() comet.MisbehaviorType { return comet.DuplicateVote }
func (d doubleSign) Validator() comet.Validator  { return d }
func (d doubleSign) Address() []byte             { return d.address }
func (d doubleSign) Power() int64                { return types.Power }
func (d doubleSign) Height() int64               { return 1 }
func (d doubleSign) Time() time.Time             { return d.time }
func (d doubleSign) TotalVotingPower() int64     { return 5 }

// chain is the keeper under the SDK's own slashing and evidence.
type chain struct {
	*fixture
	slashing slashingkeeper.Keeper
	evidence *evidencekeeper.Keeper
	info     *blockInfo
}

func newChain(t require.TestingT, seats int) *chain {
	f := newFixture(t, seats)
	c := &chain{fixture: f, info: &blockInfo{}}
	c.slashing = slashingkeeper.NewKeeper(f.cdc, codec.NewLegacyAmino(), runtime.NewKVStoreService(f.keys[slashingtypes.StoreKey]), f.keeper, "authority")
	c.evidence = evidencekeeper.NewKeeper(f.cdc, runtime.NewKVStoreService(f.keys[evidencetypes.StoreKey]), f.keeper, c.slashing, f.keeper.ConsensusAddressCodec(), c.info)
	require.NoError(t, f.keeper.SetHooks(c.slashing.Hooks()))
	return c
}

// genesis runs the two modules in the order the app must use.
func (c *chain) genesis(t require.TestingT, gs types.GenesisState, sl *slashingtypes.GenesisState) []abci.ValidatorUpdate {
	updates, err := c.keeper.InitGenesis(c.ctx, gs)
	require.NoError(t, err)
	c.slashing.InitGenesis(c.ctx, c.keeper, sl)
	c.fresh()
	return updates
}

func (c *chain) start(t require.TestingT) *chain {
	sl := slashingtypes.DefaultGenesisState()
	sl.Params.SignedBlocksWindow = 10
	require.Len(t, c.genesis(t, *types.NewGenesisState(c.seats...), sl), len(c.seats))
	return c
}

// block runs one block: who is absent did not sign the last one.
func (c *chain) block(t *testing.T, absent map[int]bool, extra ...[]byte) []abci.ValidatorUpdate {
	t.Helper()
	var votes []abci.VoteInfo
	for i := range c.seats {
		flag := cmtproto.BlockIDFlagCommit
		if absent[i] {
			flag = cmtproto.BlockIDFlagAbsent
		}
		votes = append(votes, abci.VoteInfo{Validator: abci.Validator{Address: c.consensus(t, i), Power: types.Power}, BlockIdFlag: flag})
	}
	for _, address := range extra {
		votes = append(votes, abci.VoteInfo{Validator: abci.Validator{Address: address, Power: types.Power}, BlockIdFlag: cmtproto.BlockIDFlagAbsent})
	}
	c.ctx = c.ctx.WithBlockHeight(c.ctx.BlockHeight() + 1).WithBlockTime(c.ctx.BlockTime().Add(time.Second)).WithVoteInfos(votes)
	c.fresh()
	require.NoError(t, slashing.BeginBlocker(c.ctx, c.slashing))
	require.NoError(t, c.evidence.BeginBlocker(c.ctx))
	c.info.evidence = nil
	return c.endBlock(t)
}

// blocksUntilUpdate runs at most n blocks and stops at the first change of the set.
func (c *chain) blocksUntilUpdate(t *testing.T, n int, absent map[int]bool) []abci.ValidatorUpdate {
	t.Helper()
	for range n {
		if updates := c.block(t, absent); len(updates) > 0 {
			return updates
		}
	}
	return nil
}

func (c *chain) unjail(i int) error {
	return c.unjailOperator(c.seats[i].Operator)
}

func (c *chain) unjailOperator(operator string) error {
	_, err := slashingkeeper.NewMsgServerImpl(c.slashing).Unjail(c.ctx, &slashingtypes.MsgUnjail{ValidatorAddr: operator})
	return err
}

func TestDowntimeThenUnjail(t *testing.T) {
	c := newChain(t, 5).start(t)
	down := map[int]bool{3: true}
	require.Equal(t, []abci.ValidatorUpdate{c.update(t, 3, 0)}, c.blocksUntilUpdate(t, 50, down))
	require.Equal(t, types.SEAT_STATUS_JAILED, c.status(t, 3))
	require.ErrorIs(t, c.unjail(3), slashingtypes.ErrValidatorJailed)
	require.Empty(t, c.block(t, down))

	c.ctx = c.ctx.WithBlockTime(c.ctx.BlockTime().Add(time.Hour))
	c.fresh()
	require.NoError(t, c.unjail(3))
	require.Equal(t, types.SEAT_STATUS_ACTIVE, c.statusEvents(t)[0].Status)
	require.Equal(t, []abci.ValidatorUpdate{c.update(t, 3, 1)}, c.endBlock(t))
	require.ErrorIs(t, c.unjail(3), slashingtypes.ErrValidatorNotJailed)

	info, err := c.slashing.GetValidatorSigningInfo(c.ctx, c.consensus(t, 3))
	require.NoError(t, err)
	require.Equal(t, c.ctx.BlockHeight(), info.StartHeight)
	require.Empty(t, c.blocksUntilUpdate(t, 10, down), "a returning seat has a whole window before it is judged")
	require.NotEmpty(t, c.blocksUntilUpdate(t, 10, down))
}

func TestDowntimeOfAllKeepsTheFloor(t *testing.T) {
	c := newChain(t, 5).start(t)
	all := map[int]bool{0: true, 1: true, 2: true, 3: true, 4: true}
	for range 100 {
		c.block(t, all)
	}
	told, err := c.keeper.Told(c.ctx)
	require.NoError(t, err)
	require.Len(t, told, types.Floor(5))
}

func TestDowntimeOfTheOnlySeat(t *testing.T) {
	c := newChain(t, 1).start(t)
	require.Empty(t, c.blocksUntilUpdate(t, 100, map[int]bool{0: true}))
	require.Equal(t, types.SEAT_STATUS_ACTIVE, c.status(t, 0))
}

func TestDoubleSignTombstones(t *testing.T) {
	for _, tc := range []struct {
		name   string
		jailed bool
		want   int
	}{
		{name: "active seat", want: 1},
		{name: "jailed seat", jailed: true, want: 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newChain(t, 5).start(t)
			if tc.jailed {
				require.Len(t, c.blocksUntilUpdate(t, 50, map[int]bool{1: true}), 1)
			}
			c.info.evidence = []comet.Evidence{doubleSign{address: c.consensus(t, 1), time: c.ctx.BlockTime()}}
			require.Len(t, c.block(t, nil), tc.want)
			require.Equal(t, types.SEAT_STATUS_TOMBSTONED, c.status(t, 1))
			require.True(t, c.slashing.IsTombstoned(c.ctx, c.consensus(t, 1)))

			c.ctx = c.ctx.WithBlockTime(c.ctx.BlockTime().AddDate(10, 0, 0))
			require.ErrorIs(t, c.unjail(1), slashingtypes.ErrValidatorJailed)
			require.ErrorIs(t, c.keeper.Unjail(c.ctx, c.consensus(t, 1)), types.ErrSeatTombstoned)

			c.info.evidence = []comet.Evidence{doubleSign{address: c.consensus(t, 1), time: c.ctx.BlockTime()}}
			require.Empty(t, c.block(t, nil))
		})
	}
}

func TestDoubleSignOfTheOnlySeat(t *testing.T) {
	c := newChain(t, 1).start(t)
	c.info.evidence = []comet.Evidence{doubleSign{address: c.consensus(t, 0), time: c.ctx.BlockTime()}}
	require.Empty(t, c.block(t, nil))
	require.Equal(t, types.SEAT_STATUS_ACTIVE, c.status(t, 0))
	require.Empty(t, c.blocksUntilUpdate(t, 30, nil))
}

func TestUnknownAddressDoesNotHalt(t *testing.T) {
	c := newChain(t, 4).start(t)
	unknown := make([]byte, types.AddressLength)
	c.info.evidence = []comet.Evidence{doubleSign{address: unknown, time: c.ctx.BlockTime()}}
	for range 30 {
		require.Empty(t, c.block(t, nil, unknown))
	}
}

func TestGenesisOrderKeepsSigningRecords(t *testing.T) {
	c := newChain(t, 5).start(t)
	require.Len(t, c.blocksUntilUpdate(t, 50, map[int]bool{3: true}), 1)
	c.info.evidence = []comet.Evidence{doubleSign{address: c.consensus(t, 1), time: c.ctx.BlockTime()}}
	c.block(t, nil)
	seats, err := c.keeper.ExportGenesis(c.ctx)
	require.NoError(t, err)
	records := c.slashing.ExportGenesis(c.ctx)

	again := newChain(t, 0)
	again.seats, again.operators = c.seats, c.operators
	again.ctx = again.ctx.WithBlockHeight(c.ctx.BlockHeight()).WithBlockTime(c.ctx.BlockTime())
	require.Len(t, again.genesis(t, *seats, records), 3)
	require.Equal(t, records, again.slashing.ExportGenesis(again.ctx))
	require.ErrorIs(t, again.unjail(3), slashingtypes.ErrValidatorJailed)
	require.ErrorIs(t, again.unjail(1), slashingtypes.ErrValidatorJailed)
	again.ctx = again.ctx.WithBlockTime(again.ctx.BlockTime().Add(time.Hour))
	require.NoError(t, again.unjail(3))
	require.Equal(t, []abci.ValidatorUpdate{again.update(t, 3, 1)}, again.endBlock(t))
}
