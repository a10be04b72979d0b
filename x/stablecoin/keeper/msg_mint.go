package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/reliefchain/relief/x/stablecoin/types"
)

// SetAllowance limits what may be outstanding and what may be minted in a period.
func (s msgServer) SetAllowance(ctx context.Context, msg *types.MsgSetAllowance) (*types.MsgSetAllowanceResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, err := s.authoriseOwn(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	unit, err := s.k.Unit(ctx, issuer.Currency)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.Allow(msg.Allowance, msg.PeriodAllowance, unit); err != nil {
		return nil, err
	}
	if err := s.k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventAllowanceSet(issuer)); err != nil {
		return nil, err
	}
	return &types.MsgSetAllowanceResponse{}, nil
}

// Mint creates coins against the accepted reserve.
func (s msgServer) Mint(ctx context.Context, msg *types.MsgMint) (*types.MsgMintResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, err := s.authoriseOwn(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	recipient, err := s.account(msg.Recipient)
	if err != nil {
		return nil, err
	}
	last, err := s.k.accepted(ctx, issuer)
	if err != nil {
		return nil, err
	}
	bounds, err := s.k.bounds(ctx, issuer, last)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.Mint(msg.Amount, bounds); err != nil {
		return nil, err
	}

	amount := coins(issuer, msg.Amount)
	if err := s.k.requireRoom(ctx, recipient, amount); err != nil {
		return nil, err
	}
	if err := s.k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
		return nil, err
	}
	if err := s.k.deps.Bank.MintCoins(ctx, types.ModuleName, amount); err != nil {
		return nil, err
	}
	if err := s.k.deps.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, recipient, amount); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventMinted(issuer, msg.Recipient, msg.Amount)); err != nil {
		return nil, err
	}
	return &types.MsgMintResponse{}, nil
}

// Burn destroys coins of the signer, whatever the issuer's status.
func (s msgServer) Burn(ctx context.Context, msg *types.MsgBurn) (*types.MsgBurnResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	issuer, err := s.authoriseOwn(ctx, msg.Signer, msg.Id, msg)
	if err != nil {
		return nil, err
	}
	holder, err := s.account(msg.Signer)
	if err != nil {
		return nil, err
	}
	if issuer, err = issuer.Burn(msg.Amount); err != nil {
		return nil, err
	}

	amount := coins(issuer, msg.Amount)
	if err := s.k.spendHeld(ctx, holder, amount); err != nil {
		return nil, err
	}
	if err := s.k.deps.Bank.SendCoinsFromAccountToModule(ctx, holder, types.ModuleName, amount); err != nil {
		return nil, err
	}
	if err := s.k.deps.Bank.BurnCoins(ctx, types.ModuleName, amount); err != nil {
		return nil, err
	}
	if err := s.k.issuers.Set(ctx, issuer.Id, issuer); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventBurned(issuer, msg.Amount)); err != nil {
		return nil, err
	}
	return &types.MsgBurnResponse{}, nil
}

func (s msgServer) account(text string) (sdk.AccAddress, error) {
	bz, err := s.k.deps.Address.StringToBytes(text)
	if err != nil {
		return nil, errorsmod.Wrapf(sdkerrors.ErrInvalidAddress, "%s: %s", text, err)
	}
	return bz, nil
}
