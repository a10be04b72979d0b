package node

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/cometbft/cometbft/consensus"
	cmtcons "github.com/cometbft/cometbft/proto/tendermint/consensus"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
)

// votesInLog returns the newest vote of every validator in the newest two files of the write-ahead log. The head file alone may be
// minutes or a moment old; two hold the height that consensus was at.
func votesInLog(head string) (map[string]Step, error) {
	votes := map[string]Step{}
	rotated, err := filepath.Glob(head + ".[0-9]*") // numbered with leading zeros
	if err != nil {
		return nil, err
	}
	slices.Sort(rotated)
	for _, file := range append(rotated[max(0, len(rotated)-1):], head) {
		if err := votesInFile(file, votes); err != nil {
			return nil, err
		}
	}
	return votes, nil
}

// votesInFile reads up to the end or the first damage: what can't be read, CometBFT repairs.
func votesInFile(file string, votes map[string]Step) error {
	f, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the write-ahead log: %w", err)
	}
	defer f.Close()
	log := consensus.NewWALDecoder(bufio.NewReaderSize(f, 1<<16))
	for {
		message, err := log.Decode()
		if errors.Is(err, io.EOF) || consensus.IsDataCorruptionError(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		vote, err := voteOf(message.Msg)
		if err != nil {
			return err
		}
		if vote == nil {
			continue
		}
		step := Step{Height: vote.Height, Round: vote.Round, Step: 2}
		if vote.Type == cmtproto.PrecommitType {
			step.Step = precommit
		}
		if key := string(vote.ValidatorAddress); votes[key].Before(step) {
			votes[key] = step
		}
	}
}

// voteOf returns the vote in an entry of the log; nil for other entries.
func voteOf(entry consensus.WALMessage) (*cmtproto.Vote, error) {
	message, err := consensus.WALToProto(entry)
	if err != nil {
		return nil, fmt.Errorf("read an entry of the write-ahead log: %w", err)
	}
	info, ok := message.Sum.(*cmtcons.WALMessage_MsgInfo)
	if !ok || info.MsgInfo == nil {
		return nil, nil //nolint:nilnil // no vote
	}
	vote, ok := info.MsgInfo.Msg.Sum.(*cmtcons.Message_Vote)
	if !ok {
		return nil, nil //nolint:nilnil // no vote
	}
	return vote.Vote.Vote, nil
}
