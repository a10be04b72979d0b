package types

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// ValidateBasic checks the shape of the message.
func (m *MsgSetBudget) ValidateBasic() error {
	return Budget{Organisation: m.Organisation, Denom: m.Denom, TransactionCap: m.TransactionCap, Spent: math.ZeroInt()}.Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgFundBudget) ValidateBasic() error {
	if m.Organisation == 0 {
		return errorsmod.Wrap(ErrBudgetInvalid, "organisation is zero")
	}
	if err := m.Amount.Validate(); err != nil {
		return errorsmod.Wrap(ErrBudgetInvalid, err.Error())
	}
	if m.Amount.IsZero() {
		return errorsmod.Wrap(ErrBudgetInvalid, "amount is zero")
	}
	return nil
}
