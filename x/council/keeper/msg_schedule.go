package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/council/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer answers the messages of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// Schedule queues an act that the provinces decided.
func (s msgServer) Schedule(ctx context.Context, msg *types.MsgSchedule) (*types.MsgScheduleResponse, error) {
	if err := s.checkAct(msg); err != nil {
		return nil, err
	}
	params, err := s.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := s.Queue(ctx)
	if err != nil {
		return nil, err
	}
	if len(waiting) >= int(params.MaxQueue) {
		return nil, errorsmod.Wrapf(types.ErrQueueFull, "%d wait", len(waiting))
	}
	last, err := s.last(ctx)
	if err != nil {
		return nil, err
	}
	item := types.Item{Id: last + 1, Content: msg.Content, DecidedAt: now(ctx), DueAt: now(ctx) + params.DelaySeconds}
	if err := s.lastItem.Set(ctx, item.Id); err != nil {
		return nil, err
	}
	if err := s.queue.Set(ctx, collections.Join(uint64(item.DueAt), item.Id), item); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventActScheduled(item)); err != nil {
		return nil, err
	}
	return &types.MsgScheduleResponse{Item: item.Id, DueAt: item.DueAt}, nil
}

// checkAct refuses an act that couldn't be carried out whatever the state: it is asked when it is proposed and when it is scheduled.
func (k *Keeper) checkAct(act *types.MsgSchedule) error {
	if err := act.ValidateBasic(); err != nil {
		return err
	}
	if err := k.requireGovernance(act.Authority); err != nil {
		return err
	}
	content, err := act.Message()
	if err != nil {
		return err
	}
	if err := types.CheckContent(content); err != nil {
		return err
	}
	if k.deps.Router.Handler(content) == nil {
		return errorsmod.Wrap(types.ErrContentRefused, sdk.MsgTypeURL(content))
	}
	signers, _, err := k.deps.Codec.GetMsgV1Signers(content)
	if err != nil {
		return errorsmod.Wrap(types.ErrSignerInvalid, "of the content: "+err.Error())
	}
	return types.CheckSigners(signers, k.deps.Governance)
}

// Queue lists the acts that wait, by due time, then number; there are at most MaxMaxQueue.
func (k *Keeper) Queue(ctx context.Context) ([]types.Item, error) { return values(ctx, k.queue) }

func (k *Keeper) last(ctx context.Context) (uint64, error) {
	last, err := k.lastItem.Get(ctx)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return last, err
}

// UpdateParams changes the bounds of the module by a vote of the provinces.
func (s msgServer) UpdateParams(ctx context.Context, msg *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.requireGovernance(msg.Authority); err != nil {
		return nil, err
	}
	if err := s.params.Set(ctx, msg.Params); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventParamsUpdated()); err != nil {
		return nil, err
	}
	return &types.MsgUpdateParamsResponse{}, nil
}
