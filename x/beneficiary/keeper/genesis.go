package keeper

import (
	"bytes"
	"context"

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
	for i, tag := range gs.Tags {
		if err := k.claimTag(ctx, tag.Person, tag.Tag); err != nil {
			return errorsmod.Wrapf(err, "tag %d", i)
		}
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
	return nil
}

func (k *Keeper) importPerson(ctx context.Context, person types.Person) error {
	if err := k.deps.Authority.RequireKnownArea(ctx, person.HomeArea); err != nil {
		return err
	}
	if len(person.HolderKey) == 0 {
		return k.persons.Set(ctx, person.Ref, person)
	}
	if person.Status == types.PERSON_STATUS_REGISTERED {
		if _, err := k.claimKey(ctx, person.Ref, person.HolderKey); err != nil {
			return err
		}
		return k.persons.Set(ctx, person.Ref, person)
	}
	addr, err := types.HolderAddress(person.HolderKey)
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
	err = k.tags.Walk(ctx, nil, func(key collections.Pair[uint32, []byte], ref []byte) (bool, error) {
		gs.Tags = append(gs.Tags, types.LiveTag{Tag: types.Tag{Class: key.K1(), Value: key.K2()}, Person: ref})
		return false, nil
	})
	if err != nil {
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
	return gs, nil
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
	present, err := types.HolderAddress(person.HolderKey)
	if err != nil {
		return false, err
	}
	return bytes.Equal(present, addr), nil
}
