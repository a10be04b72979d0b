package feetest

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
)

// Seats knows every consensus address but "nobody" as the seat of the account of the same name.
type Seats struct{}

// OperatorOf implements types.Seats.
func (Seats) OperatorOf(_ context.Context, consensus []byte) ([]byte, bool, error) {
	return consensus, string(consensus) != string(Account("nobody")), nil
}

// Votes are the votes for a block: of those who signed it, and of those who didn't.
func Votes(signed, absent []string) []abci.VoteInfo {
	var votes []abci.VoteInfo
	add := func(names []string, flag cmtproto.BlockIDFlag) {
		for _, name := range names {
			votes = append(votes, abci.VoteInfo{Validator: abci.Validator{Address: Account(name), Power: 1}, BlockIdFlag: flag})
		}
	}
	add(signed, cmtproto.BlockIDFlagCommit)
	add(absent, cmtproto.BlockIDFlagAbsent)
	return votes
}
