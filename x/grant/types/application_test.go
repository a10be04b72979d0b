package types_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

func TestMachinesAreWellFormed(t *testing.T) {
	require.NoError(t, types.ProgrammeMachine.Check())
	require.NoError(t, types.ApplicationMachine.Check())
	require.NoError(t, types.AppealMachine.Check())
	require.NoError(t, types.EmergencyMachine.Check())
	require.NoError(t, types.LotMachine.Check())
	require.NoError(t, types.GrantMachine.Check())
	require.NoError(t, types.InstalmentMachine.Check())
	require.NoError(t, types.RunMachine.Check())
}

// Whatever is done to an application in whatever order, it goes where the table says and nowhere else, and what is over stays over.
func TestOnlyTheTableMovesAnApplication(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := types.Application{Id: 1}
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			act := types.ActKind(rapid.Int32Range(0, 27).Draw(t, "act"))
			next, err := a.Step(act)
			to, known := types.ApplicationMachine.Next(a.Status, act)
			if !known {
				require.ErrorIs(t, err, types.ErrApplicationState)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, to, next.Status)
			require.False(t, types.ApplicationMachine.Final(a.Status))
			a = next
		}
	})
}

func TestTriage(t *testing.T) {
	submitted := types.Application{Id: 1, Status: types.APPLICATION_STATUS_SUBMITTED}
	asked, err := submitted.Triage(types.ACT_KIND_ASK_SUPPLEMENT, 0, false)
	require.NoError(t, err)
	_, err = asked.Triage(types.ACT_KIND_TURN_AWAY, types.REASON_INCOMPLETE, false)
	require.ErrorIs(t, err, types.ErrApplicationState, "the applicant has time")
	away, err := asked.Triage(types.ACT_KIND_TURN_AWAY, types.REASON_INCOMPLETE, true)
	require.NoError(t, err)
	require.Equal(t, types.REASON_INCOMPLETE, away.Reason)
	back, err := asked.Step(types.ACT_KIND_SUPPLEMENT)
	require.NoError(t, err)
	_, err = back.Triage(types.ACT_KIND_ASK_SUPPLEMENT, 0, false)
	require.ErrorIs(t, err, types.ErrSupplementAsked, "once")
}

func TestReviewSkipsANoticeThatIsNotNeeded(t *testing.T) {
	checking := types.Application{Id: 1, Status: types.APPLICATION_STATUS_CHECKING, Coverage: types.COVERAGE_SINGLE}
	plan := types.Schedule{Changes: []types.Change{{Period: 24_289, Amount: 100}}, UntilPeriod: 24_300}
	approve, refuse := types.Opinion{Approve: true, Persons: 1, Schedule: &plan}, types.Opinion{Reason: types.REASON_INCOME}
	tests := []struct {
		name    string
		opinion types.Opinion
		terms   types.Terms
		want    types.ApplicationStatus
	}{
		{name: "notice", opinion: approve, terms: types.DefaultTerms(), want: types.APPLICATION_STATUS_REVIEWED},
		{name: "no notice", opinion: approve, want: types.APPLICATION_STATUS_DECIDABLE},
		{name: "to refuse", opinion: refuse, terms: types.DefaultTerms(), want: types.APPLICATION_STATUS_DECIDABLE},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			next, skipped, err := checking.Review(tc.opinion, tc.terms)
			require.NoError(t, err)
			require.Equal(t, tc.want, next.Status)
			require.Equal(t, tc.want == types.APPLICATION_STATUS_DECIDABLE, skipped)
		})
	}
	approve.Persons = 2
	_, _, err := checking.Review(approve, types.Terms{})
	require.ErrorIs(t, err, types.ErrCoverage)
	decidable, _, err := checking.Review(refuse, types.Terms{})
	require.NoError(t, err)
	_, err = decidable.Decide(types.Verdict{Act: types.ACT_KIND_APPROVE})
	require.ErrorIs(t, err, types.ErrOpinionRefuses)
}

// An objection counts while the notice hangs, and not a second longer.
func TestObject(t *testing.T) {
	const end = 1000
	noticed, err := types.Application{Status: types.APPLICATION_STATUS_REVIEWED}.StartNotice(make([]byte, 32), 1, end)
	require.NoError(t, err)
	_, err = noticed.Object(end)
	require.ErrorIs(t, err, types.ErrApplicationState)
	once, err := noticed.Object(end - 1)
	require.NoError(t, err)
	twice, err := once.Object(end - 1)
	require.NoError(t, err)
	require.Equal(t, types.APPLICATION_STATUS_OBJECTED, twice.Status)
	require.Equal(t, uint32(2), twice.Notice.Objections)
	twice.Status = types.APPLICATION_STATUS_REVIEWED
	again, err := twice.StartNotice(make([]byte, 32), 2000, 3000)
	require.NoError(t, err)
	require.Equal(t, types.Notice{Commitment: make([]byte, 32), Start: 2000, End: 3000, Objections: 2, Rounds: 2}, *again.Notice)
}

