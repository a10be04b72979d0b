package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/grant/types"
)

// OfferTransfer offers a payee who moves to the office of another area, from a period on. Nothing changes until that office accepts.
func (s msgServer) OfferTransfer(ctx context.Context, msg *types.MsgOfferTransfer) (*types.MsgOfferTransferResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	grant, roll, err := s.grantAndRoll(ctx, types.GrantID(msg.Grant))
	if err != nil {
		return nil, err
	}
	officer, err := s.authorizeFor(ctx, msg.Signer, msg, roll.Area, grant.Payee)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireArea(ctx, msg.Area); err != nil {
		return nil, err
	}
	open, err := s.transfers.Has(ctx, msg.Grant)
	if err != nil {
		return nil, err
	}
	if open {
		return nil, errorsmod.Wrapf(types.ErrTransferOpen, "grant %s", types.GrantID(msg.Grant))
	}
	if err := grant.CheckTransfer(roll, msg.Area, types.Period(msg.Period)); err != nil {
		return nil, err
	}
	if err := s.decided(ctx, roll.Id, officer); err != nil {
		return nil, err
	}
	transfer := types.Transfer{Grant: msg.Grant, Area: msg.Area, Period: msg.Period, Organisation: officer.Organisation}
	if err := s.setTransfer(ctx, transfer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventTransferOffered(transfer)); err != nil {
		return nil, err
	}
	return &types.MsgOfferTransferResponse{}, nil
}

// CancelTransfer takes an offer back.
func (s msgServer) CancelTransfer(ctx context.Context, msg *types.MsgCancelTransfer) (*types.MsgCancelTransferResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	grant, roll, err := s.grantAndRoll(ctx, types.GrantID(msg.Grant))
	if err != nil {
		return nil, err
	}
	if _, err := s.authorizeFor(ctx, msg.Signer, msg, roll.Area, grant.Payee); err != nil {
		return nil, err
	}
	transfer, err := s.transfer(ctx, msg.Grant)
	if err != nil {
		return nil, err
	}
	if err := s.dropTransfer(ctx, transfer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventTransferOffered(types.Transfer{Grant: transfer.Grant, Area: transfer.Area})); err != nil {
		return nil, err
	}
	return &types.MsgCancelTransferResponse{}, nil
}

// AcceptTransfer takes over a payee, in one step: the old grant ends where the new one starts, so that every month has exactly one
// office, and the person's home is in the new roll's area. What the old office sealed it still pays.
func (s msgServer) AcceptTransfer(ctx context.Context, msg *types.MsgAcceptTransfer) (*types.MsgAcceptTransferResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	roll, err := s.roll(ctx, msg.Roll)
	if err != nil {
		return nil, err
	}
	officer, err := s.authorize(ctx, msg.Signer, msg, roll.Area)
	if err != nil {
		return nil, err
	}
	transfer, err := s.transfer(ctx, msg.Grant)
	if err != nil {
		return nil, err
	}
	moving, err := s.grant(ctx, types.GrantID(msg.Grant))
	if err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireNoInterest(ctx, officer.Persons, moving.Payee); err != nil {
		return nil, err
	}
	if err := transfer.CheckAcceptance(roll, msg.Schedule); err != nil {
		return nil, err
	}
	programme, err := s.acceptable(ctx, roll, msg)
	if err != nil {
		return nil, err
	}
	if err := s.drawSchedule(ctx, officer, msg, msg.Schedule, 0); err != nil {
		return nil, err
	}
	old, err := s.handOver(ctx, transfer, programme)
	if err != nil {
		return nil, err
	}
	draft := types.Grant{Payee: old.Payee, Household: old.Household, Persons: msg.Persons, Approver: officer.Address, TransferredFrom: old.Id}
	grant, err := s.award(ctx, officer, roll, programme, draft, msg.Schedule)
	if err != nil {
		return nil, err
	}
	old.TransferredTo = grant.Id
	if err := s.grants.Set(ctx, old.Id, old); err != nil {
		return nil, err
	}
	if err := s.deps.Register.Move(ctx, old.Payee, roll.Area, officer.Organisation); err != nil {
		return nil, err
	}
	if err := s.dropTransfer(ctx, transfer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventTransferred(old.Id, grant.Id, transfer.Period)); err != nil {
		return nil, err
	}
	return &types.MsgAcceptTransferResponse{Grant: grant.Id}, nil
}

// acceptable checks the new roll as an award does.
func (k *Keeper) acceptable(ctx context.Context, roll types.Roll, msg *types.MsgAcceptTransfer) (types.Programme, error) {
	if err := k.requireUnlocked(ctx, roll); err != nil {
		return types.Programme{}, err
	}
	if err := requireUnsealed(roll, msg.Schedule); err != nil {
		return types.Programme{}, err
	}
	if err := k.standardsOf(roll).check(ctx, msg.Schedule, msg.Persons); err != nil {
		return types.Programme{}, err
	}
	return k.openProgramme(ctx, roll.Programme)
}

// handOver ends the old grant at the period of the offer. Both programmes exclude each other, so the payee's tag goes on.
func (k *Keeper) handOver(ctx context.Context, transfer types.Transfer, to types.Programme) (types.Grant, error) {
	grant, roll, err := k.grantAndRoll(ctx, types.GrantID(transfer.Grant))
	if err != nil {
		return types.Grant{}, err
	}
	if err := k.requireUnlocked(ctx, roll); err != nil {
		return types.Grant{}, err
	}
	if err := grant.CheckTransfer(roll, transfer.Area, types.Period(transfer.Period)); err != nil {
		return types.Grant{}, err
	}
	from, err := k.programme(ctx, grant.Programme)
	if err != nil {
		return types.Grant{}, err
	}
	if from.ExclusivityClass != to.ExclusivityClass {
		return types.Grant{}, errorsmod.Wrapf(types.ErrProgrammeDiffers, "class %d and %d", from.ExclusivityClass, to.ExclusivityClass)
	}
	if err := k.requireRegistered(ctx, grant.Payee); err != nil {
		return types.Grant{}, err
	}
	if grant.UntilPeriod == transfer.Period {
		return grant, nil
	}
	end := types.Schedule{Changes: []types.Change{{Period: transfer.Period}}, UntilPeriod: transfer.Period}
	if _, err := k.reschedule(ctx, roll, grant, end); err != nil {
		return types.Grant{}, err
	}
	return k.grant(ctx, types.GrantID(transfer.Grant))
}

func (k *Keeper) transfer(ctx context.Context, grant uint64) (types.Transfer, error) {
	v, err := k.transfers.Get(ctx, grant)
	return found(v, err, types.ErrTransferUnknown, types.GrantID(grant))
}

func (k *Keeper) setTransfer(ctx context.Context, t types.Transfer) error {
	if err := k.transfers.Set(ctx, t.Grant, t); err != nil {
		return err
	}
	return k.transfersTo.Set(ctx, collections.Join(t.Area, t.Grant))
}

func (k *Keeper) dropTransfer(ctx context.Context, t types.Transfer) error {
	if err := k.transfers.Remove(ctx, t.Grant); err != nil {
		return err
	}
	return k.transfersTo.Remove(ctx, collections.Join(t.Area, t.Grant))
}
