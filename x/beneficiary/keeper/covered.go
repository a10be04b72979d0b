package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// cover lets a person go without a tag, because a match says that who holds it is the same human being.
func (k *Keeper) cover(ctx context.Context, ref []byte, match types.Match) error {
	if err := k.tags.covered.Set(ctx, collections.Join(ref, match.Class), match.Id); err != nil {
		return err
	}
	return k.tags.coveredBy.Set(ctx, collections.Join3(match.Person, match.Class, ref))
}

// uncover ends that, and tells whether it was so.
func (k *Keeper) uncover(ctx context.Context, ref []byte, class uint32) (bool, error) {
	id, err := k.tags.covered.Get(ctx, collections.Join(ref, class))
	if errors.Is(err, collections.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	match, err := k.match(ctx, id)
	if err != nil {
		return false, err
	}
	if err := k.tags.covered.Remove(ctx, collections.Join(ref, class)); err != nil {
		return false, err
	}
	return true, k.tags.coveredBy.Remove(ctx, collections.Join3(match.Person, class, ref))
}

// coveredOf lists the classes in which a person goes without a tag.
func (k *Keeper) coveredOf(ctx context.Context, ref []byte) ([]uint32, error) {
	var classes []uint32
	err := k.tags.covered.Walk(ctx, collections.NewPrefixedPairRange[[]byte, uint32](ref), func(key coverKey, _ uint64) (bool, error) {
		classes = append(classes, key.K2())
		return false, nil
	})
	return classes, err
}

// coveredBy lists who goes without a tag because of those that a person holds, at most types.MaxCoveredPerPerson.
func (k *Keeper) coveredBy(ctx context.Context, holder []byte) ([]coverKey, error) {
	var list []coverKey
	err := k.tags.coveredBy.Walk(ctx, collections.NewPrefixedTripleRange[[]byte, uint32, []byte](holder),
		func(key collections.Triple[[]byte, uint32, []byte]) (bool, error) {
			list = append(list, collections.Join(key.K3(), key.K2()))
			return false, nil
		})
	return list, err
}

// requireNoneCovered refuses with ErrTagNeeded to close a person whose tag stands for other records of the same human being.
func (k *Keeper) requireNoneCovered(ctx context.Context, holder []byte) error {
	list, err := k.coveredBy(ctx, holder)
	if err == nil && len(list) > 0 {
		err = types.ErrTagNeeded
	}
	return err
}

// uncoverAll ends it for all who go without a tag because of those that a person held: the tags are free, and between two epochs theirs
// have to be issued again.
func (k *Keeper) uncoverAll(ctx context.Context, holder []byte) error {
	list, err := k.coveredBy(ctx, holder)
	if err != nil {
		return err
	}
	for _, key := range list {
		if _, err := k.uncover(ctx, key.K1(), key.K2()); err != nil {
			return err
		}
		epochs, err := k.TagEpochs(ctx)
		if err != nil {
			return err
		}
		value, err := k.tags.held(ctx, epochs.Current, key.K1(), key.K2())
		if err != nil {
			return err
		}
		if value == nil {
			continue
		}
		if err := k.setEpochs(ctx, epochs, epochs.Lack(types.Tag{Class: key.K2(), Value: value}.In(epochs.Current))); err != nil {
			return err
		}
	}
	return nil
}
