package keeper

import (
	"bytes"
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// checkTags: the tags and the tags by person say the same, nobody who left the register holds any of an epoch that counts, and nobody one
// of the next epoch alone.
func checkTags(ctx context.Context, k *Keeper) error {
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return err
	}
	tags, byPerson := 0, 0
	for _, epoch := range []uint32{epochs.Current, epochs.Next, epochs.Ended} {
		if epoch == 0 {
			continue
		}
		err := k.tags.walk(ctx, epoch, nil, func(tag types.Tag, ref []byte) (bool, error) {
			tags++
			value, err := k.tags.held(ctx, epoch, ref, tag.Class)
			if err != nil {
				return true, err
			}
			if !bytes.Equal(value, tag.Value) {
				return true, errorsmod.Wrap(types.ErrInvariantBroken, "person holds another tag in the class")
			}
			if epoch == epochs.Ended {
				return false, nil
			}
			person, err := k.Person(ctx, ref)
			if err != nil {
				return true, err
			}
			current, err := k.tags.held(ctx, epochs.Current, ref, tag.Class)
			if err != nil {
				return true, err
			}
			if !person.HoldsTags() || current == nil {
				return true, errorsmod.Wrap(types.ErrInvariantBroken, "a person who left, or has none of the current epoch, holds a tag")
			}
			return false, nil
		})
		if err != nil {
			return err
		}
	}
	err = k.tags.firstByPerson.Walk(ctx, nil, func(collections.Pair[[]byte, uint32], []byte) (bool, error) {
		byPerson++
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.tags.laterByPerson.Walk(ctx, nil, func(collections.Triple[[]byte, uint32, uint32], []byte) (bool, error) {
		byPerson++
		return false, nil
	})
	if err != nil {
		return err
	}
	if tags != byPerson {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d tags, %d by person", tags, byPerson)
	}
	return nil
}

// checkLeft: as many tags are left to be issued again as a count finds.
func checkLeft(ctx context.Context, k *Keeper) error {
	epochs, err := k.TagEpochs(ctx)
	if err != nil || !epochs.Open() {
		return err
	}
	left := uint64(0)
	err = k.tags.walk(ctx, epochs.Current, nil, func(tag types.Tag, ref []byte) (bool, error) {
		lacks, err := k.lacks(ctx, epochs, ref, tag.Class)
		if lacks && epochs.Counts(tag) {
			left++
		}
		return err != nil, err
	})
	if err != nil {
		return err
	}
	if left != epochs.Left {
		return errorsmod.Wrapf(types.ErrInvariantBroken, "%d tags are left, not %d", left, epochs.Left)
	}
	return nil
}

// checkCovered: who goes without a tag has none of the epoch that is to count, and who stands for them holds one in the class.
func checkCovered(ctx context.Context, k *Keeper) error {
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return err
	}
	covered := 0
	err = k.tags.covered.Walk(ctx, nil, func(key coverKey, id uint64) (bool, error) {
		covered++
		match, err := k.match(ctx, id)
		if err != nil {
			return true, err
		}
		holds, err := k.HasLiveTag(ctx, match.Person, key.K2())
		if err != nil {
			return true, err
		}
		listed, err := k.tags.coveredBy.Has(ctx, collections.Join3(match.Person, key.K2(), key.K1()))
		if err != nil {
			return true, err
		}
		var own []byte
		if epochs.Open() {
			if own, err = k.tags.held(ctx, epochs.Next, key.K1(), key.K2()); err != nil {
				return true, err
			}
		}
		if !holds || !listed || own != nil {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a person goes without a tag for no reason")
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.tags.coveredBy.Walk(ctx, nil, func(collections.Triple[[]byte, uint32, []byte]) (bool, error) {
		covered--
		return false, nil
	})
	if err == nil && covered != 0 {
		err = errorsmod.Wrap(types.ErrInvariantBroken, "somebody stands for a person who goes without no tag")
	}
	return err
}

// checkDue: each tag that is owed is of a person in the register who has none in the class, and stands once under the organisation
// unless it was waived.
func checkDue(ctx context.Context, k *Keeper) error {
	owed, indexed := 0, 0
	err := k.dueTags.Walk(ctx, nil, func(ref []byte, due types.DueTag) (bool, error) {
		person, err := k.Person(ctx, ref)
		if err != nil {
			return true, err
		}
		has, err := k.HasLiveTag(ctx, ref, due.Class)
		if err != nil {
			return true, err
		}
		stands, err := k.dueByOrganisation.Has(ctx, collections.Join3(due.Organisation, due.Since, ref))
		if err != nil {
			return true, err
		}
		if !person.HoldsTags() || has || stands == due.Waived {
			return true, errorsmod.Wrap(types.ErrInvariantBroken, "a tag that nobody owes is due")
		}
		if stands {
			owed++
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.dueByOrganisation.Walk(ctx, nil, func(collections.Triple[uint32, uint32, []byte]) (bool, error) {
		indexed++
		return false, nil
	})
	if err == nil && owed != indexed {
		err = errorsmod.Wrapf(types.ErrInvariantBroken, "%d tags are due, %d by organisation", owed, indexed)
	}
	return err
}
