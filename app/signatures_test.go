package app_test

import (
	"testing"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/testutil/chaintest"
)

// TestAVerifiedSignatureCoversNothingElse: a node that has verified a transaction takes it again, and nothing that differs in a bit.
func TestAVerifiedSignatureCoversNothingElse(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	w := waiting{t, c}
	c.Block(c.Now.Add(time.Second))
	raw := c.TxWith(chaintest.Key("donor"), paying, gift("donor"))
	require.Equal(t, abci.ResponseProcessProposal_ACCEPT, w.judge([][]byte{raw}))
	for at := range raw {
		forged := append([]byte(nil), raw...)
		forged[at] ^= 1
		require.Equal(t, abci.ResponseProcessProposal_REJECT, w.judge([][]byte{forged}), "byte %d of %d", at, len(raw))
	}
	require.Equal(t, abci.ResponseProcessProposal_ACCEPT, w.judge([][]byte{raw}))
	require.True(t, c.Block(c.Now.Add(time.Second), raw)[0].OK())
	require.Equal(t, abci.ResponseProcessProposal_REJECT, w.judge([][]byte{raw}), "its sequence is used up")
}

// TestANodeJudgesItsOwnProposalOnce: what it has proposed passes, and the same at another time or with anything more is judged anew.
func TestANodeJudgesItsOwnProposalOnce(t *testing.T) {
	c := chaintest.New(t, chaintest.Seats(), chaintest.World, chaintest.Straight)
	w := waiting{t, c}
	c.Block(c.Now.Add(time.Second))
	require.Zero(t, w.send(c.TxWith(chaintest.Key("donor"), paying, gift("donor"))).Code)
	own := w.proposal()
	require.Len(t, own, 1)
	judge := func(at time.Time, txs [][]byte) abci.ResponseProcessProposal_ProposalStatus {
		res, err := c.App().ProcessProposal(&abci.RequestProcessProposal{Height: c.Height + 1, Time: at, Txs: txs})
		require.NoError(t, err)
		return res.Status
	}
	require.Equal(t, abci.ResponseProcessProposal_ACCEPT, judge(c.Now, own))
	require.Equal(t, abci.ResponseProcessProposal_ACCEPT, judge(c.Now.Add(time.Second), own))
	require.Equal(t, abci.ResponseProcessProposal_REJECT, judge(c.Now, append(own, own[0])), "twice")
	require.Equal(t, abci.ResponseProcessProposal_REJECT, judge(c.Now, [][]byte{[]byte("hello")}))
}
