package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/types"
)

// Of grants that ended before they began, the one that nobody took over is the later one, whatever its number.
func TestGrantsThatNeverBegan(t *testing.T) {
	moved := types.Grant{Id: 9, FromPeriod: 24_294, UntilPeriod: 24_294, TransferredTo: 3}
	last := types.Grant{Id: 3, FromPeriod: 24_294, UntilPeriod: 24_294, TransferredFrom: 9}
	require.True(t, last.After(moved))
	require.False(t, moved.After(last))
	require.True(t, last.SameMonths(moved))
}
