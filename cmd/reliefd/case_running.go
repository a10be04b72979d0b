package main

import (
	"context"
	"fmt"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// runningVerbs are the steps about grants that run: changes, holds, reviews and clawbacks.
var runningVerbs = []verb{
	{
		name: "suspend", short: "Hold the instalments of grants, with a reason (approver)", kinds: []*kind{grants}, free: true, says: "Suspend",
		takes: []string{"reason", "days"}, needs: []string{"reason", "days"}, example: "--reason inquiry --days 30", plan: planSuspend,
		long: "The days are calendar days, after which the office is reminded. The chain resumes nothing and ends nothing.", message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgSuspend{Signer: signer, Grant: i.id, Reason: i.reason(), Days: i.number("days")}
		}),
	},
	{
		name: "resume", short: "Pay the instalments of suspended grants again (approver)", kinds: []*kind{grants}, free: true, says: "Resume",
		plan:    tell(`from now on instalments are paid again; what was held waits for a treasurer: reliefd payroll release`),
		message: one(func(signer string, i *item) sdk.Msg { return &types.MsgResume{Signer: signer, Grant: i.id} }),
	},
	{
		name: "review-grant", short: "Record that grants were looked at again (reviewer)", kinds: []*kind{grants}, free: true, says: "Record a review of",
		takes: documented, needs: documented, example: exampleHash, batch: true, plan: planGrantReview,
		long: `What a review finds is proposed as a change: "reliefd case change propose".`, message: func(signer string, items []*item) sdk.Msg {
			return &types.MsgRecordReviews{Signer: signer, Reviews: each(items, func(i *item) types.GrantReview {
				return types.GrantReview{Grant: i.id, DocumentHash: i.hash()}
			})}
		},
	},
	{
		group: "change", name: "propose", short: "Propose to pay something else, to end a grant, or to pay a one-off (reviewer)", kinds: []*kind{grants}, free: true,
		says: "Propose a change of", takes: []string{"monthly", "steps", "first", "last", "top-up", "arrears", "order", "reason", "document"}, needs: []string{"reason", "document"},
		example: "--monthly 400.00 --first 2024-06 --reason income " + exampleHash, plan: planChange, message: one(proposeChange),
		long: `One of these:
  another amount        --monthly 400.00 --first 2024-06 [--last 2024-12]
  a fade-out in steps   --steps 2024-06=400.00,2024-08=200.00 --last 2024-09
  an end                --last 2024-05
  a one-off             --top-up 100.00 --first 2024-06, or --arrears for months that were lost

If some month would pay less, the payee is heard first.`,
	},
	{
		group: "change", name: "state", short: "Record what the payee says in a hearing (payee, intake)", kinds: []*kind{changes}, says: "Record the payee's statement on",
		takes: documented, needs: documented, example: exampleHash, plan: tell("the approver finds it with the case; the hearing runs its days"), message: one(stateHearing),
	},
	{
		group: "change", name: "decide", aliases: "approve", short: "Approve proposed changes (approver)", kinds: []*kind{changes}, says: "Approve", takes: []string{"first"},
		batch: true, plan: planDecideChange, message: decideChanges(types.ACT_KIND_APPROVE),
		long: "With --first the change begins in a later month than the proposed one, which may be sealed by now.",
	},
	{
		group: "change", name: "refuse", short: "Refuse proposed changes, with a reason: grants go on as they were (approver)", kinds: []*kind{changes}, says: "Refuse",
		takes: reasoned, needs: reasoned, example: "--reason circumstances", batch: true, message: decideChanges(types.ACT_KIND_REFUSE),
	},
	{
		group: "change", name: "take-back", short: "Take proposed changes back (reviewer)", kinds: []*kind{changes}, says: "Take back",
		takes: reasoned, needs: reasoned, example: "--reason office-error", message: one(takeBack),
	},
	{
		group: "clawback", name: "propose", short: "Give notice that what was paid is to be asked back (reviewer)", kinds: []*kind{grants}, free: true, says: "Give notice of a clawback from",
		takes: []string{"first", "last", "amount", "reason", "document"}, needs: []string{"first", "last", "reason", "document"},
		example: "--first 2024-02 --last 2024-03 --reason income " + exampleHash, plan: planClaim, message: one(proposeClawback),
		long: "Without --amount it is all that the grant paid from --first to --last. The payee is heard before it is ordered.",
	},
	{
		group: "clawback", name: "state", short: "Record what the payee says (payee, intake)", kinds: []*kind{clawbacks}, says: "Record the payee's statement on",
		takes: documented, needs: documented, example: exampleHash, plan: tell("the approver finds it with the case; the hearing runs its days"), message: one(stateHearing),
	},
	{
		group: "clawback", name: "order", short: "Order payments back (approver)", kinds: []*kind{clawbacks}, says: "Order",
		takes: []string{"amount", "fine", "denom", "document"}, needs: documented, example: exampleHash, plan: planOrder, message: one(orderClawback),
		long: `Without --amount all that is claimed. With --denom the balance that the payee didn't withdraw, and held payments of a payee who died, go back
into the budget at once, in that coin.`,
	},
	{
		group: "clawback", name: "repay", short: "Pay back what is open, or a part of it (payee, anybody for the payee)", kinds: []*kind{clawbacks}, says: "Pay back",
		takes: []string{"amount", "denom"}, plan: planRepay, message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgRepay{Signer: signer, Clawback: i.id, Amount: i.amount("amount"), Denom: i.fields["denom"]}
		}),
		long: "Without --amount all that is open. The coins come from the account that signs.",
	},
	{
		group: "clawback", name: "offsets", short: "Keep what is open from instalments to come (approver)", kinds: []*kind{clawbacks}, says: "Keep from instalments",
		takes: []string{"first", "months"}, needs: []string{"first", "months"}, example: "--first 2024-06 --months 6", plan: planOffsets,
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgScheduleOffsets{Signer: signer, Clawback: i.id, FromPeriod: uint32(i.month("first")), Instalments: i.number("months")}
		}),
	},
	closing("waive", "Waive what is open, with a reason (approver, another one than gave the order)", "Waive the rest of", types.ACT_KIND_WAIVE),
	closing("write-off", "Give up what can't be had, with a reason (approver, another one than gave the order)", "Write off the rest of", types.ACT_KIND_WRITE_OFF),
	{
		group: "clawback", name: "take-back", short: "Take clawbacks back before they are ordered (reviewer)", kinds: []*kind{clawbacks}, says: "Take back",
		takes: reasoned, needs: reasoned, example: "--reason office-error", message: one(takeBack),
	},
}

