package keeper

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/slashing"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/validator/types"
)

// votes makes the next block, whose last commit has these keys; none of them signed if absent.
func (c *chain) votes(t require.TestingT, absent bool, keys ...[]byte) {
	flag := cmtproto.BlockIDFlagCommit
	if absent {
		flag = cmtproto.BlockIDFlagAbsent
	}
	var votes []abci.VoteInfo
	for _, key := range keys {
		votes = append(votes, abci.VoteInfo{Validator: abci.Validator{Address: types.AddressOf(key), Power: types.Power}, BlockIdFlag: flag})
	}
	c.ctx = c.ctx.WithVoteInfos(votes)
	c.next(t, 1)
	require.NoError(t, slashing.BeginBlocker(c.ctx, c.slashing))
	require.NoError(t, c.evidence.BeginBlocker(c.ctx))
	c.info.evidence = nil
}

func (c *chain) record(t require.TestingT, key []byte) slashingtypes.ValidatorSigningInfo {
	info, err := c.slashing.GetValidatorSigningInfo(c.ctx, types.AddressOf(key))
	require.NoError(t, err)
	return info
}

func (c *chain) accuse(keys ...[]byte) {
	for _, key := range keys {
		c.info.evidence = append(c.info.evidence, doubleSign{address: types.AddressOf(key), time: c.ctx.BlockTime()})
	}
}

func (c *chain) firstKey(t require.TestingT, i int) []byte {
	key, err := c.seats[i].PubKey()
	require.NoError(t, err)
	return key.Key
}

// rotated starts a chain in which seat 0 has just rotated from the first key to the second, at height H.
func rotated(t *testing.T) (c *chain, first, second []byte) {
	t.Helper()
	c = newChain(t, 7).start(t)
	first, second = c.firstKey(t, 0), c.key("second")
	c.next(t, 1)
	c.votes(t, false, first)
	require.NoError(t, c.rotate(t, 0, second))
	updates := c.endBlock(t)
	require.ElementsMatch(t, []abci.ValidatorUpdate{
		abci.Ed25519ValidatorUpdate(first, 0), abci.Ed25519ValidatorUpdate(second, types.Power),
	}, updates)
	return c, first, second
}

// Every block counts while the keys change places: the old key's last at H+2, the new key's first at H+3.
func TestRotationLosesNoBlockOfTheCount(t *testing.T) {
	c, first, second := rotated(t)
	offset := c.record(t, first).IndexOffset
	for n, key := range [][]byte{first, first, second, second} {
		c.votes(t, true, key)
		if n < 2 {
			require.Equal(t, offset+int64(n)+1, c.record(t, first).IndexOffset)
			require.False(t, c.slashing.HasValidatorSigningInfo(c.ctx, types.AddressOf(second)))
		}
		require.Empty(t, c.endBlock(t))
	}
	require.Equal(t, offset+4, c.record(t, second).IndexOffset)
	require.Equal(t, int64(4), c.record(t, second).MissedBlocksCounter, "missed with either key")
	require.False(t, c.slashing.HasValidatorSigningInfo(c.ctx, types.AddressOf(first)))
}

// Downtime judged at H+1 or H+2 takes the key to come out again.
func TestJailDuringRotation(t *testing.T) {
	for wait := range 2 {
		c, first, second := rotated(t)
		for range wait {
			c.votes(t, false, first)
			require.Empty(t, c.endBlock(t))
		}
		c.votes(t, false, first)
		require.NoError(t, c.keeper.Jail(c.ctx, types.AddressOf(first)))
		require.Equal(t, []abci.ValidatorUpdate{abci.Ed25519ValidatorUpdate(second, 0)}, c.endBlock(t))
		for range 2 {
			c.votes(t, true, first, second) // more than can be: neither stops the chain
			require.Empty(t, c.endBlock(t))
		}
		require.NoError(t, c.unjail(0))
		require.Equal(t, []abci.ValidatorUpdate{abci.Ed25519ValidatorUpdate(second, 1)}, c.endBlock(t))
	}
}

// Evidence against the old key tombstones the seat at any time, once.
func TestOldKeyStaysAttributable(t *testing.T) {
	for wait := range 6 {
		c, first, second := rotated(t)
		for n := range wait {
			c.votes(t, false, [][]byte{first, first, second, second, second, second}[n])
			require.Empty(t, c.endBlock(t))
		}
		c.accuse(first, second)
		c.votes(t, false)
		require.Equal(t, types.SEAT_STATUS_TOMBSTONED, c.status(t, 0), wait)
		require.Equal(t, []abci.ValidatorUpdate{abci.Ed25519ValidatorUpdate(second, 0)}, c.endBlock(t))
		for range 4 {
			c.accuse(first, second)
			c.votes(t, false, first, second)
			require.Empty(t, c.endBlock(t))
		}
		require.True(t, c.record(t, second).Tombstoned)
	}
}

