package types

import errorsmod "cosmossdk.io/errors"

// ValidateBasic checks the shape of the message.
func (m *MsgReceiveLot) ValidateBasic() error {
	if err := nonzero(uint64(m.Programme), uint64(m.Item), uint64(m.Unit), m.Quantity); err != nil {
		return err
	}
	if err := validateQuantity(m.Quantity); err != nil {
		return err
	}
	if err := validateArea(m.Area); err != nil {
		return err
	}
	if m.ExpiryDay > MaxLotDay {
		return errorsmod.Wrapf(ErrInvalid, "day %d", m.ExpiryDay)
	}
	return validateHash(m.DocumentHash)
}

// MaxLotDay is the last day of the last fiscal year that a lot may expire on, counted from 1970-01-01. Changing it forks the chain.
const MaxLotDay = (MaxYear - MinYear) * 365

// ValidateBasic checks the shape of the message.
func (m *MsgStoreLot) ValidateBasic() error { return validateCount(m.Lot, m.Quantity) }

// ValidateBasic checks the shape of the message.
func (m *MsgDispatchLot) ValidateBasic() error {
	if err := nonzero(m.Quantity); err != nil {
		return err
	}
	if err := validateArea(m.Area); err != nil {
		return err
	}
	return validateCount(m.Lot, m.Quantity)
}

// ValidateBasic checks the shape of the message.
func (m *MsgArriveLot) ValidateBasic() error { return validateCount(m.Lot, m.Quantity) }

// ValidateBasic checks the shape of the message.
func (m *MsgLoseLot) ValidateBasic() error {
	if err := nonzero(m.Quantity); err != nil {
		return err
	}
	if err := m.Reason.Validate(); err != nil {
		return err
	}
	if err := validateHash(m.DocumentHash); err != nil {
		return err
	}
	return validateCount(m.Lot, m.Quantity)
}

// ValidateBasic checks the shape of the message.
func (m *MsgHandOver) ValidateBasic() error {
	if err := nonzero(m.Quantity); err != nil {
		return err
	}
	if len(m.Payee) != RefSize {
		return errorsmod.Wrap(ErrInvalid, "reference has a wrong length")
	}
	return validateCount(m.Lot, m.Quantity)
}

// ValidateBasic checks the shape of the message.
func (m *MsgSignHandOver) ValidateBasic() error {
	if len(m.Payee) != RefSize {
		return errorsmod.Wrap(ErrInvalid, "reference has a wrong length")
	}
	return nonzero(m.Lot)
}

// ValidateBasic checks the shape of the message.
func (m *MsgNoteLoss) ValidateBasic() error { return nonzero(m.Lot) }

func validateCount(lot, quantity uint64) error {
	if err := nonzero(lot); err != nil {
		return err
	}
	return validateQuantity(quantity)
}

func validateQuantity(quantity uint64) error {
	if quantity > MaxQuantity {
		return errorsmod.Wrapf(ErrInvalid, "%d of one lot", quantity)
	}
	return nil
}
