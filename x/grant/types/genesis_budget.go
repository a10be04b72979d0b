package types

import (
	errorsmod "cosmossdk.io/errors"
)

// validateHeldTopUps refuses held payments that no top-up made.
func (gs GenesisState) validateHeldTopUps() error {
	var order ascending
	for _, h := range gs.HeldTopUps {
		if !order.next(h.Grant, uint64(h.Period), h.Run) || !counted(h.Run, gs.Runs) || !gs.Runs[h.Run-1].IsTopUp() || gs.Runs[h.Run-1].Period != h.Period {
			return errorsmod.Wrapf(ErrGenesisInvalid, "held top-up of grant %s", GrantID(h.Grant))
		}
	}
	return nil
}

// validateReconciliations refuses records of ledgers that could not have been.
func (gs GenesisState) validateReconciliations() error {
	var order ascending
	for _, r := range gs.Reconciliations {
		if err := r.Ledger.Validate(); err != nil {
			return err
		}
		if !counted(uint64(r.Ledger.Node), gs.BudgetNodes) || !order.next(uint64(r.Ledger.Node), uint64(r.Ledger.Year), 0) ||
			r.Height <= 0 || len(r.StatementHash) != HashSize {
			return errorsmod.Wrapf(ErrGenesisInvalid, "reconciliation of node %d, %d", r.Ledger.Node, r.Ledger.Year)
		}
	}
	return nil
}
