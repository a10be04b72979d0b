package main

import (
	"context"
	"errors"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	authoritytypes "github.com/reliefchain/relief/x/authority/types"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// urgentVerbs are the steps of emergencies that are paid first, of the floats that pay them, and of lots of goods.
var urgentVerbs = []verb{
	{
		group: "emergency", name: "report", short: "Report an emergency at a roll of a programme that pays first (intake)", kinds: []*kind{rolls}, free: true, repeats: true,
		says: "Report an emergency at", takes: []string{"payee", "household", "persons", "document"}, needs: []string{"payee", "persons", "document"},
		example: "--payee 0123456789abcdef0123456789abcdef --persons 3 " + exampleHash,
		plan: func(_ context.Context, _ *desk, i *item) error {
			i.tell("%s, programme %d, area %s; at most %s may be paid first", casework.Persons(i.number("persons")), i.roll.Programme, i.roll.Area, i.money.Say(i.programme.PayFirstCap))
			i.tell("the office has %d working days to pay first, or to make it an ordinary application", i.programme.Terms.AcceptDays)
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgReportEmergency{
				Signer: signer, Roll: uint32(i.id), Payee: i.ref("payee"), Household: i.ref("household"), Persons: i.number("persons"), FileHash: i.hash(),
			}
		}),
	},
	{
		group: "emergency", name: "pay", short: "Pay emergencies at once, before the paperwork (approver)", kinds: []*kind{emergencies}, says: "Pay first",
		takes: []string{"amount"}, needs: []string{"amount"}, example: "--amount 500.00", plan: planPayFirst,
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgPayFirst{Signer: signer, Emergency: i.id, Amount: i.amount("amount")}
		}),
	},
	{
		group: "emergency", name: "confirm", short: "Stand by what another officer paid first (approver of the same office)", kinds: []*kind{emergencies}, says: "Confirm",
		plan: planStands,
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgConfirmEmergency{Signer: signer, Emergency: i.id}
		}),
	},
	{
		group: "emergency", name: "supplement", short: "Supply the paperwork of what was paid first (intake)", kinds: []*kind{emergencies}, says: "Supply the paperwork of",
		takes: documented, needs: documented, example: exampleHash, plan: planStands, message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgSupplementEmergency{Signer: signer, Emergency: i.id, FileHash: i.hash()}
		}),
		long: "The payee holds a live tag by then.",
	},
	{
		group: "emergency", name: "convert", short: "Make emergencies that weren't paid ordinary applications (intake)", kinds: []*kind{emergencies}, says: "Make ordinary applications of",
		takes: []string{"coverage"}, plan: tell("nothing is paid first; it is checked like every application"), message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgConvertEmergency{Signer: signer, Emergency: i.id, Coverage: i.coverage()}
		}),
	},
	{
		group: "emergency", name: "withdraw", short: "Take emergencies back before they are paid (payee, intake)", kinds: []*kind{emergencies}, says: "Withdraw", plan: planStands,
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgWithdrawEmergency{Signer: signer, Emergency: i.id}
		}),
	},
	{
		group: "emergency", name: "unlock", short: "Let an office pay first again whose paperwork didn't come (programme officer of an organisation above)", kinds: []*kind{emergencies},
		says: "End the lock because of", takes: reasoned, needs: reasoned, example: "--reason office-error",
		plan: func(_ context.Context, _ *desk, i *item) error {
			i.tell("organisation %d may pay first again, unless another emergency locks it", i.emergency.Organisation)
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgUnlockFastTrack{Signer: signer, Emergency: i.id, Reason: i.reason()}
		}),
	},
	{
		group: "emergency", name: "fund", short: "Put money of a budget node into the float its office pays first from (treasurer)", kinds: []*kind{nodes}, free: true, says: "Fund the float of",
		takes: []string{"amount", "denom"}, needs: []string{"amount"}, example: "--amount 5000.00", plan: planFloat(true), message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgFundFloat{Signer: signer, Node: uint32(i.id), Denom: i.fields["denom"], Amount: i.amount("amount")}
		}),
	},
	{
		group: "emergency", name: "return", short: "Take money of a float back into the budget (treasurer)", kinds: []*kind{nodes}, free: true, says: "Take back from the float of",
		takes: []string{"amount", "denom"}, needs: []string{"amount"}, example: "--amount 5000.00", plan: planFloat(false), message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgReturnFloat{Signer: signer, Node: uint32(i.id), Denom: i.fields["denom"], Amount: i.amount("amount")}
		}),
	},
	{
		group: "lot", name: "receive", short: "Take a lot of goods, or of hours of a service, in for a programme (treasurer)", kinds: []*kind{programmes}, free: true, repeats: true, says: "Take a lot in for",
		takes: []string{"area", "item", "unit", "quantity", "expiry", "document"}, needs: []string{"area", "item", "unit", "quantity", "document"},
		example: "--area 110101 --item 7 --unit 1 --quantity 500 " + exampleHash, plan: func(_ context.Context, _ *desk, i *item) error {
			i.tell("%d of item %d at %s", i.count("quantity"), i.number("item"), i.fields["area"])
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgReceiveLot{
				Signer: signer, Programme: uint32(i.id), Area: i.fields["area"], Item: i.number("item"), Unit: i.number("unit"), Quantity: i.count("quantity"),
				ExpiryDay: i.day("expiry"), DocumentHash: i.hash(),
			}
		}),
	},
	{
		group: "lot", name: "store", aliases: "count", short: "Count lots and put them into store (treasurer)", kinds: []*kind{lots}, says: "Count and store",
		takes: []string{"quantity"}, needs: []string{"quantity"}, example: "--quantity 500", plan: planCount,
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgStoreLot{Signer: signer, Lot: i.id, Quantity: i.count("quantity")}
		}),
	},
	{
		group: "lot", name: "dispatch", short: "Send lots, or parts of them, to a point (treasurer)", kinds: []*kind{lots}, says: "Send off",
		takes: []string{"quantity", "area"}, needs: []string{"quantity", "area"}, example: "--quantity 200 --area 110101001", plan: func(_ context.Context, _ *desk, i *item) error {
			sent := i.count("quantity")
			i.tell("%d of %d to %s", sent, i.lot.Left, i.fields["area"])
			if sent < i.lot.Left {
				i.tell("they become a lot of their own, %d stay", i.lot.Left-sent)
			}
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgDispatchLot{Signer: signer, Lot: i.id, Quantity: i.count("quantity"), Area: i.fields["area"]}
		}),
	},
	{
		group: "lot", name: "arrive", short: "Count lots at the point (intake)", kinds: []*kind{lots}, says: "Count at the point",
		takes: []string{"quantity"}, needs: []string{"quantity"}, example: "--quantity 200", plan: planCount,
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgArriveLot{Signer: signer, Lot: i.id, Quantity: i.count("quantity")}
		}),
	},
	{
		group: "lot", name: "hand-over", short: "Hand goods to payees, on the first signature (intake)", kinds: []*kind{lots}, repeats: true, says: "Hand over from",
		takes: []string{"payee", "quantity"}, needs: []string{"payee", "quantity"}, example: "--payee 0123456789abcdef0123456789abcdef --quantity 1",
		plan: func(_ context.Context, _ *desk, i *item) error {
			i.tell("%d to payee %s; it counts with the second signature, within %d hours", i.count("quantity"), i.fields["payee"], i.programme.Terms.ConfirmHours)
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgHandOver{Signer: signer, Lot: i.id, Payee: i.ref("payee"), Quantity: i.count("quantity")}
		}),
	},
	{
		group: "lot", name: "sign", short: "Sign for what was handed over (payee, another intake officer)", kinds: []*kind{lots}, repeats: true, says: "Sign for what was handed over from",
		takes: []string{"payee"}, needs: []string{"payee"}, example: "--payee 0123456789abcdef0123456789abcdef", plan: func(_ context.Context, _ *desk, i *item) error {
			i.tell("to payee %s", i.fields["payee"])
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgSignHandOver{Signer: signer, Lot: i.id, Payee: i.ref("payee")}
		}),
	},
	{
		group: "lot", name: "lose", short: "Tell that goods are missing at the point (intake)", kinds: []*kind{lots}, says: "Report missing from",
		takes: []string{"quantity", "reason", "document"}, needs: []string{"quantity", "reason", "document"}, example: "--quantity 2 --reason inquiry " + exampleHash,
		plan: func(_ context.Context, _ *desk, i *item) error {
			i.tell("%d of %d are missing; an auditor has to note it", i.count("quantity"), i.lot.Left)
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg {
			return &types.MsgLoseLot{Signer: signer, Lot: i.id, Quantity: i.count("quantity"), Reason: i.reason(), DocumentHash: i.hash()}
		}),
	},
	{
		group: "lot", name: "note", short: "Note what is missing (auditor)", kinds: []*kind{lots}, says: "Note what is missing in", plan: func(_ context.Context, _ *desk, i *item) error {
			i.tell("%d missing; nothing else changes", i.lot.Unnoted)
			return nil
		},
		message: one(func(signer string, i *item) sdk.Msg { return &types.MsgNoteLoss{Signer: signer, Lot: i.id} }),
	},
}

