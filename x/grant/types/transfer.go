package types

import (
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// CheckTransfer refuses to offer a payee to the grant's own office, or from a period that the grant doesn't reach or that is sealed:
// the month before belongs to the old office, the month itself to the new one, and there is no gap.
func (g Grant) CheckTransfer(roll Roll, area string, period Period) error {
	switch {
	case g.TransferredTo != 0:
		return errorsmod.Wrapf(ErrGrantTransferred, "grant %s", GrantID(g.Id))
	case g.Status != GRANT_STATUS_ACTIVE:
		return errorsmod.Wrapf(ErrGrantSuspended, "grant %s", GrantID(g.Id))
	case authoritytypes.Contains(area, roll.Area):
		return errorsmod.Wrap(ErrTransferInvalid, "the roll is in that area")
	case uint32(period) < roll.NextPeriod:
		return errorsmod.Wrapf(ErrPeriodSealed, "roll %d takes %s", roll.Id, Period(roll.NextPeriod))
	case g.Emergency != 0:
		return errorsmod.Wrapf(ErrTransferInvalid, "grant %s was paid in an emergency", GrantID(g.Id))
	case uint32(period) < g.FromPeriod || uint32(period) > g.UntilPeriod:
		return errorsmod.Wrapf(ErrTransferInvalid, "the grant goes from %s to the month before %s", Period(g.FromPeriod), Period(g.UntilPeriod))
	}
	return nil
}

// CheckAcceptance refuses a roll outside the area of the offer and a schedule that starts in another period.
func (t Transfer) CheckAcceptance(roll Roll, schedule Schedule) error {
	switch {
	case !authoritytypes.Contains(t.Area, roll.Area):
		return errorsmod.Wrapf(ErrAreaOutside, "offered to %s", t.Area)
	case uint32(schedule.First()) != t.Period:
		return errorsmod.Wrapf(ErrScheduleInvalid, "the other office pays until %s", Period(t.Period))
	}
	return nil
}

// CheckAfterTransfer refuses to pay a payee for a period that another office pays.
func (g Grant) CheckAfterTransfer(until uint32) error {
	if g.TransferredTo != 0 && until > g.UntilPeriod {
		return errorsmod.Wrapf(ErrGrantTransferred, "grant %s goes on as %s from %s", GrantID(g.Id), GrantID(g.TransferredTo), Period(g.UntilPeriod))
	}
	return nil
}
