package signer

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	cmtcfg "github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtjson "github.com/cometbft/cometbft/libs/json"
	"github.com/cometbft/cometbft/privval"
	cmttypes "github.com/cometbft/cometbft/types"
)

// Directories of the keys besides the first one.
const (
	keysDir   = "priv_validator_keys"
	statesDir = "priv_validator_states"
)

// Key is a consensus key on disk.
type Key struct {
	// Address of the key.
	Address cmttypes.Address
	// KeyFile and StateFile are where key and sign state are.
	KeyFile, StateFile string
	// HasState says that there is a sign state.
	HasState bool

	pv *privval.FilePV
}

// State returns what the key signed last.
func (k *Key) State() privval.FilePVLastSignState { return k.pv.LastSignState }

// FilePV returns the key with its sign state.
func (k *Key) FilePV() *privval.FilePV { return k.pv }

// EnsureState writes an empty sign state for a key without one.
func (k *Key) EnsureState() error {
	if k.HasState {
		return nil
	}
	if err := writeState(k.StateFile); err != nil {
		return err
	}
	k.HasState = true
	return nil
}

// Load reads every key of a home directory: the first key, then the others by address. A file that can't be read is an error, so
// that no key is left out unnoticed. There are none when the home has no keys.
func Load(config *cmtcfg.Config) ([]*Key, error) {
	var keys []*Key
	first, err := load(config.PrivValidatorKeyFile(), config.PrivValidatorStateFile())
	switch {
	case err == nil:
		keys = append(keys, first)
	case !errors.Is(err, os.ErrNotExist):
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(otherKeys(config), "*.json")) // sorted
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		key, err := load(file, filepath.Join(otherStates(config), filepath.Base(file)))
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if k.Address.String() == key.Address.String() {
				return nil, fmt.Errorf("%s and %s hold the same key, each with its own sign state: remove one", k.KeyFile, file)
			}
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// Create writes a new key and an empty sign state beside the keys of a home directory. It leaves the first key alone.
func Create(config *cmtcfg.Config) (*Key, error) {
	for _, dir := range []string{otherKeys(config), otherStates(config)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("make a directory for keys: %w", err)
		}
	}
	private := ed25519.GenPrivKey()
	name := strings.ToLower(private.PubKey().Address().String()) + ".json"
	keyFile, stateFile := filepath.Join(otherKeys(config), name), filepath.Join(otherStates(config), name)
	raw, err := cmtjson.MarshalIndent(privval.FilePVKey{Address: private.PubKey().Address(), PubKey: private.PubKey(), PrivKey: private}, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := writeState(stateFile); err != nil {
		return nil, err
	}
	if err := writeNew(keyFile, raw); err != nil {
		return nil, err
	}
	return load(keyFile, stateFile)
}

func load(keyFile, stateFile string) (*Key, error) {
	raw, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, fmt.Errorf("read a validator key: %w", err)
	}
	var key privval.FilePVKey
	if err := cmtjson.Unmarshal(raw, &key); err != nil || key.PrivKey == nil {
		return nil, fmt.Errorf("%s holds no validator key: restore the file from its backup", keyFile)
	}
	k := &Key{Address: key.PrivKey.PubKey().Address(), KeyFile: keyFile, StateFile: stateFile}
	raw, err = os.ReadFile(stateFile)
	if errors.Is(err, os.ErrNotExist) {
		k.pv = privval.LoadFilePVEmptyState(keyFile, stateFile)
		return k, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a sign state: %w", err)
	}
	var state privval.FilePVLastSignState
	if err := cmtjson.Unmarshal(raw, &state); err != nil {
		return nil, fmt.Errorf("%s holds no sign state: restore the newest copy; see \"A lost sign state\" in docs/operations/README.md", stateFile)
	}
	k.HasState, k.pv = true, privval.LoadFilePV(keyFile, stateFile)
	return k, nil
}

func writeState(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make a directory for sign states: %w", err)
	}
	raw, err := cmtjson.MarshalIndent(privval.FilePVLastSignState{}, "", "  ")
	if err != nil {
		return err
	}
	return writeNew(file, raw)
}

// writeNew writes a file that isn't there yet and waits until it is on the disk.
func writeNew(file string, raw []byte) (err error) {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("create %s: %w", file, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(raw); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return f.Sync()
}

func otherKeys(config *cmtcfg.Config) string { return filepath.Join(config.RootDir, "config", keysDir) }

func otherStates(config *cmtcfg.Config) string {
	return filepath.Join(filepath.Dir(config.PrivValidatorStateFile()), statesDir)
}
