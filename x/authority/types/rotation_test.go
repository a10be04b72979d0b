package types_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/authority/types"
)

func TestRotationAccept(t *testing.T) {
	params := types.DefaultParams()
	officer := types.Officer{Address: "old", Organisation: 3, Roles: []types.Role{types.ROLE_INTAKE}, ValidFrom: 1, ValidUntil: 2, Credential: bytes.Repeat([]byte{1}, 32), VouchedBy: 2, LastHeight: 7}
	recovery := params.NewRecovery(officer, "new", "admin", 9, 100)
	for _, c := range []struct {
		name     string
		rotation types.Rotation
		account  string
		now      int64
		err      error
	}{
		{name: "at once", rotation: params.NewRotation(officer, "new", 100), account: "new", now: 100},
		{name: "another", rotation: params.NewRotation(officer, "new", 100), account: "x", now: 100, err: types.ErrRotationForeign},
		{name: "too late", rotation: params.NewRotation(officer, "new", 100), account: "new", now: 100 + params.RotationSeconds, err: types.ErrRotationExpired},
		{name: "before the notice is over", rotation: recovery, account: "new", now: 99 + params.NoticeSeconds, err: types.ErrRotationNotDue},
		{name: "after it", rotation: recovery, account: "new", now: 100 + params.NoticeSeconds},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, c.rotation.Validate())
			old, taken, err := c.rotation.Accept(officer, c.account, c.now)
			require.ErrorIs(t, err, c.err)
			if c.err != nil {
				return
			}
			wantOld, wantTaken := officer, officer
			wantOld.Revoked = true
			wantTaken.Address, wantTaken.VouchedBy = "new", c.rotation.VouchedBy
			require.Equal(t, wantOld, old)
			require.Equal(t, wantTaken, taken)
		})
	}
	require.EqualValues(t, 2, params.NewRotation(officer, "new", 1).VouchedBy)
	require.EqualValues(t, 9, recovery.VouchedBy)
}
