package types

import (
	"cmp"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Bounds of delegations. Changing these forks the chain.
const (
	// MaxDelegationSeconds is the longest time that something is delegated for: 366 days.
	MaxDelegationSeconds = 366 * 24 * 60 * 60
	// MaxDelegationUses is the most decisions of one delegation.
	MaxDelegationUses = 100_000
)

// delegable are the actions whose handlers draw on a delegation; a row of any other can't be delegable. Changing it forks the chain.
var delegable = []Action{"/relief.grant.v1.MsgDecideApplications", "/relief.grant.v1.MsgDecideChanges", "/relief.grant.v1.MsgAcceptTransfer", "/relief.grant.v1.MsgPayFirst"}

// CheckDelegable refuses with ErrRuleInvalid an action that draws on no delegation: its caps would hold nothing back.
func CheckDelegable(action Action) error {
	if !slices.Contains(delegable, action) {
		return errorsmod.Wrapf(ErrRuleInvalid, "%s draws on no delegation", action)
	}
	return nil
}

// CheckCaps checks the shape of a new delegation: an action, and something that can be decided.
func (d Delegation) CheckCaps() error {
	switch {
	case d.Action == "" || len(d.Action) > MaxActionLength:
		return errorsmod.Wrap(ErrDelegationInvalid, "action is missing or too long")
	case d.Until <= 0:
		return errorsmod.Wrap(ErrDelegationInvalid, "until is missing")
	case d.Uses == 0 || d.Uses > MaxDelegationUses:
		return errorsmod.Wrapf(ErrDelegationInvalid, "%d uses, want 1 to %d", d.Uses, MaxDelegationUses)
	case d.PerDecision == 0 || d.PerDecision > d.Amount:
		return errorsmod.Wrapf(ErrDelegationInvalid, "per_decision is %d of %d in all", d.PerDecision, d.Amount)
	default:
		return nil
	}
}

// CheckNew decides whether an organisation may delegate an action to another at now: its row is delegable, its own kind does it in its own
// right, so that nothing delegated is delegated again, and the other is an active township that it manages.
func (d Delegation) CheckNew(rule Rule, delegator, to Organisation, now int64) error {
	if !rule.Delegable || !rule.AllowsKind(delegator.Kind) {
		return errorsmod.Wrapf(ErrNotDelegable, "%s by %s", d.Action, delegator.Kind)
	}
	if err := delegator.CheckManages(to); err != nil {
		return err
	}
	if err := to.CheckOpen(); err != nil {
		return err
	}
	if to.Kind != ORGANISATION_KIND_TOWNSHIP {
		return errorsmod.Wrapf(ErrNotDelegable, "%s to %s", d.Action, to.Kind)
	}
	if d.Until <= now || d.Until-now > MaxDelegationSeconds {
		return errorsmod.Wrapf(ErrDelegationInvalid, "until is not within %d seconds from now", MaxDelegationSeconds)
	}
	return d.CheckCaps()
}

// CheckLive refuses with ErrDelegationOver a delegation that is over or used up, or whose delegator may not act, doesn't do it in its own
// right any more or doesn't manage the township any more.
func (d Delegation) CheckLive(rule Rule, delegator, to Organisation, now int64) error {
	switch {
	case now >= d.Until:
		return errorsmod.Wrapf(ErrDelegationOver, "%s since %d", d.Action, d.Until)
	case d.Uses == 0:
		return errorsmod.Wrapf(ErrDelegationOver, "%s: no decisions are left", d.Action)
	case !rule.Delegable, !rule.AllowsKind(delegator.Kind), !delegator.Manages(to):
		return errorsmod.Wrapf(ErrDelegationOver, "%s: organisation %d may not delegate it any more", d.Action, delegator.Id)
	case delegator.Status != ORGANISATION_STATUS_ACTIVE:
		return errorsmod.Wrapf(ErrDelegationOver, "%s: organisation %d doesn't act", d.Action, delegator.Id)
	default:
		return nil
	}
}

// Draw gives what is left after a decision that promises an amount.
func (d Delegation) Draw(amount uint64) (Delegation, error) {
	switch {
	case d.Uses == 0:
		return Delegation{}, errorsmod.Wrapf(ErrDelegationOver, "%s: no decisions are left", d.Action)
	case amount > d.PerDecision:
		return Delegation{}, errorsmod.Wrapf(ErrDelegationExceeded, "%d, at most %d at once", amount, d.PerDecision)
	case amount > d.Amount:
		return Delegation{}, errorsmod.Wrapf(ErrDelegationExceeded, "%d, %d are left", amount, d.Amount)
	}
	d.Uses, d.Amount = d.Uses-1, d.Amount-amount
	return d, nil
}

// ValidateDelegations checks the shape of delegations, that they ascend by organisation and action, and that their organisations exist.
func ValidateDelegations(delegations []Delegation, organisations int) error {
	for i, d := range delegations {
		if d.Organisation == 0 || d.Delegator == 0 || int64(max(d.Organisation, d.Delegator)) > int64(organisations) {
			return errorsmod.Wrapf(ErrOrganisationUnknown, "delegation %d", i)
		}
		if d.Action == "" || len(d.Action) > MaxActionLength || d.Until <= 0 || d.Uses > MaxDelegationUses {
			return errorsmod.Wrapf(ErrDelegationInvalid, "delegation %d", i)
		}
		if i == 0 {
			continue
		}
		before := delegations[i-1]
		if cmp.Or(cmp.Compare(before.Organisation, d.Organisation), cmp.Compare(before.Action, d.Action)) >= 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "delegation %d doesn't ascend", i)
		}
	}
	return nil
}
