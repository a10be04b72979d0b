//relief:node-local rebuilds a node's receipt log; no state depends on it

package app

import (
	"bytes"
	"context"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	sm "github.com/cometbft/cometbft/state"
	cmttypes "github.com/cometbft/cometbft/types"
)

// Replay executes every block of a block store from genesis on, into an app with an empty database, so that the app's receipt log
// is written again. After each block the app hash must be the one in the next header. progress is called after each block.
func (a *App) Replay(ctx context.Context, genesis *cmttypes.GenesisDoc, blocks sm.BlockStore, states sm.Store, progress func(height int64)) error {
	if base := blocks.Base(); base > genesis.InitialHeight {
		return fmt.Errorf("the blocks below height %d are pruned: rebuild on a node that keeps all blocks", base)
	}
	params := genesis.ConsensusParams.ToProto()
	res, err := a.InitChain(&abci.RequestInitChain{
		ChainId: genesis.ChainID, InitialHeight: genesis.InitialHeight, Time: genesis.GenesisTime, ConsensusParams: &params,
		AppStateBytes: genesis.AppState,
	})
	if err != nil {
		return fmt.Errorf("start from the genesis: %w", err)
	}
	hash := res.AppHash
	for height := genesis.InitialHeight; height <= blocks.Height(); height++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		block := blocks.LoadBlock(height)
		if block == nil {
			return fmt.Errorf("block %d is missing", height)
		}
		if height > genesis.InitialHeight && !bytes.Equal(block.AppHash, hash) {
			return fmt.Errorf("block %d expects app hash %X, the replay has %X", height, []byte(block.AppHash), hash)
		}
		var signers *cmttypes.ValidatorSet
		if height > genesis.InitialHeight {
			if signers, err = states.LoadValidators(height - 1); err != nil {
				return fmt.Errorf("read the validators of height %d: %w", height-1, err)
			}
		}
		done, err := a.FinalizeBlock(&abci.RequestFinalizeBlock{
			Txs: block.Txs.ToSliceOfBytes(), DecidedLastCommit: sm.BuildLastCommitInfo(block, signers, genesis.InitialHeight),
			Misbehavior: block.Evidence.Evidence.ToABCI(), Hash: block.Hash(), Height: height, Time: block.Time,
			NextValidatorsHash: block.NextValidatorsHash, ProposerAddress: block.ProposerAddress,
		})
		if err != nil {
			return fmt.Errorf("execute block %d: %w", height, err)
		}
		if _, err := a.Commit(); err != nil {
			return fmt.Errorf("commit block %d: %w", height, err)
		}
		hash = done.AppHash
		progress(height)
	}
	return nil
}
