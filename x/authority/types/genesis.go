package types

import (
	"bytes"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// DefaultGenesis gives the default params and an empty policy table: nothing is allowed until the app joins the modules' rows.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams()}
}

// Validate checks shapes, references, duplicates and excluded duties, without a clock.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	if err := validateRules(gs.Rules); err != nil {
		return err
	}
	areas, err := validateAreas(gs.Params, gs.Areas)
	if err != nil {
		return err
	}
	if err := validateOrganisations(gs.Organisations, areas); err != nil {
		return err
	}
	return validateOfficers(gs.Officers, len(gs.Organisations))
}

func validateRules(rules []Rule) error {
	seen := make(map[string]bool, len(rules))
	for i, rule := range rules {
		if err := rule.Validate(); err != nil {
			return errorsmod.Wrapf(err, "rule %d", i)
		}
		if seen[rule.Action] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "rule %d: %s has a row already", i, rule.Action)
		}
		seen[rule.Action] = true
	}
	return nil
}

func validateAreas(params Params, areas []Area) (map[string]bool, error) {
	known := make(map[string]bool, len(areas)+1)
	known[Nation] = true
	for i, area := range areas {
		if known[area.Code] {
			return nil, errorsmod.Wrapf(ErrGenesisInvalid, "area %d is registered already", i)
		}
		parent, err := params.ParentArea(area.Code)
		if err != nil {
			return nil, errorsmod.Wrapf(err, "area %d", i)
		}
		if !known[parent] {
			return nil, errorsmod.Wrapf(ErrAreaParentUnknown, "area %d", i)
		}
		known[area.Code] = true
	}
	return known, nil
}

func validateOrganisations(organisations []Organisation, areas map[string]bool) error {
	for i, o := range organisations {
		if int64(o.Id) != int64(i)+1 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "organisation %d has the number %d", i+1, o.Id)
		}
		if !o.Kind.Known() {
			return errorsmod.Wrapf(ErrOrganisationKindInvalid, "organisation %d", o.Id)
		}
		if o.Status != ORGANISATION_STATUS_ACTIVE && o.Status != ORGANISATION_STATUS_SUSPENDED {
			return errorsmod.Wrapf(ErrGenesisInvalid, "organisation %d has no status", o.Id)
		}
		if !areas[o.Area] {
			return errorsmod.Wrapf(ErrAreaUnknown, "organisation %d", o.Id)
		}
		if o.Parent >= o.Id {
			return errorsmod.Wrapf(ErrGenesisInvalid, "organisation %d comes before its parent", o.Id)
		}
		if o.Kind == ORGANISATION_KIND_NATIONAL && i > 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "organisation %d: the national authority is the first", o.Id)
		}
		var parent Organisation
		if o.Parent > 0 {
			parent = organisations[o.Parent-1]
		}
		if err := o.CheckBelow(parent); err != nil {
			return errorsmod.Wrapf(err, "organisation %d", o.Id)
		}
	}
	return nil
}

func validateOfficers(officers []Officer, organisations int) error {
	longest := Params{MaxAppointmentSeconds: MaxMaxAppointmentSeconds} // a lower bound holds for later appointments only
	seen := make(map[string]bool, len(officers))
	for i, o := range officers {
		if err := o.ValidateBasic(); err != nil {
			return errorsmod.Wrapf(err, "officer %d", i)
		}
		if err := longest.CheckValidity(o); err != nil {
			return errorsmod.Wrapf(err, "officer %d", i)
		}
		if int64(o.Organisation) > int64(organisations) {
			return errorsmod.Wrapf(ErrOrganisationUnknown, "officer %d", i)
		}
		if seen[o.Address] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "officer %d has an account listed already", i)
		}
		seen[o.Address] = true
	}
	return CheckMemberships(officers)
}

// CheckMemberships refuses officers of which two carry the same credential, are not revoked, overlap in time and hold
// duties that exclude each other, and credentials with more than MaxAccountsPerPerson memberships.
func CheckMemberships(officers []Officer) error {
	live := make([]Officer, 0, len(officers))
	for _, o := range officers {
		if !o.Revoked {
			live = append(live, o)
		}
	}
	slices.SortStableFunc(live, func(a, b Officer) int { return bytes.Compare(a.Credential, b.Credential) })
	for first := 0; first < len(live); {
		end := first + 1
		for end < len(live) && bytes.Equal(live[end].Credential, live[first].Credential) {
			end++
		}
		if end-first > MaxAccountsPerPerson {
			return errorsmod.Wrapf(ErrAccountsExceeded, "more than %d", MaxAccountsPerPerson)
		}
		for i := first; i < end; i++ {
			for j := i + 1; j < end; j++ {
				if !live[i].Overlaps(live[j]) {
					continue
				}
				if err := checkBetween(live[i].Roles, live[j].Roles); err != nil {
					return err
				}
			}
		}
		first = end
	}
	return nil
}
