package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/testutil/chaintest"
	"github.com/reliefchain/relief/x/grant/client/register"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// What becomes of a register in a month: a hundredth of the grants end and as many are new, one in five hundred moves to the other
// province. Offices load it in registers of so many households at once.
const (
	lifetime      = 100
	moverEvery    = 500
	wave          = 16_000
	rollsInCounty = 4
	actsInBlock   = 500
	nation        = "0"
)

// county is an office that pays, and who acts for it.
type county struct{ office, area, approver, intake, treasurer string }

var counties = []county{
	{office, area, approver, intake, treasurer},
	{"dongcheng", "110101", "dongcheng-approver", "dongcheng-intake", "beijing-treasurer"},
}

// holding is a grant as the offices know it.
type holding struct {
	id     granttypes.GrantID
	roll   uint32
	until  granttypes.Period
	amount uint64
}

// ageing is the life of a register: it is loaded in random order into the rolls of two provinces, and then month after month grants end,
// begin, move and are paid, all by transactions.
type ageing struct {
	*node
	draw    *rand.Rand
	live    []holding
	slots   map[uint32]uint32 // taken, by roll
	imports uint64
}

// ageingSetup is a node with empty rolls for so many grants.
func ageingSetup(grants int) setup {
	s := standard(grants)
	s.Ageing, s.Rolls = true, len(counties)*rollsInCounty
	return s
}

func openAgeing(dir string, grants int) (*ageing, error) {
	n, err := openNode(dir, ageingSetup(grants))
	if err != nil {
		return nil, err
	}
	return &ageing{node: n, draw: rand.New(rand.NewPCG(1, 1)), slots: map[uint32]uint32{}}, nil
}

// seedRolls writes a national programme with money for ten years, and rolls of two provinces without grants.
func (n *node) seedRolls(ctx sdk.Context) error {
	gs := n.budget(nation, 0)
	for i := range uint32(n.setup.Rolls) {
		gs.Rolls = append(gs.Rolls, granttypes.Roll{
			Id: i + 1, Programme: 1, Area: countyOf(i + 1).area, BudgetNode: i%uint32(len(counties)) + 1, NextSlot: granttypes.FirstSlot, NextPeriod: uint32(firstPeriod),
			ReservedYear: lastPeriod.Year() - 1,
		})
	}
	if err := n.app.Grant.InitGenesis(ctx, *gs); err != nil {
		return err
	}
	return n.app.Grant.StartReservations(ctx)
}

// countyOf is who pays a roll.
func countyOf(roll uint32) county { return counties[int(roll-1)%len(counties)] }

// admit registers households whose grants start with a period, and gives the work of loading each wave of them.
func (a *ageing) admit(households int, from granttypes.Period, load func(work) error) error {
	for left := households; left > 0; left -= wave {
		w, err := a.prepareWave(min(wave, left), from)
		if err != nil {
			return err
		}
		if err := load(w); err != nil {
			return err
		}
	}
	return nil
}

// loading is what one roll gets of a wave.
type loading struct {
	roll uint32
	load uint64
	plan *register.Plan
	next int
}

// prepareWave draws households for all rolls. The work opens an import for each roll and loads their chunks in an order drawn at random.
func (a *ageing) prepareWave(households int, from granttypes.Period) (work, error) {
	var parts []*loading
	for i := range a.setup.Rolls {
		rows := households/a.setup.Rolls + btoi(i < households%a.setup.Rolls)
		if rows == 0 {
			continue
		}
		roll := uint32(i) + 1
		reg := &register.Register{Header: register.Header{Programme: 1, Area: countyOf(roll).area, Currency: "cny"}}
		for range rows {
			reg.Rows = append(reg.Rows, a.newRow(roll, from))
		}
		plan, err := register.NewPlan(reg, householdsPerTx)
		if err != nil {
			return nil, err
		}
		a.imports++
		parts = append(parts, &loading{roll: roll, load: a.imports, plan: plan})
	}
	return func() (outcome, error) { return a.loadWave(parts) }, nil
}

// newRow draws a household and its grant, and takes the next slot for it.
func (a *ageing) newRow(roll uint32, from granttypes.Period) granttypes.ImportRow {
	row := granttypes.ImportRow{Household: a.newHousehold(countyOf(roll).area)}
	a.slots[roll]++
	h := holding{
		id: granttypes.NewGrantID(roll, a.slots[roll]), roll: roll, amount: amountOf(a.households),
		until: min(from+1+granttypes.Period(a.draw.IntN(lifetime)), lastPeriod),
	}
	row.Schedule = h.schedule(from)
	a.live = append(a.live, h)
	return row
}

// schedule pays the same amount every month.
func (h holding) schedule(from granttypes.Period) granttypes.Schedule {
	return granttypes.Schedule{Changes: []granttypes.Change{{Period: uint32(from), Amount: h.amount}}, UntilPeriod: uint32(h.until)}
}

