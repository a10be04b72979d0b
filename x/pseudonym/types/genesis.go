package types

import errorsmod "cosmossdk.io/errors"

// DefaultGenesis has no key.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks shapes, orders and sums. Who has a seat is asked when the state is used.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	if err := gs.validateKeySets(); err != nil {
		return err
	}
	if err := gs.validateCeremony(); err != nil {
		return err
	}
	if err := gs.validateRequests(); err != nil {
		return err
	}
	for i, s := range gs.Samples {
		if err := s.Validate(); err != nil {
			return errorsmod.Wrapf(err, "sample %d", i)
		}
		if s.Request > uint64(len(gs.Requests)) || s.Repetition > uint64(len(gs.Requests)) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "sample %d is of an unknown request", i)
		}
	}
	return nil
}

func (gs GenesisState) validateKeySets() error {
	live, active := map[uint32]bool{}, map[uint32]bool{}
	for i, k := range gs.KeySets {
		if err := k.Validate(); err != nil {
			return errorsmod.Wrapf(err, "key set %d", i)
		}
		if i > 0 && !after(k, gs.KeySets[i-1]) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "key set %d stands out of order", i)
		}
		if k.IsLive() {
			live[k.Epoch] = true
		}
		if k.Status == KEY_SET_STATUS_ACTIVE {
			if active[k.Epoch] {
				return errorsmod.Wrapf(ErrGenesisInvalid, "two key sets of epoch %d are active", k.Epoch)
			}
			active[k.Epoch] = true
		}
	}
	if len(live) > MaxLiveEpochs {
		return errorsmod.Wrap(ErrGenesisInvalid, ErrEpochsTooMany.Error())
	}
	return nil
}

func after(k, before KeySet) bool {
	return k.Epoch > before.Epoch || k.Epoch == before.Epoch && k.Generation > before.Generation
}

func (gs GenesisState) validateCeremony() error {
	if gs.Ceremony == nil {
		if len(gs.Offers) > 0 || len(gs.Dealings) > 0 {
			return errorsmod.Wrap(ErrGenesisInvalid, "offers without a ceremony")
		}
		return nil
	}
	if err := gs.Ceremony.Validate(); err != nil {
		return err
	}
	if len(gs.Offers) != len(gs.Ceremony.Offered) || len(gs.Dealings) != len(gs.Ceremony.Dealt) {
		return errorsmod.Wrap(ErrGenesisInvalid, "offers or dealings of the ceremony are missing")
	}
	for i, o := range gs.Offers {
		if _, err := o.Parse(); err != nil {
			return errorsmod.Wrapf(err, "offer %d", i)
		}
		if o.Organisation != gs.Ceremony.Offered[i] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "offer %d stands out of order", i)
		}
	}
	for i, d := range gs.Dealings {
		if _, err := d.Parse(); err != nil {
			return errorsmod.Wrapf(err, "dealing %d", i)
		}
		if d.Organisation != gs.Ceremony.Dealt[i] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "dealing %d stands out of order", i)
		}
	}
	return nil
}

func (gs GenesisState) validateRequests() error {
	type key struct{ day, organisation uint32 }
	used := map[key]uint64{}
	for i, r := range gs.Requests {
		if err := r.Validate(); err != nil {
			return errorsmod.Wrapf(err, "request %d", i)
		}
		if r.Id != uint64(i)+1 {
			return errorsmod.Wrapf(ErrGenesisInvalid, "request %d has number %d", i, r.Id)
		}
		used[key{r.Day, r.Organisation}] += uint64(r.Elements)
	}
	for i, q := range gs.Quotas {
		if uint64(q.Elements) != used[key{q.Day, q.Organisation}] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "quota %d isn't the sum of the day's requests", i)
		}
	}
	for i, id := range gs.Undrawn {
		if id == 0 || id > uint64(len(gs.Requests)) || i > 0 && id <= gs.Undrawn[i-1] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "request %d waits for the draw", id)
		}
	}
	return nil
}
