package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// Behind an office account stand several persons, each of whom acts once along a case; its address is nobody's.
func TestPersonsBehindAnOfficeAccountActOnce(t *testing.T) {
	e, roll := world(t)
	payee, _ := e.person(1)
	office := e.office(2, authoritytypes.ROLE_APPROVER, 60, 61)
	ok(e, e.decide, &grantOf{signer: office, roll: roll, payee: payee, persons: 1, schedule: schedule(jan+2, from(jan, 500))})
	e.office(2, authoritytypes.ROLE_APPROVER, 62, 63)
	run := ok(e, e.msg.OpenRun, &types.MsgOpenRun{Signer: office, Rolls: []uint32{roll}, Period: uint32(jan)}).Run
	sealed := ok(e, e.msg.SealRun, &types.MsgSealRun{Signer: e.approver, Run: run})

	msg := &types.MsgAuthoriseRun{Signer: office, Run: run, Denom: denom, Count: sealed.Count, Amount: sealed.Amount}
	for _, tc := range []struct {
		name    string
		persons []byte
		err     error
	}{
		{name: "one who awarded", persons: []byte{70, 61}, err: types.ErrSelfDealing},
		{name: "one who opened the run", persons: []byte{63, 70}, err: types.ErrSelfDealing},
		{name: "one who sealed it directly", persons: []byte{70, 3}, err: types.ErrSelfDealing},
		{name: "others, by the same account", persons: []byte{70, 71}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e.office(2, authoritytypes.ROLE_TREASURER, tc.persons...)
			if tc.err != nil {
				fails(e, e.msg.AuthoriseRun, msg, tc.err)
				return
			}
			ok(e, e.msg.AuthoriseRun, msg)
		})
	}
	e.invariants()
}

func TestImportOpenedByAnOffice(t *testing.T) {
	e, roll := world(t)
	r := newRegister(t, nil)
	open := r.open(e, roll)
	open.Signer = e.office(2, authoritytypes.ROLE_APPROVER, 60, 61)
	ok(e, e.msg.OpenImport, open)
	for _, person := range []byte{60, 61} {
		load := r.load(e, 0)
		load.Signer = e.officer(person, 3, authoritytypes.ROLE_INTAKE)
		fails(e, e.msg.LoadChunk, load, types.ErrSelfDealing)
	}
	ok(e, e.msg.LoadChunk, r.load(e, 0))
	res, err := e.query.Import(e.ctx, &types.QueryImportRequest{Id: 1})
	require.NoError(t, err)
	require.Len(t, res.Import.ApproverCredentials, 2)
	e.invariants()
}
