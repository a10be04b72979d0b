package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/types"
)

// appealed is a case against whose decision somebody appeals: one of the three.
type appealed struct {
	payee       []byte
	roll        types.Roll
	grant       types.Grant // of a change or a clawback
	application types.Application
	change      types.ProposedChange
	clawback    types.Clawback
}

// appealed loads the case of an appeal.
func (k *Keeper) appealed(ctx context.Context, subject types.Subject) (of appealed, err error) {
	switch subject.Kind {
	case types.SUBJECT_KIND_APPLICATION:
		of.application, of.roll, err = k.applicationAndRoll(ctx, subject.Id)
		of.payee = of.application.Payee
		return of, err
	case types.SUBJECT_KIND_CHANGE:
		of.change, err = k.proposedChange(ctx, subject.Id)
	case types.SUBJECT_KIND_CLAWBACK:
		of.clawback, err = k.clawback(ctx, subject.Id)
	default:
		err = errorsmod.Wrap(types.ErrAppealLate, subject.Kind.String())
	}
	if err != nil {
		return of, err
	}
	of.grant, of.roll, err = k.grantAndRoll(ctx, types.GrantID(max(of.change.Grant, of.clawback.Grant)))
	of.payee = of.grant.Payee
	return of, err
}

// nameAppeal notes an appeal with its case. An order to pay back waits from now on.
func (k *Keeper) nameAppeal(ctx context.Context, of appealed, id uint64) error {
	switch {
	case of.application.Id != 0:
		of.application.Appeal = id
		return k.saveApplication(ctx, of.application, of.application.Status)
	case of.change.Id != 0:
		of.change.Appeal = id
		return k.saveChange(ctx, of.change)
	default:
		of.clawback.Appeal, of.clawback.Paused = id, true
		act := byChain.act(of.clawback.Subject(), types.ACT_KIND_PAUSE, 0, nil)
		if err := k.clawbackMoved(ctx, of.clawback, act, 0); err != nil {
			return err
		}
		return k.takeOffsetsBack(ctx, of.clawback.Id)
	}
}

// takeOffsetsBack opens again what a paused clawback was to keep from instalments to come. While a run is sealed it waits: an appeal isn't
// refused because the office pays.
func (k *Keeper) takeOffsetsBack(ctx context.Context, id uint64) error {
	clawback, err := k.clawback(ctx, id)
	if err != nil {
		return err
	}
	if err := k.clocks.stop(ctx, clawback.Subject(), types.CLOCK_TAKE_OFFSETS_BACK); err != nil || !clawback.Paused {
		return err
	}
	grant, roll, err := k.grantAndRoll(ctx, types.GrantID(clawback.Grant))
	if err != nil {
		return err
	}
	locked, err := k.locked(ctx, roll)
	if err != nil {
		return err
	}
	if !locked {
		_, err := k.dropOffsets(ctx, clawback, grant, roll)
		return err
	}
	const wait = 60 // seconds
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	return k.clocks.set(ctx, types.Deadline{
		Subject: clawback.Subject(), Clock: types.CLOCK_TAKE_OFFSETS_BACK, Organisation: clawback.Organisation, Day: int32(today), At: now(ctx) + wait,
	})
}

// goOn lets an order to pay back go on after an appeal that left it as it was. What was to be kept from instalments is open: the office plans anew.
func (k *Keeper) goOn(ctx context.Context, a types.Appeal) error {
	if a.Subject.Kind != types.SUBJECT_KIND_CLAWBACK {
		return nil
	}
	clawback, err := k.clawback(ctx, a.Subject.Id)
	if err != nil {
		return err
	}
	if err := k.clocks.stop(ctx, a.Subject, types.CLOCK_TAKE_OFFSETS_BACK); err != nil {
		return err
	}
	clawback.Paused = false
	return k.clawbackMoved(ctx, clawback, byChain.act(a.Subject, types.ACT_KIND_RESUME, 0, nil), 0)
}

// carryOut does to a case what the answer to its appeal says.
func (s msgServer) carryOut(
	ctx context.Context, msg *types.MsgAnswerAppeal, by hand, of appealed, programme types.Programme,
) (*types.MsgAnswerAppealResponse, error) {
	if of.application.Id != 0 {
		grant, err := s.decideAnew(ctx, msg, by, of, programme)
		return answer(&types.MsgAnswerAppealResponse{Grant: grant, Arrears: msg.Arrears}, err)
	}
	if msg.Opinion != nil || msg.Arrears != 0 {
		return nil, errorsmod.Wrap(types.ErrInvalid, "what a change or a clawback cost is known: give neither an opinion nor arrears")
	}
	if of.clawback.Id != 0 {
		refund, err := s.setOrderAside(ctx, msg, by, of, programme)
		return answer(&types.MsgAnswerAppealResponse{Arrears: refund}, err)
	}
	arrears, err := s.setChangeAside(ctx, msg, by, of, programme)
	return answer(&types.MsgAnswerAppealResponse{Arrears: arrears}, err)
}

