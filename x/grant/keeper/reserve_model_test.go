package keeper_test

import (
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/grant/types"
)

// beyond tells whether a month lies in a year that isn't reserved.
func (m *machine) beyond(month int) bool { return 2024+month/types.MonthsPerYear > m.year }

// promised is what the grants are to be paid in a year.
func (m *machine) promised(year int) (sum uint64) {
	for _, g := range m.grants {
		for month, amount := range g.amounts {
			if 2024+month/types.MonthsPerYear == year {
				sum += amount
			}
		}
	}
	return sum
}

// Reserve lets the treasurer reserve the next year, which is at most the one after today's.
func (m *machine) Reserve(*rapid.T) {
	msg := &types.MsgReserveYear{Signer: m.e.treasurer, Roll: m.roll}
	if m.year > m.e.ctx.BlockTime().Year() {
		fails(m.e, m.e.msg.ReserveYear, msg, types.ErrYearTooFar)
		return
	}
	m.year++
	require.Equal(m.e.t, &types.MsgReserveYearResponse{Year: uint32(m.year), Amount: m.promised(m.year)}, ok(m.e, m.e.msg.ReserveYear, msg))
}

// Turn lets time pass: the chain reserves a year that begins.
func (m *machine) Turn(t *rapid.T) {
	if m.status == types.RUN_STATUS_EXECUTING {
		t.Skip("a run pays")
	}
	m.e.ctx = m.e.ctx.WithBlockTime(m.e.ctx.BlockTime().Add(60 * 24 * time.Hour))
	require.NoError(t, m.e.keeper.EndBlock(m.e.ctx))
	m.year = max(m.year, m.e.ctx.BlockTime().Year())
}
