package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// ReportEmergency reports an emergency at the place where it happened, wherever the payee is at home.
func (s msgServer) ReportEmergency(ctx context.Context, msg *types.MsgReportEmergency) (*types.MsgReportEmergencyResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	roll, err := s.roll(ctx, msg.Roll)
	if err != nil {
		return nil, err
	}
	by, err := s.officer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, roll, msg.Payee)
	if err != nil {
		return nil, err
	}
	if err := s.decided(ctx, roll.Id, by.Actor); err != nil {
		return nil, err
	}
	programme, err := s.openProgramme(ctx, roll.Programme)
	if err != nil {
		return nil, err
	}
	if err := programme.CheckCap(0); err != nil {
		return nil, err
	}
	if err := s.requireRegistered(ctx, msg.Payee); err != nil {
		return nil, err
	}
	id, err := next(ctx, s.emergencies.seq)
	if err != nil {
		return nil, err
	}
	none := types.Emergency{
		Id: id, Programme: roll.Programme, Roll: roll.Id, Payee: msg.Payee, Household: msg.Household, Persons: msg.Persons,
		FileHash: msg.FileHash, Organisation: by.Organisation,
	}
	emergency, err := none.Step(types.ACT_KIND_REPORT)
	if err != nil {
		return nil, err
	}
	if err := s.emergencyMoved(ctx, none, emergency, by.act(emergency.Subject(), types.ACT_KIND_REPORT, 0, msg.FileHash)); err != nil {
		return nil, err
	}
	return answer(&types.MsgReportEmergencyResponse{Emergency: id},
		s.startClock(ctx, emergency.Subject(), types.CLOCK_PAY_FIRST, by.Organisation, programme.Terms.AcceptDays))
}

// PayFirst pays an emergency at once out of the float of the officer's organisation. The balance is there with this message; no run pays it.
func (s msgServer) PayFirst(ctx context.Context, msg *types.MsgPayFirst) (*types.MsgPayFirstResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	emergency, roll, by, err := s.emergencyOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_APPROVER, msg.Emergency)
	if err != nil {
		return nil, err
	}
	programme, err := s.openProgramme(ctx, emergency.Programme)
	if err != nil {
		return nil, err
	}
	today, err := s.deps.Authority.Today(ctx)
	if err != nil {
		return nil, err
	}
	paid, err := emergency.Pay(msg.Amount, by.Organisation, types.PeriodOf(today))
	if err != nil {
		return nil, err
	}
	if err := s.requirePaidFirst(ctx, programme, roll, paid); err != nil {
		return nil, err
	}
	float, err := s.float(ctx, by.Organisation, programme.Id)
	if err != nil {
		return nil, err
	}
	if float, err = float.Pay(msg.Amount); err != nil {
		return nil, err
	}
	if err := s.setFloat(ctx, float); err != nil {
		return nil, err
	}
	if err := s.draw(ctx, by.Actor, msg, msg.Amount); err != nil {
		return nil, err
	}
	if err := s.requireTagOrDue(ctx, programme, paid); err != nil {
		return nil, err
	}
	if paid.Grant, err = s.openPaidFirst(ctx, by.Actor, roll, programme, paid); err != nil {
		return nil, err
	}
	if err := s.emergencyMoved(ctx, emergency, paid, by.act(paid.Subject(), types.ACT_KIND_PAY_FIRST, 0, nil)); err != nil {
		return nil, err
	}
	return answer(&types.MsgPayFirstResponse{Grant: paid.Grant}, s.clocksAfterPayment(ctx, paid, programme.Terms))
}

