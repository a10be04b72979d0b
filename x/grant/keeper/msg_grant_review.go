package keeper

import (
	"context"
	"time"

	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// RecordReviews records that grants were looked at again. The clock of the next review begins.
func (s msgServer) RecordReviews(ctx context.Context, msg *types.MsgRecordReviews) (*types.MsgRecordReviewsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	results, err := batch(ctx, msg.Reviews, func(r types.GrantReview) uint64 { return r.Grant }, func(ctx context.Context, r types.GrantReview) (uint64, error) {
		subject := types.Subject{Kind: types.SUBJECT_KIND_GRANT, Id: r.Grant}
		grant, roll, by, err := s.grantOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, r.Grant, subject)
		if err != nil {
			return 0, err
		}
		standing, err := s.standing(ctx, roll, grant)
		if err != nil {
			return 0, err
		}
		if standing == types.GRANT_STANDING_ENDED {
			return 0, errorsmod.Wrapf(types.ErrGrantEnded, "grant %s", types.GrantID(grant.Id))
		}
		if err := s.note(ctx, by.act(subject, types.ACT_KIND_REVIEW_GRANT, 0, r.DocumentHash)); err != nil {
			return 0, err
		}
		programme, err := s.programme(ctx, grant.Programme)
		if err != nil {
			return 0, err
		}
		if err := s.startReviewClock(ctx, programme.Terms, grant, by.Organisation); err != nil {
			return 0, err
		}
		return 0, emit(ctx, &types.EventGrantReviewed{Grant: grant.Id})
	})
	return answer(&types.MsgRecordReviewsResponse{Results: results}, err)
}

// startReviewClock lets a grant be looked at again by the end of the month that lies as far ahead as the terms say.
func (k *Keeper) startReviewClock(ctx context.Context, terms types.Terms, grant types.Grant, organisation uint32) error {
	if terms.ReviewMonths == 0 {
		return nil
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	year, month := today.Month()
	over := authoritytypes.DayOf(int(year), month+time.Month(terms.ReviewMonths)+1, 1)
	at, err := k.deps.Authority.StartOf(ctx, over)
	if err != nil {
		return err
	}
	return k.clocks.set(ctx, types.Deadline{Subject: grant.Subject(), Clock: types.CLOCK_GRANT_REVIEW, Organisation: organisation, At: at, Day: int32(over) - 1})
}

// grantDue flags a grant that nobody looked at again, or whose suspension is too long. One that has ended needs neither.
func (k *Keeper) grantDue(ctx context.Context, d types.Deadline) error {
	grant, roll, err := k.grantAndRoll(ctx, types.GrantID(d.Subject.Id))
	if err != nil {
		return err
	}
	owes, err := k.owes(ctx, roll, grant)
	if err != nil {
		return err
	}
	if grant.UntilPeriod <= grant.FromPeriod || !owes {
		return k.clocks.stop(ctx, d.Subject, d.Clock)
	}
	return k.miss(ctx, d)
}
