package keeper_test

import (
	"context"
	"testing"
	"time"

	"cosmossdk.io/core/store"
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
	e, _, block := benchStores(b)
	block(func() { require.NoError(b, e.keeper.InitGenesis(e.ctx, benchGenesis(b, perBlock))) })
	return e, block
}

// benchStores is the module without a genesis over the real multistore, what is written through it, and what makes a block of it.
func benchStores(b *testing.B) (*env, *counted, func(work func())) {
	b.Helper()
	cold, hot := storetypes.NewKVStoreKey(types.StoreKey), storetypes.NewKVStoreKey(types.RollStoreKey)
	db := dbm.NewMemDB()
	cms := storev2.NewCommitMultiStore(db, log.NewNopLogger())
	cms.SetIAVLCacheSize(4 * benchRecords)
	cms.SetIAVLDisableFastNode(true)
	cms.MountStoreWithDB(cold, storetypes.StoreTypeIAVL, nil)
	cms.MountStoreWithDB(hot, storetypes.StoreTypeIAVL, nil)
	require.NoError(b, cms.LoadLatestVersion())
	total := &counted{}
	e := newEnvOn(b, countedService{runtime.NewKVStoreService(cold), total}, countedService{runtime.NewKVStoreService(hot), total})
	e.bank.mint(types.TreasuryAddress(2), 1<<40)
	block := func(work func()) {
		ms := cms.CacheMultiStore()
		e.ctx = sdk.NewContext(ms, cmtproto.Header{Time: time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)}, false, log.NewNopLogger())
		work()
		ms.Write()
		cms.Commit()
	}
	return e, total, block
}

// counted is what was written through stores.
type counted struct{ writes, bytes int }

// add adds what was written between two moments.
func (c *counted) add(before, after counted) {
	c.writes, c.bytes = c.writes+after.writes-before.writes, c.bytes+after.bytes-before.bytes
}

type countedService struct {
	store.KVStoreService
	total *counted
}

func (s countedService) OpenKVStore(ctx context.Context) store.KVStore {
	return countedStore{s.KVStoreService.OpenKVStore(ctx), s.total}
}

type countedStore struct {
	store.KVStore
	total *counted
}

func (s countedStore) Set(key, value []byte) error {
	s.total.writes, s.total.bytes = s.total.writes+1, s.total.bytes+len(key)+len(value)
	return s.KVStore.Set(key, value)
}

func (s countedStore) Delete(key []byte) error {
	s.total.writes, s.total.bytes = s.total.writes+1, s.total.bytes+len(key)
	return s.KVStore.Delete(key)
}

// BenchmarkApplication takes applications from the window to the published decision, step by step in messages of a hundred cases and a block each, and
// tells what one writes into the two stores: all of it, and the approval that opens the grant. Sets and deletes of the keeper are counted, those
// that one message takes back itself included.
func BenchmarkApplication(b *testing.B) {
	e, total, block := benchStores(b)
	var roll uint32
	block(func() {
		require.NoError(b, e.keeper.InitGenesis(e.ctx, *types.DefaultGenesis()))
		roll = e.world()
		terms := types.DefaultTerms()
		terms.NoticeDays = 0
		ok(e, e.msg.ReviseProgramme, &types.MsgReviseProgramme{Signer: e.provinces, Programme: 1, Terms: terms})
	})
	var all, approvals counted
	done, next := 0, uint32(0)
	b.ResetTimer()
	for ; done < b.N; done += types.MaxBatch {
		ids := make([]uint64, types.MaxBatch)
		triages, reviews := make([]types.Triage, len(ids)), make([]types.Review, len(ids))
		verdicts, publications := make([]types.Verdict, len(ids)), make([]types.Publication, len(ids))
		began := *total
		block(func() {
			for n := range ids {
				next++
				ref, _ := e.person(next)
				ids[n] = ok(e, e.msg.SubmitApplication, &types.MsgSubmitApplication{
					Signer: e.intake, Roll: roll, Payee: ref, Coverage: types.COVERAGE_HOUSEHOLD, FileHash: make([]byte, 32),
				}).Application
				s := schedule(jan+2, from(jan+1, 1))
				triages[n] = types.Triage{Application: ids[n], Act: types.ACT_KIND_ACCEPT}
				reviews[n] = types.Review{
					Application: ids[n], Opinion: types.Opinion{Approve: true, Persons: 1, Schedule: &s}, DocumentHash: make([]byte, 32),
				}
				verdicts[n] = types.Verdict{Application: ids[n], Act: types.ACT_KIND_APPROVE}
				publications[n] = types.Publication{Application: ids[n], DocumentHash: make([]byte, 32)}
			}
		})
		block(func() {
			ok(e, e.msg.TriageApplications, &types.MsgTriageApplications{Signer: e.intake, Triages: triages})
		})
		block(func() {
			ok(e, e.msg.CheckApplications, &types.MsgCheckApplications{Signer: e.reviewer, Applications: ids})
		})
		block(func() {
			ok(e, e.msg.ReviewApplications, &types.MsgReviewApplications{Signer: e.reviewer, Reviews: reviews})
		})
		approving := *total
		block(func() {
			for _, r := range ok(e, e.msg.DecideApplications, &types.MsgDecideApplications{Signer: e.approver, Verdicts: verdicts}).Results {
				require.NotZero(b, r.Grant)
			}
		})
		approvals.add(approving, *total)
		block(func() {
			ok(e, e.msg.PublishDecisions, &types.MsgPublishDecisions{Signer: e.intake, Publications: publications})
		})
		all.add(began, *total)
	}
	b.StopTimer()
	for _, metric := range []struct {
		of   int
		unit string
	}{
		{int(b.Elapsed().Microseconds()), "µs/application"},
		{all.writes, "writes/application"},
		{all.bytes, "bytes/application"},
		{approvals.writes, "writes/approval"},
		{approvals.bytes, "bytes/approval"},
	} {
		b.ReportMetric(float64(metric.of)/float64(done), metric.unit)
	}
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
	gs.Params = types.Params{MaxPayoutsPerBlock: perBlock, MinPayoutsPerBlock: perBlock, ChunkSlots: 1_000}
	until := uint32(jan) + types.MaxSchedulePeriods
	gs.Rolls[0].NextSlot, gs.Rolls[0].ReservedYear, gs.Deadlines = benchRecords+1, 2123, nil
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
