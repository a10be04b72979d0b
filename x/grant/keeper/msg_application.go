package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// applicantOrIntake asks whether the signer acts for the applicant or may take applications at the roll.
func (s msgServer) applicantOrIntake(ctx context.Context, signer string, msg sdk.Msg, roll types.Roll, payee []byte) (hand, error) {
	err := s.deps.Register.ActsFor(ctx, signer, payee, false)
	if err == nil {
		return hand{Actor: types.Actor{Officer: authoritytypes.Officer{Address: signer}}}, nil
	}
	if !errorsmod.IsOf(err, beneficiarytypes.ErrHolderUnknown) {
		return hand{}, errorsmod.Wrap(types.ErrNotApplicant, err.Error())
	}
	return s.officer(ctx, signer, msg, authoritytypes.ROLE_INTAKE, roll, payee)
}

// officer asks whether the signer may do this in the roll's area in a duty, without an interest in the payee.
func (s msgServer) officer(ctx context.Context, signer string, msg sdk.Msg, duty authoritytypes.Role, roll types.Roll, payee []byte) (hand, error) {
	actor, err := s.authorizeFor(ctx, signer, msg, roll.Area, payee)
	return hand{Actor: actor, duty: duty}, err
}

// caseOfficer loads an application and asks whether the signer may act on it in a duty, and acted on it in no other one.
func (s msgServer) caseOfficer(ctx context.Context, signer string, msg sdk.Msg, duty authoritytypes.Role, id uint64) (types.Application, types.Roll, hand, error) {
	application, roll, err := s.applicationAndRoll(ctx, id)
	if err != nil {
		return types.Application{}, types.Roll{}, hand{}, err
	}
	actor, err := s.officer(ctx, signer, msg, duty, roll, application.Payee)
	if err != nil {
		return types.Application{}, types.Roll{}, hand{}, err
	}
	if err := s.requireHands(ctx, duty, actor.Actor, application.Subject()); err != nil {
		return types.Application{}, types.Roll{}, hand{}, err
	}
	return application, roll, actor, s.decided(ctx, roll.Id, actor.Actor)
}

// SubmitApplication asks for assistance, at the window or with the applicant's own key.
func (s msgServer) SubmitApplication(ctx context.Context, msg *types.MsgSubmitApplication) (*types.MsgSubmitApplicationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	roll, err := s.roll(ctx, msg.Roll)
	if err != nil {
		return nil, err
	}
	by, err := s.applicantOrIntake(ctx, msg.Signer, msg, roll, msg.Payee)
	if err != nil {
		return nil, err
	}
	id, err := s.submit(ctx, by, roll, msg)
	return answer(&types.MsgSubmitApplicationResponse{Application: id}, err)
}

// submit opens an application for somebody who may.
func (s msgServer) submit(ctx context.Context, by hand, roll types.Roll, msg *types.MsgSubmitApplication) (uint64, error) {
	organisation, err := s.requireEligible(ctx, roll, msg)
	if err != nil {
		return 0, err
	}
	if by.Organisation != 0 {
		organisation = by.Organisation
		if err := s.decided(ctx, roll.Id, by.Actor); err != nil {
			return 0, err
		}
	}
	today, err := s.deps.Authority.Today(ctx)
	if err != nil {
		return 0, err
	}
	id, err := next(ctx, s.cases.applicationSeq)
	if err != nil {
		return 0, err
	}
	none := types.Application{
		Id: id, Programme: roll.Programme, Roll: roll.Id, Payee: msg.Payee, Household: msg.Household, Coverage: msg.Coverage,
		FileHash: msg.FileHash, Organisation: organisation, Submitted: uint32(types.PeriodOf(today)),
	}
	application, err := none.Step(types.ACT_KIND_SUBMIT)
	if err != nil {
		return 0, err
	}
	if err := s.moved(ctx, none, application, by.act(application.Subject(), types.ACT_KIND_SUBMIT, 0, msg.FileHash)); err != nil {
		return 0, err
	}
	programme, err := s.programme(ctx, roll.Programme)
	if err != nil {
		return 0, err
	}
	return id, s.startClock(ctx, application.Subject(), types.CLOCK_ACCEPT, organisation, programme.Terms.AcceptDays)
}

// requireEligible checks what has to hold before an application is worth a case: the programme takes grants, the payee is in the register with
// a live tag or may be paid first, and no other application of the class waits. It tells which organisation registered the payee.
func (s msgServer) requireEligible(ctx context.Context, roll types.Roll, msg *types.MsgSubmitApplication) (uint32, error) {
	programme, err := s.openProgramme(ctx, roll.Programme)
	if err != nil {
		return 0, err
	}
	if msg.Coverage == types.COVERAGE_SINGLE && (!programme.Terms.SingleCoverage || len(msg.Household) == 0) {
		return 0, errorsmod.Wrap(types.ErrCoverage, "one member of a household")
	}
	if err := s.requireRegistered(ctx, msg.Payee); err != nil {
		return 0, err
	}
	if programme.PayFirstCap == 0 {
		if err := s.requireLiveTag(ctx, programme, msg.Payee); err != nil {
			return 0, err
		}
	}
	if err := s.requireNoOpenApplication(ctx, programme, msg.Payee); err != nil {
		return 0, err
	}
	person, err := s.deps.Register.Person(ctx, msg.Payee)
	return person.Organisation, err
}

