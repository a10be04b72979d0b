package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/reliefchain/relief/cmd/reliefd/bench"
	"github.com/reliefchain/relief/cmd/reliefd/doctor"
)

// errTooSmall says that a machine lacks what a validator can't do without.
var errTooSmall = errors.New("this machine is too small for a validator")

// Bounds of the grants that the benchmark pays.
const (
	benchGrants      = 1_000_000
	benchGrantsLeast = 1_000
	benchGrantsMost  = 20_000_000
)

func benchCommand() *cobra.Command {
	var (
		dir    string
		grants uint32
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure this machine against the recommended profile of a validator",
		Long: `Measures how fast the disk keeps what it is given, how fast the processor checks signatures, and how many grants a second the
node pays: the real state machine on a real database in a temporary directory, without consensus, for six months, the first of which
doesn't count. Nothing else should run meanwhile, not even a node.

Each finding is ok, warn below the recommended profile, or fail below what a validator needs. The exit code is 1 when anything fails.`,
		Example:     "  reliefd bench\n  reliefd bench --dir /var/lib/relief --grants 10000000",
		Args:        cobra.NoArgs,
		Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if grants < benchGrantsLeast || grants > benchGrantsMost {
				return fmt.Errorf("--grants %d: from %d to %d can be paid", grants, benchGrantsLeast, benchGrantsMost)
			}
			if info, err := os.Stat(dir); err != nil || !info.IsDir() {
				return fmt.Errorf("--dir %q is no directory: name one on the disk that the node's data will be on", dir)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			bar := newProgress("measuring", bench.Steps)
			figures, err := bench.Measure(ctx, bench.Options{Dir: dir, Grants: grants, Settings: benchSettings(appConfig()), Step: func() { _ = bar.Add(1) }})
			if err != nil {
				return err
			}
			_ = bar.Finish()
			findings := bench.Judge(figures)
			if asJSON {
				err = printJSON(cmd, benchReport{bench.ThisMachine(), figures, findings, bench.Verdict(findings)})
			} else {
				fmt.Fprintln(cmd.OutOrStdout(), bench.ThisMachine())
				doctor.Print(cmd.OutOrStdout(), findings)
				fmt.Fprintln(cmd.OutOrStdout(), bench.Verdict(findings))
			}
			if doctor.Failures(findings) > 0 {
				err = errors.Join(err, errTooSmall)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", ".", "directory on the disk to measure; what is written there is removed again")
	cmd.Flags().Uint32Var(&grants, "grants", benchGrants, "number of grants to pay each month")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print machine, figures, findings and verdict as JSON")
	return cmd
}

// benchReport is what programs read.
type benchReport struct {
	Machine  bench.Machine    `json:"machine"`
	Figures  bench.Figures    `json:"figures"`
	Findings []doctor.Finding `json:"findings"`
	Verdict  string           `json:"verdict"`
}

// benchSettings are the settings of app.toml that a payroll depends on.
func benchSettings(c *serverconfig.Config) *viper.Viper {
	v := viper.New()
	for key, value := range map[string]any{
		flags.FlagChainID: "relief-bench", server.FlagPruning: c.Pruning, server.FlagPruningKeepRecent: c.PruningKeepRecent,
		server.FlagPruningInterval: c.PruningInterval, server.FlagDisableIAVLFastNode: c.IAVLDisableFastNode, server.FlagIAVLCacheSize: c.IAVLCacheSize,
		server.FlagInterBlockCache: c.InterBlockCache, server.FlagMempoolMaxTxs: -1,
	} {
		v.Set(key, value)
	}
	return v
}
