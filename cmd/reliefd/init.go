package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/client/flags"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/cosmos/cosmos-sdk/version"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// Bounds of a block, from genesis on.
const (
	maxBlockBytes = 4 << 20
	maxBlockGas   = 600_000_000
)

func initCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init MONIKER",
		Short: "Create a node's keys, configuration and an empty genesis",
		Long: `Creates the node key, the validator key, config.toml, app.toml and a genesis without organisations in the home directory.
The role decides where the node listens, what it keeps and what it serves; docs/operations has a table of it.

Next: add areas, provinces, offices and issuers with "reliefd genesis", give every province the same genesis.json, then "reliefd start".
To try a whole network on this machine, use "reliefd dev" instead.`,
		Example: `  reliefd init fujian --chain-id relief-1
  reliefd init fujian-front --role sentry --private-peers 3f2a…`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			chainID, _ := cmd.Flags().GetString(flags.FlagChainID)
			overwrite, _ := cmd.Flags().GetBool("overwrite")
			name, _ := cmd.Flags().GetString("role")
			role, err := nodeconfig.ParseRole(name)
			if err != nil {
				return err
			}
			s := server.GetServerContextFromCmd(cmd)
			config := s.Config
			if _, err := os.Stat(config.GenesisFile()); err == nil && !overwrite {
				return fmt.Errorf("%s exists already: use --overwrite to replace it", config.GenesisFile())
			}
			settings, err := nodeconfig.ReadApp(s.Viper)
			if err != nil {
				return err
			}
			setPeers(cmd, config.P2P)
			both := nodeconfig.Config{Comet: config, App: settings}
			role.Apply(both)
			nodeID, key, err := initHome(config, args[0])
			if err != nil {
				return err
			}
			both.Write(config.RootDir)
			g, err := a.NewGenesis()
			if err != nil {
				return err
			}
			if err := writeGenesis(config.GenesisFile(), chainID, time.Now().UTC(), g); err != nil {
				return err
			}
			packed, err := a.Encoding().Codec.MarshalInterfaceJSON(key)
			if err != nil {
				return err
			}
			return printJSON(cmd, map[string]any{"moniker": args[0], "role": role, "chain_id": chainID, "node_id": nodeID, "consensus_key": json.RawMessage(packed), "home": config.RootDir})
		},
	}
	cmd.Flags().String(flags.FlagChainID, "relief-1", "chain id of the network")
	cmd.Flags().Bool("overwrite", false, "replace an existing genesis")
	addRoleFlags(cmd)
	return cmd
}

// addRoleFlags adds what decides the configuration of a new node.
func addRoleFlags(cmd *cobra.Command) {
	cmd.Flags().String("role", string(nodeconfig.Validator), "what the node is for: validator, sentry, archive or audit")
	cmd.Flags().StringSlice("peers", nil, "nodes to stay connected to, ID@HOST:PORT")
	cmd.Flags().StringSlice("private-peers", nil, "ids of nodes that a sentry keeps a place for and tells nobody of")
}

// setPeers takes the peers from the flags.
func setPeers(cmd *cobra.Command, p *cmtcfg.P2PConfig) {
	if peers, _ := cmd.Flags().GetStringSlice("peers"); len(peers) > 0 {
		p.PersistentPeers = strings.Join(peers, ",")
	}
	if ids, _ := cmd.Flags().GetStringSlice("private-peers"); len(ids) > 0 {
		p.PrivatePeerIDs = strings.Join(ids, ",")
		p.UnconditionalPeerIDs = p.PrivatePeerIDs
	}
}

// initHome writes keys and config.toml of one node.
func initHome(config *cmtcfg.Config, moniker string) (string, cryptotypes.PubKey, error) {
	config.Moniker = moniker
	nodeID, key, err := genutil.InitializeNodeValidatorFiles(config)
	if err != nil {
		return "", nil, fmt.Errorf("create the keys of the node: %w", err)
	}
	cmtcfg.WriteConfigFile(filepath.Join(config.RootDir, "config", "config.toml"), config)
	return nodeID, key, nil
}

// writeGenesis writes genesis.json.
func writeGenesis(file, chainID string, at time.Time, g *app.Genesis) error {
	state, err := g.JSON()
	if err != nil {
		return err
	}
	params := cmttypes.DefaultConsensusParams()
	params.Block.MaxBytes, params.Block.MaxGas = maxBlockBytes, maxBlockGas
	doc := &genutiltypes.AppGenesis{
		AppName: app.Name, AppVersion: version.Version, GenesisTime: at, ChainID: chainID, InitialHeight: 1,
		AppState: state, Consensus: &genutiltypes.ConsensusGenesis{Params: params},
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("create the configuration directory: %w", err)
	}
	if err := doc.SaveAs(file); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

func printJSON(cmd *cobra.Command, v any) error {
	out, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), string(out))
	return err
}
