package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/authority/types"
)

// DeclareInterest bars an officer from what is decided about a person: at the officer's own word, or at an administrator's.
func (s msgServer) DeclareInterest(ctx context.Context, msg *types.MsgDeclareInterest) (*types.MsgDeclareInterestResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, by, err := s.declaring(ctx, msg)
	if err != nil {
		return nil, err
	}
	interests, err := s.Interests(ctx, [][]byte{officer.Credential})
	if err != nil {
		return nil, err
	}
	if types.CheckInterests(interests, msg.Person) != nil {
		return nil, types.ErrInterestKnown
	}
	if len(interests) >= types.MaxInterestsPerPerson {
		return nil, errorsmod.Wrapf(types.ErrInterestsExceeded, "%d", len(interests))
	}
	interest := types.Interest{Credential: officer.Credential, Person: msg.Person, Organisation: by.Organisation, Time: now(ctx)}
	if err := s.saveInterest(ctx, interest); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventInterestDeclared(officer.Address, interest)); err != nil {
		return nil, err
	}
	return &types.MsgDeclareInterestResponse{}, nil
}

// declaring gives the officer whose interest is declared, and who declares it.
func (k *Keeper) declaring(ctx context.Context, msg *types.MsgDeclareInterest) (officer, by types.Officer, err error) {
	if msg.Signer == msg.Officer {
		officer, _, err = k.actingMember(ctx, msg.Signer, msg)
		return officer, officer, err
	}
	officer, _, by, err = k.over(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Officer)
	return officer, by, err
}

// WithdrawInterest lets an officer decide about a person again, at the word of another person of the organisation that declared it or of one
// above.
func (s msgServer) WithdrawInterest(ctx context.Context, msg *types.MsgWithdrawInterest) (*types.MsgWithdrawInterestResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, _, by, err := s.over(ctx, msg.Signer, sdk.MsgTypeURL(msg), msg.Officer)
	if err != nil {
		return nil, err
	}
	key := collections.Join(officer.Credential, msg.Person)
	interest, err := s.interests.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return nil, types.ErrInterestUnknown
	}
	if err != nil {
		return nil, err
	}
	if interest.Organisation != by.Organisation {
		if _, err := s.authorizeOver(ctx, msg.Signer, sdk.MsgTypeURL(msg), interest.Organisation); err != nil {
			return nil, err
		}
	}
	if err := s.interests.Remove(ctx, key); err != nil {
		return nil, err
	}
	if err := s.interestsByPerson.Remove(ctx, collections.Join(msg.Person, officer.Credential)); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventInterestWithdrawn(officer.Address, interest, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawInterestResponse{}, nil
}

func (k *Keeper) saveInterest(ctx context.Context, i types.Interest) error {
	if err := k.interests.Set(ctx, collections.Join(i.Credential, i.Person), i); err != nil {
		return err
	}
	return k.interestsByPerson.Set(ctx, collections.Join(i.Person, i.Credential))
}

// Interests lists the references of the persons in whom one of these credentials has a declared interest: at most MaxInterestsPerPerson
// for each.
func (k *Keeper) Interests(ctx context.Context, credentials [][]byte) ([][]byte, error) {
	var persons [][]byte
	for _, credential := range credentials {
		iter, err := k.interests.Iterate(ctx, collections.NewPrefixedPairRange[[]byte, []byte](credential))
		if err != nil {
			return nil, err
		}
		keys, err := iter.Keys()
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			persons = append(persons, key.K2())
		}
	}
	return persons, nil
}

// RequireNoInterest refuses with ErrInterestDeclared an act of these credentials about persons in one of whom one of them has a declared
// interest.
func (k *Keeper) RequireNoInterest(ctx context.Context, credentials [][]byte, persons ...[]byte) error {
	interests, err := k.Interests(ctx, credentials)
	if err != nil {
		return err
	}
	return types.CheckInterests(interests, persons...)
}
