package main

import (
	"fmt"
	"os"
	"path/filepath"

	"cosmossdk.io/client/v2/autocli"
	"cosmossdk.io/core/appmodule"
	"cosmossdk.io/log/v2"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/client"
	clientconfig "github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/keys"
	"github.com/cosmos/cosmos-sdk/client/rpc"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	"github.com/cosmos/cosmos-sdk/server"
	servercmd "github.com/cosmos/cosmos-sdk/server/cmd"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/version"
	authcmd "github.com/cosmos/cosmos-sdk/x/auth/client/cli"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/nodeconfig"
)

// envPrefix is what environment variables of settings start with: RELIEFD_RPC_LADDR sets rpc.laddr.
const envPrefix = "RELIEFD"

// offline marks a command that needs neither a node's home nor its configuration.
const offline = "offline"

func defaultHome() string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	return filepath.Join(home, ".relief")
}

// run executes the command line and returns the exit code.
func run() int {
	root, err := newRoot()
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", errorText(err))
		return 1
	}
	if err := servercmd.Execute(root, envPrefix, defaultHome()); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", errorText(err))
		return exitCode(err)
	}
	return 0
}

// newRoot builds the whole command tree. It needs an app once, in memory, to know the modules.
func newRoot() (*cobra.Command, error) {
	a, err := app.New(app.Config{Logger: log.NewNopLogger(), DB: dbm.NewMemDB(), Options: noOptions{}})
	if err != nil {
		return nil, err
	}
	encoding := a.Encoding()
	base := client.Context{}.
		WithCodec(encoding.Codec).
		WithInterfaceRegistry(encoding.Registry).
		WithTxConfig(encoding.Tx).
		WithLegacyAmino(encoding.Amino).
		WithInput(os.Stdin).
		WithAccountRetriever(authtypes.AccountRetriever{}).
		WithHomeDir(defaultHome()).
		WithViper(envPrefix)

	root := &cobra.Command{
		Use:   "reliefd",
		Short: "Relief: a chain for social assistance, run by the provinces",
		Long: `Relief keeps the record of social assistance on a chain whose validators are run by the provinces.

Try it:      reliefd dev
Pay a month: make demo
Check it:    reliefd verify receipt.json --trust HEIGHT:HASH

A setting comes from its flag, else from the environment, else from the files in the home directory:
--rpc.laddr, RELIEFD_RPC_LADDR, laddr under [rpc] in config/config.toml.`,
		Args:                       cobra.ArbitraryArgs,
		SuggestionsMinimumDistance: 2,
		RunE:                       group,
		SilenceUsage:               true,
		SilenceErrors:              true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SetOut(cmd.OutOrStdout())
			cmd.SetErr(cmd.ErrOrStderr())
			if isOffline(cmd) {
				if err := flagsFromEnvironment(cmd); err != nil {
					return err
				}
				if err := requireFlags(cmd); err != nil {
					return err
				}
				return client.SetCmdClientContextHandler(base.WithCmdContext(cmd.Context()), cmd)
			}
			if err := configure(cmd, base); err != nil {
				return err
			}
			if err := dialSecurely(cmd); err != nil {
				return err
			}
			if err := quotePrices(cmd); err != nil {
				return err
			}
			return requireFlags(cmd)
		},
	}
	addNodeCommands(root)
	root.AddCommand(
		initCommand(a), joinCommand(), genesisCommand(a), devCommand(a), doctorCommand(a), benchCommand(),
		validatorCommand(a), areasCommand(a), calendarCommand(a), importCommand(a), caseCommand(a), payrollCommand(a), receiptCommand(a), verifyCommand(), auditCommand(), upgradeCommand(),
		rebuildCommand(), tagKeyCommand(a), tagsCommand(a), reissueCommand(a),
		server.StatusCommand(), keys.Commands(),
		queryCommand(), txCommand(),
	)
	modules := make(map[string]appmodule.AppModule, len(a.Modules()))
	for name, m := range a.Modules() {
		if m, ok := m.(appmodule.AppModule); ok {
			modules[name] = m
		}
	}
	err = autocli.AppOptions{
		Modules:               modules,
		AddressCodec:          addresscodec.NewBech32Codec(app.AccountPrefix),
		ValidatorAddressCodec: addresscodec.NewBech32Codec(app.OperatorPrefix),
		ConsensusAddressCodec: addresscodec.NewBech32Codec(app.ConsensusPrefix),
		ClientCtx:             base,
	}.EnhanceRootCommand(root)
	if err != nil {
		return nil, err
	}
	if err := runsOverRolls(root); err != nil {
		return nil, err
	}
	propose, _, err := root.Find([]string{"tx", "authority", "propose"})
	if err != nil {
		return nil, err
	}
	extendProposeOffice(propose)
	council, _, err := root.Find([]string{"tx", "council"})
	if err != nil {
		return nil, err
	}
	council.AddCommand(proposeCommand())
	if err := closeStock(root); err != nil {
		return nil, err
	}
	explainUsage(root)
	for _, module := range root.Commands() {
		if module.Name() == "query" || module.Name() == "tx" {
			acceptNotations(module)
			addSecureFlags(module)
		}
		if module.Name() == "tx" {
			addFeeDenom(module)
		}
	}
	return root, nil
}

