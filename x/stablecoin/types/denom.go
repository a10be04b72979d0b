package types

import (
	"strings"

	errorsmod "cosmossdk.io/errors"
)

// ValidateIssuerID accepts 3 to 16 lower-case letters and digits.
func ValidateIssuerID(id string) error {
	if len(id) < MinIssuerLength || len(id) > MaxIssuerLength {
		return errorsmod.Wrapf(ErrIssuerInvalid, "length %d", len(id))
	}
	for i := range len(id) {
		if c := id[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return errorsmod.Wrapf(ErrIssuerInvalid, "byte %d", i)
		}
	}
	return nil
}

// ValidateCurrencyCode accepts three lower-case letters, as ISO 4217 codes are.
func ValidateCurrencyCode(code string) error {
	if len(code) != CurrencyLength {
		return errorsmod.Wrapf(ErrCurrencyInvalid, "length %d", len(code))
	}
	for i := range len(code) {
		if c := code[i]; c < 'a' || c > 'z' {
			return errorsmod.Wrapf(ErrCurrencyInvalid, "byte %d", i)
		}
	}
	return nil
}

// Validate checks the code and the decimals.
func (c Currency) Validate() error {
	if err := ValidateCurrencyCode(c.Code); err != nil {
		return err
	}
	if c.Decimals > MaxDecimals {
		return errorsmod.Wrapf(ErrCurrencyInvalid, "%d decimals, at most %d", c.Decimals, MaxDecimals)
	}
	return nil
}

// Unit is one minor unit in millionths of the currency: 10^(6 − decimals), 10,000 for the fen.
func (c Currency) Unit() uint64 {
	unit := uint64(1)
	for d := c.Decimals; d < MaxDecimals; d++ {
		unit *= 10
	}
	return unit
}

// Denom is the bank denom of an issuer's coin: "u" ‖ currency ‖ "/" ‖ id.
func Denom(currency, id string) string { return "u" + currency + "/" + id }

// ParseDenom splits a denom into currency and issuer code; ErrDenomUnknown when it has another form.
func ParseDenom(denom string) (currency, id string, err error) {
	head, id, found := strings.Cut(denom, "/")
	if !found || len(head) != CurrencyLength+1 || head[0] != 'u' {
		return "", "", errorsmod.Wrap(ErrDenomUnknown, denom)
	}
	if ValidateCurrencyCode(head[1:]) != nil || ValidateIssuerID(id) != nil {
		return "", "", errorsmod.Wrap(ErrDenomUnknown, denom)
	}
	return head[1:], id, nil
}
