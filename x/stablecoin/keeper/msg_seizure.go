package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/stablecoin/types"
)

// OrderSeizure brings a court's order to take coins of a frozen account.
func (s msgServer) OrderSeizure(ctx context.Context, msg *types.MsgOrderSeizure) (*types.MsgOrderSeizureResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if _, err := s.k.IssuerOfDenom(ctx, msg.Amount.Denom); err != nil {
		return nil, err
	}
	organisation, err := s.k.deps.Authority.Organisation(ctx, msg.Beneficiary)
	if err != nil {
		return nil, err
	}
	if organisation.Status == authoritytypes.ORGANISATION_STATUS_CLOSED {
		return nil, errorsmod.Wrapf(types.ErrOrganisationKind, "organisation %d is closed", msg.Beneficiary)
	}
	_, err = s.step(ctx, msg.Signer, msg, msg.Hold, types.HOLD_ACT_ORDER_SEIZURE,
		func(h types.Hold, by types.HoldHand, _ types.HoldParams) (types.Hold, error) {
			return h.OrderSeizure(by, msg.OrderHash, msg.Amount, msg.Beneficiary, now(ctx))
		})
	if err != nil {
		return nil, err
	}
	return &types.MsgOrderSeizureResponse{}, nil
}

// ApproveSeizure takes the coins into the treasury that the order names. They pass through the module account, which no hold touches.
func (s msgServer) ApproveSeizure(ctx context.Context, msg *types.MsgApproveSeizure) (*types.MsgApproveSeizureResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	hold, err := s.step(ctx, msg.Signer, msg, msg.Hold, types.HOLD_ACT_APPROVE_SEIZURE,
		func(h types.Hold, by types.HoldHand, p types.HoldParams) (types.Hold, error) {
			return s.approve(ctx, h, by, p)
		})
	if err != nil {
		return nil, err
	}
	account, err := s.account(hold.Account)
	if err != nil {
		return nil, err
	}
	taken := *hold.Seizure.Taken
	if err := s.k.deps.Bank.SendCoinsFromAccountToModule(ctx, account, types.ModuleName, sdk.NewCoins(taken)); err != nil {
		return nil, err
	}
	treasury := s.k.deps.Public.Treasury(hold.Seizure.Beneficiary)
	if err := s.k.deps.Bank.SendCoinsFromModuleToAccount(ctx, types.ModuleName, treasury, sdk.NewCoins(taken)); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventCoinsSeized(hold)); err != nil {
		return nil, err
	}
	return &types.MsgApproveSeizureResponse{Taken: taken}, nil
}

// approve reads what the account has and what of the protected minimum is still to be left.
func (s msgServer) approve(ctx context.Context, h types.Hold, by types.HoldHand, p types.HoldParams) (types.Hold, error) {
	if h.Seizure == nil {
		return types.Hold{}, errorsmod.Wrapf(types.ErrHoldState, "hold %d is %s", h.Id, h.Status)
	}
	account, err := s.account(h.Account)
	if err != nil {
		return types.Hold{}, err
	}
	currency, _, err := types.ParseDenom(h.Seizure.Amount.Denom)
	if err != nil {
		return types.Hold{}, err
	}
	usage, err := s.k.usage(ctx, account, currency)
	if err != nil {
		return types.Hold{}, err
	}
	balances := s.k.deps.Bank.GetAllBalances(ctx, account)
	all, _ := types.AmountOf(types.ByCurrency(balances), currency)
	protected, _ := types.AmountOf(p.Protected, currency)
	return h.ApproveSeizure(by, balances.AmountOf(h.Seizure.Amount.Denom), all, usage.LeftOf(protected), now(ctx))
}
