package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cosmos/cosmos-sdk/server"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/cmd/reliefd/join"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

func joinCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "join MONIKER",
		Short: "Set a new node up from a snapshot that two servers vouch for",
		Long: `Asks two servers, best of two provinces, for the genesis and a recent header. They have to agree with each other and with what you
trust: the genesis hash, a header, or both, that another province told you. Then it makes the keys and the configuration of the node, and
with --start fetches the snapshot, tells how far it is, and runs the node. A join that was interrupted goes on with the same command.

A snapshot holds the state, not the past: this node gives receipts of payments it has seen itself. Ask an archive for older ones.`,
		Example: `  reliefd join fujian --start --server http://sentry.beijing.example:26657 --server http://sentry.tianjin.example:26657 \
    --trust 120000:9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08`,
		Args: cobra.ExactArgs(1),
		RunE: runJoin,
	}
	cmd.Flags().StringSlice("server", nil, "RPC address of a server; give two")
	cmd.Flags().String("genesis-hash", "", `hash of the genesis that you trust, as "reliefd genesis hash" prints it`)
	cmd.Flags().String("trust", "", "header that you trust, HEIGHT:HASH, at most a week old")
	cmd.Flags().Bool("start", false, "fetch the snapshot and run the node")
	addRoleFlags(cmd)
	return cmd
}

func runJoin(cmd *cobra.Command, args []string) error {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	addresses, _ := cmd.Flags().GetStringSlice("server")
	if len(addresses) != 2 || addresses[0] == addresses[1] {
		return &usageError{fmt.Errorf("%w: name them with --server", join.ErrServers), cmd.CommandPath()}
	}
	pins, err := readPins(cmd)
	if err != nil {
		return err
	}
	name, _ := cmd.Flags().GetString("role")
	role, err := nodeconfig.ParseRole(name)
	if err != nil {
		return err
	}
	s := server.GetServerContextFromCmd(cmd)
	home, out := join.Home{Config: s.Config}, cmd.OutOrStdout()
	if err := home.Clear(); err != nil {
		return err
	}
	var servers [2]join.Server
	for i, address := range addresses {
		if servers[i], err = join.Dial(address); err != nil {
			return err
		}
	}
	plan, err := join.Agree(ctx, servers[0], servers[1], pins, time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Both servers agree: chain %s, genesis %X, header %s\n", plan.ChainID, plan.GenesisHash, plan.Trust)
	peers, _ := cmd.Flags().GetStringSlice("peers")
	if home.Config, err = makeNode(cmd, s, role, args[0]); err != nil {
		return err
	}
	if err := home.Prepare(plan, addresses, peers); err != nil {
		return err
	}
	fmt.Fprintf(out, "The node is set up in %s. It will give receipts of payments after the snapshot; ask an archive for older ones.\n", s.Config.RootDir)
	if start, _ := cmd.Flags().GetBool("start"); !start {
		fmt.Fprintf(out, "Fetch the snapshot and run it: reliefd start --home %s\n", s.Config.RootDir)
		return nil
	}
	binary, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	if err := home.Fetch(ctx, binary, out); err != nil {
		return err
	}
	fmt.Fprintln(out, "Starting the node.")
	return syscall.Exec(binary, []string{binary, "start", "--home", s.Config.RootDir}, os.Environ())
}

// readPins reads what the operator trusts.
func readPins(cmd *cobra.Command) (p join.Pins, err error) {
	if text, _ := cmd.Flags().GetString("genesis-hash"); text != "" {
		if p.GenesisHash, err = hex.DecodeString(text); err != nil {
			return p, &usageError{errors.New("genesis hash: want hexadecimal digits"), cmd.CommandPath()}
		}
	}
	if text, _ := cmd.Flags().GetString("trust"); text != "" {
		trust, err := join.ParseTrust(text)
		if err != nil {
			return p, &usageError{err, cmd.CommandPath()}
		}
		p.Trust = &trust
	}
	return p, nil
}

// makeNode makes keys and the configuration of a role, unless "reliefd init" has already, and returns what is in force then.
func makeNode(cmd *cobra.Command, s *server.Context, role nodeconfig.Role, moniker string) (*cmtcfg.Config, error) {
	if _, err := os.Stat(s.Config.NodeKeyFile()); err == nil && !cmd.Flags().Changed("role") {
		return s.Config, nil
	}
	settings, err := nodeconfig.ReadApp(s.Viper)
	if err != nil {
		return nil, err
	}
	both := nodeconfig.Config{Comet: s.Config, App: settings}
	role.Apply(both)
	setPeers(cmd, s.Config.P2P)
	if _, _, err := initHome(s.Config, moniker); err != nil {
		return nil, err
	}
	both.Write(s.Config.RootDir)
	again, err := server.InterceptConfigsAndCreateContext(cmd, nodeconfig.Template, settings, cometConfig())
	if err != nil {
		return nil, err
	}
	return again.Config, nil
}

// genesisHashCommand prints what a node that joins can trust.
func genesisHashCommand() *cobra.Command {
	return &cobra.Command{
		Use: "hash", Short: "Print the hash of what the genesis says, for others to trust when they join", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			file := server.GetServerContextFromCmd(cmd).Config.GenesisFile()
			doc, err := genutiltypes.AppGenesisFromFile(file)
			if err != nil {
				return fmt.Errorf("read %s (run \"reliefd init\" first): %w", file, err)
			}
			genesis, err := doc.ToGenesisDoc()
			if err != nil {
				return err
			}
			hash, err := join.GenesisHash(genesis)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%X\n", hash)
			return err
		},
	}
}
