package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/node"
	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
)

// askTimeout bounds how long a node may take to answer.
const askTimeout = 10 * time.Second

func validatorCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "validator", Short: "Make, prove and list the consensus keys of this node",
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(newKeyCommand(a.Encoding().Codec), proveCommand(a.Encoding().Codec), listKeysCommand())
	return cmd
}

func listKeysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "List this node's consensus keys, which of them signs, and what each signed last",
		Long: `Lists the consensus keys in the home directory. Which one is in the validator set comes from the running node, or from the
data of a stopped one.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			config := server.GetServerContextFromCmd(cmd).Config
			keys, err := signer.Load(config)
			if err != nil {
				return err
			}
			address, _ := cmd.Flags().GetString(flags.FlagNode)
			seats, err := seatsOf(cmd.Context(), address, config)
			if err != nil {
				return err
			}
			table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(table, "ADDRESS\tSEAT\tLAST SIGNED\tFILE")
			for _, key := range keys {
				s := key.State()
				last := node.Step{Height: s.Height, Round: s.Round, Step: s.Step}.String()
				if !key.HasState {
					last = "sign state missing"
				}
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", key.Address, seats.of(key.Address), last, key.KeyFile)
			}
			return table.Flush()
		},
	}
	cmd.Flags().String(flags.FlagNode, "tcp://localhost:26657", "address of this node's RPC")
	return cmd
}

// seats are the validator sets of the next heights.
type seats struct {
	height    int64
	now, next *cmttypes.ValidatorSet // next is nil when only the running node was asked
}

func (s seats) of(address cmttypes.Address) string {
	switch {
	case s.now.HasAddress(address) && s.next != nil && !s.next.HasAddress(address):
		return fmt.Sprintf("signs height %d, then no more", s.height)
	case s.now.HasAddress(address):
		return fmt.Sprintf("signs height %d", s.height)
	case s.next != nil && s.next.HasAddress(address):
		return fmt.Sprintf("signs from height %d on", s.height+1)
	}
	return "none"
}

// seatsOf asks the running node, else reads the data of the stopped one.
func seatsOf(ctx context.Context, address string, config *cmtcfg.Config) (seats, error) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	if s, err := askSeats(ctx, address); err == nil {
		return s, nil
	}
	history, closeHistory, err := node.OpenHistory(config)
	if err != nil {
		return seats{}, fmt.Errorf("the node at %s doesn't answer, and its data can't be read: %w", address, err)
	}
	defer func() { _ = closeHistory() }()
	height, err := history.Working()
	if err != nil || height == 0 {
		return seats{now: &cmttypes.ValidatorSet{}}, err
	}
	now, err := history.At(height)
	if err != nil {
		return seats{}, err
	}
	next, err := history.At(height + 1)
	return seats{height: height, now: now, next: next}, err
}

func askSeats(ctx context.Context, address string) (seats, error) {
	client, err := rpchttp.New(address, "/websocket")
	if err != nil {
		return seats{}, err
	}
	page, size := 1, 100
	result, err := client.Validators(ctx, nil, &page, &size)
	if err != nil {
		return seats{}, err
	}
	return seats{height: result.BlockHeight, now: &cmttypes.ValidatorSet{Validators: result.Validators}}, nil
}
