package types

import (
	"bytes"

	errorsmod "cosmossdk.io/errors"
)

// NewGenesisState makes a genesis of the given seats with the default parameters.
func NewGenesisState(seats ...Seat) *GenesisState {
	return &GenesisState{Seats: seats, Params: DefaultParams()}
}

// Validate checks each part, that no two seats share an organisation, an operator or a consensus key, and that one is active.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	owners, err := gs.validateKeys()
	if err != nil {
		return err
	}
	if err := gs.validateSeats(owners); err != nil {
		return err
	}
	for n, c := range gs.Changes {
		if err := c.Validate(); err != nil {
			return errorsmod.Wrapf(err, "change %d", c.Id)
		}
		if c.Id >= gs.NextChange || (n > 0 && c.Id <= gs.Changes[n-1].Id) {
			return errorsmod.Wrapf(ErrChangeInvalid, "change %d is out of order", c.Id)
		}
	}
	if len(gs.Blocks) > RecentBlocks {
		return errorsmod.Wrapf(ErrBlockUnknown, "%d blocks, at most %d", len(gs.Blocks), RecentBlocks)
	}
	for _, b := range gs.Blocks {
		if err := b.Validate(); err != nil {
			return err
		}
	}
	for _, a := range gs.Approvals {
		if err := a.Validate(); err != nil {
			return errorsmod.Wrapf(err, "approval for %s", a.Operator)
		}
	}
	return nil
}

// validateKeys checks the history and gives the operator of each consensus key.
func (gs GenesisState) validateKeys() (map[string][]byte, error) {
	owners := make(map[string][]byte, len(gs.Keys))
	for _, k := range gs.Keys {
		if err := k.Validate(); err != nil {
			return nil, errorsmod.Wrapf(err, "key of %s", k.Operator)
		}
		if owners[string(k.ConsensusKey)] != nil {
			return nil, errorsmod.Wrapf(ErrKeyDuplicate, "%X", k.ConsensusKey)
		}
		operator, err := operatorBytes(k.Operator)
		if err != nil {
			return nil, err
		}
		owners[string(k.ConsensusKey)] = operator
	}
	return owners, nil
}

func (gs GenesisState) validateSeats(owners map[string][]byte) error {
	if len(gs.Seats) > MaxSeats {
		return errorsmod.Wrapf(ErrSeatsTooMany, "%d, at most %d", len(gs.Seats), MaxSeats)
	}
	organisations, operators, keys := map[uint32]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range gs.Seats {
		if err := s.Validate(); err != nil {
			return errorsmod.Wrapf(err, "seat of organisation %d", s.Organisation)
		}
		operator, err := operatorBytes(s.Operator)
		if err != nil {
			return err
		}
		if organisations[s.Organisation] || operators[string(operator)] {
			return errorsmod.Wrapf(ErrSeatDuplicate, "seat of organisation %d", s.Organisation)
		}
		organisations[s.Organisation], operators[string(operator)] = true, true
		held, err := s.heldKeys()
		if err != nil {
			return err
		}
		for _, key := range held {
			owner, known := owners[string(key)]
			if keys[string(key)] || (known && !bytes.Equal(owner, operator)) {
				return errorsmod.Wrapf(ErrSeatDuplicate, "key of organisation %d", s.Organisation)
			}
			keys[string(key)] = true
		}
	}
	if CountActive(gs.Seats) == 0 {
		return errorsmod.Wrap(ErrSetEmpty, "give at least one active seat")
	}
	return nil
}

// heldKeys are the keys that the seat has and is about to have.
func (s Seat) heldKeys() ([][]byte, error) {
	key, err := s.PubKey()
	if err != nil {
		return nil, err
	}
	held := [][]byte{key.Key}
	if len(s.NextKey) != 0 {
		held = append(held, s.NextKey)
	}
	return held, nil
}
