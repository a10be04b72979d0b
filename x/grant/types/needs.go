package types

import (
	"context"

	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Authority says who may do what, where.
type Authority interface {
	// Authorize answers with the officer behind signer if the action is allowed in the area, or an error.
	Authorize(ctx context.Context, signer, action, area string) (authoritytypes.Officer, error)
	// Persons lists the credentials of the natural persons behind an officer that Authorize answered with.
	Persons(ctx context.Context, officer authoritytypes.Officer) [][]byte
	// RequireNoInterest refuses an act of these credentials about persons in one of whom one of them has a declared interest.
	RequireNoInterest(ctx context.Context, credentials [][]byte, persons ...[]byte) error
	// Interests lists the persons in whom one of these credentials has a declared interest.
	Interests(ctx context.Context, credentials [][]byte) ([][]byte, error)
	// Draw takes what a decision promises from the delegation by which the officer decides, if there is one.
	Draw(ctx context.Context, officer authoritytypes.Officer, action string, amount uint64) error
	// Organisation answers with one organisation.
	Organisation(ctx context.Context, id uint32) (authoritytypes.Organisation, error)
	// RequireArea refuses a code that isn't registered.
	RequireArea(ctx context.Context, code string) error
	// Today is the day of the network's calendar at the time of the block.
	Today(ctx context.Context) (authoritytypes.Day, error)
	// Deadline counts working days from the day after a day; provisional where the calendar isn't announced.
	Deadline(ctx context.Context, from authoritytypes.Day, days uint32) (authoritytypes.Deadline, error)
	// StartOf is the first second of a day, Unix seconds.
	StartOf(ctx context.Context, day authoritytypes.Day) (int64, error)
}

// Register knows the beneficiaries.
type Register interface {
	// Enrol registers households with their persons, all or none.
	Enrol(ctx context.Context, organisation uint32, households []beneficiarytypes.HouseholdEnrolment) error
	// Person answers with one person.
	Person(ctx context.Context, ref []byte) (beneficiarytypes.Person, error)
	// ActsFor refuses an account that doesn't act for the person: as the holder, the guardian or an agent.
	ActsFor(ctx context.Context, address string, ref []byte, withdraw bool) error
	// Move gives a person another home and another office, which pays the person's fees from now on.
	Move(ctx context.Context, ref []byte, area string, organisation uint32) error
	// PayFirst notes that an organisation pays a person who has no tag of the class yet, or refuses.
	PayFirst(ctx context.Context, ref []byte, class, organisation uint32) error
	// HasLiveTag tells whether the person holds a live tag of the class.
	HasLiveTag(ctx context.Context, ref []byte, class uint32) (bool, error)
}

// Coins knows the licensed coins.
type Coins interface {
	// Unit is the number of millionths in a minor unit of the currency.
	Unit(ctx context.Context, currency string) (uint64, error)
	// IssuerOfDenom answers with the issuer of a licensed coin.
	IssuerOfDenom(ctx context.Context, denom string) (stablecointypes.Issuer, error)
	// RedeemTreasury puts coins of a public treasury into escrow until the issuer has paid money for them, and answers with the redemption.
	RedeemTreasury(ctx context.Context, treasury sdk.AccAddress, issuer string, amount math.Int) (uint64, error)
}

// Bank holds and moves coins.
type Bank interface {
	// SendCoins moves coins between accounts.
	SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error
	// GetBalance answers with an account's coins of one denom.
	GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin
	// GetAllBalances answers with every coin of an account.
	GetAllBalances(ctx context.Context, account sdk.AccAddress) sdk.Coins
}

// Receipts is the receipt log beside the node. It is no state: nothing on the chain depends on it.
type Receipts interface {
	// Append keeps the leaves of one chunk; the slice is reused after the call. The same chunk may come again.
	Append(run uint64, roll, firstSlot uint32, leaves []byte)
	// Leaves answers with the leaves of one chunk and whether they are kept.
	Leaves(run uint64, roll, firstSlot uint32) ([]byte, bool, error)
}
