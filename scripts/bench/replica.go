package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"runtime/pprof"

	"github.com/reliefchain/relief/app"
)

// Every replica runs in a process of its own, so that its processor time and its garbage are its own while they take turns.

// spec says what a replica is; one of the two is set.
type spec struct {
	Relief *setup
	Stock  *stockSetup
	// Profile names a file for a CPU profile of its work; empty for none.
	Profile string
}

// stockSetup is what the peer is seeded with.
type stockSetup struct {
	Accounts, Senders int
}

// task asks a replica for one repetition.
type task struct {
	Kind  string // payout, send, withdraw, amend, enrol, multisend
	Count int    // periods, transactions or blocks, where the kind has some
}

// answer is what a replica says: ready, or how a repetition went.
type answer struct {
	Sample  sample
	Hashes  []string // app hashes since the last answer
	Refused string
	Error   string
}

// replica is the parent's side of such a process.
type replica struct {
	process *exec.Cmd
	tasks   io.WriteCloser
	encoder *json.Encoder
	decoder *json.Decoder
	refused string
}

// start starts a replica from a build of this command and waits until it is seeded.
func start(binary string, s spec) (*replica, answer, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, answer{}, err
	}
	r := &replica{process: exec.Command(binary, "-replica", string(raw))}
	r.process.Stderr = os.Stderr
	if r.tasks, err = r.process.StdinPipe(); err != nil {
		return nil, answer{}, err
	}
	answers, err := r.process.StdoutPipe()
	if err != nil {
		return nil, answer{}, err
	}
	if err := r.process.Start(); err != nil {
		return nil, answer{}, fmt.Errorf("start a replica: %w", err)
	}
	r.encoder, r.decoder = json.NewEncoder(r.tasks), json.NewDecoder(answers)
	a, err := r.read()
	if err != nil {
		return nil, answer{}, errors.Join(err, r.stop())
	}
	return r, a, nil
}

// do runs one repetition.
func (r *replica) do(t task) (answer, error) {
	if err := r.encoder.Encode(t); err != nil {
		return answer{}, fmt.Errorf("ask a replica: %w", err)
	}
	return r.read()
}

func (r *replica) read() (answer, error) {
	var a answer
	if err := r.decoder.Decode(&a); err != nil {
		return answer{}, fmt.Errorf("hear a replica: %w", err)
	}
	r.refused = a.Refused
	if a.Error != "" {
		return answer{}, errors.New(a.Error)
	}
	return a, nil
}

// stop ends the process by closing its tasks.
func (r *replica) stop() error { return errors.Join(r.tasks.Close(), r.process.Wait()) }

// serve is the replica's side: it answers tasks until there are no more.
func serve(raw string, in io.Reader, out io.Writer) (err error) {
	var s spec
	if err := json.Unmarshal([]byte(raw), &s); err != nil {
		return fmt.Errorf("read the spec: %w", err)
	}
	app.SetAddressPrefixes()
	dir, err := os.MkdirTemp("", "relief-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	answers := json.NewEncoder(out)
	c, prepare, closeIt, err := s.open(dir)
	if err != nil {
		return errors.Join(err, answers.Encode(answer{Error: err.Error()}))
	}
	defer func() { err = errors.Join(err, closeIt()) }()
	debug.FreeOSMemory()
	stop, err := startProfile(s.Profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if err := answers.Encode(c.answer(sample{}, nil)); err != nil {
		return err
	}
	for tasks := json.NewDecoder(in); ; {
		var t task
		if err := tasks.Decode(&t); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read a task: %w", err)
		}
		if err := answers.Encode(c.answer(c.repeat(prepare, t))); err != nil {
			return err
		}
	}
}

// startProfile writes a CPU profile to a file until it is stopped; nothing without a name.
func startProfile(name string) (stop func() error, err error) {
	if name == "" {
		return func() error { return nil }, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		return file.Close()
	}, nil
}

// repeat runs one repetition of a task.
func (c *chain) repeat(prepare preparer, t task) (sample, error) {
	w, follow, err := prepare(t)
	if err != nil {
		return sample{}, err
	}
	if t.Kind != taskEnrol {
		return c.meter.measure(w, follow)
	}
	before, err := c.live()
	if err != nil {
		return sample{}, err
	}
	s, err := c.meter.measure(w, follow)
	if err != nil {
		return sample{}, err
	}
	after, err := c.live()
	s.Live = after - before
	return s, err
}

// preparer signs what a task needs and returns its work, and what follows it in the background, if anything.
type preparer func(task) (w work, follow func() error, err error)

// open opens the replica of a spec.
func (s spec) open(dir string) (c *chain, prepare preparer, closeIt func() error, err error) {
	unknown := func(t task) (work, func() error, error) { return nil, nil, fmt.Errorf("no task %q here", t.Kind) }
	switch {
	case s.Relief != nil:
		n, err := openNode(dir, *s.Relief)
		if err != nil {
			return nil, nil, nil, err
		}
		return &n.chain, func(t task) (w work, follow func() error, err error) {
			switch t.Kind {
			case taskPayout:
				w, err = n.preparePayouts(t.Count)
				return w, n.reachPruning, err
			case taskSend:
				w, err = n.prepareSends()
			case taskWithdraw:
				w, err = n.prepareWithdrawals()
			case taskAmend:
				w, err = n.prepareAmendments(t.Count)
			case taskEnrol:
				w, err = n.prepareEnrolments(t.Count)
			default:
				return unknown(t)
			}
			return w, nil, err
		}, n.close, nil
	case s.Stock != nil:
		p, err := openStock(dir, s.Stock.Accounts, s.Stock.Senders)
		if err != nil {
			return nil, nil, nil, err
		}
		return &p.chain, func(t task) (w work, follow func() error, err error) {
			switch t.Kind {
			case taskSend:
				w, err = p.prepareSends()
			case taskMultiSend:
				w, err = p.prepareMultiSends(t.Count)
			default:
				return unknown(t)
			}
			return w, nil, err
		}, p.close, nil
	}
	return nil, nil, nil, errors.New("the spec names no replica")
}

// The kinds of tasks.
const (
	taskPayout    = "payout"
	taskSend      = "send"
	taskWithdraw  = "withdraw"
	taskEnrol     = "enrol"
	taskAmend     = "amend"
	taskMultiSend = "multisend"
)

func (c *chain) answer(s sample, err error) answer {
	a := answer{Sample: s, Hashes: c.hashes, Refused: c.refused}
	c.hashes = nil
	if err != nil {
		a.Error = err.Error()
	}
	return a
}
