package keeper

import (
	"bytes"
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// OpenEpoch lets tags of the next key stand beside the present ones: from now on whoever is registered brings both.
func (s msgServer) OpenEpoch(ctx context.Context, msg *types.MsgOpenEpoch) (*types.MsgOpenEpochResponse, error) {
	epochs, err := s.changeEpoch(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	if s.keys == nil {
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "tag keys")
	}
	active, err := s.keys.ActiveKey(ctx, msg.Epoch)
	if err != nil {
		return nil, err
	}
	if epochs, err = epochs.OpenNext(msg.Epoch, msg.PublicKey, active); err != nil {
		return nil, err
	}
	if err := s.tags.epochs.Set(ctx, epochs); err != nil {
		return nil, err
	}
	return &types.MsgOpenEpochResponse{}, emit(ctx, types.NewEventEpochChanged(epochs))
}

// EndEpoch ends the present epoch, none of whose tags is left to be issued again, or gives the next one up.
func (s msgServer) EndEpoch(ctx context.Context, msg *types.MsgEndEpoch) (*types.MsgEndEpochResponse, error) {
	epochs, err := s.changeEpoch(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	if epochs, err = epochs.End(msg.Epoch); err != nil {
		return nil, err
	}
	if err := s.tags.epochs.Set(ctx, epochs); err != nil {
		return nil, err
	}
	return &types.MsgEndEpochResponse{}, emit(ctx, types.NewEventEpochChanged(epochs))
}

func (k *Keeper) changeEpoch(ctx context.Context, signer string, msg interface {
	sdk.Msg
	ValidateBasic() error
},
) (types.TagEpochs, error) {
	if err := msg.ValidateBasic(); err != nil {
		return types.TagEpochs{}, err
	}
	if _, err := k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), authoritytypes.Nation); err != nil {
		return types.TagEpochs{}, err
	}
	return k.TagEpochs(ctx)
}

// ReissueTags gives registered persons their tags of the next epoch. A tag that somebody else holds is met as in a registration: a match
// is opened about it, and the person's tag waits. When another organisation has said that both are one human being, sending the tag again
// lets the person go without.
func (s msgServer) ReissueTags(ctx context.Context, msg *types.MsgReissueTags) (*types.MsgReissueTagsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	res, event := &types.MsgReissueTagsResponse{}, &types.EventTagsReissued{Tags: uint32(len(msg.Tags))}
	for i, t := range msg.Tags {
		person, by, err := s.target(ctx, msg.Signer, msg, t.Person)
		if err != nil {
			return nil, errorsmod.Wrapf(err, "tag %d", i)
		}
		outcome, err := s.reissue(ctx, person, by, t.Tag)
		if err != nil {
			return nil, errorsmod.Wrapf(err, "tag %d", i)
		}
		event.Organisation = by.Organisation
		switch {
		case outcome.covered:
			event.Covered++
		case outcome.match != 0:
			event.Conflicts++
			res.Conflicts = append(res.Conflicts, types.TagConflict{Item: uint32(i), Match: outcome.match})
		}
	}
	return res, emit(ctx, event)
}

// reissued is what became of a tag: issued, unless there is a match or the person needs none.
type reissued struct {
	match   uint64
	covered bool
}

func (k *Keeper) reissue(ctx context.Context, person types.Person, by types.Decider, tag types.Tag) (reissued, error) {
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return reissued{}, err
	}
	if !epochs.Open() || tag.KeyEpoch() != epochs.Next {
		return reissued{}, errorsmod.Wrapf(types.ErrEpochWrong, "epoch %d", tag.KeyEpoch())
	}
	value, err := k.tags.held(ctx, epochs.Current, person.Ref, tag.Class)
	if err != nil {
		return reissued{}, err
	}
	if value == nil {
		return reissued{}, types.ErrTagMissing
	}
	current := types.Tag{Class: tag.Class, Value: value}.In(epochs.Current)
	holder, err := k.tags.holder(ctx, tag)
	if err != nil {
		return reissued{}, err
	}
	if bytes.Equal(holder, person.Ref) { // sent again
		return reissued{}, nil
	}
	lacks, err := k.tags.held(ctx, epochs.Next, person.Ref, tag.Class)
	if err != nil {
		return reissued{}, err
	}
	if lacks != nil {
		return reissued{}, types.ErrTagIssued
	}
	if holder != nil {
		return k.meet(ctx, epochs, person, by, current, tag, holder)
	}
	if err := k.tags.claim(ctx, person.Ref, tag); err != nil {
		return reissued{}, err
	}
	return reissued{}, k.fill(ctx, epochs, person.Ref, current)
}

