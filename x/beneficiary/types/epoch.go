package types

import (
	"bytes"
	"cmp"
	"slices"

	errorsmod "cosmossdk.io/errors"
)

// Constants of epochs; changing these forks the chain.
const (
	// FirstEpoch is the epoch that a network begins with; a tag with epoch 0 is of it.
	FirstEpoch = 1
	// MaxTagsPerMessage bounds the tags in one MsgReissueTags.
	MaxTagsPerMessage = 500
	// MaxCoveredPerPerson bounds the persons who go without a tag because of those that one holds.
	MaxCoveredPerPerson = 16
	// MaxTagsPerBlock bounds the tags that one block counts, or removes, across a change of epoch.
	MaxTagsPerBlock = 1_000
)

// KeyEpoch is the epoch of the tag key that made the tag.
func (t Tag) KeyEpoch() uint32 { return max(t.Epoch, FirstEpoch) }

// In gives the tag as one of an epoch, in the form in which tags are written.
func (t Tag) In(epoch uint32) Tag {
	t.Epoch = epoch
	if epoch == FirstEpoch {
		t.Epoch = 0
	}
	return t
}

// compareTags orders tags of one epoch as the store does: by class, then value.
func compareTags(a, b Tag) int {
	return cmp.Or(cmp.Compare(a.Class, b.Class), bytes.Compare(a.Value, b.Value))
}

// TagPair is what a person has in one class: the tag of the current epoch and, between two epochs, that of the next.
type TagPair struct {
	Class uint32
	// Value is of the current epoch; nil where a person has none.
	Value []byte
	// Next is of the next epoch; nil where a person has none, or there is none.
	Next []byte
}

// Pair sorts a person's tags by class. It refuses one of an epoch that isn't taken (ErrEpochWrong), and a class in which one is missing
// (ErrEpochPair).
func (e TagEpochs) Pair(tags []Tag) ([]TagPair, error) {
	pairs, err := e.pairs(tags)
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		if p.Value == nil || (p.Next == nil) == e.Open() {
			return nil, errorsmod.Wrapf(ErrEpochPair, "class %d", p.Class)
		}
	}
	return pairs, nil
}

func (e TagEpochs) pairs(tags []Tag) ([]TagPair, error) {
	var pairs []TagPair
	for i, tag := range tags {
		at := slices.IndexFunc(pairs, func(p TagPair) bool { return p.Class == tag.Class })
		if at < 0 {
			at, pairs = len(pairs), append(pairs, TagPair{Class: tag.Class})
		}
		switch epoch := tag.KeyEpoch(); {
		case epoch == e.Current:
			pairs[at].Value = tag.Value
		case e.Open() && epoch == e.Next:
			pairs[at].Next = tag.Value
		default:
			return nil, errorsmod.Wrapf(ErrEpochWrong, "tag %d is of epoch %d", i, epoch)
		}
	}
	return pairs, nil
}

// Open tells whether there is a next epoch.
func (e TagEpochs) Open() bool { return e.Next != 0 }

// Takes tells whether tags of an epoch are live.
func (e TagEpochs) Takes(epoch uint32) bool {
	return epoch == e.Current || e.Open() && epoch == e.Next
}

// Counts tells whether a tag of the current epoch is among those counted.
func (e TagEpochs) Counts(tag Tag) bool {
	return e.Open() && (e.Counted || e.Reached != nil && compareTags(tag, *e.Reached) <= 0)
}

// Lack gives the epochs after a tag of the current one came to be without a counterpart in the next.
func (e TagEpochs) Lack(tag Tag) TagEpochs {
	if e.Counts(tag) {
		e.Left++
	}
	return e
}

// Fill gives the epochs after a tag that had no counterpart got one, needs none any more, or is gone.
func (e TagEpochs) Fill(tag Tag) (TagEpochs, error) {
	if !e.Counts(tag) {
		return e, nil
	}
	if e.Left == 0 {
		return TagEpochs{}, errorsmod.Wrap(ErrInvariantBroken, "no tags are left to be issued again")
	}
	e.Left--
	return e, nil
}

