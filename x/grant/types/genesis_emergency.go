package types

import errorsmod "cosmossdk.io/errors"

// validateEmergencies checks emergencies and floats.
func (gs GenesisState) validateEmergencies() error {
	for i, e := range gs.Emergencies {
		if err := follows("emergencies", e.Id, i); err != nil {
			return err
		}
		if _, known := EmergencyStatus_name[int32(e.Status)]; !known || e.Status == EMERGENCY_STATUS_UNSPECIFIED ||
			!counted(uint64(e.Roll), gs.Rolls) || gs.Rolls[e.Roll-1].Programme != e.Programme || e.Application > uint64(len(gs.Applications)) ||
			len(e.Payee) != RefSize || len(e.Household) != 0 && len(e.Household) != RefSize || len(e.FileHash) != HashSize ||
			e.Persons == 0 || e.Persons > MaxPersons || e.Amount > MaxAmount || (e.Grant == 0) != (e.Amount == 0) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "emergency %d", e.Id)
		}
	}
	var order ascending
	for _, f := range gs.Floats {
		_, err := f.Left()
		if err != nil || f.Organisation == 0 || !counted(uint64(f.Programme), gs.Programmes) || !counted(uint64(f.Node), gs.BudgetNodes) ||
			len(f.Denoms) > MaxFloatDenoms || !order.next(uint64(f.Organisation), uint64(f.Programme), 0) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "float of organisation %d, programme %d", f.Organisation, f.Programme)
		}
		for _, denom := range f.Denoms {
			if err := validateDenom(denom); err != nil {
				return err
			}
		}
	}
	return nil
}
