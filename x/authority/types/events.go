package types

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// NewEventAreasRegistered tells that an organisation added areas.
func NewEventAreasRegistered(organisation, count uint32) *EventAreasRegistered {
	return &EventAreasRegistered{Organisation: organisation, Count: count}
}

// NewEventLocalAreaRegistered tells that an organisation got a local code.
func NewEventLocalAreaRegistered(organisation uint32, code string) *EventAreasRegistered {
	return &EventAreasRegistered{Organisation: organisation, Count: 1, Local: code}
}

// NewEventAreasRetired tells that an organisation retired areas.
func NewEventAreasRetired(organisation uint32, areas []Succession) *EventAreasRetired {
	return &EventAreasRetired{Organisation: organisation, Areas: areas}
}

// NewEventYearAnnounced tells that a year of the calendar was announced or amended.
func NewEventYearAnnounced(c CalendarYear) *EventYearAnnounced {
	return &EventYearAnnounced{Year: c.Year, Version: c.Version}
}

// NewEventOrganisationMoved tells an organisation's new place.
func NewEventOrganisationMoved(o Organisation) *EventOrganisationMoved {
	return &EventOrganisationMoved{Organisation: o.Id, Area: o.Area, Parent: o.Parent}
}

// NewEventOrganisationClosed tells who took over from an organisation.
func NewEventOrganisationClosed(o Organisation) *EventOrganisationClosed {
	return &EventOrganisationClosed{Organisation: o.Id, Successor: o.Successor}
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

// NewEventOfficerSuspended tells who suspended an officer.
func NewEventOfficerSuspended(o Officer) *EventOfficerSuspended {
	return &EventOfficerSuspended{Address: o.Address, Organisation: o.SuspendedBy}
}

// NewEventOfficerResumed tells who let an officer act again.
func NewEventOfficerResumed(o Officer, by uint32) *EventOfficerResumed {
	return &EventOfficerResumed{Address: o.Address, Organisation: by}
}

// NewEventRotationOpened tells that another account may take over an officer's membership.
func NewEventRotationOpened(r Rotation) *EventRotationOpened {
	return &EventRotationOpened{Officer: r.Officer, Account: r.Account, Opener: r.Opener, DueAt: r.DueAt, ExpiresAt: r.ExpiresAt}
}

// NewEventRotationCancelled tells who left an officer the old account.
func NewEventRotationCancelled(r Rotation, signer string) *EventRotationCancelled {
	return &EventRotationCancelled{Officer: r.Officer, Account: r.Account, Signer: signer}
}

// NewEventOfficerRotated tells that an officer acts with another account.
func NewEventOfficerRotated(old, taken Officer) *EventOfficerRotated {
	return &EventOfficerRotated{Officer: old.Address, Account: taken.Address, Organisation: taken.Organisation}
}

// NewEventInterestDeclared tells that an officer is barred from what is decided about a person.
func NewEventInterestDeclared(officer string, i Interest) *EventInterestDeclared {
	return &EventInterestDeclared{Officer: officer, Person: i.Person, Organisation: i.Organisation}
}

// NewEventInterestWithdrawn tells which organisation lets an officer decide about a person again.
func NewEventInterestWithdrawn(officer string, i Interest, by uint32) *EventInterestWithdrawn {
	return &EventInterestWithdrawn{Officer: officer, Person: i.Person, Organisation: by}
}

// NewEventDelegated tells what a township may do for the organisation above.
func NewEventDelegated(d Delegation) *EventDelegated { return &EventDelegated{Delegation: d} }

// NewEventDelegationRevoked tells that a township may do something no more.
func NewEventDelegationRevoked(d Delegation) *EventDelegationRevoked {
	return &EventDelegationRevoked{Organisation: d.Organisation, Action: d.Action, Delegator: d.Delegator}
}

// NewEventDelegationDrawn tells what is left after a township's decision.
func NewEventDelegationDrawn(d Delegation, officer string, amount uint64) *EventDelegationDrawn {
	return &EventDelegationDrawn{Delegation: d, Officer: officer, Amount: amount}
}

// NewEventProposed tells that a proposal of these messages waits for approvals.
func NewEventProposed(p Proposal, msgs []sdk.Msg) *EventProposed {
	actions := make([]string, len(msgs))
	for n, msg := range msgs {
		actions[n] = sdk.MsgTypeURL(msg)
	}
	return &EventProposed{
		Proposal: p.Id, Organisation: p.Organisation, Officer: p.Officer, Messages: actions, ContentHash: p.ContentHash, ExpiresAt: p.ExpiresAt,
	}
}

// NewEventApproved tells that an officer approved a proposal.
func NewEventApproved(proposal uint64, a Approval) *EventApproved {
	return &EventApproved{Proposal: proposal, Officer: a.Officer, Organisation: a.Organisation}
}

// NewEventApprovalRetracted tells that an officer took an approval back.
func NewEventApprovalRetracted(proposal uint64, officer string) *EventApprovalRetracted {
	return &EventApprovalRetracted{Proposal: proposal, Officer: officer}
}

// NewEventExecuted tells that an officer had a proposal carried out.
func NewEventExecuted(p Proposal, officer string) *EventExecuted {
	return &EventExecuted{Proposal: p.Id, Organisation: p.Organisation, Officer: officer}
}

// NewEventProposalWithdrawn tells that an officer took a proposal back.
func NewEventProposalWithdrawn(proposal uint64, officer string) *EventProposalWithdrawn {
	return &EventProposalWithdrawn{Proposal: proposal, Officer: officer}
}

// NewEventProposalsExpired tells that proposals weren't carried out in time.
func NewEventProposalsExpired(proposals []uint64) *EventProposalsExpired {
	return &EventProposalsExpired{Proposals: proposals}
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
