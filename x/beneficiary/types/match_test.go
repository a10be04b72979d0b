package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// Whatever officers try in whatever order, a match goes one of the ways of the table and no other, an answer is never the asker's own,
// and what is settled stays.
func TestMatchGoesItsWays(t *testing.T) {
	ways := map[types.MatchStatus][]types.MatchStatus{
		types.MATCH_STATUS_OPEN: {
			types.MATCH_STATUS_INQUIRY, types.MATCH_STATUS_FALSE_POSITIVE, types.MATCH_STATUS_TRANSFER_AGREED, types.MATCH_STATUS_CONFIRMED_DUPLICATE,
		},
		types.MATCH_STATUS_INQUIRY: {
			types.MATCH_STATUS_FALSE_POSITIVE, types.MATCH_STATUS_TRANSFER_AGREED, types.MATCH_STATUS_CONFIRMED_DUPLICATE,
		},
		types.MATCH_STATUS_FALSE_POSITIVE:      {types.MATCH_STATUS_DISPUTED},
		types.MATCH_STATUS_TRANSFER_AGREED:     {types.MATCH_STATUS_DISPUTED},
		types.MATCH_STATUS_CONFIRMED_DUPLICATE: {types.MATCH_STATUS_DISPUTED},
		types.MATCH_STATUS_DISPUTED: {
			types.MATCH_STATUS_FALSE_POSITIVE, types.MATCH_STATUS_TRANSFER_AGREED, types.MATCH_STATUS_CONFIRMED_DUPLICATE,
		},
	}
	rapid.Check(t, func(t *rapid.T) {
		decider := func() types.Decider {
			n := rapid.IntRange(1, 4).Draw(t, "person")
			return types.Decider{Organisation: uint32(n), Credentials: [][]byte{fill(n)}}
		}
		m := types.Match{Opener: decider(), Status: types.MATCH_STATUS_OPEN}
		for range rapid.IntRange(1, 12).Draw(t, "acts") {
			over, by := rapid.Bool().Draw(t, "over"), decider()
			answer := rapid.SampledFrom([]types.MatchStatus{
				types.MATCH_STATUS_FALSE_POSITIVE, types.MATCH_STATUS_TRANSFER_AGREED, types.MATCH_STATUS_CONFIRMED_DUPLICATE,
			}).Draw(t, "answer")
			var after types.Match
			var err error
			switch rapid.IntRange(0, 3).Draw(t, "act") {
			case 0:
				after, err = m.TakeUp(over)
			case 1:
				after, err = m.AnswerBy(by, answer, 1, over)
				if err == nil {
					require.NoError(t, m.Opener.Other(by))
					require.False(t, over)
				}
			case 2:
				after, err = m.Dispute(over)
				if err == nil {
					require.False(t, over)
				}
			default:
				after, err = m.SettleBy(by, answer, over)
				if err == nil {
					require.True(t, after.Settled)
					require.True(t, m.Overdue(over) || m.Status == types.MATCH_STATUS_DISPUTED)
					require.NotEqual(t, m.Opener.Organisation, by.Organisation)
				}
			}
			if err != nil {
				continue
			}
			require.False(t, m.Settled, "what is settled stays")
			require.Contains(t, ways[m.Status], after.Status)
			m = after
		}
	})
}