// OpenNext gives the epochs with a next one, whose key is the active one of that epoch.
func (e TagEpochs) OpenNext(epoch uint32, key, active []byte) (TagEpochs, error) {
	switch {
	case e.Open():
		return TagEpochs{}, errorsmod.Wrapf(ErrEpochOpen, "epoch %d", e.Next)
	case e.Ended != 0:
		return TagEpochs{}, errorsmod.Wrapf(ErrEpochOpen, "tags of epoch %d are still being removed", e.Ended)
	case epoch <= e.Current:
		return TagEpochs{}, errorsmod.Wrapf(ErrEpochWrong, "epoch %d, want one after %d", epoch, e.Current)
	case !bytes.Equal(key, active):
		return TagEpochs{}, errorsmod.Wrap(ErrEpochUnready, "another key is active in the epoch")
	}
	return TagEpochs{Current: e.Current, Next: epoch, PublicKey: key}, nil
}

// End gives the epochs after the current one ended, or the next one was given up. The current one ends only when none of its tags is left.
func (e TagEpochs) End(epoch uint32) (TagEpochs, error) {
	switch {
	case !e.Open():
		return TagEpochs{}, errorsmod.Wrap(ErrEpochWrong, "there is no next epoch")
	case epoch == e.Next:
		return TagEpochs{Current: e.Current, Ended: e.Next}, nil
	case epoch != e.Current:
		return TagEpochs{}, errorsmod.Wrapf(ErrEpochWrong, "epoch %d, want %d, or %d to give it up", epoch, e.Current, e.Next)
	case !e.Counted:
		return TagEpochs{}, errorsmod.Wrap(ErrEpochLeft, "tags are still being counted")
	case e.Left > 0:
		return TagEpochs{}, errorsmod.Wrapf(ErrEpochLeft, "%d are left", e.Left)
	}
	return TagEpochs{Current: e.Next, Ended: e.Current}, nil
}

func (e TagEpochs) validate() error {
	switch {
	case e.Current < FirstEpoch, e.Open() && (e.Next <= e.Current || e.Ended != 0 || len(e.PublicKey) != TagKeyLength), e.Ended == e.Current:
		return errorsmod.Wrap(ErrGenesisInvalid, "epochs")
	case !e.Open() && (e.Counted || e.Reached != nil || e.Left != 0 || len(e.PublicKey) > 0), e.Counted && e.Reached != nil:
		return errorsmod.Wrap(ErrGenesisInvalid, "tags are counted")
	case e.Reached != nil:
		return e.Reached.ValidateBasic()
	}
	return nil
}

// Covers tells whether a match says that its applicant, already in the register, is the human being who holds the tag: for good, and by
// another organisation than the one that asks, so that no office alone lets a person go without a tag.
func (m Match) Covers(timeOver bool) bool {
	one := m.Status == MATCH_STATUS_TRANSFER_AGREED || m.Status == MATCH_STATUS_CONFIRMED_DUPLICATE
	elsewhere := m.Settled || m.Answerer != nil && m.Answerer.Organisation != m.Opener.Organisation
	return m.Over(timeOver) && one && elsewhere
}

// WithdrawTagBy gives the match after its tag was taken from the holder: it came out for good that the holder is another human being than
// the applicant, whose tag it is, and the officer is of another organisation than the asking one. It happens once.
func (m Match) WithdrawTagBy(by Decider, timeOver bool) (Match, error) {
	if len(m.Applicant) == 0 || m.Status != MATCH_STATUS_FALSE_POSITIVE || !m.Over(timeOver) || m.Withdrawn {
		return Match{}, errorsmod.Wrap(ErrMatchState, m.Status.String())
	}
	if err := m.Opener.Elsewhere(by); err != nil {
		return Match{}, err
	}
	m.Withdrawn = true
	return m, nil
}
