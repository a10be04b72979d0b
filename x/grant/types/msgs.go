package types

import (
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Lengths of the fields of messages. Changing these forks the chain.
const (
	// RefSize is the length of a reference of a person or household.
	RefSize = 16
	// HashSize is the length of a hash or root.
	HashSize = 32
	// CurrencySize is the length of a currency code.
	CurrencySize = 3
	// MaxDenomLength is the longest denom of a coin.
	MaxDenomLength = 32
)

// ValidateBasic checks the shape of the message.
func (m *MsgCreateProgramme) ValidateBasic() error {
	if err := validateArea(m.Area); err != nil {
		return err
	}
	if _, known := Category_name[int32(m.Category)]; !known || m.Category == CATEGORY_UNSPECIFIED {
		return errorsmod.Wrap(ErrInvalid, "category")
	}
	if m.ExclusivityClass == 0 {
		return errorsmod.Wrap(ErrInvalid, "exclusivity class is zero")
	}
	if len(m.LegalBasisHash) != HashSize {
		return errorsmod.Wrap(ErrInvalid, "hash of the legal basis has a wrong length")
	}
	if err := validatePayFirst(m.Category, m.PayFirstCap); err != nil {
		return err
	}
	if err := m.Terms.Validate(); err != nil {
		return err
	}
	return validateCurrency(m.Currency)
}

// ValidateBasic checks the shape of the message.
func (m *MsgSetStandard) ValidateBasic() error { return m.Standard.Validate() }

// Validate checks the shape of a standard.
func (s Standard) Validate() error {
	if s.Programme == 0 {
		return errorsmod.Wrap(ErrInvalid, "programme is zero")
	}
	if s.Amount == 0 || s.Amount > MaxAmount {
		return errorsmod.Wrap(ErrInvalid, "amount is out of range")
	}
	if err := validateArea(s.Area); err != nil {
		return err
	}
	if err := s.validateTiers(); err != nil {
		return err
	}
	return Period(s.FromPeriod).Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgOpenBudgetNode) ValidateBasic() error {
	return nonzero(uint64(m.Organisation), uint64(m.Programme))
}

// ValidateBasic checks the shape of the message.
func (m *MsgAppropriate) ValidateBasic() error {
	if err := validateYear(m.Year); err != nil {
		return err
	}
	return nonzero(uint64(m.Node), m.Amount)
}

// ValidateBasic checks the shape of the message.
func (m *MsgAllocate) ValidateBasic() error {
	if err := validateYear(m.Year); err != nil {
		return err
	}
	return nonzero(uint64(m.FromNode), uint64(m.ToNode), m.Amount)
}

// ValidateBasic checks the shape of the message.
func (m *MsgOpenRoll) ValidateBasic() error {
	if err := nonzero(uint64(m.Programme), uint64(m.BudgetNode)); err != nil {
		return err
	}
	if err := validateArea(m.Area); err != nil {
		return err
	}
	return Period(m.FirstPeriod).Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgOpenImport) ValidateBasic() error {
	if err := nonzero(uint64(m.Roll), uint64(m.Chunks)); err != nil {
		return err
	}
	if len(m.Root) != HashSize {
		return errorsmod.Wrap(ErrInvalid, "root has a wrong length")
	}
	if m.Chunks > MaxImportChunks {
		return errorsmod.Wrapf(ErrInvalid, "%d chunks", m.Chunks)
	}
	return m.Totals.Validate(m.Chunks)
}

// ValidateBasic checks the shape of the message.
func (m *MsgCloseImport) ValidateBasic() error { return nonzero(m.Import) }

// ValidateBasic checks the shape of the message; the register checks the enrolments.
func (m *MsgLoadChunk) ValidateBasic() error {
	if m.Import == 0 {
		return errorsmod.Wrap(ErrInvalid, "import is zero")
	}
	if len(m.Path) > MaxPath {
		return errorsmod.Wrap(ErrInvalid, "path is too long")
	}
	for _, hash := range m.Path {
		if len(hash) != HashSize {
			return errorsmod.Wrap(ErrInvalid, "path has a hash of a wrong length")
		}
	}
	if len(m.Chunk.Rows) == 0 || len(m.Chunk.Rows) > MaxChunkRows {
		return errorsmod.Wrapf(ErrInvalid, "%d rows", len(m.Chunk.Rows))
	}
	for _, row := range m.Chunk.Rows {
		if n := len(row.Household.Persons); n == 0 || n > MaxPersons {
			return errorsmod.Wrapf(ErrInvalid, "%d persons", n)
		}
		if len(row.Household.Ref) != RefSize || len(row.Household.Persons[0].Ref) != RefSize {
			return errorsmod.Wrap(ErrInvalid, "reference has a wrong length")
		}
		if err := validateArea(row.Household.Area); err != nil {
			return err
		}
		if err := row.Schedule.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// Items is the number of persons in the rows, priced one by one.
func (m *MsgLoadChunk) Items() int {
	persons := 0
	for _, row := range m.Chunk.Rows {
		persons += len(row.Household.Persons)
	}
	return persons
}

// ValidateBasic checks the shape of the message.
func (m *MsgOfferTransfer) ValidateBasic() error {
	if err := GrantID(m.Grant).Validate(); err != nil {
		return err
	}
	if area, err := authoritytypes.ParseArea(m.Area); err != nil || area.Code == authoritytypes.Nation {
		return errorsmod.Wrap(ErrInvalid, "area is not the code of a division")
	}
	return Period(m.Period).Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgCancelTransfer) ValidateBasic() error { return GrantID(m.Grant).Validate() }

// ValidateBasic checks the shape of the message.
func (m *MsgAcceptTransfer) ValidateBasic() error {
	if err := GrantID(m.Grant).Validate(); err != nil {
		return err
	}
	if m.Roll == 0 {
		return errorsmod.Wrap(ErrInvalid, "roll is zero")
	}
	if m.Persons == 0 || m.Persons > MaxPersons {
		return errorsmod.Wrapf(ErrInvalid, "%d persons", m.Persons)
	}
	return m.Schedule.Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgSuspend) ValidateBasic() error {
	if err := GrantID(m.Grant).Validate(); err != nil {
		return err
	}
	if m.Days > MaxClockDays {
		return errorsmod.Wrapf(ErrInvalid, "%d days, at most %d", m.Days, MaxClockDays)
	}
	return m.Reason.Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgResume) ValidateBasic() error { return GrantID(m.Grant).Validate() }

// ValidateBasic checks the shape of the message.
func (m *MsgReleaseHeld) ValidateBasic() error {
	if err := GrantID(m.Grant).Validate(); err != nil {
		return err
	}
	return Period(m.Period).Validate()
}

// ValidateBasic checks the shape of the message.
func (m *MsgOpenRun) ValidateBasic() error {
	if len(m.Rolls) == 0 || len(m.Rolls) > MaxRunRolls {
		return errorsmod.Wrapf(ErrInvalid, "%d rolls", len(m.Rolls))
	}
	seen := make(map[uint32]struct{}, len(m.Rolls))
	for _, roll := range m.Rolls {
		if _, twice := seen[roll]; twice || roll == 0 {
			return errorsmod.Wrapf(ErrInvalid, "roll %d", roll)
		}
		seen[roll] = struct{}{}
	}
	return Period(m.Period).Validate()
}

// Items is the number of rolls, priced one by one.
func (m *MsgOpenRun) Items() int { return len(m.Rolls) }

// ValidateBasic checks the bounds of the params.
func (m *MsgUpdateParams) ValidateBasic() error { return m.Params.Validate() }

// ValidateBasic checks the shape of the message.
func (m *MsgSealRun) ValidateBasic() error { return nonzero(m.Run) }

// ValidateBasic checks the shape of the message.
func (m *MsgAuthoriseRun) ValidateBasic() error {
	if err := nonzero(m.Run); err != nil {
		return err
	}
	return validateDenom(m.Denom)
}

// ValidateBasic checks the shape of the message.
func (m *MsgCancelRun) ValidateBasic() error { return nonzero(m.Run) }

// ValidateBasic checks the shape of the message.
func (m *MsgWithdraw) ValidateBasic() error {
	if err := GrantID(m.Grant).Validate(); err != nil {
		return err
	}
	if err := nonzero(m.Amount); err != nil {
		return err
	}
	return validateDenom(m.Denom)
}

func validateCurrency(code string) error {
	if len(code) != CurrencySize {
		return errorsmod.Wrap(ErrInvalid, "currency has a wrong length")
	}
	for _, c := range []byte(code) {
		if c < 'a' || c > 'z' {
			return errorsmod.Wrap(ErrInvalid, "currency is not in lower-case letters")
		}
	}
	return nil
}

func validateDenom(denom string) error {
	if len(denom) > MaxDenomLength || sdk.ValidateDenom(denom) != nil {
		return errorsmod.Wrap(ErrInvalid, "denom")
	}
	return nil
}

func validateYear(year uint32) error {
	if !validYear(year) {
		return errorsmod.Wrapf(ErrInvalid, "fiscal year %d", year)
	}
	return nil
}

// nonzero refuses a zero among numbers that count from 1.
func nonzero(numbers ...uint64) error {
	for _, n := range numbers {
		if n == 0 {
			return errorsmod.Wrap(ErrInvalid, "a number is zero")
		}
	}
	return nil
}
