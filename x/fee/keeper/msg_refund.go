package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/fee/types"
)

// refundHand is the officer who may do the message's action for the nation.
func (s msgServer) refundHand(ctx context.Context, signer string, msg sdk.Msg) (types.RefundHand, error) {
	officer, err := s.k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), authoritytypes.Nation)
	if err != nil {
		return types.RefundHand{}, err
	}
	return types.RefundHand{Officer: officer.Address, Organisation: officer.Organisation, Credentials: s.k.deps.Authority.Persons(ctx, officer)}, nil
}

// payee is the account that a refund goes to, and who is behind it where it is an officer's. Nobody else than who signs transactions, and
// organisations with a fee budget, is ever charged; a budget gets the coin that it is kept in, or it couldn't spend it.
func (k *Keeper) payee(ctx context.Context, account string, organisation uint32, denom string) (sdk.AccAddress, *types.RefundHand, error) {
	if organisation != 0 {
		budget, err := k.budget(ctx, organisation)
		if err == nil && budget.Denom != denom {
			err = errorsmod.Wrapf(types.ErrBudgetDenom, "%s, want %s", denom, budget.Denom)
		}
		return types.BudgetAddress(organisation), nil, err
	}
	address, err := k.deps.Address.StringToBytes(account)
	if err != nil {
		return nil, nil, errorsmod.Wrapf(sdkerrors.ErrInvalidAddress, "%s: %s", account, err)
	}
	if key, err := k.deps.Accounts.GetPubKey(ctx, address); err != nil || key == nil {
		return nil, nil, errorsmod.Wrap(types.ErrRefundPayee, account)
	}
	hand := types.RefundHand{Officer: account}
	officer, isOfficer, err := k.deps.Authority.Membership(ctx, account)
	if isOfficer && len(officer.Credential) > 0 {
		hand.Credentials = [][]byte{officer.Credential}
	}
	return address, &hand, err
}

// checkRefund wants a coin that pays fees, and no more of it than one refund may be worth.
func (k *Keeper) checkRefund(ctx context.Context, params types.Params, amount sdk.Coin) error {
	rate, err := k.rate(ctx, amount.Denom, sdk.UnwrapSDKContext(ctx).BlockHeight())
	if err != nil {
		return err
	}
	return params.CheckWorth(amount.Amount, rate)
}

// ProposeRefund proposes to pay a mischarge back.
func (s msgServer) ProposeRefund(ctx context.Context, msg *types.MsgProposeRefund) (*types.MsgProposeRefundResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	by, err := s.refundHand(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	known, err := s.k.refundOf.Has(ctx, msg.TxHash)
	if err != nil {
		return nil, err
	}
	if known {
		return nil, errorsmod.Wrapf(types.ErrRefundRepeated, "%X", msg.TxHash)
	}
	_, payee, err := s.k.payee(ctx, msg.Account, msg.Organisation, msg.Amount.Denom)
	if err != nil {
		return nil, err
	}
	params, err := s.k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.k.checkRefund(ctx, params, msg.Amount); err != nil {
		return nil, err
	}
	id, err := s.k.nextRefund(ctx)
	if err != nil {
		return nil, err
	}
	refund, err := types.NewRefund(id, msg, by, payee, sdk.UnwrapSDKContext(ctx).BlockHeight(), params)
	if err != nil {
		return nil, err
	}
	if err := s.k.moveRefund(ctx, refund, types.REFUND_ACT_PROPOSE); err != nil {
		return nil, err
	}
	return &types.MsgProposeRefundResponse{Refund: id}, nil
}

// ApproveRefund pays a refund out of the pool, as a second person.
func (s msgServer) ApproveRefund(ctx context.Context, msg *types.MsgApproveRefund) (*types.MsgApproveRefundResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	by, err := s.refundHand(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	refund, err := s.k.refund(ctx, msg.Refund)
	if err != nil {
		return nil, err
	}
	to, payee, err := s.k.payee(ctx, refund.Account, refund.Organisation, refund.Amount.Denom)
	if err != nil {
		return nil, err
	}
	if refund, err = refund.Approve(by, payee, sdk.UnwrapSDKContext(ctx).BlockHeight()); err != nil {
		return nil, err
	}
	if err := s.k.payRefund(ctx, to, refund.Amount); err != nil {
		return nil, err
	}
	if err := s.k.moveRefund(ctx, refund, types.REFUND_ACT_APPROVE); err != nil {
		return nil, err
	}
	return &types.MsgApproveRefundResponse{}, nil
}

// payRefund moves coins out of the pool, within the share of it that a period's refunds may take.
func (k *Keeper) payRefund(ctx context.Context, to sdk.AccAddress, amount sdk.Coin) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if err := k.checkRefund(ctx, params, amount); err != nil {
		return err
	}
	total, err := k.refundTotal(ctx, amount.Denom)
	if err != nil {
		return err
	}
	period := params.Period(sdk.UnwrapSDKContext(ctx).BlockHeight())
	pool, err := k.undividedIn(ctx, amount.Denom)
	if err != nil {
		return err
	}
	if total, err = total.Give(amount.Amount, pool.Amount, period, params); err != nil {
		return err
	}
	if err := k.refundTotals.Set(ctx, amount.Denom, total); err != nil {
		return err
	}
	return k.deps.Bank.SendCoins(ctx, authtypes.NewModuleAddress(authtypes.FeeCollectorName), to, sdk.NewCoins(amount))
}

// WithdrawRefund takes a proposed refund back.
func (s msgServer) WithdrawRefund(ctx context.Context, msg *types.MsgWithdrawRefund) (*types.MsgWithdrawRefundResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	by, err := s.refundHand(ctx, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	refund, err := s.k.refund(ctx, msg.Refund)
	if err != nil {
		return nil, err
	}
	if refund, err = refund.Withdraw(by); err != nil {
		return nil, err
	}
	if err := s.k.moveRefund(ctx, refund, types.REFUND_ACT_WITHDRAW); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawRefundResponse{}, nil
}