// meet is what follows a tag of the next epoch that somebody else holds.
func (k *Keeper) meet(ctx context.Context, epochs types.TagEpochs, person types.Person, by types.Decider, current, tag types.Tag, holder []byte) (reissued, error) {
	covered, err := k.tags.covered.Has(ctx, collections.Join(person.Ref, tag.Class))
	if err != nil || covered {
		return reissued{covered: covered}, err
	}
	last, err := k.reissueMatch(ctx, collections.Join(tag.Class, person.Ref))
	if err != nil {
		return reissued{}, err
	}
	if last.Epoch == tag.Epoch && bytes.Equal(last.Person, holder) {
		_, _, over, err := k.clock(ctx, last)
		if err != nil {
			return reissued{}, err
		}
		others, err := k.coveredBy(ctx, holder)
		if err != nil {
			return reissued{}, err
		}
		if last.Covers(over) && len(others) < types.MaxCoveredPerPerson {
			if err := k.fill(ctx, epochs, person.Ref, current); err != nil {
				return reissued{}, err
			}
			return reissued{covered: true}, k.cover(ctx, person.Ref, last)
		}
	}
	id, open, err := k.openedMatch(ctx, holder, by.Organisation)
	if err != nil || open {
		return reissued{match: id}, err
	}
	match, err := k.openMatch(ctx, types.Match{
		Class: tag.Class, Epoch: tag.Epoch, Person: holder, Area: person.HomeArea, Opener: by, Applicant: person.Ref,
	})
	return reissued{match: match.Id}, err
}

// reissueMatch gives the last match about an applicant's tag in a class, or an empty one.
func (k *Keeper) reissueMatch(ctx context.Context, at tagKey) (types.Match, error) {
	id, err := k.tags.reissues.Get(ctx, at)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Match{}, nil
	}
	if err != nil {
		return types.Match{}, err
	}
	return k.match(ctx, id)
}

// WithdrawTag takes a tag of the next epoch from who holds it wrongly, so that whose it is can have it. The holder needs another one.
func (s msgServer) WithdrawTag(ctx context.Context, msg *types.MsgWithdrawTag) (*types.MsgWithdrawTagResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	match, err := s.match(ctx, msg.Match)
	if err != nil {
		return nil, err
	}
	var officer authoritytypes.Officer
	for _, area := range []string{match.HomeArea, match.Area} {
		if officer, err = s.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), area); err != nil {
			return nil, err
		}
	}
	by := s.decider(ctx, officer)
	if err := s.requireDisinterested(ctx, by, match.Person); err != nil {
		return nil, err
	}
	_, _, over, err := s.clock(ctx, match)
	if err != nil {
		return nil, err
	}
	if match, err = match.WithdrawTagBy(by, over); err != nil {
		return nil, err
	}
	if err := s.takeTag(ctx, match); err != nil {
		return nil, err
	}
	if err := s.matches.Set(ctx, match.Id, match); err != nil {
		return nil, err
	}
	event := &types.EventTagWithdrawn{Match: match.Id, Organisation: officer.Organisation}
	return &types.MsgWithdrawTagResponse{}, emit(ctx, event)
}

// takeTag frees the tag that a match of the next epoch is about, once.
func (k *Keeper) takeTag(ctx context.Context, match types.Match) error {
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return err
	}
	if !epochs.Open() || (types.Tag{Epoch: match.Epoch}).KeyEpoch() != epochs.Next {
		return errorsmod.Wrap(types.ErrEpochWrong, "the match is not about a tag of the next epoch")
	}
	next, err := k.tags.held(ctx, epochs.Next, match.Person, match.Class)
	if err != nil {
		return err
	}
	if next == nil {
		return types.ErrTagMissing
	}
	if err := k.tags.remove(ctx, match.Person, types.Tag{Class: match.Class, Value: next}.In(epochs.Next)); err != nil {
		return err
	}
	value, err := k.tags.held(ctx, epochs.Current, match.Person, match.Class)
	if err != nil {
		return err
	}
	if err := k.setEpochs(ctx, epochs, epochs.Lack(types.Tag{Class: match.Class, Value: value}.In(epochs.Current))); err != nil {
		return err
	}
	return k.uncoverAll(ctx, match.Person)
}