func closing(name, short, says string, act types.ActKind) verb {
	return verb{
		group: "clawback", name: name, short: short, kinds: []*kind{clawbacks}, says: says, takes: reasoned, needs: reasoned, example: "--reason circumstances",
		plan: func(_ context.Context, _ *desk, i *item) error {
			i.tell("%s is given up for good", i.money.Say(i.clawback.Open()))
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgCloseClawback{Signer: signer, Clawback: i.id, Act: act, Reason: i.reason()}
		}),
	}
}

// tell adds a line to the preview.
func (i *item) tell(format string, values ...any) {
	i.says = append(i.says, fmt.Sprintf(format, values...))
}

// tell is the plan of a step that always means the same.
func tell(text string) func(context.Context, *desk, *item) error {
	return func(_ context.Context, _ *desk, i *item) error {
		i.tell("%s", text)
		return nil
	}
}

func stateHearing(signer string, i *item) sdk.Msg {
	return &types.MsgStateHearing{Signer: signer, Subject: i.subject(), DocumentHash: i.hash()}
}

func takeBack(signer string, i *item) sdk.Msg {
	return &types.MsgTakeBack{Signer: signer, Subject: i.subject(), Reason: i.reason()}
}

func decideChanges(act types.ActKind) func(string, []*item) sdk.Msg {
	return func(signer string, items []*item) sdk.Msg {
		return &types.MsgDecideChanges{Signer: signer, Verdicts: each(items, func(i *item) types.ChangeVerdict {
			return types.ChangeVerdict{Change: i.id, Act: act, Reason: i.reason(), FromPeriod: uint32(i.month("first"))}
		})}
	}
}

