package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// grantOfficer loads a grant and asks whether the signer may act on it in a duty, and acted on it, or on this case of it, in no other one.
func (s msgServer) grantOfficer(
	ctx context.Context, signer string, msg sdk.Msg, duty authoritytypes.Role, id uint64, cases ...types.Subject,
) (types.Grant, types.Roll, hand, error) {
	grant, roll, err := s.grantAndRoll(ctx, types.GrantID(id))
	if err != nil {
		return types.Grant{}, types.Roll{}, hand{}, err
	}
	by, err := s.officer(ctx, signer, msg, duty, roll, grant.Payee)
	if err != nil {
		return types.Grant{}, types.Roll{}, hand{}, err
	}
	if err := s.requireHands(ctx, duty, by.Actor, cases...); err != nil {
		return types.Grant{}, types.Roll{}, hand{}, err
	}
	return grant, roll, by, s.decided(ctx, roll.Id, by.Actor)
}

// changeMoved stores a change that took a step, notes who did it and tells of it.
func (k *Keeper) changeMoved(ctx context.Context, c types.ProposedChange, act types.Act) error {
	if err := k.saveChange(ctx, c); err != nil {
		return err
	}
	if err := k.note(ctx, act); err != nil {
		return err
	}
	return emit(ctx, &types.EventChangeMoved{Change: c.Id, Grant: c.Grant, Act: act.Kind, Status: c.Status, Reason: act.Reason})
}

// ProposeChange proposes to change a grant. If some period would pay less, the payee is heard first.
func (s msgServer) ProposeChange(ctx context.Context, msg *types.MsgProposeChange) (*types.MsgProposeChangeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	grant, roll, by, err := s.grantOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, msg.Grant)
	if err != nil {
		return nil, err
	}
	if grant.OpenChange != 0 {
		return nil, errorsmod.Wrapf(types.ErrChangeOpen, "change %d", grant.OpenChange)
	}
	id, err := next(ctx, s.changes.changeSeq)
	if err != nil {
		return nil, err
	}
	change := types.ProposedChange{
		Id: id, Grant: grant.Id, Schedule: msg.Schedule, Reason: msg.Reason, DocumentHash: msg.DocumentHash, Clawback: msg.Clawback, Organisation: by.Organisation,
	}
	if msg.Item != nil {
		item := *msg.Item
		item.Grant = grant.Id
		change.Item = &item
	}
	if change, err = s.examineChange(ctx, change, grant, roll); err != nil {
		return nil, err
	}
	if change, err = change.Step(types.ACT_KIND_PROPOSE_CHANGE); err != nil {
		return nil, err
	}
	if err := s.changeMoved(ctx, change, by.act(change.Subject(), types.ACT_KIND_PROPOSE_CHANGE, msg.Reason, msg.DocumentHash)); err != nil {
		return nil, err
	}
	grant.OpenChange = id
	if err := s.grants.Set(ctx, grant.Id, grant); err != nil {
		return nil, err
	}
	return answer(&types.MsgProposeChangeResponse{Change: id}, s.openHearing(ctx, change, grant.Programme))
}

// examineChange checks a change against its grant as it is today, and tells whether it reduces and why the payee need not be heard.
func (k *Keeper) examineChange(ctx context.Context, c types.ProposedChange, grant types.Grant, roll types.Roll) (types.ProposedChange, error) {
	if c.Schedule != nil {
		if err := k.requireAdjustable(ctx, grant, roll, *c.Schedule); err != nil {
			return types.ProposedChange{}, err
		}
		p, err := k.plansOf(ctx, roll, grant)
		if err != nil {
			return types.ProposedChange{}, err
		}
		c.Reduces = p.base.ReducedBy(p.base.Adjust(*c.Schedule), c.First())
	} else if err := k.requirePayable(ctx, *c.Item, grant, roll); err != nil {
		return types.ProposedChange{}, err
	}
	var order *types.Clawback
	if c.Clawback != 0 {
		clawback, err := k.clawback(ctx, c.Clawback)
		if err != nil {
			return types.ProposedChange{}, err
		}
		if !clawback.OrderedForFraud() || clawback.Grant != c.Grant {
			return types.ProposedChange{}, errorsmod.Wrapf(types.ErrFraudOrder, "clawback %d", c.Clawback)
		}
		order = &clawback
	}
	payee, err := k.deps.Register.Person(ctx, grant.Payee)
	if err != nil {
		return types.ProposedChange{}, err
	}
	programme, err := k.programme(ctx, grant.Programme)
	c.Waiver = c.Waive(programme.Terms, payee.Deceased(), order)
	return c, err
}

// requirePayable checks that a one-off lies in a period of the grant that isn't sealed, and that the payee of a top-up holds a live tag.
// Arrears are owed, whatever became of the tag.
func (k *Keeper) requirePayable(ctx context.Context, item types.Item, grant types.Grant, roll types.Roll) error {
	if err := grant.CheckItem(item); err != nil {
		return err
	}
	if item.Period < roll.NextPeriod {
		return errorsmod.Wrapf(types.ErrPeriodSealed, "roll %d takes %s", roll.Id, types.Period(roll.NextPeriod))
	}
	if item.Kind == types.ITEM_KIND_ARREARS {
		return nil
	}
	programme, err := k.programme(ctx, grant.Programme)
	if err != nil {
		return err
	}
	return k.requireLiveTag(ctx, programme, grant.Payee)
}

