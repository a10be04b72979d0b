package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// Enrol puts households with their persons into the register for an organisation and emits EventEnrolled. It stops at the
// first refusal, so the caller's transaction makes it atomic; the caller also authorises and bounds it. References, keys
// and tags are unique for every caller. Errors name the position of the household and person, never content.
func (k *Keeper) Enrol(ctx context.Context, organisation uint32, households []types.HouseholdEnrolment) error {
	registered := ""
	for i, household := range households {
		if err := household.ValidateBasic(); err != nil {
			return errorsmod.Wrapf(err, "household %d", i)
		}
		if household.Area != registered {
			if err := k.deps.Authority.RequireArea(ctx, household.Area); err != nil {
				return errorsmod.Wrapf(err, "household %d", i)
			}
			registered = household.Area
		}
		if err := k.enrolHousehold(ctx, organisation, household); err != nil {
			return errorsmod.Wrapf(err, "household %d", i)
		}
	}
	return emit(ctx, types.NewEventEnrolled(organisation, households))
}

func (k *Keeper) enrolHousehold(ctx context.Context, organisation uint32, household types.HouseholdEnrolment) error {
	known, err := k.households.Has(ctx, household.Ref)
	if err != nil {
		return err
	}
	if known {
		return types.ErrHouseholdKnown
	}
	for i, enrolment := range household.Persons {
		if err := k.enrolPerson(ctx, enrolment.Register(household.Area, organisation), enrolment.Tags); err != nil {
			return errorsmod.Wrapf(err, "person %d", i)
		}
		if len(enrolment.Guardian) == 0 {
			continue
		}
		if err := k.setGuardian(ctx, types.Guardianship{Ward: enrolment.Ref, Guardian: enrolment.Guardian}); err != nil {
			return errorsmod.Wrapf(err, "person %d", i)
		}
	}
	return k.households.Set(ctx, household.Ref, household.Register(organisation))
}

func (k *Keeper) enrolPerson(ctx context.Context, person types.Person, tags []types.Tag) error {
	known, err := k.persons.Has(ctx, person.Ref)
	if err != nil {
		return err
	}
	if known {
		return types.ErrPersonKnown
	}
	if len(person.HolderKey) > 0 {
		if _, err := k.claimKey(ctx, person.Ref, person.HolderKey, person.Curve); err != nil {
			return err
		}
	}
	epochs, err := k.TagEpochs(ctx)
	if err != nil {
		return err
	}
	pairs, err := epochs.Pair(tags)
	if err != nil {
		return err
	}
	for i, pair := range pairs {
		if err := k.claimTags(ctx, person.Ref, epochs, pair); err != nil {
			return errorsmod.Wrapf(err, "tag %d", i)
		}
	}
	return k.persons.Set(ctx, person.Ref, person)
}

// conflicts lists what of one household the register has already: all that enrolHousehold would refuse one by one.
func (k *Keeper) conflicts(ctx context.Context, household types.HouseholdEnrolment) ([]types.Conflict, error) {
	var found []types.Conflict
	known, err := k.households.Has(ctx, household.Ref)
	if err != nil {
		return nil, err
	}
	if known {
		found = append(found, types.Conflict{Kind: types.CONFLICT_KIND_HOUSEHOLD})
	}
	for i, enrolment := range household.Persons {
		of, err := k.conflictsOf(ctx, enrolment)
		if err != nil {
			return nil, errorsmod.Wrapf(err, "person %d", i)
		}
		for _, c := range of {
			c.Person = uint32(i)
			found = append(found, c)
		}
	}
	return found, nil
}

func (k *Keeper) conflictsOf(ctx context.Context, person types.Enrolment) ([]types.Conflict, error) {
	var found []types.Conflict
	known, err := k.persons.Has(ctx, person.Ref)
	if err != nil {
		return nil, err
	}
	if known {
		found = append(found, types.Conflict{Kind: types.CONFLICT_KIND_PERSON})
	}
	if len(person.HolderKey) > 0 {
		addr, err := types.HolderAddress(person.HolderKey, person.Curve)
		if err != nil {
			return nil, err
		}
		used, err := k.usedKeys.Has(ctx, addr)
		if err != nil {
			return nil, err
		}
		if used {
			found = append(found, types.Conflict{Kind: types.CONFLICT_KIND_KEY})
		}
	}
	for i, tag := range person.Tags {
		holder, err := k.tags.holder(ctx, tag)
		if err != nil {
			return nil, err
		}
		if holder != nil {
			found = append(found, types.Conflict{Kind: types.CONFLICT_KIND_TAG, Tag: uint32(i)})
		}
	}
	return found, nil
}
