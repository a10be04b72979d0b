package types

// ValidateBasic checks the shape of the message.
func (m *MsgExchangePool) ValidateBasic() error {
	if err := nonzero(uint64(m.BudgetNode), m.Amount); err != nil {
		return err
	}
	if err := validateDenom(m.Denom); err != nil {
		return err
	}
	return validateDenom(m.Take)
}

// ValidateBasic checks the shape of the message.
func (m *MsgRedeemTreasury) ValidateBasic() error {
	if err := nonzero(uint64(m.BudgetNode), m.Amount); err != nil {
		return err
	}
	return validateDenom(m.Denom)
}
