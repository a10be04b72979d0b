package keeper

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// proposal gives an open proposal with its organisation, or ErrProposalUnknown.
func (k *Keeper) proposal(ctx context.Context, id uint64) (types.Proposal, types.Organisation, error) {
	p, err := k.proposals.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Proposal{}, types.Organisation{}, errorsmod.Wrapf(types.ErrProposalUnknown, "proposal %d", id)
	}
	if err != nil {
		return types.Proposal{}, types.Organisation{}, err
	}
	own, err := k.Organisation(ctx, p.Organisation)
	return p, own, err
}

// approvalsOf lists the approvals of a proposal, the earliest first; there are at most MaxApprovals.
func (k *Keeper) approvalsOf(ctx context.Context, id uint64) ([]types.Approval, error) {
	var approvals []types.Approval
	prefix := collections.NewPrefixedPairRange[uint64, []byte](id)
	err := k.approvals.Walk(ctx, prefix, func(_ collections.Pair[uint64, []byte], a types.Approval) (bool, error) {
		approvals = append(approvals, a)
		return false, nil
	})
	slices.SortStableFunc(approvals, func(a, b types.Approval) int { return int(min(max(a.Time-b.Time, -1), 1)) })
	return approvals, err
}

// saveApproval adds the approval of an officer who may still give one.
func (k *Keeper) saveApproval(ctx context.Context, proposal uint64, officer types.Officer) error {
	approval := types.Approval{
		Officer: officer.Address, Organisation: officer.Organisation, Credential: officer.Credential, Time: now(ctx),
	}
	if err := k.approvals.Set(ctx, collections.Join(proposal, approval.Credential), approval); err != nil {
		return err
	}
	return emit(ctx, types.NewEventApproved(proposal, approval))
}

// checkApprover refuses an officer who may do none of the messages of a proposal, or stands elsewhere.
func (k *Keeper) checkApprover(ctx context.Context, p types.Proposal, own types.Organisation, officer types.Officer, of types.Organisation) error {
	if err := types.CheckApprover(of, own); err != nil {
		return err
	}
	approval := types.Approval{Organisation: officer.Organisation, Credential: officer.Credential}
	var refused error
	for _, rule := range p.Rules {
		err := rule.Permits(officer, of, of.Area, moment(ctx))
		if err == nil {
			err = rule.CheckHand(approval, officer, of, own)
		}
		if err == nil {
			return nil
		}
		if refused == nil {
			refused = err
		}
	}
	return refused
}

func (k *Keeper) checkDue(ctx context.Context, p types.Proposal, approvedAt int64) error {
	return p.CheckDue(approvedAt, sdk.UnwrapSDKContext(ctx).BlockHeight(), now(ctx))
}

// openProposals counts the open proposals of an organisation; there are at most MaxOpenProposals.
func (k *Keeper) openProposals(ctx context.Context, organisation uint32) (int, error) {
	open := 0
	prefix := collections.NewPrefixedPairRange[uint32, uint64](organisation)
	err := k.proposals.Indexes.organisation.Walk(ctx, prefix, func(uint32, uint64) (bool, error) {
		open++
		return false, nil
	})
	return open, err
}

// dropProposal deletes a proposal with its approvals.
func (k *Keeper) dropProposal(ctx context.Context, id uint64) error {
	if err := k.approvals.Clear(ctx, collections.NewPrefixedPairRange[uint64, []byte](id)); err != nil {
		return err
	}
	return k.proposals.Remove(ctx, id)
}

func (k *Keeper) last(ctx context.Context) (uint64, error) {
	last, err := k.lastProposal.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return last, err
}

// Enclosed lists the messages that a message carries out besides itself, so that they can be priced with it: those of a proposal that was
// made before the block of a height. For any other message, and for a proposal that isn't there, there are none.
func (k *Keeper) Enclosed(ctx context.Context, msg sdk.Msg, height int64) ([]sdk.Msg, error) {
	execute, ok := msg.(*types.MsgExecute)
	if !ok {
		return nil, nil
	}
	p, err := k.proposals.Get(ctx, execute.Proposal)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, nil
	}
	if err != nil || p.Height >= height {
		return nil, err
	}
	return types.CheckContent(p.Messages)
}

// EndBlock removes at most MaxExpiredPerBlock proposals whose time is over.
func (k *Keeper) EndBlock(ctx context.Context) error {
	var expired []uint64
	err := k.proposals.Indexes.expiry.Walk(ctx, nil, func(at, id uint64) (bool, error) {
		if at > uint64(now(ctx)) || len(expired) == types.MaxExpiredPerBlock {
			return true, nil
		}
		expired = append(expired, id)
		return false, nil
	})
	if err != nil || len(expired) == 0 {
		return err
	}
	for _, id := range expired {
		if err := k.dropProposal(ctx, id); err != nil {
			return err
		}
	}
	return emit(ctx, types.NewEventProposalsExpired(expired))
}
