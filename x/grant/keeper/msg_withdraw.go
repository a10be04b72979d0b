package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	sdk "github.com/cosmos/cosmos-sdk/types"

	beneficiarytypes "github.com/reliefchain/relief/x/beneficiary/types"
	"github.com/reliefchain/relief/x/grant/types"
	stablecointypes "github.com/reliefchain/relief/x/stablecoin/types"
)

// Withdraw turns a balance into coins of whoever acts for the payee; a hold on the grant doesn't touch what was paid before.
func (s msgServer) Withdraw(ctx context.Context, msg *types.MsgWithdraw) (*types.MsgWithdrawResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	grant, err := s.grant(ctx, types.GrantID(msg.Grant))
	if err != nil {
		return nil, err
	}
	payee, err := s.requirePayee(ctx, grant, msg.Signer)
	if err != nil {
		return nil, err
	}
	record, err := s.record(ctx, grant.Roll, grant.Slot)
	if err != nil {
		return nil, err
	}
	if record, err = record.Withdraw(msg.Amount); err != nil {
		return nil, err
	}
	coins, err := s.payOut(ctx, grant.Programme, payee, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	if err := s.setRecord(ctx, grant.Roll, grant.Slot, record); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventWithdrawn(types.GrantID(grant.Id), coins.String())); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawResponse{Balance: record.Balance}, nil
}

// requirePayee refuses everyone who doesn't act for the payee: the holder of the key, the guardian, or an agent who may withdraw.
func (s msgServer) requirePayee(ctx context.Context, grant types.Grant, signer string) (sdk.AccAddress, error) {
	account, err := s.deps.Address.StringToBytes(signer)
	if err != nil {
		return nil, errorsmod.Wrap(types.ErrSigner, err.Error())
	}
	err = s.deps.Register.ActsFor(ctx, signer, grant.Payee, true)
	if errorsmod.IsOf(err, beneficiarytypes.ErrHolderUnknown, beneficiarytypes.ErrNotActing) {
		return nil, errorsmod.Wrapf(types.ErrNotPayee, "grant %s", types.GrantID(grant.Id))
	}
	return account, err
}

// payOut moves coins of the programme's currency from its pool to the payee.
func (s msgServer) payOut(ctx context.Context, id uint32, payee sdk.AccAddress, denom string, amount uint64) (sdk.Coin, error) {
	programme, err := s.programme(ctx, id)
	if err != nil {
		return sdk.Coin{}, err
	}
	coins, _, err := s.coins(ctx, programme, denom, amount)
	if err != nil {
		return sdk.Coin{}, err
	}
	return coins, s.drawPool(ctx, id, payee, coins)
}

// coins are minor units of the programme's currency in a coin of that currency.
func (k *Keeper) coins(
	ctx context.Context, programme types.Programme, denom string, amount uint64,
) (sdk.Coin, stablecointypes.Issuer, error) {
	issuer, err := k.deps.Coins.IssuerOfDenom(ctx, denom)
	if err != nil {
		return sdk.Coin{}, stablecointypes.Issuer{}, err
	}
	if issuer.Currency != programme.Currency {
		return sdk.Coin{}, stablecointypes.Issuer{}, errorsmod.Wrapf(types.ErrCurrencyDiffers, "%s is not %s", denom, programme.Currency)
	}
	unit, err := k.deps.Coins.Unit(ctx, programme.Currency)
	if err != nil {
		return sdk.Coin{}, stablecointypes.Issuer{}, err
	}
	return sdk.NewCoin(denom, math.NewIntFromUint64(amount).Mul(math.NewIntFromUint64(unit))), issuer, nil
}

// requireLicensed refuses the coin of an issuer that is paused or ends, or was never active, for new payments.
func requireLicensed(issuer stablecointypes.Issuer) error {
	if !issuer.Pays() {
		return errorsmod.Wrap(types.ErrIssuerRevoked, issuer.Id)
	}
	return nil
}
