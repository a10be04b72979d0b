package keeper_test

import (
	"testing"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/stretchr/testify/require"

	"github.com/reliefchain/relief/x/grant/keeper"
	"github.com/reliefchain/relief/x/grant/types"
)

// TestInvariantsSeeDamage damages a sound state in one place and expects the invariant that guards it to tell.
func TestInvariantsSeeDamage(t *testing.T) {
	tests := []struct {
		name      string
		invariant string
		damage    func(*types.GenesisState, *bank)
	}{
		{name: "too much reserved", invariant: "grant/budget-tree", damage: func(gs *types.GenesisState, _ *bank) { ledger(gs, 2, 2024).Reserved++ }},
		{name: "allocation lost", invariant: "grant/budget-tree", damage: func(gs *types.GenesisState, _ *bank) { ledger(gs, 1, 2024).Allocated-- }},
		{name: "amount changed", invariant: "grant/roll-aggregate", damage: func(gs *types.GenesisState, _ *bank) { gs.Records[0].Amount++ }},
		{name: "base changed", invariant: "grant/roll-aggregate", damage: func(gs *types.GenesisState, _ *bank) { gs.Rolls[0].BaseCount-- }},
		{name: "persons changed", invariant: "grant/roll-aggregate", damage: func(gs *types.GenesisState, _ *bank) { gs.Rolls[0].BasePersons++ }},
		{name: "returned and not taken back", invariant: "grant/budget-tree", damage: func(gs *types.GenesisState, _ *bank) { ledger(gs, 2, 2024).Returned++ }},
		{name: "closed with promises", invariant: "grant/budget-years", damage: func(gs *types.GenesisState, _ *bank) { gs.BudgetNodes[1].ClosedYear = 2024 }},
		{name: "child open", invariant: "grant/budget-years", damage: func(gs *types.GenesisState, _ *bank) { gs.BudgetNodes[0].ClosedYear = 2023 }},
		{name: "money from nowhere", invariant: "grant/budget-years", damage: func(gs *types.GenesisState, _ *bank) { ledger(gs, 2, 2025).BroughtForward++ }},
		{name: "reserved year given up", invariant: "grant/reserved-years", damage: func(gs *types.GenesisState, _ *bank) { gs.Rolls[0].ReservedYear-- }},
		{name: "next year forgotten", invariant: "grant/reserved-years", damage: func(gs *types.GenesisState, _ *bank) { gs.Deadlines = nil }},
		{name: "promise of a reserved year", invariant: "grant/budget-tree", damage: func(gs *types.GenesisState, _ *bank) { ledger(gs, 2, 2025).Reserved++ }},
		{name: "released by who sealed", invariant: "grant/paid-by-another", damage: func(gs *types.GenesisState, _ *bank) {
			gs.Runs[0].TreasurerCredentials = gs.Runs[0].ApproverCredentials
		}},
		{name: "released by nobody", invariant: "grant/paid-by-another", damage: func(gs *types.GenesisState, _ *bank) { gs.Runs[0].Authoriser = "" }},
		{name: "handed over to nobody", invariant: "grant/handed-over", damage: func(gs *types.GenesisState, _ *bank) { gs.Grants[0].TransferredTo = gs.Grants[1].Id }},
		{name: "month at two offices", invariant: "grant/handed-over", damage: func(gs *types.GenesisState, _ *bank) {
			gs.Grants[0].TransferredTo, gs.Grants[1].TransferredFrom = gs.Grants[1].Id, gs.Grants[0].Id
			gs.Grants[1].Payee = gs.Grants[0].Payee
		}},
		{name: "held top-up lost", invariant: "grant/held-once", damage: func(gs *types.GenesisState, _ *bank) { gs.HeldTopUps = nil }},
		{name: "top-up is a month", invariant: "grant/run-totals", damage: func(gs *types.GenesisState, _ *bank) { gs.Runs[1].TopUp, gs.HeldTopUps = 0, nil }},
		{name: "difference lost", invariant: "grant/roll-aggregate", damage: func(gs *types.GenesisState, _ *bank) { gs.Deltas = gs.Deltas[:len(gs.Deltas)-1] }},
		{name: "run short", invariant: "grant/run-totals", damage: func(gs *types.GenesisState, _ *bank) { gs.Runs[0].PaidAmount-- }},
		{name: "chunk lost", invariant: "grant/run-totals", damage: func(gs *types.GenesisState, _ *bank) { gs.Chunks = gs.Chunks[1:] }},
		{name: "lock lost", invariant: "grant/run-totals", damage: func(gs *types.GenesisState, _ *bank) { gs.Rolls[0].OpenRun = 0 }},
		{name: "balance grown", invariant: "grant/escrow", damage: func(gs *types.GenesisState, _ *bank) { gs.Records[0].Balance++ }},
		{name: "pool robbed", invariant: "grant/escrow", damage: func(_ *types.GenesisState, b *bank) {
			pool := string(types.PoolAddress(1))
			b.balances[pool] = b.balances[pool].Sub(sdk.NewInt64Coin(denom, 1))
		}},
		{name: "same month twice", invariant: "grant/grant-index", damage: func(gs *types.GenesisState, _ *bank) { gs.Grants[1].Payee = gs.Grants[0].Payee }},
		{name: "held lost", invariant: "grant/held-once", damage: func(gs *types.GenesisState, _ *bank) { gs.Held = nil }},
		{name: "held changed", invariant: "grant/held-once", damage: func(gs *types.GenesisState, _ *bank) { gs.Held[0].Amount++ }},
		{name: "import short", invariant: "grant/import-totals", damage: func(gs *types.GenesisState, _ *bank) { gs.Imports[0].Loaded.Rows-- }},
		{name: "import lock lost", invariant: "grant/import-totals", damage: func(gs *types.GenesisState, _ *bank) { gs.Rolls[1].OpenImport = 0 }},
		{name: "waiting change lost", invariant: "grant/schedule-heads", damage: func(gs *types.GenesisState, _ *bank) { gs.Changes = gs.Changes[:len(gs.Changes)-1] }},
		{name: "head passed over", invariant: "grant/schedule-heads", damage: func(gs *types.GenesisState, _ *bank) {
			record := &gs.Records[len(gs.Records)-1]
			record.NextPeriod, record.LastPeriod = uint32(jan)-1, 0
		}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			e, gs := soundState(t)
			tc.damage(gs, e.bank)
			broken := newEnv(t)
			broken.deps.Bank = e.bank
			var err error
			broken.keeper, err = keeper.New(broken.deps)
			require.NoError(t, err)
			require.NoError(t, broken.keeper.InitGenesis(broken.ctx, *gs))
			for _, invariant := range keeper.Invariants() {
				if invariant.Name == tc.invariant {
					require.ErrorIs(t, invariant.Check(broken.ctx, broken.keeper), types.ErrInvariantBroken)
					return
				}
			}
			require.FailNow(t, "unknown invariant")
		})
	}
}

