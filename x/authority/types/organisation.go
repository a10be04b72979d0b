package types

import errorsmod "cosmossdk.io/errors"

// Known tells whether the kind is one of those defined here.
func (k OrganisationKind) Known() bool {
	_, ok := OrganisationKind_name[int32(k)]
	return ok && k != ORGANISATION_KIND_UNSPECIFIED
}

// Administrative tells whether the kind is a level of government: national, province, city, county or township.
// Only these manage other organisations.
func (k OrganisationKind) Administrative() bool {
	return k >= ORGANISATION_KIND_NATIONAL && k <= ORGANISATION_KIND_TOWNSHIP
}

// Manages tells whether o stands above other: a level of government, of a higher level than other, whose area contains
// other's. Treasuries, auditors, issuers and custodians stand below every level of government and above nothing.
func (o Organisation) Manages(other Organisation) bool {
	return o.Kind.Administrative() && o.Kind.rank() < other.Kind.rank() && Contains(o.Area, other.Area)
}

// CheckManages refuses with ErrOrganisationNotBelow an organisation that o does not manage.
func (o Organisation) CheckManages(other Organisation) error {
	if !o.Manages(other) {
		return errorsmod.Wrapf(ErrOrganisationNotBelow, "%s does not manage %s", o.Kind, other.Kind)
	}
	return nil
}

// Suspend gives the organisation suspended, or ErrOrganisationSuspended if it is so already.
func (o Organisation) Suspend() (Organisation, error) {
	if o.Status == ORGANISATION_STATUS_SUSPENDED {
		return Organisation{}, errorsmod.Wrapf(ErrOrganisationSuspended, "organisation %d", o.Id)
	}
	o.Status = ORGANISATION_STATUS_SUSPENDED
	return o, nil
}

// Resume gives the organisation active, or ErrOrganisationActive if it is so already.
func (o Organisation) Resume() (Organisation, error) {
	if o.Status == ORGANISATION_STATUS_ACTIVE {
		return Organisation{}, errorsmod.Wrapf(ErrOrganisationActive, "organisation %d", o.Id)
	}
	o.Status = ORGANISATION_STATUS_ACTIVE
	return o, nil
}

// CheckBelow refuses an organisation that doesn't fit under its parent: the national authority has none and answers for
// the nation; every other is managed by its parent.
func (o Organisation) CheckBelow(parent Organisation) error {
	if o.Kind == ORGANISATION_KIND_NATIONAL {
		if o.Parent != 0 || o.Area != Nation {
			return errorsmod.Wrapf(ErrOrganisationKindInvalid, "organisation %d: the national authority has no parent and no area", o.Id)
		}
		return nil
	}
	return parent.CheckManages(o)
}

func (k OrganisationKind) rank() int32 {
	if k.Administrative() {
		return int32(k)
	}
	return int32(ORGANISATION_KIND_TOWNSHIP) + 1
}
