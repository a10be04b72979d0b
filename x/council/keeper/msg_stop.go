package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/council/types"
)

// Stop stops messages when a pauser of another organisation asked for exactly that within the hour; else it waits for one.
func (s msgServer) Stop(ctx context.Context, msg *types.MsgStop) (*types.MsgStopResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, err := s.authorisePauser(ctx, msg.Signer, sdk.MsgTypeURL(msg))
	if err != nil {
		return nil, err
	}
	if err := s.checkStopped(ctx, msg.Messages); err != nil {
		return nil, err
	}
	requests, err := s.Requests(ctx)
	if err != nil {
		return nil, err
	}
	request := types.StopRequest{
		Organisation: officer.Organisation, Officer: officer.Address, Credential: officer.Credential,
		Messages: msg.Messages, Seconds: msg.Seconds, RequestedAt: now(ctx),
	}
	own := 0
	for _, other := range requests {
		if request.Confirms(other) {
			return s.stop(ctx, other, request)
		}
		if other.Organisation == request.Organisation {
			own = 1
		}
	}
	if len(requests)-own >= types.MaxRequests {
		return nil, errorsmod.Wrapf(types.ErrStopsExceeded, "%d requests wait", len(requests))
	}
	if err := s.requests.Set(ctx, request.Organisation, request); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventStopRequested(request)); err != nil {
		return nil, err
	}
	return &types.MsgStopResponse{}, nil
}

// checkStopped refuses a message that isn't there or is stopped already: a stop is never made longer, only made anew when it is over.
func (k *Keeper) checkStopped(ctx context.Context, messages []string) error {
	stops, err := k.Stops(ctx)
	if err != nil {
		return err
	}
	if len(stops)+len(messages) > types.MaxStops {
		return errorsmod.Wrapf(types.ErrStopsExceeded, "%d messages are stopped", len(stops))
	}
	for _, m := range messages {
		if k.deps.Router.HandlerByTypeURL(m) == nil {
			return errorsmod.Wrap(types.ErrMessageUnknown, m)
		}
		stopped, err := k.stops.Has(ctx, m)
		if err != nil {
			return err
		}
		if stopped {
			return errorsmod.Wrap(types.ErrStopAlready, m)
		}
	}
	return nil
}

func (k *Keeper) stop(ctx context.Context, first, second types.StopRequest) (*types.MsgStopResponse, error) {
	stop := types.Stop{Until: now(ctx) + first.Seconds, RequestedBy: first.Organisation, ConfirmedBy: second.Organisation}
	for _, stop.Message = range first.Messages {
		if err := k.stops.Set(ctx, stop.Message, stop); err != nil {
			return nil, err
		}
	}
	if err := k.requests.Remove(ctx, first.Organisation); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventMessagesStopped(first.Messages, stop)); err != nil {
		return nil, err
	}
	return &types.MsgStopResponse{Until: stop.Until}, nil
}

// Lift ends stops before their time. One pauser is enough: to go on is what was decided before.
func (s msgServer) Lift(ctx context.Context, msg *types.MsgLift) (*types.MsgLiftResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	officer, err := s.authorisePauser(ctx, msg.Signer, sdk.MsgTypeURL(msg))
	if err != nil {
		return nil, err
	}
	for _, m := range msg.Messages {
		stopped, err := s.stops.Has(ctx, m)
		if err != nil {
			return nil, err
		}
		if !stopped {
			return nil, errorsmod.Wrap(types.ErrStopUnknown, m)
		}
		if err := s.stops.Remove(ctx, m); err != nil {
			return nil, err
		}
	}
	if err := emit(ctx, types.NewEventMessagesAllowed(msg.Messages, officer.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgLiftResponse{}, nil
}

// authorisePauser asks for the role in the officer's own organisation: an emergency has no area.
func (k *Keeper) authorisePauser(ctx context.Context, signer, action string) (authoritytypes.Officer, error) {
	officer, found, err := k.deps.Authority.Membership(ctx, signer)
	if err != nil {
		return authoritytypes.Officer{}, err
	}
	area := authoritytypes.Nation
	if found {
		organisation, err := k.deps.Authority.Organisation(ctx, officer.Organisation)
		if err != nil {
			return authoritytypes.Officer{}, err
		}
		area = organisation.Area
	}
	return k.deps.Authority.Authorize(ctx, signer, action, area)
}

// IsAllowed is asked by the message router before every message, nested ones too. Its look-up isn't metered.
func (k *Keeper) IsAllowed(ctx context.Context, message string) (bool, error) {
	free := sdk.UnwrapSDKContext(ctx).WithGasMeter(storetypes.NewInfiniteGasMeter())
	stop, err := k.stops.Get(free, message)
	if errors.Is(err, collections.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if stop.Refuses(now(ctx)) {
		return false, errorsmod.Wrap(types.ErrMessageStopped, message)
	}
	return true, nil
}

// Stops lists the stopped messages by type URL; there are at most MaxStops.
func (k *Keeper) Stops(ctx context.Context) ([]types.Stop, error) { return values(ctx, k.stops) }

// Requests lists the requests by organisation; there are at most MaxRequests.
func (k *Keeper) Requests(ctx context.Context) ([]types.StopRequest, error) {
	return values(ctx, k.requests)
}
