package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/doctor"
	"github.com/reliefchain/relief/cmd/reliefd/node"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// errUnhealthy says that the doctor found something that can't stay.
var errUnhealthy = errors.New("this node needs attention")

// wouldStart says why the start guard of a stopped node would refuse, or nil.
func wouldStart(c *cmtcfg.Config) error {
	if _, err := os.Stat(filepath.Join(c.DBDir(), "blockstore.db")); err != nil {
		return nil //nolint:nilerr // the node hasn't run: there is nothing to compare with, and nothing should be made
	}
	facts, err := node.Inspect(c)
	if err != nil {
		return err
	}
	return node.Check(facts)
}

func doctorCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check a node, running or stopped, and say what to do",
		Long: `Checks settings, pruning against snapshots, keys, sign state, disk, descriptors, ports, TLS, peers, clock, blocks, version,
planned upgrade and share of the tag key of the node in the home directory, running or stopped. Other nodes, named with --server, show whether its clock, blocks and
version agree.

Each finding is ok, warn or fail, and says what to do. The exit code is 1 when anything fails.`,
		Example: "  reliefd doctor --server http://sentry.beijing.example:26657 --server http://sentry.fujian.example:26657",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s := server.GetServerContextFromCmd(cmd)
			settings, err := nodeconfig.ReadApp(s.Viper)
			if err != nil {
				return err
			}
			servers, _ := cmd.Flags().GetStringSlice("server")
			if len(servers) == 0 {
				servers = s.Config.StateSync.RPCServers
			}
			findings := doctor.Examine(doctor.Collect(cmd.Context(), nodeconfig.Config{Comet: s.Config, App: settings}, doctor.Options{
				Servers: servers, Guard: func() error { return wouldStart(s.Config) },
				Planned: func() (string, int64) {
					stored, err := readState(s.Config.DBDir())
					if err != nil {
						return "", 0 // it hasn't run, or it runs and doesn't answer
					}
					return stored.Plan.Name, stored.Plan.Height
				},
				Makes: makesLast, Tags: func(ctx context.Context) doctor.Tags { return lookAtShares(ctx, a, s.Config, settings) },
			}))
			if asJSON, _ := cmd.Flags().GetBool("json"); asJSON {
				err = printJSON(cmd, findings)
			} else {
				doctor.Print(cmd.OutOrStdout(), findings)
			}
			if n := doctor.Failures(findings); err == nil && n > 0 {
				err = fmt.Errorf("%w: %d of its checks failed", errUnhealthy, n)
			}
			return err
		},
	}
	cmd.Flags().StringSlice("server", nil, "RPC address of another node to compare with; repeat it. Default: rpc_servers under [statesync]")
	cmd.Flags().Bool("json", false, "print findings as JSON")
	return cmd
}
