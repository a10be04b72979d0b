package types

import errorsmod "cosmossdk.io/errors"

// MaxAreasPerMessage bounds the codes in one MsgRegisterAreas.
const MaxAreasPerMessage = 2_000

// ValidateBasic checks the shape of the codes and their number.
func (m *MsgRegisterAreas) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if len(m.Codes) == 0 || len(m.Codes) > MaxAreasPerMessage {
		return errorsmod.Wrapf(ErrBatchSize, "%d codes, want 1 to %d", len(m.Codes), MaxAreasPerMessage)
	}
	for i, code := range m.Codes {
		area, err := ParseArea(code)
		if err != nil {
			return errorsmod.Wrapf(err, "code %d", i)
		}
		if area.Code == Nation {
			return errorsmod.Wrapf(ErrAreaMalformed, "code %d: the nation is implied", i)
		}
	}
	return nil
}

// Items is the number of codes, for the fee.
func (m *MsgRegisterAreas) Items() int { return len(m.Codes) }

// ValidateBasic checks the kind and the shape of the area. The national authority is made by genesis only.
func (m *MsgCreateOrganisation) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if !m.Kind.Known() || m.Kind == ORGANISATION_KIND_NATIONAL {
		return errorsmod.Wrapf(ErrOrganisationKindInvalid, "%s", m.Kind)
	}
	_, err := ParseArea(m.Area)
	return err
}

// ValidateBasic checks that an organisation is named.
func (m *MsgSuspendOrganisation) ValidateBasic() error {
	return validateTarget(m.Signer, m.Organisation)
}

// ValidateBasic checks that an organisation is named.
func (m *MsgResumeOrganisation) ValidateBasic() error {
	return validateTarget(m.Signer, m.Organisation)
}

// ValidateBasic checks the shape of the appointment.
func (m *MsgAppointOfficer) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if m.Officer.Revoked {
		return errorsmod.Wrap(ErrOfficerMalformed, "an appointment is not revoked")
	}
	return m.Officer.ValidateBasic()
}

// ValidateBasic checks the shape of the addresses.
func (m *MsgRevokeOfficer) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	return validateAddress(m.Address)
}

func validateTarget(signer string, organisation uint32) error {
	if err := validateAddress(signer); err != nil {
		return err
	}
	if organisation == 0 {
		return errorsmod.Wrap(ErrOrganisationUnknown, "organisation is missing")
	}
	return nil
}