// proposeChange reads what is proposed: a schedule, an end or a one-off.
func proposeChange(signer string, i *item) sdk.Msg {
	msg := &types.MsgProposeChange{Signer: signer, Grant: i.id, Reason: i.reason(), DocumentHash: i.hash()}
	if i.fields["order"] != "" {
		msg.Clawback = i.count("order")
	}
	var given []string
	for _, name := range []string{"monthly", "steps", "top-up", "arrears"} {
		if i.fields[name] != "" {
			given = append(given, name)
		}
	}
	first, last := i.month("first"), i.month("last")
	until := i.grant.Grant.UntilPeriod
	if last != 0 {
		until = uint32(last) + 1
	}
	switch {
	case len(given) > 1:
		i.fail(strings.Join(given, " and "), "name one of them")
	case len(given) == 0 && (last == 0 || first != 0):
		i.fail("monthly", "say what is proposed: --monthly, --steps, --last alone to end the grant, --top-up or --arrears")
	case len(given) == 0:
		msg.Schedule = &types.Schedule{Changes: []types.Change{{Period: until}}, UntilPeriod: until}
	case given[0] == "steps":
		msg.Schedule = &types.Schedule{Changes: i.steps("steps"), UntilPeriod: until}
	case first == 0:
		i.fail("first", "name the first month it holds in, such as 2024-06")
	case given[0] == "monthly":
		msg.Schedule = &types.Schedule{Changes: []types.Change{{Period: uint32(first), Amount: i.amount("monthly")}}, UntilPeriod: until}
	case given[0] == "top-up":
		msg.Item = &types.Item{Period: uint32(first), Kind: types.ITEM_KIND_TOP_UP, Amount: i.amount("top-up")}
	default:
		msg.Item = &types.Item{Period: uint32(first), Kind: types.ITEM_KIND_ARREARS, Amount: i.amount("arrears")}
	}
	if msg.Schedule != nil && i.err == nil {
		if err := msg.Schedule.ValidateAdjustment(); err != nil {
			i.fail("first and last", err.Error())
		}
	}
	return msg
}

func planChange(ctx context.Context, d *desk, i *item) error {
	msg := proposeChange("", i).(*types.MsgProposeChange)
	if i.err != nil {
		return i.err
	}
	change := types.ProposedChange{Grant: i.id, Schedule: msg.Schedule, Item: msg.Item, Reason: msg.Reason, Clawback: msg.Clawback}
	var order *types.Clawback
	if msg.Clawback != 0 {
		res, err := d.grants.Clawback(ctx, &types.QueryClawbackRequest{Id: msg.Clawback})
		if err != nil {
			return fmt.Errorf("look clawback %d up: %w", msg.Clawback, err)
		}
		order = &res.Clawback
	}
	reduces := i.tellChange(change)
	change.Reduces = reduces
	i.tell("%s", casework.Hearing(change.Waive(i.programme.Terms, i.grant.Record.Deceased, order), i.programme.Terms))
	return nil
}

func planDecideChange(_ context.Context, _ *desk, i *item) error {
	change, err := i.change.From(i.month("first"), i.grant.Grant.UntilPeriod)
	if err != nil {
		return err
	}
	i.tellChange(change)
	if len(change.StatementHash) > 0 {
		i.tell("the payee was heard, and the statement is in")
	}
	return nil
}

// tellChange says what a change does to the instalments and the budget, and tells whether some month pays less.
func (i *item) tellChange(c types.ProposedChange) bool {
	i.tell("grant %s: %s", types.GrantID(c.Grant), casework.Change(c, i.money))
	first := c.First()
	if uint32(first) < i.roll.NextPeriod {
		i.fail("first", fmt.Sprintf("roll %d has sealed %s already; name %s or a later month", i.roll.Id, first, types.Period(i.roll.NextPeriod)))
		return false
	}
	before := i.grant.Grant.Planned(i.plan(), types.Period(i.roll.NextPeriod))
	var after types.Plan
	if c.Schedule != nil {
		after = before.Adjust(*c.Schedule)
	} else {
		var err error
		if after, err = before.With([]types.Item{*c.Item}); err != nil {
			i.fail("amount", err.Error())
			return false
		}
	}
	i.tell("the payee gets %s", casework.Difference(before, after, first, i.money))
	if promise := casework.Promise(before, after, first, i.money); promise != "" {
		i.tell("it %s", promise)
	}
	return before.ReducedBy(after, first)
}

func planSuspend(_ context.Context, _ *desk, i *item) error {
	days := i.number("days")
	if most := i.programme.Terms.SuspensionDays; most > 0 && days > most {
		i.fail("days", fmt.Sprintf("at most %d", most))
	}
	i.tell("from now on instalments are held, not paid; they stay the payee's")
	i.tell("the office is reminded after %s", casework.Days(days))
	return nil
}

