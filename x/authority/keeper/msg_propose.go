package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// Propose opens a proposal of the signer's organisation. The signer is the first to approve it when it is among its duties.
func (s msgServer) Propose(ctx context.Context, msg *types.MsgPropose) (*types.MsgProposeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, own, err := s.actingMember(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	msgs, rules, err := s.checkContent(ctx, own, msg)
	if err != nil {
		return nil, err
	}
	open, err := s.openProposals(ctx, own.Id)
	if err != nil {
		return nil, err
	}
	if open >= types.MaxOpenProposals {
		return nil, errorsmod.Wrapf(types.ErrProposalsExceeded, "%d are open", open)
	}
	last, err := s.last(ctx)
	if err != nil {
		return nil, err
	}
	proposal, err := types.NewProposal(last+1, own, officer, msg.Messages, rules, sdk.UnwrapSDKContext(ctx).BlockHeight(), now(ctx))
	if err != nil {
		return nil, err
	}
	if err := s.lastProposal.Set(ctx, proposal.Id); err != nil {
		return nil, err
	}
	if err := s.proposals.Set(ctx, proposal.Id, proposal); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventProposed(proposal, msgs)); err != nil {
		return nil, err
	}
	if s.checkApprover(ctx, proposal, own, officer, own) == nil {
		if err := s.saveApproval(ctx, proposal.Id, officer); err != nil {
			return nil, err
		}
	}
	return &types.MsgProposeResponse{Proposal: proposal.Id, ContentHash: proposal.ContentHash}, nil
}

// checkContent decodes what is proposed: each message is signed by the organisation's office account alone, and has a handler and a row.
func (k *Keeper) checkContent(ctx context.Context, own types.Organisation, propose *types.MsgPropose) ([]sdk.Msg, []types.Rule, error) {
	msgs, err := types.CheckContent(propose.Messages)
	if err != nil {
		return nil, nil, err
	}
	rules := make([]types.Rule, len(msgs))
	for i, msg := range msgs {
		action := sdk.MsgTypeURL(msg)
		signers, _, err := k.deps.Codec.GetMsgV1Signers(msg)
		if err != nil || len(signers) != 1 || !bytes.Equal(signers[0], types.OfficeAccount(own.Id)) {
			return nil, nil, errorsmod.Wrapf(types.ErrContentSigner, "message %d, organisation %d", i, own.Id)
		}
		if k.deps.Router.Handler(msg) == nil {
			return nil, nil, errorsmod.Wrapf(types.ErrContentInvalid, "nothing handles %s", action)
		}
		if rules[i], err = k.rule(ctx, action); err != nil {
			return nil, nil, err
		}
	}
	return msgs, rules, nil
}

// Approve adds the signer's approval: one person approves a proposal once.
func (s msgServer) Approve(ctx context.Context, msg *types.MsgApprove) (*types.MsgApproveResponse, error) {
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
	if err := proposal.CheckOpen(msg.ContentHash, now(ctx)); err != nil {
		return nil, err
	}
	if err := s.checkApprover(ctx, proposal, own, officer, of); err != nil {
		return nil, err
	}
	approvals, err := s.approvalsOf(ctx, proposal.Id)
	if err != nil {
		return nil, err
	}
	if approvals, err = s.standing(ctx, approvals, officer.Credential); err != nil {
		return nil, err
	}
	if err := types.CheckApproval(approvals, officer); err != nil {
		return nil, errorsmod.Wrapf(err, "proposal %d", proposal.Id)
	}
	if err := s.saveApproval(ctx, proposal.Id, officer); err != nil {
		return nil, err
	}
	return &types.MsgApproveResponse{}, nil
}

// RetractApproval takes back what the signer approved, with whatever account. Without it the delay starts anew once others are enough.
func (s msgServer) RetractApproval(ctx context.Context, msg *types.MsgRetractApproval) (*types.MsgRetractApprovalResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, _, err := s.actingMember(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	proposal, _, err := s.proposal(ctx, msg.Proposal)
	if err != nil {
		return nil, err
	}
	approvals, err := s.approvalsOf(ctx, proposal.Id)
	if err != nil {
		return nil, err
	}
	if err := types.CheckRetraction(approvals, officer.Credential); err != nil {
		return nil, errorsmod.Wrapf(err, "proposal %d", proposal.Id)
	}
	if err := s.approvals.Remove(ctx, collections.Join(proposal.Id, officer.Credential)); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventApprovalRetracted(proposal.Id, officer.Address)); err != nil {
		return nil, err
	}
	return &types.MsgRetractApprovalResponse{}, nil
}

// WithdrawProposal takes a proposal back.
func (s msgServer) WithdrawProposal(ctx context.Context, msg *types.MsgWithdrawProposal) (*types.MsgWithdrawProposalResponse, error) {
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
	if err := proposal.CheckWithdrawal(own, officer, of); err != nil {
		return nil, err
	}
	if err := s.dropProposal(ctx, proposal.Id); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventProposalWithdrawn(proposal.Id, officer.Address)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawProposalResponse{}, nil
}

// actingMember gives the officer who sends a message about a proposal, whatever the duties, with its organisation. Nobody does inside one.
func (k *Keeper) actingMember(ctx context.Context, signer string, msg sdk.Msg) (types.Officer, types.Organisation, error) {
	if err := requireOutside(ctx); err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	officer, organisation, err := k.member(ctx, signer)
	if err != nil {
		return types.Officer{}, types.Organisation{}, err
	}
	return officer, organisation, officer.CheckActing(sdk.MsgTypeURL(msg), organisation, moment(ctx))
}
