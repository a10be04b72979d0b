package types

import errorsmod "cosmossdk.io/errors"

// validateCases checks applications, appeals, their timelines and their clocks.
func (gs GenesisState) validateCases() error {
	for i, a := range gs.Applications {
		if err := follows("applications", a.Id, i); err != nil {
			return err
		}
		if err := a.validate(); err != nil || !counted(uint64(a.Roll), gs.Rolls) || gs.Rolls[a.Roll-1].Programme != a.Programme || a.Appeal > uint64(len(gs.Appeals)) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "application %d", a.Id)
		}
	}
	for i, a := range gs.Appeals {
		if err := follows("appeals", a.Id, i); err != nil {
			return err
		}
		if _, known := AppealStatus_name[int32(a.Status)]; !known || a.Status == APPEAL_STATUS_UNSPECIFIED || a.Subject.Validate() != nil || len(a.Payee) != RefSize {
			return errorsmod.Wrapf(ErrGenesisInvalid, "appeal %d", a.Id)
		}
	}
	var acts, clocks ascending
	for _, a := range gs.Acts {
		if a.Subject.Validate() != nil || a.Number == 0 || !acts.next(uint64(a.Subject.Kind), a.Subject.Id, uint64(a.Number)) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "act %d of case %d", a.Number, a.Subject.Id)
		}
	}
	for _, d := range gs.Deadlines {
		if d.Subject.Validate() != nil || d.At < 0 || d.Clock == CLOCK_UNSPECIFIED || !clocks.next(uint64(d.Subject.Kind), d.Subject.Id, uint64(d.Clock)) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "deadline of case %d", d.Subject.Id)
		}
	}
	return nil
}

func (a Application) validate() error {
	if _, known := ApplicationStatus_name[int32(a.Status)]; !known || a.Status == APPLICATION_STATUS_UNSPECIFIED {
		return errorsmod.Wrap(ErrGenesisInvalid, "status")
	}
	if len(a.Payee) != RefSize || len(a.Household) != 0 && len(a.Household) != RefSize || len(a.FileHash) != HashSize {
		return errorsmod.Wrap(ErrGenesisInvalid, "length")
	}
	if a.Opinion != nil {
		return a.Opinion.Validate()
	}
	return nil
}
