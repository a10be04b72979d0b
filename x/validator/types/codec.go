// Package types holds the rules and values of the provinces' seats: pure functions, messages, errors, events.
package types

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

var (
	_ codectypes.UnpackInterfacesMessage = Seat{}
	_ codectypes.UnpackInterfacesMessage = GenesisState{}
	_ codectypes.UnpackInterfacesMessage = QuerySeatResponse{}
	_ codectypes.UnpackInterfacesMessage = QuerySeatsResponse{}
)

// RegisterInterfaces registers the messages and the public key types that a seat may hold.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	cryptocodec.RegisterInterfaces(registry)
	registry.RegisterImplementations((*sdk.Msg)(nil), &MsgEnrolSeat{}, &MsgSuspendSeat{}, &MsgResumeSeat{}, &MsgRemoveSeat{},
		&MsgUpdateParams{}, &MsgActivateSeat{}, &MsgRotateKey{}, &MsgRetireSeat{}, &MsgOverrideRotation{})
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// UnpackInterfaces decodes the consensus key.
func (s Seat) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	var key cryptotypes.PubKey
	return unpacker.UnpackAny(s.ConsensusKey, &key)
}

// UnpackInterfaces decodes the consensus key of each seat.
func (gs GenesisState) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackSeats(gs.Seats, unpacker)
}

// UnpackInterfaces decodes the consensus key of the seat.
func (r QuerySeatResponse) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return r.Seat.UnpackInterfaces(unpacker)
}

// UnpackInterfaces decodes the consensus key of each seat.
func (r QuerySeatsResponse) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackSeats(r.Seats, unpacker)
}

func unpackSeats(seats []Seat, unpacker codectypes.AnyUnpacker) error {
	for _, s := range seats {
		if err := s.UnpackInterfaces(unpacker); err != nil {
			return err
		}
	}
	return nil
}
