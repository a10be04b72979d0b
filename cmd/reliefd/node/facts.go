package node

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	cmtcfg "github.com/cometbft/cometbft/config"

	"github.com/reliefchain/relief/cmd/reliefd/node/signer"
)

// GenesisPinFile is the file below the home directory that pins the genesis, as sha256sum writes it.
const GenesisPinFile = "config/genesis.sha256"

// precommit is the last step of a round.
const precommit = 3

// gather reads what the start guard decides on.
func gather(config *cmtcfg.Config, keys []*signer.Key, history *signer.History) (f Facts, err error) {
	defer recovered(&err)
	f = Facts{
		RemoteSigner: config.PrivValidatorListenAddr,
		AdaptiveSync: config.BlockSync.AdaptiveSync, DoubleSignCheckHeight: config.Consensus.DoubleSignCheckHeight,
	}
	if len(keys) > 0 {
		f.KeyFile = keys[0].KeyFile
	}
	if f.GenesisPin, f.GenesisHash, err = genesisHashes(config); err != nil {
		return Facts{}, err
	}
	state, err := history.State()
	if err != nil {
		return Facts{}, fmt.Errorf("read the consensus state: %w", err)
	}
	inLog, err := votesInLog(config.Consensus.WalFile())
	if err != nil {
		return Facts{}, err
	}
	for _, key := range keys {
		signed := key.State()
		k := KeyFacts{
			Address: key.Address, StateFile: key.StateFile, HasState: key.HasState,
			State: Step{Height: signed.Height, Round: signed.Round, Step: signed.Step},
			InLog: inLog[string(key.Address)],
		}
		height, err := history.LastSigned(key.Address, signed.Height)
		if err != nil {
			return Facts{}, err
		}
		if height > 0 {
			k.InBlocks = Step{Height: height, Step: precommit}
		}
		if !state.IsEmpty() {
			k.Seated = state.Validators.HasAddress(key.Address) || state.NextValidators.HasAddress(key.Address)
		}
		f.Keys = append(f.Keys, k)
	}
	return f, nil
}

// genesisHashes returns the pin, if there is one, and the hash of the genesis.
func genesisHashes(config *cmtcfg.Config) (pin, hash string, err error) {
	raw, err := os.ReadFile(filepath.Join(config.RootDir, GenesisPinFile))
	if errors.Is(err, os.ErrNotExist) {
		return "", "", nil
	}
	if err != nil {
		return "", "", fmt.Errorf("read the pin of the genesis: %w", err)
	}
	fields := strings.Fields(string(raw))
	if len(fields) == 0 {
		return "", "", fmt.Errorf("%s is empty: write the SHA-256 of the network's genesis.json into it, or remove it", GenesisPinFile)
	}
	genesis, err := os.ReadFile(config.GenesisFile())
	if err != nil {
		return "", "", fmt.Errorf("read the genesis: %w", err)
	}
	sum := sha256.Sum256(genesis)
	return strings.ToLower(fields[0]), hex.EncodeToString(sum[:]), nil
}
