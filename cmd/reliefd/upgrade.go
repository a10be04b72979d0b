package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/baseapp"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/syndtr/goleveldb/leveldb/opt"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/app/nodeprofile"
	"github.com/reliefchain/relief/cmd/reliefd/rehearse"
)

// errUnknownUpgrade says that this program doesn't make an upgrade.
var errUnknownUpgrade = errors.New("this version of reliefd doesn't make that upgrade")

// stateDir is where the database of the state keeps its files.
const stateDir = "application.db"

// upgradeCommand makes "upgrade".
func upgradeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "upgrade", Short: "Rehearse upgrades and see which were made",
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(rehearseCommand(), upgradeListCommand())
	return cmd
}

func rehearseCommand() *cobra.Command {
	var workDir string
	var blocks int
	var keep, noExport bool
	cmd := &cobra.Command{
		Use:   "rehearse [NAME]",
		Short: "Make an upgrade on a copy of a stopped node's state",
		Long: `Copies the state in the home directory, makes the upgrade on the copy as a node does at the height of the plan, makes some blocks,
checks every invariant, exports the state, and opens the copy once more. The home itself is only read.

Run it with the version that makes the upgrade, on a stopped node that the version before has run, or on a copy of such a
node's home. It makes the last upgrade of this version, and with it those before that the state lacks; a name only checks that it
is the one you mean.

Exit code 0 says that the upgrade can be made on this state, 79 that it fails or that another version is needed.`,
		Example: `  reliefd upgrade rehearse
  reliefd upgrade rehearse v2 --work-dir /scratch --blocks 100`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s := server.GetServerContextFromCmd(cmd)
			if backend := server.GetAppDBBackend(s.Viper); backend != dbm.GoLevelDBBackend {
				return fmt.Errorf("a rehearsal copies databases of %s, not of %s", dbm.GoLevelDBBackend, backend)
			}
			work, err := os.MkdirTemp(workDir, "relief-rehearsal-")
			if err != nil {
				return fmt.Errorf("make a scratch directory: %w", err)
			}
			if !keep {
				defer os.RemoveAll(work)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM) // to remove the copy
			defer stop()
			context.AfterFunc(ctx, stop) // the second one ends the process
			cmd.SetContext(ctx)
			if err := copyState(cmd, s.Config.RootDir, work); err != nil {
				return err
			}
			program := rehearse.Program{
				Blocks: blocks, NoExport: noExport,
				OpenDB: func() (dbm.DB, error) { return nodeprofile.OpenDB(dbm.GoLevelDBBackend, "application", work) },
				New: func(db dbm.DB) (*app.App, error) {
					return app.New(app.Config{Logger: log.NewNopLogger(), DB: db, Options: noOptions{}, Base: []func(*baseapp.BaseApp){
						baseapp.SetChainID(chainID(s.Config.GenesisFile())), baseapp.SetIAVLDisableFastNode(true),
					}})
				},
			}
			err = rehearseLast(cmd, program, args)
			if keep {
				fmt.Fprintf(cmd.OutOrStdout(), "The copy is in %s.\n", work)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&workDir, "work-dir", "", "existing directory for the copy, which takes as much room as the state (default: the system's for temporary files)")
	cmd.Flags().IntVar(&blocks, "blocks", 20, "blocks to make after the upgrade")
	cmd.Flags().BoolVar(&noExport, "no-export", false, "leave the export out, for a state that is larger than memory")
	cmd.Flags().BoolVar(&keep, "keep", false, "leave the copy where it is")
	return cmd
}

// copyState copies the database of a home's state.
func copyState(cmd *cobra.Command, home, work string) error {
	source, err := rehearse.Open(filepath.Join(home, "data", stateDir))
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w (has a node run with --home %s?)", err, home)
	}
	if err != nil {
		return err
	}
	defer closeQuietly(source)
	bar := newProgress("copying", source.Bytes, progressbar.OptionShowBytes(true))
	err = source.Copy(cmd.Context(), filepath.Join(work, stateDir), func(bytes int64) { _ = bar.Add64(bytes) })
	_ = bar.Finish()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "Copied %d KiB of state; the home stays as it is.\n", source.Bytes>>10)
	return err
}

