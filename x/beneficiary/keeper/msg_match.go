package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/beneficiary/types"
)

// OpenMatch asks the holder's office about a tag that an applicant has too: the enrolment was refused, and only people can say why.
func (s msgServer) OpenMatch(ctx context.Context, msg *types.MsgOpenMatch) (*types.MsgOpenMatchResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, err := s.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Area)
	if err != nil {
		return nil, err
	}
	if err := s.deps.Authority.RequireArea(ctx, msg.Area); err != nil {
		return nil, err
	}
	tag, err := s.presentTag(ctx, types.Tag{Class: msg.Class, Value: msg.Value, Epoch: msg.Epoch})
	if err != nil {
		return nil, err
	}
	ref, err := s.tags.holder(ctx, tag)
	if err != nil {
		return nil, err
	}
	if ref == nil {
		return nil, types.ErrTagUnknown
	}
	by := s.decider(ctx, officer)
	if err := s.requireDisinterested(ctx, by, ref); err != nil {
		return nil, err
	}
	id, open, err := s.openedMatch(ctx, ref, officer.Organisation)
	if err != nil {
		return nil, err
	}
	if open {
		return nil, errorsmod.Wrapf(types.ErrMatchOpen, "match %d", id)
	}
	match, err := s.openMatch(ctx, types.Match{Class: tag.Class, Epoch: tag.Epoch, Person: ref, Area: msg.Area, Opener: by})
	if err != nil {
		return nil, err
	}
	return &types.MsgOpenMatchResponse{Id: match.Id}, nil
}

// presentTag gives a tag without an epoch as one of the present epoch, and refuses one of an epoch that isn't taken.
func (k *Keeper) presentTag(ctx context.Context, tag types.Tag) (types.Tag, error) {
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return types.Tag{}, err
	}
	if tag.Epoch == 0 {
		tag.Epoch = epochs.Current
	}
	if !epochs.Takes(tag.Epoch) {
		return types.Tag{}, errorsmod.Wrapf(types.ErrEpochWrong, "epoch %d", tag.Epoch)
	}
	return tag.In(tag.Epoch), nil
}

// openMatch stores the next match about a person and emits it.
func (k *Keeper) openMatch(ctx context.Context, match types.Match) (types.Match, error) {
	person, err := k.Person(ctx, match.Person)
	if err != nil {
		return types.Match{}, err
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return types.Match{}, err
	}
	last, err := k.matchSeq.Peek(ctx)
	if err != nil {
		return types.Match{}, err
	}
	match.Id, match.HomeArea, match.Status, match.Since = last+1, person.HomeArea, types.MATCH_STATUS_OPEN, uint32(today)
	if err := k.addMatch(ctx, match); err != nil {
		return types.Match{}, err
	}
	return match, emit(ctx, types.NewEventMatchChanged(match, match.Opener.Organisation))
}

// TakeUpMatch says that the holder's office looks into it.
func (s msgServer) TakeUpMatch(ctx context.Context, msg *types.MsgTakeUpMatch) (*types.MsgTakeUpMatchResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	match, err := s.match(ctx, msg.Id)
	if err != nil {
		return nil, err
	}
	return &types.MsgTakeUpMatchResponse{}, s.moveMatch(ctx, msg.Signer, msg, match, []string{match.HomeArea},
		func(_ types.Decider, _ uint32, over bool) (types.Match, error) { return match.TakeUp(over) })
}

// AnswerMatch is the answer of the holder's office.
func (s msgServer) AnswerMatch(ctx context.Context, msg *types.MsgAnswerMatch) (*types.MsgAnswerMatchResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	match, err := s.match(ctx, msg.Id)
	if err != nil {
		return nil, err
	}
	return &types.MsgAnswerMatchResponse{}, s.moveMatch(ctx, msg.Signer, msg, match, []string{match.HomeArea},
		func(by types.Decider, today uint32, over bool) (types.Match, error) {
			return match.AnswerBy(by, msg.Answer, today, over)
		})
}

