// Package wiring is what the modules' sides towards the SDK have in common.
package wiring

import (
	"context"
	"encoding/json"

	errorsmod "cosmossdk.io/errors"
	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"
)

// Marks makes a type a module of which an app has one.
type Marks struct{}

// IsAppModule marks the type as a module.
func (Marks) IsAppModule() {}

// IsOnePerModuleType says that an app has one of it.
func (Marks) IsOnePerModuleType() {}

// RegisterLegacyAminoCodec has nothing to register: amino names stand in the proto files.
func (Marks) RegisterLegacyAminoCodec(*codec.LegacyAmino) {}

// Genesis is a pointer to a genesis state.
type Genesis[G any] interface {
	*G
	proto.Message
	Validate() error
}

// ValidateGenesis checks a genesis without state; one that can't be read is refused with the module's error.
func ValidateGenesis[G any, P Genesis[G]](cdc codec.JSONCodec, bz json.RawMessage, invalid error) error {
	gs := P(new(G))
	if err := cdc.UnmarshalJSON(bz, gs); err != nil {
		return errorsmod.Wrap(invalid, err.Error())
	}
	return gs.Validate()
}

// InitGenesis stores a genesis; a chain can't start from one that is refused, and the SDK gives no way to return an error.
func InitGenesis[G any, P Genesis[G]](ctx sdk.Context, cdc codec.JSONCodec, bz json.RawMessage, init func(context.Context, G) error) {
	var gs G
	cdc.MustUnmarshalJSON(bz, P(&gs))
	Must(init(ctx, gs))
}

// ExportGenesis reads a module's whole state.
func ExportGenesis[G any, P Genesis[G]](ctx sdk.Context, cdc codec.JSONCodec, export func(context.Context) (P, error)) json.RawMessage {
	gs, err := export(ctx)
	Must(err)
	return cdc.MustMarshalJSON(gs)
}

// Must panics where the SDK asks for an answer that can't be an error.
func Must(err error) {
	if err != nil {
		panic(err)
	}
}
