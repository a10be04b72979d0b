package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/council/types"
)

// EndBlock carries out at most max_per_block acts that are due, and clears stops and requests whose time is over.
func (k *Keeper) EndBlock(ctx context.Context) error {
	if err := k.carryOutDue(ctx); err != nil {
		return err
	}
	if err := k.endStops(ctx); err != nil {
		return err
	}
	return k.dropRequests(ctx)
}

func (k *Keeper) carryOutDue(ctx context.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	due, err := k.due(ctx, int(params.MaxPerBlock))
	if err != nil {
		return err
	}
	for _, item := range due {
		if err := k.queue.Remove(ctx, collections.Join(uint64(item.DueAt), item.Id)); err != nil {
			return err
		}
		if err := k.carryOut(sdk.UnwrapSDKContext(ctx), item, params.MaxGas); err != nil {
			return err
		}
	}
	return nil
}

// due lists the first acts that are due, at most so many.
func (k *Keeper) due(ctx context.Context, most int) ([]types.Item, error) {
	var items []types.Item
	at := now(ctx)
	err := k.queue.Walk(ctx, nil, func(_ dueID, item types.Item) (bool, error) {
		if item.DueAt > at || len(items) >= most {
			return true, nil
		}
		items = append(items, item)
		return false, nil
	})
	return items, err
}

// carryOut does one act on a branch of the state that is kept only when it succeeds.
func (k *Keeper) carryOut(ctx sdk.Context, item types.Item, maxGas uint64) error {
	branch, keep := ctx.CacheContext()
	branch = branch.WithGasMeter(storetypes.NewGasMeter(maxGas)).WithEventManager(sdk.NewEventManager())
	res, err := k.handle(branch, item)
	if again, ok := item.Again(err, now(ctx)); ok {
		return k.queue.Set(ctx, collections.Join(uint64(again.DueAt), again.Id), again)
	}
	if err != nil {
		codespace, code, _ := errorsmod.ABCIInfo(err, false)
		return emit(ctx, types.NewEventActFailed(item, codespace, code))
	}
	keep()
	ctx.EventManager().EmitEvents(res.GetEvents())
	return emit(ctx, types.NewEventActCarriedOut(item))
}

// handle gives the content to its handler; a panic, out of gas or other, becomes ErrContentPanicked.
func (k *Keeper) handle(ctx sdk.Context, item types.Item) (res *sdk.Result, err error) {
	defer func() {
		if r := recover(); r != nil {
			res, err = nil, types.ErrContentPanicked
		}
	}()
	msg, err := item.Message()
	if err != nil {
		return nil, err
	}
	handler := k.deps.Router.Handler(msg)
	if handler == nil {
		return nil, errorsmod.Wrap(types.ErrContentRefused, item.Content.TypeUrl)
	}
	return handler(ctx, msg)
}

// endStops clears the stops whose time is over; there are at most MaxStops.
func (k *Keeper) endStops(ctx context.Context) error {
	stops, err := k.Stops(ctx)
	if err != nil {
		return err
	}
	var over []string
	for _, s := range stops {
		if s.Refuses(now(ctx)) {
			continue
		}
		if err := k.stops.Remove(ctx, s.Message); err != nil {
			return err
		}
		over = append(over, s.Message)
	}
	if len(over) == 0 {
		return nil
	}
	return emit(ctx, types.NewEventMessagesAllowed(over, 0))
}

// dropRequests clears the requests that nobody confirmed in time; there are at most MaxRequests.
func (k *Keeper) dropRequests(ctx context.Context) error {
	requests, err := k.Requests(ctx)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if !r.IsOver(now(ctx)) {
			continue
		}
		if err := k.requests.Remove(ctx, r.Organisation); err != nil {
			return err
		}
	}
	return nil
}