// TriageApplications takes applications up, asks for what is missing, or turns them away.
func (s msgServer) TriageApplications(ctx context.Context, msg *types.MsgTriageApplications) (*types.MsgTriageApplicationsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	results, err := batch(ctx, msg.Triages, func(t types.Triage) uint64 { return t.Application }, func(ctx context.Context, t types.Triage) (uint64, error) {
		application, _, by, err := s.caseOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, t.Application)
		if err != nil {
			return 0, err
		}
		waiting, running, err := s.clocks.get(ctx, application.Subject(), types.CLOCK_SUPPLEMENT)
		if err != nil {
			return 0, err
		}
		next, err := application.Triage(t.Act, t.Reason, !running || waiting.Missed)
		if err != nil {
			return 0, err
		}
		next.Organisation = by.Organisation
		if err := s.moved(ctx, application, next, by.act(next.Subject(), t.Act, t.Reason, nil)); err != nil {
			return 0, err
		}
		return 0, s.clocksAfterTriage(ctx, next)
	})
	return answer(&types.MsgTriageApplicationsResponse{Results: results}, err)
}

func (k *Keeper) clocksAfterTriage(ctx context.Context, a types.Application) error {
	programme, err := k.programme(ctx, a.Programme)
	if err != nil {
		return err
	}
	if err := k.clocks.stopAll(ctx, a.Subject()); err != nil {
		return err
	}
	switch a.Status {
	case types.APPLICATION_STATUS_SUPPLEMENT_ASKED:
		return k.startClock(ctx, a.Subject(), types.CLOCK_SUPPLEMENT, a.Organisation, programme.Terms.SupplementDays)
	case types.APPLICATION_STATUS_ACCEPTED:
		if err := k.startClock(ctx, a.Subject(), types.CLOCK_CASE, a.Organisation, programme.Terms.CaseDays); err != nil {
			return err
		}
		return k.startClock(ctx, a.Subject(), types.CLOCK_CHECK, a.Organisation, programme.Terms.CheckDays)
	}
	return nil
}

// SupplementApplication supplies what was missing.
func (s msgServer) SupplementApplication(ctx context.Context, msg *types.MsgSupplementApplication) (*types.MsgSupplementApplicationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	application, by, err := s.ownApplication(ctx, msg.Signer, msg, msg.Application)
	if err != nil {
		return nil, err
	}
	next, err := application.Step(types.ACT_KIND_SUPPLEMENT)
	if err != nil {
		return nil, err
	}
	next.FileHash = msg.FileHash
	if err := s.moved(ctx, application, next, by.act(next.Subject(), types.ACT_KIND_SUPPLEMENT, 0, msg.FileHash)); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, next.Programme)
	if err != nil {
		return nil, err
	}
	if err := s.clocks.stop(ctx, next.Subject(), types.CLOCK_SUPPLEMENT); err != nil {
		return nil, err
	}
	return answer(&types.MsgSupplementApplicationResponse{}, s.startClock(ctx, next.Subject(), types.CLOCK_ACCEPT, next.Organisation, programme.Terms.AcceptDays))
}

// ownApplication loads an application for whoever acts for the applicant, or for the window.
func (s msgServer) ownApplication(ctx context.Context, signer string, msg sdk.Msg, id uint64) (types.Application, hand, error) {
	application, roll, err := s.applicationAndRoll(ctx, id)
	if err != nil {
		return types.Application{}, hand{}, err
	}
	by, err := s.applicantOrIntake(ctx, signer, msg, roll, application.Payee)
	if err != nil || by.duty == authoritytypes.ROLE_UNSPECIFIED {
		return application, by, err
	}
	if err := s.requireHands(ctx, by.duty, by.Actor, application.Subject()); err != nil {
		return types.Application{}, hand{}, err
	}
	return application, by, s.decided(ctx, roll.Id, by.Actor)
}

// WithdrawApplication takes an application back before it is decided.
func (s msgServer) WithdrawApplication(ctx context.Context, msg *types.MsgWithdrawApplication) (*types.MsgWithdrawApplicationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	application, by, err := s.ownApplication(ctx, msg.Signer, msg, msg.Application)
	if err != nil {
		return nil, err
	}
	next, err := application.Step(types.ACT_KIND_WITHDRAW)
	if err != nil {
		return nil, err
	}
	if err := s.clocks.stopAll(ctx, next.Subject()); err != nil {
		return nil, err
	}
	return answer(&types.MsgWithdrawApplicationResponse{}, s.moved(ctx, application, next, by.act(next.Subject(), types.ACT_KIND_WITHDRAW, types.REASON_REQUEST, nil)))
}

// PauseApplication pauses the clocks of a case.
func (s msgServer) PauseApplication(ctx context.Context, msg *types.MsgPauseApplication) (*types.MsgPauseApplicationResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	application, _, by, err := s.caseOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, msg.Application)
	if err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, application.Programme)
	if err != nil {
		return nil, err
	}
	next, err := application.Pause(msg.Days, programme.Terms)
	if err != nil {
		return nil, err
	}
	running, err := s.clocks.of(ctx, next.Subject())
	if err != nil {
		return nil, err
	}
	for _, d := range running {
		if d.Clock == types.CLOCK_NOTICE {
			continue // the public has its days whatever the office needs
		}
		if err := s.extendClock(ctx, d, msg.Days); err != nil {
			return nil, err
		}
	}
	return answer(&types.MsgPauseApplicationResponse{}, s.moved(ctx, application, next, by.act(next.Subject(), types.ACT_KIND_PAUSE, msg.Reason, nil)))
}
