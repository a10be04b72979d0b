package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cosmossdk.io/log/v2"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/spf13/cobra"
)

// errAuditFailed says that at least one invariant is broken.
var errAuditFailed = errors.New("the audit found broken invariants")

func auditCommand() *cobra.Command {
	var output outputFlag
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Check every invariant over a stopped node's state",
		Long: "Recomputes every invariant over the latest state in the home directory. Stop the node first, or audit a copy of its data.\n" +
			"The numbers are those of the rules in docs/invariants.md.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := output.check(); err != nil {
				return err
			}
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
			broken, found := 0, table{columns: []string{"state", "invariant", "rules", "says"}}
			for _, i := range a.Invariants() {
				result, says := "holds", i.Holds
				if err := i.Check(state); err != nil {
					broken++
					result, says = "BROKEN", err.Error()
				}
				found.rows = append(found.rows, []string{result, i.Name, strings.Trim(strings.ReplaceAll(fmt.Sprint(i.Rules), " ", ", "), "[]"), says})
			}
			if err := output.write(cmd.OutOrStdout(), found); err != nil {
				return err
			}
			if broken > 0 {
				return fmt.Errorf("%w: %d at height %d", errAuditFailed, broken, a.LastBlockHeight())
			}
			if output != "table" {
				return nil
			}
			fmt.Fprintf(cmd.OutOrStdout(), "All invariants hold at height %d.\n", a.LastBlockHeight())
			return nil
		},
	}
	output.add(cmd)
	return cmd
}
