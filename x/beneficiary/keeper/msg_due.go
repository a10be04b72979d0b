package keeper

import (
	"context"
	"errors"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// PayFirst notes that an organisation pays a person who has no tag in a class yet. It refuses a person who was paid so before
// (ErrTagDue), and an organisation that owes a tag whose time is over, or too many (ErrTagsOverdue). The caller has authorised it.
func (k *Keeper) PayFirst(ctx context.Context, ref []byte, class, organisation uint32) error {
	known, err := k.dueTags.Has(ctx, ref)
	if err != nil {
		return err
	}
	if known {
		return types.ErrTagDue
	}
	if err := k.requireNoOverdue(ctx, organisation); err != nil {
		return err
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	due := types.DueTag{Person: ref, Class: class, Organisation: organisation, Since: uint32(max(today, 0))}
	if err := k.setDue(ctx, due); err != nil {
		return err
	}
	return emit(ctx, types.NewEventTagDue(due, true))
}

// requireNoOverdue looks at the oldest tag that an organisation owes, and counts them up to the bound.
func (k *Keeper) requireNoOverdue(ctx context.Context, organisation uint32) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	owed := uint32(0)
	err = k.dueByOrganisation.Walk(ctx, collections.NewPrefixedTripleRange[uint32, uint32, []byte](organisation),
		func(key collections.Triple[uint32, uint32, []byte]) (bool, error) {
			if owed == 0 {
				_, over, err := k.dueClock(ctx, key.K2())
				if err != nil {
					return true, err
				}
				if over {
					return true, errorsmod.Wrapf(types.ErrTagsOverdue, "organisation %d", organisation)
				}
			}
			owed++
			return owed >= params.MaxDueTags, nil
		})
	if err == nil && owed >= params.MaxDueTags {
		err = errorsmod.Wrapf(types.ErrTagsOverdue, "organisation %d owes %d", organisation, owed)
	}
	return err
}

// dueClock gives the last day on which a tag owed since a day is in time, and whether that is over; never in years that aren't announced.
func (k *Keeper) dueClock(ctx context.Context, since uint32) (authoritytypes.Deadline, bool, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return authoritytypes.Deadline{}, false, err
	}
	deadline, err := k.deps.Authority.Deadline(ctx, authoritytypes.Day(since), params.TagDays)
	if err != nil {
		return authoritytypes.Deadline{}, false, err
	}
	today, err := k.deps.Authority.Today(ctx)
	return deadline, !deadline.Provisional() && today > deadline.Day, err
}

// SupplyTags gives a registered person tags in classes that the person has none in, all or none. A tag that somebody else holds is met as
// in a registration: a match is opened about it.
func (s msgServer) SupplyTags(ctx context.Context, msg *types.MsgSupplyTags) (*types.MsgSupplyTagsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, by, err := s.target(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	if !person.HoldsTags() {
		return nil, types.ErrPersonClosed
	}
	match, err := s.supply(ctx, person, by, msg.Tags)
	if err != nil {
		return nil, err
	}
	event := &types.EventTagsSupplied{Person: person.Ref, Organisation: by.Organisation, Match: match}
	return &types.MsgSupplyTagsResponse{Match: match}, emit(ctx, event)
}

// supply gives a person tags, or the match about the first that somebody else holds.
func (k *Keeper) supply(ctx context.Context, person types.Person, by types.Decider, tags []types.Tag) (uint64, error) {
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return 0, err
	}
	pairs, err := epochs.Pair(tags)
	if err != nil {
		return 0, err
	}
	own, err := k.tagsOf(ctx, person.Ref)
	if err != nil {
		return 0, err
	}
	if len(own)+len(pairs) > types.MaxTagsPerPerson {
		return 0, errorsmod.Wrapf(types.ErrTagMalformed, "at most %d for one person", types.MaxTagsPerPerson)
	}
	for _, pair := range pairs {
		if slices.ContainsFunc(own, func(p types.TagPair) bool { return p.Class == pair.Class }) {
			return 0, errorsmod.Wrapf(types.ErrTagIssued, "class %d", pair.Class)
		}
	}
	for _, tag := range tags {
		holder, err := k.tags.holder(ctx, tag)
		if err != nil {
			return 0, err
		}
		if holder == nil {
			continue
		}
		id, open, err := k.openedMatch(ctx, holder, by.Organisation)
		if err != nil || open {
			return id, err
		}
		match, err := k.openMatch(ctx, types.Match{
			Class: tag.Class, Epoch: tag.In(tag.KeyEpoch()).Epoch, Person: holder, Area: person.HomeArea, Opener: by, Applicant: person.Ref,
		})
		return match.Id, err
	}
	for _, pair := range pairs {
		if err := k.claimTags(ctx, person.Ref, epochs, pair); err != nil {
			return 0, err
		}
		if _, err := k.uncover(ctx, person.Ref, pair.Class); err != nil {
			return 0, err
		}
	}
	return 0, k.clearDue(ctx, person.Ref)
}

