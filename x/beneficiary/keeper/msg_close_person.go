package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/beneficiary/types"
)

// ClosePerson takes a person inside the signer's area out of the register: its tags are free, its key signs no more. A person who is
// still to be paid stays: with a free tag, another office could grant the same months again.
func (s msgServer) ClosePerson(ctx context.Context, msg *types.MsgClosePerson) (*types.MsgClosePersonResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	person, err := s.Keeper.Person(ctx, msg.Ref)
	if err != nil {
		return nil, err
	}
	officer, err := s.deps.Authority.Authorize(ctx, msg.Signer, sdk.MsgTypeURL(msg), person.HomeArea)
	if err != nil {
		return nil, err
	}
	closed, err := person.Close()
	if err != nil {
		return nil, err
	}
	if s.grants == nil {
		return nil, errorsmod.Wrap(types.ErrDependencyMissing, "grants")
	}
	paid, err := s.grants.Pays(ctx, person.Ref)
	if err != nil {
		return nil, err
	}
	if paid {
		return nil, types.ErrPersonPaid
	}
	if err := s.releaseTags(ctx, person.Ref); err != nil {
		return nil, err
	}
	if len(person.HolderKey) > 0 {
		addr, err := types.HolderAddress(person.HolderKey)
		if err != nil {
			return nil, err
		}
		if err := s.holders.Remove(ctx, addr); err != nil {
			return nil, err
		}
	}
	if err := s.persons.Set(ctx, person.Ref, closed); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventPersonClosed(person.Ref, officer.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgClosePersonResponse{}, nil
}
