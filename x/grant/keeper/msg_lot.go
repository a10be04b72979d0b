package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// ReceiveLot takes a lot in.
func (s msgServer) ReceiveLot(ctx context.Context, msg *types.MsgReceiveLot) (*types.MsgReceiveLotResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	actor, err := s.authorize(ctx, msg.Signer, msg, msg.Area)
	if err != nil {
		return nil, err
	}
	programme, err := s.openProgramme(ctx, msg.Programme)
	if err != nil {
		return nil, err
	}
	if err := programme.CheckGoods(); err != nil {
		return nil, err
	}
	if err := s.requirePoint(ctx, programme, msg.Area); err != nil {
		return nil, err
	}
	id, err := next(ctx, s.lots.seq)
	if err != nil {
		return nil, err
	}
	none := types.Lot{
		Id: id, Programme: programme.Id, Item: msg.Item, Unit: msg.Unit, Organisation: actor.Organisation, Area: msg.Area, ExpiryDay: msg.ExpiryDay,
	}
	lot, err := none.Receive(msg.Quantity)
	if err != nil {
		return nil, err
	}
	by := hand{Actor: actor, duty: authoritytypes.ROLE_TREASURER}
	if err := s.lotMoved(ctx, none, lot, by.act(lot.Subject(), types.ACT_KIND_RECEIVE, 0, msg.DocumentHash)); err != nil {
		return nil, err
	}
	return answer(&types.MsgReceiveLotResponse{Lot: id}, s.startExpiry(ctx, lot))
}

func (k *Keeper) requirePoint(ctx context.Context, programme types.Programme, area string) error {
	if err := k.deps.Authority.RequireArea(ctx, area); err != nil {
		return err
	}
	return types.RequireInside(programme.Area, area)
}

// StoreLot counts a lot and puts it into store.
func (s msgServer) StoreLot(ctx context.Context, msg *types.MsgStoreLot) (*types.MsgStoreLotResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	lot, by, err := s.lotOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_TREASURER, msg.Lot)
	if err != nil {
		return nil, err
	}
	return answer(&types.MsgStoreLotResponse{}, s.count(ctx, lot, by, types.ACT_KIND_STORE, msg.Quantity))
}

// ArriveLot counts a lot at the point, whose office holds it from then on.
func (s msgServer) ArriveLot(ctx context.Context, msg *types.MsgArriveLot) (*types.MsgArriveLotResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	lot, by, err := s.lotOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, msg.Lot)
	if err != nil {
		return nil, err
	}
	return answer(&types.MsgArriveLotResponse{}, s.count(ctx, lot, by, types.ACT_KIND_ARRIVE, msg.Quantity))
}

// count takes a step at which the things are counted: whoever counts holds the lot, and what isn't found is missing.
func (k *Keeper) count(ctx context.Context, lot types.Lot, by hand, act types.ActKind, found uint64) error {
	next, missing, err := lot.Count(act, found)
	if err != nil {
		return err
	}
	next.Organisation = by.Organisation
	if err := k.lotMoved(ctx, lot, next, by.act(next.Subject(), act, 0, nil)); err != nil {
		return err
	}
	if err := k.startExpiry(ctx, next); err != nil {
		return err
	}
	if next, err = k.missing(ctx, next, missing, by, 0, nil); err != nil {
		return err
	}
	return k.endLot(ctx, next)
}

// DispatchLot sends a lot to a point. A part of it becomes a lot of its own.
func (s msgServer) DispatchLot(ctx context.Context, msg *types.MsgDispatchLot) (*types.MsgDispatchLotResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	lot, by, err := s.lotOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_TREASURER, msg.Lot)
	if err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, lot.Programme)
	if err != nil {
		return nil, err
	}
	if err := s.requirePoint(ctx, programme, msg.Area); err != nil {
		return nil, err
	}
	part := lot
	if msg.Quantity != lot.Left {
		if part, err = s.splitOff(ctx, lot, by, msg.Quantity); err != nil {
			return nil, err
		}
	}
	sent, err := part.Step(types.ACT_KIND_DISPATCH)
	if err != nil {
		return nil, err
	}
	sent.Area = msg.Area
	if err := s.lotMoved(ctx, part, sent, by.act(sent.Subject(), types.ACT_KIND_DISPATCH, 0, nil)); err != nil {
		return nil, err
	}
	return answer(&types.MsgDispatchLotResponse{Lot: sent.Id}, s.startExpiry(ctx, sent))
}

// splitOff takes a part out of a lot and gives it a number.
func (s msgServer) splitOff(ctx context.Context, lot types.Lot, by hand, quantity uint64) (types.Lot, error) {
	id, err := next(ctx, s.lots.seq)
	if err != nil {
		return types.Lot{}, err
	}
	rest, part, err := lot.SplitOff(quantity, id)
	if err != nil {
		return types.Lot{}, err
	}
	return part, s.lotMoved(ctx, lot, rest, by.act(rest.Subject(), types.ACT_KIND_SPLIT, 0, nil))
}

