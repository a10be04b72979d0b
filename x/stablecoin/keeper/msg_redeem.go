package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// Redeem puts coins of the signer into escrow until the issuer has paid money for them. No status of the issuer and no stale statement stops it.
func (s msgServer) Redeem(ctx context.Context, msg *types.MsgRedeem) (*types.MsgRedeemResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	holder, err := s.account(msg.Signer)
	if err != nil {
		return nil, err
	}
	r, err := s.k.redeem(ctx, holder, msg.Id, msg.Amount, false)
	if err != nil {
		return nil, err
	}
	return &types.MsgRedeemResponse{Redemption: r.Id, Due: r.Due}, nil
}

// RedeemTreasury puts coins of a public treasury into escrow: in a wind-down it comes before everybody else. It returns the number of the
// redemption.
func (k *Keeper) RedeemTreasury(ctx context.Context, treasury sdk.AccAddress, issuer string, amount math.Int) (uint64, error) {
	r, err := k.redeem(ctx, treasury, issuer, amount, true)
	return r.Id, err
}

func (k *Keeper) redeem(ctx context.Context, holder sdk.AccAddress, id string, amount math.Int, treasury bool) (types.Redemption, error) {
	issuer, err := k.issuer(ctx, id)
	if err != nil {
		return types.Redemption{}, err
	}
	unit, err := k.Unit(ctx, issuer.Currency)
	if err != nil {
		return types.Redemption{}, err
	}
	if err := types.WholeUnits(amount, unit); err != nil {
		return types.Redemption{}, err
	}
	open, err := k.openOf(ctx, holder)
	if err != nil {
		return types.Redemption{}, err
	}
	if open >= types.MaxOpenRedemptions {
		return types.Redemption{}, errorsmod.Wrapf(types.ErrTooManyRedemptions, "at most %d", types.MaxOpenRedemptions)
	}
	due, err := k.redemptionDue(ctx)
	if err != nil {
		return types.Redemption{}, err
	}
	number, err := k.nextRedemption(ctx)
	if err != nil {
		return types.Redemption{}, err
	}
	account, err := k.deps.Address.BytesToString(holder)
	if err != nil {
		return types.Redemption{}, err
	}
	r, err := types.Redemption{
		Id: number, Issuer: id, Holder: account, Amount: amount, AskedAt: now(ctx), Due: due, Treasury: treasury,
	}.Step(types.REDEMPTION_ACT_REDEEM)
	if err != nil {
		return types.Redemption{}, err
	}
	if err := k.spendHeld(ctx, holder, coins(issuer, amount)); err != nil {
		return types.Redemption{}, err
	}
	if err := k.deps.Bank.SendCoinsFromAccountToModule(ctx, holder, types.ModuleName, coins(issuer, amount)); err != nil {
		return types.Redemption{}, err
	}
	if err := k.setOpen(ctx, holder, open+1); err != nil {
		return types.Redemption{}, err
	}
	if err := k.redemptionsOf.Set(ctx, collections.Join([]byte(holder), number)); err != nil {
		return types.Redemption{}, err
	}
	if err := k.setRedemption(ctx, r); err != nil {
		return types.Redemption{}, err
	}
	return r, emit(ctx, types.NewEventRedemptionMoved(r, types.REDEMPTION_ACT_REDEEM))
}

// SettleRedemption burns the coins of a redemption that the issuer paid.
func (s msgServer) SettleRedemption(ctx context.Context, msg *types.MsgSettleRedemption) (*types.MsgSettleRedemptionResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	r, err := s.k.redemption(ctx, msg.Redemption)
	if err != nil {
		return nil, err
	}
	issuer, err := s.authoriseOwn(ctx, msg.Signer, r.Issuer, msg)
	if err != nil {
		return nil, err
	}
	waits, err := s.k.treasuryWaits(ctx, issuer.Id)
	if err != nil {
		return nil, err
	}
	hold, err := s.k.pools.HoldCoin(ctx, issuer.Denom())
	if err != nil {
		return nil, err
	}
	if r, err = r.Settle(msg.ReferenceHash, issuer, now(ctx), waits, hold); err != nil {
		return nil, err
	}
	if issuer, err = issuer.Burn(r.Amount); err != nil {
		return nil, err
	}

	if err := s.k.deps.Bank.BurnCoins(ctx, types.ModuleName, coins(issuer, r.Amount)); err != nil {
		return nil, err
	}
	if err := s.k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
		return nil, err
	}
	if err := s.k.endRedemption(ctx, r); err != nil {
		return nil, err
	}
	return &types.MsgSettleRedemptionResponse{}, emit(ctx, types.NewEventRedemptionMoved(r, types.REDEMPTION_ACT_SETTLE))
}

