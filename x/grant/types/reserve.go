package types

import (
	errorsmod "cosmossdk.io/errors"
)

// Subject names a roll as a subject.
func (r Roll) Subject() Subject { return Subject{Kind: SUBJECT_KIND_ROLL, Id: uint64(r.Id)} }

// FirstReservedYear is the last fiscal year that counts as reserved for a new roll: that of today, or a later one that its node has closed.
func FirstReservedYear(today Period, node BudgetNode) uint32 {
	return max(today.Year(), node.ClosedYear)
}

// RequireReserved refuses to promise or to spend money of a period whose fiscal year isn't reserved for the roll.
func (r Roll) RequireReserved(period Period) error {
	if period.Year() > r.ReservedYear {
		return errorsmod.Wrapf(ErrYearNotReserved, "roll %d, %s; reserved until %d", r.Id, period, r.ReservedYear)
	}
	return nil
}

// Reserved are the years that stand in the ledgers of the roll's budget node; what is promised later stands in the aggregate alone.
func (r Roll) Reserved(years Years) Years {
	for i, y := range years {
		if y.Year > r.ReservedYear {
			return years[:i]
		}
	}
	return years
}

// ReserveNext takes up the next fiscal year, which is at most the one after today's.
func (r Roll) ReserveNext(today Period) (Roll, error) {
	year := r.ReservedYear + 1
	if year > today.Year()+1 {
		return Roll{}, errorsmod.Wrapf(ErrYearTooFar, "roll %d, %d", r.Id, year)
	}
	if !validYear(year) {
		return Roll{}, errorsmod.Wrapf(ErrInvalid, "fiscal year %d", year)
	}
	r.ReservedYear = year
	return r, nil
}

// PromisedIn is what the aggregate pays in a fiscal year, minor units. The differences ascend and start with the roll's next period.
func (r Roll) PromisedIn(year uint32, deltas []Delta) (uint64, error) {
	amount, total := r.BaseAmount, uint64(0)
	for p := max(r.NextPeriod, year*MonthsPerYear); p < (year+1)*MonthsPerYear; p++ {
		var ok bool
		for ; len(deltas) > 0 && deltas[0].Period <= p; deltas = deltas[1:] {
			if amount, ok = applySigned(amount, deltas[0].Amount); !ok {
				return 0, errorsmod.Wrapf(ErrOverflow, "aggregate of roll %d", r.Id)
			}
		}
		if total, ok = addUnsigned(total, amount); !ok {
			return 0, errorsmod.Wrapf(ErrOverflow, "roll %d, %d", r.Id, year)
		}
	}
	return total, nil
}

// Left is what an import has sealed and not loaded yet, by fiscal year; nothing when it is over.
func (i Import) Left() Years {
	if i.Status != IMPORT_STATUS_OPEN {
		return nil
	}
	left, _ := Years(i.Sealed.Amounts).Compare(i.Loaded.Amounts)
	return left
}

// Lacks says how much a ledger has too little for an amount, minor units.
func (l Ledger) Lacks(amount uint64) (uint64, error) {
	free, err := l.Free()
	if err != nil || amount <= free {
		return 0, err
	}
	return amount - free, nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgReserveYear) ValidateBasic() error { return nonzero(uint64(m.Roll)) }
