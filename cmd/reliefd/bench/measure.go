package bench

import (
	"context"
	"fmt"
	"os"
	"slices"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
)

// Options say what to measure.
type Options struct {
	// Dir is a directory on the disk that the node's data will be on. What is written there is removed again.
	Dir string
	// Grants on the roll that is paid.
	Grants uint32
	// Settings of a node, as app.toml has them.
	Settings servertypes.AppOptions
	// Step is told whenever one of Steps is done.
	Step func()
}

// Steps is how many steps a measurement has.
const Steps = 3 + periods

// Measure measures this machine. It takes some ten seconds for a million grants.
func Measure(ctx context.Context, o Options) (f Figures, err error) {
	m := ThisMachine()
	f = Figures{Cores: m.Cores, Memory: m.bytes(), Free: free(o.Dir)}
	dir, err := os.MkdirTemp(o.Dir, "relief-bench-")
	if err != nil {
		return Figures{}, fmt.Errorf("make a directory to measure in: %w", err)
	}
	defer os.RemoveAll(dir)
	if f.Sync, f.SyncP99, err = syncTimes(ctx, dir); err != nil {
		return Figures{}, fmt.Errorf("measure the disk: %w", err)
	}
	o.Step()
	if f.Signatures, err = signatures(); err != nil {
		return Figures{}, fmt.Errorf("measure signatures: %w", err)
	}
	o.Step()
	rates, cpu, err := payouts(ctx, dir, o.Settings, o.Grants, o.Step)
	if err != nil {
		return Figures{}, fmt.Errorf("measure payouts: %w", err)
	}
	slices.Sort(rates)
	slices.Sort(cpu)
	f.Payouts, f.PayoutCPU = rates[len(rates)/2], cpu[len(cpu)/2]
	return f, nil
}
