package keeper

import (
	"context"

	"cosmossdk.io/collections"
	errorsmod "cosmossdk.io/errors"
	sdk "github.com/cosmos/cosmos-sdk/types"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/types"
)

// clawbackMoved stores a clawback that took a step, notes who did it and tells of it.
func (k *Keeper) clawbackMoved(ctx context.Context, c types.Clawback, act types.Act, amount uint64) error {
	if err := k.saveClawback(ctx, c); err != nil {
		return err
	}
	if err := k.note(ctx, act); err != nil {
		return err
	}
	return emit(ctx, &types.EventClawbackMoved{
		Clawback: c.Id, Grant: c.Grant, Act: act.Kind, Status: c.Status, Reason: act.Reason, Amount: amount, Open: c.Open(),
	})
}

// recovered closes a clawback of which everything came in.
func (k *Keeper) recovered(ctx context.Context, c types.Clawback) error {
	c, err := c.Step(types.ACT_KIND_RECOVER)
	if err != nil {
		return err
	}
	return k.clawbackMoved(ctx, c, byChain.act(c.Subject(), types.ACT_KIND_RECOVER, 0, nil), 0)
}

// clawbackOfficer loads a clawback with its grant and asks whether the signer may act on it in a duty, and acted on it in no other one.
func (s msgServer) clawbackOfficer(
	ctx context.Context, signer string, msg sdk.Msg, duty authoritytypes.Role, id uint64,
) (types.Clawback, types.Grant, types.Roll, hand, error) {
	clawback, err := s.clawback(ctx, id)
	if err != nil {
		return types.Clawback{}, types.Grant{}, types.Roll{}, hand{}, err
	}
	grant, roll, by, err := s.grantOfficer(ctx, signer, msg, duty, clawback.Grant, clawback.Subject())
	return clawback, grant, roll, by, err
}

// ProposeClawback gives notice that a payment is to be asked back.
func (s msgServer) ProposeClawback(ctx context.Context, msg *types.MsgProposeClawback) (*types.MsgProposeClawbackResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	grant, roll, by, err := s.grantOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, msg.Grant)
	if err != nil {
		return nil, err
	}
	clawback := types.Clawback{
		Grant: grant.Id, FromPeriod: msg.FromPeriod, UntilPeriod: msg.UntilPeriod, Claimed: msg.Amount, Reason: msg.Reason,
		DocumentHash: msg.DocumentHash, Organisation: by.Organisation,
	}
	if err := s.requireClaimable(ctx, clawback, grant, roll); err != nil {
		return nil, err
	}
	if clawback.Id, err = next(ctx, s.changes.clawbackSeq); err != nil {
		return nil, err
	}
	if clawback, err = clawback.Step(types.ACT_KIND_PROPOSE_CLAWBACK); err != nil {
		return nil, err
	}
	act := by.act(clawback.Subject(), types.ACT_KIND_PROPOSE_CLAWBACK, msg.Reason, msg.DocumentHash)
	if err := s.clawbackMoved(ctx, clawback, act, clawback.Claimed); err != nil {
		return nil, err
	}
	return answer(&types.MsgProposeClawbackResponse{Clawback: clawback.Id}, s.giveNotice(ctx, clawback, grant.Programme))
}

// giveNotice starts the hearing, or lets the clawback be ordered at once where the terms have none.
func (k *Keeper) giveNotice(ctx context.Context, c types.Clawback, programmeID uint32) error {
	programme, err := k.programme(ctx, programmeID)
	if err != nil {
		return err
	}
	act := types.ACT_KIND_SKIP_HEARING
	if programme.Terms.HearingDays > 0 {
		act = types.ACT_KIND_OPEN_HEARING
		_, err = k.startCalendarClock(ctx, c.Subject(), types.CLOCK_HEARING, c.Organisation, programme.Terms.HearingDays)
	} else {
		err = k.startClock(ctx, c.Subject(), types.CLOCK_DECIDE, c.Organisation, programme.Terms.DecideDays)
	}
	if err != nil {
		return err
	}
	if c, err = c.Step(act); err != nil {
		return err
	}
	return k.clawbackMoved(ctx, c, byChain.act(c.Subject(), act, 0, nil), 0)
}

