package keeper

import (
	"context"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/math"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/gogoproto/proto"

	"github.com/reliefchain/relief/x/fee/types"
)

type msgServer struct{ k *Keeper }

var _ types.MsgServer = msgServer{}

// NewMsgServer answers the messages of the module.
func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k: k} }

// SetBudget opens or changes the fee budget of an organisation.
func (s msgServer) SetBudget(ctx context.Context, msg *types.MsgSetBudget) (*types.MsgSetBudgetResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.authorizeTreasurer(ctx, msg.Signer, msg.Organisation, msg); err != nil {
		return nil, err
	}
	budget, found, err := s.k.findBudget(ctx, msg.Organisation)
	if err != nil {
		return nil, err
	}
	if !found {
		budget = types.Budget{Organisation: msg.Organisation, Denom: msg.Denom, Spent: math.ZeroInt()}
	}
	if !found || budget.Denom != msg.Denom {
		if err := s.k.usable(ctx, msg.Denom); err != nil {
			return nil, err
		}
	}
	before := budget
	budget = budget.Change(msg.Limits())
	if err := s.k.budgets.Set(ctx, msg.Organisation, budget); err != nil {
		return nil, err
	}
	if err := s.k.turn(ctx, before, budget); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventBudgetSet(budget)); err != nil {
		return nil, err
	}
	return &types.MsgSetBudgetResponse{}, nil
}

// authorizeTreasurer wants the treasurer of the area of an organisation.
func (s msgServer) authorizeTreasurer(ctx context.Context, signer string, id uint32, msg sdk.Msg) error {
	organisation, err := s.k.deps.Authority.Organisation(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.k.deps.Authority.Authorize(ctx, signer, sdk.MsgTypeURL(msg), organisation.Area)
	return err
}

// usable refuses to keep budgets in a coin that public money isn't put into, or that has no rate. The limits of a budget that is kept in it
// already may change all the same.
func (k *Keeper) usable(ctx context.Context, denom string) error {
	issuer, err := k.deps.Coins.IssuerOfDenom(ctx, denom)
	if err != nil {
		return err
	}
	if !issuer.Pays() {
		return errorsmod.Wrapf(types.ErrIssuerInactive, "%s is %s", issuer.Id, issuer.Status)
	}
	_, err = k.rate(ctx, denom, sdk.UnwrapSDKContext(ctx).BlockHeight())
	return err
}

// FundBudget puts coins of the signer, whoever it is, into a fee budget and deals them out over its shares.
func (s msgServer) FundBudget(ctx context.Context, msg *types.MsgFundBudget) (*types.MsgFundBudgetResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	from, err := s.k.deps.Address.StringToBytes(msg.Signer)
	if err != nil {
		return nil, errorsmod.Wrapf(sdkerrors.ErrInvalidAddress, "%s: %s", msg.Signer, err)
	}
	budget, err := s.k.budget(ctx, msg.Organisation)
	if err != nil {
		return nil, err
	}
	if msg.Amount.Denom != budget.Denom {
		return nil, errorsmod.Wrapf(types.ErrBudgetDenom, "%s, want %s", msg.Amount.Denom, budget.Denom)
	}
	if err := s.k.deps.Bank.SendCoins(ctx, from, types.BudgetAddress(msg.Organisation), sdk.NewCoins(msg.Amount)); err != nil {
		return nil, err
	}
	// At most 15 moves within the budget, which no gas ceiling of an older price list knows.
	if err := s.k.level(sdk.UnwrapSDKContext(ctx).WithGasMeter(storetypes.NewInfiniteGasMeter()), budget); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventBudgetFunded(msg.Organisation, msg.Amount)); err != nil {
		return nil, err
	}
	return &types.MsgFundBudgetResponse{}, nil
}

// WithdrawBudget takes coins out of a fee budget, of whatever denom lies in it. They go where public money is and to nobody's account.
func (s msgServer) WithdrawBudget(ctx context.Context, msg *types.MsgWithdrawBudget) (*types.MsgWithdrawBudgetResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	if err := s.authorizeTreasurer(ctx, msg.Signer, msg.Organisation, msg); err != nil {
		return nil, err
	}
	if _, err := s.k.budget(ctx, msg.Organisation); err != nil {
		return nil, err
	}
	signer, err := s.k.deps.Address.StringToBytes(msg.Signer)
	if err != nil {
		return nil, errorsmod.Wrapf(sdkerrors.ErrInvalidAddress, "%s: %s", msg.Signer, err)
	}
	ctx = sdk.UnwrapSDKContext(ctx).WithGasMeter(storetypes.NewInfiniteGasMeter()) // at most 16 moves, however the coins lie
	draws, err := s.k.coins(ctx, msg.Organisation, signer, msg.Amount)
	if err != nil {
		return nil, err
	}
	treasury := s.k.deps.Treasury(msg.Organisation)
	for _, d := range draws {
		from := types.BudgetShareAddress(msg.Organisation, d.Share)
		if err := s.k.deps.Bank.SendCoins(ctx, from, treasury, sdk.NewCoins(sdk.NewCoin(msg.Amount.Denom, d.Amount))); err != nil {
			return nil, err
		}
	}
	if err := emit(ctx, types.NewEventBudgetWithdrawn(msg.Organisation, msg.Amount)); err != nil {
		return nil, err
	}
	return &types.MsgWithdrawBudgetResponse{}, nil
}

func emit(ctx context.Context, event proto.Message) error {
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(event)
}
