package keeper

import (
	"context"

	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/reliefchain/relief/x/council/types"
)

// guard stands before the message server of x/gov. Its rules hold for nested messages too.
type guard struct {
	k    *Keeper
	next govv1.MsgServer
}

// NewGuard returns a message server of x/gov that lets provinces only, and their whole votes, through to next.
func NewGuard(k *Keeper, next govv1.MsgServer) govv1.MsgServer { return guard{k: k, next: next} }

// SubmitProposal opens a proposal of an enrolled province, which gets its seat token now if it never had it.
func (g guard) SubmitProposal(ctx context.Context, msg *govv1.MsgSubmitProposal) (*govv1.MsgSubmitProposalResponse, error) {
	act, err := types.CheckProposal(msg)
	if err != nil {
		return nil, err
	}
	account, err := g.k.requireProvince(ctx, msg.Proposer)
	if err != nil {
		return nil, err
	}
	if err := g.k.checkAct(act); err != nil {
		return nil, err
	}
	if err := g.k.issueToken(ctx, account); err != nil {
		return nil, err
	}
	return g.next.SubmitProposal(ctx, msg)
}

// Deposit adds the seat token of another enrolled province.
func (g guard) Deposit(ctx context.Context, msg *govv1.MsgDeposit) (*govv1.MsgDepositResponse, error) {
	if err := types.CheckDeposit(msg.Amount); err != nil {
		return nil, err
	}
	account, err := g.k.requireProvince(ctx, msg.Depositor)
	if err != nil {
		return nil, err
	}
	if err := g.k.issueToken(ctx, account); err != nil {
		return nil, err
	}
	return g.next.Deposit(ctx, msg)
}

// Vote counts an enrolled province's yes, no or abstain.
func (g guard) Vote(ctx context.Context, msg *govv1.MsgVote) (*govv1.MsgVoteResponse, error) {
	if err := types.CheckVote(msg); err != nil {
		return nil, err
	}
	if _, err := g.k.requireProvince(ctx, msg.Voter); err != nil {
		return nil, err
	}
	return g.next.Vote(ctx, msg)
}

// VoteWeighted is refused.
func (guard) VoteWeighted(context.Context, *govv1.MsgVoteWeighted) (*govv1.MsgVoteWeightedResponse, error) {
	return nil, types.ErrVoteWeighted
}

// ExecLegacyContent is refused.
func (guard) ExecLegacyContent(context.Context, *govv1.MsgExecLegacyContent) (*govv1.MsgExecLegacyContentResponse, error) {
	return nil, types.ErrContentRefused
}

// CancelProposal withdraws the signer's own proposal.
func (g guard) CancelProposal(ctx context.Context, msg *govv1.MsgCancelProposal) (*govv1.MsgCancelProposalResponse, error) {
	if _, err := g.k.requireProvince(ctx, msg.Proposer); err != nil {
		return nil, err
	}
	return g.next.CancelProposal(ctx, msg)
}

// UpdateParams changes the voting period.
func (g guard) UpdateParams(ctx context.Context, msg *govv1.MsgUpdateParams) (*govv1.MsgUpdateParamsResponse, error) {
	if err := types.CheckGovernanceParams(msg.Params); err != nil {
		return nil, err
	}
	return g.next.UpdateParams(ctx, msg)
}
