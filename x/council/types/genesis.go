package types

import errorsmod "cosmossdk.io/errors"

// DefaultGenesis has the default bounds and nothing decided.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks every record and wants lists in key order.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	if len(gs.Queue) > MaxMaxQueue || len(gs.Stops) > MaxStops || len(gs.Requests) > MaxRequests {
		return errorsmod.Wrap(ErrGenesisInvalid, "too many acts, stops or requests")
	}
	seen := make(map[uint64]bool, len(gs.Queue))
	for i, item := range gs.Queue {
		if err := item.Validate(); err != nil {
			return errorsmod.Wrapf(err, "act %d", item.Id)
		}
		if item.Id > gs.LastItem || seen[item.Id] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "act %d stands twice or above last_item", item.Id)
		}
		seen[item.Id] = true
		if i > 0 && (gs.Queue[i-1].DueAt > item.DueAt || gs.Queue[i-1].DueAt == item.DueAt && gs.Queue[i-1].Id > item.Id) {
			return errorsmod.Wrapf(ErrGenesisInvalid, "act %d is out of order", item.Id)
		}
	}
	for i, s := range gs.Stops {
		if err := s.Validate(); err != nil {
			return err
		}
		if i > 0 && s.Message <= gs.Stops[i-1].Message {
			return errorsmod.Wrapf(ErrGenesisInvalid, "stop of %s is out of order", s.Message)
		}
	}
	for i, r := range gs.Requests {
		if err := r.Validate(); err != nil {
			return err
		}
		if i > 0 && r.Organisation <= gs.Requests[i-1].Organisation {
			return errorsmod.Wrapf(ErrGenesisInvalid, "request of %d is out of order", r.Organisation)
		}
	}
	accounts := make(map[string]bool, len(gs.Issued))
	for _, account := range gs.Issued {
		if account == "" || accounts[account] {
			return errorsmod.Wrapf(ErrGenesisInvalid, "seat token of %q is empty or stands twice", account)
		}
		accounts[account] = true
	}
	return nil
}
