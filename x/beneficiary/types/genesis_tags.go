package types

import errorsmod "cosmossdk.io/errors"

// Epochs gives the epochs of the genesis; a network begins in the first.
func (gs GenesisState) Epochs() TagEpochs {
	if gs.TagEpochs == nil {
		return TagEpochs{Current: FirstEpoch}
	}
	return *gs.TagEpochs
}

// heldIn is a person's place in a class of an epoch.
type heldIn struct {
	epoch, class uint32
	person       string
}

// validateTags checks the epochs and their tags: each lives once, a person has one per class, and those left are counted.
func (gs GenesisState) validateTags(persons map[string]PersonStatus) error {
	epochs := gs.Epochs()
	if err := epochs.validate(); err != nil {
		return err
	}
	held, err := gs.checkTags(epochs, persons)
	if err != nil {
		return err
	}
	covered := make(map[heldIn]bool, len(gs.CoveredTags))
	for i, c := range gs.CoveredTags {
		at := heldIn{class: c.Class, person: string(c.Person)}
		if covered[at] || c.Class == 0 || CheckRef(c.Person) != nil || c.Match == 0 || c.Match > uint64(len(gs.Matches)) ||
			gs.Matches[c.Match-1].Class != c.Class {
			return errorsmod.Wrapf(ErrGenesisInvalid, "covered tag %d", i)
		}
		covered[at] = true
	}
	left := uint64(0)
	for _, t := range gs.Tags {
		next := heldIn{epochs.Next, t.Tag.Class, string(t.Person)}
		current := heldIn{epochs.Current, t.Tag.Class, string(t.Person)}
		cover := covered[heldIn{class: t.Tag.Class, person: string(t.Person)}]
		switch t.Tag.KeyEpoch() {
		case epochs.Current:
			if epochs.Counts(t.Tag) && !held[next] && !cover {
				left++
			}
		case epochs.Next:
			if !held[current] || cover {
				return errorsmod.Wrap(ErrGenesisInvalid, "a tag of the next epoch alone")
			}
		}
	}
	if left != epochs.Left {
		return errorsmod.Wrapf(ErrGenesisInvalid, "%d tags are left, not %d", left, epochs.Left)
	}
	return nil
}

func (gs GenesisState) checkTags(epochs TagEpochs, persons map[string]PersonStatus) (map[heldIn]bool, error) {
	type inEpoch struct {
		epoch, class uint32
		value        string
	}
	live, held, counts := make(map[inEpoch]bool, len(gs.Tags)), make(map[heldIn]bool, len(gs.Tags)), map[heldIn]int{}
	for i, t := range gs.Tags {
		if err := t.Tag.ValidateBasic(); err != nil {
			return nil, errorsmod.Wrapf(err, "tag %d", i)
		}
		epoch, person := t.Tag.KeyEpoch(), string(t.Person)
		switch status, ok := persons[person]; {
		case !ok:
			return nil, errorsmod.Wrapf(ErrPersonUnknown, "tag %d", i)
		case epoch == epochs.Ended:
		case !epochs.Takes(epoch):
			return nil, errorsmod.Wrapf(ErrEpochWrong, "tag %d is of epoch %d", i, epoch)
		case !(Person{Status: status}).HoldsTags():
			return nil, errorsmod.Wrapf(ErrPersonClosed, "tag %d", i)
		}
		value, holding := inEpoch{epoch, t.Tag.Class, string(t.Tag.Value)}, heldIn{epoch, t.Tag.Class, person}
		if live[value] {
			return nil, errorsmod.Wrapf(ErrTagLive, "tag %d", i)
		}
		live[value] = true
		if held[holding] {
			return nil, errorsmod.Wrapf(ErrTagMalformed, "tag %d: the person has one in the class", i)
		}
		held[holding] = true
		inAll := heldIn{epoch: epoch, person: person}
		if counts[inAll]++; counts[inAll] > MaxTagsPerPerson {
			return nil, errorsmod.Wrapf(ErrTagMalformed, "tag %d: at most %d for one person", i, MaxTagsPerPerson)
		}
	}
	return held, nil
}
