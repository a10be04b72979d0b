package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// EndBlock counts the tags of the current epoch after the next was opened, and removes those of an epoch that ended, at most
// MaxTagsPerBlock.
func (k *Keeper) EndBlock(ctx context.Context) error {
	epochs, err := k.TagEpochs(ctx)
	switch {
	case err != nil:
		return err
	case epochs.Ended != 0:
		return k.removeTags(ctx, epochs)
	case epochs.Open() && !epochs.Counted:
		return k.countTags(ctx, epochs)
	}
	return nil
}

// countTags goes on counting where the last block stopped.
func (k *Keeper) countTags(ctx context.Context, epochs types.TagEpochs) error {
	next, seen := epochs, 0
	err := k.tags.walk(ctx, epochs.Current, epochs.Reached, func(tag types.Tag, ref []byte) (bool, error) {
		lacks, err := k.lacks(ctx, epochs, ref, tag.Class)
		if err != nil {
			return true, err
		}
		if lacks {
			next.Left++
		}
		next.Reached = &tag
		seen++
		return seen == k.perBlock, nil
	})
	if err != nil {
		return err
	}
	if seen < k.perBlock {
		next.Counted, next.Reached = true, nil
	}
	return k.tags.epochs.Set(ctx, next)
}

// lacks tells whether a person needs a tag of the next epoch in a class.
func (k *Keeper) lacks(ctx context.Context, epochs types.TagEpochs, ref []byte, class uint32) (bool, error) {
	value, err := k.tags.held(ctx, epochs.Next, ref, class)
	if err != nil || value != nil {
		return false, err
	}
	covered, err := k.tags.covered.Has(ctx, collections.Join(ref, class))
	return !covered, err
}

// removeTags removes tags of the epoch that ended.
func (k *Keeper) removeTags(ctx context.Context, epochs types.TagEpochs) error {
	var gone []types.LiveTag
	err := k.tags.walk(ctx, epochs.Ended, nil, func(tag types.Tag, ref []byte) (bool, error) {
		gone = append(gone, types.LiveTag{Tag: tag, Person: ref})
		return len(gone) == k.perBlock, nil
	})
	if err != nil {
		return err
	}
	for _, t := range gone {
		if err := k.tags.remove(ctx, t.Person, t.Tag); err != nil {
			return err
		}
	}
	if len(gone) > 0 {
		return nil
	}
	epochs.Ended = 0
	return k.tags.epochs.Set(ctx, epochs)
}
