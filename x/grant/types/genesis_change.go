package types

import (
	errorsmod "cosmossdk.io/errors"
)

// validateChanges checks proposed changes, one-offs, clawbacks and what grants remember of their decisions.
func (gs GenesisState) validateChanges() error {
	known := make(map[uint64]Grant, len(gs.Grants))
	for _, g := range gs.Grants {
		known[g.Id] = g
		if err := g.validateBase(); err != nil {
			return err
		}
		if g.OpenChange != 0 && (!counted(g.OpenChange, gs.ProposedChanges) || gs.ProposedChanges[g.OpenChange-1].Grant != g.Id) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "open change of grant %s", GrantID(g.Id))
		}
	}
	for i, c := range gs.ProposedChanges {
		if err := follows("changes", c.Id, i); err != nil {
			return err
		}
		grant, exists := known[c.Grant]
		if !exists || (c.Schedule == nil) == (c.Item == nil) || len(c.DocumentHash) != HashSize || len(c.StatementHash) != 0 && len(c.StatementHash) != HashSize ||
			c.Status == CHANGE_STATUS_UNSPECIFIED || ChangeStatus_name[int32(c.Status)] == "" || c.Open() != (grant.OpenChange == c.Id) ||
			c.Clawback > uint64(len(gs.Clawbacks)) || c.Appeal > uint64(len(gs.Appeals)) || validateDecisions(c.Before) != nil {
			return errorsmod.Wrapf(ErrGenesisInvalid, "change %d", c.Id)
		}
	}
	for i, c := range gs.Clawbacks {
		if err := follows("clawbacks", c.Id, i); err != nil {
			return err
		}
		if _, exists := known[c.Grant]; !exists || c.CheckBalance() != nil || c.Appeal > uint64(len(gs.Appeals)) || len(c.DocumentHash) != HashSize || c.UntilPeriod <= c.FromPeriod ||
			len(c.StatementHash) != 0 && len(c.StatementHash) != HashSize || c.Status == CLAWBACK_STATUS_UNSPECIFIED || ClawbackStatus_name[int32(c.Status)] == "" {
			return errorsmod.Wrapf(ErrGenesisInvalid, "clawback %d", c.Id)
		}
	}
	var order ascending
	for _, i := range gs.Items {
		if _, exists := known[i.Grant]; !exists || i.Validate() != nil || !order.next(i.Grant, uint64(i.Period), uint64(i.Kind)) || i.Clawback > uint64(len(gs.Clawbacks)) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "one-off of grant %s in period %d", GrantID(i.Grant), i.Period)
		}
	}
	return nil
}

func (g Grant) validateBase() error {
	if err := validateDecisions(g.Base); err != nil {
		return errorsmod.Wrapf(err, "decisions of grant %s", GrantID(g.Id))
	}
	if err := validateDecisions(g.MadeGood); err != nil {
		return errorsmod.Wrapf(err, "what was made good of grant %s", GrantID(g.Id))
	}
	return nil
}

// validateDecisions refuses a list of changes whose periods don't ascend.
func validateDecisions(list []Change) error {
	if len(list) > MaxHistory {
		return errorsmod.Wrapf(ErrGenesisInvalid, "%d changes", len(list))
	}
	for i, c := range list {
		if c.Amount > MaxAmount || i > 0 && c.Period <= list[i-1].Period {
			return errorsmod.Wrapf(ErrGenesisInvalid, "change in %s", Period(c.Period))
		}
	}
	return nil
}
