package keeper_test

import (
	"testing"

	"cosmossdk.io/log/v2"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/runtime"
	storev2 "github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

const benchRecords = 100_000

// BenchmarkPayout pays 10⁵ records month after month by block work through the real multistore, commits included.
func BenchmarkPayout(b *testing.B) {
	b.Run("block=10000", func(b *testing.B) { benchPayout(b, 10_000) })
	b.Run("block=50000", func(b *testing.B) { benchPayout(b, 50_000) })
}

func benchPayout(b *testing.B, perBlock uint32) {
	cold, hot := storetypes.NewKVStoreKey(types.StoreKey), storetypes.NewKVStoreKey(types.RollStoreKey)
	db := dbm.NewMemDB()
	cms := storev2.NewCommitMultiStore(db, log.NewNopLogger())
	cms.SetIAVLCacheSize(4 * benchRecords)
	cms.SetIAVLDisableFastNode(true)
	cms.MountStoreWithDB(cold, storetypes.StoreTypeIAVL, nil)
	cms.MountStoreWithDB(hot, storetypes.StoreTypeIAVL, nil)
	require.NoError(b, cms.LoadLatestVersion())
	e := newEnvOn(b, runtime.NewKVStoreService(cold), runtime.NewKVStoreService(hot))
	e.bank.mint(types.TreasuryAddress(2), 1<<40)
	block := func(work func()) {
		ms := cms.CacheMultiStore()
		e.ctx = sdk.NewContext(ms, cmtproto.Header{}, false, log.NewNopLogger())
		work()
		ms.Write()
		cms.Commit()
	}
	block(func() { require.NoError(b, e.keeper.InitGenesis(e.ctx, benchGenesis(b, perBlock))) })

	b.ReportAllocs()
	b.ResetTimer()
	payouts, month := 0, jan
	for left := uint32(0); payouts < b.N; left -= perBlock {
		block(func() {
			if left == 0 {
				e.authorised(month, 1)
				left, month = benchRecords, month+1
			}
			require.NoError(b, e.keeper.EndBlock(e.ctx))
		})
		payouts += int(perBlock)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(payouts), "ns/payout")
	b.ReportMetric(float64(payouts)/b.Elapsed().Seconds(), "payouts/s")
}

// benchGenesis is the test world with a full roll of one fen a month for a hundred years.
func benchGenesis(b *testing.B, perBlock uint32) types.GenesisState {
	e := newEnv(b)
	e.world()
	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(b, err)
	gs.Params = types.Params{MaxPayoutsPerBlock: perBlock, ChunkSlots: 1_000}
	until := uint32(jan) + types.MaxSchedulePeriods
	gs.Rolls[0].NextSlot = benchRecords + 1
	gs.Ledgers = nil
	for year := uint32(2024); year < 2124; year++ {
		gs.Ledgers = append(gs.Ledgers, types.Ledger{Node: 2, Year: year, Own: 12 * benchRecords, Reserved: 12 * benchRecords})
	}
	gs.Deltas = []types.Delta{
		{Roll: 1, Period: uint32(jan), Count: benchRecords, Amount: benchRecords, Persons: benchRecords},
		{Roll: 1, Period: until, Count: -benchRecords, Amount: -benchRecords, Persons: -benchRecords},
	}
	for slot := uint32(1); slot <= benchRecords; slot++ {
		id := uint64(types.NewGrantID(1, slot))
		ref, _ := e.person(slot)
		gs.Records = append(gs.Records, types.RollRecord{Roll: 1, Slot: slot, Grant: id, Amount: 1, NextPeriod: until})
		gs.Grants = append(gs.Grants, types.Grant{
			Id: id, Programme: 1, Payee: ref, Persons: 1, Roll: 1, Slot: slot, FromPeriod: uint32(jan), UntilPeriod: until,
			Status: types.GRANT_STATUS_ACTIVE,
		})
	}
	return *gs
}
