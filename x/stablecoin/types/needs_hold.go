package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
)

// Register knows whose account is a person's.
type Register interface {
	// Holder answers with the live person whose present key has the account, and whether there is one.
	Holder(ctx context.Context, account string) (beneficiarytypes.Person, bool, error)
}

// Programmes knows how many programmes there are.
type Programmes interface {
	// LastProgramme is the highest number given so far, or 0.
	LastProgramme(ctx context.Context) (uint32, error)
}

// PublicAccounts tells which accounts have no key, since a module derives them. It is part of the program, not of the state.
type PublicAccounts struct {
	// Modules are the module accounts. Fees, mints, burns, deposits and seizures pass through them, and nothing restricts these.
	Modules []sdk.AccAddress
	// OfOrganisation derive the accounts of an organisation from its number.
	OfOrganisation []func(uint32) sdk.AccAddress
	// OfProgramme derive the accounts of a programme from its number.
	OfProgramme []func(uint32) sdk.AccAddress
	// Treasury derives the account of an organisation that receives what a court ordered.
	Treasury func(uint32) sdk.AccAddress
}
