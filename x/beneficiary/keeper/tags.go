package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

type (
	tagKey      = collections.Pair[uint32, []byte]
	epochTagKey = collections.Triple[uint32, uint32, []byte]
	coverKey    = collections.Pair[[]byte, uint32]
)

// tagTables keep who holds which tag. Tags of the first epoch have tables of their own, whose keys are older than epochs.
type tagTables struct {
	// first: (class, value) → ref; firstByPerson: (ref, class) → value. Deleted by ClosePerson and ConfirmMerger, and after the first epoch.
	first         collections.Map[tagKey, []byte]
	firstByPerson collections.Map[collections.Pair[[]byte, uint32], []byte]
	// later: (epoch, class, value) → ref; laterByPerson: (ref, epoch, class) → value. Deleted likewise, and by WithdrawTag.
	later         collections.Map[epochTagKey, []byte]
	laterByPerson collections.Map[collections.Triple[[]byte, uint32, uint32], []byte]
	// epochs: those whose tags count; missing in the first.
	epochs collections.Item[types.TagEpochs]
	// covered: (ref, class) → match that says so; deleted when the person gets a tag or leaves, or who holds the tag is merged.
	covered collections.Map[coverKey, uint64]
	// coveredBy: (ref of who holds the tag, class, ref of who goes without); deleted with it.
	coveredBy collections.KeySet[collections.Triple[[]byte, uint32, []byte]]
	// reissues: (class, ref of the applicant) → last match about the applicant's tag; never deleted.
	reissues collections.Map[tagKey, uint64]
}

func newTagTables(sb *collections.SchemaBuilder, cdc codec.BinaryCodec) tagTables {
	pair := collections.PairKeyCodec(collections.Uint32Key, collections.BytesKey)
	return tagTables{
		first: collections.NewMap(sb, types.TagsKey, "tags", pair, collections.BytesValue),
		firstByPerson: collections.NewMap(sb, types.TagsByPersonKey, "tags_by_person",
			collections.PairKeyCodec(collections.BytesKey, collections.Uint32Key), collections.BytesValue),
		later: collections.NewMap(sb, types.EpochTagsKey, "epoch_tags",
			collections.TripleKeyCodec(collections.Uint32Key, collections.Uint32Key, collections.BytesKey), collections.BytesValue),
		laterByPerson: collections.NewMap(sb, types.EpochTagsByPersonKey, "epoch_tags_by_person",
			collections.TripleKeyCodec(collections.BytesKey, collections.Uint32Key, collections.Uint32Key), collections.BytesValue),
		epochs: collections.NewItem(sb, types.TagEpochsKey, "tag_epochs", codec.CollValue[types.TagEpochs](cdc)),
		covered: collections.NewMap(sb, types.CoveredTagsKey, "covered_tags",
			collections.PairKeyCodec(collections.BytesKey, collections.Uint32Key), collections.Uint64Value),
		coveredBy: collections.NewKeySet(sb, types.CoveredTagsByHolderKey, "covered_tags_by_holder",
			collections.TripleKeyCodec(collections.BytesKey, collections.Uint32Key, collections.BytesKey)),
		reissues: collections.NewMap(sb, types.ReissueMatchesKey, "reissue_matches", pair, collections.Uint64Value),
	}
}

// TagEpochs gives the epochs whose tags count.
func (k *Keeper) TagEpochs(ctx context.Context) (types.TagEpochs, error) {
	epochs, err := k.tags.epochs.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return types.TagEpochs{Current: types.FirstEpoch}, nil
	}
	return epochs, err
}

// RequireUnusedEpoch refuses with ErrEpochOpen an epoch whose tags count: its key is still needed.
func (k *Keeper) RequireUnusedEpoch(ctx context.Context, epoch uint32) error {
	epochs, err := k.TagEpochs(ctx)
	if err == nil && epochs.Takes(epoch) {
		return errorsmod.Wrapf(types.ErrEpochOpen, "the register takes tags of epoch %d", epoch)
	}
	return err
}

