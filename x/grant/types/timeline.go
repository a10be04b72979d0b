package types

import errorsmod "cosmossdk.io/errors"

// CheckTimeline follows the timeline of an application along the table: each act was allowed where the case stood, the case stands where the acts
// lead, and what was approved had run its notice since it was last reviewed, or had none to run.
func CheckTimeline(a Application, acts []Act) error {
	var at ApplicationStatus
	noticed := false
	for _, act := range acts {
		switch act.Kind {
		case ACT_KIND_PAUSE, ACT_KIND_OVERDUE:
			continue
		case ACT_KIND_OBJECT:
			if at == APPLICATION_STATUS_OBJECTED {
				continue // a further one
			}
		}
		to, known := ApplicationMachine.Next(at, act.Kind)
		if !known {
			return errorsmod.Wrapf(ErrApplicationState, "act %d is %s in %s", act.Number, act.Kind, at)
		}
		switch act.Kind {
		case ACT_KIND_REVIEW:
			noticed = false
		case ACT_KIND_END_NOTICE, ACT_KIND_SKIP_NOTICE:
			noticed = true
		case ACT_KIND_APPROVE:
			if !noticed {
				return errorsmod.Wrapf(ErrApplicationState, "act %d approves without a notice", act.Number)
			}
		}
		at = to
	}
	if at != a.Status {
		return errorsmod.Wrapf(ErrApplicationState, "acts lead to %s, it is %s", at, a.Status)
	}
	return nil
}
