package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/reliefchain/relief/testutil/chaintest"
	granttypes "github.com/reliefchain/relief/x/grant/types"
)

// messagesInTx is how many messages a transaction of an office has at most.
const messagesInTx = 16

// payroll is offices that pay the rolls of a network period after period: as soon as a run is done, the next one is opened. An approver opens
// and seals runs in one transaction; once that is in a block, a treasurer authorises them.
type payroll struct {
	fleet  *fleet
	seeded seeded
	lines  []*line
	opened uint64 // runs so far
	paid   uint64 // payments so far
	took   []time.Duration
}

// line is the runs of one group of rolls, one after the other.
type line struct {
	group  group
	period granttypes.Period
	run    uint64
	stage  stage
	paid   uint64    // of the run
	since  time.Time // the last message of the run was sent
}

// stage of a line's run.
type stage int

const (
	idle    stage = iota // done, or none yet
	opening              // opening and sealing was sent
	sealed
	paying // authorising was sent
)

func newPayroll(ctx context.Context, f *fleet, s setup) (*payroll, error) {
	plan, err := s.plan()
	if err != nil {
		return nil, err
	}
	p := &payroll{fleet: f, seeded: plan}
	for _, g := range plan.groups {
		p.lines = append(p.lines, &line{group: g, period: firstPeriod})
	}
	for _, name := range []string{approver, treasurer} {
		if err := f.learnAccount(ctx, name, chaintest.Key(name)); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// pay goes on until a time, in windows. Of offered payments a second, as fast as it can if that is 0, it makes runs as they fall due.
func (p *payroll) pay(ctx context.Context, offered float64, windows int, each time.Duration) ([]window, error) {
	node := p.fleet.Nodes[0]
	height, err := p.fleet.height(ctx, node)
	if err != nil {
		return nil, err
	}
	var all []window
	var open window
	began, promised := time.Now(), uint64(0)
	for len(all) < windows {
		now, err := p.fleet.next(ctx, node, height)
		if err != nil {
			return nil, err
		}
		height = now
		if err := p.look(ctx); err != nil {
			return nil, err
		}
		if open.took() >= each {
			if open, err = p.fleet.close(open, p.paid); err != nil {
				return nil, err
			}
			all, open = append(all, open), window{}
		}
		if open.began.IsZero() {
			if open, err = p.fleet.open(p.paid); err != nil {
				return nil, err
			}
		}
		if err := p.step(ctx, func(count uint64) bool {
			if offered > 0 && float64(promised) > offered*time.Since(began).Seconds() {
				return false
			}
			promised += count
			return true
		}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// look asks for every run that isn't done.
func (p *payroll) look(ctx context.Context) error {
	for _, l := range p.lines {
		if l.stage == idle {
			continue
		}
		if time.Since(l.since) > standstill {
			return fmt.Errorf("run %d stands still", l.run)
		}
		var res granttypes.QueryRunResponse
		if err := p.fleet.ask(ctx, "/relief.grant.v1.Query/Run", &granttypes.QueryRunRequest{Id: l.run}, &res); err != nil {
			if l.stage == opening {
				continue // in no block yet
			}
			return err
		}
		if l.stage == opening && res.Run.Status == granttypes.RUN_STATUS_SEALED {
			l.stage = sealed
		}
		p.paid += res.Run.PaidCount - l.paid
		l.paid = res.Run.PaidCount
		if res.Run.Status != granttypes.RUN_STATUS_DONE {
			continue
		}
		if l.paid != l.group.count || res.Run.PaidAmount != l.group.amount {
			return fmt.Errorf("run %d paid %d minor units to %d: want %d to %d", l.run, res.Run.PaidAmount, l.paid, l.group.amount, l.group.count)
		}
		l.stage, l.period = idle, l.period+1
		p.took = append(p.took, time.Since(l.since))
	}
	return nil
}

// step opens and seals the next runs that may begin, and authorises those that are sealed.
func (p *payroll) step(ctx context.Context, may func(count uint64) bool) error {
	var starts, authorisations []sdk.Msg
	for _, l := range p.lines {
		switch l.stage {
		case idle:
			if !may(l.group.count) {
				continue
			}
			if l.period >= lastPeriod {
				return fmt.Errorf("%s is after the last seeded period", l.period)
			}
			p.opened++
			l.run, l.paid, l.stage, l.since = p.opened, 0, opening, time.Now()
			by := chaintest.Officer(approver)
			starts = append(starts, &granttypes.MsgOpenRun{Signer: by, Rolls: l.group.rolls, Period: uint32(l.period)}, &granttypes.MsgSealRun{Signer: by, Run: l.run})
		case sealed:
			l.stage, l.since = paying, time.Now()
			authorisations = append(authorisations, &granttypes.MsgAuthoriseRun{
				Signer: chaintest.Officer(treasurer), Run: l.run, Denom: chaintest.Denom, Count: l.group.count, Amount: l.group.amount,
			})
		}
	}
	return errors.Join(p.send(ctx, approver, starts), p.send(ctx, treasurer, authorisations))
}

func (p *payroll) send(ctx context.Context, by string, msgs []sdk.Msg) error {
	for len(msgs) > 0 {
		part := msgs[:min(messagesInTx, len(msgs))]
		tx, err := p.fleet.sign(by, gasShape, nil, part...)
		if err != nil {
			return err
		}
		if err := p.fleet.send(ctx, p.fleet.Nodes[0], tx); err != nil {
			return err
		}
		msgs = msgs[len(part):]
	}
	return nil
}