func planGrantReview(_ context.Context, _ *desk, i *item) error {
	if months := i.programme.Terms.ReviewMonths; months > 0 {
		i.tell("the next review is due in %d months", months)
	}
	return nil
}

// proposeClawback asks for all that was paid when no amount is given.
func proposeClawback(signer string, i *item) sdk.Msg {
	msg := &types.MsgProposeClawback{
		Signer: signer, Grant: i.id, FromPeriod: uint32(i.month("first")), UntilPeriod: uint32(i.month("last")) + 1, Amount: i.amount("amount"),
		Reason: i.reason(), DocumentHash: i.hash(),
	}
	if msg.UntilPeriod <= msg.FromPeriod {
		i.fail("first and last", "want the first and the last month that was overpaid")
	} else if msg.Amount == 0 {
		paid, err := types.Plan{Changes: i.grant.Grant.Base}.Sum(types.Period(msg.FromPeriod), types.Period(min(msg.UntilPeriod, i.roll.NextPeriod)))
		if err != nil || paid == 0 {
			i.fail("amount", "what was paid then isn't known: name it")
		}
		msg.Amount = paid
	}
	return msg
}

func planClaim(_ context.Context, _ *desk, i *item) error {
	msg := proposeClawback("", i).(*types.MsgProposeClawback)
	i.tell("%s paid %s is asked back", i.money.Say(msg.Amount), casework.Months(types.Period(msg.FromPeriod), types.Period(msg.UntilPeriod)))
	i.tell("%s", casework.Hearing(types.ProposedChange{Reduces: true}.Waive(i.programme.Terms, false, nil), i.programme.Terms))
	return nil
}

// orderClawback orders what is claimed when no amount is given.
func orderClawback(signer string, i *item) sdk.Msg {
	msg := &types.MsgOrderClawback{
		Signer: signer, Clawback: i.id, Amount: i.amount("amount"), Fine: i.amount("fine"), Denom: i.fields["denom"], DocumentHash: i.hash(),
	}
	if msg.Amount == 0 {
		msg.Amount = i.clawback.Claimed
	}
	return msg
}

func planOrder(_ context.Context, _ *desk, i *item) error {
	msg := orderClawback("", i).(*types.MsgOrderClawback)
	if err := i.programme.Terms.CheckFine(msg.Amount, msg.Fine, i.clawback.Reason); err != nil {
		i.fail("fine", err.Error())
	}
	i.tell("grant %s: %s has to come back", types.GrantID(i.clawback.Grant), i.money.Say(msg.Amount+msg.Fine))
	if msg.Denom != "" {
		i.tell("of the balance of %s that isn't withdrawn, what is due goes back into the budget at once", i.money.Say(i.grant.Record.Balance))
	}
	i.tell("then it is repaid, or kept from instalments: reliefd case clawback repay, reliefd case clawback offsets")
	return nil
}

// planRepay takes all that is open, and the only coin that the signer has, when the command names neither.
func planRepay(ctx context.Context, d *desk, i *item) (err error) {
	if i.fields["amount"] == "" {
		i.fields["amount"] = casework.FormatAmount(i.clawback.Open(), i.money.Decimals)
	}
	if i.fields["denom"] == "" {
		if i.fields["denom"], err = d.onlyCoin(ctx, d.signer, i.money); err != nil {
			return err
		}
	}
	amount := i.amount("amount")
	i.tell("%s goes from %s into the budget, %s stays open", i.money.Say(amount), d.signer, i.money.Say(i.clawback.Open()-min(amount, i.clawback.Open())))
	return nil
}

func planOffsets(_ context.Context, _ *desk, i *item) error {
	from, months := i.month("first"), i.number("months")
	if i.err != nil {
		return i.err
	}
	base := i.grant.Grant.Planned(i.plan(), types.Period(i.roll.NextPeriod))
	items, err := i.programme.Terms.Offsets(i.clawback, base, i.grant.Grant.Persons, from, months)
	if err != nil {
		i.fail("months", err.Error())
		return nil
	}
	i.tell("grant %s: %s is kept %s", types.GrantID(i.clawback.Grant), i.money.Say(i.clawback.Open()), casework.Months(from, from+types.Period(months)))
	i.tell("the payee gets %s instead of %s in %s", i.money.Say(base.At(from)-items[0].Amount), i.money.Say(base.At(from)), from)
	return nil
}
