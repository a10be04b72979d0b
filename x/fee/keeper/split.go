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

// EndBlock counts who signed the last block and, at the end of an epoch, divides the collected fees among them. It reads one seat for each vote;
// at the end of an epoch it adds up to MaxSplitDenoms credits for each seat that signed. Nothing is sent: operators fetch their shares. What
// rounding leaves is divided with the next epoch's fees.
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

// split divides the coins of the collector that nobody has a credit for among the seats that signed in the epoch.
func (k *Keeper) split(ctx context.Context, epoch types.Epoch) error {
	if len(epoch.Shares) == 0 {
		return nil
	}
	pool, err := k.undivided(ctx)
	if err != nil {
		return err
	}
	last, err := k.divided.Get(ctx)
	if err != nil && !errors.Is(err, collections.ErrNotFound) {
		return err
	}
	turn := types.ToDivide(pool, last)
	if len(turn) < len(pool) {
		if err := k.divided.Set(ctx, turn[len(turn)-1].Denom); err != nil {
			return err
		}
	}
	for _, coin := range turn {
		sum := math.ZeroInt()
		for i, part := range epoch.Divide(coin.Amount) {
			if !part.IsPositive() {
				continue
			}
			account, err := k.deps.Address.StringToBytes(epoch.Shares[i].Account)
			if err != nil {
				return err
			}
			if err := add(ctx, k.credits, collections.Join(account, coin.Denom), part); err != nil {
				return err
			}
			sum = sum.Add(part)
		}
		if !sum.IsPositive() {
			continue
		}
		if err := add(ctx, k.owed, coin.Denom, sum); err != nil {
			return err
		}
		if err := add(ctx, k.payouts, coin.Denom, sum); err != nil {
			return err
		}
	}
	return emit(ctx, types.NewEventFeesSplit(epoch))
}

// undivided are the coins of the fee collector that nobody has a credit for.
func (k *Keeper) undivided(ctx context.Context) (sdk.Coins, error) {
	var pool sdk.Coins
	for _, coin := range k.deps.Bank.GetAllBalances(ctx, authtypes.NewModuleAddress(authtypes.FeeCollectorName)) {
		left, err := k.unowed(ctx, coin)
		if err != nil {
			return nil, err
		}
		if left.IsPositive() {
			pool = append(pool, left)
		}
	}
	return pool, nil
}

// undividedIn is what nobody has a credit for in one coin: refunds are paid out of it.
func (k *Keeper) undividedIn(ctx context.Context, denom string) (sdk.Coin, error) {
	return k.unowed(ctx, k.deps.Bank.GetBalance(ctx, authtypes.NewModuleAddress(authtypes.FeeCollectorName), denom))
}

// unowed is a balance of the fee collector less what it owes.
func (k *Keeper) unowed(ctx context.Context, balance sdk.Coin) (sdk.Coin, error) {
	owed, err := sum(ctx, k.owed, balance.Denom)
	if err != nil || balance.Amount.LT(owed) {
		return sdk.NewCoin(balance.Denom, math.ZeroInt()), err
	}
	return balance.SubAmount(owed), nil
}

// sum reads a sum, zero where there is none.
func sum[K any](ctx context.Context, m collections.Map[K, math.Int], key K) (math.Int, error) {
	value, err := m.Get(ctx, key)
	if errors.Is(err, collections.ErrNotFound) {
		return math.ZeroInt(), nil
	}
	return value, err
}

// add adds to a sum.
func add[K any](ctx context.Context, m collections.Map[K, math.Int], key K, amount math.Int) error {
	before, err := sum(ctx, m, key)
	if err != nil {
		return err
	}
	return m.Set(ctx, key, before.Add(amount))
}