// requireClaimable refuses a second clawback of a period, and to ask back more than was paid.
func (k *Keeper) requireClaimable(ctx context.Context, c types.Clawback, grant types.Grant, roll types.Roll) error {
	before, err := k.clawbacksOf(ctx, grant.Id)
	if err != nil {
		return err
	}
	for _, other := range before {
		if other.Counts() && other.Overlaps(c) {
			return errorsmod.Wrapf(types.ErrClawbackOverlaps, "clawback %d", other.Id)
		}
	}
	paid, err := k.paidFor(ctx, grant, roll, types.Period(c.FromPeriod), types.Period(c.UntilPeriod))
	if err != nil {
		return err
	}
	return c.CheckClaim(paid)
}

// clawbacksOf lists the clawbacks of a grant; there are few.
func (k *Keeper) clawbacksOf(ctx context.Context, grant uint64) ([]types.Clawback, error) {
	var list []types.Clawback
	prefix := collections.NewSuperPrefixedTripleRange[uint64, uint32, uint64](grant, uint32(types.SUBJECT_KIND_CLAWBACK))
	err := k.changes.ofGrant.Walk(ctx, prefix, func(key caseKey) (bool, error) {
		clawback, err := k.clawback(ctx, key.K3())
		list = append(list, clawback)
		return err != nil, err
	})
	return list, err
}

// paidFor is what runs have handled of a grant from a period on and before another one. What a living payee's grant still holds isn't paid;
// what a dead one's holds can be taken back.
func (k *Keeper) paidFor(ctx context.Context, grant types.Grant, roll types.Roll, from, until types.Period) (uint64, error) {
	locked, err := k.locked(ctx, roll)
	if err != nil {
		return 0, err
	}
	p, err := k.plansOf(ctx, roll, grant)
	if err != nil {
		return 0, err
	}
	items, err := k.itemsFrom(ctx, grant.Id, from)
	if err != nil {
		return 0, err
	}
	whole, err := p.base.With(items)
	if err != nil {
		return 0, err
	}
	paid, err := whole.Sum(from, min(until, roll.Handled(locked)))
	if err != nil {
		return 0, err
	}
	held, err := k.heldIn(ctx, grant.Id, from, until)
	if err != nil {
		return 0, err
	}
	for _, h := range held {
		if !p.record.Deceased {
			paid -= min(paid, h.Amount)
		}
	}
	return paid, nil
}

// heldIn lists what a grant holds of the periods from one on and before another one.
func (k *Keeper) heldIn(ctx context.Context, grant uint64, from, until types.Period) ([]types.HeldPayment, error) {
	var list []types.HeldPayment
	span := collections.NewPrefixedPairRange[uint64, uint32](grant).StartInclusive(uint32(from)).EndExclusive(uint32(until))
	err := k.held.Walk(ctx, span, func(_ collections.Pair[uint64, uint32], h types.HeldPayment) (bool, error) {
		if !h.Released {
			list = append(list, h)
		}
		return false, nil
	})
	return list, err
}

// takeClawbackBack takes a clawback back before it is ordered.
func (s msgServer) takeClawbackBack(ctx context.Context, msg *types.MsgTakeBack) error {
	clawback, _, _, by, err := s.clawbackOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_REVIEWER, msg.Subject.Id)
	if err != nil {
		return err
	}
	if by.Organisation != clawback.Organisation {
		return errorsmod.Wrapf(types.ErrOtherOffice, "organisation %d", clawback.Organisation)
	}
	if clawback, err = clawback.Step(types.ACT_KIND_WITHDRAW); err != nil {
		return err
	}
	if err := s.clocks.stopAll(ctx, msg.Subject); err != nil {
		return err
	}
	return s.clawbackMoved(ctx, clawback, by.act(msg.Subject, types.ACT_KIND_WITHDRAW, msg.Reason, nil), 0)
}

