package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// matches drives the match about the tag of person 1, whom the office of area 12 met again.
type matches struct{ *fixture }

func (m matches) open(signer string) error {
	_, err := m.msgs.OpenMatch(m.fresh(), &types.MsgOpenMatch{Signer: signer, Area: "12", Class: 1, Value: value(1)})
	return err
}

func (m matches) answer(signer string, answer types.MatchStatus) error {
	_, err := m.msgs.AnswerMatch(m.fresh(), &types.MsgAnswerMatch{Signer: signer, Id: 1, Answer: answer})
	return err
}

func (m matches) dispute(signer string) error {
	_, err := m.msgs.DisputeMatch(m.fresh(), &types.MsgDisputeMatch{Signer: signer, Id: 1})
	return err
}

// pass lets working days go by.
func (m matches) pass(days int) {
	m.ctx = m.ctx.WithBlockTime(m.ctx.BlockTime().AddDate(0, 0, days))
}

func newMatches(t *testing.T) matches {
	t.Helper()
	m := matches{newFixture(t)}
	m.ctx = m.ctx.WithBlockTime(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
	require.NoError(t, m.enrol(t, household(1, person(1))))
	return m
}

func TestMatchIsAnswered(t *testing.T) {
	m := newMatches(t)
	require.ErrorIs(t, m.open(officer), authoritytypes.ErrAreaOutside)
	_, err := m.msgs.OpenMatch(m.ctx, &types.MsgOpenMatch{Signer: second, Area: "12", Class: 1, Value: value(9)})
	require.ErrorIs(t, err, types.ErrTagUnknown)
	require.NoError(t, m.open(second))
	m.requireEvents(t, &types.EventMatchChanged{Id: 1, Status: types.MATCH_STATUS_OPEN, Organisation: office + 2})
	require.ErrorIs(t, m.open(second), types.ErrMatchOpen)
	require.ErrorIs(t, m.answer(second, types.MATCH_STATUS_CONFIRMED_DUPLICATE), authoritytypes.ErrAreaOutside)
	require.ErrorIs(t, m.answer(officer, types.MATCH_STATUS_DISPUTED), types.ErrRequestInvalid)
	require.ErrorIs(t, m.dispute(second), types.ErrMatchState)
	_, err = m.msgs.TakeUpMatch(m.fresh(), &types.MsgTakeUpMatch{Signer: officer, Id: 1})
	require.NoError(t, err)
	m.pass(10)
	require.NoError(t, m.answer(officer, types.MATCH_STATUS_CONFIRMED_DUPLICATE), "the last day counts")
	m.requireInvariants(t)
	m.requireRoundTrip(t)
	m.pass(11)
	require.ErrorIs(t, m.dispute(second), types.ErrMatchState, "the answer stands")
	require.NoError(t, m.open(second), "another one may be opened")
	res, err := m.queries.Matches(m.ctx, &types.QueryMatchesRequest{Area: home})
	require.NoError(t, err)
	require.Len(t, res.Matches, 2)
	m.requireInvariants(t)
	m.requireRoundTrip(t)
}

// An answer that doesn't come goes to whoever stands above both offices.
func TestMatchIsOverdue(t *testing.T) {
	m := newMatches(t)
	require.NoError(t, m.open(second))
	m.pass(11)
	require.ErrorIs(t, m.answer(officer, types.MATCH_STATUS_FALSE_POSITIVE), types.ErrMatchOverdue)
	got, err := m.queries.Match(m.ctx, &types.QueryMatchRequest{Id: 1})
	require.NoError(t, err)
	require.True(t, got.Overdue)
	require.Equal(t, "2024-01-11", got.Date)
	for _, signer := range []string{officer, second} {
		_, err := m.msgs.SettleMatch(m.ctx, &types.MsgSettleMatch{Signer: signer, Id: 1, Answer: types.MATCH_STATUS_FALSE_POSITIVE})
		require.ErrorIs(t, err, authoritytypes.ErrAreaOutside, "neither stands above both")
	}
	m.requireInvariants(t)
}
