package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"cosmossdk.io/log/v2"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/spf13/cobra"
)

// errAuditFailed says that at least one invariant is broken.
var errAuditFailed = errors.New("the audit found broken invariants")

func auditCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "audit",
		Short: "Check every invariant over a stopped node's state",
		Long:  "Recomputes every invariant over the latest state in the home directory. Stop the node first, or audit a copy of its data.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := server.GetServerContextFromCmd(cmd)
			data := filepath.Join(ctx.Config.RootDir, "data")
			if _, err := os.Stat(filepath.Join(data, "application.db")); err != nil {
				return fmt.Errorf("find the state (has the node run with --home %s?): %w", ctx.Config.RootDir, err)
			}
			db, err := dbm.NewDB("application", server.GetAppDBBackend(ctx.Viper), data)
			if err != nil {
				return fmt.Errorf("open the state (is the node still running?): %w", err)
			}
			defer closeQuietly(db)
			a, err := openNode(log.NewNopLogger(), db, ctx.Viper)
			if err != nil {
				return err
			}
			defer closeQuietly(a)
			state := a.NewContextLegacy(true, cmtproto.Header{Height: a.LastBlockHeight()})
			broken := 0
			for _, i := range a.Invariants() {
				if err := i.Check(state); err != nil {
					broken++
					fmt.Fprintf(cmd.OutOrStdout(), "BROKEN  %s: %v\n", i.Name, err)
					continue
				}
				fmt.Fprintf(cmd.OutOrStdout(), "holds   %s\n", i.Name)
			}
			if broken > 0 {
				return fmt.Errorf("%w: %d at height %d", errAuditFailed, broken, a.LastBlockHeight())
			}
			fmt.Fprintf(cmd.OutOrStdout(), "All invariants hold at height %d.\n", a.LastBlockHeight())
			return nil
		},
	}
}