// OrderClawback orders a payment back, and takes what the grant still has of it.
func (s msgServer) OrderClawback(ctx context.Context, msg *types.MsgOrderClawback) (*types.MsgOrderClawbackResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	clawback, grant, roll, by, err := s.clawbackOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_APPROVER, msg.Clawback)
	if err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, grant.Programme)
	if err != nil {
		return nil, err
	}
	if clawback, err = clawback.Order(msg.Amount, msg.Fine, programme.Terms); err != nil {
		return nil, err
	}
	if err := s.clocks.stopAll(ctx, clawback.Subject()); err != nil {
		return nil, err
	}
	if err := s.startClock(ctx, clawback.Subject(), types.CLOCK_APPEAL, by.Organisation, programme.Terms.AppealDays); err != nil {
		return nil, err
	}
	act := by.act(clawback.Subject(), types.ACT_KIND_ORDER, clawback.Reason, msg.DocumentHash)
	if err := s.clawbackMoved(ctx, clawback, act, msg.Amount+msg.Fine); err != nil {
		return nil, err
	}
	taken, err := s.take(ctx, clawback, grant, roll, programme, msg.Denom)
	return answer(&types.MsgOrderClawbackResponse{Taken: taken}, err)
}

// take brings held payments of a dead payee, and the balance of one or of somebody who obtained it by fraud, back into the budget, up to what was
// ordered.
func (k *Keeper) take(ctx context.Context, c types.Clawback, grant types.Grant, roll types.Roll, programme types.Programme, denom string) (uint64, error) {
	if denom == "" {
		return 0, nil
	}
	record, err := k.record(ctx, grant.Roll, grant.Slot)
	if err != nil {
		return 0, err
	}
	taken := uint64(0)
	if record.Deceased {
		held, err := k.heldIn(ctx, grant.Id, types.Period(c.FromPeriod), types.Period(c.UntilPeriod))
		if err != nil {
			return 0, err
		}
		for _, h := range held {
			if h.Amount > c.Open()-taken {
				break
			}
			taken += h.Amount
			h.Released, h.Returned = true, true
			if err := k.setHeld(ctx, h, false); err != nil {
				return 0, err
			}
		}
	}
	// What a living payee hasn't withdrawn is for living: only an order for fraud takes it.
	if balance := min(record.Balance, c.Open()-taken); balance > 0 && (record.Deceased || c.Reason == types.REASON_FRAUD) {
		taken += balance
		if record, err = record.Withdraw(balance); err != nil {
			return 0, err
		}
		if err := k.setRecord(ctx, grant.Roll, grant.Slot, record); err != nil {
			return 0, err
		}
	}
	if taken == 0 {
		return 0, nil
	}
	coins, _, err := k.coins(ctx, programme, denom, taken)
	if err != nil {
		return 0, err
	}
	pool := types.PoolAddress(programme.Id)
	if k.deps.Bank.GetBalance(ctx, pool, denom).IsLT(coins) {
		return 0, errorsmod.Wrap(types.ErrPoolLacksCoin, coins.String())
	}
	if err := k.collect(ctx, c, roll, byChain, types.ACT_KIND_TAKE, pool, coins, taken); err != nil {
		return 0, err
	}
	return taken, k.noteDrawn(ctx, programme.Id, denom)
}

// collect brings coins back into the treasury of the budget that paid, where they are free in this fiscal year.
func (k *Keeper) collect(
	ctx context.Context, c types.Clawback, roll types.Roll, by hand, act types.ActKind, from sdk.AccAddress, coins sdk.Coin, amount uint64,
) error {
	c, complete, err := c.Collect(act, amount)
	if err != nil {
		return err
	}
	node, err := k.node(ctx, roll.BudgetNode)
	if err != nil {
		return err
	}
	if err := k.changeToday(ctx, node.Id, amount, types.Ledger.Recover); err != nil {
		return err
	}
	if err := k.deps.Bank.SendCoins(ctx, from, types.TreasuryAddress(node.Organisation), sdk.NewCoins(coins)); err != nil {
		return err
	}
	if err := k.clawbackMoved(ctx, c, by.act(c.Subject(), act, 0, nil), amount); err != nil || !complete {
		return err
	}
	return k.recovered(ctx, c)
}

