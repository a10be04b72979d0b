package fee_test

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/reliefchain/relief/x/fee/internal/feetest"
)

// TestNobodyIsChargedTooMuch runs random transactions of an officer, two beneficiaries and a citizen: never more than tx.fee, a
// sponsored signer pays nothing, and the fee collector ends with exactly what payers lost.
func TestNobodyIsChargedTooMuch(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine(t)
		m.OpenBudget(feetest.Office, rapid.Int64Range(1, 4_000).Draw(rt, "cap"), rapid.Uint32Range(0, 4).Draw(rt, "quota"), rapid.Int64Range(0, 12_000).Draw(rt, "budget"))
		names := []string{"officer", "holder", "stray", "citizen"}
		for _, name := range names {
			if coins := rapid.Int64Range(0, 12_000).Draw(rt, name); coins > 0 {
				m.Give(feetest.Account(name), feetest.Coin, coins)
			}
		}
		var collected int64
		for range rapid.IntRange(1, 12).Draw(rt, "transactions") {
			name := rapid.SampledFrom(names).Draw(rt, "signer")
			var msgs []sdk.Msg
			for range rapid.IntRange(1, 3).Draw(rt, "messages") {
				msgs = append(msgs, rapid.SampledFrom([]sdk.Msg{appeal{}, appeal{}, office{}, items(20), unknown{}}).Draw(rt, "message"))
			}
			maximum := rapid.Int64Range(0, 6_000).Draw(rt, "fee")
			var do func(sdk.Context) error
			if rapid.Bool().Draw(rt, "fails") {
				do = func(sdk.Context) error { return errMessage }
			}
			signer, office := m.Balance(feetest.Account(name)), m.Left(feetest.Office)
			_, _ = m.run(tx(name, maximum, msgs...), do)
			signer, office = signer-m.Balance(feetest.Account(name)), office-m.Left(feetest.Office)

			require.GreaterOrEqual(rt, signer, int64(0))
			require.GreaterOrEqual(rt, office, int64(0))
			require.True(rt, signer == 0 || office == 0, "two payers")
			require.LessOrEqual(rt, signer, maximum)
			if maximum > 0 {
				require.LessOrEqual(rt, office, maximum)
			}
			if name == "officer" {
				require.Zero(rt, signer)
			}
			collected += signer + office
		}
		require.Equal(rt, collected, m.EndBlock())
		m.Invariants()
	})
}
