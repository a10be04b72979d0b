package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Authority answers who may act and which areas exist.
type Authority interface {
	// Authorize gives the officer who may do the action in the area, or refuses.
	Authorize(ctx context.Context, signer, action, area string) (authoritytypes.Officer, error)
	// Persons lists the credentials of the natural persons behind an officer whom Authorize gave.
	Persons(ctx context.Context, officer authoritytypes.Officer) [][]byte
	// RequireNoInterest refuses an act of these credentials about persons in one of whom one of them has a declared interest.
	RequireNoInterest(ctx context.Context, credentials [][]byte, persons ...[]byte) error
	// RequireArea refuses an area that is not registered, or exists no more.
	RequireArea(ctx context.Context, code string) error
	// Today is the day of the network's calendar at the time of the block.
	Today(ctx context.Context) (authoritytypes.Day, error)
	// Deadline counts working days from the day after a day; provisional where the calendar isn't announced.
	Deadline(ctx context.Context, from authoritytypes.Day, days uint32) (authoritytypes.Deadline, error)
	// RequireKnownArea refuses an area that never was registered.
	RequireKnownArea(ctx context.Context, code string) error
}

// Accounts opens accounts for holder keys, so that a key that never held a coin can sign.
type Accounts interface {
	// HasAccount tells whether the account exists.
	HasAccount(ctx context.Context, addr sdk.AccAddress) bool
	// NewAccountWithAddress prepares an account.
	NewAccountWithAddress(ctx context.Context, addr sdk.AccAddress) sdk.AccountI
	// SetAccount stores an account.
	SetAccount(ctx context.Context, account sdk.AccountI)
}

// Grants knows who is still owed money.
type Grants interface {
	// Pays tells whether a grant still owes the person: instalments, a held payment or a balance.
	Pays(ctx context.Context, ref []byte) (bool, error)
	// Mark pushes into the records of the person's grants whether the person is locked or dead, so that block work reads nothing else.
	Mark(ctx context.Context, ref []byte, locked, deceased bool) error
}

// TagKeys knows the keys that tags are made with.
type TagKeys interface {
	// ActiveKey gives the public key of the epoch's active key set, or refuses.
	ActiveKey(ctx context.Context, epoch uint32) ([]byte, error)
}
