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

// WithdrawShares pays the signer, an operator whose seat may be retired by now, its credits of up to MaxSplitDenoms coins.
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
	for _, coin := range coins {
		if err := s.k.credits.Remove(ctx, collections.Join(account, coin.Denom)); err != nil {
			return nil, err
		}
		if err := add(ctx, s.k.owed, coin.Denom, coin.Amount.Neg()); err != nil {
			return nil, err
		}
	}
	if err := s.k.deps.Bank.SendCoins(ctx, authtypes.NewModuleAddress(authtypes.FeeCollectorName), account, coins); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventSharesWithdrawn(msg.Signer, coins)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawSharesResponse{Amount: coins}, nil
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
