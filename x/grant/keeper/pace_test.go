package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

// The provinces bound the pace; a run goes faster while blocks come in time, slower when they don't, and an export keeps the pace.
func TestRunsGoAtThePaceOfBlocks(t *testing.T) {
	e, roll := world(t)
	for n := range uint32(40) {
		e.award(roll, n, schedule(jan+1, from(jan, 100)))
	}
	params := types.Params{MaxPayoutsPerBlock: 9, MinPayoutsPerBlock: 2, ChunkSlots: 3, BlockMillis: 2_000}
	fails(e, e.msg.UpdateParams, &types.MsgUpdateParams{Signer: e.programmer, Params: params}, errDenied)
	bad := params
	bad.MinPayoutsPerBlock = 10
	fails(e, e.msg.UpdateParams, &types.MsgUpdateParams{Signer: e.provinces, Params: bad}, types.ErrParamsInvalid)
	ok(e, e.msg.UpdateParams, &types.MsgUpdateParams{Signer: e.provinces, Params: params})
	id := e.authorised(jan, roll)

	var visited []uint32
	before := uint32(types.FirstSlot)
	for _, took := range []time.Duration{0, time.Second, time.Second, time.Second, 3 * time.Second, time.Second} {
		e.ctx = e.ctx.WithBlockHeight(e.ctx.BlockHeight() + 1).WithBlockTime(e.ctx.BlockTime().Add(took))
		require.NoError(t, e.keeper.EndBlock(e.ctx))
		now := e.run(id).CursorSlot
		visited, before = append(visited, now-before), now
	}
	require.Equal(t, []uint32{2, 3, 4, 6, 3, 4}, visited)

	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	require.Equal(t, types.Pace{Slots: 4, Spent: true, Height: e.ctx.BlockHeight(), UnixMillis: e.ctx.BlockTime().UnixMilli()}, gs.Pace)
}
