package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// DecideApplications approves what the reviewer proposed and the notice showed, refuses, or sends back.
func (s msgServer) DecideApplications(ctx context.Context, msg *types.MsgDecideApplications) (*types.MsgDecideApplicationsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	results, err := batch(ctx, msg.Verdicts, func(v types.Verdict) uint64 { return v.Application }, func(ctx context.Context, v types.Verdict) (uint64, error) {
		return s.decide(ctx, msg, v)
	})
	return answer(&types.MsgDecideApplicationsResponse{Results: results}, err)
}

func (s msgServer) decide(ctx context.Context, msg *types.MsgDecideApplications, v types.Verdict) (uint64, error) {
	application, roll, by, err := s.caseOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_APPROVER, v.Application)
	if err != nil {
		return 0, err
	}
	next, err := application.Decide(v)
	if err != nil {
		return 0, err
	}
	if v.Act == types.ACT_KIND_APPROVE {
		if next.Grant, err = s.grantTo(ctx, msg, by.Actor, roll, next, types.Period(v.FromPeriod), 0); err != nil {
			return 0, err
		}
	}
	if err := s.moved(ctx, application, next, by.act(next.Subject(), v.Act, v.Reason, nil)); err != nil {
		return 0, err
	}
	programme, err := s.programme(ctx, next.Programme)
	if err != nil {
		return 0, err
	}
	if v.Act == types.ACT_KIND_SEND_BACK {
		return 0, s.startReview(ctx, next)
	}
	if err := s.clocks.stopAll(ctx, next.Subject()); err != nil {
		return 0, err
	}
	return next.Grant, s.startClock(ctx, next.Subject(), types.CLOCK_PUBLISH, next.Organisation, programme.Terms.PublishDays)
}

// PublishDecisions publishes decisions. Against a refusal the applicant may appeal from then on.
func (s msgServer) PublishDecisions(ctx context.Context, msg *types.MsgPublishDecisions) (*types.MsgPublishDecisionsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	results, err := batch(ctx, msg.Publications, func(p types.Publication) uint64 { return p.Application }, func(ctx context.Context, p types.Publication) (uint64, error) {
		application, _, by, err := s.caseOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, p.Application)
		if err != nil {
			return 0, err
		}
		next, err := application.Step(types.ACT_KIND_PUBLISH)
		if err != nil {
			return 0, err
		}
		if err := s.moved(ctx, application, next, by.act(next.Subject(), types.ACT_KIND_PUBLISH, 0, p.DocumentHash)); err != nil {
			return 0, err
		}
		if err := s.clocks.stop(ctx, next.Subject(), types.CLOCK_PUBLISH); err != nil || !next.Refused() {
			return 0, err
		}
		programme, err := s.programme(ctx, next.Programme)
		if err != nil {
			return 0, err
		}
		return 0, s.startClock(ctx, next.Subject(), types.CLOCK_APPEAL, next.Organisation, programme.Terms.AppealDays)
	})
	return answer(&types.MsgPublishDecisionsResponse{Results: results}, err)
}

// grantTo opens the grant that an application asked for: what its opinion proposes, with the first period moved if one is given, and arrears on
// top of the first month. Everything an award checks is checked here, by the standards and the calendar of today.
func (s msgServer) grantTo(
	ctx context.Context, msg sdk.Msg, approver types.Actor, roll types.Roll, a types.Application, first types.Period, arrears uint64,
) (uint64, error) {
	if a.Opinion == nil {
		return 0, errorsmod.Wrapf(types.ErrOpinionRefuses, "application %d", a.Id)
	}
	schedule, err := a.Opinion.From(first)
	if err != nil {
		return 0, err
	}
	programme, err := s.openProgramme(ctx, a.Programme)
	if err != nil {
		return 0, err
	}
	today, err := s.deps.Authority.Today(ctx)
	if err != nil {
		return 0, err
	}
	if err := programme.Terms.CheckStart(types.PeriodOf(today), schedule.First()); err != nil {
		return 0, err
	}
	if err := s.requireUnlocked(ctx, roll); err != nil {
		return 0, err
	}
	if err := s.requireRegistered(ctx, a.Payee); err != nil {
		return 0, err
	}
	if err := requireUnsealed(roll, schedule); err != nil {
		return 0, err
	}
	if err := s.standardsOf(roll).check(ctx, schedule, a.Opinion.Persons); err != nil {
		return 0, err
	}
	if err := types.CheckArrears(arrears, schedule.Changes[0].Amount, types.Period(a.Submitted+programme.Terms.StartMonths), schedule.First()); err != nil {
		return 0, err
	}
	if err := s.drawSchedule(ctx, approver, msg, schedule, arrears); err != nil {
		return 0, err
	}
	draft := types.Grant{
		Payee: a.Payee, Household: a.Household, Persons: a.Opinion.Persons, Approver: approver.Address, Application: a.Id,
	}
	grant, err := s.award(ctx, approver, roll, programme, draft, schedule)
	if err != nil || arrears == 0 {
		return grant.Id, err
	}
	if roll, err = s.roll(ctx, roll.Id); err != nil {
		return 0, err
	}
	owed := types.Item{Grant: grant.Id, Period: grant.FromPeriod, Kind: types.ITEM_KIND_ARREARS, Amount: arrears}
	return grant.Id, s.addItems(ctx, roll, grant, []types.Item{owed})
}
