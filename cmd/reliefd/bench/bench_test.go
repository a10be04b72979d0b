package bench_test

import (
	"context"
	"os"
	"testing"
	"time"

	pruningtypes "github.com/cosmos/cosmos-sdk/store/v2/pruning/types"
	"github.com/spf13/viper"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/bench"
	"github.com/reliefchain/relief/cmd/reliefd/doctor"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// good is a machine at the edge of the recommended profile.
func good() bench.Figures {
	return bench.Figures{
		Cores: 2, Memory: 15 << 30, Free: 200 << 30, Sync: time.Millisecond, SyncP99: 10 * time.Millisecond, Signatures: 5_000, Payouts: 200_000,
		PayoutCPU: 4 * time.Microsecond,
	}
}

func TestJudge(t *testing.T) {
	for _, tc := range []struct {
		name    string
		change  func(*bench.Figures)
		check   string
		level   doctor.Level
		verdict string
	}{
		{name: "the recommended profile", change: func(*bench.Figures) {}, verdict: "meets"},
		{name: "a core", change: func(f *bench.Figures) { f.Cores = 1 }, check: "cores", level: doctor.Fail, verdict: "too small"},
		{name: "half the memory", change: func(f *bench.Figures) { f.Memory = 8 << 30 }, check: "memory", level: doctor.Warn, verdict: "below"},
		{name: "unknown memory", change: func(f *bench.Figures) { f.Memory = 0 }, check: "memory", level: doctor.Fail, verdict: "too small"},
		{name: "a full disk", change: func(f *bench.Figures) { f.Free = 1 << 30 }, check: "disk", level: doctor.Fail, verdict: "too small"},
		{name: "a spinning disk", change: func(f *bench.Figures) { f.SyncP99 = 12 * time.Millisecond }, check: "sync", level: doctor.Warn, verdict: "below"},
		{name: "a network disk", change: func(f *bench.Figures) { f.SyncP99 = time.Second }, check: "sync", level: doctor.Fail, verdict: "too small"},
		{name: "without libsecp256k1", change: func(f *bench.Figures) { f.Signatures = 3_500 }, check: "signatures", level: doctor.Warn, verdict: "below"},
		{name: "a busy machine", change: func(f *bench.Figures) { f.Payouts = 49_999 }, check: "payouts", level: doctor.Fail, verdict: "too small"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := good()
			tc.change(&f)
			findings := bench.Judge(f)
			require.Contains(t, bench.Verdict(findings), tc.verdict)
			for _, found := range findings {
				want := doctor.OK
				if found.Check == tc.check {
					want = tc.level
				}
				require.Equal(t, want, found.Level, found.Check)
				require.Equal(t, want != doctor.OK, found.Do != "", found.Check)
			}
		})
	}
}

func TestMeasure(t *testing.T) {
	app.SetAddressPrefixes()
	dir, steps := t.TempDir(), 0
	t.Chdir(dir)
	settings := viper.New()
	settings.Set("pruning", pruningtypes.PruningOptionNothing)
	settings.Set("chain-id", "relief-bench")
	o := bench.Options{Dir: dir, Grants: 1_000, Settings: settings, Step: func() { steps++ }}
	f, err := bench.Measure(t.Context(), o)
	require.NoError(t, err)
	require.Positive(t, f.Sync)
	require.GreaterOrEqual(t, f.SyncP99, f.Sync)
	require.Positive(t, f.Signatures)
	require.Positive(t, f.Payouts)
	require.Positive(t, f.PayoutCPU)
	require.Equal(t, bench.Steps, steps)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)

	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, err = bench.Measure(stopped, o)
	require.ErrorIs(t, err, context.Canceled)
	left, err = os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestPages(t *testing.T) {
	slots := uint32(granttypes.FirstSlot)
	var starts []uint32
	for start, page := range bench.Pages(2*granttypes.PageSlots, func(slot uint32) granttypes.Record {
		require.Equal(t, slots, slot)
		slots++
		return granttypes.Record{Grant: granttypes.NewGrantID(1, slot), Amount: uint64(slot), NextPeriod: 1}
	}) {
		require.NotEmpty(t, page)
		starts = append(starts, start)
	}
	require.Equal(t, []uint32{0, granttypes.PageSlots, 2 * granttypes.PageSlots}, starts)
	require.Equal(t, uint32(2*granttypes.PageSlots+1), slots)
}
