package keeper

import (
	"context"

	abci "github.com/cometbft/cometbft/abci/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/validator/types"
)

// BeginBlock remembers the hash of the block. Nothing that ante reads changes.
func (k *Keeper) BeginBlock(ctx context.Context) error { return k.noteBlock(ctx) }

// EndBlock carries out what is due and returns what changed in the validator set since CometBFT was last told, sorted by
// consensus key. It reads at most MaxSeats seats. A set that CometBFT would refuse is not sent: the old one stays and the
// reason is logged.
func (k *Keeper) EndBlock(ctx context.Context) ([]abci.ValidatorUpdate, error) {
	seats, err := k.Seats(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := k.carryOut(ctx, seats)
	if err != nil {
		return nil, err
	}
	if changed {
		if seats, err = k.Seats(ctx); err != nil {
			return nil, err
		}
	}
	if err := k.forgetChanges(ctx); err != nil {
		return nil, err
	}
	told, err := k.Told(ctx)
	if err != nil {
		return nil, err
	}
	updates, err := plan(told, seats)
	if err != nil {
		sdk.UnwrapSDKContext(ctx).Logger().Error("validator set stays as it is", "reason", err)
		return nil, nil
	}
	return k.tell(ctx, updates)
}

// carryOut does what is due for each seat: a key takes over, an acceptance expires, a seat that left is forgotten by evidence, a
// convicted seat goes. It tells whether anything was.
func (k *Keeper) carryOut(ctx context.Context, seats []types.Seat) (changed bool, err error) {
	params, err := k.Params(ctx)
	if err != nil {
		return false, err
	}
	active := types.CountActive(seats)
	header := sdk.UnwrapSDKContext(ctx)
	height, now := header.BlockHeight(), header.BlockTime().Unix()
	evidence := header.ConsensusParams().Evidence
	expires := func(s types.Seat) bool {
		return s.Status == types.SEAT_STATUS_PENDING && now-s.SinceTime >= params.ActivationSeconds
	}
	retires := func(s types.Seat) bool {
		return s.Status == types.SEAT_STATUS_RETIRING && !s.IsRotating() && types.IsBeyondEvidence(s, height, now, evidence)
	}
	goes := func(s types.Seat) bool { return s.Convicted && s.IsActive() && active > 1 }
	for _, s := range seats {
		takesOver := s.IsRotating() && height >= s.NextFrom
		if !takesOver && !expires(s) && !retires(s) && !goes(s) {
			continue
		}
		changed = true
		operator, err := k.parseOperator(s.Operator)
		if err != nil {
			return false, err
		}
		if takesOver {
			if s, err = k.takeOver(ctx, operator, s); err != nil {
				return false, err
			}
		}
		switch {
		case expires(s):
			err = k.expire(ctx, operator, s)
		case retires(s):
			err = k.retire(ctx, operator, s)
		case goes(s):
			gone, _ := s.Tombstone(active)
			active--
			err = k.changeStatus(ctx, operator, gone)
		}
		if err != nil {
			return false, err
		}
	}
	return changed, nil
}

// takeOver makes the new key the one that x/slashing knows. Blocks of the old key came with the last commit of this block for the
// last time, and the new key comes with the next one: in between is the only moment at which neither is asked for.
func (k *Keeper) takeOver(ctx context.Context, operator []byte, s types.Seat) (types.Seat, error) {
	before, err := s.PubKey()
	if err != nil {
		return types.Seat{}, err
	}
	next, err := s.TakeOver()
	if err != nil {
		return types.Seat{}, err
	}
	if err := k.seats.Set(ctx, operator, next); err != nil {
		return types.Seat{}, err
	}
	if err := k.closeKey(ctx, before.Key, s.NextFrom-1); err != nil {
		return types.Seat{}, err
	}
	return next, k.hooks.AfterValidatorConsKeyUpdated(ctx, types.AddressOf(before.Key), types.AddressOf(s.NextKey), operator)
}

// expire ends the wait for the key of an accepted seat. A key that never proved itself may be named again.
func (k *Keeper) expire(ctx context.Context, operator []byte, s types.Seat) error {
	key, err := s.CandidateKey()
	if err != nil {
		return err
	}
	if err := k.dropKey(ctx, key); err != nil {
		return err
	}
	next, stays := s.Expire()
	if stays {
		return k.changeStatus(ctx, operator, next)
	}
	if err := k.seats.Remove(ctx, operator); err != nil {
		return err
	}
	return emit(ctx, types.NewEventSeatExpired(s))
}

func (k *Keeper) retire(ctx context.Context, operator []byte, s types.Seat) error {
	consensus, err := s.ConsensusAddress()
	if err != nil {
		return err
	}
	if err := k.changeStatus(ctx, operator, s.Retire()); err != nil {
		return err
	}
	return k.hooks.AfterValidatorRemoved(ctx, consensus, operator)
}

func plan(told []types.Told, seats []types.Seat) ([]types.Told, error) {
	want, err := types.Wanted(seats)
	if err != nil {
		return nil, err
	}
	return types.Diff(told, want)
}

// tell remembers the updates and puts them into CometBFT's form.
func (k *Keeper) tell(ctx context.Context, updates []types.Told) ([]abci.ValidatorUpdate, error) {
	out := make([]abci.ValidatorUpdate, 0, len(updates))
	for _, u := range updates {
		var err error
		if u.Power == 0 {
			err = k.told.Remove(ctx, u.ConsensusKey)
		} else {
			err = k.told.Set(ctx, u.ConsensusKey, u)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, abci.Ed25519ValidatorUpdate(u.ConsensusKey, u.Power))
	}
	return out, nil
}
