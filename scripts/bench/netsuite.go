package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/reliefchain/relief/app"
	"github.com/reliefchain/relief/cmd/reliefd/bench"
)

// What networks are measured at.
const (
	windows     = 5
	windowTime  = 8 * time.Second
	idleTime    = 20 * time.Second
	netRolls    = 100
	netRuns     = 10
	netPersons  = 2_000
	netSenders  = 2_000
	netAccounts = 10_000
	netBatches  = 40 // accounts that send to a thousand at once
	netDepth    = 4  // transactions on the way of one account that pays all
)

// netSuite measures networks of real nodes on this machine, the client included.
type netSuite struct {
	size     netSize
	only     *regexp.Regexp
	progress io.Writer
	results  []netResult
}

// netSize is how much of everything a run does.
type netSize struct {
	validators []int
	grants     []int
}

// Sizes of a run on networks.
var (
	fullNet  = netSize{validators: []int{1, 4}, grants: []int{100_000, 1_000_000}}
	quickNet = netSize{validators: []int{1}, grants: []int{10_000}}
)

// loads at which payrolls are measured, percent of as many as possible: that one first.
var loads = []int{100, 70, 40}

// run measures all networks of the size, one after the other. After an error the report has what was measured before.
func (s *netSuite) run(ctx context.Context) (netReport, error) {
	app.SetAddressPrefixes()
	machine, began := bench.ThisMachine(), time.Now()
	err := s.all(ctx)
	return netReport{machine, time.Since(began).Round(time.Second).String(), s.results}, err
}

func (s *netSuite) all(ctx context.Context) error {
	for _, validators := range s.size.validators {
		for _, grants := range s.size.grants {
			if err := s.relief(ctx, validators, grants, []part{{"payroll", s.payrolls}}); err != nil {
				return fmt.Errorf("%d validators, %d grants: %w", validators, grants, err)
			}
		}
		if err := s.relief(ctx, validators, pairGrants, []part{{"transfer", s.transfers}}); err != nil {
			return fmt.Errorf("%d validators: %w", validators, err)
		}
		if err := s.peers(ctx, validators); err != nil {
			return fmt.Errorf("%d validators of the stock modules: %w", validators, err)
		}
	}
	return nil
}

// part of what is measured on one network.
type part struct {
	name    string
	measure func(context.Context, *fleet, setup, offices) error
}

// offices are who use a network whatever else it does.
type offices struct {
	urgent *urgent
	reader *reader
}

