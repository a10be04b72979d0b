package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	cmtlog "github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/privval"
	"github.com/spf13/cobra"

	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// listenFlag names the address where a remote signer dials in.
const listenFlag = "listen"

// signerPatience is how long an operator may take to start a signer.
const signerPatience = 5 * time.Minute

// How to start a signer: what the operator sees while the command waits.
const signerHint = `Waiting at %s for a remote signer, for at most %s. Start one with the key to prove; CometBFT's reference server so:

  echo '{}' >proof_state.json
  priv_val_server -addr %s -chain-id %s -priv-key KEY.json -priv-state proof_state.json

`

// remote lets a signer that dials in at an address prove its key; wanted is the address of the key, or empty for whichever it has.
func (p *prover) remote(cmd *cobra.Command, address, wanted string) error {
	chainID := validatortypes.PossessionChainID(p.chainID, p.operator)
	endpoint, err := p.listen(address)
	if err != nil {
		return err
	}
	client, err := privval.NewSignerClient(endpoint, chainID)
	if err != nil {
		return fmt.Errorf("wait for a signer at %s: %w", address, err)
	}
	defer endpoint.Stop() //nolint:errcheck // it runs
	cmd.PrintErrf(signerHint, address, signerPatience, strings.Replace(address, "0.0.0.0", "THIS-HOST", 1), chainID)
	if err := client.WaitForConnection(signerPatience); err != nil {
		return fmt.Errorf("no signer dialled %s: %w", address, err)
	}
	key, err := client.GetPubKey()
	if err != nil {
		return fmt.Errorf("ask the signer for its key (it has to be started with the chain id %s): %w", chainID, err)
	}
	if wanted != "" && !strings.EqualFold(key.Address().String(), wanted) {
		return fmt.Errorf("the signer holds the key %s, not %s: start it with that one", key.Address(), wanted)
	}
	if err := p.look(cmd.Context()); err != nil { // the operator may have needed minutes
		return err
	}
	vote := validatortypes.PossessionVote(p.block.Height, p.block.Hash)
	if err := client.SignVote(chainID, vote); err != nil {
		return fmt.Errorf("the signer doesn't sign block %d (does it have a sign state of its own, {} to begin with?): %w", p.block.Height, err)
	}
	if err := validatortypes.VerifyPossession(p.chainID, p.operator, key.Bytes(), p.block, vote.Signature); err != nil {
		return fmt.Errorf("the signer's answer proves nothing: %w", err)
	}
	return p.print(cmd, key, vote.Signature, "")
}

// listen opens the address that a signer dials, as priv_validator_laddr does.
func (p *prover) listen(address string) (*privval.SignerListenerEndpoint, error) {
	if address == p.config.PrivValidatorListenAddr {
		return nil, errors.New("the node waits for its own signer at that address (priv_validator_laddr): name another one with --" + listenFlag)
	}
	identity := &p2p.NodeKey{}
	if strings.HasPrefix(address, "noise://") {
		var err error
		if identity, err = p2p.LoadNodeKey(p.config.NodeKeyFile()); err != nil {
			return nil, fmt.Errorf("read the node key, which the signer knows this machine by: %w", err)
		}
	}
	endpoint, err := privval.NewSignerListenerFromAddr(address, identity.PrivKey, cmtlog.NewNopLogger())
	if err != nil {
		return nil, fmt.Errorf("wait for a signer at %s: %w", address, err)
	}
	return endpoint, nil
}
