package keeper_test

import (
	"bytes"
	"encoding/hex"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

func TestWithdraw(t *testing.T) {
	e, roll := world(t)
	id := e.award(roll, 1, schedule(jan+2, from(jan, 500)))
	_, holder := e.person(1)
	_, stranger := e.person(2)
	e.paid(jan, roll)
	pool := string(types.PoolAddress(1))
	e.bank.balances[pool] = e.bank.balances[pool].Add(sdk.NewInt64Coin("uhkd/gamma", 1<<40))
	tests := []struct {
		name   string
		change func(*types.MsgWithdraw)
		want   error
	}{
		{name: "stranger", change: func(m *types.MsgWithdraw) { m.Signer = stranger }, want: types.ErrNotPayee},
		{name: "officer", change: func(m *types.MsgWithdraw) { m.Signer = e.approver }, want: types.ErrNotPayee},
		{name: "too much", change: func(m *types.MsgWithdraw) { m.Amount = 501 }, want: types.ErrBalanceTooSmall},
		{name: "coin not there", change: func(m *types.MsgWithdraw) { m.Denom = "ucny/beta" }, want: types.ErrPoolLacksCoin},
		{name: "other currency", change: func(m *types.MsgWithdraw) { m.Denom = "uhkd/gamma" }, want: types.ErrCurrencyDiffers},
		{name: "unknown grant", change: func(m *types.MsgWithdraw) { m.Grant++ }, want: types.ErrGrantUnknown},
		{name: "nothing", change: func(m *types.MsgWithdraw) { m.Amount = 0 }, want: types.ErrInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			msg := &types.MsgWithdraw{Signer: holder, Grant: uint64(id), Amount: 200, Denom: denom}
			tc.change(msg)
			fails(e, e.msg.Withdraw, msg, tc.want)
		})
	}
	res := ok(e, e.msg.Withdraw, &types.MsgWithdraw{Signer: holder, Grant: uint64(id), Amount: 200, Denom: denom})
	require.Equal(t, uint64(300), res.Balance)
	require.Equal(t, &types.EventWithdrawn{Grant: uint64(id), Coins: "2000000" + denom}, e.lastEvent())
	account, err := e.deps.Address.StringToBytes(holder)
	require.NoError(t, err)
	require.Equal(t, int64(200), e.bank.fen(account))
	e.invariants()
}

func TestPaymentIsProvable(t *testing.T) {
	e, roll := world(t)
	for n := range uint32(7) {
		e.award(roll, n, schedule(jan+3, from(jan+types.Period(n%2), 100+uint64(n))))
	}
	run := e.paid(jan, roll)
	for slot := uint32(1); slot <= 7; slot++ {
		req := &types.QueryPaymentRequest{Grant: uint64(types.NewGrantID(roll, slot)), Period: uint32(jan)}
		res, err := e.query.Payment(e.ctx, req)
		if slot%2 == 0 {
			require.ErrorIs(t, err, types.ErrPaymentUnknown)
			continue
		}
		require.NoError(t, err)
		leaf, err := types.DecodeLeaf(res.Leaf)
		require.NoError(t, err)
		require.Equal(t, types.Leaf{
			Run: run.Id, Grant: types.NewGrantID(roll, slot), Amount: 99 + uint64(slot), Roll: roll, Slot: slot, Period: jan, Kind: types.LeafPaid,
		}, leaf)
		require.NoError(t, types.VerifyPath(res.Chunk.Chunk.Root, res.Chunk.Chunk.Leaves, res.Index, res.Leaf, res.Path))
		value, err := e.cold.OpenKVStore(e.ctx).Get(types.ChunkKey(res.Chunk.Run, res.Chunk.Roll, res.Chunk.FirstSlot))
		require.NoError(t, err)
		var chunk types.Chunk
		require.NoError(t, chunk.Unmarshal(value))
		require.Equal(t, res.Chunk.Chunk, chunk)
	}
	require.Equal(t, "20"+"0000000000000001"+"00000001"+"00000004", hex.EncodeToString(types.ChunkKey(1, 1, 4)))
	require.Equal(t, types.ChunkPrefix.Bytes(), types.ChunkKey(1, 1, 4)[:1])

	req := &types.QueryPaymentRequest{Grant: uint64(types.NewGrantID(roll, 1)), Period: uint32(jan)}
	key := string(types.ChunkKey(1, roll, 1))
	leaves := e.receipts.chunks[key]
	e.receipts.chunks[key] = bytes.Repeat([]byte{1}, len(leaves))
	_, err := e.query.Payment(e.ctx, req)
	require.ErrorIs(t, err, types.ErrReceiptLogBroken)
	delete(e.receipts.chunks, key)
	_, err = e.query.Payment(e.ctx, req)
	require.ErrorIs(t, err, types.ErrReceiptUnavailable)
	req.Period++
	_, err = e.query.Payment(e.ctx, req)
	require.ErrorIs(t, err, types.ErrRunUnknown)
}

func TestRecordsPage(t *testing.T) {
	e, roll := world(t)
	for n := range uint32(5) {
		e.award(roll, n, schedule(jan+1, from(jan, 1)))
	}
	var slots []uint32
	for next := uint32(0); ; {
		res, err := e.query.Records(e.ctx, &types.QueryRecordsRequest{Roll: roll, FromSlot: next, Limit: 2})
		require.NoError(t, err)
		for _, record := range res.Records {
			slots = append(slots, record.Slot)
		}
		if next = res.NextSlot; next == 0 {
			break
		}
	}
	require.Equal(t, []uint32{1, 2, 3, 4, 5}, slots)
}

func TestIdleBlockTouchesNothing(t *testing.T) {
	e, roll := world(t)
	e.award(roll, 1, schedule(jan+1, from(jan, 1)))
	before, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	gas := e.ctx.GasMeter().GasConsumed()
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	require.Less(t, e.ctx.GasMeter().GasConsumed()-gas, uint64(200)) // two iterators, one of which stands at a deadline to come
	after, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestGenesisRoundTrip(t *testing.T) {
	e, roll := world(t)
	r := newRegister(t, nil)
	ok(e, e.msg.SetStandard, &types.MsgSetStandard{
		Signer: e.programmer, Standard: types.Standard{Programme: 1, Area: "35", FromPeriod: uint32(jan), Amount: 1000},
	})
	for n := range uint32(20) {
		e.award(roll, n, schedule(jan+9, from(jan, 100), from(jan+2, 50)))
	}
	ok(e, e.msg.Suspend, &types.MsgSuspend{Signer: e.approver, Grant: uint64(types.NewGrantID(roll, 2)), Reason: types.REASON_INQUIRY})
	e.paid(jan, roll)
	other := e.openRoll("350526")
	ok(e, e.msg.OpenImport, r.open(e, other))
	ok(e, e.msg.LoadChunk, r.load(e, 0))
	id := e.authorised(jan+1, roll)
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	require.Equal(t, types.RUN_STATUS_EXECUTING, e.run(id).Status)
	exported, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)

	again := newEnv(t)
	again.bank, again.register, again.authority = e.bank, e.register, e.authority
	require.NoError(t, again.keeper.InitGenesis(again.ctx, *exported))
	back, err := again.keeper.ExportGenesis(again.ctx)
	require.NoError(t, err)
	require.Equal(t, exported, back)
	for range 3 {
		require.NoError(t, again.keeper.EndBlock(again.ctx))
	}
	require.Equal(t, types.RUN_STATUS_DONE, again.run(id).Status)
}