// relief starts a network and measures the parts that are wanted.
func (s *netSuite) relief(ctx context.Context, validators, grants int, parts []part) (err error) {
	parts = slices.DeleteFunc(parts, func(p part) bool { return !s.wants(validators, p.name, grants) })
	if len(parts) == 0 {
		return nil
	}
	of := bare(grants)
	of.Rolls, of.Runs, of.Persons, of.Network, of.Senders, of.Accounts = netRolls, netRuns, netPersons, true, netSenders, netAccounts
	began := time.Now()
	f, err := startFleet(ctx, validators, spec{Relief: &of})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.stop()) }()
	fmt.Fprintf(s.progress, "%d validators with %s grants started in %s\n", validators, count(grants), time.Since(began).Round(time.Second))
	plan, err := of.plan()
	if err != nil {
		return err
	}
	var u offices
	if u.reader, err = newReader(f, plan.rolls); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, u.reader.conn.Close()) }()
	if u.urgent, err = newUrgent(ctx, f, of); err != nil {
		return err
	}
	for _, p := range parts {
		if err := p.measure(ctx, f, of, u); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

func (s *netSuite) wants(validators int, name string, size int) bool {
	return s.only.MatchString(fmt.Sprintf("%d %s %d", validators, name, size))
}

// payrolls measures emergencies without and with payrolls, and payrolls at several loads.
func (s *netSuite) payrolls(ctx context.Context, f *fleet, of setup, u offices) error {
	state := count(of.Grants) + " grants"
	calm, err := s.meanwhile(ctx, u, func(ctx context.Context) ([]window, error) {
		<-time.After(idleTime)
		return nil, nil
	})
	if err != nil {
		return err
	}
	calm.Name, calm.State = "idle", state
	s.add(calm)
	p, err := newPayroll(ctx, f, of)
	if err != nil {
		return err
	}
	if _, err := p.pay(ctx, 0, 2, windowTime); err != nil { // the pace grows
		return err
	}
	most := 0.0
	for _, share := range loads {
		p.took = nil
		offered := most * float64(share) / 100
		r, err := s.meanwhile(ctx, u, func(ctx context.Context) ([]window, error) { return p.pay(ctx, offered, windows, windowTime) })
		if err != nil {
			return err
		}
		r.Name, r.State, r.Offered, r.Unit = fmt.Sprintf("payroll at %d %%", share), state, offered, timesOf(p.took)
		s.add(r)
		if share == 100 {
			most = r.PerSecond.Median
		}
	}
	return nil
}

// transfers measures those that pay their own fee, with emergencies between them.
func (s *netSuite) transfers(ctx context.Context, f *fleet, of setup, u offices) error {
	t, err := reliefTransfers(ctx, f, of)
	if err != nil {
		return err
	}
	r, err := s.meanwhile(ctx, u, func(ctx context.Context) ([]window, error) { return t.run(ctx, of.Senders, windows, windowTime) })
	if err != nil {
		return err
	}
	r.Name, r.State, r.Unit, r.TurnedAway = "transfer, pays its own fee", count(of.Accounts)+" accounts", timesOf(t.took), t.turnedAway.Load()
	s.add(r)
	return nil
}

// peers measures the stock modules on the same nodes.
func (s *netSuite) peers(ctx context.Context, validators int) (err error) {
	if !s.wants(validators, "stock", netAccounts) {
		return nil
	}
	f, err := startFleet(ctx, validators, spec{Stock: &stockSetup{Accounts: netAccounts, Senders: netSenders}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.stop()) }()
	for _, w := range []struct {
		name                       string
		senders, recipients, depth int
	}{
		{stockSend, netSenders, 1, 1},
		{stockMultiSend, netBatches, recipients, 1},
		{stockMultiSend + " of one account", 1, recipients, netDepth},
	} {
		t, err := transfers(ctx, f, w.senders, netAccounts, w.recipients, w.depth, stockDenom, 1, gasStock)
		if err != nil {
			return err
		}
		all, err := t.run(ctx, w.senders, windows, windowTime)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		r := resultOfWindows(all, validators)
		r.Name, r.State, r.Unit, r.TurnedAway = w.name, count(netAccounts)+" accounts", timesOf(t.took), t.turnedAway.Load()
		s.add(r)
	}
	return nil
}

// meanwhile measures a load while emergencies are reported and pages read.
func (s *netSuite) meanwhile(ctx context.Context, u offices, load func(context.Context) ([]window, error)) (r netResult, err error) {
	u.urgent.took, u.urgent.blocks, u.reader.took = nil, nil, nil
	reporting, stop := context.WithCancel(ctx)
	defer stop()
	var g errgroup.Group
	g.Go(func() error { return u.urgent.report(reporting) })
	g.Go(func() error { return u.reader.read(reporting) })
	all, err := load(ctx)
	stop()
	if err := errors.Join(err, g.Wait()); err != nil {
		return r, err
	}
	r = resultOfWindows(all, len(u.urgent.fleet.Nodes))
	r.Urgent, r.UrgentBlocks, r.Page = timesOf(u.urgent.took), slices.Max(u.urgent.blocks), timesOf(u.reader.took)
	return r, nil
}

func (s *netSuite) add(r netResult) {
	s.results = append(s.results, r)
	fmt.Fprintf(s.progress, "%d × %s, %s: %s/s, %s µs, %s s; emergencies %s s; pages %s ms\n",
		r.Validators, r.Name, r.State, r.PerSecond, short(r.CPUMicros.Median), r.Unit, r.Urgent, r.Page.millis())
}
