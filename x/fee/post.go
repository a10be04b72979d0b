package fee

import (
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/keeper"
)

// planKey finds the plan that ante left in the context, so that messages can't change who pays or how much.
type planKey struct{}

// PostDecorator charges the price of the items after the messages succeeded. When they left the signer without the coins, it fails the
// transaction, and only the base price is kept.
type PostDecorator struct{ keeper *keeper.Keeper }

// NewPostDecorator returns the second half of the fee step.
func NewPostDecorator(k *keeper.Keeper) PostDecorator { return PostDecorator{keeper: k} }

// PostHandle implements sdk.PostDecorator. Its work is constant and isn't metered: a message that used its ceiling can still be
// charged.
func (d PostDecorator) PostHandle(ctx sdk.Context, tx sdk.Tx, simulate, success bool, next sdk.PostHandler) (sdk.Context, error) {
	if plan, ok := ctx.Value(planKey{}).(keeper.Plan); ok && success {
		if err := d.keeper.Settle(ctx.WithGasMeter(storetypes.NewInfiniteGasMeter()), plan); err != nil {
			return ctx, err
		}
	}
	return next(ctx, tx, simulate, success)
}
