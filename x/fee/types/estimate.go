package types

import (
	errorsmod "cosmossdk.io/errors"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdktx "github.com/cosmos/cosmos-sdk/types/tx"
)

// MaxEstimateMessages bounds one question for a price.
const MaxEstimateMessages = 1_000

var _ codectypes.UnpackInterfacesMessage = (*QueryEstimateFeeRequest)(nil)

// UnpackInterfaces implements codectypes.UnpackInterfacesMessage.
func (r *QueryEstimateFeeRequest) UnpackInterfaces(unpacker codectypes.AnyUnpacker) error {
	return sdktx.UnpackInterfaces(unpacker, r.Messages)
}

// Msgs are the messages whose price is asked for; ErrEstimateInvalid for none, too many, or one that isn't known.
func (r *QueryEstimateFeeRequest) Msgs() ([]sdk.Msg, error) {
	if len(r.Messages) == 0 || len(r.Messages) > MaxEstimateMessages {
		return nil, errorsmod.Wrapf(ErrEstimateInvalid, "%d messages, want 1 to %d", len(r.Messages), MaxEstimateMessages)
	}
	msgs := make([]sdk.Msg, len(r.Messages))
	for i, packed := range r.Messages {
		msg, ok := packed.GetCachedValue().(sdk.Msg)
		if !ok {
			return nil, errorsmod.Wrapf(ErrEstimateInvalid, "message %d is not known", i)
		}
		msgs[i] = msg
	}
	return msgs, nil
}
