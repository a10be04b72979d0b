package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	serverconfig "github.com/cosmos/cosmos-sdk/server/config"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
)

const devPrefix = "relief-dev-"

func devCommand(a *app.App) *cobra.Command {
	var (
		provinces int
		persist   string
		blockTime time.Duration
		fastClock bool
		chainID   string
	)
	cmd := &cobra.Command{
		Use:   "dev",
		Short: "Run a network of provinces on this machine",
		Long: `Starts a network of provinces as child processes on free loopback ports, with role accounts that may act at once.
One province can be killed and started again while the others go on. Ctrl-C stops everything and leaves nothing behind,
unless --persist names a directory to keep; the same directory continues the same chain next time.`,
		Example: `  reliefd dev
  reliefd dev --provinces 7 --block-time 500ms
  reliefd dev --persist ./network
  reliefd dev kill fujian && reliefd dev start fujian`,
		Args:        cobra.NoArgs,
		Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if provinces < 1 || provinces > len(devnet.Places) {
				return fmt.Errorf("--provinces %d: a development network has 1 to %d", provinces, len(devnet.Places))
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
			defer stop()
			dir, temporary := persist, persist == ""
			if temporary {
				var err error
				if dir, err = os.MkdirTemp("", devPrefix); err != nil {
					return fmt.Errorf("make a directory for the network: %w", err)
				}
				defer os.RemoveAll(dir)
			}
			info, err := prepareNetwork(a, dir, devnet.Settings{Provinces: provinces, ChainID: chainID, BlockTime: blockTime, FastClock: fastClock}, cmd.Flags().Changed)
			if err != nil {
				return err
			}
			return runNetwork(ctx, cmd, info)
		},
	}
	cmd.Flags().IntVar(&provinces, "provinces", 4, "number of provinces, each one validator")
	cmd.Flags().StringVar(&persist, "persist", "", "directory to keep the network in; empty means a temporary one")
	cmd.Flags().DurationVar(&blockTime, "block-time", time.Second, "pause between blocks")
	cmd.Flags().BoolVar(&fastClock, "fast-clock", false, "let a calendar day last 10 s, set in the genesis of a new network")
	cmd.Flags().StringVar(&chainID, "chain-id", "relief-dev", "chain id of a new network")
	cmd.AddCommand(devStatusCommand(), devActCommand("kill", "Kill a province at once, as a power cut would", devnet.Kill),
		devActCommand("start", "Start a stopped province", devnet.Restart))
	return cmd
}

// fastDay is the length of a calendar day on a fast clock, seconds.
const fastDay = 10

// How long the provinces of a development network may vote, and how long what they decided waits.
const (
	devVoting, devDelay   = time.Minute, 20 * time.Second
	fastVoting, fastDelay = 20 * time.Second, 5 * time.Second
)

// prepareNetwork makes the homes and the genesis of a new network, or reads an existing one.
func prepareNetwork(a *app.App, dir string, set devnet.Settings, asked func(flag string) bool) (devnet.Info, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return devnet.Info{}, err
	}
	if info, err := devnet.ReadInfo(dir); err == nil {
		return info, sameNetwork(info, set, asked)
	} else if !errors.Is(err, os.ErrNotExist) {
		return devnet.Info{}, err
	}
	info := devnet.Info{Settings: set, Dir: dir, Keys: filepath.Join(dir, "keys"), Denom: devnet.Denom()}
	keys, err := keyring.New("relief", keyring.BackendTest, info.Keys, nil, a.Encoding().Codec)
	if err != nil {
		return devnet.Info{}, fmt.Errorf("open the keyring: %w", err)
	}
	var seats []devnet.Seat
	for _, place := range devnet.Places[:set.Provinces] {
		home := filepath.Join(dir, place.Name)
		config := cometConfig()
		config.SetRoot(home)
		cmtcfg.EnsureRoot(home)
		config.Consensus.TimeoutCommit = set.BlockTime
		config.P2P.AllowDuplicateIP, config.P2P.AddrBookStrict, config.P2P.PexReactor = true, false, false
		nodeID, key, err := initHome(config, place.Name)
		if err != nil {
			return devnet.Info{}, err
		}
		settings := appConfig()
		settings.StateSync.SnapshotInterval = 0
		serverconfig.SetConfigTemplate(serverconfig.DefaultConfigTemplate)
		serverconfig.WriteConfigFile(filepath.Join(home, "config", "app.toml"), settings)
		seats = append(seats, devnet.Seat{Place: place, ConsensusKey: key})
		info.Provinces = append(info.Provinces, devnet.Province{Name: place.Name, Area: place.Area, Home: home, NodeID: nodeID})
	}
	now := time.Now().UTC()
	g, err := a.NewGenesis()
	if err != nil {
		return devnet.Info{}, err
	}
	voting, delay := devVoting, devDelay
	if set.FastClock {
		if err := g.SetDayLength(fastDay, now); err != nil {
			return devnet.Info{}, err
		}
		voting, delay = fastVoting, fastDelay
	}
	if err := g.SetWeekdays(yearsFrom(now)...); err != nil {
		return devnet.Info{}, err
	}
	if err := g.SetVoting(voting, delay); err != nil {
		return devnet.Info{}, err
	}
	if info.Accounts, err = devnet.Seed(g, keys, seats, now); err != nil {
		return devnet.Info{}, err
	}
	if err := devnet.SeedTagKey(g, info.Provinces, info.Accounts); err != nil {
		return devnet.Info{}, err
	}
	if err := a.ValidateGenesis(g); err != nil {
		return devnet.Info{}, err
	}
	for _, p := range info.Provinces {
		if err := writeGenesis(filepath.Join(p.Home, "config", "genesis.json"), set.ChainID, now, g); err != nil {
			return devnet.Info{}, err
		}
	}
	return info, nil
}

