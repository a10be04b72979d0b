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
	if err := validateYears(gs.Years); err != nil {
		return err
	}
	if err := validateOrganisations(gs.Organisations, areas); err != nil {
		return err
	}
	if err := validateOfficers(gs.Officers, len(gs.Organisations)); err != nil {
		return err
	}
	for _, open := range gs.Proposals {
		if int64(open.Proposal.Organisation) > int64(len(gs.Organisations)) {
			return errorsmod.Wrapf(ErrOrganisationUnknown, "proposal %d", open.Proposal.Id)
		}
	}
	if err := validateRotations(gs.Rotations, gs.Officers, len(gs.Organisations)); err != nil {
		return err
	}
	if err := ValidateInterests(gs.Interests); err != nil {
		return err
	}
	if err := ValidateDelegations(gs.Delegations, len(gs.Organisations)); err != nil {
		return err
	}
	return gs.ValidateProposals()
}

// ValidateProposals checks each open proposal with its approvals; one person approves a proposal once.
func (gs GenesisState) ValidateProposals() error {
	open := make(map[uint32]int, len(gs.Proposals))
	for i, o := range gs.Proposals {
		p := o.Proposal
		if err := p.Validate(); err != nil {
			return err
		}
		if p.Id > gs.LastProposal || i > 0 && p.Id <= gs.Proposals[i-1].Proposal.Id {
			return errorsmod.Wrapf(ErrGenesisInvalid, "proposal %d does not ascend or is above the last one", p.Id)
		}
		if open[p.Organisation]++; open[p.Organisation] > MaxOpenProposals {
			return errorsmod.Wrapf(ErrProposalsExceeded, "organisation %d", p.Organisation)
		}
		if len(o.Approvals) > MaxApprovals {
			return errorsmod.Wrapf(ErrApprovalsExceeded, "proposal %d", p.Id)
		}
		for j, a := range o.Approvals {
			if err := a.Validate(); err != nil {
				return err
			}
			if j > 0 && bytes.Compare(o.Approvals[j-1].Credential, a.Credential) >= 0 {
				return errorsmod.Wrapf(ErrApprovedAlready, "approvals of proposal %d do not ascend by person", p.Id)
			}
		}
	}
	return nil
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

// validateAreas gives the areas by code. Every parent comes first; every retired area leads to a live one on its level.
func validateAreas(params Params, areas []Area) (map[string]Area, error) {
	known := make(map[string]Area, len(areas)+1)
	known[Nation] = Area{Code: Nation}
	for i, area := range areas {
		if _, twice := known[area.Code]; twice {
			return nil, errorsmod.Wrapf(ErrGenesisInvalid, "area %d is registered already", i)
		}
		parent, err := params.ParentArea(area.Code)
		if err != nil {
			return nil, errorsmod.Wrapf(err, "area %d", i)
		}
		above, ok := known[parent]
		if !ok {
			return nil, errorsmod.Wrapf(ErrAreaParentUnknown, "area %d", i)
		}
		if area.Live() && !above.Live() {
			return nil, errorsmod.Wrapf(ErrAreaRetired, "area %d lies in one that exists no more", i)
		}
		known[area.Code] = area
	}
	for i, area := range areas {
		next, ok := known[area.Successor]
		if area.Line > MaxSuccessions || area.Live() != (area.Successor == "") ||
			!area.Live() && (!ok || len(next.Code) != len(area.Code) || next.Line <= area.Line) {
			return nil, errorsmod.Wrapf(ErrAreaSuccessor, "area %d", i)
		}
	}
	return known, nil
}

func validateYears(years []CalendarYear) error {
	for i, year := range years {
		if err := year.Validate(); err != nil {
			return errorsmod.Wrapf(err, "year %d", i)
		}
		if year.Version == 0 || i > 0 && year.Year <= years[i-1].Year {
			return errorsmod.Wrapf(ErrCalendarInvalid, "year %d has no version or does not ascend", i)
		}
	}
	return nil
}

func validateOrganisations(organisations []Organisation, areas map[string]Area) error {
	for i, o := range organisations {
		if int64(o.Id) != int64(i)+1 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "organisation %d has the number %d", i+1, o.Id)
		}
		if !o.Kind.Known() {
			return errorsmod.Wrapf(ErrOrganisationKindInvalid, "organisation %d", o.Id)
		}
		if err := o.validateStatus(organisations); err != nil {
			return err
		}
		area, ok := areas[o.Area]
		if !ok {
			return errorsmod.Wrapf(ErrAreaUnknown, "organisation %d", o.Id)
		}
		if !area.Live() && o.CheckOpen() == nil {
			return errorsmod.Wrapf(ErrAreaRetired, "organisation %d", o.Id)
		}
		if int64(o.Parent) > int64(len(organisations)) || o.Parent == o.Id {
			return errorsmod.Wrapf(ErrGenesisInvalid, "organisation %d can't stand below %d", o.Id, o.Parent)
		}
		if o.CheckOpen() != nil {
			continue // its place in the tree is history
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

// validateStatus checks that a closed organisation has a successor of its kind, and that no other has one.
func (o Organisation) validateStatus(organisations []Organisation) error {
	if _, known := OrganisationStatus_name[int32(o.Status)]; !known || o.Status == ORGANISATION_STATUS_UNSPECIFIED {
		return errorsmod.Wrapf(ErrGenesisInvalid, "organisation %d has no status", o.Id)
	}
	closed := o.CheckOpen() != nil
	if closed != (o.Successor > 0) || int64(o.Successor) > int64(len(organisations)) || o.Line > MaxSuccessions {
		return errorsmod.Wrapf(ErrOrganisationSuccessor, "organisation %d", o.Id)
	}
	if next := o.Successor; closed && (organisations[next-1].Line <= o.Line || organisations[next-1].Kind != o.Kind) {
		return errorsmod.Wrapf(ErrOrganisationSuccessor, "organisation %d", o.Id)
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
		if int64(max(o.Organisation, o.SuspendedBy, o.VouchedBy)) > int64(organisations) {
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
