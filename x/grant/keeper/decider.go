package keeper

import (
	"context"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// decided remembers for good who shaped a grant of the roll: the persons, not the account.
func (k *Keeper) decided(ctx context.Context, roll uint32, actor types.Actor) error {
	for _, person := range actor.Persons {
		key := collections.Join(roll, person)
		known, err := k.deciders.Has(ctx, key)
		if err != nil {
			return err
		}
		if known {
			continue
		}
		if err := k.deciders.Set(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

// requireImpartial refuses an officer who would release money of a roll and once shaped a grant of it, whatever duty or account
// the person had then.
func (k *Keeper) requireImpartial(ctx context.Context, actor types.Actor, rolls ...uint32) error {
	for _, roll := range rolls {
		for _, person := range actor.Persons {
			partial, err := k.deciders.Has(ctx, collections.Join(roll, person))
			if err != nil {
				return err
			}
			if partial {
				return errorsmod.Wrapf(types.ErrSelfDealing, "decided about a grant of roll %d; let another treasurer do it", roll)
			}
		}
	}
	return nil
}

// requireUninvolved refuses an officer who would release money of a roll that still pays a person in whom somebody behind the officer has a
// declared interest. There are few interests and few grants of one payee.
func (k *Keeper) requireUninvolved(ctx context.Context, actor types.Actor, rolls []uint32) error {
	interests, err := k.deps.Authority.Interests(ctx, actor.Persons)
	if err != nil {
		return err
	}
	for _, payee := range interests {
		prefix := collections.NewPrefixedPairRange[[]byte, uint64](payee)
		err := k.grantsOf.Walk(ctx, prefix, func(key collections.Pair[[]byte, uint64]) (bool, error) {
			grant, roll, err := k.grantAndRoll(ctx, types.GrantID(key.K2()))
			if err != nil || !slices.Contains(rolls, roll.Id) {
				return err != nil, err
			}
			if owes, err := k.owes(ctx, roll, grant); err != nil || !owes {
				return err != nil, err
			}
			return true, errorsmod.Wrapf(authoritytypes.ErrInterestDeclared, "roll %d pays the person", roll.Id)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
