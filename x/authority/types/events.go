package types

// NewEventAreasRegistered tells that an organisation added areas.
func NewEventAreasRegistered(organisation, count uint32) *EventAreasRegistered {
	return &EventAreasRegistered{Organisation: organisation, Count: count}
}

// NewEventOrganisationCreated tells that an organisation exists.
func NewEventOrganisationCreated(o Organisation) *EventOrganisationCreated {
	return &EventOrganisationCreated{Organisation: o.Id, Kind: o.Kind, Area: o.Area, Parent: o.Parent}
}

// NewEventOrganisationStatusChanged tells an organisation's new status.
func NewEventOrganisationStatusChanged(o Organisation) *EventOrganisationStatusChanged {
	return &EventOrganisationStatusChanged{Organisation: o.Id, Status: o.Status}
}

// NewEventOfficerAppointed tells that an officer was appointed or renewed.
func NewEventOfficerAppointed(o Officer) *EventOfficerAppointed {
	return &EventOfficerAppointed{Address: o.Address, Organisation: o.Organisation, Roles: o.Roles}
}

// NewEventOfficerRevoked tells that an officer was revoked.
func NewEventOfficerRevoked(o Officer) *EventOfficerRevoked {
	return &EventOfficerRevoked{Address: o.Address, Organisation: o.Organisation}
}

// NewEventRulesSet tells which rows of the policy table changed.
func NewEventRulesSet(m *MsgSetRules) *EventRulesSet {
	actions := make([]string, len(m.Set))
	for n, row := range m.Set {
		actions[n] = row.Action
	}
	return &EventRulesSet{Set: actions, Removed: m.Remove}
}

// NewEventParamsUpdated tells that the bounds changed.
func NewEventParamsUpdated() *EventParamsUpdated { return &EventParamsUpdated{} }
