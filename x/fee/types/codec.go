package types

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces makes the messages known to the codec.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil), &MsgSetBudget{}, &MsgFundBudget{}, &MsgWithdrawBudget{}, &MsgSetPrices{}, &MsgSetRates{}, &MsgUpdateParams{},
		&MsgWithdrawShares{}, &MsgProposeRefund{}, &MsgApproveRefund{}, &MsgWithdrawRefund{})
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
