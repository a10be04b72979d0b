package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// checkGuardians: each ward stands once under its guardian and nowhere else, is still in the register, and no guardian is a ward.
func checkGuardians(ctx context.Context, k *Keeper) error {
	guarded, indexed := 0, 0
	err := k.guardianships.Walk(ctx, nil, func(ref []byte, g types.Guardianship) (bool, error) {
		ward, err := k.Person(ctx, ref)
		if err != nil || !bytes.Equal(ref, g.Ward) || !ward.HoldsTags() {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a guardianship without a ward")
		}
		if len(g.Guardian) == 0 {
			return false, nil
		}
		guarded++
		above, err := k.guardianship(ctx, g.Guardian)
		if err != nil || len(above.Guardian) > 0 {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a ward is a guardian")
		}
		known, err := k.wards.Has(ctx, collections.Join(g.Guardian, ref))
		if err != nil || !known {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a ward is not under its guardian")
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.wards.Walk(ctx, nil, func(collections.Pair[[]byte, []byte]) (bool, error) {
		indexed++
		return false, nil
	})
	if err != nil {
		return err
	}
	if guarded != indexed {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d wards, %d under guardians", guarded, indexed)
	}
	return nil
}

// checkStanding: agencies, recoveries and mergers are of live persons, and nobody has more agents than allowed.
func checkStanding(ctx context.Context, k *Keeper) error {
	requireLive := func(ref []byte, what string) error {
		person, err := k.Person(ctx, ref)
		if err == nil {
			err = person.RequireLive()
		}
		if err != nil {
			return errorsmod.Wrapf(types.ErrInvariantBroken, "%s of a person who isn't live", what)
		}
		return nil
	}
	var last []byte
	agents := 0
	err := k.agencies.Walk(ctx, nil, func(key collections.Pair[[]byte, []byte], _ types.Agency) (bool, error) {
		if !bytes.Equal(last, key.K1()) {
			last, agents = key.K1(), 0
		}
		if agents++; agents > types.MaxAgentsPerPerson {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "too many agents")
		}
		err := requireLive(key.K1(), "agency")
		return err != nil, err
	})
	if err != nil {
		return err
	}
	err = k.recoveries.Walk(ctx, nil, func(ref []byte, _ types.Recovery) (bool, error) {
		err := requireLive(ref, "recovery")
		return err != nil, err
	})
	if err != nil {
		return err
	}
	return k.mergers.Walk(ctx, nil, func(ref []byte, _ types.Merger) (bool, error) {
		err := requireLive(ref, "merger")
		return err != nil, err
	})
}
