package network

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"cosmossdk.io/log/v2"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/devnet"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// identity is what "reliefd init" says about a home.
type identity struct {
	NodeID       string          `json:"node_id"`
	ConsensusKey json.RawMessage `json:"consensus_key"`
}

// initHome makes keys and settings of a node as an operator does.
func initHome(binary, home, moniker, chainID string) (identity, error) {
	var id identity
	cmd := exec.Command(binary, "init", moniker, "--home", home, "--chain-id", chainID)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return id, fmt.Errorf("reliefd init %s: %w: %s", moniker, err, &said)
	}
	return id, json.Unmarshal(out, &id)
}

// consensusKey unpacks the public key of a home.
func (i identity) consensusKey(c codec.Codec) (cryptotypes.PubKey, error) {
	var key cryptotypes.PubKey
	return key, c.UnmarshalInterfaceJSON(i.ConsensusKey, &key)
}

// Block limits of the test chains, as those of a real one.
const (
	maxBlockBytes = 4 << 20
	maxBlockGas   = 600_000_000
)

// TrustingPeriod is how long a change of the validator set counts on the test chains.
const TrustingPeriod = 20 * time.Second

// How long the provinces of the test chains have to vote, and what they decided waits.
const (
	Voting   = 10 * time.Second
	actDelay = time.Second
)

// begin makes the genesis and gives it to every node.
func (n *Network) begin(ids []identity) error {
	a, err := app.New(app.Config{Logger: log.NewNopLogger(), DB: dbm.NewMemDB(), Options: noOptions{}})
	if err != nil {
		return err
	}
	n.Encoding = a.Encoding()
	keys := make([]cryptotypes.PubKey, len(ids))
	for i, id := range ids {
		if keys[i], err = id.consensusKey(n.Encoding.Codec); err != nil {
			return fmt.Errorf("read the consensus key of %s: %w", n.Nodes[i].Name, err)
		}
	}
	if n.Options.Genesis != nil {
		n.genesis, err = n.Options.Genesis(n.ChainID, keys)
	} else {
		n.genesis, err = n.seed(a, keys)
	}
	if err != nil {
		return err
	}
	for _, node := range n.Nodes {
		if err := n.genesis.SaveAs(filepath.Join(node.Home, "config", "genesis.json")); err != nil {
			return fmt.Errorf("write the genesis of %s: %w", node.Name, err)
		}
	}
	return nil
}

// seed makes the genesis of a network whose provinces have a seat each.
func (n *Network) seed(a *app.App, keys []cryptotypes.PubKey) (*genutiltypes.AppGenesis, error) {
	n.Keys = keyring.NewInMemory(n.Encoding.Codec)
	var seats []devnet.Seat
	for i, key := range keys {
		seats = append(seats, devnet.Seat{Place: devnet.Places[i], ConsensusKey: key})
	}
	g, err := a.NewGenesis()
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC()
	if n.Accounts, err = devnet.Seed(g, n.Keys, seats, now); err != nil {
		return nil, err
	}
	if err := g.EditSeats(func(v *validatortypes.GenesisState) error {
		v.Params.TrustingPeriodSeconds = int64(TrustingPeriod / time.Second)
		return nil
	}); err != nil {
		return nil, err
	}
	if err := g.SetVoting(Voting, actDelay); err != nil {
		return nil, err
	}
	if err := a.ValidateGenesis(g); err != nil {
		return nil, err
	}
	state, err := g.JSON()
	if err != nil {
		return nil, err
	}
	params := cmttypes.DefaultConsensusParams()
	params.Block.MaxBytes, params.Block.MaxGas = maxBlockBytes, maxBlockGas
	return &genutiltypes.AppGenesis{
		AppName: app.Name, GenesisTime: now, ChainID: n.ChainID, InitialHeight: 1,
		AppState: state, Consensus: &genutiltypes.ConsensusGenesis{Params: params},
	}, nil
}

// CopyTree copies a directory, files that vanish meanwhile left out.
func CopyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			if os.IsNotExist(err) {
				return nil
			}
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		raw, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil
		} else if err != nil {
			return err
		}
		return os.WriteFile(target, raw, 0o600)
	})
}

// noOptions answers every setting with its zero value.
type noOptions struct{}

// Get implements servertypes.AppOptions.
func (noOptions) Get(string) any { return nil }
