package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto"
	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/codec"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/server"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/spf13/cobra"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Why there is no proof.
var (
	errBehind    = errors.New("the node is still catching up: wait until it has reached the others, then try again")
	errNoSuchKey = errors.New(`this home has no such key: see "reliefd validator keys"`)
	errKeyAway   = errors.New("this home has no key, since priv_validator_laddr asks for a remote signer: " +
		"let that signer prove its key with --listen; see --help")
)

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
			return p.local(cmd, key)
		},
	}
	addProofFlags(cmd)
	return cmd
}

func proveCommand(cdc codec.Codec) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "prove [ADDRESS]",
		Short: "Prove with a recent block that you hold a key",
		Long: `Signs a recent block for the seat of the operator with a key of this node: the first one, or the one with an address. A proof is
good for some two minutes; make a new one when the chain says that the block is too old.

With --listen the key is behind a remote signer: this command waits there until a signer dials in, and asks it for the proof. The
node and the signer that it signs blocks with run on meanwhile. Start another instance of the signer with

  - the key to prove;
  - the chain id that this command prints: CHAIN/seat/OPERATOR, a chain that doesn't exist, so that what it signs is no vote;
  - a sign state of its own, {} to begin with. Never use the one that goes with blocks.

Stop it when the proof is printed.`,
		Example: `  reliefd validator prove --operator reliefvaloper1...
  reliefd validator prove --operator reliefvaloper1... --listen tcp://0.0.0.0:26660`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := newProver(cmd, cdc)
			if err != nil {
				return err
			}
			wanted := ""
			if len(args) > 0 {
				wanted = args[0]
			}
			if address, _ := cmd.Flags().GetString(listenFlag); address != "" {
				return p.remote(cmd, address, wanted)
			}
			keys, err := signer.Load(p.config)
			if err != nil {
				return err
			}
			if len(keys) == 0 && p.config.PrivValidatorListenAddr != "" {
				return errKeyAway
			}
			for _, key := range keys {
				if wanted == "" || strings.EqualFold(key.Address.String(), wanted) {
					return p.local(cmd, key)
				}
			}
			return errNoSuchKey
		},
	}
	addProofFlags(cmd)
	cmd.Flags().String(listenFlag, "", "address to wait at for a remote signer with the key, such as tcp://0.0.0.0:26660 or unix:///run/proof.sock")
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
	node     string
	client   *rpchttp.HTTP
	chainID  string
	operator string
	block    validatortypes.RecentBlock
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
	p := &prover{cdc: cdc, config: server.GetServerContextFromCmd(cmd).Config, node: address, client: client, operator: operator}
	return p, p.look(cmd.Context())
}

// look asks the node for its newest block.
func (p *prover) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	status, err := p.client.Status(ctx)
	if err != nil {
		return fmt.Errorf("ask the node at %s for a recent block (does it run?): %w", p.node, err)
	}
	if status.SyncInfo.CatchingUp {
		return errBehind
	}
	p.chainID = status.NodeInfo.Network
	p.block = validatortypes.RecentBlock{Height: status.SyncInfo.LatestBlockHeight, Hash: status.SyncInfo.LatestBlockHash}
	return nil
}

// local proves a key of this home. The signature isn't a vote, so the sign state has nothing to do with it.
func (p *prover) local(cmd *cobra.Command, key *signer.Key) error {
	signature, err := key.FilePV().Key.PrivKey.Sign(validatortypes.PossessionBytes(p.chainID, p.operator, p.block))
	if err != nil {
		return fmt.Errorf("sign block %d: %w", p.block.Height, err)
	}
	return p.print(cmd, key.FilePV().Key.PubKey, signature, key.KeyFile)
}

// print prints a key and its proof.
func (p *prover) print(cmd *cobra.Command, key crypto.PubKey, signature []byte, file string) error {
	public, err := cryptocodec.FromCmtPubKeyInterface(key)
	if err != nil {
		return err
	}
	packed, err := p.cdc.MarshalInterfaceJSON(public)
	if err != nil {
		return err
	}
	said := map[string]any{
		"address": key.Address().String(), "consensus_key": json.RawMessage(packed),
		"operator": p.operator, "height": p.block.Height, "signature": signature,
	}
	if file != "" {
		said["key_file"] = file
	}
	return printJSON(cmd, said)
}
