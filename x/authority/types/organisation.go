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

// CheckOpen refuses with ErrOrganisationClosed an organisation that was closed.
func (o Organisation) CheckOpen() error {
	if o.Status == ORGANISATION_STATUS_CLOSED {
		return errorsmod.Wrapf(ErrOrganisationClosed, "organisation %d", o.Id)
	}
	return nil
}

// Close gives the organisation closed, and the active one of the same kind that takes over.
func (o Organisation) Close(successor Organisation) (closed, heir Organisation, err error) {
	if err := o.CheckOpen(); err != nil {
		return Organisation{}, Organisation{}, err
	}
	if successor.Id == o.Id || successor.Kind != o.Kind || successor.Status != ORGANISATION_STATUS_ACTIVE || o.Line == MaxSuccessions {
		return Organisation{}, Organisation{}, errorsmod.Wrapf(ErrOrganisationSuccessor, "organisation %d isn't another active %s", successor.Id, o.Kind)
	}
	o.Status, o.Successor = ORGANISATION_STATUS_CLOSED, successor.Id
	successor.Line = max(successor.Line, o.Line+1)
	return o, successor, nil
}

// Move gives the organisation in another area below another parent.
func (o Organisation) Move(area string, parent Organisation) (Organisation, error) {
	if err := o.CheckOpen(); err != nil {
		return Organisation{}, err
	}
	if err := parent.CheckOpen(); err != nil {
		return Organisation{}, err
	}
	if o.Kind == ORGANISATION_KIND_NATIONAL || parent.Id == o.Id {
		return Organisation{}, errorsmod.Wrapf(ErrOrganisationKindInvalid, "%s below organisation %d", o.Kind, parent.Id)
	}
	o.Area, o.Parent = area, parent.Id
	return o, o.CheckBelow(parent)
}

// Suspend gives the organisation suspended, or ErrOrganisationSuspended if it is so already.
func (o Organisation) Suspend() (Organisation, error) {
	if err := o.CheckOpen(); err != nil {
		return Organisation{}, err
	}
	if o.Status == ORGANISATION_STATUS_SUSPENDED {
		return Organisation{}, errorsmod.Wrapf(ErrOrganisationSuspended, "organisation %d", o.Id)
	}
	o.Status = ORGANISATION_STATUS_SUSPENDED
	return o, nil
}

// Resume gives the organisation active, or ErrOrganisationActive if it is so already.
func (o Organisation) Resume() (Organisation, error) {
	if err := o.CheckOpen(); err != nil {
		return Organisation{}, err
	}
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
