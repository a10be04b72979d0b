package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// ActivateSeat lets an accepted seat sign once its key has signed a recent block.
func (s msgServer) ActivateSeat(ctx context.Context, msg *types.MsgActivateSeat) (*types.MsgActivateSeatResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	operator, seat, err := s.k.load(ctx, msg.Operator)
	if err != nil {
		return nil, err
	}
	next, err := seat.Activate()
	if err != nil {
		return nil, err
	}
	key, err := seat.CandidateKey()
	if err != nil {
		return nil, err
	}
	if err := s.k.prove(ctx, msg.Operator, key, msg.Height, msg.Signature); err != nil {
		return nil, err
	}
	seats, err := s.k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.k.admit(ctx, seat, types.CHANGE_KIND_JOIN, seats); err != nil {
		return nil, err
	}
	from := sdk.UnwrapSDKContext(ctx).BlockHeight() + types.UpdateDelay
	if !seat.IsCandidate() {
		before, err := seat.PubKey()
		if err != nil {
			return nil, err
		}
		if err := s.k.closeKey(ctx, before.Key, from-1); err != nil {
			return nil, err
		}
	}
	if err := s.k.saveKey(ctx, types.Key{ConsensusKey: key, Operator: msg.Operator, FromHeight: from, Stint: next.Stint}); err != nil {
		return nil, err
	}
	if err := s.k.changeStatus(ctx, operator, next); err != nil {
		return nil, err
	}
	if err := s.k.openRecord(ctx, operator, next); err != nil {
		return nil, err
	}
	return &types.MsgActivateSeatResponse{FromHeight: from}, nil
}

// RotateKey replaces the operator's consensus key.
func (s msgServer) RotateKey(ctx context.Context, msg *types.MsgRotateKey) (*types.MsgRotateKeyResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	operator, seat, err := s.k.load(ctx, msg.Operator)
	if err != nil {
		return nil, err
	}
	params, err := s.k.Params(ctx)
	if err != nil {
		return nil, err
	}
	if err := seat.MayRotateAt(sdk.UnwrapSDKContext(ctx).BlockTime().Unix(), params); err != nil {
		return nil, err
	}
	if err := s.k.prove(ctx, msg.Operator, msg.NewKey, msg.Height, msg.Signature); err != nil {
		return nil, err
	}
	from, err := s.k.rotate(ctx, operator, seat, msg.NewKey)
	if err != nil {
		return nil, err
	}
	return &types.MsgRotateKeyResponse{FromHeight: from}, nil
}

// rotate accepts a proven key for a seat and gives the first height that it signs.
func (k *Keeper) rotate(ctx context.Context, operator []byte, seat types.Seat, key []byte) (int64, error) {
	header := sdk.UnwrapSDKContext(ctx)
	if err := k.requireUnused(ctx, key); err != nil {
		return 0, err
	}
	next, err := seat.Rotate(key, header.BlockHeight())
	if err != nil {
		return 0, err
	}
	next.RotatedTime = header.BlockTime().Unix()
	seats, err := k.Seats(ctx)
	if err != nil {
		return 0, err
	}
	if err := k.admit(ctx, seat, types.CHANGE_KIND_ROTATE, seats); err != nil {
		return 0, err
	}
	before, err := seat.PubKey()
	if err != nil {
		return 0, err
	}
	if err := k.saveKey(ctx, types.Key{ConsensusKey: key, Operator: seat.Operator, FromHeight: next.NextFrom, Stint: seat.Stint}); err != nil {
		return 0, err
	}
	if err := k.seats.Set(ctx, operator, next); err != nil {
		return 0, err
	}
	return next.NextFrom, emit(ctx, types.NewEventKeyRotated(next, before.Key))
}

// RetireSeat ends the operator's seat.
func (s msgServer) RetireSeat(ctx context.Context, msg *types.MsgRetireSeat) (*types.MsgRetireSeatResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.k.leave(ctx, msg.Operator, types.CHANGE_KIND_LEAVE); err != nil {
		return nil, err
	}
	return &types.MsgRetireSeatResponse{}, nil
}

// leave ends a seat; an accepted one that never signed is gone at once.
func (k *Keeper) leave(ctx context.Context, text string, kind types.ChangeKind) error {
	operator, seat, err := k.load(ctx, text)
	if err != nil {
		return err
	}
	if seat.IsCandidate() {
		return k.expire(ctx, operator, seat)
	}
	seats, err := k.Seats(ctx)
	if err != nil {
		return err
	}
	next, err := seat.Leave(types.CountActive(seats), types.CountEnrolled(seats))
	if err != nil {
		return err
	}
	if seat.IsActive() {
		if err := k.admit(ctx, seat, kind, seats); err != nil {
			return err
		}
	}
	if err := k.closeKeys(ctx, seat); err != nil {
		return err
	}
	if err := k.approvals.Remove(ctx, operator); err != nil {
		return err
	}
	return k.changeStatus(ctx, operator, next)
}

// closeKeys ends the time of the key that a leaving seat signs with, and forgets one that never proved itself.
func (k *Keeper) closeKeys(ctx context.Context, seat types.Seat) error {
	if seat.Status == types.SEAT_STATUS_PENDING {
		if err := k.dropKey(ctx, seat.NextKey); err != nil {
			return err
		}
	}
	key, err := seat.SigningKey()
	if err != nil {
		return err
	}
	return k.closeKey(ctx, key, sdk.UnwrapSDKContext(ctx).BlockHeight()+types.UpdateDelay-1)
}
