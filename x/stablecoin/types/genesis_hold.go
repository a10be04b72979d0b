package types

import (
	"cmp"

	errorsmod "cosmossdk.io/errors"
)

// validateHolds checks holds, usages, countersignatures and flows, and that an account has at most one hold that isn't at its end.
func (gs GenesisState) validateHolds() error {
	if gs.HoldParams != nil {
		if err := gs.HoldParams.Validate(); err != nil {
			return err
		}
	}
	held := make(map[string]bool, len(gs.Holds))
	for i, h := range gs.Holds {
		if err := h.Validate(); err != nil {
			return err
		}
		if h.Id != uint64(i)+1 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "hold %d, want %d", h.Id, i+1)
		}
		if h.Pending() && held[h.Account] {
			return errorsmod.Wrapf(ErrHoldExists, "hold %d", h.Id)
		}
		held[h.Account] = held[h.Account] || h.Pending()
	}
	type pair struct{ account, currency string }
	usages := make(map[pair]bool, len(gs.Usages))
	for _, u := range gs.Usages {
		if err := u.Validate(); err != nil {
			return err
		}
		key := pair{u.Account, u.Currency}
		if usages[key] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "usage of %s is there twice", u.Account)
		}
		usages[key] = true
	}
	for i, c := range gs.Countersignatures {
		if err := c.Validate(); err != nil {
			return err
		}
		if i > 0 && compareCountersignatures(gs.Countersignatures[i-1], c) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "countersignature of %d for %d is out of order", c.Payee, c.Payer)
		}
	}
	for i, f := range gs.Flows {
		if err := f.Validate(); err != nil {
			return err
		}
		if i > 0 && compareFlows(gs.Flows[i-1], f) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "flow of %d to %d is out of order", f.Payer, f.Payee)
		}
	}
	return nil
}

func compareCountersignatures(a, b Countersignature) int {
	return cmp.Or(cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Payer, b.Payer), cmp.Compare(a.Denom, b.Denom))
}

func compareFlows(a, b Flow) int {
	return cmp.Or(cmp.Compare(a.Payer, b.Payer), cmp.Compare(a.Payee, b.Payee), cmp.Compare(a.Currency, b.Currency))
}
