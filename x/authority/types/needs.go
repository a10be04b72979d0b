package types

import (
	"context"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Accounts opens accounts for officers, so that a key that never held a coin can sign.
type Accounts interface {
	// HasAccount tells whether the account exists.
	HasAccount(ctx context.Context, addr sdk.AccAddress) bool
	// NewAccountWithAddress prepares an account.
	NewAccountWithAddress(ctx context.Context, addr sdk.AccAddress) sdk.AccountI
	// SetAccount stores an account.
	SetAccount(ctx context.Context, account sdk.AccountI)
}

// Router finds who handles a message.
type Router interface {
	// Handler returns the handler of a message, or nil.
	Handler(msg sdk.Msg) baseapp.MsgServiceHandler
}