// soundState has a finished run and a finished top-up with a held payment each, an executing run and an open import, and its pool is exactly covered.
func soundState(t *testing.T) (*env, *types.GenesisState) {
	t.Helper()
	e, roll := world(t)
	for n := range uint32(12) {
		e.award(roll, n, schedule(jan+9, from(jan, 100), from(jan+3, 50)))
	}
	ok(e, e.msg.Suspend, &types.MsgSuspend{Signer: e.approver, Grant: uint64(types.NewGrantID(roll, 2)), Reason: types.REASON_INQUIRY})
	e.paid(jan, roll)
	e.toppedUp(jan, 10, roll)
	r := newRegister(t, nil)
	other := e.openRoll("350526")
	ok(e, e.msg.OpenImport, r.open(e, other))
	ok(e, e.msg.LoadChunk, r.load(e, 0))
	e.authorised(jan+1, roll)
	require.NoError(t, e.keeper.EndBlock(e.ctx))
	e.invariants()
	gs, err := e.keeper.ExportGenesis(e.ctx)
	require.NoError(t, err)
	return e, gs
}

func ledger(gs *types.GenesisState, node, year uint32) *types.Ledger {
	for i := range gs.Ledgers {
		if gs.Ledgers[i].Node == node && gs.Ledgers[i].Year == year {
			return &gs.Ledgers[i]
		}
	}
	return nil
}

func TestGenesisRefuses(t *testing.T) {
	tests := []struct {
		name   string
		damage func(*types.GenesisState)
		want   error
	}{
		{name: "gap", damage: func(gs *types.GenesisState) { gs.Runs[1].Id = 5 }, want: types.ErrGenesisInvalid},
		{name: "order", damage: func(gs *types.GenesisState) { gs.Chunks[0], gs.Chunks[1] = gs.Chunks[1], gs.Chunks[0] }, want: types.ErrGenesisInvalid},
		{name: "record without grant", damage: func(gs *types.GenesisState) { gs.Grants = gs.Grants[1:] }, want: types.ErrGenesisInvalid},
		{name: "record", damage: func(gs *types.GenesisState) { gs.Records[0].Amount = types.MaxAmount + 1 }, want: types.ErrRecordInvalid},
		{name: "overspent ledger", damage: func(gs *types.GenesisState) { gs.Ledgers[0].Disbursed = 1 << 40 }, want: types.ErrBudgetExceeded},
		{name: "params", damage: func(gs *types.GenesisState) { gs.Params.ChunkSlots = 0 }, want: types.ErrParamsInvalid},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, gs := soundState(t)
			require.NoError(t, gs.Validate())
			tc.damage(gs)
			require.ErrorIs(t, gs.Validate(), tc.want)
		})
	}
}
