package types

import (
	"context"

	cryptotypes "github.com/cosmos/cosmos-sdk/crypto/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Authority tells who may act and who is an officer.
type Authority interface {
	// Authorize returns the officer when the signer may do the action in the area.
	Authorize(ctx context.Context, signer, action, area string) (authoritytypes.Officer, error)
	// Organisation returns one organisation.
	Organisation(ctx context.Context, id uint32) (authoritytypes.Organisation, error)
	// Membership returns the valid membership of an account, if it has one.
	Membership(ctx context.Context, address string) (authoritytypes.Officer, bool, error)
	// Rotating returns the organisation that pays a transaction in which its officer gets, or keeps, an account.
	Rotating(ctx context.Context, signer string, msgs []sdk.Msg) (uint32, bool, error)
	// Persons returns the credentials of the persons behind an officer whom Authorize gave in the same context.
	Persons(ctx context.Context, officer authoritytypes.Officer) [][]byte
	// Enclosed returns the messages that a message carries out besides itself in a block of the height.
	Enclosed(ctx context.Context, msg sdk.Msg, height int64) ([]sdk.Msg, error)
}

// Register tells which beneficiary holds an account.
type Register interface {
	// Holder returns the live person whose holder key has the account, if there is one.
	Holder(ctx context.Context, address string) (beneficiarytypes.Person, bool, error)
}

// Coins tells which coins are licensed.
type Coins interface {
	// IssuerOfDenom returns the issuer of a licensed coin.
	IssuerOfDenom(ctx context.Context, denom string) (stablecointypes.Issuer, error)
}

// Seats tells whose seat a consensus key is.
type Seats interface {
	// OperatorOf returns the operator behind a consensus address; false for a key that no seat has or had.
	OperatorOf(ctx context.Context, consensus []byte) (operator []byte, known bool, err error)
}

// Accounts knows who has signed something.
type Accounts interface {
	// GetPubKey returns the key of an account; nil, or an error, for one that never signed.
	GetPubKey(ctx context.Context, account sdk.AccAddress) (cryptotypes.PubKey, error)
}

// Bank holds every coin.
type Bank interface {
	// GetAllBalances returns every coin of an account.
	GetAllBalances(ctx context.Context, account sdk.AccAddress) sdk.Coins
	// GetBalance returns the coins of one denom in an account.
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	// SpendableCoin returns the coins of one denom that an account may spend.
	SpendableCoin(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	// SendCoins moves coins between accounts.
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
	// SendCoinsFromAccountToModuleVirtual takes coins now and credits the module account at the end of the block.
	SendCoinsFromAccountToModuleVirtual(ctx context.Context, from sdk.AccAddress, module string, amount sdk.Coins) error
}
