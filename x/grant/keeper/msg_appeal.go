package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// FileAppeal appeals against a decision, in time, to the organisation above the one that took it. An order to pay back waits for the answer.
func (s msgServer) FileAppeal(ctx context.Context, msg *types.MsgFileAppeal) (*types.MsgFileAppealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	of, err := s.appealed(ctx, msg.Subject)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Register.ActsFor(ctx, msg.Signer, of.payee, false); err != nil {
		return nil, errorsmod.Wrap(types.ErrNotApplicant, err.Error())
	}
	_, running, err := s.clocks.get(ctx, msg.Subject, types.CLOCK_APPEAL)
	if err != nil {
		return nil, err
	}
	if !running {
		return nil, errorsmod.Wrapf(types.ErrAppealLate, "%s", msg.Subject.Words())
	}
	above, err := s.above(ctx, msg.Subject)
	if err != nil {
		return nil, err
	}
	id, err := next(ctx, s.cases.appealSeq)
	if err != nil {
		return nil, err
	}
	none := types.Appeal{Id: id, Subject: msg.Subject, Payee: of.payee, Organisation: above, DocumentHash: msg.DocumentHash}
	appeal, err := none.Step(types.ACT_KIND_FILE_APPEAL)
	if err != nil {
		return nil, err
	}
	if err := s.nameAppeal(ctx, of, id); err != nil {
		return nil, err
	}
	if err := s.clocks.stop(ctx, msg.Subject, types.CLOCK_APPEAL); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, of.roll.Programme)
	if err != nil {
		return nil, err
	}
	if err := s.startClock(ctx, appeal.Itself(), types.CLOCK_ANSWER_APPEAL, above, programme.Terms.AnswerDays); err != nil {
		return nil, err
	}
	by := hand{Actor: types.Actor{Officer: authoritytypes.Officer{Address: msg.Signer}}}
	return answer(&types.MsgFileAppealResponse{Appeal: id},
		s.appealMoved(ctx, appeal, by.act(appeal.Itself(), types.ACT_KIND_FILE_APPEAL, 0, msg.DocumentHash)))
}

// above is the organisation that stands above the one that decided about a case.
func (k *Keeper) above(ctx context.Context, subject types.Subject) (uint32, error) {
	done, err := k.acts.of(ctx, subject)
	if err != nil {
		return 0, err
	}
	decided := types.DecidedBy(done)
	own, err := k.deps.Authority.Organisation(ctx, decided)
	if err != nil {
		return 0, err
	}
	if own.Parent == 0 {
		return 0, errorsmod.Wrapf(types.ErrNothingAbove, "organisation %d", decided)
	}
	return own.Parent, nil
}

// appealMoved stores an appeal that took a step, notes who did it, in its own timeline and in that of its case, and tells of it.
func (k *Keeper) appealMoved(ctx context.Context, appeal types.Appeal, act types.Act) error {
	if err := k.cases.appeals.Set(ctx, appeal.Id, appeal); err != nil {
		return err
	}
	if err := k.note(ctx, act); err != nil {
		return err
	}
	return emit(ctx, &types.EventAppealMoved{Appeal: appeal.Id, Subject: appeal.Subject, Act: act.Kind, Status: appeal.Status, Reason: act.Reason})
}

// examiner loads an appeal and asks whether the signer decides for the organisation that answers it, and had no hand in the case.
func (s msgServer) examiner(ctx context.Context, signer string, msg sdk.Msg, id uint64) (types.Appeal, appealed, hand, error) {
	none := func(err error) (types.Appeal, appealed, hand, error) { return types.Appeal{}, appealed{}, hand{}, err }
	appeal, err := s.appeal(ctx, id)
	if err != nil {
		return none(err)
	}
	of, err := s.appealed(ctx, appeal.Subject)
	if err != nil {
		return none(err)
	}
	by, err := s.officer(ctx, signer, msg, authoritytypes.ROLE_APPROVER, of.roll, of.payee)
	if err != nil {
		return none(err)
	}
	if by.Organisation != appeal.Organisation {
		return none(errorsmod.Wrapf(types.ErrNotAbove, "organisation %d answers", appeal.Organisation))
	}
	done, err := s.acts.of(ctx, appeal.Subject)
	if err != nil {
		return none(err)
	}
	if err := types.CheckUnconcerned(done, by.Actor); err != nil {
		return none(err)
	}
	return appeal, of, by, s.decided(ctx, of.roll.Id, by.Actor)
}