// rehearseLast makes the last upgrade of this version, and with it those before that the state lacks. A name has to be that of the last.
func rehearseLast(cmd *cobra.Command, program rehearse.Program, name []string) error {
	db, err := program.OpenDB()
	if err != nil {
		return err
	}
	stored, err := app.ReadStored(db)
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	var pending []string
	for _, u := range stored.Pending(app.Upgrades) {
		pending = append(pending, u.Name)
	}
	out := cmd.OutOrStdout()
	switch {
	case len(name) > 0 && stored.Done[name[0]] != 0:
		return fmt.Errorf("the chain has made upgrade %s at height %d: rehearse on a state from before", name[0], stored.Done[name[0]])
	case len(name) > 0 && (len(pending) == 0 || name[0] != pending[len(pending)-1]):
		return fmt.Errorf("%w: %s; install the version that makes it last (this one makes: %s)", errUnknownUpgrade, name[0], list(pending))
	case len(pending) == 0:
		_, err := fmt.Fprintf(out, "Nothing to rehearse: the state at height %d has every upgrade that this version makes.\n", stored.Version)
		return err
	}
	last, before := pending[len(pending)-1], pending[:len(pending)-1]
	r, err := program.Upgrade(cmd.Context(), last)
	if errors.Is(err, app.ErrWrongProgram) || cmd.Context().Err() != nil {
		return fmt.Errorf("rehearse %s: %w", last, err)
	}
	if err != nil {
		return fmt.Errorf("rehearse %s: %w\nDon't install this version: tell the provinces before the height of the plan, so that they cancel it or plan another version", last, err)
	}
	printRehearsal(out, r, before)
	_, err = fmt.Fprintln(out, "The upgrade can be made on this state. Install this version when the version before has stopped at the height of the plan.")
	return err
}

func printRehearsal(out io.Writer, r rehearse.Result, before []string) {
	fmt.Fprintf(out, "%s: made at height %d in %s, app hash %X\n", r.Name, r.Height, r.Took.Round(time.Millisecond), r.AppHash)
	if len(before) > 0 {
		fmt.Fprintf(out, "  with it, as the state lacked them: %s\n", list(before))
	}
	fmt.Fprintf(out, "  stores added: %s; deleted: %s\n", list(r.Added), list(r.Deleted))
	var modules []string
	for _, m := range r.Modules {
		modules = append(modules, fmt.Sprintf("%s %d to %d", m.Name, m.From, m.To))
	}
	fmt.Fprintf(out, "  modules with another version: %s\n", list(modules))
	exported := "not exported"
	if r.Exported > 0 {
		exported = fmt.Sprintf("exported %d KiB", r.Exported>>10)
	}
	fmt.Fprintf(out, "  at height %d all %d invariants hold; %s; the copy opens again and goes on\n", r.Last, r.Invariants, exported)
}

// list joins names.
func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// chainID is that of a genesis file; empty without one.
func chainID(file string) string {
	g, err := genutiltypes.AppGenesisFromFile(file)
	if err != nil {
		return ""
	}
	return g.ChainID
}

func upgradeListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the upgrades of this version and those of a stopped node's state",
		Long:  `Lists every upgrade that this version makes or the state has made, and the one that is planned. A node that runs answers "reliefd query upgrade plan".`,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			data := filepath.Join(server.GetServerContextFromCmd(cmd).Config.RootDir, "data")
			stored, err := readState(data)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			names := slices.SortedFunc(maps.Keys(stored.Done), func(a, b string) int { return int(stored.Done[a] - stored.Done[b]) })
			for _, u := range app.Upgrades {
				if stored.Done[u.Name] == 0 {
					names = append(names, u.Name)
				}
			}
			fmt.Fprintf(out, "State at height %d.\n", stored.Version)
			for _, name := range names {
				state := "not made"
				if h := stored.Done[name]; h != 0 {
					state = fmt.Sprintf("made at height %d", h)
				}
				if !makes(name) {
					state += ", not known to this version"
				}
				fmt.Fprintf(out, "%s: %s\n", name, state)
			}
			if stored.Plan.Name == "" {
				_, err = fmt.Fprintln(out, "No upgrade is planned.")
				return err
			}
			_, err = fmt.Fprintf(out, "%s is planned for height %d.\n", stored.Plan.Name, stored.Plan.Height)
			return err
		},
	}
}

// makes tells whether this version makes an upgrade.
func makes(name string) bool {
	return slices.ContainsFunc(app.Upgrades, func(u app.Upgrade) bool { return u.Name == name })
}

// makesLast tells whether this version makes an upgrade where it is planned: its last one.
func makesLast(name string) bool {
	return len(app.Upgrades) > 0 && app.Upgrades[len(app.Upgrades)-1].Name == name
}

// readState reads what a stopped node's state says of upgrades, and changes nothing.
func readState(data string) (app.Stored, error) {
	if _, err := os.Stat(filepath.Join(data, stateDir)); err != nil {
		return app.Stored{}, fmt.Errorf("find the state (has a node run with --home %s?): %w", filepath.Dir(data), err)
	}
	db, err := dbm.NewGoLevelDBWithOpts("application", data, &opt.Options{ReadOnly: true})
	if errors.Is(err, syscall.EAGAIN) {
		return app.Stored{}, fmt.Errorf("%w: stop it, or ask it with \"reliefd query upgrade plan\"", rehearse.ErrRunning)
	}
	if err != nil {
		return app.Stored{}, fmt.Errorf("open the state for reading: %w", err)
	}
	defer closeQuietly(db)
	return app.ReadStored(db)
}
