package chaintest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cockroachdb/datadriven"
	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/jsonpb"
	"github.com/cosmos/gogoproto/proto"

	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// Scenario runs a plain-text story against a chain of the world. A line is a verb with arguments; below "----" stands what the
// chain answered: "ok" with the events, or "refused" with the rule's codespace, code and text. Every message has its own block;
// "together" puts the messages on the lines below it into one. A story may begin with "world", which changes the world's settings.
type Scenario struct {
	Chain *Chain

	t       T
	modes   []Mode
	imports map[string]granttypes.MsgOpenImport
	chunks  map[string][]granttypes.MsgLoadChunk
}

// NewScenario starts a story at the world's genesis. No modes means all of them.
func NewScenario(t T, modes ...Mode) *Scenario {
	return &Scenario{t: t, modes: modes, imports: map[string]granttypes.MsgOpenImport{}, chunks: map[string][]granttypes.MsgLoadChunk{}}
}

// Run executes one line of a story and returns what stands below it.
func (s *Scenario) Run(d *datadriven.TestData) string {
	if d.Cmd == "world" {
		return s.start(args{d})
	}
	if s.Chain == nil {
		s.Chain = New(s.t, Seats(), World, s.modes...)
	}
	if d.Cmd == "together" {
		return s.together(d)
	}
	if ask, ok := questions[d.Cmd]; ok {
		out, err := ask(s, args{d})
		if err != nil {
			return "error: " + err.Error() + "\n"
		}
		return out
	}
	tx, err := s.transaction(args{d})
	if refused := (refusal{}); errors.As(err, &refused) {
		return refused.text
	}
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	return describe(s.Chain.Block(s.Chain.Now.Add(time.Second), tx)[0])
}

// start makes the world with other settings: "world provinces=7 window=10 jail=1m day=10s split=20".
func (s *Scenario) start(a args) string {
	if s.Chain != nil {
		return "error: the world is made before the first line\n"
	}
	set := Settings{
		Provinces: int(a.number("provinces")), Window: int64(a.number("window")), Candidate: a.has("candidate"),
		Payouts: a.u32("payouts"), ChunkSlots: a.u32("chunk"), Split: a.number("split"),
		Bootstrap: int64(a.number("bootstrap")), Law: a.has("law"),
	}
	for name, length := range map[string]*time.Duration{"jail": &set.Jail, "day": &set.Day} {
		if !a.has(name) {
			continue
		}
		var err error
		if *length, err = time.ParseDuration(a.text(name)); err != nil {
			return "error: " + err.Error() + "\n"
		}
	}
	s.Chain = New(s.t, set.Seats(), set.World, s.modes...)
	return "ok\n"
}

// together puts the messages on the lines below into one block, in their order.
func (s *Scenario) together(d *datadriven.TestData) string {
	var signs []func() []byte // once all messages are made, since some verbs make blocks before
	for line := range strings.Lines(d.Input) {
		cmd, list, err := datadriven.ParseLine(strings.TrimSpace(line))
		if err == nil {
			var sign func() []byte
			sign, err = s.prepare(args{&datadriven.TestData{Pos: d.Pos, Cmd: cmd, CmdArgs: list}})
			signs = append(signs, sign)
		}
		if err != nil {
			return "error: " + err.Error() + "\n"
		}
	}
	var txs [][]byte
	for _, sign := range signs {
		txs = append(txs, sign())
	}
	var b strings.Builder
	for n, r := range s.Chain.Block(s.Chain.Now.Add(time.Second), txs...) {
		fmt.Fprintf(&b, "%d. %s", n+1, describe(r))
	}
	return b.String()
}

// transaction signs the message of a line with the key behind "by". "fee" is the most it may cost, in "fee-denom" or the world's
// coin; "memo" is a text that goes with it.
func (s *Scenario) transaction(a args) ([]byte, error) {
	sign, err := s.prepare(a)
	if err != nil {
		return nil, err
	}
	return sign(), nil
}

// prepare makes the message of a line, which signs when it is asked to.
func (s *Scenario) prepare(a args) (func() []byte, error) {
	build, ok := verbs[a.d.Cmd]
	if !ok {
		return nil, fmt.Errorf("unknown verb %s; there are %s", a.d.Cmd, strings.Join(names(), " "))
	}
	msg, err := build(s, a)
	if err != nil {
		return nil, err
	}
	return func() []byte {
		return s.Chain.TxWith(SigningKey(a.text("by")), func(b client.TxBuilder) {
			if a.has("fee") {
				denom := Denom
				if a.has("fee-denom") {
					denom = a.text("fee-denom")
				}
				b.SetFeeAmount(sdk.NewCoins(sdk.NewCoin(denom, a.coins("fee"))))
			}
			b.SetMemo(a.text("memo"))
		}, msg)
	}, nil
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
		// Outside transactions the SDK adds where in the block an event arose, which isn't of the event.
		e.Attributes = slices.DeleteFunc(slices.Clone(e.Attributes), func(a abci.EventAttribute) bool { return a.Key == "mode" })
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
		panic(fmt.Sprintf("%s: %s=%s is no number", a.d.Pos, key, text))
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
	if wait := a.text("after"); wait != "" {
		d, err := time.ParseDuration(wait)
		return now.Add(d), err
	}
	if text == "" {
		return now.Add(time.Second), nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, text)
}
