package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// fundPool moves coins from the treasury account of an organisation into a programme's escrow pool, and notes that the pool holds the coin.
func (k *Keeper) fundPool(ctx context.Context, organisation, programme uint32, coins sdk.Coin) error {
	treasury := types.TreasuryAddress(organisation)
	if k.deps.Bank.GetBalance(ctx, treasury, coins.Denom).IsLT(coins) {
		return errorsmod.Wrap(types.ErrTreasuryLacksCoin, coins.String())
	}
	if err := k.deps.Bank.SendCoins(ctx, treasury, types.PoolAddress(programme), sdk.NewCoins(coins)); err != nil {
		return err
	}
	key := collections.Join(coins.Denom, programme)
	if known, err := k.indexes.pools.Has(ctx, key); err != nil || known {
		return err
	}
	return k.indexes.pools.Set(ctx, key)
}

// drawPool moves coins out of a programme's escrow pool.
func (k *Keeper) drawPool(ctx context.Context, programme uint32, to sdk.AccAddress, coins sdk.Coin) error {
	pool := types.PoolAddress(programme)
	if k.deps.Bank.GetBalance(ctx, pool, coins.Denom).IsLT(coins) {
		return errorsmod.Wrap(types.ErrPoolLacksCoin, coins.String())
	}
	if err := k.deps.Bank.SendCoins(ctx, pool, to, sdk.NewCoins(coins)); err != nil {
		return err
	}
	return k.noteDrawn(ctx, programme, coins.Denom)
}

// noteDrawn forgets a coin that a pool no longer holds.
func (k *Keeper) noteDrawn(ctx context.Context, programme uint32, denom string) error {
	if !k.deps.Bank.GetBalance(ctx, types.PoolAddress(programme), denom).IsZero() {
		return nil
	}
	return k.indexes.pools.Remove(ctx, collections.Join(denom, programme))
}

// HoldCoin tells whether an escrow pool holds a coin that a treasury put there.
func (k *Keeper) HoldCoin(ctx context.Context, denom string) (bool, error) {
	it, err := k.indexes.pools.Iterate(ctx, collections.NewPrefixedPairRange[string, uint32](denom))
	if err != nil {
		return false, err
	}
	defer it.Close()
	return it.Valid(), nil
}

// IndexPools notes which licensed coins lie in the pools, on a network from before it was noted, and after an import.
func (k *Keeper) IndexPools(ctx context.Context) error {
	return k.programmes.Walk(ctx, nil, func(id uint32, _ types.Programme) (bool, error) {
		for _, coin := range k.deps.Bank.GetAllBalances(ctx, types.PoolAddress(id)) {
			_, err := k.deps.Coins.IssuerOfDenom(ctx, coin.Denom)
			if errorsmod.IsOf(err, stablecointypes.ErrDenomUnknown) {
				continue
			}
			if err != nil {
				return true, err
			}
			if err := k.indexes.pools.Set(ctx, collections.Join(coin.Denom, id)); err != nil {
				return true, err
			}
		}
		return false, nil
	})
}

// ExchangePool replaces coins of an issuer that ends by those of another one, at par: what beneficiaries are owed stays owed by the budget.
func (s msgServer) ExchangePool(ctx context.Context, msg *types.MsgExchangePool) (*types.MsgExchangePoolResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	node, programme, err := s.treasuryOf(ctx, msg.Signer, msg.BudgetNode, msg)
	if err != nil {
		return nil, err
	}
	given, issuer, err := s.coins(ctx, programme, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	if err := requireLicensed(issuer); err != nil {
		return nil, err
	}
	taken, ending, err := s.coins(ctx, programme, msg.Take, msg.Amount)
	if err != nil {
		return nil, err
	}
	if !ending.Ending() {
		return nil, errorsmod.Wrapf(types.ErrIssuerStays, "%s", ending.Id)
	}
	if err := s.fundPool(ctx, node.Organisation, programme.Id, given); err != nil {
		return nil, err
	}
	if err := s.drawPool(ctx, programme.Id, types.TreasuryAddress(node.Organisation), taken); err != nil {
		return nil, err
	}
	return answer(&types.MsgExchangePoolResponse{}, emit(ctx, &types.EventPoolExchanged{
		Programme: programme.Id, BudgetNode: node.Id, Given: given.String(), Taken: taken.String(),
	}))
}

// RedeemTreasury asks an issuer for money for coins of a treasury account; x/stablecoin tells of it.
func (s msgServer) RedeemTreasury(ctx context.Context, msg *types.MsgRedeemTreasury) (*types.MsgRedeemTreasuryResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	node, programme, err := s.treasuryOf(ctx, msg.Signer, msg.BudgetNode, msg)
	if err != nil {
		return nil, err
	}
	coins, issuer, err := s.coins(ctx, programme, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	treasury := types.TreasuryAddress(node.Organisation)
	if s.deps.Bank.GetBalance(ctx, treasury, msg.Denom).IsLT(coins) {
		return nil, errorsmod.Wrap(types.ErrTreasuryLacksCoin, coins.String())
	}
	number, err := s.deps.Coins.RedeemTreasury(ctx, treasury, issuer.Id, coins.Amount)
	return answer(&types.MsgRedeemTreasuryResponse{Redemption: number}, err)
}

// treasuryOf loads a budget node and its programme for a treasurer in the area of the node's organisation.
func (s msgServer) treasuryOf(ctx context.Context, signer string, id uint32, msg sdk.Msg) (types.BudgetNode, types.Programme, error) {
	node, area, err := s.nodeArea(ctx, id)
	if err != nil {
		return types.BudgetNode{}, types.Programme{}, err
	}
	if _, err := s.authorize(ctx, signer, msg, area); err != nil {
		return types.BudgetNode{}, types.Programme{}, err
	}
	programme, err := s.programme(ctx, node.Programme)
	return node, programme, err
}

// Pool answers with the coins in a programme's escrow pool.
func (q queryServer) Pool(ctx context.Context, req *types.QueryPoolRequest) (*types.QueryPoolResponse, error) {
	if _, err := q.programme(ctx, req.Programme); err != nil {
		return nil, err
	}
	pool := types.PoolAddress(req.Programme)
	account, err := q.deps.Address.BytesToString(pool)
	if err != nil {
		return nil, err
	}
	res := &types.QueryPoolResponse{Account: account, Total: math.ZeroInt(), Shortfall: math.ZeroInt()}
	for _, coin := range q.deps.Bank.GetAllBalances(ctx, pool) {
		issuer, err := q.deps.Coins.IssuerOfDenom(ctx, coin.Denom)
		if errorsmod.IsOf(err, stablecointypes.ErrDenomUnknown) {
			continue
		}
		if err != nil {
			return nil, err
		}
		res.Coins = append(res.Coins, types.PoolCoin{Coin: coin, Stands: issuer.Stands()})
		if res.Total = res.Total.Add(coin.Amount); !issuer.Stands() {
			res.Shortfall = res.Shortfall.Add(coin.Amount)
		}
	}
	return res, nil
}

// checkPools wants a pool that is noted to hold a coin to hold it.
func checkPools(ctx context.Context, k *Keeper) error {
	return k.indexes.pools.Walk(ctx, nil, func(key collections.Pair[string, uint32]) (bool, error) {
		if k.deps.Bank.GetBalance(ctx, types.PoolAddress(key.K2()), key.K1()).IsZero() {
			return true, broken("pool of programme %d is noted to hold %s", key.K2(), key.K1())
		}
		return false, nil
	})
}
