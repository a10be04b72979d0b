package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/fee/types"
)

// EstimateFee answers what a transaction costs and who pays, as the fee step would decide after this block.
func (s queryServer) EstimateFee(ctx context.Context, req *types.QueryEstimateFeeRequest) (*types.QueryEstimateFeeResponse, error) {
	msgs, err := req.Msgs()
	if err != nil {
		return nil, err
	}
	signer, err := s.k.deps.Address.StringToBytes(req.Signer)
	if err != nil {
		return nil, err
	}
	height := sdk.UnwrapSDKContext(ctx).BlockHeight()
	ask := Request{Messages: msgs, Signer: signer, Heights: []int64{height, height + 1}, Estimate: true}
	dearest, err := s.k.estimate(ctx, ask, req.Denom)
	if err != nil {
		return nil, err
	}
	ask.Heights = ask.Heights[1:]
	next, err := s.k.estimate(ctx, ask, dearest.Charge.Denom)
	if err != nil {
		return nil, err
	}
	payer, err := s.k.deps.Address.BytesToString(dearest.Payer)
	if err != nil {
		return nil, err
	}
	currency := ""
	if dearest.Charge.Denom != "" {
		issuer, err := s.k.deps.Coins.IssuerOfDenom(ctx, dearest.Charge.Denom)
		if err != nil {
			return nil, err
		}
		currency = issuer.Currency
	}
	return &types.QueryEstimateFeeResponse{
		Payer: payer, Organisation: dearest.Organisation, Denom: dearest.Charge.Denom, Currency: currency,
		Amount: next.Charge.Total.String(), Maximum: dearest.Charge.Total.String(), Gas: dearest.Gas, Class: dearest.Class,
	}, nil
}

// estimate plans a transaction. Who pays alone pays in the named coin, else in the coin of which it holds the most worth.
func (k *Keeper) estimate(ctx context.Context, req Request, denom string) (Plan, error) {
	plan, err := k.Plan(ctx, req.offering(denom))
	if err != nil || plan.Organisation != 0 || denom != "" {
		return plan, err
	}
	best, err := k.wealthiest(ctx, req)
	if err != nil || best == "" {
		return plan, err
	}
	return k.Plan(ctx, req.offering(best))
}

// offering is the request with a fee in a coin, so that a plan is made in it. An estimate doesn't look at the amount.
func (r Request) offering(denom string) Request {
	if denom != "" {
		r.Fee = sdk.Coins{{Denom: denom, Amount: math.OneInt()}}
	}
	return r
}

// wealthiest is the coin with a rate of which the signer holds the most worth; none for one that holds no such coin. It serves queries only: an
// account can hold any number of coins.
func (k *Keeper) wealthiest(ctx context.Context, req Request) (string, error) {
	best, most := "", math.ZeroInt()
	for _, coin := range k.deps.Bank.GetAllBalances(ctx, req.Signer) {
		rate, err := k.payingRate(ctx, req.Messages, coin.Denom, req.Heights[0])
		if errorsmod.IsOf(err, types.ErrRateMissing, types.ErrRateStale) {
			continue
		}
		if err != nil {
			return "", err
		}
		if worth := coin.Amount.Mul(math.NewIntFromUint64(rate.Worth)); best == "" || worth.GT(most) {
			best, most = coin.Denom, worth
		}
	}
	return best, nil
}
