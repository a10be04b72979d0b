package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// reissue issues a tag of the second epoch, the one with a number, to a person again.
func (f *fixture) reissue(t *testing.T, n, tag byte) *types.MsgReissueTagsResponse {
	t.Helper()
	res, err := f.msgs.ReissueTags(f.fresh(), &types.MsgReissueTags{Signer: officer, Tags: []types.LiveTag{
		{Tag: types.Tag{Class: 1, Value: value(tag), Epoch: 2}, Person: ref(n)},
	}})
	require.NoError(t, err)
	return res
}

func (f *fixture) requireLeft(t *testing.T, left uint64) {
	t.Helper()
	epochs, err := f.TagEpochs(f.ctx)
	require.NoError(t, err)
	require.Equal(t, left, epochs.Left)
	f.requireInvariants(t)
}

// Whoever goes without a tag needs one again when the record that stood for it is merged into it.
func TestWithoutATagAsLongAsAnotherStandsForIt(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.enrol(t, household(1, person(1)), household(2, person(2))))
	_, err := f.msgs.OpenEpoch(f.ctx, &types.MsgOpenEpoch{Signer: provinces, Epoch: 2, PublicKey: value(2)})
	require.NoError(t, err)
	require.NoError(t, f.EndBlock(f.ctx))
	f.requireLeft(t, 2)
	require.Empty(t, f.reissue(t, 1, 50).Conflicts)
	require.Len(t, f.reissue(t, 2, 50).Conflicts, 1)
	f.requireLeft(t, 1)

	_, err = f.msgs.AnswerMatch(f.ctx, &types.MsgAnswerMatch{Signer: county, Id: 1, Answer: types.MATCH_STATUS_CONFIRMED_DUPLICATE})
	require.NoError(t, err)
	require.Len(t, f.reissue(t, 2, 50).Conflicts, 1, "it can be disputed")
	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(20 * 24 * time.Hour))
	require.Empty(t, f.reissue(t, 2, 50).Conflicts)
	f.requireLeft(t, 0)
	_, err = f.msgs.ClosePerson(f.ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(1)})
	require.ErrorIs(t, err, types.ErrTagNeeded)

	gs, err := f.ExportGenesis(f.ctx)
	require.NoError(t, err)
	g := newFixture(t)
	require.NoError(t, g.InitGenesis(g.ctx, *gs))
	again, err := g.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, gs, again)
	g.requireLeft(t, 0)

	_, err = f.msgs.ProposeMerger(f.ctx, &types.MsgProposeMerger{Signer: officer, Ref: ref(1), Into: ref(2)})
	require.NoError(t, err)
	_, err = f.msgs.ConfirmMerger(f.ctx, &types.MsgConfirmMerger{Signer: county, Ref: ref(1), Into: ref(2)})
	require.NoError(t, err)
	f.requireLeft(t, 1)
	_, err = f.msgs.EndEpoch(f.ctx, &types.MsgEndEpoch{Signer: provinces, Epoch: 1})
	require.ErrorIs(t, err, types.ErrEpochLeft)
	require.Empty(t, f.reissue(t, 2, 50).Conflicts)
	f.requireLeft(t, 0)
	_, err = f.msgs.EndEpoch(f.ctx, &types.MsgEndEpoch{Signer: provinces, Epoch: 1})
	require.NoError(t, err)
	for range 2 {
		require.NoError(t, f.EndBlock(f.ctx))
	}
	epochs, err := f.TagEpochs(f.ctx)
	require.NoError(t, err)
	require.Equal(t, types.TagEpochs{Current: 2}, epochs)
	f.requireInvariants(t)
}
