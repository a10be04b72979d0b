package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// Recognise records what an office has found out about a person, or renews it. Others take it over: whom the holder lets see it has it
// proved from the chain.
func (s msgServer) Recognise(ctx context.Context, msg *types.MsgRecognise) (*types.MsgRecogniseResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, by, err := s.liveTarget(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	recognition := types.Recognition{Person: person.Ref, Category: msg.Category, Organisation: by.Organisation, Since: now(ctx), ValidUntil: msg.ValidUntil}
	if err := recognition.CheckTime(now(ctx), params); err != nil {
		return nil, err
	}
	at := collections.Join(person.Ref, msg.Category)
	known, err := s.recognitions.Has(ctx, at)
	if err != nil {
		return nil, err
	}
	if !known {
		others, err := s.recognitionsOf(ctx, person.Ref)
		if err != nil {
			return nil, err
		}
		if len(others) >= types.MaxRecognitionsPerPerson {
			return nil, types.ErrRecognitionsTooMany
		}
	}
	if err := s.recognitions.Set(ctx, at, recognition); err != nil {
		return nil, err
	}
	event := &types.EventRecognised{Person: person.Ref, Category: msg.Category, ValidUntil: msg.ValidUntil, Organisation: by.Organisation}
	return &types.MsgRecogniseResponse{}, emit(ctx, event)
}

// RevokeRecognition ends a recognition: from the next block on nobody can prove it.
func (s msgServer) RevokeRecognition(ctx context.Context, msg *types.MsgRevokeRecognition) (*types.MsgRevokeRecognitionResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, by, err := s.target(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	at := collections.Join(person.Ref, msg.Category)
	_, err = s.recognitions.Get(ctx, at)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrRecognitionUnknown
	}
	if err != nil {
		return nil, err
	}
	if err := s.recognitions.Remove(ctx, at); err != nil {
		return nil, err
	}
	event := &types.EventRecognised{Person: person.Ref, Category: msg.Category, Organisation: by.Organisation}
	return &types.MsgRevokeRecognitionResponse{}, emit(ctx, event)
}

// recognitionsOf lists what is recognised about a person, at most MaxRecognitionsPerPerson.
func (k *Keeper) recognitionsOf(ctx context.Context, ref []byte) ([]types.Recognition, error) {
	var list []types.Recognition
	err := k.recognitions.Walk(ctx, collections.NewPrefixedPairRange[[]byte, uint32](ref), func(_ collections.Pair[[]byte, uint32], r types.Recognition) (bool, error) {
		list = append(list, r)
		return false, nil
	})
	return list, err
}