// configure reads the settings of a command that works in a home directory, and writes the files that aren't there.
func configure(cmd *cobra.Command, base client.Context) error {
	home, _ := cmd.Flags().GetString(flags.FlagHome)
	if env, ok := os.LookupEnv(variable(flags.FlagHome)); ok && !cmd.Flags().Changed(flags.FlagHome) {
		home = env
	}
	if err := writeCometConfig(home); err != nil {
		return err
	}
	ctx, err := client.ReadPersistentCommandFlags(base.WithCmdContext(cmd.Context()).WithHomeDir(home), cmd.Flags())
	if err != nil {
		return err
	}
	if ctx, err = clientconfig.ReadFromClientConfig(ctx); err != nil {
		return err
	}
	if err := client.SetCmdClientContextHandler(ctx, cmd); err != nil {
		return err
	}
	s, err := server.InterceptConfigsAndCreateContext(cmd, nodeconfig.Template, nodeconfig.NewApp(appConfig()), cometConfig())
	if err != nil {
		return err
	}
	logger, err := server.CreateSDKLogger(s, cmd.ErrOrStderr()) // what a command prints stays whole
	if err != nil {
		return err
	}
	s.Logger = logger.With(log.ModuleKey, "server")
	return server.SetCmdServerContext(cmd, s)
}

// isOffline tells whether a command works without a home directory. One that holds others does: it only shows help.
func isOffline(cmd *cobra.Command) bool {
	if cmd.HasSubCommands() {
		return true
	}
	for c := cmd; c != nil; c = c.Parent() {
		if _, ok := c.Annotations[offline]; ok {
			return true
		}
		switch c.Name() {
		case cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd, "completion", "help", "version":
			return true
		}
	}
	return false
}

func queryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "query", Aliases: []string{"q"}, Short: "Read state, blocks and transactions",
		DisableFlagParsing: false, SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(rpc.WaitTxCmd(), rpc.ValidatorCommand(), server.QueryBlockCmd(), server.QueryBlocksCmd(), server.QueryBlockResultsCmd(),
		authcmd.QueryTxCmd(), authcmd.QueryTxsByEventsCmd())
	return cmd
}

func txCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "tx", Short: "Sign, send and inspect transactions",
		DisableFlagParsing: false, SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(authcmd.GetSignCommand(), authcmd.GetBroadcastCommand(), authcmd.GetEncodeCommand(), authcmd.GetDecodeCommand(), authcmd.GetSimulateCmd())
	cmd.PersistentFlags().String(flags.FlagChainID, "", "chain id of the network")
	return cmd
}

// noOptions answers every setting with its zero value.
type noOptions struct{}

// Get implements servertypes.AppOptions.
func (noOptions) Get(string) any { return nil }

func init() {
	app.SetAddressPrefixes()
	sdk.GetConfig().Seal()
	// A build without the Makefile's flags has a name nevertheless.
	version.Name, version.AppName = app.Name, "reliefd"
	if version.Version == "" {
		version.Version = "unreleased"
	}
}