// WaiveTag gives up to ask for a tag that is overdue, for another organisation than the one that owes it. The person is never paid first again.
func (s msgServer) WaiveTag(ctx context.Context, msg *types.MsgWaiveTag) (*types.MsgWaiveTagResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, by, err := s.target(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	due, owed, err := s.dueTag(ctx, msg.Ref)
	if err != nil {
		return nil, err
	}
	if !owed || due.Waived {
		return nil, types.ErrTagNotOverdue
	}
	if by.Organisation == due.Organisation {
		return nil, types.ErrSameOrganisation
	}
	_, over, err := s.dueClock(ctx, due.Since)
	if err != nil {
		return nil, err
	}
	if !over {
		return nil, types.ErrTagNotOverdue
	}
	if err := s.removeDue(ctx, due); err != nil {
		return nil, err
	}
	due.Waived = true
	if err := s.setDue(ctx, due); err != nil {
		return nil, err
	}
	return &types.MsgWaiveTagResponse{}, emit(ctx, types.NewEventTagDue(due, false))
}

// dueTag gives the tag that is owed for a person, and whether one is or was.
func (k *Keeper) dueTag(ctx context.Context, ref []byte) (types.DueTag, bool, error) {
	due, err := k.dueTags.Get(ctx, ref)
	if errors.Is(err, collections.ErrNotFound) {
		return types.DueTag{}, false, nil
	}
	return due, err == nil, err
}

// requireNoDue refuses with ErrTagDue to let a person go for whom a tag is owed.
func (k *Keeper) requireNoDue(ctx context.Context, ref []byte) error {
	due, owed, err := k.dueTag(ctx, ref)
	if err == nil && owed && !due.Waived {
		return types.ErrTagDue
	}
	return err
}

// clearDue ends what is owed for a person who has the tag now.
func (k *Keeper) clearDue(ctx context.Context, ref []byte) error {
	due, owed, err := k.dueTag(ctx, ref)
	if err != nil || !owed {
		return err
	}
	has, err := k.HasLiveTag(ctx, ref, due.Class)
	if err != nil || !has {
		return err
	}
	if err := k.removeDue(ctx, due); err != nil {
		return err
	}
	return emit(ctx, types.NewEventTagDue(due, false))
}

func (k *Keeper) setDue(ctx context.Context, due types.DueTag) error {
	if err := k.dueTags.Set(ctx, due.Person, due); err != nil || due.Waived {
		return err
	}
	return k.dueByOrganisation.Set(ctx, collections.Join3(due.Organisation, due.Since, due.Person))
}

func (k *Keeper) removeDue(ctx context.Context, due types.DueTag) error {
	if err := k.dueTags.Remove(ctx, due.Person); err != nil {
		return err
	}
	return k.dueByOrganisation.Remove(ctx, collections.Join3(due.Organisation, due.Since, due.Person))
}
