package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/types"
)

// OpenRun names the rolls and the period of a payroll run.
func (s msgServer) OpenRun(ctx context.Context, msg *types.MsgOpenRun) (*types.MsgOpenRunResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	rolls, officer, err := s.authorizeRolls(ctx, msg.Signer, msg, msg.Rolls)
	if err != nil {
		return nil, err
	}
	id, err := next(ctx, s.runSeq)
	if err != nil {
		return nil, err
	}
	run := types.NewRun(id, types.Period(msg.Period), rolls[0], msg.Rolls, officer)
	for _, roll := range rolls {
		if err := run.Takes(roll); err != nil {
			return nil, err
		}
		roll.OpenRun = id
		if err := s.rolls.Set(ctx, roll.Id, roll); err != nil {
			return nil, err
		}
		if err := s.runPeriods.Set(ctx, collections.Join(roll.Id, run.Period), id); err != nil {
			return nil, err
		}
	}
	if err := s.indexOffices(ctx, nil, []types.Run{run}, nil); err != nil {
		return nil, err
	}
	if err := s.runs.Set(ctx, id, run); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRunOpened(run)); err != nil {
		return nil, err
	}
	return &types.MsgOpenRunResponse{Run: id}, nil
}

// authorizeRolls loads the rolls of a new run and asks for each one's area.
func (s msgServer) authorizeRolls(ctx context.Context, signer string, msg sdk.Msg, ids []uint32) ([]types.Roll, types.Actor, error) {
	rolls := make([]types.Roll, len(ids))
	var officer types.Actor
	for i, id := range ids {
		roll, err := s.roll(ctx, id)
		if err != nil {
			return nil, types.Actor{}, err
		}
		if officer, err = s.authorize(ctx, signer, msg, roll.Area); err != nil {
			return nil, types.Actor{}, err
		}
		rolls[i] = roll
	}
	return rolls, officer, nil
}

// SealRun fixes a run's count and total from the aggregates of its rolls.
func (s msgServer) SealRun(ctx context.Context, msg *types.MsgSealRun) (*types.MsgSealRunResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	run, officer, err := s.authorizeRun(ctx, msg.Run, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	seal := s.sealInstalments
	if run.IsTopUp() {
		seal = s.sealTopUp
	}
	count, amount, err := seal(ctx, run)
	if err != nil {
		return nil, err
	}
	if run, err = run.Seal(count, amount, officer); err != nil {
		return nil, err
	}
	if err := s.runs.Set(ctx, run.Id, run); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRunSealed(run)); err != nil {
		return nil, err
	}
	return &types.MsgSealRunResponse{Count: run.SealedCount, Amount: run.SealedAmount}, nil
}

// sealInstalments takes the rolls one period further and sums up what they pay in it.
func (k *Keeper) sealInstalments(ctx context.Context, run types.Run) (count, amount uint64, err error) {
	var sum types.Roll // counts and amounts of all rolls
	for _, id := range run.Rolls {
		roll, delta, err := k.rollAndDelta(ctx, id, run.Period)
		if err != nil {
			return 0, 0, err
		}
		if roll.OpenImport != 0 {
			return 0, 0, errorsmod.Wrapf(types.ErrImportOpen, "roll %d, import %d", roll.Id, roll.OpenImport)
		}
		if err := roll.RequireReserved(types.Period(run.Period)); err != nil {
			return 0, 0, err
		}
		if roll, err = roll.Seal(types.Period(run.Period), delta); err != nil {
			return 0, 0, err
		}
		if sum, err = sum.Join(roll); err != nil {
			return 0, 0, err
		}
		if err := k.rolls.Set(ctx, roll.Id, roll); err != nil {
			return 0, 0, err
		}
	}
	return sum.BaseCount, sum.BaseAmount, nil
}

