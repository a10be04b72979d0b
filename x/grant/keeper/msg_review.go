package keeper

import (
	"context"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// CheckApplications begins to check what was declared.
func (s msgServer) CheckApplications(ctx context.Context, msg *types.MsgCheckApplications) (*types.MsgCheckApplicationsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	results, err := batch(ctx, msg.Applications, func(id uint64) uint64 { return id }, func(ctx context.Context, id uint64) (uint64, error) {
		application, _, by, err := s.caseOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, id)
		if err != nil {
			return 0, err
		}
		next, err := application.Step(types.ACT_KIND_CHECK)
		if err != nil {
			return 0, err
		}
		if err := s.moved(ctx, application, next, by.act(next.Subject(), types.ACT_KIND_CHECK, 0, nil)); err != nil {
			return 0, err
		}
		return 0, s.startReview(ctx, next)
	})
	return answer(&types.MsgCheckApplicationsResponse{Results: results}, err)
}

// startReview ends the clocks of a notice and of a decision, and starts that of the opinion.
func (k *Keeper) startReview(ctx context.Context, a types.Application) error {
	programme, err := k.programme(ctx, a.Programme)
	if err != nil {
		return err
	}
	if err := k.clocks.stop(ctx, a.Subject(), types.CLOCK_CHECK, types.CLOCK_NOTICE, types.CLOCK_DECIDE); err != nil {
		return err
	}
	return k.startClock(ctx, a.Subject(), types.CLOCK_REVIEW, a.Organisation, programme.Terms.ReviewDays)
}

// ReviewApplications gives opinions.
func (s msgServer) ReviewApplications(ctx context.Context, msg *types.MsgReviewApplications) (*types.MsgReviewApplicationsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	results, err := batch(ctx, msg.Reviews, func(r types.Review) uint64 { return r.Application }, func(ctx context.Context, r types.Review) (uint64, error) {
		application, roll, by, err := s.caseOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, r.Application)
		if err != nil {
			return 0, err
		}
		programme, err := s.programme(ctx, application.Programme)
		if err != nil {
			return 0, err
		}
		next, skipped, err := application.Review(r.Opinion, programme.Terms)
		if err != nil {
			return 0, err
		}
		if r.Opinion.Approve {
			if err := s.standardsOf(roll).check(ctx, *r.Opinion.Schedule, r.Opinion.Persons); err != nil {
				return 0, err
			}
		}
		if err := s.moved(ctx, application, next, by.act(next.Subject(), types.ACT_KIND_REVIEW, r.Opinion.Reason, r.DocumentHash)); err != nil {
			return 0, err
		}
		if err := s.clocks.stop(ctx, next.Subject(), types.CLOCK_REVIEW); err != nil || !skipped {
			return 0, err
		}
		return 0, s.mayDecide(ctx, next, types.ACT_KIND_SKIP_NOTICE)
	})
	return answer(&types.MsgReviewApplicationsResponse{Results: results}, err)
}

// mayDecide notes how a case became one that may be decided, and starts the clock of the decision.
func (k *Keeper) mayDecide(ctx context.Context, a types.Application, how types.ActKind) error {
	programme, err := k.programme(ctx, a.Programme)
	if err != nil {
		return err
	}
	if err := k.note(ctx, byChain.act(a.Subject(), how, 0, nil)); err != nil {
		return err
	}
	return k.startClock(ctx, a.Subject(), types.CLOCK_DECIDE, a.Organisation, programme.Terms.DecideDays)
}

// StartNotices begins public notice.
func (s msgServer) StartNotices(ctx context.Context, msg *types.MsgStartNotices) (*types.MsgStartNoticesResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	results, err := batch(ctx, msg.Notices, func(n types.NoticeStart) uint64 { return n.Application }, func(ctx context.Context, n types.NoticeStart) (uint64, error) {
		application, _, by, err := s.caseOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, n.Application)
		if err != nil {
			return 0, err
		}
		programme, err := s.programme(ctx, application.Programme)
		if err != nil {
			return 0, err
		}
		// The table first: a case that isn't reviewed starts no clock.
		if _, err := application.Step(types.ACT_KIND_START_NOTICE); err != nil {
			return 0, err
		}
		end, err := s.startCalendarClock(ctx, application.Subject(), types.CLOCK_NOTICE, application.Organisation, programme.Terms.NoticeDays)
		if err != nil {
			return 0, err
		}
		next, err := application.StartNotice(n.Commitment, now(ctx), end)
		if err != nil {
			return 0, err
		}
		return 0, s.moved(ctx, application, next, by.act(next.Subject(), types.ACT_KIND_START_NOTICE, 0, n.Commitment))
	})
	return answer(&types.MsgStartNoticesResponse{Results: results}, err)
}

// endNotice lets a case be decided after its notice ran its days. The chain does it.
func (k *Keeper) endNotice(ctx context.Context, id uint64) error {
	application, err := k.application(ctx, id)
	if err != nil {
		return err
	}
	next, err := application.Step(types.ACT_KIND_END_NOTICE)
	if err != nil {
		return err
	}
	if err := k.clocks.stop(ctx, next.Subject(), types.CLOCK_NOTICE); err != nil {
		return err
	}
	if err := k.saveApplication(ctx, next, application.Status); err != nil {
		return err
	}
	if err := k.mayDecide(ctx, next, types.ACT_KIND_END_NOTICE); err != nil {
		return err
	}
	return emit(ctx, &types.EventApplicationMoved{
		Application: next.Id, Programme: next.Programme, Roll: next.Roll, Act: types.ACT_KIND_END_NOTICE, Status: next.Status,
	})
}

// RecordObjection records an objection that came in during a notice: the case is checked again.
func (s msgServer) RecordObjection(ctx context.Context, msg *types.MsgRecordObjection) (*types.MsgRecordObjectionResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	application, _, by, err := s.caseOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, msg.Application)
	if err != nil {
		return nil, err
	}
	next, err := application.Object(now(ctx))
	if err != nil {
		return nil, err
	}
	if err := s.clocks.stop(ctx, next.Subject(), types.CLOCK_NOTICE); err != nil {
		return nil, err
	}
	if err := s.moved(ctx, application, next, by.act(next.Subject(), types.ACT_KIND_OBJECT, types.REASON_OBJECTION, msg.DocumentHash)); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, next.Programme)
	if err != nil {
		return nil, err
	}
	return answer(&types.MsgRecordObjectionResponse{},
		s.startClock(ctx, next.Subject(), types.CLOCK_CHECK, next.Organisation, programme.Terms.CheckDays))
}
