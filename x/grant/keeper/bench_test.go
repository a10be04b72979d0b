package keeper_test

import (
	"testing"
	"time"

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

// BenchmarkTopUp pays 10⁵ records and tops them up, in turn, and tells what a slot of a top-up costs in slots of a month.
func BenchmarkTopUp(b *testing.B) {
	const perBlock = 20_000
	e, block := benchChain(b, perBlock)
	var months, topUps time.Duration
	finish := func(start func()) time.Duration {
		began := time.Now()
		for left := benchRecords; left > 0; left -= perBlock {
			block(func() {
				if left == benchRecords {
					start()
				}
				require.NoError(b, e.keeper.EndBlock(e.ctx))
			})
		}
		return time.Since(began)
	}
	b.ResetTimer()
	slots := 0
	for month := jan; slots < b.N; month++ {
		months += finish(func() { e.authorised(month, 1) })
		topUps += finish(func() { e.topUpAuthorised(month, 1, 1) })
		slots += benchRecords
	}
	b.StopTimer()
	b.ReportMetric(float64(months.Nanoseconds())/float64(slots), "ns/month-slot")
	b.ReportMetric(float64(topUps.Nanoseconds())/float64(slots), "ns/top-up-slot")
	b.ReportMetric(float64(topUps)/float64(months), "top-up/month")
}

// benchChain is the module with a full roll over the real multistore, and what makes a block of it.
func benchChain(b *testing.B, perBlock uint32) (*env, func(work func())) {
	b.Helper()
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
	return e, block
}

func benchPayout(b *testing.B, perBlock uint32) {
	e, block := benchChain(b, perBlock)
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
		gs.Ledgers = append(gs.Ledgers, types.Ledger{Node: 2, Year: year, Own: 24 * benchRecords, Reserved: 12 * benchRecords})
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
