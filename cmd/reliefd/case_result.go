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
	items []item
	msg   sdk.Msg
}

// result is what became of one case.
type result struct {
	// done says what came of it; empty when there is nothing to say.
	done string
	// refused says which rule refused it; empty when it is done.
	refused string
}

// batchAnswer is what the chain answers to a message about many cases: every such answer has its results in field 1.
type batchAnswer = types.MsgDecideApplicationsResponse

// carryOut signs and sends one message after the other, and collects what became of each case. A case whose message was refused is told so.
func (d *desk) carryOut(ctx context.Context, key string, v verb, batches []batch, results map[uint64]result) error {
	bar := newProgress("cases", int64(len(batches)), progressbar.OptionShowCount())
	for _, b := range batches {
		res, err := d.Send(ctx, key, b.msg)
		var refused *client.Refused
		switch {
		case errors.As(err, &refused) && len(b.items) > 1:
			d.refusedAll(ctx, key, v, b, refused, results)
		case errors.As(err, &refused):
			results[b.items[0].id] = result{refused: ruleOf(refused)}
		case err != nil:
			return fmt.Errorf("case %d and after it (look with \"reliefd case show\" where they stand, then run the same command for the others): %w", b.items[0].id, err)
		default:
			if err := collect(v, b, func(into interface{ Unmarshal([]byte) error }) error { return client.Response(res, into) }, results); err != nil {
				return err
			}
		}
		_ = bar.Add(1)
	}
	_ = bar.Finish()
	return nil
}

// refusedAll tells of each case of a message that was refused whole why: the chain names only the first, so the others are tried one by one.
func (d *desk) refusedAll(ctx context.Context, key string, v verb, b batch, refused *client.Refused, results map[uint64]result) {
	for n, i := range b.items {
		results[i.id] = result{refused: ruleOf(refused)}
		msg, err := v.message(b.signer(), []item{i})
		if n == 0 || err != nil {
			continue
		}
		var doubt *client.Doubt
		if _, err := d.Simulate(ctx, key, msg); errors.As(err, &doubt) {
			results[i.id] = result{refused: plain(doubt.Log)}
		}
	}
}

// signer is the account that signs the message.
func (b batch) signer() string {
	if m, ok := b.msg.(interface{ GetSigner() string }); ok {
		return m.GetSigner()
	}
	return ""
}

// try asks the chain what would become of a batch.
func (d *desk) try(ctx context.Context, key string, v verb, b batch, results map[uint64]result) {
	res, err := d.Simulate(ctx, key, b.msg)
	if err == nil {
		err = collect(v, b, func(into interface{ Unmarshal([]byte) error }) error { return client.SimulatedResponse(res, into) }, results)
	}
	if err == nil {
		return
	}
	for _, i := range b.items {
		if len(b.items) > 1 {
			if msg, errMsg := v.message(b.signer(), []item{i}); errMsg == nil {
				d.try(ctx, key, v, batch{items: []item{i}, msg: msg}, results)
			}
			continue
		}
		text := err.Error()
		var doubt *client.Doubt
		if errors.As(err, &doubt) {
			text = doubt.Log
		}
		results[i.id] = result{refused: plain(text)}
	}
}

// collect reads the answer about a batch.
func collect(v verb, b batch, answer func(interface{ Unmarshal([]byte) error }) error, results map[uint64]result) error {
	if !v.batch {
		one := result{done: "done"}
		switch b.msg.(type) {
		case *types.MsgFileAppeal:
			var res types.MsgFileAppealResponse
			if err := answer(&res); err != nil {
				return err
			}
			one.done = fmt.Sprintf("done: appeal %d", res.Appeal)
		case *types.MsgAnswerAppeal:
			var res types.MsgAnswerAppealResponse
			if err := answer(&res); err != nil {
				return err
			}
			if res.Grant != 0 {
				one.done = "done: grant " + types.GrantID(res.Grant).String()
			}
		}
		results[b.items[0].id] = one
		return nil
	}
	var res batchAnswer
	if err := answer(&res); err != nil {
		return err
	}
	for _, r := range res.Results {
		switch {
		case r.Code != 0:
			results[r.Id] = result{refused: casework.Refusal(r.Codespace, r.Code)}
		case r.Grant != 0:
			results[r.Id] = result{done: "done: grant " + types.GrantID(r.Grant).String()}
		default:
			results[r.Id] = result{done: "done"}
		}
	}
	return nil
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
func report(out io.Writer, items []item, results map[uint64]result) error {
	refused := 0
	for _, i := range items {
		r, known := results[i.id]
		switch {
		case !known:
			refused++
			fmt.Fprintf(out, "%d  not done\n", i.id)
		case r.refused != "":
			refused++
			fmt.Fprintf(out, "%d  refused: %s\n", i.id, r.refused)
		default:
			fmt.Fprintf(out, "%d  %s\n", i.id, r.done)
		}
	}
	switch {
	case refused == 0:
		return nil
	case refused == len(items):
		return errAllRefused
	}
	return errSomeRefused
}
