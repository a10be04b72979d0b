package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Authority tells who may act and what an organisation is.
type Authority interface {
	// Authorize returns the officer when the signer may do the action in the area.
	Authorize(ctx context.Context, signer, action, area string) (authoritytypes.Officer, error)
	// Organisation returns one organisation.
	Organisation(ctx context.Context, id uint32) (authoritytypes.Organisation, error)
	// DaySeconds is the length of a calendar day.
	DaySeconds(ctx context.Context) (int64, error)
	// Today is the day of the network's calendar at the time of the block.
	Today(ctx context.Context) (authoritytypes.Day, error)
	// Membership answers with the officer behind an account and whether there is one that is valid now.
	Membership(ctx context.Context, account string) (authoritytypes.Officer, bool, error)
	// Persons lists the credentials of the natural persons behind an officer that Authorize answered with.
	Persons(ctx context.Context, officer authoritytypes.Officer) [][]byte
	// LastOrganisation is the highest number given so far, or 0.
	LastOrganisation(ctx context.Context) (uint32, error)
	// StartOf is the first second of a day, Unix seconds.
	StartOf(ctx context.Context, day authoritytypes.Day) (int64, error)
	// Deadline counts working days from the day after a day.
	Deadline(ctx context.Context, from authoritytypes.Day, days uint32) (authoritytypes.Deadline, error)
}

// Pools knows what lies in escrow for beneficiaries.
type Pools interface {
	// HoldCoin tells whether an escrow pool holds a coin.
	HoldCoin(ctx context.Context, denom string) (bool, error)
}

// Bank holds every coin.
type Bank interface {
	// MintCoins creates coins in a module account.
	MintCoins(ctx context.Context, module string, amount sdk.Coins) error
	// BurnCoins destroys coins of a module account.
	BurnCoins(ctx context.Context, module string, amount sdk.Coins) error
	// SendCoinsFromModuleToAccount moves coins out of a module account.
	SendCoinsFromModuleToAccount(ctx context.Context, module string, to sdk.AccAddress, amount sdk.Coins) error
	// SendCoinsFromAccountToModule moves coins into a module account.
	SendCoinsFromAccountToModule(ctx context.Context, from sdk.AccAddress, module string, amount sdk.Coins) error
	// GetBalance returns the coins of one denom in an account.
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	// GetAllBalances returns all coins of an account.
	GetAllBalances(ctx context.Context, account sdk.AccAddress) sdk.Coins
	// GetSupply returns the supply of a denom.
	GetSupply(ctx context.Context, denom string) sdk.Coin
}
