package types

import (
	"context"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	validatortypes "github.com/reliefchain/relief/x/validator/types"
)

// Authority knows the organisations, who may act for them, and the day.
type Authority interface {
	// Authorize gives the officer who may do the action in the area, or refuses.
	Authorize(ctx context.Context, signer, action, area string) (authoritytypes.Officer, error)
	// Membership gives the officer behind an address and whether there is one that is valid now.
	Membership(ctx context.Context, addr string) (authoritytypes.Officer, bool, error)
	// Organisation gives one organisation.
	Organisation(ctx context.Context, id uint32) (authoritytypes.Organisation, error)
	// LastOrganisation gives the highest number of an organisation, or 0.
	LastOrganisation(ctx context.Context) (uint32, error)
	// Today is the day of the network's calendar.
	Today(ctx context.Context) (authoritytypes.Day, error)
}

// Seats knows the seats of the provinces.
type Seats interface {
	// Seat gives the seat of an operator, or refuses.
	Seat(ctx context.Context, operator []byte) (validatortypes.Seat, error)
	// Seats gives all seats by operator, at most validatortypes.MaxSeats.
	Seats(ctx context.Context) ([]validatortypes.Seat, error)
}

// Register knows who is in the register.
type Register interface {
	// Person gives one person, closed or not, or refuses.
	Person(ctx context.Context, ref []byte) (beneficiarytypes.Person, error)
	// Household gives one household, or refuses.
	Household(ctx context.Context, ref []byte) (beneficiarytypes.Household, error)
	// RequireUnusedEpoch refuses an epoch whose tags the register takes.
	RequireUnusedEpoch(ctx context.Context, epoch uint32) error
}
