package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/schollz/progressbar/v3"

	"github.com/reliefchain/relief/app/client"
	"github.com/reliefchain/relief/x/grant/client/casework"
	"github.com/reliefchain/relief/x/grant/types"
)

// batch is one message with the cases it is about.
type batch struct {
	items []*item
	msg   sdk.Msg
}

// result is what became of one case; neither is said when nothing is known.
type result struct {
	// done says what came of it.
	done string
	// refused says which rule refused it.
	refused string
}

// batchAnswer is what the chain answers to a message about many cases: every such answer has its results in field 1.
type batchAnswer = types.MsgDecideApplicationsResponse

// carryOut signs and sends the messages, a few ahead of the chain, and collects what became of each case. A case whose message was refused is
// told so.
func (d *desk) carryOut(ctx context.Context, key string, v verb, batches []batch) error {
	if len(batches) == 0 {
		return nil
	}
	bar := newProgress("cases", int64(len(batches)), progressbar.OptionShowCount())
	done, err := sendAhead(ctx, d.Client, key, len(batches), func(n int) sdk.Msg { return batches[n].msg }, func(n int, res *sdk.TxResponse, err error) error {
		b := batches[n]
		var refused *client.Refused
		switch {
		case errors.As(err, &refused):
			d.refusedAll(ctx, key, v, b, refused)
		default:
			if err := collect(v, b, func(into answered) error { return client.Response(res, into) }); err != nil {
				return err
			}
		}
		return bar.Add(1)
	})
	if err != nil {
		first := batches[done].items[0]
		return fmt.Errorf("%s %s and after it (look with \"reliefd case show\" where they stand, then run the same command for the others): %w", first.kind.noun, first.name(), err)
	}
	return bar.Finish()
}

// refusedAll tells of each case of a message that was refused whole why: the chain names only the first, so the others are tried one by one.
func (d *desk) refusedAll(ctx context.Context, key string, v verb, b batch, refused *client.Refused) {
	for n, i := range b.items {
		i.result = result{refused: ruleOf(refused)}
		if n == 0 {
			continue
		}
		var doubt *client.Doubt
		if _, err := d.Simulate(ctx, key, v.message(d.signer, []*item{i})); errors.As(err, &doubt) {
			i.result = result{refused: plain(doubt.Log)}
		}
	}
}

// try asks the chain what would become of a batch; one that would be refused whole is tried case by case.
func (d *desk) try(ctx context.Context, key string, v verb, b batch) error {
	res, err := d.Simulate(ctx, key, b.msg)
	var doubt *client.Doubt
	switch {
	case err == nil:
		return collect(v, b, func(into answered) error { return client.SimulatedResponse(res, into) })
	case !errors.As(err, &doubt):
		return err
	case len(b.items) == 1:
		b.items[0].result = result{refused: plain(doubt.Log)}
		return nil
	}
	for _, i := range b.items {
		if err := d.try(ctx, key, v, batch{items: []*item{i}, msg: v.message(d.signer, []*item{i})}); err != nil {
			return err
		}
	}
	return nil
}

// answered is an answer of the chain.
type answered = interface{ Unmarshal(raw []byte) error }

