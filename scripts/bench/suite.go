package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
)

// workload is one line of the report.
type workload struct {
	name, state string
	repetitions int
	replica     *replica
	task        task
	hashes      *hashes // of the pair it belongs to, if any
}

// suite holds the replicas of a run, all running at once so that their repetitions take turns.
type suite struct {
	size      size
	binary    string
	only      *regexp.Regexp
	month     string // file of a published month
	profile   string
	progress  io.Writer
	workloads []workload
	replicas  []*replica
	pairs     []*hashes // of replicas that must agree
}

// size is how much of everything a run does.
type size struct {
	repetitions, peerRepetitions int
	grants                       []int
	bare                         []int // grants of those states that have records alone
	variants                     int   // grants of the variants of budget and rolls; 0 for none
	payouts                      int   // in one repetition, at least
	accounts                     []int
	senders, multiSends          int
	enrolBlocks                  int
}

// Sizes of a run.
var (
	full = size{
		repetitions: 5, peerRepetitions: 3, grants: []int{10_000, 100_000}, variants: 100_000, payouts: 100_000,
		accounts: []int{10_000, 100_000}, senders: 1_000, multiSends: 10, enrolBlocks: 4,
	}
	night = size{
		repetitions: 3, peerRepetitions: 3, grants: []int{10_000}, bare: []int{10_000, 100_000, 1_000_000, 10_000_000}, payouts: 100_000,
	}
	quick = size{
		repetitions: 3, peerRepetitions: 3, grants: []int{10_000}, payouts: 20_000,
		accounts: []int{10_000}, senders: 200, multiSends: 2, enrolBlocks: 1,
	}
)

const (
	// plainPayout is the payroll of one roll with the settings of a new node.
	plainPayout = "payout"
	manyRolls   = 200
	// pairGrants is the state of the two chains that compare executors.
	pairGrants = 10_000
	// workers of the parallel executor.
	workers = 2
	// warmups are repetitions before the first that counts: caches fill, and pruning has something to prune.
	warmups = 1
)

func (s *suite) open() error {
	for _, grants := range s.size.grants {
		if err := s.addPayout(plainPayout, standard(grants)); err != nil {
			return err
		}
	}
	for _, grants := range s.size.bare {
		if err := s.addPayout("payout, records alone", bare(grants)); err != nil {
			return err
		}
	}
	if s.month != "" {
		if err := s.addMonth(); err != nil {
			return err
		}
	}
	if s.size.variants > 0 {
		few, many, rolls := standard(s.size.variants), standard(s.size.variants), standard(s.size.variants)
		few.Budget, many.Budget, rolls.Rolls = 5_000, 50_000, manyRolls
		if err := errors.Join(
			s.addPayout("payout, 5,000 a block", few),
			s.addPayout("payout, 50,000 a block", many),
			s.addPayout(fmt.Sprintf("payout, %d rolls", manyRolls), rolls),
		); err != nil {
			return err
		}
	}
	for _, accounts := range s.size.accounts {
		if err := s.addPeer(accounts); err != nil {
			return err
		}
	}
	return s.addPair()
}

// start starts a replica; a profile is taken of the first.
func (s *suite) start(binary string, what spec) (*replica, answer, error) {
	if len(s.replicas) == 0 {
		what.Profile = s.profile
	}
	r, a, err := start(binary, what)
	if err == nil {
		s.replicas = append(s.replicas, r)
	}
	return r, a, err
}

func (s *suite) addPayout(name string, of setup) error {
	if !s.only.MatchString(fmt.Sprintf("%s %d", name, of.Grants)) {
		return nil
	}
	r, _, err := s.start(s.binary, spec{Relief: &of})
	if err != nil {
		return err
	}
	s.workloads = append(s.workloads, s.payout(name, of, r))
	if name == plainPayout {
		w := s.workloads[len(s.workloads)-1]
		w.name, w.task = "amendment", task{Kind: taskAmend, Count: of.Grants / 200}
		s.workloads = append(s.workloads, w)
	}
	return nil
}

func (s *suite) payout(name string, of setup, r *replica) workload {
	return workload{
		name: name, state: count(of.Grants) + " grants", repetitions: s.size.repetitions,
		replica: r, task: s.payouts(of.Grants),
	}
}