// DisputeMatch says that the asking office doesn't accept the answer.
func (s msgServer) DisputeMatch(ctx context.Context, msg *types.MsgDisputeMatch) (*types.MsgDisputeMatchResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	match, err := s.match(ctx, msg.Id)
	if err != nil {
		return nil, err
	}
	return &types.MsgDisputeMatchResponse{}, s.moveMatch(ctx, msg.Signer, msg, match, []string{match.Area},
		func(_ types.Decider, _ uint32, over bool) (types.Match, error) { return match.Dispute(over) })
}

// SettleMatch is the word of an organisation whose area contains both offices.
func (s msgServer) SettleMatch(ctx context.Context, msg *types.MsgSettleMatch) (*types.MsgSettleMatchResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	match, err := s.match(ctx, msg.Id)
	if err != nil {
		return nil, err
	}
	return &types.MsgSettleMatchResponse{}, s.moveMatch(ctx, msg.Signer, msg, match, []string{match.HomeArea, match.Area},
		func(by types.Decider, _ uint32, over bool) (types.Match, error) {
			return match.SettleBy(by, msg.Answer, over)
		})
}

// moveMatch authorises an officer in every area, decides and stores.
func (k *Keeper) moveMatch(ctx context.Context, signer string, msg sdk.Msg, match types.Match, areas []string,
	decide func(by types.Decider, today uint32, over bool) (types.Match, error),
) error {
	var officer authoritytypes.Officer
	for _, area := range areas {
		var err error
		if officer, err = k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), area); err != nil {
			return err
		}
	}
	by := k.decider(ctx, officer)
	if err := k.requireDisinterested(ctx, by, match.Person); err != nil {
		return err
	}
	_, today, over, err := k.clock(ctx, match)
	if err != nil {
		return err
	}
	match, err = decide(by, today, over)
	if err != nil {
		return err
	}
	if err := k.matches.Set(ctx, match.Id, match); err != nil {
		return err
	}
	return emit(ctx, types.NewEventMatchChanged(match, officer.Organisation))
}

// clock gives the end of the match's present clock, today, and whether it is over. A deadline is counted when it is asked for, so that
// an amended calendar counts; one that is provisional is never over.
func (k *Keeper) clock(ctx context.Context, match types.Match) (authoritytypes.Deadline, uint32, bool, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return authoritytypes.Deadline{}, 0, false, err
	}
	deadline, err := k.deps.Authority.Deadline(ctx, authoritytypes.Day(match.Since), params.MatchDays)
	if err != nil {
		return authoritytypes.Deadline{}, 0, false, err
	}
	today, err := k.deps.Authority.Today(ctx)
	return deadline, uint32(today), !deadline.Provisional() && today > deadline.Day, err
}

// openedMatch gives an organisation's latest match about a person, and whether it goes on: a second one waits for its end.
func (k *Keeper) openedMatch(ctx context.Context, ref []byte, organisation uint32) (uint64, bool, error) {
	id, err := k.latestMatch.Get(ctx, collections.Join(ref, organisation))
	if errors.Is(err, collections.ErrNotFound) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	match, err := k.match(ctx, id)
	if err != nil {
		return 0, false, err
	}
	_, _, over, err := k.clock(ctx, match)
	return id, !match.Over(over), err
}

func (k *Keeper) match(ctx context.Context, id uint64) (types.Match, error) {
	match, err := k.matches.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Match{}, errorsmod.Wrapf(types.ErrMatchUnknown, "match %d", id)
	}
	return match, err
}

// addMatch stores the next match with its index entries.
func (k *Keeper) addMatch(ctx context.Context, match types.Match) error {
	if err := k.matchSeq.Set(ctx, match.Id); err != nil {
		return err
	}
	if err := k.matches.Set(ctx, match.Id, match); err != nil {
		return err
	}
	for _, area := range []string{match.Area, match.HomeArea} {
		if err := k.matchesByArea.Set(ctx, collections.Join(area, match.Id)); err != nil {
			return err
		}
	}
	if len(match.Applicant) > 0 {
		if err := k.tags.reissues.Set(ctx, collections.Join(match.Class, match.Applicant), match.Id); err != nil {
			return err
		}
	}
	return k.latestMatch.Set(ctx, collections.Join(match.Person, match.Opener.Organisation), match.Id)
}
