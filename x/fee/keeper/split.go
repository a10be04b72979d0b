package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// EndBlock counts who signed the last block and, at the end of an epoch, splits the collected fees among them. It reads one seat for
// each vote; at the end of an epoch it sends each licensed coin to each seat that signed. A share that can't be sent stays where it
// is and is split again in the next epoch.
func (k *Keeper) EndBlock(ctx context.Context) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	epoch, err := k.epoch.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	signers, err := k.signers(ctx)
	if err != nil {
		return err
	}
	epoch = epoch.Sign(signers)
	if epoch.Blocks < params.SplitBlocks {
		return k.epoch.Set(ctx, epoch)
	}
	if err := k.split(ctx, epoch); err != nil {
		return err
	}
	return k.epoch.Set(ctx, types.Epoch{})
}

// signers are the operators' accounts behind the votes for the last block. A key that no seat knows counts for nobody.
func (k *Keeper) signers(ctx context.Context) ([]string, error) {
	votes := sdk.UnwrapSDKContext(ctx).VoteInfos()
	signers := make([]string, 0, len(votes))
	for _, vote := range votes {
		if vote.BlockIdFlag != cmtproto.BlockIDFlagCommit {
			continue
		}
		operator, known, err := k.deps.Seats.OperatorOf(ctx, vote.Validator.Address)
		if err != nil {
			return nil, err
		}
		if !known {
			continue
		}
		account, err := k.deps.Address.BytesToString(operator)
		if err != nil {
			return nil, err
		}
		signers = append(signers, account)
	}
	return signers, nil
}

// split sends every coin of the collector to the seats that signed in the epoch.
func (k *Keeper) split(ctx context.Context, epoch types.Epoch) error {
	if len(epoch.Shares) == 0 {
		return nil
	}
	collector := authtypes.NewModuleAddress(authtypes.FeeCollectorName)
	for _, pool := range k.deps.Bank.GetAllBalances(ctx, collector) {
		sent := math.ZeroInt()
		for i, part := range epoch.Divide(pool.Amount) {
			if part.IsPositive() && k.send(ctx, collector, epoch.Shares[i].Account, sdk.NewCoin(pool.Denom, part)) {
				sent = sent.Add(part)
			}
		}
		if err := k.addDistributed(ctx, sdk.NewCoin(pool.Denom, sent)); err != nil {
			return err
		}
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(types.NewEventFeesSplit(epoch))
}

// send moves a share and tells whether it did: a coin that may not move now must not stop the chain.
func (k *Keeper) send(ctx context.Context, from sdk.AccAddress, to string, coin sdk.Coin) bool {
	account, err := k.deps.Address.StringToBytes(to)
	if err == nil {
		cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		if err = k.deps.Bank.SendCoins(cached, from, account, sdk.NewCoins(coin)); err == nil {
			write()
			return true
		}
	}
	sdk.UnwrapSDKContext(ctx).Logger().Error("a share of the fees stays in the collector", "account", to, "coin", coin.String(), "reason", err)
	return false
}

// distributed is what was ever paid out in a coin.
func (k *Keeper) distributed(ctx context.Context, denom string) (math.Int, error) {
	sum, err := k.payouts.Get(ctx, denom)
	if errors.Is(err, collections.ErrNotFound) {
		return math.ZeroInt(), nil
	}
	return sum, err
}

func (k *Keeper) addDistributed(ctx context.Context, coin sdk.Coin) error {
	if coin.IsZero() {
		return nil
	}
	before, err := k.distributed(ctx, coin.Denom)
	if err != nil {
		return err
	}
	return k.payouts.Set(ctx, coin.Denom, before.Add(coin.Amount))
}