// Repay pays a clawback back.
func (s msgServer) Repay(ctx context.Context, msg *types.MsgRepay) (*types.MsgRepayResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	account, err := s.deps.Address.StringToBytes(msg.Signer)
	if err != nil {
		return nil, errorsmod.Wrap(types.ErrSigner, err.Error())
	}
	clawback, err := s.clawback(ctx, msg.Clawback)
	if err != nil {
		return nil, err
	}
	grant, roll, err := s.grantAndRoll(ctx, types.GrantID(clawback.Grant))
	if err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, grant.Programme)
	if err != nil {
		return nil, err
	}
	coins, issuer, err := s.coins(ctx, programme, msg.Denom, msg.Amount)
	if err != nil {
		return nil, err
	}
	if err := requireLicensed(issuer); err != nil {
		return nil, err
	}
	by := hand{Actor: types.Actor{Officer: authoritytypes.Officer{Address: msg.Signer}}}
	if err := s.collect(ctx, clawback, roll, by, types.ACT_KIND_REPAY, account, coins, msg.Amount); err != nil {
		return nil, err
	}
	return &types.MsgRepayResponse{Open: clawback.Open() - msg.Amount}, nil
}

// ScheduleOffsets keeps what is open from instalments to come.
func (s msgServer) ScheduleOffsets(ctx context.Context, msg *types.MsgScheduleOffsets) (*types.MsgScheduleOffsetsResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	clawback, grant, roll, by, err := s.clawbackOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_APPROVER, msg.Clawback)
	if err != nil {
		return nil, err
	}
	if err := s.requireUnlocked(ctx, roll); err != nil {
		return nil, err
	}
	programme, err := s.programme(ctx, grant.Programme)
	if err != nil {
		return nil, err
	}
	p, err := s.plansOf(ctx, roll, grant)
	if err != nil {
		return nil, err
	}
	// The table first: what isn't ordered has nothing open.
	if _, err := clawback.Plan(nil); err != nil {
		return nil, err
	}
	amount := clawback.Open()
	items, err := programme.Terms.Offsets(clawback, p.base, grant.Persons, types.Period(msg.FromPeriod), msg.Instalments)
	if err != nil {
		return nil, err
	}
	if err := s.addItems(ctx, roll, grant, items); err != nil {
		return nil, err
	}
	if clawback, err = clawback.Plan(items); err != nil {
		return nil, err
	}
	return answer(&types.MsgScheduleOffsetsResponse{},
		s.clawbackMoved(ctx, clawback, by.act(clawback.Subject(), types.ACT_KIND_SCHEDULE_OFFSETS, 0, nil), amount))
}

// CloseClawback waives or writes off what is open, offsets of periods to come included.
func (s msgServer) CloseClawback(ctx context.Context, msg *types.MsgCloseClawback) (*types.MsgCloseClawbackResponse, error) {
	if err := msg.ValidateBasic(); err != nil {
		return nil, err
	}
	clawback, grant, roll, by, err := s.clawbackOfficer(ctx, msg.Signer, msg, authoritytypes.ROLE_APPROVER, msg.Clawback)
	if err != nil {
		return nil, err
	}
	done, err := s.acts.of(ctx, clawback.Subject())
	if err != nil {
		return nil, err
	}
	if err := types.CheckOther(done, types.ACT_KIND_ORDER, by.Actor); err != nil {
		return nil, err
	}
	if clawback, err = s.dropOffsets(ctx, clawback, grant, roll); err != nil {
		return nil, err
	}
	amount := clawback.Open()
	if clawback, err = clawback.Close(msg.Act); err != nil {
		return nil, err
	}
	return answer(&types.MsgCloseClawbackResponse{}, s.clawbackMoved(ctx, clawback, by.act(clawback.Subject(), msg.Act, msg.Reason, nil), amount))
}

// dropOffsets lets instalments to come carry nothing for a clawback any more.
func (k *Keeper) dropOffsets(ctx context.Context, c types.Clawback, grant types.Grant, roll types.Roll) (types.Clawback, error) {
	p, err := k.plansOf(ctx, roll, grant)
	if err != nil {
		return types.Clawback{}, err
	}
	var kept, dropped []types.Item
	for _, i := range p.items {
		if i.Clawback == c.Id {
			dropped = append(dropped, i)
		} else {
			kept = append(kept, i)
		}
	}
	if len(dropped) == 0 {
		return c, nil
	}
	if err := k.requireUnlocked(ctx, roll); err != nil {
		return types.Clawback{}, err
	}
	if _, err := k.reshape(ctx, roll, grant, p, p.base, kept); err != nil {
		return types.Clawback{}, err
	}
	if err := k.dropItems(ctx, roll, grant, dropped); err != nil {
		return types.Clawback{}, err
	}
	return k.clawback(ctx, c.Id)
}
