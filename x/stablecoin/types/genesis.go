package types

import (
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
)

// DefaultGenesis knows the yuan with two decimals and no issuer.
func DefaultGenesis() *GenesisState {
	holds := DefaultHoldParams()
	return &GenesisState{Params: DefaultParams(), Currencies: []Currency{{Code: "cny", Decimals: 2}}, HoldParams: &holds}
}

// Validate checks every record and the references among them.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	currencies := make(map[string]Currency, len(gs.Currencies))
	for i, c := range gs.Currencies {
		if err := c.Validate(); err != nil {
			return err
		}
		if i > 0 && c.Code <= gs.Currencies[i-1].Code {
			return errorsmod.Wrapf(ErrGenesisInvalid, "currency %s is out of order", c.Code)
		}
		currencies[c.Code] = c
	}
	for i, issuer := range gs.Issuers {
		currency, known := currencies[issuer.Currency]
		if !known {
			return errorsmod.Wrapf(ErrCurrencyUnknown, "issuer %s", issuer.Id)
		}
		if err := issuer.Validate(currency.Unit()); err != nil {
			return err
		}
		if i > 0 && issuer.Id <= gs.Issuers[i-1].Id {
			return errorsmod.Wrapf(ErrGenesisInvalid, "issuer %s is out of order", issuer.Id)
		}
	}
	if err := gs.ValidateAttestations(); err != nil {
		return err
	}
	if err := gs.validateHolds(); err != nil {
		return err
	}
	return gs.validateRedemptions()
}

// validateRedemptions wants numbers from 1 without a gap and issuers that exist.
func (gs GenesisState) validateRedemptions() error {
	known := make(map[string]bool, len(gs.Issuers))
	for _, issuer := range gs.Issuers {
		known[issuer.Id] = issuer.Known()
	}
	for i, r := range gs.Redemptions {
		if r.Id != uint64(i)+1 || !known[r.Issuer] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "redemption %d of %q at place %d", r.Id, r.Issuer, i+1)
		}
		if err := r.Validate(); err != nil {
			return err
		}
	}
	return nil
}

// Validate checks one issuer; unit is the minor unit of its currency in millionths.
func (i Issuer) Validate(unit uint64) error {
	if err := ValidateIssuerID(i.Id); err != nil {
		return err
	}
	if i.Organisation == 0 || i.Custodian == 0 {
		return errorsmod.Wrapf(ErrIDInvalid, "issuer %s", i.Id)
	}
	if _, known := IssuerStatus_name[int32(i.Status)]; !known || i.Status == ISSUER_STATUS_UNSPECIFIED {
		return errorsmod.Wrapf(ErrGenesisInvalid, "issuer %s has no status", i.Id)
	}
	if (i.Status == ISSUER_STATUS_PAUSED) != (i.PausedBy != 0) {
		return errorsmod.Wrapf(ErrGenesisInvalid, "issuer %s: paused_by is for a paused issuer", i.Id)
	}
	for _, amount := range []math.Int{i.Allowance, i.PeriodAllowance, i.PeriodMinted} {
		if err := ValidateAmount(amount); err != nil {
			return err
		}
	}
	if err := WholeUnits(i.PeriodAllowance, unit); err != nil {
		return err
	}
	if i.Minted.IsNil() || i.Burned.IsNil() || i.Burned.IsNegative() || i.Minted.LT(i.Burned) {
		return errorsmod.Wrapf(ErrGenesisInvalid, "issuer %s: want minted ≥ burned ≥ 0", i.Id)
	}
	if i.Outstanding().GT(i.Allowance) {
		return errorsmod.Wrapf(ErrAllowanceTooLow, "issuer %s", i.Id)
	}
	return WholeUnits(i.Allowance, unit)
}

// Validate checks the shape of one attestation.
func (a Attestation) Validate() error {
	if err := ValidateAmount(a.Reserve); err != nil {
		return err
	}
	if len(a.ReportHash) != HashLength {
		return errorsmod.Wrapf(ErrHashInvalid, "%d bytes", len(a.ReportHash))
	}
	if a.AsOf <= 0 || a.Attestor == "" {
		return errorsmod.Wrapf(ErrGenesisInvalid, "attestation %s %d lacks its moment or attestor", a.Issuer, a.Id)
	}
	if a.Status != ATTESTATION_STATUS_SUBMITTED && a.Status != ATTESTATION_STATUS_ACCEPTED {
		return errorsmod.Wrapf(ErrGenesisInvalid, "attestation %s %d has no status", a.Issuer, a.Id)
	}
	return nil
}

// ValidateAttestations wants numbers from 1 without a gap and each issuer's reference to be its latest accepted statement.
func (gs GenesisState) ValidateAttestations() error {
	known := make(map[string]bool, len(gs.Issuers))
	for _, issuer := range gs.Issuers {
		known[issuer.Id] = true
	}
	list, latest := gs.Attestations, make(map[string]Attestation, len(gs.Issuers))
	for i, a := range list {
		if !known[a.Issuer] {
			return errorsmod.Wrapf(ErrIssuerUnknown, "attestation %s %d", a.Issuer, a.Id)
		}
		if err := a.Validate(); err != nil {
			return err
		}
		want := uint64(1)
		if i > 0 {
			if a.Issuer < list[i-1].Issuer {
				return errorsmod.Wrapf(ErrGenesisInvalid, "attestation %s %d is out of order", a.Issuer, a.Id)
			}
			if a.Issuer == list[i-1].Issuer {
				want = list[i-1].Id + 1
			}
		}
		if a.Id != want {
			return errorsmod.Wrapf(ErrGenesisInvalid, "attestation %s %d, want %d", a.Issuer, a.Id, want)
		}
		if a.Status == ATTESTATION_STATUS_ACCEPTED {
			if last := latest[a.Issuer]; last.Id == 0 || a.AsOf > last.AsOf {
				latest[a.Issuer] = a
			}
		}
	}
	for _, issuer := range gs.Issuers {
		if latest[issuer.Id].Id != issuer.Attestation {
			return errorsmod.Wrapf(ErrGenesisInvalid, "issuer %s counts attestation %d, latest accepted is %d", issuer.Id, issuer.Attestation, latest[issuer.Id].Id)
		}
	}
	return nil
}
