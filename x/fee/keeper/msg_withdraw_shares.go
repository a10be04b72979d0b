package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// WithdrawShares pays the signer, an operator whose seat may be retired by now, its credits of up to MaxSplitDenoms coins. A coin that may not
// move now stays owed and is in no other one's way.
func (s msgServer) WithdrawShares(ctx context.Context, msg *types.MsgWithdrawShares) (*types.MsgWithdrawSharesResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	account, err := s.k.deps.Address.StringToBytes(msg.Signer)
	if err != nil {
		return nil, errorsmod.Wrapf(sdkerrors.ErrInvalidAddress, "%s: %s", msg.Signer, err)
	}
	coins, err := s.k.creditsOf(ctx, account)
	if err != nil {
		return nil, err
	}
	if coins.IsZero() {
		return nil, errorsmod.Wrap(types.ErrSharesMissing, msg.Signer)
	}
	var paid sdk.Coins
	for _, coin := range coins {
		cached, write := sdk.UnwrapSDKContext(ctx).CacheContext()
		if err = s.k.payCredit(cached, account, coin); err == nil {
			write()
			paid = append(paid, coin)
		}
	}
	if len(paid) == 0 {
		return nil, err
	}
	if err := emit(ctx, types.NewEventSharesWithdrawn(msg.Signer, paid)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawSharesResponse{Amount: paid}, nil
}

// payCredit sends an operator what the chain owes it in one coin.
func (k *Keeper) payCredit(ctx context.Context, account []byte, coin sdk.Coin) error {
	if err := k.credits.Remove(ctx, collections.Join(account, coin.Denom)); err != nil {
		return err
	}
	if err := add(ctx, k.owed, coin.Denom, coin.Amount.Neg()); err != nil {
		return err
	}
	return k.deps.Bank.SendCoins(ctx, authtypes.NewModuleAddress(authtypes.FeeCollectorName), account, sdk.NewCoins(coin))
}

// creditsOf are the first MaxSplitDenoms coins that the chain owes an account.
func (k *Keeper) creditsOf(ctx context.Context, account []byte) (sdk.Coins, error) {
	coins := sdk.Coins{}
	err := k.credits.Walk(ctx, collections.NewPrefixedPairRange[[]byte, string](account), func(key credit, amount math.Int) (bool, error) {
		coins = append(coins, sdk.NewCoin(key.K2(), amount))
		return len(coins) == types.MaxSplitDenoms, nil
	})
	return coins, err
}
