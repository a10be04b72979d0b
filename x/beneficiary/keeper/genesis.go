package keeper

import (
	"bytes"
	"context"
	"slices"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// InitGenesis checks and stores the register. Areas and accounts must be in place: authority and auth come first.
func (k *Keeper) InitGenesis(ctx context.Context, gs types.GenesisState) error {
	if err := gs.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, gs.Params); err != nil {
		return err
	}
	for i, person := range gs.Persons {
		if err := k.importPerson(ctx, person); err != nil {
			return errorsmod.Wrapf(err, "person %d", i)
		}
	}
	for i, household := range gs.Households {
		if err := k.deps.Authority.RequireKnownArea(ctx, household.HomeArea); err != nil {
			return errorsmod.Wrapf(err, "household %d", i)
		}
		if err := k.households.Set(ctx, household.Ref, household); err != nil {
			return err
		}
	}
	if err := k.importTags(ctx, gs); err != nil {
		return err
	}
	for i, key := range gs.RetiredKeys {
		addr, err := k.parseAddress(key.Address)
		if err != nil {
			return errorsmod.Wrapf(err, "retired key %d", i)
		}
		if err := k.useKey(ctx, key.Person, addr); err != nil {
			return errorsmod.Wrapf(err, "retired key %d", i)
		}
	}
	return k.importStanding(ctx, gs)
}

// importTags stores the tags with their epochs.
func (k *Keeper) importTags(ctx context.Context, gs types.GenesisState) error {
	if gs.TagEpochs != nil {
		if err := k.tags.epochs.Set(ctx, *gs.TagEpochs); err != nil {
			return err
		}
	}
	for i, tag := range gs.Tags {
		if err := k.tags.claim(ctx, tag.Person, tag.Tag); err != nil {
			return errorsmod.Wrapf(err, "tag %d", i)
		}
	}
	for _, c := range gs.CoveredTags {
		if err := k.cover(ctx, c.Person, gs.Matches[c.Match-1]); err != nil {
			return err
		}
	}
	return nil
}

// exportTags reads the tags with their epochs.
func (k *Keeper) exportTags(ctx context.Context, gs *types.GenesisState) error {
	known, err := k.tags.epochs.Has(ctx)
	if err != nil {
		return err
	}
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return err
	}
	if known {
		gs.TagEpochs = &epochs
	}
	list := []uint32{epochs.Current, epochs.Next, epochs.Ended}
	slices.Sort(list)
	for _, epoch := range list {
		if epoch == 0 {
			continue
		}
		err := k.tags.walk(ctx, epoch, nil, func(tag types.Tag, ref []byte) (bool, error) {
			gs.Tags = append(gs.Tags, types.LiveTag{Tag: tag, Person: ref})
			return false, nil
		})
		if err != nil {
			return err
		}
	}
	return k.tags.covered.Walk(ctx, nil, func(key coverKey, match uint64) (bool, error) {
		gs.CoveredTags = append(gs.CoveredTags, types.CoveredTag{Person: key.K1(), Class: key.K2(), Match: match})
		return false, nil
	})
}

