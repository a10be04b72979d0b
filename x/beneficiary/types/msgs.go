package types

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"
)

const (
	// MaxHouseholdsPerMessage bounds the households in one MsgEnrol.
	MaxHouseholdsPerMessage = 500
	// MaxPersonsPerMessage bounds the persons in one MsgEnrol.
	MaxPersonsPerMessage = 2_000
	// MaxAddressLength is the longest address string.
	MaxAddressLength = 128
)

// ValidateBasic checks the shape of the households and their number; an error names positions, never content.
func (m *MsgEnrol) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	return CheckBatch(m.Households, MaxHouseholdsPerMessage)
}

// CheckBatch checks the shape of some households and their number.
func CheckBatch(households []HouseholdEnrolment, most int) error {
	if len(households) == 0 || len(households) > most {
		return errorsmod.Wrapf(ErrBatchSize, "%d households, want 1 to %d", len(households), most)
	}
	if n := CountPersons(households); n > MaxPersonsPerMessage {
		return errorsmod.Wrapf(ErrBatchSize, "%d persons, at most %d", n, MaxPersonsPerMessage)
	}
	for i, household := range households {
		if err := household.ValidateBasic(); err != nil {
			return errorsmod.Wrapf(err, "household %d", i)
		}
	}
	return nil
}

// Items is the number of persons, for the fee.
func (m *MsgEnrol) Items() int { return CountPersons(m.Households) }

// ValidateBasic checks the new key and the ward, who may be missing.
func (m *MsgRotateKey) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if len(m.Ward) > 0 {
		if err := CheckRef(m.Ward); err != nil {
			return err
		}
	}
	return CheckKey(m.NewKey, m.Curve)
}

// ValidateBasic checks the reference.
func (m *MsgClosePerson) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the reference.
func (m *MsgVerifyPerson) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the reference and the reason.
func (m *MsgLockPerson) ValidateBasic() error {
	if !m.Reason.Known() {
		return errorsmod.Wrapf(ErrRequestInvalid, "lock reason %d", m.Reason)
	}
	return validate(m.Signer, m.Ref)
}

// ValidateBasic checks the reference.
func (m *MsgUnlockPerson) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the reference.
func (m *MsgReportDeath) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the reference.
func (m *MsgWithdrawDeath) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the references, which differ.
func (m *MsgProposeMerger) ValidateBasic() error { return validateMerger(m.Signer, m.Ref, m.Into) }

// ValidateBasic checks the references, which differ.
func (m *MsgConfirmMerger) ValidateBasic() error { return validateMerger(m.Signer, m.Ref, m.Into) }

// ValidateBasic checks the reference.
func (m *MsgErasePerson) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the references, which differ.
func (m *MsgProposeGuardian) ValidateBasic() error {
	return validateGuardian(m.Signer, m.Ward, m.Guardian)
}

// ValidateBasic checks the references, which differ.
func (m *MsgConfirmGuardian) ValidateBasic() error {
	return validateGuardian(m.Signer, m.Ward, m.Guardian)
}

// ValidateBasic checks the reference.
func (m *MsgEndGuardian) ValidateBasic() error { return validate(m.Signer, m.Ward) }

// ValidateBasic checks the references, which differ; when the agency ends is checked against the time of the block.
func (m *MsgAppointAgent) ValidateBasic() error {
	if bytes.Equal(m.Person, m.Agent) {
		return errorsmod.Wrap(ErrAgentUnfit, "nobody is their own agent")
	}
	return validate(m.Signer, m.Person, m.Agent)
}

// ValidateBasic checks the references.
func (m *MsgDismissAgent) ValidateBasic() error { return validate(m.Signer, m.Person, m.Agent) }

// ValidateBasic checks the reference and the key.
func (m *MsgOpenRecovery) ValidateBasic() error {
	if err := CheckKey(m.NewKey, m.Curve); err != nil {
		return err
	}
	return validate(m.Signer, m.Ref)
}

// ValidateBasic checks the reference and the length of the key.
func (m *MsgApproveRecovery) ValidateBasic() error {
	if err := CheckKey(m.NewKey, KEY_CURVE_SECP256K1); err != nil {
		return err
	}
	return validate(m.Signer, m.Ref)
}

// ValidateBasic checks the reference and the length of the key.
func (m *MsgConsentRecovery) ValidateBasic() error {
	if err := CheckKey(m.NewKey, KEY_CURVE_SECP256K1); err != nil {
		return err
	}
	return validate(m.Signer, m.Ref)
}

// ValidateBasic checks the reference.
func (m *MsgCancelRecovery) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the reference.
func (m *MsgRejectRecovery) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the reference.
func (m *MsgCompleteRecovery) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the reference and the root.
func (m *MsgRevisePerson) ValidateBasic() error {
	if err := CheckRoot(m.AttrRoot); err != nil {
		return err
	}
	return validate(m.Signer, m.Ref)
}

// ValidateBasic checks the references and the root.
func (m *MsgReviseHousehold) ValidateBasic() error {
	if err := CheckRoot(m.MemberRoot); err != nil {
		return err
	}
	return validate(m.Signer, m.Ref, m.Head)
}

// ValidateBasic checks the area and the shape of the tag.
func (m *MsgOpenMatch) ValidateBasic() error {
	if err := CheckHome(m.Area); err != nil {
		return err
	}
	if err := (Tag{Class: m.Class, Value: m.Value}).ValidateBasic(); err != nil {
		return err
	}
	return validateAddress(m.Signer)
}

// ValidateBasic checks the number.
func (m *MsgTakeUpMatch) ValidateBasic() error { return validateMatch(m.Signer, m.Id) }

