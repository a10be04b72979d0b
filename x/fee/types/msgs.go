package types

import (
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Bounds of what the provinces may decide; changing these forks the chain.
const (
	// MaxEntriesPerMessage bounds the entries of MsgSetPrices and MsgSetRates.
	MaxEntriesPerMessage = 128
	// MaxProtectedPrice is the dearest that the provinces' own acts may be, per message and per item: one unit of the currency.
	MaxProtectedPrice = Million
	// MinProtectedGas is the room that such an act needs in a block.
	MinProtectedGas = 300_000
	// MaxProtectedGas still fits into the smallest block that the provinces may decide.
	MaxProtectedGas = 50_000_000
	// MinWorth and MaxWorth bound what a million base units of a coin may be worth: a thousandth to a thousand units of the currency.
	MinWorth = Million / 1_000
	MaxWorth = Million * 1_000
)

// protectedPackages are those whose messages the provinces need to vote and to stay in the validator set.
var protectedPackages = []string{"/cosmos.gov.", "/cosmos.slashing.", "/relief.validator.", "/relief.council."}

// CheckProtected refuses a price at which the provinces could no longer vote or come back into the validator set.
func (p Price) CheckProtected() error {
	if !isOfProvinces(p.Message) {
		return nil
	}
	if max(p.Base, p.PerItem) > MaxProtectedPrice || p.GasBase < MinProtectedGas || max(p.GasBase, p.GasPerItem) > MaxProtectedGas {
		return errorsmod.Wrapf(ErrPriceProtected, "%s: at most %d, and %d to %d gas", p.Message, MaxProtectedPrice, MinProtectedGas, MaxProtectedGas)
	}
	return nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgSetPrices) ValidateBasic() error {
	if len(m.Prices) == 0 || len(m.Prices) > MaxEntriesPerMessage {
		return errorsmod.Wrapf(ErrPriceInvalid, "%d entries, want 1 to %d", len(m.Prices), MaxEntriesPerMessage)
	}
	seen := make(map[string]bool, len(m.Prices))
	for _, p := range m.Prices {
		if err := p.Validate(); err != nil {
			return err
		}
		if err := p.CheckProtected(); err != nil {
			return err
		}
		if seen[p.Message] {
			return errorsmod.Wrapf(ErrPriceInvalid, "%s is named twice", p.Message)
		}
		seen[p.Message] = true
	}
	return nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgSetRates) ValidateBasic() error {
	if len(m.Rates) == 0 || len(m.Rates) > MaxEntriesPerMessage {
		return errorsmod.Wrapf(ErrRateInvalid, "%d entries, want 1 to %d", len(m.Rates), MaxEntriesPerMessage)
	}
	seen := make(map[string]bool, len(m.Rates))
	for _, r := range m.Rates {
		if err := r.Validate(); err != nil {
			return err
		}
		if seen[r.Denom] {
			return errorsmod.Wrapf(ErrRateInvalid, "%s is named twice", r.Denom)
		}
		seen[r.Denom] = true
	}
	return nil
}

// Start is the height from which a decided entry holds: the one it names, or the next when it names none. ErrHeightPast refuses one
// that isn't later than the height now.
func Start(from, now int64) (int64, error) {
	if from == 0 {
		return now + 1, nil
	}
	if from <= now {
		return 0, errorsmod.Wrapf(ErrHeightPast, "%d at height %d", from, now)
	}
	return from, nil
}

// ValidateBasic checks the shape of the message.
func (m *MsgSetBudget) ValidateBasic() error {
	return m.Limits().Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgFundBudget) ValidateBasic() error { return validateMove(m.Organisation, m.Amount) }

// ValidateBasic checks the shape of the message.
func (m *MsgWithdrawBudget) ValidateBasic() error { return validateMove(m.Organisation, m.Amount) }

// validateMove checks what goes into a budget or out of it.
func validateMove(organisation uint32, amount sdk.Coin) error {
	if organisation == 0 {
		return errorsmod.Wrap(ErrBudgetInvalid, "organisation is zero")
	}
	if err := amount.Validate(); err != nil {
		return errorsmod.Wrap(ErrBudgetInvalid, err.Error())
	}
	if amount.IsZero() {
		return errorsmod.Wrap(ErrBudgetInvalid, "amount is zero")
	}
	return nil
}

// ValidateBasic checks the shape of the message: its signer is all there is.
func (m *MsgWithdrawShares) ValidateBasic() error { return nil }
