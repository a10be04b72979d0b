package node

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cometbft/cometbft/consensus"
	cmtcons "github.com/cometbft/cometbft/proto/tendermint/consensus"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/stretchr/testify/require"
)

// writeLog writes votes into a file of the write-ahead log, each after an entry that is none.
func writeLog(t *testing.T, file string, votes ...cmtproto.Vote) {
	t.Helper()
	f, err := os.Create(file)
	require.NoError(t, err)
	defer f.Close()
	log := consensus.NewWALEncoder(f)
	for _, vote := range votes {
		entry, err := consensus.WALFromProto(&cmtcons.WALMessage{Sum: &cmtcons.WALMessage_MsgInfo{MsgInfo: &cmtcons.MsgInfo{
			Msg: cmtcons.Message{Sum: &cmtcons.Message_Vote{Vote: &cmtcons.Vote{Vote: &vote}}},
		}}})
		require.NoError(t, err)
		require.NoError(t, log.Encode(&consensus.TimedWALMessage{Time: time.Unix(1, 0), Msg: consensus.EndHeightMessage{Height: vote.Height - 1}}))
		require.NoError(t, log.Encode(&consensus.TimedWALMessage{Time: time.Unix(1, 0), Msg: entry}))
	}
}

func voteAt(address string, height int64, round int32, kind cmtproto.SignedMsgType) cmtproto.Vote {
	hash := make([]byte, 32)
	return cmtproto.Vote{
		Type: kind, Height: height, Round: round, ValidatorAddress: []byte(address), Signature: []byte{1},
		BlockID: cmtproto.BlockID{Hash: hash, PartSetHeader: cmtproto.PartSetHeader{Total: 1, Hash: hash}},
	}
}

func TestVotesInLog(t *testing.T) {
	const ours, theirs = "12345678901234567890", "abcdefghijklmnopqrst"
	head := filepath.Join(t.TempDir(), "wal")
	votes, err := votesInLog(head)
	require.NoError(t, err)
	require.Empty(t, votes, "no log yet")

	writeLog(t, head+".000", voteAt(ours, 99, 0, cmtproto.PrecommitType)) // too old to be read
	writeLog(t, head+".001", voteAt(ours, 6, 0, cmtproto.PrecommitType))
	writeLog(t, head,
		voteAt(ours, 7, 1, cmtproto.PrevoteType), voteAt(ours, 7, 0, cmtproto.PrecommitType), voteAt(theirs, 7, 1, cmtproto.PrecommitType))
	votes, err = votesInLog(head)
	require.NoError(t, err)
	require.Equal(t, map[string]Step{ours: {Height: 7, Round: 1, Step: 2}, theirs: {Height: 7, Round: 1, Step: 3}}, votes)

	raw, err := os.ReadFile(head)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(head, raw[:len(raw)-3], 0o600)) // torn
	votes, err = votesInLog(head)
	require.NoError(t, err)
	require.Equal(t, map[string]Step{ours: {Height: 7, Round: 1, Step: 2}}, votes)
}