// addMonth adds the payroll of a published month.
func (s *suite) addMonth() error {
	plan, err := readMonth(s.month)
	if err != nil {
		return err
	}
	of := bare(0)
	of.Month = s.month
	for _, g := range plan.groups {
		of.Grants += int(g.count)
	}
	fmt.Fprintf(s.progress, "%s: %s rolls in %s runs, %s grants, %s minor units a month\n",
		s.month, count(len(plan.rolls)), count(len(plan.groups)), count(of.Grants), count(int(plan.total())))
	return s.addPayout("payout, published month", of)
}

// payouts is the task of paying as many periods as a repetition should have payouts.
func (s *suite) payouts(grants int) task {
	return task{Kind: taskPayout, Count: (s.size.payouts + grants - 1) / grants}
}

func (s *suite) addPeer(accounts int) error {
	if !s.only.MatchString(fmt.Sprintf("stock %d", accounts)) {
		return nil
	}
	r, _, err := s.start(s.binary, spec{Stock: &stockSetup{Accounts: accounts, Senders: s.size.senders}})
	if err != nil {
		return err
	}
	state := count(accounts) + " accounts"
	s.workloads = append(s.workloads,
		workload{name: stockSend, state: state, repetitions: s.size.peerRepetitions, replica: r, task: task{Kind: taskSend}},
		workload{
			name: stockMultiSend, state: state, repetitions: s.size.peerRepetitions,
			replica: r, task: task{Kind: taskMultiSend, Count: s.size.multiSends},
		},
	)
	return nil
}

// addPair adds the same work under both executors, whose app hashes must agree.
func (s *suite) addPair() error {
	if !s.only.MatchString(fmt.Sprintf("executors %d", pairGrants)) {
		return nil
	}
	of := standard(pairGrants)
	of.Holders, of.Senders, of.Accounts = s.size.senders, s.size.senders, pairGrants
	pair := &hashes{}
	s.pairs = append(s.pairs, pair)
	var both [2]*replica
	for i, executor := range []int{0, workers} {
		of := of
		of.Workers = executor
		r, seeded, err := s.start(s.binary, spec{Relief: &of})
		if err != nil {
			return err
		}
		if err := pair.add(r, seeded.Hashes); err != nil {
			return err
		}
		both[i] = r
	}
	state := count(pairGrants) + " grants"
	for _, w := range []struct {
		name string
		task task
	}{
		{"payout", s.payouts(pairGrants)}, // first: there must be balances to withdraw
		{"send, self-paid", task{Kind: taskSend}},
		{"withdrawal, sponsored", task{Kind: taskWithdraw}},
		{"registration", task{Kind: taskEnrol, Count: s.size.enrolBlocks}},
	} {
		for i, executor := range []string{"serial", fmt.Sprintf("Block-STM × %d", workers)} {
			s.workloads = append(s.workloads, workload{
				name: w.name + ", " + executor, state: state, repetitions: s.size.repetitions,
				replica: both[i], task: w.task, hashes: pair,
			})
		}
	}
	return nil
}

// run lets the workloads take turns and returns the samples of each.
func (s *suite) run() ([][]sample, error) {
	samples := make([][]sample, len(s.workloads))
	rounds := warmups + max(s.size.repetitions, s.size.peerRepetitions)
	for round := range rounds {
		fmt.Fprintf(s.progress, "\rround %d of %d ", round+1, rounds)
		for i, w := range s.workloads {
			if round >= warmups+w.repetitions {
				continue
			}
			a, err := w.replica.do(w.task)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", w.name, err)
			}
			if w.hashes != nil {
				if err := w.hashes.add(w.replica, a.Hashes); err != nil {
					return nil, err
				}
			}
			if round >= warmups {
				samples[i] = append(samples[i], a.Sample)
			}
		}
	}
	fmt.Fprintln(s.progress)
	for _, p := range s.pairs {
		if err := p.finish(); err != nil {
			return nil, err
		}
	}
	return samples, nil
}

// agreed counts the heights at which replicas had equal app hashes.
func (s *suite) agreed() int {
	var n int
	for _, p := range s.pairs {
		n += p.checked
	}
	return n
}

func (s *suite) close() error {
	var errs []error
	for _, r := range s.replicas {
		errs = append(errs, r.stop())
	}
	return errors.Join(errs...)
}
