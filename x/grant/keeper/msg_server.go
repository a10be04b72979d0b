package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/types"
)

type msgServer struct{ *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer answers the messages of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }

// authorize asks whether the signer may send the message in the area.
func (s msgServer) authorize(ctx context.Context, signer string, msg sdk.Msg, area string) (types.Actor, error) {
	officer, err := s.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), area)
	if err != nil {
		return types.Actor{}, err
	}
	return types.Actor{Officer: officer, Persons: s.deps.Authority.Persons(ctx, officer)}, nil
}

// authorizeFor asks whether the signer may send the message in the area, and has no declared interest in the payee.
func (s msgServer) authorizeFor(ctx context.Context, signer string, msg sdk.Msg, area string, payee []byte) (types.Actor, error) {
	actor, err := s.authorize(ctx, signer, msg, area)
	if err != nil {
		return types.Actor{}, err
	}
	return actor, s.deps.Authority.RequireNoInterest(ctx, actor.Persons, payee)
}

// draw takes what a decision promises from the delegation by which a township decides. A county and an office account draw nothing.
func (s msgServer) draw(ctx context.Context, actor types.Actor, msg sdk.Msg, amount uint64) error {
	return s.deps.Authority.Draw(ctx, actor.Officer, sdk.MsgTypeURL(msg), amount)
}

// drawSchedule draws all that a new grant promises, and what is paid on top of it.
func (s msgServer) drawSchedule(ctx context.Context, actor types.Actor, msg sdk.Msg, schedule types.Schedule, more uint64) error {
	total, err := types.NewPlan(schedule).Years(schedule.First()).Total()
	if err != nil {
		return err
	}
	return s.draw(ctx, actor, msg, total+more)
}

// nodeArea is the area of the organisation of a budget node.
func (s msgServer) nodeArea(ctx context.Context, node uint32) (types.BudgetNode, string, error) {
	n, err := s.node(ctx, node)
	if err != nil {
		return types.BudgetNode{}, "", err
	}
	organisation, err := s.deps.Authority.Organisation(ctx, n.Organisation)
	return n, organisation.Area, err
}
