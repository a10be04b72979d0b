package chaintest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cockroachdb/datadriven"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/gogoproto/jsonpb"
	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Scenario runs a plain-text story against a chain of the world. A line is a verb with arguments; below "----" stands what the
// chain answered: "ok" with the events, or "refused" with the rule's codespace, code and text.
type Scenario struct {
	Chain *Chain
	t     testing.TB
}

// NewScenario starts a story at the world's genesis.
func NewScenario(t testing.TB, modes ...Mode) *Scenario {
	return &Scenario{Chain: New(t, Seats(), World, modes...), t: t}
}

// Run executes one line of a story and returns what stands below it.
func (s *Scenario) Run(d *datadriven.TestData) string {
	if ask, ok := questions[d.Cmd]; ok {
		out, err := ask(s, args{d})
		if err != nil {
			return "error: " + err.Error() + "\n"
		}
		return out
	}
	build, ok := verbs[d.Cmd]
	if !ok {
		return fmt.Sprintf("error: unknown verb %s; there are %s\n", d.Cmd, strings.Join(names(), " "))
	}
	msg, err := build(s, args{d})
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	by := args{d}.text("by")
	r := s.Chain.Send(account(by), msg)
	return describe(r)
}

func names() []string {
	var all []string
	for n := range verbs {
		all = append(all, n)
	}
	for n := range questions {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// account is the key's name behind "by": an officer's name, or "person:A" for the holder key of a person.
func account(by string) string { return by }

// describe writes a result as a story shows it.
func describe(r Result) string {
	if !r.OK() {
		where := "before a block"
		if r.InBlock {
			where = "in a block"
		}
		return fmt.Sprintf("refused %s (%s %d): %s\n", where, r.Codespace, r.Code, firstLine(r.Log))
	}
	return "ok\n" + events(r.Events)
}

// firstLine keeps the rule's text and drops stack and position, which may change without a change of meaning.
func firstLine(log string) string {
	log, _, _ = strings.Cut(log, "\n")
	if i := strings.Index(log, "failed to execute message; message index: 0: "); i >= 0 {
		log = log[i+len("failed to execute message; message index: 0: "):]
	}
	return log
}

// events writes Relief's own events, without fees.
func events(all []abci.Event) string {
	var b strings.Builder
	for _, e := range all {
		if !strings.HasPrefix(e.Type, "relief.") || strings.HasSuffix(e.Type, ".EventFeeCharged") {
			continue
		}
		typed, err := sdk.ParseTypedEvent(e)
		if err != nil {
			fmt.Fprintf(&b, "event %s: %v\n", e.Type, err)
			continue
		}
		text, err := (&jsonpb.Marshaler{OrigName: true, EmitDefaults: false}).MarshalToString(typed)
		if err != nil {
			text = err.Error()
		}
		name := proto.MessageName(typed)
		fmt.Fprintf(&b, "event %s %s\n", name[strings.LastIndex(name, ".")+len(".Event"):], text)
	}
	return b.String()
}

// args reads the arguments of a line.
type args struct{ d *datadriven.TestData }

func (a args) has(key string) bool { return a.d.HasArg(key) }

func (a args) text(key string) string {
	for _, arg := range a.d.CmdArgs {
		if arg.Key == key {
			return strings.Join(arg.Vals, ",")
		}
	}
	return ""
}

func (a args) list(key string) []string {
	for _, arg := range a.d.CmdArgs {
		if arg.Key == key {
			return arg.Vals
		}
	}
	return nil
}

func (a args) number(key string) uint64 {
	text := a.text(key)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		a.d.Fatalf(nil, "%s=%s: want a number", key, text)
	}
	return n
}

func (a args) u32(key string) uint32 { return uint32(a.number(key)) }

// money reads 645.00 as 64,500 minor units.
func (a args) money(key string) uint64 { return money(a.text(key)) }

func money(text string) uint64 {
	whole, cents, _ := strings.Cut(text, ".")
	w, _ := strconv.ParseUint(whole, 10, 64)
	if cents == "" {
		return w * 100
	}
	c, _ := strconv.ParseUint((cents + "00")[:2], 10, 64)
	return w*100 + c
}

// showMoney writes 64,500 minor units as 645.00.
func showMoney(minor uint64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }

// organisation reads an organisation's name or number.
func (a args) organisation(key string) uint32 {
	if id, ok := Organisations[a.text(key)]; ok {
		return id
	}
	return a.u32(key)
}

// at reads a moment: a date or a full time.
func (a args) at(now time.Time) (time.Time, error) {
	text := a.text("at")
	if text == "" {
		return now.Add(time.Second), nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, text)
}
