package main

import (
	"fmt"

	"github.com/cosmos/cosmos-sdk/server"
	"github.com/spf13/cobra"
)

// startError is a node that didn't start for a reason without an exit code of its own, damaged files among them.
type startError struct {
	err  error
	home string
}

// Error implements error.
func (e *startError) Error() string { return e.err.Error() + "\n" + wayOut(e.home) }

// Unwrap gives the reason.
func (e *startError) Unwrap() error { return e.err }

// wayOut says what to do about files that are damaged.
func wayOut(home string) string {
	return fmt.Sprintf("If files in %[1]s/data are damaged: keep priv_validator_state.json, remove the rest of that directory, "+
		"set [statesync] in %[1]s/config/config.toml and run \"reliefd start --home %[1]s\" again; docs/operations/faults.md tells it step by step.", home)
}

// explainStart makes the start command say the way out.
func explainStart(root *cobra.Command) error {
	start, _, err := root.Find([]string{"start"})
	if err != nil {
		return err
	}
	run := start.RunE
	start.RunE = func(cmd *cobra.Command, args []string) error {
		home := server.GetServerContextFromCmd(cmd).Config.RootDir
		whole := false
		defer func() { // stores panic over a table that they can't read
			if !whole {
				fmt.Fprintln(cmd.ErrOrStderr(), wayOut(home))
			}
		}()
		err := run(cmd, args)
		whole = true
		if err == nil || exitCode(err) != 1 {
			return err
		}
		return &startError{err, home}
	}
	return nil
}