// importStanding stores guardianships, agencies, recoveries and mergers.
func (k *Keeper) importStanding(ctx context.Context, gs types.GenesisState) error {
	for _, g := range gs.Guardianships {
		if err := k.guardianships.Set(ctx, g.Ward, g); err != nil {
			return err
		}
		if len(g.Guardian) == 0 {
			continue
		}
		if err := k.wards.Set(ctx, collections.Join(g.Guardian, g.Ward)); err != nil {
			return err
		}
	}
	for _, a := range gs.Agencies {
		if err := k.agencies.Set(ctx, collections.Join(a.Person, a.Agent), a); err != nil {
			return err
		}
	}
	for _, r := range gs.Recoveries {
		if err := k.recoveries.Set(ctx, r.Person, r); err != nil {
			return err
		}
	}
	for _, m := range gs.Mergers {
		if err := k.mergers.Set(ctx, m.Person, m); err != nil {
			return err
		}
	}
	for _, r := range gs.Recognitions {
		if err := k.recognitions.Set(ctx, collections.Join(r.Person, r.Category), r); err != nil {
			return err
		}
	}
	if gs.LastMove > 0 {
		if err := k.moveSeq.Set(ctx, gs.LastMove); err != nil {
			return err
		}
	}
	for _, m := range gs.MoveOffers {
		if err := k.setMove(ctx, m); err != nil {
			return err
		}
	}
	for _, d := range gs.DueTags {
		if err := k.setDue(ctx, d); err != nil {
			return err
		}
	}
	for _, m := range gs.Matches {
		if err := k.addMatch(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) importPerson(ctx context.Context, person types.Person) error {
	if err := k.deps.Authority.RequireKnownArea(ctx, person.HomeArea); err != nil {
		return err
	}
	if len(person.HolderKey) == 0 {
		return k.persons.Set(ctx, person.Ref, person)
	}
	if person.Live() {
		if _, err := k.claimKey(ctx, person.Ref, person.HolderKey, person.Curve); err != nil {
			return err
		}
		return k.persons.Set(ctx, person.Ref, person)
	}
	addr, err := types.HolderAddress(person.HolderKey, person.Curve)
	if err != nil {
		return err
	}
	if err := k.useKey(ctx, person.Ref, addr); err != nil {
		return err
	}
	return k.persons.Set(ctx, person.Ref, person)
}

// ExportGenesis reads the register, each list in key order.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	gs := &types.GenesisState{}
	err := k.persons.Walk(ctx, nil, func(_ []byte, person types.Person) (bool, error) {
		gs.Persons = append(gs.Persons, person)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	err = k.households.Walk(ctx, nil, func(_ []byte, household types.Household) (bool, error) {
		gs.Households = append(gs.Households, household)
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	if err := k.exportTags(ctx, gs); err != nil {
		return nil, err
	}
	err = k.usedKeys.Walk(ctx, nil, func(addr, ref []byte) (bool, error) {
		present, err := k.isPresentKey(ctx, addr, ref)
		if err != nil || present {
			return err != nil, err
		}
		account, err := k.deps.Address.BytesToString(addr)
		if err != nil {
			return true, err
		}
		gs.RetiredKeys = append(gs.RetiredKeys, types.RetiredKey{Address: account, Person: ref})
		return false, nil
	})
	if err != nil {
		return nil, err
	}
	return gs, k.exportStanding(ctx, gs)
}

// exportStanding reads params, guardianships, agencies, recoveries and mergers.
func (k *Keeper) exportStanding(ctx context.Context, gs *types.GenesisState) (err error) {
	if gs.Params, err = k.params.Get(ctx); err != nil {
		return err
	}
	err = k.guardianships.Walk(ctx, nil, func(_ []byte, g types.Guardianship) (bool, error) {
		gs.Guardianships = append(gs.Guardianships, g)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.agencies.Walk(ctx, nil, func(_ collections.Pair[[]byte, []byte], a types.Agency) (bool, error) {
		gs.Agencies = append(gs.Agencies, a)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.recoveries.Walk(ctx, nil, func(_ []byte, r types.Recovery) (bool, error) {
		gs.Recoveries = append(gs.Recoveries, r)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.mergers.Walk(ctx, nil, func(_ []byte, m types.Merger) (bool, error) {
		gs.Mergers = append(gs.Mergers, m)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.recognitions.Walk(ctx, nil, func(_ collections.Pair[[]byte, uint32], r types.Recognition) (bool, error) {
		gs.Recognitions = append(gs.Recognitions, r)
		return false, nil
	})
	if err != nil {
		return err
	}
	if gs.LastMove, err = k.moveSeq.Peek(ctx); err != nil {
		return err
	}
	err = k.moves.Walk(ctx, nil, func(_ uint64, m types.MoveOffer) (bool, error) {
		gs.MoveOffers = append(gs.MoveOffers, m)
		return false, nil
	})
	if err != nil {
		return err
	}
	err = k.dueTags.Walk(ctx, nil, func(_ []byte, d types.DueTag) (bool, error) {
		gs.DueTags = append(gs.DueTags, d)
		return false, nil
	})
	if err != nil {
		return err
	}
	return k.matches.Walk(ctx, nil, func(_ uint64, m types.Match) (bool, error) {
		gs.Matches = append(gs.Matches, m)
		return false, nil
	})
}

// isPresentKey tells whether an account belongs to the key in the person's record, so that the record restores it.
func (k *Keeper) isPresentKey(ctx context.Context, addr sdk.AccAddress, ref []byte) (bool, error) {
	person, err := k.Person(ctx, ref)
	if err != nil {
		return false, err
	}
	if len(person.HolderKey) == 0 {
		return false, nil
	}
	present, err := types.HolderAddress(person.HolderKey, person.Curve)
	if err != nil {
		return false, err
	}
	return bytes.Equal(present, addr), nil
}
