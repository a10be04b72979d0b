package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// errNoLane never leaves this file: the reason why nobody pays does.
var errNoLane = errors.New("not through the protected lane")

// lane is what a transaction takes of the protected lane.
type lane struct {
	organisation uint32
	own          types.Usage
	office       types.OfficeUsage
}

// protect lets a beneficiary's transaction through at nobody's cost, within the quotas of the person and of the organisation that registered
// it. errNoLane tells that the signer is no beneficiary or a quota is used up: then the budget's refusal stands.
func (k *Keeper) protect(ctx context.Context, req Request) (*lane, error) {
	signer, err := k.deps.Address.BytesToString(req.Signer)
	if err != nil {
		return nil, err
	}
	person, isHolder, err := k.deps.Register.Holder(ctx, signer)
	if err != nil {
		return nil, err
	}
	if !isHolder {
		return nil, errNoLane
	}
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	window := params.Window(req.Heights[len(req.Heights)-1])
	own, err := usageOf(ctx, k.saved, person.Ref)
	if err != nil {
		return nil, err
	}
	share := types.ShareOf(person.Ref)
	office, err := k.offices.Get(ctx, collections.Join(person.Organisation, share))
	if errors.Is(err, collections.ErrNotFound) {
		office, err = types.OfficeUsage{Organisation: person.Organisation, Share: share}, nil
	}
	if err != nil {
		return nil, err
	}
	if own, err = own.Use(window, params.ProtectedQuota); err != nil {
		return nil, errNoLane
	}
	if office, err = office.Use(window, params.ProtectedOfficeQuota); err != nil {
		return nil, errNoLane
	}
	return &lane{organisation: person.Organisation, own: own, office: office}, nil
}

// rescue turns a plan that its payer can't carry out into one that nobody pays, if the protected lane takes it. Otherwise the reason stands.
func (k *Keeper) rescue(ctx context.Context, req Request, plan Plan, protected bool, reason error) (Plan, error) {
	if !protected || !refusal(reason) {
		return Plan{}, reason
	}
	taken, err := k.protect(ctx, req)
	if errors.Is(err, errNoLane) {
		return Plan{}, reason
	}
	if err != nil {
		return Plan{}, err
	}
	plan.Payer, plan.Organisation, plan.usage, plan.lane = req.Signer, 0, nil, taken
	plan.Charge = types.Charge{Base: math.ZeroInt(), Total: math.ZeroInt()}
	return plan, nil
}

// refusal tells that nobody pays, or that a budget doesn't: not that something is wrong with the transaction or the state.
func refusal(err error) bool {
	return errorsmod.IsOf(err, types.ErrPayerMissing, types.ErrQuotaExhausted, types.ErrTransactionCap, types.ErrBudgetEmpty,
		types.ErrRateMissing, types.ErrRateStale, types.ErrClassExcluded, types.ErrPeriodLimit)
}

// take counts what goes through the protected lane.
func (k *Keeper) take(ctx context.Context, signer sdk.AccAddress, l *lane) error {
	if err := k.saved.Set(ctx, l.own.Person, l.own); err != nil {
		return err
	}
	if err := k.offices.Set(ctx, collections.Join(l.office.Organisation, l.office.Share), l.office); err != nil {
		return err
	}
	address, err := k.deps.Address.BytesToString(signer)
	if err != nil {
		return err
	}
	return emit(ctx, &types.EventFeeWaived{Address: address, Organisation: l.organisation})
}

// StartProtected opens the protected lane on a network from before there was one: the params get the quotas of a new network, and messages keep
// their prices and become protected from the next height on. What accounts used of their quota is forgotten: it is counted by person now.
func (k *Keeper) StartProtected(ctx context.Context, messages []string) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := k.usages.Clear(ctx, nil); err != nil {
		return err
	}
	begin := types.DefaultParams()
	params.ProtectedQuota, params.ProtectedOfficeQuota = begin.ProtectedQuota, begin.ProtectedOfficeQuota
	if err := k.params.Set(ctx, params); err != nil {
		return err
	}
	height := sdk.UnwrapSDKContext(ctx).BlockHeight() + 1
	for _, message := range messages {
		price, err := k.price(ctx, message, height)
		if err != nil {
			return err
		}
		if price.Protected || price.Class != types.SERVICE_CLASS_BENEFICIARY {
			continue
		}
		price.Protected, price.FromHeight = true, height
		if err := k.prices.Set(ctx, collections.Join(price.Message, uint64(height)), price); err != nil {
			return err
		}
	}
	return nil
}
