package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

const nation = "0"

// hand is the officer who may do the message's action in an area.
func (s msgServer) hand(ctx context.Context, signer string, msg sdk.Msg, area string) (types.HoldHand, error) {
	officer, err := s.k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), area)
	if err != nil {
		return types.HoldHand{}, err
	}
	return types.HoldHand{Officer: officer.Address, Organisation: officer.Organisation, Credentials: s.k.deps.Authority.Persons(ctx, officer)}, nil
}

// areaOf is the area whose officers act on an account: the home of its person, else that of its officer's organisation, else that of who
// holds it.
func (s msgServer) areaOf(ctx context.Context, account, signer string) (string, error) {
	person, known, err := s.k.deps.Register.Holder(ctx, account)
	if err != nil || known {
		return person.HomeArea, err
	}
	for _, address := range []string{account, signer} {
		officer, known, err := s.k.deps.Authority.Membership(ctx, address)
		if err != nil {
			return "", err
		}
		if known {
			organisation, err := s.k.deps.Authority.Organisation(ctx, officer.Organisation)
			return organisation.Area, err
		}
	}
	return nation, nil
}

// PlaceHold holds an account for some hours.
func (s msgServer) PlaceHold(ctx context.Context, msg *types.MsgPlaceHold) (*types.MsgPlaceHoldResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	account, err := s.account(msg.Account)
	if err != nil {
		return nil, err
	}
	area, err := s.areaOf(ctx, msg.Account, msg.Signer)
	if err != nil {
		return nil, err
	}
	by, err := s.hand(ctx, msg.Signer, msg, area)
	if err != nil {
		return nil, err
	}
	params, err := s.k.holdParams.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.requireHoldable(ctx, account, msg.Denom, by.Organisation, params); err != nil {
		return nil, err
	}
	id, err := s.k.nextHold(ctx)
	if err != nil {
		return nil, err
	}
	hold := types.NewHold(id, msg.Account, msg.Denom, area, msg.Reason, by, now(ctx), params)
	if err := s.k.setHold(ctx, types.Hold{}, hold); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventHoldMoved(hold, types.HOLD_ACT_PLACE, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgPlaceHoldResponse{Hold: id, Until: hold.Until}, nil
}

// requireHoldable refuses accounts without a key, a coin nobody issues, a second hold, and holding again what nobody froze.
func (s msgServer) requireHoldable(ctx context.Context, account sdk.AccAddress, denom string, organisation uint32, params types.HoldParams) error {
	if err := s.k.learn(ctx); err != nil {
		return err
	}
	owner, err := s.k.owner(ctx, account)
	if err != nil {
		return err
	}
	if owner.Public {
		return types.ErrHoldAccount
	}
	if denom != "" {
		if _, err := s.k.IssuerOfDenom(ctx, denom); err != nil {
			return err
		}
	}
	last, known, err := s.k.lastHold(ctx, account)
	if err != nil || !known {
		return err
	}
	if last.Pending() && !last.Live(now(ctx)) { // over, and its block hasn't come yet
		if err := s.k.expire(ctx, last.Id); err != nil {
			return err
		}
		if last, err = s.k.hold(ctx, last.Id); err != nil {
			return err
		}
	}
	if last.Pending() {
		return errorsmod.Wrapf(types.ErrHoldExists, "hold %d", last.Id)
	}
	return last.AllowsAgain(organisation, now(ctx), params)
}

// step loads a hold, authorises the officer in its area, and stores and tells what a rule makes of it.
func (s msgServer) step(
	ctx context.Context, signer string, msg sdk.Msg, id uint64, act types.HoldAct,
	rule func(types.Hold, types.HoldHand, types.HoldParams) (types.Hold, error),
) (types.Hold, error) {
	hold, err := s.k.hold(ctx, id)
	if err != nil {
		return types.Hold{}, err
	}
	by, err := s.hand(ctx, signer, msg, hold.Area)
	if err != nil {
		return types.Hold{}, err
	}
	params, err := s.k.holdParams.Get(ctx)
	if err != nil {
		return types.Hold{}, err
	}
	next, err := rule(hold, by, params)
	if err != nil {
		return types.Hold{}, err
	}
	if err := s.k.setHold(ctx, hold, next); err != nil {
		return types.Hold{}, err
	}
	return next, emit(ctx, types.NewEventHoldMoved(next, act, by.Organisation))
}

// ProposeFreeze proposes to freeze a held account.
func (s msgServer) ProposeFreeze(ctx context.Context, msg *types.MsgProposeFreeze) (*types.MsgProposeFreezeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, err := s.step(ctx, msg.Signer, msg, msg.Hold, types.HOLD_ACT_PROPOSE_FREEZE,
		func(h types.Hold, by types.HoldHand, p types.HoldParams) (types.Hold, error) {
			return h.ProposeFreeze(by, msg.ReviewAt, now(ctx), p)
		})
	if err != nil {
		return nil, err
	}
	return &types.MsgProposeFreezeResponse{}, nil
}

// ConfirmFreeze freezes a held account.
func (s msgServer) ConfirmFreeze(ctx context.Context, msg *types.MsgConfirmFreeze) (*types.MsgConfirmFreezeResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, err := s.step(ctx, msg.Signer, msg, msg.Hold, types.HOLD_ACT_CONFIRM_FREEZE,
		func(h types.Hold, by types.HoldHand, _ types.HoldParams) (types.Hold, error) {
			return h.ConfirmFreeze(by, now(ctx))
		})
	if err != nil {
		return nil, err
	}
	return &types.MsgConfirmFreezeResponse{}, nil
}

// ReviewHold lets a freeze go on.
func (s msgServer) ReviewHold(ctx context.Context, msg *types.MsgReviewHold) (*types.MsgReviewHoldResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, err := s.step(ctx, msg.Signer, msg, msg.Hold, types.HOLD_ACT_REVIEW,
		func(h types.Hold, by types.HoldHand, p types.HoldParams) (types.Hold, error) {
			return h.Review(by, msg.ReviewAt, now(ctx), p)
		})
	if err != nil {
		return nil, err
	}
	return &types.MsgReviewHoldResponse{}, nil
}

// ReleaseHold ends a hold or a freeze.
func (s msgServer) ReleaseHold(ctx context.Context, msg *types.MsgReleaseHold) (*types.MsgReleaseHoldResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	_, err := s.step(ctx, msg.Signer, msg, msg.Hold, types.HOLD_ACT_RELEASE,
		func(h types.Hold, by types.HoldHand, _ types.HoldParams) (types.Hold, error) {
			return h.Release(by, now(ctx))
		})
	if err != nil {
		return nil, err
	}
	return &types.MsgReleaseHoldResponse{}, nil
}

// AppealHold notes the owner's appeal. Nobody authorises it: the account is the owner's.
func (s msgServer) AppealHold(ctx context.Context, msg *types.MsgAppealHold) (*types.MsgAppealHoldResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	hold, err := s.k.hold(ctx, msg.Hold)
	if err != nil {
		return nil, err
	}
	next, err := hold.FileAppeal(msg.Signer, now(ctx))
	if err != nil {
		return nil, err
	}
	if err := s.k.setHold(ctx, hold, next); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventHoldAppealed(next)); err != nil {
		return nil, err
	}
	return &types.MsgAppealHoldResponse{}, nil
}

// AnswerHoldAppeal upholds or ends what was appealed against.
func (s msgServer) AnswerHoldAppeal(ctx context.Context, msg *types.MsgAnswerHoldAppeal) (*types.MsgAnswerHoldAppealResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	hold, err := s.k.hold(ctx, msg.Hold)
	if err != nil {
		return nil, err
	}
	by, err := s.hand(ctx, msg.Signer, msg, hold.Area)
	if err != nil {
		return nil, err
	}
	organisation, err := s.k.deps.Authority.Organisation(ctx, by.Organisation)
	if err != nil {
		return nil, err
	}
	next, err := hold.AnswerAppeal(by, organisation.Kind == authoritytypes.ORGANISATION_KIND_NATIONAL, msg.Release, now(ctx))
	if err != nil {
		return nil, err
	}
	if err := s.k.setHold(ctx, hold, next); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventHoldAppealAnswered(next, by.Organisation)); err != nil {
		return nil, err
	}
	return &types.MsgAnswerHoldAppealResponse{}, nil
}
