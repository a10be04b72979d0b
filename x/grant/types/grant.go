package types

import errorsmod "cosmossdk.io/errors"

// After tells whether the grant follows the other one of the same payee and class: their months never overlap and ascend
// in the order of award. Grants that ended before they began may share a month; one that went over to another office comes first.
func (g Grant) After(other Grant) bool {
	switch {
	case g.FromPeriod != other.FromPeriod:
		return g.FromPeriod > other.FromPeriod
	case g.UntilPeriod != other.UntilPeriod:
		return g.UntilPeriod > other.UntilPeriod
	case (g.TransferredTo == 0) != (other.TransferredTo == 0):
		return g.TransferredTo == 0
	default:
		return g.Id > other.Id
	}
}

// SameMonths tells whether both grants go from the same period until before the same one.
func (g Grant) SameMonths(other Grant) bool {
	return g.FromPeriod == other.FromPeriod && g.UntilPeriod == other.UntilPeriod
}

// Suspend puts a grant on hold that has instalments to come.
func (g Grant) Suspend(at GrantStanding) (Grant, error) {
	if _, known := GrantMachine.Next(at, ACT_KIND_SUSPEND); !known {
		if at == GRANT_STANDING_ENDED {
			return Grant{}, errorsmod.Wrapf(ErrGrantEnded, "grant %s", GrantID(g.Id))
		}
		return Grant{}, errorsmod.Wrapf(ErrGrantSuspended, "grant %s", GrantID(g.Id))
	}
	g.Status = GRANT_STATUS_SUSPENDED
	return g, nil
}

// Resume takes the grant off hold.
func (g Grant) Resume(at GrantStanding) (Grant, error) {
	if _, known := GrantMachine.Next(at, ACT_KIND_RESUME); !known || g.Status != GRANT_STATUS_SUSPENDED {
		return Grant{}, errorsmod.Wrapf(ErrGrantNotSuspended, "grant %s", GrantID(g.Id))
	}
	g.Status = GRANT_STATUS_ACTIVE
	return g, nil
}

// Subject names a grant as a subject.
func (g Grant) Subject() Subject { return Subject{Kind: SUBJECT_KIND_GRANT, Id: g.Id} }
