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

// opening reads the answer to a message that opens something, and says what.
type opening func(i *item, answer func(into answered) error) (string, error)

// opens makes an opening of one kind of answer.
func opens[R any, P interface {
	*R
	answered
}](say func(res *R, i *item) string) opening {
	return func(i *item, answer func(answered) error) (string, error) {
		res := new(R)
		if err := answer(P(res)); err != nil {
			return "", err
		}
		return say(res, i), nil
	}
}

// openings are those messages.
var openings = map[string]opening{
	sdk.MsgTypeURL(&types.MsgFileAppeal{}): opens(func(r *types.MsgFileAppealResponse, _ *item) string { return fmt.Sprintf("appeal %d", r.Appeal) }),
	sdk.MsgTypeURL(&types.MsgAnswerAppeal{}): opens(func(r *types.MsgAnswerAppealResponse, i *item) string {
		if r.Grant == 0 && r.Arrears > 0 {
			return i.money.Say(r.Arrears) + " goes to the payee for what was lost"
		}
		return grantOpened(r.Grant)
	}),
	sdk.MsgTypeURL(&types.MsgProposeChange{}): opens(func(r *types.MsgProposeChangeResponse, _ *item) string { return fmt.Sprintf("change %d", r.Change) }),
	sdk.MsgTypeURL(&types.MsgProposeClawback{}): opens(func(r *types.MsgProposeClawbackResponse, _ *item) string {
		return fmt.Sprintf("clawback %d", r.Clawback)
	}),
	sdk.MsgTypeURL(&types.MsgOrderClawback{}): opens(func(r *types.MsgOrderClawbackResponse, i *item) string {
		return i.money.Say(r.Taken) + " went back at once"
	}),
	sdk.MsgTypeURL(&types.MsgRepay{}): opens(func(r *types.MsgRepayResponse, i *item) string { return i.money.Say(r.Open) + " is open still" }),
	sdk.MsgTypeURL(&types.MsgReportEmergency{}): opens(func(r *types.MsgReportEmergencyResponse, _ *item) string {
		return fmt.Sprintf("emergency %d", r.Emergency)
	}),
	sdk.MsgTypeURL(&types.MsgPayFirst{}): opens(func(r *types.MsgPayFirstResponse, _ *item) string { return grantOpened(r.Grant) }),
	sdk.MsgTypeURL(&types.MsgConvertEmergency{}): opens(func(r *types.MsgConvertEmergencyResponse, _ *item) string {
		return fmt.Sprintf("application %d", r.Application)
	}),
	sdk.MsgTypeURL(&types.MsgReceiveLot{}): opens(func(r *types.MsgReceiveLotResponse, _ *item) string { return fmt.Sprintf("lot %d", r.Lot) }),
	sdk.MsgTypeURL(&types.MsgDispatchLot{}): opens(func(r *types.MsgDispatchLotResponse, _ *item) string {
		return fmt.Sprintf("lot %d is on the way", r.Lot)
	}),
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
		if read, known := openings[sdk.MsgTypeURL(b.msg)]; known {
			var err error
			if done, err = read(b.items[0], answer); err != nil {
				return err
			}
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
