package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// FundFloat puts free funds of a budget node, with their coins, into the float from which its organisation pays first.
func (s msgServer) FundFloat(ctx context.Context, msg *types.MsgFundFloat) (*types.MsgFundFloatResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	programme, float, err := s.floatOf(ctx, msg.Signer, msg, msg.Node)
	if err != nil {
		return nil, err
	}
	if err := programme.CheckCap(0); err != nil {
		return nil, err
	}
	if float, err = float.Fund(msg.Node, msg.Denom, msg.Amount); err != nil {
		return nil, err
	}
	coins, issuer, err := s.coins(ctx, programme, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	if err := requireLicensed(issuer); err != nil {
		return nil, err
	}
	if err := s.changeToday(ctx, msg.Node, msg.Amount, types.Ledger.SpendFree); err != nil {
		return nil, err
	}
	if err := s.fundPool(ctx, float.Organisation, programme.Id, coins); err != nil {
		return nil, err
	}
	return answer(&types.MsgFundFloatResponse{}, s.floatChanged(ctx, float, msg.Amount, 0))
}

// ReturnFloat takes money of a float back, with its coins.
func (s msgServer) ReturnFloat(ctx context.Context, msg *types.MsgReturnFloat) (*types.MsgReturnFloatResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	programme, float, err := s.floatOf(ctx, msg.Signer, msg, msg.Node)
	if err != nil {
		return nil, err
	}
	if float, err = float.Return(msg.Node, msg.Denom, msg.Amount); err != nil {
		return nil, err
	}
	if _, err := s.payOut(ctx, programme.Id, types.TreasuryAddress(float.Organisation), msg.Denom, msg.Amount); err != nil {
		return nil, err
	}
	if err := s.changeToday(ctx, msg.Node, msg.Amount, types.Ledger.Recover); err != nil {
		return nil, err
	}
	return answer(&types.MsgReturnFloatResponse{}, s.floatChanged(ctx, float, 0, msg.Amount))
}

// floatOf loads the float that a budget node funds, for a treasurer in the area of the node's organisation.
func (s msgServer) floatOf(ctx context.Context, signer string, msg sdk.Msg, id uint32) (types.Programme, types.Float, error) {
	node, area, err := s.nodeArea(ctx, id)
	if err != nil {
		return types.Programme{}, types.Float{}, err
	}
	if _, err := s.authorize(ctx, signer, msg, area); err != nil {
		return types.Programme{}, types.Float{}, err
	}
	programme, err := s.programme(ctx, node.Programme)
	if err != nil {
		return types.Programme{}, types.Float{}, err
	}
	float, err := s.float(ctx, node.Organisation, node.Programme)
	return programme, float, err
}

// changeToday applies one rule of the ledger to the fiscal year of today.
func (k *Keeper) changeToday(ctx context.Context, node uint32, amount uint64, rule func(types.Ledger, uint64) (types.Ledger, error)) error {
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	n, err := k.node(ctx, node)
	if err != nil {
		return err
	}
	return k.change(ctx, node, n.OpenYear(types.PeriodOf(today).Year()), amount, rule)
}

func (k *Keeper) floatChanged(ctx context.Context, f types.Float, funded, returned uint64) error {
	left, err := f.Left()
	if err != nil {
		return err
	}
	if err := k.setFloat(ctx, f); err != nil {
		return err
	}
	return emit(ctx, &types.EventFloatChanged{Organisation: f.Organisation, Programme: f.Programme, Funded: funded, Returned: returned, Left: left})
}

// lockFastTrack ends the time for the paperwork of what was paid first: the office pays nobody first any more in the programme, and the
// organisation above finds the case in its agenda. The chain does it.
func (k *Keeper) lockFastTrack(ctx context.Context, id uint64) error {
	emergency, err := k.emergency(ctx, id)
	if err != nil {
		return err
	}
	next, err := emergency.Step(types.ACT_KIND_LAPSE)
	if err != nil {
		return err
	}
	float, err := k.float(ctx, next.Organisation, next.Programme)
	if err != nil {
		return err
	}
	float.Locks++
	if err := k.setFloat(ctx, float); err != nil {
		return err
	}
	if err := k.clocks.stopAll(ctx, next.Subject()); err != nil {
		return err
	}
	if err := k.emergencyMoved(ctx, emergency, next, byChain.act(next.Subject(), types.ACT_KIND_LAPSE, 0, nil)); err != nil {
		return err
	}
	above, err := k.aboveOrSelf(ctx, next.Organisation)
	if err != nil {
		return err
	}
	today, err := k.deps.Authority.Today(ctx)
	if err != nil {
		return err
	}
	return k.miss(ctx, types.Deadline{Subject: next.Subject(), Clock: types.CLOCK_UNLOCK, Organisation: above, Day: int32(today), At: now(ctx)})
}

// UnlockFastTrack ends the lock that an emergency without paperwork put on the office that paid it.
func (s msgServer) UnlockFastTrack(ctx context.Context, msg *types.MsgUnlockFastTrack) (*types.MsgUnlockFastTrackResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	emergency, _, by, err := s.emergencyOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_PROGRAMME, msg.Emergency)
	if err != nil {
		return nil, err
	}
	next, err := emergency.Unlock()
	if err != nil {
		return nil, err
	}
	if err := s.requireAbove(ctx, by.Organisation, next.Organisation); err != nil {
		return nil, err
	}
	float, err := s.float(ctx, next.Organisation, next.Programme)
	if err != nil {
		return nil, err
	}
	float.Locks--
	if err := s.setFloat(ctx, float); err != nil {
		return nil, err
	}
	if err := s.clocks.stopAll(ctx, next.Subject()); err != nil {
		return nil, err
	}
	return answer(&types.MsgUnlockFastTrackResponse{},
		s.emergencyMoved(ctx, emergency, next, by.act(next.Subject(), types.ACT_KIND_UNLOCK, msg.Reason, nil)))
}