func TestPauseIsCapped(t *testing.T) {
	a := types.Application{Status: types.APPLICATION_STATUS_CHECKING}
	terms := types.Terms{PauseDays: 15}
	a, err := a.Pause(10, terms)
	require.NoError(t, err)
	_, err = a.Pause(6, terms)
	require.ErrorIs(t, err, types.ErrPauseTooLong)
	a, err = a.Pause(5, terms)
	require.NoError(t, err)
	require.Equal(t, uint32(15), a.PausedDays)
	a.Status = types.APPLICATION_STATUS_APPROVED
	_, err = a.Pause(1, types.DefaultTerms())
	require.ErrorIs(t, err, types.ErrApplicationState)
}

// One person has one duty along a case, whatever account it uses; and who answers an appeal had no hand in the case at all.
func TestCheckHands(t *testing.T) {
	person := func(n byte) [][]byte { return [][]byte{bytes.Repeat([]byte{n}, 32)} }
	acts := []types.Act{
		{Number: 1, Duty: uint32(authoritytypes.ROLE_INTAKE), Actor: "a", Credentials: person(1)},
		{Number: 2, Duty: uint32(authoritytypes.ROLE_REVIEWER), Actor: "b", Credentials: person(2)},
		{Number: 3},
	}
	actor := func(address string, n byte) types.Actor {
		return types.Actor{Officer: authoritytypes.Officer{Address: address, Credential: person(n)[0]}, Persons: person(n)}
	}
	require.NoError(t, types.CheckHands(acts, authoritytypes.ROLE_REVIEWER, actor("b", 2)))
	require.NoError(t, types.CheckHands(acts, authoritytypes.ROLE_APPROVER, actor("c", 3)))
	require.ErrorIs(t, types.CheckHands(acts, authoritytypes.ROLE_APPROVER, actor("c", 2)), types.ErrSelfDealing, "another account of the reviewer")
	require.ErrorIs(t, types.CheckHands(acts, authoritytypes.ROLE_APPROVER, actor("a", 3)), types.ErrSelfDealing)
	require.ErrorIs(t, types.CheckUnconcerned(acts, actor("d", 1)), types.ErrSelfDealing)
	require.NoError(t, types.CheckUnconcerned(acts, actor("d", 4)))
}

// Arrears are at most what the months that were lost would have paid.
func TestArrears(t *testing.T) {
	require.NoError(t, types.CheckArrears(300, 100, 10, 13))
	require.ErrorIs(t, types.CheckArrears(301, 100, 10, 13), types.ErrArrears)
	require.ErrorIs(t, types.CheckArrears(1, 100, 13, 13), types.ErrArrears)
}

// What was approved went the whole way; a timeline that skips a step is seen.
func TestCheckTimeline(t *testing.T) {
	whole := []types.ActKind{
		types.ACT_KIND_SUBMIT, types.ACT_KIND_ACCEPT, types.ACT_KIND_CHECK, types.ACT_KIND_PAUSE, types.ACT_KIND_REVIEW, types.ACT_KIND_START_NOTICE,
		types.ACT_KIND_OBJECT, types.ACT_KIND_OBJECT, types.ACT_KIND_CHECK, types.ACT_KIND_OVERDUE, types.ACT_KIND_REVIEW, types.ACT_KIND_START_NOTICE,
		types.ACT_KIND_END_NOTICE, types.ACT_KIND_APPROVE, types.ACT_KIND_PUBLISH,
	}
	acts := func(kinds []types.ActKind) []types.Act {
		var list []types.Act
		for i, kind := range kinds {
			list = append(list, types.Act{Number: uint32(i) + 1, Kind: kind})
		}
		return list
	}
	published := types.Application{Status: types.APPLICATION_STATUS_PUBLISHED}
	require.NoError(t, types.CheckTimeline(published, acts(whole)))
	require.ErrorIs(t, types.CheckTimeline(types.Application{Status: types.APPLICATION_STATUS_APPROVED}, acts(whole)), types.ErrApplicationState)
	skips := map[int]bool{3: true, 9: true} // a pause and a missed clock are no steps
	skips[7] = true                         // nor is a further objection
	for i := range whole {
		without := append(append([]types.ActKind{}, whole[:i]...), whole[i+1:]...)
		err := types.CheckTimeline(published, acts(without))
		if skips[i] || i == 6 {
			require.NoError(t, err)
		} else {
			require.ErrorIs(t, err, types.ErrApplicationState, "without act %d, %s", i+1, whole[i])
		}
	}
}
