package keeper_test

import (
	"context"
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// open are the messages of officers that no declared interest bars: a registration decides nothing about a person, and params and epochs are
// nobody's.
var open = []string{
	sdk.MsgTypeURL(&types.MsgEnrol{}), sdk.MsgTypeURL(&types.MsgUpdateParams{}), sdk.MsgTypeURL(&types.MsgOpenEpoch{}), sdk.MsgTypeURL(&types.MsgEndEpoch{}),
}

// bars sends a message that has to be refused for a declared interest.
func bars[Req sdk.Msg, Res any](t *testing.T, m matches, tried map[string]bool, send func(context.Context, Req) (Res, error), msg Req) {
	t.Helper()
	_, err := send(m.ctx, msg)
	require.ErrorIs(t, err, authoritytypes.ErrInterestDeclared, "%T", msg)
	tried[sdk.MsgTypeURL(msg)] = true
}

// Who has a declared interest in a person sends no message about that person, nor about one whom that person would stand for.
func TestDeclaredInterestBars(t *testing.T) {
	m := newMatches(t)
	require.NoError(t, m.enrol(t, household(2, person(2))))
	require.NoError(t, m.open(second))
	offered, err := m.msgs.OfferMove(m.ctx, &types.MsgOfferMove{Signer: officer, Area: "12", Persons: [][]byte{ref(1)}})
	require.NoError(t, err)
	m.authority.interests = map[string][]byte{}
	for signer := range officers {
		m.authority.interests[string(officers[signer].Credentials[0])] = ref(1)
	}
	tried := map[string]bool{}
	bars(t, m, tried, m.msgs.RevisePerson, &types.MsgRevisePerson{Signer: officer, Ref: ref(1), AttrRoot: root(9)})
	bars(t, m, tried, m.msgs.ReviseHousehold, &types.MsgReviseHousehold{Signer: officer, Ref: ref(1), MemberRoot: root(8), Head: ref(2)})
	bars(t, m, tried, m.msgs.ReviseHousehold, &types.MsgReviseHousehold{Signer: officer, Ref: ref(2), MemberRoot: root(8), Head: ref(1)})
	bars(t, m, tried, m.msgs.ProposeGuardian, &types.MsgProposeGuardian{Signer: officer, Ward: ref(1), Guardian: ref(2)})
	bars(t, m, tried, m.msgs.ProposeGuardian, &types.MsgProposeGuardian{Signer: officer, Ward: ref(2), Guardian: ref(1)})
	bars(t, m, tried, m.msgs.ConfirmGuardian, &types.MsgConfirmGuardian{Signer: officer, Ward: ref(2), Guardian: ref(1)})
	bars(t, m, tried, m.msgs.EndGuardian, &types.MsgEndGuardian{Signer: officer, Ward: ref(1)})
	bars(t, m, tried, m.msgs.OpenRecovery, &types.MsgOpenRecovery{Signer: officer, Ref: ref(1), NewKey: holderKey(9)})
	bars(t, m, tried, m.msgs.ApproveRecovery, &types.MsgApproveRecovery{Signer: officer, Ref: ref(1), NewKey: holderKey(9)})
	bars(t, m, tried, m.msgs.RejectRecovery, &types.MsgRejectRecovery{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.CompleteRecovery, &types.MsgCompleteRecovery{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.VerifyPerson, &types.MsgVerifyPerson{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.ReportDeath, &types.MsgReportDeath{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.WithdrawDeath, &types.MsgWithdrawDeath{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.LockPerson, &types.MsgLockPerson{Signer: officer, Ref: ref(1), Reason: types.LOCK_REASON_KEY_LOST})
	bars(t, m, tried, m.msgs.UnlockPerson, &types.MsgUnlockPerson{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.ProposeMerger, &types.MsgProposeMerger{Signer: officer, Ref: ref(1), Into: ref(2)})
	bars(t, m, tried, m.msgs.ProposeMerger, &types.MsgProposeMerger{Signer: officer, Ref: ref(2), Into: ref(1)})
	bars(t, m, tried, m.msgs.ConfirmMerger, &types.MsgConfirmMerger{Signer: officer, Ref: ref(1), Into: ref(2)})
	bars(t, m, tried, m.msgs.OpenMatch, &types.MsgOpenMatch{Signer: second, Area: "12", Class: 1, Value: value(1)})
	bars(t, m, tried, m.msgs.TakeUpMatch, &types.MsgTakeUpMatch{Signer: officer, Id: 1})
	bars(t, m, tried, m.msgs.AnswerMatch, &types.MsgAnswerMatch{Signer: officer, Id: 1, Answer: types.MATCH_STATUS_FALSE_POSITIVE})
	bars(t, m, tried, m.msgs.DisputeMatch, &types.MsgDisputeMatch{Signer: second, Id: 1})
	bars(t, m, tried, m.msgs.ClosePerson, &types.MsgClosePerson{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.ErasePerson, &types.MsgErasePerson{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.Recognise, &types.MsgRecognise{Signer: officer, Ref: ref(1), Category: 1, ValidUntil: m.ctx.BlockTime().Unix() + 60})
	bars(t, m, tried, m.msgs.RevokeRecognition, &types.MsgRevokeRecognition{Signer: officer, Ref: ref(1), Category: 1})
	bars(t, m, tried, m.msgs.OfferMove, &types.MsgOfferMove{Signer: officer, Area: "12", Persons: [][]byte{ref(1)}})
	bars(t, m, tried, m.msgs.CancelMove, &types.MsgCancelMove{Signer: officer, Id: offered.Id})
	bars(t, m, tried, m.msgs.AcceptMove, &types.MsgAcceptMove{Signer: second, Area: "12", Id: offered.Id})
	bars(t, m, tried, m.msgs.SupplyTags, &types.MsgSupplyTags{Signer: officer, Ref: ref(1), Tags: []types.Tag{{Class: 2, Value: value(9)}}})
	bars(t, m, tried, m.msgs.WaiveTag, &types.MsgWaiveTag{Signer: officer, Ref: ref(1)})
	bars(t, m, tried, m.msgs.ReissueTags, &types.MsgReissueTags{Signer: officer, Tags: []types.LiveTag{{Person: ref(1), Tag: types.Tag{Class: 1, Value: value(9), Epoch: 2}}}})
	bars(t, m, tried, m.msgs.WithdrawTag, &types.MsgWithdrawTag{Signer: provinces, Match: 1})
	bars(t, m, tried, m.msgs.SettleMatch, &types.MsgSettleMatch{Signer: provinces, Id: 1, Answer: types.MATCH_STATUS_FALSE_POSITIVE})
	for _, url := range open {
		tried[url] = true
	}
	for _, rule := range types.Policy() {
		require.True(t, tried[rule.Action], "%s: is it about a person? then an interest bars it", rule.Action)
	}
	require.NoError(t, m.enrol(t, household(3, person(3))))
}