func (a *ageing) loadWave(parts []*loading) (total outcome, err error) {
	opens := make([]act, len(parts))
	for i, p := range parts {
		by := countyOf(p.roll).approver
		opens[i] = act{by, &granttypes.MsgOpenImport{
			Signer: chaintest.Officer(by), Roll: p.roll, Root: p.plan.Root, Chunks: uint32(len(p.plan.Chunks)), Totals: p.plan.Totals,
		}}
		total.Units += int(p.plan.Totals.Persons)
	}
	txs, err := a.signAll(opens)
	if err != nil {
		return outcome{}, err
	}
	if _, err := a.must(txs...); err != nil {
		return outcome{}, err
	}
	for txs = nil; len(parts) > 0; {
		i := a.draw.IntN(len(parts))
		tx, err := a.chunk(parts[i])
		if err != nil {
			return outcome{}, err
		}
		if txs = append(txs, tx); parts[i].next == len(parts[i].plan.Chunks) {
			parts = slices.Delete(parts, i, i+1)
		}
		if len(txs) == enrolmentsInBlock || len(parts) == 0 {
			if _, err := a.must(txs...); err != nil {
				return outcome{}, err
			}
			txs = txs[:0]
		}
	}
	return total, nil
}

// chunk signs the next chunk of a part.
func (a *ageing) chunk(p *loading) ([]byte, error) {
	by := countyOf(p.roll).intake
	msg := &granttypes.MsgLoadChunk{Signer: chaintest.Officer(by), Import: p.load, Chunk: p.plan.Chunks[p.next], Path: p.plan.Path(p.next)}
	p.next++
	return a.sign(by, gasShape, nil, msg)
}

// move hands some grants over to the other province from a period on.
func (a *ageing) move(from granttypes.Period) error {
	var offers, accepts []act
	for _, i := range a.draw.Perm(len(a.live))[:len(a.live)/moverEvery] {
		h := &a.live[i]
		to := h.roll%uint32(a.setup.Rolls) + 1 // the next roll is the other province's
		old, taker := countyOf(h.roll), countyOf(to)
		offers = append(offers, act{old.approver, &granttypes.MsgOfferTransfer{
			Signer: chaintest.Officer(old.approver), Grant: uint64(h.id), Area: taker.area, Period: uint32(from),
		}})
		accepts = append(accepts, act{taker.approver, &granttypes.MsgAcceptTransfer{
			Signer: chaintest.Officer(taker.approver), Grant: uint64(h.id), Roll: to, Persons: householdSize, Schedule: h.schedule(from),
		}})
		a.slots[to]++
		h.roll, h.id = to, granttypes.NewGrantID(to, a.slots[to])
	}
	txs, err := a.signAll(slices.Concat(offers, accepts))
	if err != nil {
		return err
	}
	o, err := a.inParts(txs, actsInBlock)()
	if err == nil && o.Failed > 0 {
		err = fmt.Errorf("%d moves failed: %s", o.Failed, a.refused)
	}
	return err
}

// act is what somebody does.
type act struct {
	by  string
	msg sdk.Msg
}

// signAll signs a transaction for each act, in their order.
func (a *ageing) signAll(acts []act) ([][]byte, error) {
	txs := make([][]byte, len(acts))
	for i, act := range acts {
		var err error
		if txs[i], err = a.sign(act.by, gasShape, nil, act.msg); err != nil {
			return nil, err
		}
	}
	return txs, nil
}

// end forgets the grants that aren't paid for a period any more.
func (a *ageing) end(at granttypes.Period) {
	a.live = slices.DeleteFunc(a.live, func(h holding) bool { return h.until <= at })
}

// pay is the payroll of a period: one run of each county, which must pay what the offices expect to the unit.
func (a *ageing) pay(period granttypes.Period) work {
	groups := make([]group, len(counties))
	for _, roll := range slices.Sorted(maps.Keys(a.slots)) {
		g := &groups[int(roll-1)%len(counties)]
		g.rolls = append(g.rolls, roll)
	}
	for _, h := range a.live {
		g := &groups[int(h.roll-1)%len(counties)]
		g.count, g.amount = g.count+1, g.amount+h.amount
	}
	return func() (total outcome, err error) {
		first := a.runs + 1
		a.runs += uint64(len(groups))
		for step := range 3 {
			acts := make([]act, len(groups))
			for i, g := range groups {
				acts[i] = payrollStep(step, counties[i], g, first+uint64(i), period)
			}
			txs, err := a.signAll(acts)
			if err != nil {
				return outcome{}, err
			}
			if _, err := a.must(txs...); err != nil {
				return outcome{}, err
			}
		}
		for i, g := range groups {
			one, err := a.finishRun(first + uint64(i))
			if err != nil {
				return outcome{}, err
			}
			if one.Units != int(g.count) || one.Amount != g.amount {
				return outcome{}, fmt.Errorf("%s: paid %d grants %d minor units, not %d and %d", period, one.Units, one.Amount, g.count, g.amount)
			}
			total = total.plus(one)
		}
		return total, nil
	}
}

// payrollStep opens, seals or authorises a run.
func payrollStep(step int, by county, g group, run uint64, period granttypes.Period) act {
	approver, treasurer := chaintest.Officer(by.approver), chaintest.Officer(by.treasurer)
	switch step {
	case 0:
		return act{by.approver, &granttypes.MsgOpenRun{Signer: approver, Rolls: g.rolls, Period: uint32(period)}}
	case 1:
		return act{by.approver, &granttypes.MsgSealRun{Signer: approver, Run: run}}
	default:
		return act{by.treasurer, &granttypes.MsgAuthoriseRun{Signer: treasurer, Run: run, Denom: chaintest.Denom, Count: g.count, Amount: g.amount}}
	}
}
