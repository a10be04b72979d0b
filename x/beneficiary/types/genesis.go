package types

import errorsmod "cosmossdk.io/errors"

// DefaultGenesis gives an empty register.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks shapes, references and duplicates. Which areas and keys are taken is asked when the state is stored.
func (gs GenesisState) Validate() error {
	persons, err := validatePersons(gs.Persons)
	if err != nil {
		return err
	}
	if err := validateHouseholds(gs.Households, persons); err != nil {
		return err
	}
	if err := gs.validateTags(persons); err != nil {
		return err
	}
	if err := validateRetiredKeys(gs.RetiredKeys, persons); err != nil {
		return err
	}
	return gs.validateStanding(persons)
}

func validatePersons(persons []Person) (map[string]PersonStatus, error) {
	known := make(map[string]PersonStatus, len(persons))
	keys := make(map[string]bool, len(persons))
	for i, p := range persons {
		if err := p.validate(); err != nil {
			return nil, errorsmod.Wrapf(err, "person %d", i)
		}
		if _, ok := known[string(p.Ref)]; ok {
			return nil, errorsmod.Wrapf(ErrPersonKnown, "person %d", i)
		}
		known[string(p.Ref)] = p.Status
		if len(p.HolderKey) == 0 {
			continue
		}
		if keys[string(p.HolderKey)] {
			return nil, errorsmod.Wrapf(ErrKeyUsed, "person %d", i)
		}
		keys[string(p.HolderKey)] = true
	}
	return known, nil
}

func validateHouseholds(households []Household, persons map[string]PersonStatus) error {
	known := make(map[string]bool, len(households))
	for i, h := range households {
		if err := CheckRef(h.Ref); err != nil {
			return errorsmod.Wrapf(err, "household %d", i)
		}
		if err := CheckRoot(h.MemberRoot); err != nil {
			return errorsmod.Wrapf(err, "household %d", i)
		}
		if err := CheckHome(h.HomeArea); err != nil {
			return errorsmod.Wrapf(err, "household %d", i)
		}
		if known[string(h.Ref)] {
			return errorsmod.Wrapf(ErrHouseholdKnown, "household %d", i)
		}
		known[string(h.Ref)] = true
		if _, ok := persons[string(h.Head)]; !ok {
			return errorsmod.Wrapf(ErrPersonUnknown, "household %d", i)
		}
		if h.Organisation == 0 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "household %d: organisation is missing", i)
		}
	}
	return nil
}

func validateRetiredKeys(keys []RetiredKey, persons map[string]PersonStatus) error {
	known := make(map[string]bool, len(keys))
	for i, k := range keys {
		if err := validateAddress(k.Address); err != nil {
			return errorsmod.Wrapf(err, "retired key %d", i)
		}
		if known[k.Address] {
			return errorsmod.Wrapf(ErrKeyUsed, "retired key %d", i)
		}
		known[k.Address] = true
		if _, ok := persons[string(k.Person)]; !ok {
			return errorsmod.Wrapf(ErrPersonUnknown, "retired key %d", i)
		}
	}
	return nil
}