// HasLiveTag tells whether a person holds a live tag in a class.
func (k *Keeper) HasLiveTag(ctx context.Context, ref []byte, class uint32) (bool, error) {
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return false, err
	}
	value, err := k.tags.held(ctx, epochs.Current, ref, class)
	return value != nil, err
}

// claimTags gives a person tags that nobody holds, or ErrTagLive. The caller has checked that none of the current epoch is missing.
func (k *Keeper) claimTags(ctx context.Context, ref []byte, epochs types.TagEpochs, pair types.TagPair) error {
	current := types.Tag{Class: pair.Class, Value: pair.Value}.In(epochs.Current)
	if err := k.tags.claim(ctx, ref, current); err != nil {
		return err
	}
	if pair.Next != nil {
		return k.tags.claim(ctx, ref, types.Tag{Class: pair.Class, Value: pair.Next}.In(epochs.Next))
	}
	return k.setEpochs(ctx, epochs, epochs.Lack(current))
}

// tagsOf lists what a person has by class, at most MaxTagsPerPerson.
func (k *Keeper) tagsOf(ctx context.Context, ref []byte) ([]types.TagPair, error) {
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return nil, err
	}
	held, err := k.tags.heldIn(ctx, epochs.Current, ref)
	if err != nil {
		return nil, err
	}
	pairs := make([]types.TagPair, len(held))
	for i, tag := range held {
		pairs[i] = types.TagPair{Class: tag.Class, Value: tag.Value}
		if !epochs.Open() {
			continue
		}
		if pairs[i].Next, err = k.tags.held(ctx, epochs.Next, ref, tag.Class); err != nil {
			return nil, err
		}
	}
	return pairs, nil
}

// releaseTags frees a person's tags. Who goes without one because of them needs one again.
func (k *Keeper) releaseTags(ctx context.Context, ref []byte) error {
	pairs, err := k.tagsOf(ctx, ref)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		epochs, err := k.TagEpochs(ctx)
		if err != nil {
			return err
		}
		tag := types.Tag{Class: pair.Class, Value: pair.Value}.In(epochs.Current)
		if err := k.tags.remove(ctx, ref, tag); err != nil {
			return err
		}
		if pair.Next == nil {
			err = k.fill(ctx, epochs, ref, tag)
		} else {
			err = k.tags.remove(ctx, ref, types.Tag{Class: pair.Class, Value: pair.Next}.In(epochs.Next))
		}
		if err != nil {
			return err
		}
	}
	covered, err := k.coveredOf(ctx, ref)
	if err != nil {
		return err
	}
	for _, class := range covered {
		if _, err := k.uncover(ctx, ref, class); err != nil {
			return err
		}
	}
	return k.uncoverAll(ctx, ref)
}

// fill counts a tag without a counterpart as done, once.
func (k *Keeper) fill(ctx context.Context, epochs types.TagEpochs, ref []byte, tag types.Tag) error {
	covered, err := k.uncover(ctx, ref, tag.Class)
	if err != nil || covered {
		return err
	}
	next, err := epochs.Fill(tag)
	if err != nil {
		return err
	}
	return k.setEpochs(ctx, epochs, next)
}

// setEpochs stores the epochs if their count changed.
func (k *Keeper) setEpochs(ctx context.Context, before, after types.TagEpochs) error {
	if before.Left == after.Left {
		return nil
	}
	return k.tags.epochs.Set(ctx, after)
}

// holder gives the person who holds a tag, or nil.
func (t tagTables) holder(ctx context.Context, tag types.Tag) ([]byte, error) {
	var (
		ref []byte
		err error
	)
	if epoch := tag.KeyEpoch(); epoch == types.FirstEpoch {
		ref, err = t.first.Get(ctx, collections.Join(tag.Class, tag.Value))
	} else {
		ref, err = t.later.Get(ctx, collections.Join3(epoch, tag.Class, tag.Value))
	}
	return unlessMissing(ref, err)
}

// held gives the value of a person's tag in a class of an epoch, or nil.
func (t tagTables) held(ctx context.Context, epoch uint32, ref []byte, class uint32) ([]byte, error) {
	var (
		value []byte
		err   error
	)
	if epoch == types.FirstEpoch {
		value, err = t.firstByPerson.Get(ctx, collections.Join(ref, class))
	} else {
		value, err = t.laterByPerson.Get(ctx, collections.Join3(ref, epoch, class))
	}
	return unlessMissing(value, err)
}

