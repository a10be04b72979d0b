package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/council/types"
)

func TestCheckStoppable(t *testing.T) {
	for _, c := range []struct {
		message string
		err     error
	}{
		{message: "/relief.stablecoin.v1.MsgMint"},
		{message: "/relief.grant.v1.MsgAuthoriseRun"},
		{message: "/relief.authority.v1.MsgAppointOfficer"},
		{message: "/cosmos.bank.v1beta1.MsgSend"},
		{message: "/cosmos.gov.v1.MsgVote", err: types.ErrMessageNeeded},
		{message: "/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", err: types.ErrMessageNeeded},
		{message: "/cosmos.consensus.v1.MsgUpdateParams", err: types.ErrMessageNeeded},
		{message: "/cosmos.slashing.v1beta1.MsgUnjail", err: types.ErrMessageNeeded},
		{message: "/cosmos.evidence.v1beta1.MsgSubmitEvidence", err: types.ErrMessageNeeded},
		{message: "/relief.validator.v1.MsgRotateKey", err: types.ErrMessageNeeded},
		{message: "/relief.council.v1.MsgSchedule", err: types.ErrMessageNeeded},
		{message: "/relief.council.v1.MsgLift", err: types.ErrMessageNeeded},
		{message: "/relief.grant.v1.MsgWithdraw", err: types.ErrMessageNeeded},
		{message: "/relief.grant.v1.MsgAppeal", err: types.ErrMessageNeeded},
		{message: "/relief.stablecoin.v1.MsgRedeem", err: types.ErrMessageNeeded},
		{message: "/relief.stablecoin.v1.MsgBurn", err: types.ErrMessageNeeded},
		{message: "/relief.beneficiary.v1.MsgRotateKey", err: types.ErrMessageNeeded},
		{message: "/relief.authority.v1.MsgRevokeOfficer", err: types.ErrMessageNeeded},
		{message: "/relief.authority.v1.MsgSuspendOrganisation", err: types.ErrMessageNeeded},
	} {
		t.Run(c.message, func(t *testing.T) { require.ErrorIs(t, types.CheckStoppable(c.message), c.err) })
	}
}

func TestMsgStopShape(t *testing.T) {
	many := make([]string, types.MaxStopMessages+1)
	for n := range many {
		many[n] = "/relief.grant.v1.Msg" + string(rune('A'+n))
	}
	for _, c := range []struct {
		name     string
		messages []string
		seconds  int64
		err      error
	}{
		{name: "longest", messages: many[:types.MaxStopMessages], seconds: types.MaxStopSeconds},
		{name: "too long", messages: many[:1], seconds: types.MaxStopSeconds + 1, err: types.ErrStopInvalid},
		{name: "no time", messages: many[:1], err: types.ErrStopInvalid},
		{name: "none", seconds: 1, err: types.ErrStopInvalid},
		{name: "too many", messages: many, seconds: 1, err: types.ErrStopInvalid},
		{name: "twice", messages: []string{many[0], many[0]}, seconds: 1, err: types.ErrStopInvalid},
		{name: "descending", messages: []string{many[1], many[0]}, seconds: 1, err: types.ErrStopInvalid},
		{name: "no type URL", messages: []string{"mint"}, seconds: 1, err: types.ErrStopInvalid},
		{name: "one that is needed", messages: []string{"/cosmos.gov.v1.MsgVote", many[0]}, seconds: 1, err: types.ErrMessageNeeded},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.ErrorIs(t, (&types.MsgStop{Messages: c.messages, Seconds: c.seconds}).ValidateBasic(), c.err)
		})
	}
}

func TestConfirms(t *testing.T) {
	first := types.StopRequest{Organisation: 1, Officer: "a", Credential: []byte{1}, Messages: []string{"/m"}, Seconds: 60, RequestedAt: 1_000}
	second := types.StopRequest{Organisation: 2, Officer: "b", Credential: []byte{2}, Messages: []string{"/m"}, Seconds: 60, RequestedAt: 1_000 + types.ConfirmSeconds - 1}
	require.True(t, second.Confirms(first))
	for _, c := range []struct {
		name   string
		change func(*types.StopRequest)
	}{
		{name: "same organisation", change: func(r *types.StopRequest) { r.Organisation = 1 }},
		{name: "same person", change: func(r *types.StopRequest) { r.Credential = []byte{1} }},
		{name: "same account", change: func(r *types.StopRequest) { r.Officer = "a" }},
		{name: "other messages", change: func(r *types.StopRequest) { r.Messages = []string{"/n"} }},
		{name: "more messages", change: func(r *types.StopRequest) { r.Messages = []string{"/m", "/n"} }},
		{name: "other length", change: func(r *types.StopRequest) { r.Seconds = 61 }},
		{name: "too late", change: func(r *types.StopRequest) { r.RequestedAt++ }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := second
			c.change(&r)
			require.False(t, r.Confirms(first))
		})
	}
}

func TestStopRefusesUntilItsEnd(t *testing.T) {
	s := types.Stop{Until: 100}
	require.True(t, s.Refuses(99))
	require.False(t, s.Refuses(100))
}
