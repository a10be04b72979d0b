package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// decided remembers for good that an officer shaped a grant of the roll: the person, not the account.
func (k *Keeper) decided(ctx context.Context, roll uint32, officer authoritytypes.Officer) error {
	key := collections.Join(roll, officer.Credential)
	known, err := k.deciders.Has(ctx, key)
	if err != nil || known {
		return err
	}
	return k.deciders.Set(ctx, key)
}

// requireImpartial refuses an officer who would release money of a roll and once shaped a grant of it, whatever duty or account
// the person had then.
func (k *Keeper) requireImpartial(ctx context.Context, officer authoritytypes.Officer, rolls ...uint32) error {
	for _, roll := range rolls {
		partial, err := k.deciders.Has(ctx, collections.Join(roll, officer.Credential))
		if err != nil {
			return err
		}
		if partial {
			return errorsmod.Wrapf(types.ErrSelfDealing, "decided about a grant of roll %d; let another treasurer do it", roll)
		}
	}
	return nil
}
