package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// Execute lets the office account of the signer's organisation do what was approved. When one message fails, the transaction does, and the
// proposal stays as it was.
func (s msgServer) Execute(ctx context.Context, msg *types.MsgExecute) (*types.MsgExecuteResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, of, err := s.actingMember(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	proposal, own, err := s.proposal(ctx, msg.Proposal)
	if err != nil {
		return nil, err
	}
	if own.Id != of.Id {
		return nil, errorsmod.Wrapf(types.ErrProposalForeign, "proposal %d of organisation %d", proposal.Id, own.Id)
	}
	if err := proposal.CheckOpen(msg.ContentHash, now(ctx)); err != nil {
		return nil, err
	}
	approvals, err := s.approvalsOf(ctx, proposal.Id)
	if err != nil {
		return nil, err
	}
	since, err := s.approvedAt(ctx, proposal, own, approvals)
	if err != nil {
		return nil, err
	}
	if err := s.checkDue(ctx, proposal, since); err != nil {
		return nil, err
	}
	if err := s.dropProposal(ctx, proposal.Id); err != nil {
		return nil, err
	}
	if err := s.carryOut(ctx, proposal, own, approvals); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventExecuted(proposal, officer.Address)); err != nil {
		return nil, err
	}
	return &types.MsgExecuteResponse{}, nil
}

// carryOut gives each message to its handler. One whose handler asks for nobody's authority is an affair of the office account itself, such
// as its coins: it is asked here, for the organisation's own area.
func (k *Keeper) carryOut(ctx context.Context, proposal types.Proposal, own types.Organisation, approvals []types.Approval) error {
	account, err := k.deps.Address.BytesToString(types.OfficeAccount(own.Id))
	if err != nil {
		return err
	}
	msgs, err := types.CheckContent(proposal.Messages)
	if err != nil {
		return err
	}
	outer := sdk.UnwrapSDKContext(ctx)
	for i, msg := range msgs {
		e := &execution{account: account, action: sdk.MsgTypeURL(msg), proposal: proposal, approvals: approvals}
		handler := k.deps.Router.Handler(msg)
		if handler == nil {
			return errorsmod.Wrapf(types.ErrContentInvalid, "nothing handles %s", e.action)
		}
		inner := outer.WithValue(executionKey{}, e)
		res, err := handler(inner, msg)
		if err == nil && !e.asked {
			_, _, err = k.authorize(inner, account, e.action, own.Area)
		}
		if err != nil {
			return errorsmod.Wrapf(err, "message %d", i)
		}
		outer.EventManager().EmitEvents(res.GetEvents())
	}
	return nil
}
