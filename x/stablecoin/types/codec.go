package types

import (
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// RegisterInterfaces makes the messages known to the codec.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil),
		&MsgApplyIssuer{}, &MsgWithdrawIssuer{}, &MsgLicenseIssuer{}, &MsgPauseIssuer{}, &MsgResumeIssuer{}, &MsgWindDown{}, &MsgRevokeIssuer{},
		&MsgSetAllowance{}, &MsgAttest{}, &MsgCosignAttestation{}, &MsgMint{}, &MsgBurn{}, &MsgRedeem{}, &MsgSettleRedemption{},
		&MsgUpdateParams{},
		&MsgLicenseIssuer{}, &MsgRevokeIssuer{}, &MsgSetAllowance{}, &MsgAttest{}, &MsgCosignAttestation{}, &MsgMint{}, &MsgBurn{},
		&MsgPlaceHold{}, &MsgProposeFreeze{}, &MsgConfirmFreeze{}, &MsgReviewHold{}, &MsgReleaseHold{}, &MsgAppealHold{}, &MsgAnswerHoldAppeal{},
		&MsgOrderSeizure{}, &MsgApproveSeizure{}, &MsgCountersign{}, &MsgSetHoldParams{},
	)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}