func (k *Keeper) redemption(ctx context.Context, number uint64) (types.Redemption, error) {
	r, err := k.redemptions.Get(ctx, number)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Redemption{}, errorsmod.Wrapf(types.ErrRedemptionUnknown, "%d", number)
	}
	return r, err
}

// setRedemption stores a redemption that is open and puts it into the queues.
func (k *Keeper) setRedemption(ctx context.Context, r types.Redemption) error {
	if r.Open() {
		if err := k.due.Set(ctx, collections.Join(r.Due, r.Id)); err != nil {
			return err
		}
		if r.Treasury {
			if err := k.waiting.Set(ctx, collections.Join(r.Issuer, r.Id)); err != nil {
				return err
			}
		}
	}
	return k.redemptions.Set(ctx, r.Id, r)
}

// endRedemption stores a redemption that is no longer open and takes it out of the queues.
func (k *Keeper) endRedemption(ctx context.Context, r types.Redemption) error {
	if err := k.due.Remove(ctx, collections.Join(r.Due, r.Id)); err != nil {
		return err
	}
	if r.Treasury {
		if err := k.waiting.Remove(ctx, collections.Join(r.Issuer, r.Id)); err != nil {
			return err
		}
	}
	if r.Status == types.REDEMPTION_STATUS_RETURNED {
		if err := k.overdue.Set(ctx, collections.Join(r.Issuer, r.Id)); err != nil {
			return err
		}
	}
	holder, err := k.deps.Address.StringToBytes(r.Holder)
	if err != nil {
		return err
	}
	open, err := k.openOf(ctx, holder)
	if err != nil {
		return err
	}
	if err := k.setOpen(ctx, holder, max(open, 1)-1); err != nil {
		return err
	}
	return k.redemptions.Set(ctx, r.Id, r)
}

// openOf is how many redemptions a holder has open.
func (k *Keeper) openOf(ctx context.Context, holder []byte) (uint32, error) {
	open, err := k.open.Get(ctx, holder)
	if errors.Is(err, collections.ErrNotFound) {
		return 0, nil
	}
	return open, err
}

// setOpen counts the open redemptions of a holder; no entry stands for none.
func (k *Keeper) setOpen(ctx context.Context, holder []byte, open uint32) error {
	if open == 0 {
		return k.open.Remove(ctx, holder)
	}
	return k.open.Set(ctx, holder, open)
}

// redemptionDue is the end of the last working day for a redemption that is asked for now.
func (k *Keeper) redemptionDue(ctx context.Context) (int64, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return 0, err
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return 0, err
	}
	deadline, err := k.deps.Authority.Deadline(ctx, today, params.RedemptionDays)
	if err != nil {
		return 0, err
	}
	return k.deps.Authority.StartOf(ctx, types.DueDay(deadline)+1)
}

// nextRedemption is one more than the last number.
func (k *Keeper) nextRedemption(ctx context.Context) (uint64, error) {
	it, err := k.redemptions.Iterate(ctx, new(collections.Range[uint64]).Descending())
	if err != nil {
		return 0, err
	}
	defer it.Close()
	if !it.Valid() {
		return 1, nil
	}
	last, err := it.Key()
	return last + 1, err
}

// treasuryWaits tells whether a redemption of a public treasury is open.
func (k *Keeper) treasuryWaits(ctx context.Context, issuer string) (bool, error) {
	it, err := k.waiting.Iterate(ctx, collections.NewPrefixedPairRange[string, uint64](issuer))
	if err != nil {
		return false, err
	}
	defer it.Close()
	return it.Valid(), nil
}
