package main

import (
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
)

// possessionBytes are what a key signs to prove that a node in sync holds it: a precommit for a recent block under a chain id of
// the seat's own, so that the signature is worth nothing as a vote.
func possessionBytes(chainID, operator string, height int64, hash []byte) []byte {
	return cmttypes.VoteSignBytes(chainID+"/seat/"+operator, &cmtproto.Vote{
		Type: cmtproto.PrecommitType, Height: height, Timestamp: time.Unix(0, 0).UTC(),
		BlockID: cmtproto.BlockID{Hash: hash, PartSetHeader: cmtproto.PartSetHeader{Total: 1, Hash: hash}},
	})
}
