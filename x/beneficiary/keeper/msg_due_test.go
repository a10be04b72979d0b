package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// untagged registers persons without a tag.
func (f *fixture) untagged(t *testing.T, numbers ...byte) {
	t.Helper()
	for _, n := range numbers {
		require.NoError(t, f.enrol(t, household(n, types.Enrolment{Ref: ref(n), AttrRoot: root(n)})))
	}
}

func (f *fixture) supply(n, tag byte) (uint64, error) {
	res, err := f.msgs.SupplyTags(f.fresh(), &types.MsgSupplyTags{Signer: officer, Ref: ref(n), Tags: []types.Tag{{Class: 1, Value: value(tag)}}})
	if err != nil {
		return 0, err
	}
	return res.Match, nil
}

// An office owes at most so many tags at once, and none that is overdue.
func TestPayFirstIsBounded(t *testing.T) {
	f := newFixture(t)
	f.untagged(t, 1, 2, 3, 4)
	params := types.DefaultParams()
	params.MaxDueTags = 2
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Signer: provinces, Params: params})
	require.NoError(t, err)
	for _, n := range []byte{1, 2} {
		require.NoError(t, f.PayFirst(f.ctx, ref(n), 1, office))
		require.ErrorIs(t, f.PayFirst(f.ctx, ref(n), 2, office), types.ErrTagDue)
	}
	require.ErrorIs(t, f.PayFirst(f.ctx, ref(3), 1, office), types.ErrTagsOverdue)
	require.NoError(t, f.PayFirst(f.ctx, ref(3), 1, office+1), "another office")
	f.requireInvariants(t)

	match, err := f.supply(1, 1)
	require.NoError(t, err)
	require.Zero(t, match)
	f.requireEvents(t,
		&types.EventTagDue{Person: ref(1), Class: 1, Organisation: office},
		&types.EventTagsSupplied{Person: ref(1), Organisation: office})
	require.NoError(t, f.PayFirst(f.ctx, ref(4), 1, office))

	match, err = f.supply(2, 1)
	require.NoError(t, err)
	require.EqualValues(t, 1, match, "somebody else holds it")
	again, err := f.supply(2, 1)
	require.NoError(t, err)
	require.Equal(t, match, again)
	f.requireInvariants(t)

	f.ctx = f.ctx.WithBlockTime(f.ctx.BlockTime().Add(7 * 24 * time.Hour))
	res, err := f.queries.DueTags(f.ctx, &types.QueryDueTagsRequest{Organisation: office})
	require.NoError(t, err)
	require.Len(t, res.Tags, 2)
	require.True(t, res.Tags[0].Overdue)
	_, err = f.supply(4, 4)
	require.NoError(t, err)
	f.untagged(t, 5)
	require.ErrorIs(t, f.PayFirst(f.ctx, ref(5), 1, office), types.ErrTagsOverdue)
	_, err = f.msgs.ClosePerson(f.ctx, &types.MsgClosePerson{Signer: officer, Ref: ref(2)})
	require.ErrorIs(t, err, types.ErrTagDue)
	_, err = f.msgs.WaiveTag(f.ctx, &types.MsgWaiveTag{Signer: colleague, Ref: ref(2)})
	require.ErrorIs(t, err, types.ErrSameOrganisation)
	_, err = f.msgs.WaiveTag(f.ctx, &types.MsgWaiveTag{Signer: county, Ref: ref(2)})
	require.NoError(t, err)
	require.NoError(t, f.PayFirst(f.ctx, ref(5), 1, office))
	require.ErrorIs(t, f.PayFirst(f.ctx, ref(2), 1, office), types.ErrTagDue)
	f.requireInvariants(t)

	gs, err := f.ExportGenesis(f.ctx)
	require.NoError(t, err)
	g := newFixture(t)
	require.NoError(t, g.InitGenesis(g.ctx, *gs))
	back, err := g.ExportGenesis(g.ctx)
	require.NoError(t, err)
	require.Equal(t, gs, back)
	g.requireInvariants(t)
}