// ValidateBasic checks the number and the answer.
func (m *MsgAnswerMatch) ValidateBasic() error {
	if !m.Answer.Answer() {
		return errorsmod.Wrapf(ErrRequestInvalid, "answer %s", m.Answer)
	}
	return validateMatch(m.Signer, m.Id)
}

// ValidateBasic checks the number.
func (m *MsgDisputeMatch) ValidateBasic() error { return validateMatch(m.Signer, m.Id) }

// ValidateBasic checks the number and the answer.
func (m *MsgSettleMatch) ValidateBasic() error {
	if !m.Answer.Answer() {
		return errorsmod.Wrapf(ErrRequestInvalid, "answer %s", m.Answer)
	}
	return validateMatch(m.Signer, m.Id)
}

// ValidateBasic checks reference, category and time.
func (m *MsgRecognise) ValidateBasic() error {
	if m.Category == 0 || m.ValidUntil <= 0 {
		return errorsmod.Wrap(ErrRecognitionInvalid, "want a category and an end")
	}
	return validate(m.Signer, m.Ref)
}

// ValidateBasic checks reference and category.
func (m *MsgRevokeRecognition) ValidateBasic() error {
	if m.Category == 0 {
		return errorsmod.Wrap(ErrRecognitionInvalid, "want a category")
	}
	return validate(m.Signer, m.Ref)
}

// ValidateBasic checks area and references.
func (m *MsgOfferMove) ValidateBasic() error {
	if err := (MoveOffer{Area: m.Area, Household: m.Household, Persons: m.Persons}).CheckShape(); err != nil {
		return err
	}
	return validateAddress(m.Signer)
}

// ValidateBasic checks the number.
func (m *MsgCancelMove) ValidateBasic() error { return validateMove(m.Signer, m.Id) }

// ValidateBasic checks the number and the home.
func (m *MsgAcceptMove) ValidateBasic() error {
	if err := CheckHome(m.Area); err != nil {
		return err
	}
	return validateMove(m.Signer, m.Id)
}

func validateMove(signer string, id uint64) error {
	if id == 0 {
		return errorsmod.Wrap(ErrRequestInvalid, "move 0")
	}
	return validateAddress(signer)
}

// ValidateBasic checks the reference and the shape of the tags, at least one.
func (m *MsgSupplyTags) ValidateBasic() error {
	if len(m.Tags) == 0 {
		return errorsmod.Wrap(ErrTagMalformed, "no tags")
	}
	if err := checkTags(m.Tags); err != nil {
		return err
	}
	return validate(m.Signer, m.Ref)
}

// ValidateBasic checks the reference.
func (m *MsgWaiveTag) ValidateBasic() error { return validate(m.Signer, m.Ref) }

// ValidateBasic checks the epoch and the length of the key.
func (m *MsgOpenEpoch) ValidateBasic() error {
	if m.Epoch <= FirstEpoch {
		return errorsmod.Wrapf(ErrRequestInvalid, "epoch %d", m.Epoch)
	}
	if len(m.PublicKey) != TagKeyLength {
		return errorsmod.Wrapf(ErrRequestInvalid, "public key of %d bytes, want %d", len(m.PublicKey), TagKeyLength)
	}
	return validateAddress(m.Signer)
}

// ValidateBasic checks the epoch.
func (m *MsgEndEpoch) ValidateBasic() error {
	if m.Epoch == 0 {
		return errorsmod.Wrap(ErrRequestInvalid, "epoch 0")
	}
	return validateAddress(m.Signer)
}

// ValidateBasic checks the shape of the tags and their number.
func (m *MsgReissueTags) ValidateBasic() error {
	if len(m.Tags) == 0 || len(m.Tags) > MaxTagsPerMessage {
		return errorsmod.Wrapf(ErrBatchSize, "%d tags, want 1 to %d", len(m.Tags), MaxTagsPerMessage)
	}
	for i, t := range m.Tags {
		if err := t.Tag.ValidateBasic(); err != nil {
			return errorsmod.Wrapf(err, "tag %d", i)
		}
		if err := CheckRef(t.Person); err != nil {
			return errorsmod.Wrapf(err, "tag %d", i)
		}
	}
	return validateAddress(m.Signer)
}

// Items is the number of tags, for the fee.
func (m *MsgReissueTags) Items() int { return len(m.Tags) }

// ValidateBasic checks the number.
func (m *MsgWithdrawTag) ValidateBasic() error { return validateMatch(m.Signer, m.Match) }

func validateMatch(signer string, id uint64) error {
	if id == 0 {
		return errorsmod.Wrap(ErrRequestInvalid, "match 0")
	}
	return validateAddress(signer)
}

// ValidateBasic checks the bounds of the params.
func (m *MsgUpdateParams) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	return m.Params.Validate()
}

func validateMerger(signer string, ref, into []byte) error {
	if bytes.Equal(ref, into) {
		return ErrMergerInvalid
	}
	return validate(signer, ref, into)
}

func validateGuardian(signer string, ward, guardian []byte) error {
	if bytes.Equal(ward, guardian) {
		return errorsmod.Wrap(ErrGuardianUnfit, "nobody is their own guardian")
	}
	return validate(signer, ward, guardian)
}

func validate(signer string, refs ...[]byte) error {
	if err := validateAddress(signer); err != nil {
		return err
	}
	for _, ref := range refs {
		if err := CheckRef(ref); err != nil {
			return err
		}
	}
	return nil
}

func validateAddress(address string) error {
	if address == "" || len(address) > MaxAddressLength {
		return errorsmod.Wrapf(ErrAddressMalformed, "1 to %d characters", MaxAddressLength)
	}
	return nil
}
