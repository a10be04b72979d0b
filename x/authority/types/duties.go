package types

import errorsmod "cosmossdk.io/errors"

// excludedDuties lists the pairs that one natural person may not hold together. The auditor, who excludes every
// other duty, is handled by ExcludesDuty. Changing these forks the chain.
var excludedDuties = [...][2]Role{
	{ROLE_INTAKE, ROLE_APPROVER},
	{ROLE_REVIEWER, ROLE_APPROVER},
	{ROLE_APPROVER, ROLE_TREASURER},
	{ROLE_ADMIN, ROLE_TREASURER},
	{ROLE_ADMIN, ROLE_APPROVER},
	{ROLE_MINT_CONTROLLER, ROLE_MINTER},
	{ROLE_MINT_CONTROLLER, ROLE_COMPLIANCE},
	{ROLE_MINTER, ROLE_COMPLIANCE},
	{ROLE_MINT_CONTROLLER, ROLE_PAUSER},
	{ROLE_MINTER, ROLE_PAUSER},
	{ROLE_COMPLIANCE, ROLE_PAUSER},
	{ROLE_ATTESTOR, ROLE_MINT_CONTROLLER},
	{ROLE_ATTESTOR, ROLE_MINTER},
	{ROLE_ATTESTOR, ROLE_COMPLIANCE},
	{ROLE_ATTESTOR, ROLE_PAUSER},
	{ROLE_ATTESTOR, ROLE_CUSTODIAN},
}

// ExcludesDuty tells whether one person may not hold both roles. It is symmetric; no role excludes itself.
func ExcludesDuty(a, b Role) bool {
	if a == b {
		return false
	}
	if a == ROLE_AUDITOR || b == ROLE_AUDITOR {
		return true
	}
	for _, pair := range excludedDuties {
		if (pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a) {
			return true
		}
	}
	return false
}

// CheckDuties refuses with ErrDutiesExcluded roles of which one excludes another.
func CheckDuties(roles []Role) error {
	for i, a := range roles {
		for _, b := range roles[i+1:] {
			if ExcludesDuty(a, b) {
				return errorsmod.Wrapf(ErrDutiesExcluded, "%s and %s", a, b)
			}
		}
	}
	return nil
}

// CheckPerson refuses with ErrDutiesExcluded an appointment whose roles are excluded by another membership of the same
// person, unless that one is revoked or is over at now and never overlaps the new one. Both carry the same credential.
func CheckPerson(appointed, other Officer, now int64) error {
	if other.Revoked || (other.ValidUntil <= now && !appointed.Overlaps(other)) {
		return nil
	}
	return checkBetween(appointed.Roles, other.Roles)
}

func checkBetween(one, other []Role) error {
	for _, a := range one {
		for _, b := range other {
			if ExcludesDuty(a, b) {
				return errorsmod.Wrapf(ErrDutiesExcluded, "%s and %s of one person", a, b)
			}
		}
	}
	return nil
}