// decideAnew opens the grant that an application asked for, or has it checked and decided again.
func (s msgServer) decideAnew(ctx context.Context, msg *types.MsgAnswerAppeal, by hand, of appealed, programme types.Programme) (uint64, error) {
	next, err := of.application.Step(msg.Act)
	if err != nil {
		return 0, err
	}
	next.Reason = types.REASON_UNSPECIFIED
	if msg.Act == types.ACT_KIND_OVERTURN {
		if msg.Opinion != nil {
			next.Opinion = msg.Opinion
		}
		if next.Grant, err = s.grantTo(ctx, msg, by.Actor, of.roll, next, 0, msg.Arrears); err != nil {
			return 0, err
		}
	} else if err := s.requireNoOpenApplication(ctx, programme, of.payee); err != nil {
		return 0, err
	}
	if err := s.moved(ctx, of.application, next, by.act(next.Subject(), msg.Act, msg.Reason, msg.DocumentHash)); err != nil {
		return 0, err
	}
	if msg.Act == types.ACT_KIND_REMIT {
		return 0, s.startReview(ctx, next)
	}
	return next.Grant, s.startClock(ctx, next.Subject(), types.CLOCK_PUBLISH, next.Organisation, programme.Terms.PublishDays)
}

// setOrderAside ends an order to pay back, or has it given again, and pays back what came in.
func (s msgServer) setOrderAside(ctx context.Context, msg *types.MsgAnswerAppeal, by hand, of appealed, programme types.Programme) (uint64, error) {
	subject := of.clawback.Subject()
	// The table first: what isn't ordered can't fall.
	if _, err := of.clawback.Step(msg.Act); err != nil {
		return 0, err
	}
	clawback, err := s.dropOffsets(ctx, of.clawback, of.grant, of.roll)
	if err != nil {
		return 0, err
	}
	clawback, refund, err := clawback.SetAside(msg.Act)
	if err != nil {
		return 0, err
	}
	if err := s.clocks.stopAll(ctx, subject); err != nil {
		return 0, err
	}
	if err := s.clawbackMoved(ctx, clawback, by.act(subject, msg.Act, msg.Reason, msg.DocumentHash), refund); err != nil {
		return 0, err
	}
	if msg.Act == types.ACT_KIND_REMIT {
		if err := s.startClock(ctx, subject, types.CLOCK_DECIDE, clawback.Organisation, programme.Terms.DecideDays); err != nil {
			return 0, err
		}
	}
	if refund == 0 {
		return 0, nil
	}
	if err := s.owe(ctx, of.grant, programme, refund); err != nil {
		return 0, err
	}
	return refund, s.draw(ctx, by.Actor, msg, refund)
}

// setChangeAside lets a grant pay what it would have paid if a change of it had been decided the other way, with arrears for the months that were
// lost, or has a refused change decided again.
func (s msgServer) setChangeAside(ctx context.Context, msg *types.MsgAnswerAppeal, by hand, of appealed, programme types.Programme) (uint64, error) {
	change, err := of.change.Step(msg.Act)
	if err != nil {
		return 0, err
	}
	act := by.act(change.Subject(), msg.Act, msg.Reason, msg.DocumentHash)
	if msg.Act == types.ACT_KIND_REMIT {
		if of.grant.OpenChange != 0 {
			return 0, errorsmod.Wrapf(types.ErrChangeOpen, "change %d", of.grant.OpenChange)
		}
		of.grant.OpenChange, change.Answer = change.Id, types.REASON_UNSPECIFIED
		if err := s.grants.Set(ctx, of.grant.Id, of.grant); err != nil {
			return 0, err
		}
		if err := s.startClock(ctx, change.Subject(), types.CLOCK_DECIDE, change.Organisation, programme.Terms.DecideDays); err != nil {
			return 0, err
		}
		return 0, s.changeMoved(ctx, change, act)
	}
	if err := s.changeMoved(ctx, change, act); err != nil {
		return 0, err
	}
	return s.putRight(ctx, msg, by, of, programme)
}

// putRight carries out the other decision about a change.
func (s msgServer) putRight(ctx context.Context, msg sdk.Msg, by hand, of appealed, programme types.Programme) (uint64, error) {
	if err := s.requireUnlocked(ctx, of.roll); err != nil {
		return 0, err
	}
	var promised, arrears uint64
	var err error
	if of.change.Schedule == nil {
		arrears = of.change.Item.Amount
	} else if promised, arrears, err = s.restore(ctx, of, programme); err != nil {
		return 0, err
	}
	if arrears > 0 {
		err = s.owe(ctx, of.grant, programme, arrears)
	}
	if err != nil {
		return 0, err
	}
	return arrears, s.draw(ctx, by.Actor, msg, promised+arrears)
}
