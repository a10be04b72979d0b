// Package types holds the rules and values of tag keys and requests for tags: pure functions, messages, errors, events.
package types

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces makes the module's messages known to the codec.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgSetKeySet{}, &MsgOpenCeremony{}, &MsgRetireEpoch{}, &MsgUpdateParams{},
		&MsgOffer{}, &MsgDeal{}, &MsgComplain{},
		&MsgRequestTags{}, &MsgRepeatRequest{}, &MsgReportSample{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
