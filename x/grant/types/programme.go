package types

import errorsmod "cosmossdk.io/errors"

// CheckPayFirst refuses a grant to a payee who has no tag yet: with ErrTagMissing unless the programme pays before the paperwork, with
// ErrPayFirstInvalid unless it is one payment up to the cap. A payee whom another office hands over has a tag.
func (p Programme) CheckPayFirst(draft Grant, schedule Schedule) error {
	if p.PayFirstCap == 0 || draft.TransferredFrom != 0 {
		return errorsmod.Wrapf(ErrTagMissing, "class %d", p.ExclusivityClass)
	}
	if len(schedule.Changes) != 1 || schedule.UntilPeriod != schedule.Changes[0].Period+1 || schedule.Changes[0].Amount > p.PayFirstCap {
		return errorsmod.Wrapf(ErrPayFirstInvalid, "the cap is %d", p.PayFirstCap)
	}
	return nil
}

// validatePayFirst refuses a cap for what isn't urgent help, or that no amount reaches.
func validatePayFirst(category Category, most uint64) error {
	if most > MaxAmount || most > 0 && category != CATEGORY_URGENT {
		return errorsmod.Wrap(ErrPayFirstInvalid, "only urgent help is paid before there is a tag")
	}
	return nil
}

// Step takes one step of the table, or refuses with ErrProgrammeState.
func (p Programme) Step(act ActKind) (Programme, error) {
	to, known := ProgrammeMachine.Next(p.Status, act)
	if !known {
		return Programme{}, errorsmod.Wrapf(ErrProgrammeState, "programme %d is %s", p.Id, p.Status)
	}
	p.Status = to
	return p, nil
}
