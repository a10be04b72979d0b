package types

import errorsmod "cosmossdk.io/errors"

const (
	// MaxAreasPerMessage bounds the codes in one MsgRegisterAreas.
	MaxAreasPerMessage = 2_000
	// MaxRetiredPerMessage bounds the areas in one MsgRetireAreas.
	MaxRetiredPerMessage = 500
)

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

// ValidateBasic checks the shape of the parent.
func (m *MsgRegisterLocalArea) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	_, err := ParseArea(m.Parent)
	return err
}

// ValidateBasic checks the shape of the codes and their number.
func (m *MsgRetireAreas) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if len(m.Areas) == 0 || len(m.Areas) > MaxRetiredPerMessage {
		return errorsmod.Wrapf(ErrBatchSize, "%d areas, want 1 to %d", len(m.Areas), MaxRetiredPerMessage)
	}
	for i, s := range m.Areas {
		for _, code := range []string{s.Area, s.Successor} {
			if area, err := ParseArea(code); err != nil || area.Code == Nation {
				return errorsmod.Wrapf(ErrAreaMalformed, "area %d", i)
			}
		}
	}
	return nil
}

// Items is the number of areas, for the fee.
func (m *MsgRetireAreas) Items() int { return len(m.Areas) }

// ValidateBasic checks the shape of the year.
func (m *MsgAnnounceYear) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	return m.Calendar().Validate()
}

// Calendar is the year as it is announced.
func (m *MsgAnnounceYear) Calendar() CalendarYear {
	return CalendarYear{Year: m.Year, Working: m.Working}
}

// ValidateBasic checks that both organisations are named and the shape of the area.
func (m *MsgMoveOrganisation) ValidateBasic() error {
	if err := validateTarget(m.Signer, m.Organisation); err != nil {
		return err
	}
	if err := validateTarget(m.Signer, m.Parent); err != nil {
		return err
	}
	_, err := ParseArea(m.Area)
	return err
}

// ValidateBasic checks that both organisations are named.
func (m *MsgCloseOrganisation) ValidateBasic() error {
	if err := validateTarget(m.Signer, m.Organisation); err != nil {
		return err
	}
	return validateTarget(m.Signer, m.Successor)
}

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
	if m.Officer.Revoked || m.Officer.SuspendedBy != 0 || m.Officer.VouchedBy != 0 || m.Officer.LastHeight != 0 {
		return errorsmod.Wrap(ErrOfficerMalformed, "an appointment is neither revoked nor suspended, and says neither who made it nor a last height")
	}
	return m.Officer.ValidateBasic()
}

// ValidateBasic checks the shape of the addresses.
func (m *MsgRevokeOfficer) ValidateBasic() error { return validateAccount(m.Signer, m.Address) }

// ValidateBasic checks the shape of the addresses.
func (m *MsgSuspendOfficer) ValidateBasic() error { return validateAccount(m.Signer, m.Address) }

// ValidateBasic checks the shape of the addresses.
func (m *MsgResumeOfficer) ValidateBasic() error { return validateAccount(m.Signer, m.Address) }

// ValidateBasic checks the shape of the addresses.
func (m *MsgOpenRotation) ValidateBasic() error { return validateAccount(m.Signer, m.Account) }

// ValidateBasic checks the shape of the addresses.
func (m *MsgOpenRecovery) ValidateBasic() error {
	if err := validateAccount(m.Signer, m.Officer); err != nil {
		return err
	}
	return validateAddress(m.Account)
}

// ValidateBasic checks the shape of the addresses.
func (m *MsgAcceptRotation) ValidateBasic() error { return validateAccount(m.Signer, m.Officer) }

// ValidateBasic checks the shape of the addresses.
func (m *MsgCancelRotation) ValidateBasic() error { return validateAccount(m.Signer, m.Officer) }

// ValidateBasic checks the shape of the addresses and of the reference.
func (m *MsgDeclareInterest) ValidateBasic() error {
	if err := validateAccount(m.Signer, m.Officer); err != nil {
		return err
	}
	return validateReference(m.Person)
}

// ValidateBasic checks the shape of the addresses and of the reference.
func (m *MsgWithdrawInterest) ValidateBasic() error {
	if err := validateAccount(m.Signer, m.Officer); err != nil {
		return err
	}
	return validateReference(m.Person)
}

// ValidateBasic checks the organisation, the action and that there is something to decide.
func (m *MsgDelegate) ValidateBasic() error {
	if err := validateTarget(m.Signer, m.Organisation); err != nil {
		return err
	}
	return m.By(NationalAuthority).CheckCaps()
}

// By is the delegation of an organisation.
func (m *MsgDelegate) By(delegator uint32) Delegation {
	return Delegation{
		Organisation: m.Organisation, Action: m.Action, Delegator: delegator, Until: m.Until, Uses: m.Uses, Amount: m.Amount, PerDecision: m.PerDecision,
	}
}

// ValidateBasic checks that an organisation and an action are named.
func (m *MsgRevokeDelegation) ValidateBasic() error {
	if m.Action == "" || len(m.Action) > MaxActionLength {
		return errorsmod.Wrap(ErrDelegationInvalid, "action is missing or too long")
	}
	return validateTarget(m.Signer, m.Organisation)
}

// ValidateBasic checks the shape of the appointment.
func (m *MsgSeatAdministrator) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if len(m.Remove) > MaxSeatRemovals {
		return errorsmod.Wrapf(ErrBatchSize, "%d accounts to remove, at most %d", len(m.Remove), MaxSeatRemovals)
	}
	for _, account := range m.Remove {
		if err := validateAddress(account); err != nil {
			return err
		}
	}
	return m.Officer.CheckSeat()
}

// ValidateBasic checks the messages: number, size, shape, and that each may be proposed.
func (m *MsgPropose) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	_, err := CheckContent(m.Messages)
	return err
}

// Items is the number of messages, for the fee.
func (m *MsgPropose) Items() int { return len(m.Messages) }

// ValidateBasic checks that a proposal and the hash of its content are named.
func (m *MsgApprove) ValidateBasic() error {
	return validateProposal(m.Signer, m.Proposal, m.ContentHash)
}

// ValidateBasic checks that a proposal is named.
func (m *MsgRetractApproval) ValidateBasic() error {
	return validateProposal(m.Signer, m.Proposal, make([]byte, HashLength))
}

// ValidateBasic checks that a proposal and the hash of its content are named.
func (m *MsgExecute) ValidateBasic() error {
	return validateProposal(m.Signer, m.Proposal, m.ContentHash)
}

// ValidateBasic checks that a proposal is named.
func (m *MsgWithdrawProposal) ValidateBasic() error {
	return validateProposal(m.Signer, m.Proposal, make([]byte, HashLength))
}

func validateProposal(signer string, proposal uint64, contentHash []byte) error {
	if err := validateAddress(signer); err != nil {
		return err
	}
	if proposal == 0 {
		return errorsmod.Wrap(ErrProposalUnknown, "number is missing")
	}
	if len(contentHash) != HashLength {
		return errorsmod.Wrapf(ErrContentDiffers, "its hash has %d bytes, want %d", len(contentHash), HashLength)
	}
	return nil
}

func validateAccount(signer, account string) error {
	if err := validateAddress(signer); err != nil {
		return err
	}
	return validateAddress(account)
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
