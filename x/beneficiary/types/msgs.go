package types

import errorsmod "cosmossdk.io/errors"

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

// ValidateBasic checks the length of the new key.
func (m *MsgRotateKey) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	return CheckKey(m.NewKey)
}

// ValidateBasic checks the reference.
func (m *MsgClosePerson) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	return CheckRef(m.Ref)
}

func validateAddress(address string) error {
	if address == "" || len(address) > MaxAddressLength {
		return errorsmod.Wrapf(ErrAddressMalformed, "1 to %d characters", MaxAddressLength)
	}
	return nil
}
