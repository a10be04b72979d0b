package keeper

import (
	"context"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// ClosePerson takes a person inside the signer's area out of the register: its tags are free, its key signs no more. A person who is
// still to be paid stays: with a free tag, another office could grant the same months again.
func (s msgServer) ClosePerson(ctx context.Context, msg *types.MsgClosePerson) (*types.MsgClosePersonResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, by, err := s.target(ctx, msg.Signer, msg, msg.Ref)
	if err != nil {
		return nil, err
	}
	closed, err := person.Close()
	if err != nil {
		return nil, err
	}
	if err := s.requireNoDue(ctx, person.Ref); err != nil {
		return nil, err
	}
	if err := s.requireNoneCovered(ctx, person.Ref); err != nil {
		return nil, err
	}
	if err := s.leave(ctx, person); err != nil {
		return nil, err
	}
	if err := s.store(ctx, person, closed); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventPersonClosed(person.Ref, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgClosePersonResponse{}, nil
}
