package types

import (
	"context"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Provinces tells which provinces have a vote.
type Provinces interface {
	// Seats lists all seats; there are at most as many as provinces.
	Seats(ctx context.Context) ([]validatortypes.Seat, error)
	// Seat returns the seat of an operator, or validatortypes.ErrSeatUnknown.
	Seat(ctx context.Context, operator []byte) (validatortypes.Seat, error)
}

// Authority tells who may stop messages.
type Authority interface {
	// Authorize returns the officer when the signer may do the action in the area.
	Authorize(ctx context.Context, signer, action, area string) (authoritytypes.Officer, error)
	// Organisation returns one organisation.
	Organisation(ctx context.Context, id uint32) (authoritytypes.Organisation, error)
	// Membership returns the valid membership of an account, if it has one.
	Membership(ctx context.Context, address string) (authoritytypes.Officer, bool, error)
}

// Bank issues seat tokens.
type Bank interface {
	// MintCoins makes coins in the account of a module.
	MintCoins(ctx context.Context, module string, amount sdk.Coins) error
	// SendCoinsFromModuleToAccount moves coins of a module to an account.
	SendCoinsFromModuleToAccount(ctx context.Context, module string, to sdk.AccAddress, amount sdk.Coins) error
	// GetSupply returns how much of a coin there is.
	GetSupply(ctx context.Context, denom string) sdk.Coin
}

// Router finds who handles a message.
type Router interface {
	// Handler returns the handler of a message, or nil.
	Handler(msg sdk.Msg) baseapp.MsgServiceHandler
	// HandlerByTypeURL returns the handler of a message type, or nil.
	HandlerByTypeURL(url string) baseapp.MsgServiceHandler
}