// The way back from a double sign is a new key and a vote; what the old keys did is judged.
func TestTombstonedSeatComesBack(t *testing.T) {
	c, first, second := rotated(t)
	c.accuse(first)
	c.votes(t, false, first)
	require.Len(t, c.endBlock(t), 1)
	third := c.key("third")
	c.votes(t, false)
	require.ErrorIs(t, c.enrol(t, 0, third), types.ErrRotationPending)
	c.endBlock(t)
	c.votes(t, false)
	require.ErrorIs(t, c.enrol(t, 0, second), types.ErrKeyUsed)
	require.NoError(t, c.enrol(t, 0, third))
	require.True(t, c.seat(t, 0).IsEnrolled())
	require.Empty(t, c.endBlock(t))

	c.accuse(first, second, third) // before the new key has proven itself
	c.votes(t, false, first, second, third)
	require.Equal(t, types.SEAT_STATUS_PENDING, c.status(t, 0))
	require.NoError(t, c.activate(t, c.seats[0].Operator, third))
	require.Equal(t, []abci.ValidatorUpdate{abci.Ed25519ValidatorUpdate(third, 1)}, c.endBlock(t))

	c.accuse(first, second)
	c.votes(t, false)
	require.Equal(t, types.SEAT_STATUS_ACTIVE, c.status(t, 0), "these keys were judged before the vote")
	require.False(t, c.record(t, third).Tombstoned)
	require.True(t, c.record(t, second).Tombstoned)
	c.accuse(third)
	c.endBlock(t)
	c.votes(t, false, third)
	require.Equal(t, types.SEAT_STATUS_TOMBSTONED, c.status(t, 0))
	require.Len(t, c.endBlock(t), 1)
}

func TestTombstonedSeatThatDoesNotProveItsKey(t *testing.T) {
	c := newChain(t, 5).start(t)
	c.next(t, 1)
	c.accuse(c.firstKey(t, 0))
	c.votes(t, false)
	c.endBlock(t)
	key := c.key("late")
	require.NoError(t, c.enrol(t, 0, key))
	c.next(t, types.DefaultParams().ActivationSeconds)
	require.Empty(t, c.endBlock(t))
	require.Equal(t, types.SEAT_STATUS_TOMBSTONED, c.status(t, 0))
	require.True(t, c.seat(t, 0).IsEnrolled())
	require.NoError(t, c.enrol(t, 0, key))
}

// Of two seats that both signed twice, one must go on; it goes as soon as another is there.
func TestConvictedSeatGoesWhenAnotherComes(t *testing.T) {
	c := newChain(t, 2).start(t)
	c.next(t, 1)
	c.accuse(c.firstKey(t, 0), c.firstKey(t, 1))
	c.votes(t, false)
	require.Len(t, c.endBlock(t), 1)
	require.Equal(t, types.SEAT_STATUS_ACTIVE, c.status(t, 1))
	require.True(t, c.seat(t, 1).Convicted)

	c.votes(t, false)
	key := c.key("third")
	require.NoError(t, c.enrol(t, 2, key))
	_, operator := c.operator(t, 2)
	require.NoError(t, c.activate(t, operator, key))
	require.Len(t, c.endBlock(t), 2)
	require.Equal(t, types.SEAT_STATUS_TOMBSTONED, c.status(t, 1))
	require.Equal(t, types.SEAT_STATUS_ACTIVE, c.seat(t, 2).Status)
}

func TestFloorAlerts(t *testing.T) {
	c := newChain(t, 4).start(t)
	c.next(t, 1)
	require.NoError(t, c.keeper.Jail(c.ctx, c.consensus(t, 2)))
	require.Equal(t, types.SEAT_STATUS_ACTIVE, c.status(t, 2))
	var alerts []*types.EventFloorReached
	for _, e := range c.ctx.EventManager().ABCIEvents() {
		if msg, err := sdk.ParseTypedEvent(e); err == nil {
			if alert, ok := msg.(*types.EventFloorReached); ok {
				alerts = append(alerts, alert)
			}
		}
	}
	require.Equal(t, []*types.EventFloorReached{{Organisation: 3, Operator: c.seats[2].Operator, Active: 4, Floor: 4}}, alerts)
}

// A jailed seat may change a lost key and comes back with the new one.
func TestJailedSeatChangesItsKey(t *testing.T) {
	c := newChain(t, 5).start(t)
	require.Len(t, c.blocksUntilUpdate(t, 50, map[int]bool{3: true}), 1)
	key := c.key("found")
	c.next(t, 1)
	c.next(t, 1)
	require.NoError(t, c.rotate(t, 3, key))
	require.Empty(t, c.endBlock(t))
	c.ctx = c.ctx.WithBlockTime(c.ctx.BlockTime().Add(time.Hour))
	c.votes(t, false)
	require.NoError(t, c.unjail(3))
	require.Equal(t, []abci.ValidatorUpdate{abci.Ed25519ValidatorUpdate(key, 1)}, c.endBlock(t))
	c.votes(t, false)
	require.Empty(t, c.endBlock(t))
	c.votes(t, true, key)
	require.Equal(t, int64(1), c.record(t, key).MissedBlocksCounter)
}
