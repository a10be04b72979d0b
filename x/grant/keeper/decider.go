package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

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
