package types

import (
	"time"

	errorsmod "cosmossdk.io/errors"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/cosmos-sdk/crypto/keys/ed25519"
)

// PossessionChainID is the chain id that a key signs for when it proves itself for a seat. No chain has it, so that the
// signature is worth nothing as a vote, nor for another seat.
func PossessionChainID(chainID, operator string) string { return chainID + "/seat/" + operator }

// PossessionVote is what a consensus key signs to prove that it is held by a node in sync: a precommit for a recent block in
// round 0, at the Unix epoch, with the block hash standing for the part-set header, which the state doesn't know. Any private
// validator, remote ones included, signs it with SignVote under PossessionChainID.
func PossessionVote(height int64, blockHash []byte) *cmtproto.Vote {
	return &cmtproto.Vote{
		Type:   cmtproto.PrecommitType,
		Height: height,
		BlockID: cmtproto.BlockID{
			Hash:          blockHash,
			PartSetHeader: cmtproto.PartSetHeader{Total: 1, Hash: blockHash},
		},
		Timestamp: time.Unix(0, 0).UTC(),
	}
}

// PossessionBytes are the bytes under the signature.
func PossessionBytes(chainID, operator string, block RecentBlock) []byte {
	return cmttypes.VoteSignBytes(PossessionChainID(chainID, operator), PossessionVote(block.Height, block.Hash))
}

// VerifyPossession checks that the key signed the block for the seat of the operator.
func VerifyPossession(chainID, operator string, key []byte, block RecentBlock, signature []byte) error {
	if len(key) != KeyLength {
		return errorsmod.Wrapf(ErrKeyInvalid, "give %d bytes", KeyLength)
	}
	if err := block.Validate(); err != nil {
		return err
	}
	pub := ed25519.PubKey{Key: key}
	if len(signature) != SignatureLength || !pub.VerifySignature(PossessionBytes(chainID, operator, block), signature) {
		return errorsmod.Wrapf(ErrPossessionUnproven, "sign block %d for this seat with the new key", block.Height)
	}
	return nil
}

// Validate checks the shape: a positive height and a hash of 32 bytes.
func (b RecentBlock) Validate() error {
	if b.Height <= 0 || len(b.Hash) != HashLength {
		return errorsmod.Wrapf(ErrBlockUnknown, "block %d with a hash of %d bytes", b.Height, len(b.Hash))
	}
	return nil
}

// IsRecent tells whether a key may prove itself at a height with the block: an earlier one, at most RecentBlocks old.
func (b RecentBlock) IsRecent(height int64) bool {
	return b.Height < height && height-b.Height <= RecentBlocks
}
