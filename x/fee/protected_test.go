package fee_test

import (
	"fmt"
	"testing"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/fee/internal/feetest"
	"github.com/reliefchain/relief/x/fee/types"
)

// protected is a machine in which an appeal is protected; person n of a register has the account "person n".
func protected(t testing.TB, persons int) *machine {
	t.Helper()
	gs := genesis()
	gs.Prices[0].Protected = true
	m := newMachineWith(t, gs)
	for n := range persons {
		m.Register.Holders[feetest.Text(fmt.Sprint("person ", n))] = beneficiarytypes.Person{
			Ref: fmt.Appendf(nil, "reference%07d", n), Organisation: feetest.Office,
		}
	}
	return m
}

// passed is how many of a person's acts get through.
func (m *machine) passed(signer string, acts int) int {
	m.T.Helper()
	through := 0
	for range acts {
		if _, err := m.run(tx(signer, 0, appeal{}), nil); err == nil {
			through++
		} else {
			require.Error(m.T, err)
		}
	}
	return through
}

func TestProtectedActsNeedNoBudget(t *testing.T) {
	for name, open := range map[string]func(*machine){
		"no budget":         func(*machine) {},
		"an empty budget":   func(m *machine) { m.OpenBudget(feetest.Office, 5_000, 10, 0) },
		"a budget's cap":    func(m *machine) { m.OpenBudget(feetest.Office, 1, 10, 10_000) },
		"a budget's quota":  func(m *machine) { m.OpenBudget(feetest.Office, 5_000, 0, 10_000) },
		"a coin of no rate": func(m *machine) { m.OpenBudget(feetest.Office, 5_000, 10, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			m := protected(t, 2)
			open(m)
			require.Equal(t, types.DefaultProtectedQuota, m.passed("person 0", types.DefaultProtectedQuota+2))
			require.Zero(t, m.Balance(feetest.Account("person 0")))
			require.Equal(t, 1, m.passed("person 1", 1), "one person's quota is nobody else's")
			require.Zero(t, m.passed("stranger", 1))
			m.Ctx = m.Ctx.WithBlockHeight(m.Ctx.BlockHeight() + types.DefaultWindowBlocks)
			require.Equal(t, types.DefaultProtectedQuota, m.passed("person 0", 10))
			m.Invariants()
		})
	}
}

func TestBudgetPaysBeforeTheLane(t *testing.T) {
	m := protected(t, 1)
	m.OpenBudget(feetest.Office, 5_000, 2, 10_000)
	require.Equal(t, 2+types.DefaultProtectedQuota, m.passed("person 0", 10))
	require.Equal(t, math.NewInt(9_000).Int64(), m.Left(feetest.Office))
}

func TestNothingElseIsProtected(t *testing.T) {
	m := protected(t, 1)
	for name, refused := range map[string]testTx{
		"office work":            tx("person 0", 0, office{}),
		"office work besides":    tx("person 0", 0, appeal{}, office{}),
		"two acts as one":        tx("person 0", 0, appeal{}, appeal{}),
		"an officer's":           tx("idle", 0, appeal{}),
		"several signers of one": {msgs: []sdk.Msg{appeal{}}, signers: [][]byte{feetest.Account("person 0"), feetest.Account("x")}},
	} {
		_, err := m.run(refused, nil)
		require.Error(t, err, name)
	}
}

// A person who sends a hundred acts gets three through; an office that invents a thousand persons at most its quota. A new key is no new person.
func TestTheLaneCantBeAbused(t *testing.T) {
	m := protected(t, 1_000)
	require.Equal(t, types.DefaultProtectedQuota, m.passed("person 0", 100))
	m.Register.Holders[feetest.Text("new key")] = m.Register.Holders[feetest.Text("person 0")]
	require.Zero(t, m.passed("new key", 1))
	through := types.DefaultProtectedQuota
	for n := 1; n < 1_000; n++ {
		through += m.passed(fmt.Sprint("person ", n), types.DefaultProtectedQuota+1)
	}
	require.LessOrEqual(t, through, types.DefaultProtectedOfficeQuota)
	require.Greater(t, through, types.DefaultProtectedOfficeQuota*9/10, "the shares are used evenly")
	m.Invariants()

	gs, err := m.Keeper.ExportGenesis(m.Ctx)
	require.NoError(t, err)
	again := feetest.New(t, *gs)
	exported, err := again.Keeper.ExportGenesis(again.Ctx)
	require.NoError(t, err)
	require.Equal(t, gs, exported)
}