func unlessMissing(value []byte, err error) ([]byte, error) {
	if errors.Is(err, collections.ErrNotFound) {
		return nil, nil
	}
	return value, err
}

// heldIn lists a person's tags of an epoch by class.
func (t tagTables) heldIn(ctx context.Context, epoch uint32, ref []byte) ([]types.Tag, error) {
	var list []types.Tag
	add := func(class uint32, value []byte) { list = append(list, types.Tag{Class: class, Value: value}.In(epoch)) }
	if epoch == types.FirstEpoch {
		err := t.firstByPerson.Walk(ctx, collections.NewPrefixedPairRange[[]byte, uint32](ref), func(key collections.Pair[[]byte, uint32], value []byte) (bool, error) {
			add(key.K2(), value)
			return false, nil
		})
		return list, err
	}
	err := t.laterByPerson.Walk(ctx, collections.NewSuperPrefixedTripleRange[[]byte, uint32, uint32](ref, epoch),
		func(key collections.Triple[[]byte, uint32, uint32], value []byte) (bool, error) {
			add(key.K3(), value)
			return false, nil
		})
	return list, err
}

// claim gives a person a tag that nobody holds, or ErrTagLive.
func (t tagTables) claim(ctx context.Context, ref []byte, tag types.Tag) error {
	holder, err := t.holder(ctx, tag)
	if err != nil {
		return err
	}
	if holder != nil {
		return types.ErrTagLive
	}
	if epoch := tag.KeyEpoch(); epoch != types.FirstEpoch {
		if err := t.later.Set(ctx, collections.Join3(epoch, tag.Class, tag.Value), ref); err != nil {
			return err
		}
		return t.laterByPerson.Set(ctx, collections.Join3(ref, epoch, tag.Class), tag.Value)
	}
	if err := t.first.Set(ctx, collections.Join(tag.Class, tag.Value), ref); err != nil {
		return err
	}
	return t.firstByPerson.Set(ctx, collections.Join(ref, tag.Class), tag.Value)
}

// remove takes a tag from a person.
func (t tagTables) remove(ctx context.Context, ref []byte, tag types.Tag) error {
	if epoch := tag.KeyEpoch(); epoch != types.FirstEpoch {
		if err := t.later.Remove(ctx, collections.Join3(epoch, tag.Class, tag.Value)); err != nil {
			return err
		}
		return t.laterByPerson.Remove(ctx, collections.Join3(ref, epoch, tag.Class))
	}
	if err := t.first.Remove(ctx, collections.Join(tag.Class, tag.Value)); err != nil {
		return err
	}
	return t.firstByPerson.Remove(ctx, collections.Join(ref, tag.Class))
}

// walk goes through the tags of an epoch after one, or all of them, by class and value, until fn says stop.
func (t tagTables) walk(ctx context.Context, epoch uint32, after *types.Tag, fn func(tag types.Tag, ref []byte) (bool, error)) error {
	if epoch == types.FirstEpoch {
		var from collections.Ranger[tagKey]
		if after != nil {
			from = new(collections.Range[tagKey]).StartExclusive(collections.Join(after.Class, after.Value))
		}
		return t.first.Walk(ctx, from, func(key tagKey, ref []byte) (bool, error) {
			return fn(types.Tag{Class: key.K1(), Value: key.K2()}, ref)
		})
	}
	from := new(collections.Range[epochTagKey]).EndExclusive(collections.Join3(epoch+1, uint32(0), []byte{}))
	if after != nil {
		from = from.StartExclusive(collections.Join3(epoch, after.Class, after.Value))
	} else {
		from = from.StartInclusive(collections.Join3(epoch, uint32(0), []byte{}))
	}
	return t.later.Walk(ctx, from, func(key epochTagKey, ref []byte) (bool, error) {
		return fn(types.Tag{Class: key.K2(), Value: key.K3()}.In(epoch), ref)
	})
}