// yearsFrom are the years of a development network's calendar: with days of 10 s, a year is over within an hour.
func yearsFrom(now time.Time) []uint32 {
	year := uint32(now.Year())
	return []uint32{year - 1, year, year + 1, year + 2}
}

// errOtherSettings says that a network exists already, and differs.
var errOtherSettings = errors.New("the network was made with other settings")

// sameNetwork refuses settings that differ from those an existing network was made with.
func sameNetwork(info devnet.Info, set devnet.Settings, asked func(flag string) bool) error {
	for _, s := range []struct {
		flag       string
		want, have any
	}{
		{"provinces", set.Provinces, info.Settings.Provinces},
		{"chain-id", set.ChainID, info.ChainID},
		{"block-time", set.BlockTime, info.BlockTime},
		{"fast-clock", set.FastClock, info.FastClock},
	} {
		if asked(s.flag) && s.want != s.have {
			return fmt.Errorf("%w: --%s is %v in %s; leave the flag out, or name an empty directory", errOtherSettings, s.flag, s.have, info.Dir)
		}
	}
	return nil
}

// runNetwork runs the network until the context ends.
func runNetwork(ctx context.Context, cmd *cobra.Command, info devnet.Info) error {
	binary, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	out := cmd.OutOrStdout()
	began := time.Now()
	fmt.Fprintf(out, "Starting %d provinces in %s\n", len(info.Provinces), info.Dir)
	n, err := devnet.Start(ctx, binary, info, func(line string) { fmt.Fprintln(out, line) })
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	defer n.Stop()

	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nPROVINCE\tAREA\tRPC\tGRPC\tREST")
	for _, p := range n.Info.Provinces {
		fmt.Fprintf(table, "%s\t%s\thttp://%s\t%s\thttp://%s\n", p.Name, p.Area, p.RPC, p.GRPC, p.REST)
	}
	fmt.Fprintln(table, "\nACCOUNT\tORGANISATION\tROLE\tADDRESS")
	for _, acc := range n.Info.Accounts {
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\n", acc.Name, acc.Organisation, strings.ToLower(strings.TrimPrefix(strings.Join(acc.Roles, ","), "ROLE_")), acc.Address)
	}
	_ = table.Flush()
	fmt.Fprintf(out, "\nChain %s is ready after %.1f s. Keys: --keyring-backend test --keyring-dir %s\nCtrl-C stops it.\n", info.ChainID, time.Since(began).Seconds(), info.Keys)

	<-ctx.Done()
	fmt.Fprintln(out, "\nStopping.")
	return nil
}

func devStatusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "status", Short: "Show how every province is doing", Args: cobra.NoArgs, Annotations: map[string]string{offline: ""},
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := networkDir(cmd)
			if err != nil {
				return err
			}
			states, err := devnet.Status(cmd.Context(), dir)
			if err != nil {
				return err
			}
			table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(table, "PROVINCE\tSTATE\tHEIGHT\tRPC\tGRPC\tREST")
			for _, s := range states {
				state := "stopped"
				if s.Running {
					state = "running"
				}
				fmt.Fprintf(table, "%s\t%s\t%d\thttp://%s\t%s\thttp://%s\n", s.Name, state, s.Height, s.RPC, s.GRPC, s.REST)
			}
			return table.Flush()
		},
	}
	addDirFlag(cmd)
	return cmd
}

func devActCommand(name, short string, act func(ctx context.Context, dir, province string) error) *cobra.Command {
	cmd := &cobra.Command{
		Use: name + " PROVINCE", Short: short, Args: cobra.ExactArgs(1), Annotations: map[string]string{offline: ""},
		Example: "  reliefd dev " + name + " fujian",
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := networkDir(cmd)
			if err != nil {
				return err
			}
			return act(cmd.Context(), dir, args[0])
		},
	}
	addDirFlag(cmd)
	return cmd
}

func addDirFlag(cmd *cobra.Command) {
	cmd.Flags().String("dir", "", "directory of the network; empty finds the only temporary one that is running")
}

// networkDir finds the network that a command means.
func networkDir(cmd *cobra.Command) (string, error) {
	if dir, _ := cmd.Flags().GetString("dir"); dir != "" {
		return dir, nil
	}
	found, err := filepath.Glob(filepath.Join(os.TempDir(), devPrefix+"*", "dev.sock"))
	if err != nil {
		return "", err
	}
	var running []string
	for _, socket := range found {
		if dir := filepath.Dir(socket); devnet.Answers(dir) { // a network that was killed leaves its socket behind
			running = append(running, dir)
		}
	}
	if len(running) != 1 {
		return "", fmt.Errorf("%d networks are running in %s: name one with --dir", len(running), os.TempDir())
	}
	return running[0], nil
}
