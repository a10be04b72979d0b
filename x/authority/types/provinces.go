package types

import (
	"slices"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// MaxRulesPerMessage bounds the rows that one MsgSetRules changes.
const MaxRulesPerMessage = 128

// NationalAuthority is the number of the national authority, the first organisation.
const NationalAuthority uint32 = 1

// Provinces is the governance account as an officer: it holds ROLE_PROVINCES alone, answers for the nation, and never expires. No
// person is behind it, so it has no credential.
func Provinces(governance string, now int64) (Officer, Organisation) {
	officer := Officer{
		Address: governance, Organisation: NationalAuthority, Roles: []Role{ROLE_PROVINCES}, ValidFrom: now, ValidUntil: now + 1,
	}
	return officer, Organisation{
		Id: NationalAuthority, Kind: ORGANISATION_KIND_NATIONAL, Area: Nation, Status: ORGANISATION_STATUS_ACTIVE,
	}
}

// keptRules are the rows without which nobody could be appointed or the table never be changed again.
func keptRules() []Rule {
	return []Rule{
		{Action: sdk.MsgTypeURL(&MsgAppointOfficer{}), Role: ROLE_ADMIN},
		{Action: sdk.MsgTypeURL(&MsgRevokeOfficer{}), Role: ROLE_ADMIN},
		{Action: sdk.MsgTypeURL(&MsgSetRules{}), Role: ROLE_PROVINCES},
	}
}

// CheckKept refuses a change that takes away a row without which nobody could be appointed or the table never be changed again, or
// that gives it to another role or to fewer kinds of organisation.
func (m *MsgSetRules) CheckKept() error {
	for _, kept := range keptRules() {
		if slices.Contains(m.Remove, kept.Action) {
			return errorsmod.Wrapf(ErrRuleKept, "%s", kept.Action)
		}
		for _, row := range m.Set {
			if row.Action == kept.Action && (row.Role != kept.Role || len(row.Kinds) > 0) {
				return errorsmod.Wrapf(ErrRuleKept, "%s for %s of any organisation", kept.Action, kept.Role)
			}
		}
	}
	return nil
}

// ValidateBasic checks the rows, that each action is named once, and that the table stays one that can be used.
func (m *MsgSetRules) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	if n := len(m.Set) + len(m.Remove); n == 0 || n > MaxRulesPerMessage {
		return errorsmod.Wrapf(ErrBatchSize, "%d rows, want 1 to %d", n, MaxRulesPerMessage)
	}
	seen := make(map[string]bool, len(m.Set)+len(m.Remove))
	for _, row := range m.Set {
		if err := row.Validate(); err != nil {
			return err
		}
		if seen[row.Action] {
			return errorsmod.Wrapf(ErrRuleInvalid, "%s is named twice", row.Action)
		}
		seen[row.Action] = true
	}
	for _, action := range m.Remove {
		if seen[action] || len(action) > MaxActionLength {
			return errorsmod.Wrap(ErrRuleInvalid, "an action to remove is named twice or too long")
		}
		seen[action] = true
	}
	return m.CheckKept()
}

// ValidateBasic checks the ranges of the params.
func (m *MsgUpdateParams) ValidateBasic() error {
	if err := validateAddress(m.Signer); err != nil {
		return err
	}
	return m.Params.Validate()
}

// Replace gives the params that take the place of p. Registered codes must keep their level and deadlines their day: levels are only
// added below the lowest, and the days stay what they are.
func (p Params) Replace(by Params) (Params, error) {
	if len(by.AreaWidths) < len(p.AreaWidths) || !slices.Equal(by.AreaWidths[:len(p.AreaWidths)], p.AreaWidths) {
		return Params{}, errorsmod.Wrap(ErrParamsInvalid, "area_widths may only grow at the end")
	}
	if by.DaySeconds != p.DaySeconds || by.FirstDay != p.FirstDay || by.DayZero != p.DayZero {
		return Params{}, errorsmod.Wrapf(ErrParamsInvalid, "day_seconds stays %d, first_day %d, day_zero %d", p.DaySeconds, p.FirstDay, p.DayZero)
	}
	return by, nil
}