// TakeUpAppeal begins to examine an appeal.
func (s msgServer) TakeUpAppeal(ctx context.Context, msg *types.MsgTakeUpAppeal) (*types.MsgTakeUpAppealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	appeal, _, by, err := s.examiner(ctx, msg.Signer, msg, msg.Appeal)
	if err != nil {
		return nil, err
	}
	if appeal, err = appeal.Step(types.ACT_KIND_TAKE_UP_APPEAL); err != nil {
		return nil, err
	}
	return answer(&types.MsgTakeUpAppealResponse{}, s.appealMoved(ctx, appeal, by.act(appeal.Itself(), types.ACT_KIND_TAKE_UP_APPEAL, 0, nil)))
}

// AnswerAppeal answers an appeal: the decision stands, falls with what it cost paid back, or is taken again.
func (s msgServer) AnswerAppeal(ctx context.Context, msg *types.MsgAnswerAppeal) (*types.MsgAnswerAppealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	appeal, of, by, err := s.examiner(ctx, msg.Signer, msg, msg.Appeal)
	if err != nil {
		return nil, err
	}
	if appeal, err = appeal.Step(msg.Act); err != nil {
		return nil, err
	}
	appeal.Answer, appeal.Reason = appeal.Status, msg.Reason
	if err := s.appealMoved(ctx, appeal, by.act(appeal.Itself(), msg.Act, msg.Reason, msg.DocumentHash)); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, of.roll.Programme)
	if err != nil {
		return nil, err
	}
	if err := s.clocks.stop(ctx, appeal.Itself(), types.CLOCK_ANSWER_APPEAL); err != nil {
		return nil, err
	}
	if err := s.startClock(ctx, appeal.Itself(), types.CLOCK_APPEAL, appeal.Organisation, programme.Terms.AppealDays); err != nil {
		return nil, err
	}
	if msg.Act == types.ACT_KIND_UPHOLD {
		return &types.MsgAnswerAppealResponse{}, s.goOn(ctx, appeal)
	}
	return s.carryOut(ctx, msg, by, of, programme)
}

// WithdrawAppeal takes an appeal back before it is answered.
func (s msgServer) WithdrawAppeal(ctx context.Context, msg *types.MsgWithdrawAppeal) (*types.MsgWithdrawAppealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	appeal, err := s.appeal(ctx, msg.Appeal)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Register.ActsFor(ctx, msg.Signer, appeal.Payee, false); err != nil {
		return nil, errorsmod.Wrap(types.ErrNotApplicant, err.Error())
	}
	if appeal, err = appeal.Step(types.ACT_KIND_WITHDRAW); err != nil {
		return nil, err
	}
	if err := s.clocks.stopAll(ctx, appeal.Itself()); err != nil {
		return nil, err
	}
	if err := s.goOn(ctx, appeal); err != nil {
		return nil, err
	}
	by := hand{Actor: types.Actor{Officer: authoritytypes.Officer{Address: msg.Signer}}}
	return answer(&types.MsgWithdrawAppealResponse{},
		s.appealMoved(ctx, appeal, by.act(appeal.Itself(), types.ACT_KIND_WITHDRAW, types.REASON_REQUEST, nil)))
}

// endAppealTime ends the time in which something can be said against a decision: a refusal stands, an answer is final.
func (k *Keeper) endAppealTime(ctx context.Context, subject types.Subject) error {
	if err := k.clocks.stop(ctx, subject, types.CLOCK_APPEAL); err != nil || subject.Kind != types.SUBJECT_KIND_APPEAL {
		return err
	}
	appeal, err := k.appeal(ctx, subject.Id)
	if err != nil {
		return err
	}
	if appeal, err = appeal.Step(types.ACT_KIND_FINALISE); err != nil {
		return err
	}
	return k.appealMoved(ctx, appeal, byChain.act(subject, types.ACT_KIND_FINALISE, 0, nil))
}