// planStands says what the case is about.
func planStands(_ context.Context, _ *desk, i *item) error {
	i.tell("%s", i.kind.note(i))
	return nil
}

// planCount says how many are missing.
func planCount(_ context.Context, _ *desk, i *item) error {
	found := i.count("quantity")
	switch {
	case found > i.lot.Left:
		i.fail("quantity", fmt.Sprintf("%d at most", i.lot.Left))
	case found < i.lot.Left:
		i.tell("%d of %d: %d are missing, and an auditor has to note it", found, i.lot.Left, i.lot.Left-found)
	default:
		i.tell("all %d are there", found)
	}
	return nil
}

// planPayFirst says what is paid at once and what has to follow.
func planPayFirst(ctx context.Context, d *desk, i *item) error {
	amount := i.amount("amount")
	if amount > i.programme.PayFirstCap {
		i.fail("amount", "at most "+i.money.Say(i.programme.PayFirstCap)+" are paid first")
	}
	i.tell("%s for %s at roll %d: the payee may withdraw it at once", i.money.Say(amount), casework.Persons(i.emergency.Persons), i.emergency.Roll)
	officer, err := authoritytypes.NewQueryClient(d.Conn()).Officer(ctx, &authoritytypes.QueryOfficerRequest{Address: d.signer})
	if err == nil {
		if err := d.tellFloat(ctx, i, officer.Officer.Organisation, i.programme.Id); err != nil {
			return err
		}
	}
	i.tell("a second officer confirms it within %d hours; the paperwork follows within %d working days, or the office pays nobody first any more",
		i.programme.Terms.ConfirmHours, i.programme.Terms.PaperworkDays)
	return nil
}