// openHearing hears the payee, or lets the change be decided at once.
func (k *Keeper) openHearing(ctx context.Context, c types.ProposedChange, programmeID uint32) error {
	programme, err := k.programme(ctx, programmeID)
	if err != nil {
		return err
	}
	act := types.ACT_KIND_SKIP_HEARING
	if c.Waiver == types.HEARING_WAIVER_UNSPECIFIED {
		act = types.ACT_KIND_OPEN_HEARING
		if _, err := k.startCalendarClock(ctx, c.Subject(), types.CLOCK_HEARING, c.Organisation, programme.Terms.HearingDays); err != nil {
			return err
		}
	} else if err := k.startClock(ctx, c.Subject(), types.CLOCK_DECIDE, c.Organisation, programme.Terms.DecideDays); err != nil {
		return err
	}
	if c, err = c.Step(act); err != nil {
		return err
	}
	return k.changeMoved(ctx, c, byChain.act(c.Subject(), act, 0, nil))
}

// endHearing lets a change or a clawback be decided after the payee had the days of the hearing. The chain does it.
func (k *Keeper) endHearing(ctx context.Context, subject types.Subject) error {
	if err := k.clocks.stop(ctx, subject, types.CLOCK_HEARING); err != nil {
		return err
	}
	var grant uint64
	var organisation uint32
	switch subject.Kind {
	case types.SUBJECT_KIND_CHANGE:
		change, err := k.proposedChange(ctx, subject.Id)
		if err != nil {
			return err
		}
		if change, err = change.Step(types.ACT_KIND_END_HEARING); err != nil {
			return err
		}
		if err := k.changeMoved(ctx, change, byChain.act(subject, types.ACT_KIND_END_HEARING, 0, nil)); err != nil {
			return err
		}
		grant, organisation = change.Grant, change.Organisation
	default:
		clawback, err := k.clawback(ctx, subject.Id)
		if err != nil {
			return err
		}
		if clawback, err = clawback.Step(types.ACT_KIND_END_HEARING); err != nil {
			return err
		}
		if err := k.clawbackMoved(ctx, clawback, byChain.act(subject, types.ACT_KIND_END_HEARING, 0, nil), 0); err != nil {
			return err
		}
		grant, organisation = clawback.Grant, clawback.Organisation
	}
	of, err := k.grant(ctx, types.GrantID(grant))
	if err != nil {
		return err
	}
	programme, err := k.programme(ctx, of.Programme)
	if err != nil {
		return err
	}
	return k.startClock(ctx, subject, types.CLOCK_DECIDE, organisation, programme.Terms.DecideDays)
}

// StateHearing records what the payee says while a hearing runs.
func (s msgServer) StateHearing(ctx context.Context, msg *types.MsgStateHearing) (*types.MsgStateHearingResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	var change types.ProposedChange
	var clawback types.Clawback
	var err error
	if msg.Subject.Kind == types.SUBJECT_KIND_CHANGE {
		change, err = s.proposedChange(ctx, msg.Subject.Id)
	} else {
		clawback, err = s.clawback(ctx, msg.Subject.Id)
	}
	if err != nil {
		return nil, err
	}
	grant, roll, err := s.grantAndRoll(ctx, types.GrantID(max(change.Grant, clawback.Grant)))
	if err != nil {
		return nil, err
	}
	by, err := s.applicantOrIntake(ctx, msg.Signer, msg, roll, grant.Payee)
	if err != nil {
		return nil, err
	}
	if by.duty != authoritytypes.ROLE_UNSPECIFIED {
		if err := s.requireHands(ctx, by.duty, by.Actor, msg.Subject); err != nil {
			return nil, err
		}
	}
	act := by.act(msg.Subject, types.ACT_KIND_STATE, 0, msg.DocumentHash)
	if msg.Subject.Kind == types.SUBJECT_KIND_CHANGE {
		if change, err = change.Step(types.ACT_KIND_STATE); err != nil {
			return nil, err
		}
		change.StatementHash = msg.DocumentHash
		return answer(&types.MsgStateHearingResponse{}, s.changeMoved(ctx, change, act))
	}
	if clawback, err = clawback.Step(types.ACT_KIND_STATE); err != nil {
		return nil, err
	}
	clawback.StatementHash = msg.DocumentHash
	return answer(&types.MsgStateHearingResponse{}, s.clawbackMoved(ctx, clawback, act, 0))
}

