package types

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"
)

// validateLots checks lots and what was handed over.
func (gs GenesisState) validateLots() error {
	for i, l := range gs.Lots {
		if err := follows("lots", l.Id, i); err != nil {
			return err
		}
		if _, known := LotStatus_name[int32(l.Status)]; !known || l.Status == LOT_STATUS_UNSPECIFIED || l.Check() != nil || l.Origin >= l.Id ||
			!counted(uint64(l.Programme), gs.Programmes) || validateArea(l.Area) != nil || l.Organisation == 0 || l.ExpiryDay > MaxLotDay {
			return errorsmod.Wrapf(ErrGenesisInvalid, "lot %d", l.Id)
		}
	}
	for i, h := range gs.Handovers {
		if !counted(h.Lot, gs.Lots) || len(h.Payee) != RefSize || h.Quantity == 0 || i > 0 && !handoverLess(gs.Handovers[i-1], h) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "handover of lot %d", h.Lot)
		}
	}
	return nil
}

func handoverLess(a, b Handover) bool {
	if a.Lot != b.Lot {
		return a.Lot < b.Lot
	}
	return bytes.Compare(a.Payee, b.Payee) < 0
}
