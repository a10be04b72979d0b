package keeper

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// ProposeMerger says, for the county of the record that is to end, that two records are of the same human being.
func (s msgServer) ProposeMerger(ctx context.Context, msg *types.MsgProposeMerger) (*types.MsgProposeMergerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, by, err := s.target(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	if err := s.requireDisinterested(ctx, by, msg.Into); err != nil {
		return nil, err
	}
	into, err := s.Keeper.Person(ctx, msg.Into)
	if err != nil {
		return nil, errorsmod.Wrap(err, "the record that goes on")
	}
	if _, err := person.Merge(into); err != nil {
		return nil, err
	}
	merger := types.Merger{Person: msg.Ref, Into: msg.Into, By: by}
	if err := s.mergers.Set(ctx, msg.Ref, merger); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventMergerProposed(merger)); err != nil {
		return nil, err
	}
	return &types.MsgProposeMergerResponse{}, nil
}

// ConfirmMerger ends a record for the county of the one that goes on, which takes over the tags of classes that it has none in.
func (s msgServer) ConfirmMerger(ctx context.Context, msg *types.MsgConfirmMerger) (*types.MsgConfirmMergerResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	into, by, err := s.target(ctx, msg.Signer, msg, msg.Into)
	if err != nil {
		return nil, err
	}
	if err := s.requireDisinterested(ctx, by, msg.Ref); err != nil {
		return nil, err
	}
	merger, err := s.mergers.Get(ctx, msg.Ref)
	if errors.Is(err, collections.ErrNotFound) || err == nil && !bytes.Equal(merger.Into, msg.Into) {
		return nil, types.ErrMergerUnknown
	}
	if err != nil {
		return nil, err
	}
	if err := merger.By.Other(by); err != nil {
		return nil, err
	}
	person, err := s.Keeper.Person(ctx, msg.Ref)
	if err != nil {
		return nil, err
	}
	merged, err := person.Merge(into)
	if err != nil {
		return nil, err
	}
	if err := s.requireCovered(ctx, person.Ref, into.Ref); err != nil {
		return nil, err
	}
	tags, err := s.tagsOf(ctx, person.Ref)
	if err != nil {
		return nil, err
	}
	if err := s.leave(ctx, person); err != nil {
		return nil, err
	}
	if err := s.takeOver(ctx, into.Ref, tags); err != nil {
		return nil, err
	}
	if err := s.save(ctx, person, merged, by); err != nil {
		return nil, err
	}
	return &types.MsgConfirmMergerResponse{}, nil
}

// takeOver gives a person the tags of another record in classes that the person has none in, as far as there is room.
func (k *Keeper) takeOver(ctx context.Context, ref []byte, tags []types.TagPair) error {
	own, err := k.tagsOf(ctx, ref)
	if err != nil {
		return err
	}
	room := types.MaxTagsPerPerson - len(own)
	for _, pair := range tags {
		has := slices.ContainsFunc(own, func(p types.TagPair) bool { return p.Class == pair.Class })
		if has || room == 0 {
			continue
		}
		epochs, err := k.TagEpochs(ctx)
		if err != nil {
			return err
		}
		if err := k.claimTags(ctx, ref, epochs, pair); err != nil {
			return err
		}
		if _, err := k.uncover(ctx, ref, pair.Class); err != nil {
			return err
		}
		room--
	}
	return k.clearDue(ctx, ref)
}

// requireCovered refuses with ErrTagDue a merger of a person for whom a tag is owed that the record that goes on hasn't either.
func (k *Keeper) requireCovered(ctx context.Context, ref, into []byte) error {
	due, owed, err := k.dueTag(ctx, ref)
	if err != nil || !owed || due.Waived {
		return err
	}
	has, err := k.HasLiveTag(ctx, into, due.Class)
	if err == nil && !has {
		return types.ErrTagDue
	}
	return err
}
