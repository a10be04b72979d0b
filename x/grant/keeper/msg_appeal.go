package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// FileAppeal appeals against a refusal, in time, to the organisation above the one that refused.
func (s msgServer) FileAppeal(ctx context.Context, msg *types.MsgFileAppeal) (*types.MsgFileAppealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if msg.Subject.Kind != types.SUBJECT_KIND_APPLICATION {
		return nil, errorsmod.Wrap(types.ErrAppealLate, msg.Subject.Kind.String())
	}
	application, err := s.application(ctx, msg.Subject.Id)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Register.ActsFor(ctx, msg.Signer, application.Payee, false); err != nil {
		return nil, errorsmod.Wrap(types.ErrNotApplicant, err.Error())
	}
	_, running, err := s.clocks.get(ctx, msg.Subject, types.CLOCK_APPEAL)
	if err != nil {
		return nil, err
	}
	if !running || !application.Refused() {
		return nil, errorsmod.Wrapf(types.ErrAppealLate, "application %d", application.Id)
	}
	above, err := s.above(ctx, application.Organisation)
	if err != nil {
		return nil, err
	}
	id, err := next(ctx, s.cases.appealSeq)
	if err != nil {
		return nil, err
	}
	none := types.Appeal{Id: id, Subject: msg.Subject, Payee: application.Payee, Organisation: above, DocumentHash: msg.DocumentHash}
	appeal, err := none.Step(types.ACT_KIND_FILE_APPEAL)
	if err != nil {
		return nil, err
	}
	application.Appeal = id
	if err := s.saveApplication(ctx, application, application.Status); err != nil {
		return nil, err
	}
	if err := s.clocks.stop(ctx, msg.Subject, types.CLOCK_APPEAL); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, application.Programme)
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

// above is the organisation that stands above another one.
func (k *Keeper) above(ctx context.Context, organisation uint32) (uint32, error) {
	own, err := k.deps.Authority.Organisation(ctx, organisation)
	if err != nil {
		return 0, err
	}
	if own.Parent == 0 {
		return 0, errorsmod.Wrapf(types.ErrAppealLate, "nothing stands above organisation %d", organisation)
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
func (s msgServer) examiner(ctx context.Context, signer string, msg sdk.Msg, id uint64) (types.Appeal, types.Application, types.Roll, hand, error) {
	none := func(err error) (types.Appeal, types.Application, types.Roll, hand, error) {
		return types.Appeal{}, types.Application{}, types.Roll{}, hand{}, err
	}
	appeal, err := s.appeal(ctx, id)
	if err != nil {
		return none(err)
	}
	application, roll, err := s.applicationAndRoll(ctx, appeal.Subject.Id)
	if err != nil {
		return none(err)
	}
	by, err := s.officer(ctx, signer, msg, authoritytypes.ROLE_APPROVER, roll, application.Payee)
	if err != nil {
		return none(err)
	}
	if by.Organisation != appeal.Organisation {
		return none(errorsmod.Wrapf(types.ErrNotAbove, "organisation %d answers", appeal.Organisation))
	}
	done, err := s.acts.of(ctx, application.Subject())
	if err != nil {
		return none(err)
	}
	if err := types.CheckUnconcerned(done, by.Actor); err != nil {
		return none(err)
	}
	return appeal, application, roll, by, s.decided(ctx, roll.Id, by.Actor)
}

// TakeUpAppeal begins to examine an appeal.
func (s msgServer) TakeUpAppeal(ctx context.Context, msg *types.MsgTakeUpAppeal) (*types.MsgTakeUpAppealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	appeal, _, _, by, err := s.examiner(ctx, msg.Signer, msg, msg.Appeal)
	if err != nil {
		return nil, err
	}
	if appeal, err = appeal.Step(types.ACT_KIND_TAKE_UP_APPEAL); err != nil {
		return nil, err
	}
	return answer(&types.MsgTakeUpAppealResponse{}, s.appealMoved(ctx, appeal, by.act(appeal.Itself(), types.ACT_KIND_TAKE_UP_APPEAL, 0, nil)))
}

// AnswerAppeal answers an appeal: the refusal stands, falls with a grant and arrears, or the office decides again.
func (s msgServer) AnswerAppeal(ctx context.Context, msg *types.MsgAnswerAppeal) (*types.MsgAnswerAppealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	appeal, application, roll, by, err := s.examiner(ctx, msg.Signer, msg, msg.Appeal)
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
	programme, err := s.programme(ctx, application.Programme)
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
		return &types.MsgAnswerAppealResponse{}, nil
	}
	grant, err := s.carryOut(ctx, msg, by, application, roll, programme)
	return answer(&types.MsgAnswerAppealResponse{Grant: grant}, err)
}

// carryOut does to an application what the answer to its appeal says: opens the grant, or has it checked and decided again.
func (s msgServer) carryOut(
	ctx context.Context, msg *types.MsgAnswerAppeal, by hand, application types.Application, roll types.Roll, programme types.Programme,
) (uint64, error) {
	next, err := application.Step(msg.Act)
	if err != nil {
		return 0, err
	}
	next.Reason = types.REASON_UNSPECIFIED
	if msg.Act == types.ACT_KIND_OVERTURN {
		if msg.Opinion != nil {
			next.Opinion = msg.Opinion
		}
		if next.Grant, err = s.grantTo(ctx, msg, by.Actor, roll, next, 0, msg.Arrears); err != nil {
			return 0, err
		}
	} else if err := s.requireNoOpenApplication(ctx, programme, application.Payee); err != nil {
		return 0, err
	}
	if err := s.moved(ctx, application, next, by.act(next.Subject(), msg.Act, msg.Reason, msg.DocumentHash)); err != nil {
		return 0, err
	}
	if msg.Act == types.ACT_KIND_REMIT {
		return 0, s.startReview(ctx, next)
	}
	return next.Grant, s.startClock(ctx, next.Subject(), types.CLOCK_PUBLISH, next.Organisation, programme.Terms.PublishDays)
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
