package keeper

import (
	"bytes"
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/internal/invariant"
)

// Invariant is a promise of the module about its state.
type Invariant = invariant.Invariant[*Keeper]

// Invariants lists what always holds.
func Invariants() []Invariant {
	return []Invariant{
		{
			Name: "beneficiary/tag-unique", Rules: []int{2, 11}, Check: checkTags,
			Holds: "each tag has one holder in the register, across all provinces and epochs",
		},
		{
			Name: "beneficiary/tags-left", Rules: []int{2}, Check: checkLeft,
			Holds: "as many tags are left to be issued again as a count finds",
		},
		{
			Name: "beneficiary/covered-tags", Rules: []int{2}, Check: checkCovered,
			Holds: "who goes without a tag has none of the next epoch, and who stands for them holds one",
		},
		{
			Name: "beneficiary/due-tags", Rules: []int{2, 11}, Check: checkDue,
			Holds: "each tag that is due is of a person in the register who has none in the class",
		},
		{
			Name: "beneficiary/holder-index", Rules: []int{11}, Check: checkHolders,
			Holds: "the key of each live person leads to the person, and no other does",
		},
		{
			Name: "beneficiary/area-index", Rules: []int{11}, Check: checkAreas,
			Holds: "each person and household stands once under its home",
		},
		{
			Name: "beneficiary/guardians", Rules: []int{11}, Check: checkGuardians,
			Holds: "each ward stands once under its guardian, and no guardian is a ward",
		},
		{
			Name: "beneficiary/standing", Rules: []int{11}, Check: checkStanding,
			Holds: "agencies, recoveries, recognitions and mergers are of live persons",
		},
		{
			Name: "beneficiary/moves", Rules: []int{11, 14}, Check: checkMoves,
			Holds: "each open offer of a move stands once under its area, and its persons are in no other",
		},
		{
			Name: "beneficiary/matches", Rules: []int{11}, Check: checkMatches,
			Holds: "matches go by number without a gap, and each stands under both areas",
		},
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