// tellFloat says what is left of a float, and what locks it.
func (d *desk) tellFloat(ctx context.Context, i *item, organisation, programme uint32) error {
	float, err := d.float(ctx, organisation, programme)
	if err != nil {
		return err
	}
	i.tell("the float of organisation %d has %s left", organisation, i.money.Say(float.Left))
	if float.Float.Locks > 0 {
		i.tell("it is locked: the paperwork of %d emergencies didn't come", float.Float.Locks)
	}
	return nil
}

// float looks a float up; one that was never funded is empty.
func (d *desk) float(ctx context.Context, organisation, programme uint32) (types.QueryFloatResponse, error) {
	res, err := d.grants.Float(ctx, &types.QueryFloatRequest{Organisation: organisation, Programme: programme})
	if status.Code(err) == codes.NotFound {
		return types.QueryFloatResponse{Float: types.Float{Organisation: organisation, Programme: programme}}, nil
	}
	if err != nil {
		return types.QueryFloatResponse{}, fmt.Errorf("look the float of organisation %d up: %w", organisation, err)
	}
	return *res, nil
}

// errFloatCoins says that a float has several coins, or none.
var errFloatCoins = errors.New("name the coin with --denom: the float was funded in none, or in several")

// planFloat says what goes into a float or out of it.
func planFloat(in bool) func(context.Context, *desk, *item) error {
	return func(ctx context.Context, d *desk, i *item) (err error) {
		node := i.budget.Node
		float, err := d.float(ctx, node.Organisation, node.Programme)
		if err != nil {
			return err
		}
		switch {
		case i.fields["denom"] != "":
		case in:
			if i.fields["denom"], err = d.onlyCoin(ctx, i.budget.Treasury, i.money); err != nil {
				return err
			}
		case len(float.Float.Denoms) != 1:
			return errFloatCoins
		default:
			i.fields["denom"] = float.Float.Denoms[0]
		}
		if in {
			i.tell("%s from the treasury account, where %s of the year's budget is free", i.money.Say(i.amount("amount")), i.money.Say(i.budget.Free))
		} else {
			i.tell("%s back into the treasury account and the year's budget", i.money.Say(i.amount("amount")))
		}
		return d.tellFloat(ctx, i, node.Organisation, node.Programme)
	}
}
