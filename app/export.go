package app

import (
	"encoding/json"
	"fmt"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Export writes the state of the latest height as a genesis that a new chain can start from.
func (a *App) Export(modules []string) (servertypes.ExportedApp, error) {
	ctx := a.NewContextLegacy(true, cmtproto.Header{Height: a.LastBlockHeight()})
	state, err := a.ExportState(ctx, modules)
	if err != nil {
		return servertypes.ExportedApp{}, err
	}
	validators, err := a.SigningKeys(ctx)
	if err != nil {
		return servertypes.ExportedApp{}, err
	}
	return servertypes.ExportedApp{
		AppState: state, Validators: validators, Height: a.LastBlockHeight() + 1, ConsensusParams: a.GetConsensusParams(ctx),
	}, nil
}

// SigningKeys are the keys of the seats that sign, with their power.
func (a *App) SigningKeys(ctx sdk.Context) ([]cmttypes.GenesisValidator, error) {
	seats, err := a.Validator.ExportGenesis(ctx)
	if err != nil {
		return nil, fmt.Errorf("export seats: %w", err)
	}
	signing, err := validatortypes.Wanted(seats.Seats)
	if err != nil {
		return nil, fmt.Errorf("export the validator set: %w", err)
	}
	validators := make([]cmttypes.GenesisValidator, 0, len(signing))
	for _, s := range signing {
		pub, err := cryptocodec.ToCmtPubKeyInterface(&ed25519.PubKey{Key: s.ConsensusKey})
		if err != nil {
			return nil, fmt.Errorf("read a consensus key: %w", err)
		}
		validators = append(validators, cmttypes.GenesisValidator{Address: pub.Address(), PubKey: pub, Power: s.Power})
	}
	return validators, nil
}

// ExportState writes the state that a context sees as the state of a genesis.
func (a *App) ExportState(ctx sdk.Context, modules []string) ([]byte, error) {
	genesis, err := a.modules.ExportGenesisForModules(ctx, a.encoding.Codec, modules)
	if err != nil {
		return nil, fmt.Errorf("export modules: %w", err)
	}
	state, err := json.MarshalIndent(genesis, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the genesis state: %w", err)
	}
	return state, nil
}

// LoadHeight loads the state of an earlier height that isn't pruned.
func (a *App) LoadHeight(height int64) error { return a.LoadVersion(height) }