// TakeBack takes a proposal back.
func (s msgServer) TakeBack(ctx context.Context, msg *types.MsgTakeBack) (*types.MsgTakeBackResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if msg.Subject.Kind == types.SUBJECT_KIND_CLAWBACK {
		return answer(&types.MsgTakeBackResponse{}, s.takeClawbackBack(ctx, msg))
	}
	change, err := s.proposedChange(ctx, msg.Subject.Id)
	if err != nil {
		return nil, err
	}
	grant, _, by, err := s.grantOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, change.Grant, msg.Subject)
	if err != nil {
		return nil, err
	}
	if by.Organisation != change.Organisation {
		return nil, errorsmod.Wrapf(types.ErrOtherOffice, "organisation %d", change.Organisation)
	}
	if change, err = change.Step(types.ACT_KIND_WITHDRAW); err != nil {
		return nil, err
	}
	if err := s.clocks.stopAll(ctx, msg.Subject); err != nil {
		return nil, err
	}
	grant.OpenChange = 0
	if err := s.grants.Set(ctx, grant.Id, grant); err != nil {
		return nil, err
	}
	return answer(&types.MsgTakeBackResponse{}, s.changeMoved(ctx, change, by.act(msg.Subject, types.ACT_KIND_WITHDRAW, msg.Reason, nil)))
}

// DecideChanges approves or refuses proposed changes.
func (s msgServer) DecideChanges(ctx context.Context, msg *types.MsgDecideChanges) (*types.MsgDecideChangesResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	results, err := batch(ctx, msg.Verdicts, func(v types.ChangeVerdict) uint64 { return v.Change }, func(ctx context.Context, v types.ChangeVerdict) (uint64, error) {
		return 0, s.decideChange(ctx, msg, v)
	})
	return answer(&types.MsgDecideChangesResponse{Results: results}, err)
}

func (s msgServer) decideChange(ctx context.Context, msg *types.MsgDecideChanges, v types.ChangeVerdict) error {
	change, err := s.proposedChange(ctx, v.Change)
	if err != nil {
		return err
	}
	grant, roll, by, err := s.grantOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_APPROVER, change.Grant, change.Subject())
	if err != nil {
		return err
	}
	grant.OpenChange = 0
	today := change
	if v.Act == types.ACT_KIND_APPROVE {
		if change, today, err = s.examineToday(ctx, change, grant, roll, types.Period(v.FromPeriod)); err != nil {
			return err
		}
	}
	change, act, err := change.Decide(v, today.Waiver)
	if err != nil {
		return err
	}
	if act == types.ACT_KIND_REFUSE {
		err = s.grants.Set(ctx, grant.Id, grant)
	} else {
		change, err = s.carryOutChange(ctx, msg, by, change, grant, roll)
	}
	if err != nil {
		return err
	}
	if err := s.clocks.stopAll(ctx, change.Subject()); err != nil {
		return err
	}
	if change.Appealable() {
		programme, err := s.programme(ctx, grant.Programme)
		if err != nil {
			return err
		}
		if err := s.startClock(ctx, change.Subject(), types.CLOCK_APPEAL, by.Organisation, programme.Terms.AppealDays); err != nil {
			return err
		}
	}
	return s.changeMoved(ctx, change, by.act(change.Subject(), act, v.Reason, nil))
}

// examineToday looks at a change as it would be carried out today, if need be from a later period on. A case that isn't decidable is refused
// as such before anything else.
func (s msgServer) examineToday(
	ctx context.Context, c types.ProposedChange, grant types.Grant, roll types.Roll, from types.Period,
) (change, today types.ProposedChange, err error) {
	if _, err := c.Step(c.Act()); err != nil {
		return c, c, err
	}
	if err := s.requireUnlocked(ctx, roll); err != nil {
		return c, c, err
	}
	if change, err = c.From(from, grant.UntilPeriod); err != nil {
		return c, c, err
	}
	if uint32(change.First()) < roll.NextPeriod {
		return c, c, errorsmod.Wrapf(types.ErrPeriodSealed, "roll %d takes %s: give a later first period, or let it be proposed anew", roll.Id, types.Period(roll.NextPeriod))
	}
	if today, err = s.examineChange(ctx, change, grant, roll); err != nil {
		return c, c, err
	}
	change.Reduces = today.Reduces
	return change, today, nil
}

// carryOutChange lets a grant pay what was approved, and remembers what a reduction takes away.
func (s msgServer) carryOutChange(
	ctx context.Context, msg sdk.Msg, by hand, c types.ProposedChange, grant types.Grant, roll types.Roll,
) (types.ProposedChange, error) {
	if c.Schedule == nil {
		if err := s.addItems(ctx, roll, grant, []types.Item{*c.Item}); err != nil {
			return c, err
		}
		return c, s.draw(ctx, by.Actor, msg, c.Item.Amount)
	}
	p, err := s.plansOf(ctx, roll, grant)
	if err != nil {
		return c, err
	}
	c = c.Remember(p.base, grant.UntilPeriod)
	promised, err := s.reschedule(ctx, roll, grant, *c.Schedule)
	if err != nil {
		return c, err
	}
	if err := s.draw(ctx, by.Actor, msg, promised); err != nil {
		return c, err
	}
	return c, emit(ctx, types.NewEventAdjusted(types.GrantID(grant.Id), c.Schedule.Changes[0]))
}
