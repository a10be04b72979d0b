package types

import (
	"bytes"
	"cmp"
	"strings"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// DefaultGenesis has no price and no rate: the app fills the tables. Until then every message is refused.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks every record and wants lists in key order.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	for i, p := range gs.Prices {
		if err := p.Validate(); err != nil {
			return err
		}
		if i > 0 && !ascending(gs.Prices[i-1].Message, p.Message, gs.Prices[i-1].FromHeight, p.FromHeight) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "price of %s from %d is out of order", p.Message, p.FromHeight)
		}
	}
	for i, r := range gs.Rates {
		if err := r.Validate(); err != nil {
			return err
		}
		if i > 0 && !ascending(gs.Rates[i-1].Denom, r.Denom, gs.Rates[i-1].FromHeight, r.FromHeight) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "rate of %s from %d is out of order", r.Denom, r.FromHeight)
		}
	}
	for i, b := range gs.Budgets {
		if err := b.Validate(); err != nil {
			return err
		}
		if i > 0 && b.Organisation <= gs.Budgets[i-1].Organisation {
			return errorsmod.Wrapf(ErrGenesisInvalid, "budget of %d is out of order", b.Organisation)
		}
	}
	for _, usages := range [][]Usage{gs.Usages, gs.ProtectedUsages} {
		for i, u := range usages {
			if len(u.Person) != PersonLength || u.Used == 0 || i > 0 && bytes.Compare(usages[i-1].Person, u.Person) >= 0 {
				return errorsmod.Wrapf(ErrGenesisInvalid, "usage of person %x", u.Person)
			}
		}
	}
	for i, u := range gs.OfficeUsages {
		if u.Organisation == 0 || u.Share >= ProtectedShares || u.Used == 0 ||
			i > 0 && (u.Organisation < gs.OfficeUsages[i-1].Organisation || u.Organisation == gs.OfficeUsages[i-1].Organisation && u.Share <= gs.OfficeUsages[i-1].Share) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "usage of organisation %d, share %d", u.Organisation, u.Share)
		}
	}
	if err := gs.validateShares(); err != nil {
		return err
	}
	owed := make(map[string]bool, len(gs.Credits))
	for _, c := range gs.Credits {
		if err := c.Validate(); err != nil {
			return err
		}
		if owed[c.Account] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "credit of %s stands twice", c.Account)
		}
		owed[c.Account] = true
	}
	if err := sdk.Coins(gs.Distributed).Validate(); err != nil {
		return errorsmod.Wrapf(ErrGenesisInvalid, "distributed: %s", err)
	}
	if err := gs.validateRefunds(); err != nil {
		return err
	}
	return gs.Epoch.Validate()
}

// validateShares wants each share under a budget, in key order.
func (gs GenesisState) validateShares() error {
	budgets := make(map[uint32]bool, len(gs.Budgets))
	for _, b := range gs.Budgets {
		budgets[b.Organisation] = true
	}
	for i, s := range gs.BudgetShares {
		if err := s.Validate(); err != nil {
			return err
		}
		if !budgets[s.Organisation] || i > 0 && cmp.Or(
			cmp.Compare(gs.BudgetShares[i-1].Organisation, s.Organisation), cmp.Compare(gs.BudgetShares[i-1].Share, s.Share)) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "share %d of the budget of %d", s.Share, s.Organisation)
		}
	}
	return nil
}

// ascending orders (name, height) pairs strictly.
func ascending(a, b string, heightA, heightB int64) bool {
	return a < b || a == b && heightA < heightB
}

// Validate checks one price.
func (p Price) Validate() error {
	if len(p.Message) < 2 || len(p.Message) > MaxMessageLength || !strings.HasPrefix(p.Message, "/") {
		return errorsmod.Wrap(ErrPriceInvalid, "message is not a type URL")
	}
	if p.FromHeight < 0 {
		return errorsmod.Wrapf(ErrPriceInvalid, "%s from height %d", p.Message, p.FromHeight)
	}
	if p.GasBase == 0 {
		return errorsmod.Wrapf(ErrPriceInvalid, "%s has no gas", p.Message)
	}
	if _, known := ServiceClass_name[int32(p.Class)]; !known || p.Class == SERVICE_CLASS_UNSPECIFIED {
		return errorsmod.Wrapf(ErrPriceInvalid, "%s has no class", p.Message)
	}
	if p.Protected && p.Class != SERVICE_CLASS_BENEFICIARY {
		return errorsmod.Wrapf(ErrPriceInvalid, "%s is protected and not of class BENEFICIARY", p.Message)
	}
	return nil
}

// Validate checks one rate.
func (r Rate) Validate() error {
	if err := sdk.ValidateDenom(r.Denom); err != nil {
		return errorsmod.Wrap(ErrRateInvalid, err.Error())
	}
	if r.FromHeight < 0 || r.Worth == 0 {
		return errorsmod.Wrapf(ErrRateInvalid, "%s from height %d worth %d", r.Denom, r.FromHeight, r.Worth)
	}
	if r.Worth < MinWorth || r.Worth > MaxWorth {
		return errorsmod.Wrapf(ErrRateRange, "%s worth %d: want %d to %d", r.Denom, r.Worth, MinWorth, MaxWorth)
	}
	return nil
}
