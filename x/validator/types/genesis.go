package types

import (
	errorsmod "cosmossdk.io/errors"
)

// NewGenesisState makes a genesis of the given seats.
func NewGenesisState(seats ...Seat) *GenesisState {
	return &GenesisState{Seats: seats}
}

// Validate checks each seat, that no two share an organisation, an operator or a consensus key, and that one is active.
func (gs GenesisState) Validate() error {
	if len(gs.Seats) > MaxSeats {
		return errorsmod.Wrapf(ErrSeatsTooMany, "%d, at most %d", len(gs.Seats), MaxSeats)
	}
	organisations, operators, keys := map[uint32]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range gs.Seats {
		if err := s.Validate(); err != nil {
			return errorsmod.Wrapf(err, "seat of organisation %d", s.Organisation)
		}
		operator, err := s.operatorBytes()
		if err != nil {
			return err
		}
		key, err := s.PubKey()
		if err != nil {
			return err
		}
		if organisations[s.Organisation] || operators[string(operator)] || keys[string(key.Key)] {
			return errorsmod.Wrapf(ErrSeatDuplicate, "seat of organisation %d", s.Organisation)
		}
		organisations[s.Organisation], operators[string(operator)], keys[string(key.Key)] = true, true, true
	}
	if CountActive(gs.Seats) == 0 {
		return errorsmod.Wrap(ErrSetEmpty, "give at least one active seat")
	}
	return nil
}
