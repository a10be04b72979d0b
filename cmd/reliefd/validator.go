package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/server"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/node"
	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// askTimeout bounds how long a node may take to answer.
const askTimeout = 10 * time.Second

// errBehind says that a node can't prove to be in sync.
var errBehind = errors.New("the node is still catching up: wait until it has reached the others, then try again")

func validatorCommand(a *app.App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "validator", Short: "Make, prove and list the consensus keys of this node",
		SuggestionsMinimumDistance: 2, RunE: group,
	}
	cmd.AddCommand(newKeyCommand(a.Encoding().Codec), proveCommand(a.Encoding().Codec), listKeysCommand())
	return cmd
}

func newKeyCommand(cdc codec.Codec) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new-key",
		Short: "Create the next consensus key and prove that this node holds it",
		Long: `Creates a consensus key with its own sign state beside the one that signs now, and signs a recent block with it for the seat
of the operator. The node signs with whichever of its keys is in the validator set, and needs no restart.

Next: send the key, the height and the signature with "reliefd tx validator rotate-key".`,
		Example: "  reliefd validator new-key --operator reliefvaloper1... --home ~/.relief",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := newProver(cmd, cdc)
			if err != nil {
				return err
			}
			key, err := signer.Create(p.config)
			if err != nil {
				return err
			}
			return p.print(cmd, key)
		},
	}
	addProofFlags(cmd)
	return cmd
}

func proveCommand(cdc codec.Codec) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "prove [ADDRESS]",
		Short: "Prove with a recent block that this node holds a key",
		Long: `Signs a recent block for the seat of the operator with a key of this node: the first one, or the one with an address. A proof is
good for some two minutes; make a new one when the chain says that the block is too old.`,
		Example: "  reliefd validator prove --operator reliefvaloper1...",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := newProver(cmd, cdc)
			if err != nil {
				return err
			}
			keys, err := signer.Load(p.config)
			if err != nil {
				return err
			}
			for _, key := range keys {
				if len(args) == 0 || strings.EqualFold(key.Address.String(), args[0]) {
					return p.print(cmd, key)
				}
			}
			return errors.New(`this home has no such key: see "reliefd validator keys"`)
		},
	}
	addProofFlags(cmd)
	return cmd
}

func addProofFlags(cmd *cobra.Command) {
	cmd.Flags().String("operator", "", "operator address of the seat")
	cmd.Flags().String(flags.FlagNode, "tcp://localhost:26657", "address of this node's RPC")
	_ = cmd.MarkFlagRequired("operator")
}

// prover signs the newest block of a node for a seat.
type prover struct {
	cdc      codec.Codec
	config   *cmtcfg.Config
	chainID  string
	operator string
	height   int64
	hash     []byte
}

// newProver asks the node first, so that nothing is created when it doesn't answer.
func newProver(cmd *cobra.Command, cdc codec.Codec) (*prover, error) {
	operator, _ := cmd.Flags().GetString("operator")
	if raw, err := sdk.GetFromBech32(operator, app.OperatorPrefix); err != nil || len(raw) == 0 {
		return nil, fmt.Errorf("--operator %q isn't an operator address: it starts with %s1", operator, app.OperatorPrefix)
	}
	address, _ := cmd.Flags().GetString(flags.FlagNode)
	client, err := rpchttp.New(address, "/websocket")
	if err != nil {
		return nil, fmt.Errorf("--node %s: %w", address, err)
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), askTimeout)
	defer cancel()
	status, err := client.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask the node at %s for a recent block (does it run?): %w", address, err)
	}
	if status.SyncInfo.CatchingUp {
		return nil, errBehind
	}
	return &prover{
		cdc: cdc, config: server.GetServerContextFromCmd(cmd).Config, chainID: status.NodeInfo.Network, operator: operator,
		height: status.SyncInfo.LatestBlockHeight, hash: status.SyncInfo.LatestBlockHash,
	}, nil
}

// print prints a key and its proof. The signature isn't a vote, so the sign state has nothing to do with it.
func (p *prover) print(cmd *cobra.Command, key *signer.Key) error {
	signature, err := key.FilePV().Key.PrivKey.Sign(validatortypes.PossessionBytes(p.chainID, p.operator, validatortypes.RecentBlock{Height: p.height, Hash: p.hash}))
	if err != nil {
		return fmt.Errorf("sign block %d: %w", p.height, err)
	}
	public, err := cryptocodec.FromCmtPubKeyInterface(key.FilePV().Key.PubKey)
	if err != nil {
		return err
	}
	packed, err := p.cdc.MarshalInterfaceJSON(public)
	if err != nil {
		return err
	}
	return printJSON(cmd, map[string]any{
		"address": key.Address.String(), "consensus_key": json.RawMessage(packed), "key_file": key.KeyFile,
		"operator": p.operator, "height": p.height, "signature": signature,
	})
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