// LoseLot tells that things are missing at the point.
func (s msgServer) LoseLot(ctx context.Context, msg *types.MsgLoseLot) (*types.MsgLoseLotResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	lot, by, err := s.lotOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, msg.Lot)
	if err != nil {
		return nil, err
	}
	if lot.Status != types.LOT_STATUS_AT_POINT {
		return nil, errorsmod.Wrapf(types.ErrLotState, "lot %d is %s", lot.Id, lot.Status)
	}
	if lot, err = s.missing(ctx, lot, msg.Quantity, by, msg.Reason, msg.DocumentHash); err != nil {
		return nil, err
	}
	return answer(&types.MsgLoseLotResponse{}, s.endLot(ctx, lot))
}

// HandOver hands things to a payee, on one signature so far.
func (s msgServer) HandOver(ctx context.Context, msg *types.MsgHandOver) (*types.MsgHandOverResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	lot, by, err := s.lotOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_INTAKE, msg.Lot)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireNoInterest(ctx, by.Persons, msg.Payee); err != nil {
		return nil, err
	}
	if err := s.requireRegistered(ctx, msg.Payee); err != nil {
		return nil, err
	}
	key := collections.Join(lot.Id, msg.Payee)
	before, err := s.lots.handovers.Has(ctx, key)
	if err != nil {
		return nil, err
	}
	if before {
		return nil, errorsmod.Wrapf(types.ErrHandedOver, "lot %d", lot.Id)
	}
	next, err := lot.HandOver(msg.Quantity)
	if err != nil {
		return nil, err
	}
	if err := s.lots.handovers.Set(ctx, key, types.Handover{
		Lot: lot.Id, Payee: msg.Payee, Quantity: msg.Quantity, Officer: by.Address, Credentials: by.Persons, HandedAt: now(ctx),
	}); err != nil {
		return nil, err
	}
	if err := s.lotHanded(ctx, lot, next, types.ACT_KIND_HAND_OVER); err != nil {
		return nil, err
	}
	return answer(&types.MsgHandOverResponse{}, s.waitForSignature(ctx, next))
}

// waitForSignature starts the clock of the second signature, unless it runs for an earlier handover of the lot.
func (k *Keeper) waitForSignature(ctx context.Context, lot types.Lot) error {
	_, running, err := k.clocks.get(ctx, lot.Subject(), types.CLOCK_SIGN)
	if err != nil || running {
		return err
	}
	programme, err := k.programme(ctx, lot.Programme)
	if err != nil {
		return err
	}
	return k.startHourClock(ctx, lot.Subject(), types.CLOCK_SIGN, lot.Organisation, programme.Terms.ConfirmHours)
}

// SignHandOver is the second signature: that of whoever acts for the payee, or of another officer at the point.
func (s msgServer) SignHandOver(ctx context.Context, msg *types.MsgSignHandOver) (*types.MsgSignHandOverResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	lot, err := s.lot(ctx, msg.Lot)
	if err != nil {
		return nil, err
	}
	by, err := s.payeeOrIntake(ctx, msg, lot)
	if err != nil {
		return nil, err
	}
	key := collections.Join(lot.Id, msg.Payee)
	handover, err := s.lots.handovers.Get(ctx, key)
	if handover, err = found(handover, err, types.ErrHandoverUnknown, lot.Id); err != nil {
		return nil, err
	}
	if handover, err = handover.Sign(by.Actor, now(ctx)); err != nil {
		return nil, err
	}
	next, err := lot.Sign(handover.Quantity)
	if err != nil {
		return nil, err
	}
	if err := s.lots.handovers.Set(ctx, key, handover); err != nil {
		return nil, err
	}
	if next.Pending == 0 {
		if err := s.clocks.stop(ctx, next.Subject(), types.CLOCK_SIGN); err != nil {
			return nil, err
		}
	}
	if err := s.lotHanded(ctx, lot, next, types.ACT_KIND_SIGN); err != nil {
		return nil, err
	}
	return answer(&types.MsgSignHandOverResponse{}, s.endLot(ctx, next))
}

func (s msgServer) payeeOrIntake(ctx context.Context, msg *types.MsgSignHandOver, lot types.Lot) (hand, error) {
	err := s.deps.Register.ActsFor(ctx, msg.Signer, msg.Payee, false)
	if err == nil {
		return hand{Actor: types.Actor{Officer: authoritytypes.Officer{Address: msg.Signer}}}, nil
	}
	if !errorsmod.IsOf(err, beneficiarytypes.ErrHolderUnknown) {
		return hand{}, errorsmod.Wrap(types.ErrNotApplicant, err.Error())
	}
	actor, err := s.authorizeFor(ctx, msg.Signer, msg, lot.Area, msg.Payee)
	if err != nil {
		return hand{}, err
	}
	return hand{Actor: actor, duty: authoritytypes.ROLE_INTAKE}, s.requireHands(ctx, authoritytypes.ROLE_INTAKE, actor, lot.Subject())
}

// NoteLoss tells that an auditor knows what is missing. It changes nothing else.
func (s msgServer) NoteLoss(ctx context.Context, msg *types.MsgNoteLoss) (*types.MsgNoteLossResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	lot, by, err := s.lotOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_AUDITOR, msg.Lot)
	if err != nil {
		return nil, err
	}
	next, err := lot.Note()
	if err != nil {
		return nil, err
	}
	if err := s.clocks.stop(ctx, next.Subject(), types.CLOCK_LOSS); err != nil {
		return nil, err
	}
	return answer(&types.MsgNoteLossResponse{}, s.lotMoved(ctx, lot, next, by.act(next.Subject(), types.ACT_KIND_NOTE, 0, nil)))
}