// requirePaidFirst refuses what is above the programme's cap or the standard of the month, and a payee who is closed or locked.
func (k *Keeper) requirePaidFirst(ctx context.Context, programme types.Programme, roll types.Roll, e types.Emergency) error {
	if err := programme.CheckCap(e.Amount); err != nil {
		return err
	}
	if err := k.requireRegistered(ctx, e.Payee); err != nil {
		return err
	}
	standard, exists, err := k.standard(ctx, programme.Id, roll.Area, e.Period)
	if err != nil || !exists {
		return err
	}
	if most := standard.Amount * uint64(e.Persons); e.Amount > most {
		return errorsmod.Wrapf(types.ErrAboveStandard, "%d for %d persons at %d", e.Amount, e.Persons, standard.Amount)
	}
	return nil
}

// requireTagOrDue lets the register note that the tag of a payee who has none yet is due, or refuse.
func (k *Keeper) requireTagOrDue(ctx context.Context, programme types.Programme, e types.Emergency) error {
	live, err := k.deps.Register.HasLiveTag(ctx, e.Payee, programme.ExclusivityClass)
	if err != nil || live {
		return err
	}
	return k.deps.Register.PayFirst(ctx, e.Payee, programme.ExclusivityClass, e.Organisation)
}

// openPaidFirst gives the payee a slot of the roll whose record has the balance and owes nothing more. It counts for no run, so it waits for none.
func (k *Keeper) openPaidFirst(ctx context.Context, officer types.Actor, roll types.Roll, programme types.Programme, e types.Emergency) (uint64, error) {
	draft := types.Grant{Payee: e.Payee, Household: e.Household, Persons: e.Persons, Approver: officer.Address, Emergency: e.Id}
	if err := k.requireNoLiveGrant(ctx, programme, draft, types.Period(e.Period)); err != nil {
		return 0, err
	}
	roll, slot, err := roll.TakeSlot()
	if err != nil {
		return 0, err
	}
	id := types.NewGrantID(roll.Id, slot)
	draft.Id, draft.Programme, draft.Roll, draft.Slot, draft.Status = uint64(id), programme.Id, roll.Id, slot, types.GRANT_STATUS_ACTIVE
	draft.FromPeriod, draft.UntilPeriod = e.Period, e.Period+1
	if err := k.setRecord(ctx, roll.Id, slot, types.Record{Grant: id, Balance: e.Amount}); err != nil {
		return 0, err
	}
	if err := k.rolls.Set(ctx, roll.Id, roll); err != nil {
		return 0, err
	}
	return draft.Id, k.indexGrant(ctx, programme, draft)
}

func (k *Keeper) clocksAfterPayment(ctx context.Context, e types.Emergency, terms types.Terms) error {
	if err := k.clocks.stop(ctx, e.Subject(), types.CLOCK_PAY_FIRST); err != nil {
		return err
	}
	if err := k.startHourClock(ctx, e.Subject(), types.CLOCK_CONFIRM, e.Organisation, terms.ConfirmHours); err != nil {
		return err
	}
	return k.startClock(ctx, e.Subject(), types.CLOCK_PAPERWORK, e.Organisation, terms.PaperworkDays)
}

// ConfirmEmergency lets a second officer stand by what was paid first.
func (s msgServer) ConfirmEmergency(ctx context.Context, msg *types.MsgConfirmEmergency) (*types.MsgConfirmEmergencyResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	emergency, _, by, err := s.emergencyOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_APPROVER, msg.Emergency)
	if err != nil {
		return nil, err
	}
	done, err := s.acts.of(ctx, emergency.Subject())
	if err != nil {
		return nil, err
	}
	next, err := emergency.Confirm(done, by.Actor)
	if err != nil {
		return nil, err
	}
	if err := s.clocks.stop(ctx, next.Subject(), types.CLOCK_CONFIRM); err != nil {
		return nil, err
	}
	if err := s.emergencyMoved(ctx, emergency, next, by.act(next.Subject(), types.ACT_KIND_CONFIRM, 0, nil)); err != nil {
		return nil, err
	}
	return answer(&types.MsgConfirmEmergencyResponse{}, s.closeComplete(ctx, next))
}

