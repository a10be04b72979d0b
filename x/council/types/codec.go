package types

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

var (
	_ codectypes.UnpackInterfacesMessage = (*MsgSchedule)(nil)
	_ codectypes.UnpackInterfacesMessage = Item{}
	_ codectypes.UnpackInterfacesMessage = GenesisState{}
	_ codectypes.UnpackInterfacesMessage = QueryItemResponse{}
)

// RegisterInterfaces makes the module's messages known to the codec.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil), &MsgSchedule{}, &MsgStop{}, &MsgLift{}, &MsgUpdateParams{})
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// UnpackInterfaces decodes the content.
func (m *MsgSchedule) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackContent(m.Content, unpacker)
}

// UnpackInterfaces decodes the content.
func (i Item) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return unpackContent(i.Content, unpacker)
}

// UnpackInterfaces decodes the content of each act.
func (gs GenesisState) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	for _, item := range gs.Queue {
		if err := item.UnpackInterfaces(unpacker); err != nil {
			return err
		}
	}
	return nil
}

// UnpackInterfaces decodes the content of the act.
func (r QueryItemResponse) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return r.Item.UnpackInterfaces(unpacker)
}

func unpackContent(content *codectypes.Any, unpacker codectypes.AnyUnpacker) error {
	var msg sdk.Msg
	return unpacker.UnpackAny(content, &msg)
}

// NewMsgSchedule wraps a message that the governance account signs.
func NewMsgSchedule(authority string, content sdk.Msg) (*MsgSchedule, error) {
	packed, err := codectypes.NewAnyWithValue(content)
	if err != nil {
		return nil, err
	}
	return &MsgSchedule{Authority: authority, Content: packed}, nil
}
