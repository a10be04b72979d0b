package keeper

import (
	"bytes"
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// Invariant is a property of the whole state; it scans, so it is never checked on-chain.
type Invariant struct {
	Name  string
	Check func(context.Context, *Keeper) error
}

// Invariants lists what always holds.
func Invariants() []Invariant {
	return []Invariant{
		{Name: "beneficiary/tag-unique", Check: checkTags},
		{Name: "beneficiary/tags-left", Check: checkLeft},
		{Name: "beneficiary/covered-tags", Check: checkCovered},
		{Name: "beneficiary/due-tags", Check: checkDue},
		{Name: "beneficiary/holder-index", Check: checkHolders},
		{Name: "beneficiary/area-index", Check: checkAreas},
		{Name: "beneficiary/guardians", Check: checkGuardians},
		{Name: "beneficiary/standing", Check: checkStanding},
		{Name: "beneficiary/moves", Check: checkMoves},
		{Name: "beneficiary/matches", Check: checkMatches},
	}
}

// checkHolders: the account of each live person's key leads to the person, no other account does, and every key in a
// record is marked as used.
func checkHolders(ctx context.Context, k *Keeper) error {
	keys, holders := 0, 0
	err := k.persons.Walk(ctx, nil, func(_ []byte, person types.Person) (bool, error) {
		if len(person.HolderKey) == 0 {
			return false, nil
		}
		addr, err := types.HolderAddress(person.HolderKey, person.Curve)
		if err != nil {
			return true, err
		}
		user, err := k.usedKeys.Get(ctx, addr)
		if err != nil || !bytes.Equal(user, person.Ref) {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "key is not marked as used by its person")
		}
		if !person.Live() {
			return false, nil
		}
		keys++
		ref, err := k.holders.Get(ctx, addr)
		if err != nil || !bytes.Equal(ref, person.Ref) {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "account does not lead to its person")
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.holders.Walk(ctx, nil, func([]byte, []byte) (bool, error) {
		holders++
		return false, nil
	})
	if err != nil {
		return err
	}
	if keys != holders {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d keys, %d holders", keys, holders)
	}
	return nil
}

// checkAreas: each person and household stands once in the index, under its home, and each head is in the register.
func checkAreas(ctx context.Context, k *Keeper) error {
	persons, households, indexed := 0, 0, 0
	err := k.persons.Walk(ctx, nil, func(ref []byte, person types.Person) (bool, error) {
		persons++
		if !bytes.Equal(ref, person.Ref) {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "person is stored under another reference")
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.persons.Indexes.area.Walk(ctx, nil, func(area string, ref []byte) (bool, error) {
		indexed++
		person, err := k.Person(ctx, ref)
		if err != nil {
			return true, err
		}
		if person.HomeArea != area {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "person is indexed under another area")
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if persons != indexed {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d persons, %d indexed", persons, indexed)
	}
	err = k.households.Walk(ctx, nil, func(_ []byte, household types.Household) (bool, error) {
		households++
		_, err := k.Person(ctx, household.Head)
		return err != nil, err
	})
	if err != nil {
		return err
	}
	indexed = 0
	err = k.households.Indexes.area.Walk(ctx, nil, func(area string, ref []byte) (bool, error) {
		indexed++
		household, err := k.Household(ctx, ref)
		if err != nil {
			return true, err
		}
		if household.HomeArea != area {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "household is indexed under another area")
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if households != indexed {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d households, %d indexed", households, indexed)
	}
	return nil
}