// openings are what the chain says about messages that open something: the answer, and how it is told.
var openings = map[string]func() (answered, func(i *item) string){
	sdk.MsgTypeURL(&types.MsgFileAppeal{}): func() (answered, func(*item) string) {
		res := &types.MsgFileAppealResponse{}
		return res, func(*item) string { return fmt.Sprintf("appeal %d", res.Appeal) }
	},
	sdk.MsgTypeURL(&types.MsgAnswerAppeal{}): func() (answered, func(*item) string) {
		res := &types.MsgAnswerAppealResponse{}
		return res, func(*item) string { return grantOpened(res.Grant) }
	},
	sdk.MsgTypeURL(&types.MsgProposeChange{}): func() (answered, func(*item) string) {
		res := &types.MsgProposeChangeResponse{}
		return res, func(*item) string { return fmt.Sprintf("change %d", res.Change) }
	},
	sdk.MsgTypeURL(&types.MsgProposeClawback{}): func() (answered, func(*item) string) {
		res := &types.MsgProposeClawbackResponse{}
		return res, func(*item) string { return fmt.Sprintf("clawback %d", res.Clawback) }
	},
	sdk.MsgTypeURL(&types.MsgOrderClawback{}): func() (answered, func(*item) string) {
		res := &types.MsgOrderClawbackResponse{}
		return res, func(i *item) string { return i.money.Say(res.Taken) + " went back at once" }
	},
	sdk.MsgTypeURL(&types.MsgRepay{}): func() (answered, func(*item) string) {
		res := &types.MsgRepayResponse{}
		return res, func(i *item) string { return i.money.Say(res.Open) + " is open still" }
	},
	sdk.MsgTypeURL(&types.MsgReportEmergency{}): func() (answered, func(*item) string) {
		res := &types.MsgReportEmergencyResponse{}
		return res, func(*item) string { return fmt.Sprintf("emergency %d", res.Emergency) }
	},
	sdk.MsgTypeURL(&types.MsgPayFirst{}): func() (answered, func(*item) string) {
		res := &types.MsgPayFirstResponse{}
		return res, func(*item) string { return grantOpened(res.Grant) }
	},
	sdk.MsgTypeURL(&types.MsgConvertEmergency{}): func() (answered, func(*item) string) {
		res := &types.MsgConvertEmergencyResponse{}
		return res, func(*item) string { return fmt.Sprintf("application %d", res.Application) }
	},
	sdk.MsgTypeURL(&types.MsgReceiveLot{}): func() (answered, func(*item) string) {
		res := &types.MsgReceiveLotResponse{}
		return res, func(*item) string { return fmt.Sprintf("lot %d", res.Lot) }
	},
	sdk.MsgTypeURL(&types.MsgDispatchLot{}): func() (answered, func(*item) string) {
		res := &types.MsgDispatchLotResponse{}
		return res, func(*item) string { return fmt.Sprintf("lot %d is on the way", res.Lot) }
	},
}

func grantOpened(grant uint64) string {
	if grant == 0 {
		return ""
	}
	return "grant " + types.GrantID(grant).String()
}

// collect reads the answer about a batch.
func collect(v verb, b batch, answer func(into answered) error) error {
	if !v.batch {
		done := ""
		if opens, known := openings[sdk.MsgTypeURL(b.msg)]; known {
			res, say := opens()
			if err := answer(res); err != nil {
				return err
			}
			done = say(b.items[0])
		}
		b.items[0].result = result{done: doneWith(done)}
		return nil
	}
	var res batchAnswer
	if err := answer(&res); err != nil {
		return err
	}
	for _, r := range res.Results {
		for _, i := range b.items {
			if i.id != r.Id {
				continue
			}
			if i.result = (result{done: doneWith(grantOpened(r.Grant))}); r.Code != 0 {
				i.result = result{refused: casework.Refusal(r.Codespace, r.Code)}
			}
		}
	}
	return nil
}

func doneWith(what string) string {
	if what == "" {
		return "done"
	}
	return "done: " + what
}

// ruleOf says which rule refused a transaction.
func ruleOf(refused *client.Refused) string {
	return casework.Refusal(refused.Codespace, refused.Code)
}

// wrapping is what the machinery puts before the words of a refusal.
var wrapping = regexp.MustCompile(`^failed to execute message; message index: \d+: `)

func plain(log string) string {
	return strings.TrimSpace(wrapping.ReplaceAllString(machinery.ReplaceAllString(log, ""), ""))
}

// report tells of each case what became of it, and ends with an error that has an exit code of its own when some were refused.
func report(out io.Writer, items []*item) error {
	refused := 0
	for _, i := range items {
		name := i.name()
		if payee := i.fields["payee"]; payee != "" {
			name += "  payee " + payee
		}
		switch {
		case i.result.refused != "":
			refused++
			fmt.Fprintf(out, "%s  refused: %s\n", name, i.result.refused)
		case i.result.done == "":
			refused++
			fmt.Fprintf(out, "%s  not done\n", name)
		default:
			fmt.Fprintf(out, "%s  %s\n", name, i.result.done)
		}
	}
	return ended(refused, len(items))
}

// ended is what a command about many cases ends with.
func ended(refused, all int) error {
	switch refused {
	case 0:
		return nil
	case all:
		return errAllRefused
	}
	return errSomeRefused
}
