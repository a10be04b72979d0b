package types

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Signing records who must sign blocks. x/slashing's hooks satisfy it: without a record for a seat, slashing and
// evidence stop the chain.
type Signing interface {
	// AfterValidatorCreated records the consensus key of a new seat.
	AfterValidatorCreated(ctx context.Context, operator sdk.ValAddress) error
	// AfterValidatorBonded starts the signing window of a seat that begins to sign.
	AfterValidatorBonded(ctx context.Context, consensus sdk.ConsAddress, operator sdk.ValAddress) error
}