// AuthoriseRun funds a sealed run; block work pays it.
func (s msgServer) AuthoriseRun(ctx context.Context, msg *types.MsgAuthoriseRun) (*types.MsgAuthoriseRunResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	run, officer, err := s.authorizeRun(ctx, msg.Run, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	if run, err = run.Authorise(msg.Count, msg.Amount, msg.Denom, officer); err != nil {
		return nil, err
	}
	if err := s.requireImpartial(ctx, officer, run.Rolls...); err != nil {
		return nil, err
	}
	if err := s.requireUninvolved(ctx, officer, run.Rolls); err != nil {
		return nil, err
	}
	coins, err := s.fund(ctx, run)
	if err != nil {
		return nil, err
	}
	if err := s.runs.Set(ctx, run.Id, run); err != nil {
		return nil, err
	}
	if err := s.executing.Set(ctx, run.Id); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRunAuthorised(run, coins.String())); err != nil {
		return nil, err
	}
	return &types.MsgAuthoriseRunResponse{}, nil
}

// fund moves the sealed sum from reserved to disbursed and its coins from the treasury into the pool.
func (s msgServer) fund(ctx context.Context, run types.Run) (sdk.Coin, error) {
	programme, err := s.programme(ctx, run.Programme)
	if err != nil {
		return sdk.Coin{}, err
	}
	coins, issuer, err := s.coins(ctx, programme, run.Denom, run.SealedAmount)
	if err != nil {
		return sdk.Coin{}, err
	}
	if err := requireLicensed(issuer); err != nil {
		return sdk.Coin{}, err
	}
	if err := s.change(ctx, run.BudgetNode, types.Period(run.Period).Year(), run.SealedAmount, types.Ledger.Disburse); err != nil {
		return sdk.Coin{}, err
	}
	node, err := s.node(ctx, run.BudgetNode)
	if err != nil || coins.IsZero() {
		return coins, err
	}
	return coins, s.fundPool(ctx, node.Organisation, programme.Id, coins)
}

// CancelRun drops a run that isn't authorised and puts its rolls back.
func (s msgServer) CancelRun(ctx context.Context, msg *types.MsgCancelRun) (*types.MsgCancelRunResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	before, _, err := s.authorizeRun(ctx, msg.Run, msg.Signer, msg)
	if err != nil {
		return nil, err
	}
	run, err := before.Cancel()
	if err != nil {
		return nil, err
	}
	putBack := s.cancelInstalments
	if run.IsTopUp() {
		putBack = s.cancelTopUp
	}
	if err := putBack(ctx, before); err != nil {
		return nil, err
	}
	if err := s.runs.Set(ctx, run.Id, run); err != nil {
		return nil, err
	}
	if err := emit(ctx, types.NewEventRunCancelled(run)); err != nil {
		return nil, err
	}
	return &types.MsgCancelRunResponse{}, nil
}

// cancelInstalments frees the rolls of a run and puts them back to where they stood.
func (k *Keeper) cancelInstalments(ctx context.Context, run types.Run) error {
	for _, id := range run.Rolls {
		roll, delta, err := k.rollAndDelta(ctx, id, run.Period)
		if err != nil {
			return err
		}
		if run.Status == types.RUN_STATUS_SEALED {
			if roll, err = roll.Unseal(types.Period(run.Period), delta); err != nil {
				return err
			}
		}
		roll.OpenRun = 0
		if err := k.rolls.Set(ctx, id, roll); err != nil {
			return err
		}
		if err := k.runPeriods.Remove(ctx, collections.Join(id, run.Period)); err != nil {
			return err
		}
	}
	return nil
}

// authorizeRun loads a run and asks for the area of its budget node.
func (s msgServer) authorizeRun(ctx context.Context, id uint64, signer string, msg sdk.Msg) (types.Run, types.Actor, error) {
	run, err := s.run(ctx, id)
	if err != nil {
		return types.Run{}, types.Actor{}, err
	}
	_, area, err := s.nodeArea(ctx, run.BudgetNode)
	if err != nil {
		return types.Run{}, types.Actor{}, err
	}
	officer, err := s.authorize(ctx, signer, msg, area)
	return run, officer, err
}

func (k *Keeper) rollAndDelta(ctx context.Context, id, period uint32) (types.Roll, types.Delta, error) {
	roll, err := k.roll(ctx, id)
	if err != nil {
		return types.Roll{}, types.Delta{}, err
	}
	delta, err := k.delta(ctx, id, period)
	return roll, delta, err
}
