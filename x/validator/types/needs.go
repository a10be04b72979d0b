package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
)

// Signing records who must sign blocks. x/slashing's hooks satisfy it: without a record for a seat, slashing and
// evidence stop the chain.
type Signing interface {
	// AfterValidatorCreated records the consensus key of a new seat.
	AfterValidatorCreated(ctx context.Context, operator sdk.ValAddress) error
	// AfterValidatorBonded starts the signing window of a seat that begins to sign.
	AfterValidatorBonded(ctx context.Context, consensus sdk.ConsAddress, operator sdk.ValAddress) error
	// AfterValidatorConsKeyUpdated moves the record to the new key, which the seat has already.
	AfterValidatorConsKeyUpdated(ctx context.Context, before, after sdk.ConsAddress, operator sdk.ValAddress) error
	// AfterValidatorRemoved forgets the consensus key of a seat that nobody can accuse any more.
	AfterValidatorRemoved(ctx context.Context, consensus sdk.ConsAddress, operator sdk.ValAddress) error
}

// Authority knows the organisations and who may act for them.
type Authority interface {
	// Authorize answers with the officer behind signer if the action is allowed in the area, or an error.
	Authorize(ctx context.Context, signer, action, area string) (authoritytypes.Officer, error)
	// Organisation answers with one organisation.
	Organisation(ctx context.Context, id uint32) (authoritytypes.Organisation, error)
}