// SupplementEmergency supplies the paperwork of what was paid first.
func (s msgServer) SupplementEmergency(ctx context.Context, msg *types.MsgSupplementEmergency) (*types.MsgSupplementEmergencyResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	emergency, _, by, err := s.emergencyOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, msg.Emergency)
	if err != nil {
		return nil, err
	}
	next, err := emergency.Step(types.ACT_KIND_SUPPLEMENT)
	if err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, next.Programme)
	if err != nil {
		return nil, err
	}
	if err := s.requireLiveTag(ctx, programme, next.Payee); err != nil {
		return nil, err
	}
	next.FileHash = msg.FileHash
	if err := s.clocks.stop(ctx, next.Subject(), types.CLOCK_PAPERWORK); err != nil {
		return nil, err
	}
	if err := s.emergencyMoved(ctx, emergency, next, by.act(next.Subject(), types.ACT_KIND_SUPPLEMENT, 0, msg.FileHash)); err != nil {
		return nil, err
	}
	return answer(&types.MsgSupplementEmergencyResponse{}, s.closeComplete(ctx, next))
}

// closeComplete closes a case in which nothing is missing any more. The chain does it.
func (k *Keeper) closeComplete(ctx context.Context, e types.Emergency) error {
	if !e.Complete() {
		return nil
	}
	closed, err := e.Step(types.ACT_KIND_CLOSE)
	if err != nil {
		return err
	}
	if err := k.clocks.stopAll(ctx, e.Subject()); err != nil {
		return err
	}
	return k.emergencyMoved(ctx, e, closed, byChain.act(e.Subject(), types.ACT_KIND_CLOSE, 0, nil))
}

// ConvertEmergency makes an emergency that wasn't paid an ordinary application.
func (s msgServer) ConvertEmergency(ctx context.Context, msg *types.MsgConvertEmergency) (*types.MsgConvertEmergencyResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	emergency, roll, by, err := s.emergencyOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, msg.Emergency)
	if err != nil {
		return nil, err
	}
	next, err := emergency.Step(types.ACT_KIND_CONVERT)
	if err != nil {
		return nil, err
	}
	if next.Application, err = s.submit(ctx, by, roll, &types.MsgSubmitApplication{
		Payee: emergency.Payee, Household: emergency.Household, Coverage: msg.Coverage, FileHash: emergency.FileHash,
	}); err != nil {
		return nil, err
	}
	if err := s.clocks.stopAll(ctx, next.Subject()); err != nil {
		return nil, err
	}
	return answer(&types.MsgConvertEmergencyResponse{Application: next.Application},
		s.emergencyMoved(ctx, emergency, next, by.act(next.Subject(), types.ACT_KIND_CONVERT, 0, nil)))
}

// WithdrawEmergency takes an emergency back before it is paid.
func (s msgServer) WithdrawEmergency(ctx context.Context, msg *types.MsgWithdrawEmergency) (*types.MsgWithdrawEmergencyResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	emergency, roll, err := s.emergencyAndRoll(ctx, msg.Emergency)
	if err != nil {
		return nil, err
	}
	by, err := s.applicantOrIntake(ctx, msg.Signer, msg, roll, emergency.Payee)
	if err != nil {
		return nil, err
	}
	if by.duty != authoritytypes.ROLE_UNSPECIFIED {
		if err := s.requireHands(ctx, by.duty, by.Actor, emergency.Subject()); err != nil {
			return nil, err
		}
		if err := s.decided(ctx, roll.Id, by.Actor); err != nil {
			return nil, err
		}
	}
	next, err := emergency.Step(types.ACT_KIND_WITHDRAW)
	if err != nil {
		return nil, err
	}
	if err := s.clocks.stopAll(ctx, next.Subject()); err != nil {
		return nil, err
	}
	return answer(&types.MsgWithdrawEmergencyResponse{},
		s.emergencyMoved(ctx, emergency, next, by.act(next.Subject(), types.ACT_KIND_WITHDRAW, types.REASON_REQUEST, nil)))
}
