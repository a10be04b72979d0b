package types

import (
	"slices"
	"strings"

	errorsmod "cosmossdk.io/errors"
)

// MaxActionLength is the longest message type URL in the policy table.
const MaxActionLength = 128

// Action is a message type URL, such as /relief.grant.v1.MsgSealRun; sdk.MsgTypeURL gives it.
type Action = string

// Validate checks one row: a type URL, a known role, known kinds ascending, approvals within their bounds.
func (r Rule) Validate() error {
	if !strings.HasPrefix(r.Action, "/") || len(r.Action) > MaxActionLength {
		return errorsmod.Wrapf(ErrRuleInvalid, "action is not a type URL of at most %d characters", MaxActionLength)
	}
	if !r.Role.Known() {
		return errorsmod.Wrapf(ErrRuleInvalid, "%s: role %d is unknown", r.Action, r.Role)
	}
	for i, kind := range r.Kinds {
		if !kind.Known() {
			return errorsmod.Wrapf(ErrRuleInvalid, "%s: kind %d is unknown", r.Action, kind)
		}
		if i > 0 && kind <= r.Kinds[i-1] {
			return errorsmod.Wrapf(ErrRuleInvalid, "%s: kinds do not ascend", r.Action)
		}
	}
	if r.Delegable {
		if err := CheckDelegable(r.Action); err != nil {
			return err
		}
	}
	return r.validateApprovals()
}

// AllowsKind tells whether organisations of a kind may do it in their own right.
func (r Rule) AllowsKind(kind OrganisationKind) bool {
	return len(r.Kinds) == 0 || slices.Contains(r.Kinds, kind)
}

// Permits decides, in this order, whether an officer of an organisation may act in an area at a moment: not revoked, not suspended, valid, not
// beyond its last height, organisation open and active, role held, kind allowed, area contained. Each refusal has its own sentinel and names the action.
func (r Rule) Permits(officer Officer, organisation Organisation, area string, at Moment) error {
	if err := officer.CheckActing(r.Action, organisation, at); err != nil {
		return err
	}
	switch {
	case !officer.Holds(r.Role):
		return errorsmod.Wrapf(ErrRoleMissing, "%s needs %s", r.Action, r.Role)
	case !r.AllowsKind(organisation.Kind):
		return errorsmod.Wrapf(ErrKindNotAllowed, "%s by %s", r.Action, organisation.Kind)
	case !Contains(organisation.Area, area):
		return errorsmod.Wrap(ErrAreaOutside, r.Action)
	default:
		return nil
	}
}

// CheckActing decides whether an officer of an organisation may do anything at all at a moment: not revoked, not suspended, valid, not
// beyond its last height, organisation open and active.
func (o Officer) CheckActing(action Action, organisation Organisation, at Moment) error {
	switch {
	case o.Revoked:
		return errorsmod.Wrap(ErrOfficerRevoked, action)
	case o.SuspendedBy != 0:
		return errorsmod.Wrap(ErrOfficerSuspended, action)
	case !o.ValidAt(at.Time):
		return errorsmod.Wrap(ErrOfficerExpired, action)
	case !o.CountsAt(at.Height):
		return errorsmod.Wrapf(ErrLastHeightOver, "%s after height %d", action, o.LastHeight)
	case organisation.Status == ORGANISATION_STATUS_CLOSED:
		return errorsmod.Wrap(ErrOrganisationClosed, action)
	case organisation.Status != ORGANISATION_STATUS_ACTIVE:
		return errorsmod.Wrap(ErrOrganisationSuspended, action)
	default:
		return nil
	}
}
