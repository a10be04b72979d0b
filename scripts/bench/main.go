// Command bench measures what a payment costs: the real app on a real database, block by block, next to single and multiple
// transfers of the SDK's own modules in the same harness and the same run. It fails if the serial executor and Block-STM come to
// different states. See docs/performance.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"time"

	"github.com/reliefchain/relief/cmd/reliefd/bench"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == "start" {
		if err := runNode(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "Error:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "\nThe benchmark failed:", err)
		os.Exit(1)
	}
}

func run() (err error) {
	var (
		isQuick = flag.Bool("quick", false, "a small run, for CI")
		nightly = flag.Bool("nightly", false, "states of a million and ten million grants instead, and what takes long")
		month   = flag.String("month", "", "pay this file too: a month of Bolsa Família by municipality; see docs/performance.md")
		only    = flag.String("only", ".", "workloads to run: a regular expression over name and size, such as 'payout 100000'")
		out     = flag.String("o", "build/bench.json", "file for the figures")
		times   = flag.Int("n", 0, "repetitions of the payouts; 0 for those of the size")
		profile = flag.String("cpuprofile", "", "file for a CPU profile of the first replica, or of -ageing")
		tune    = flag.Bool("tune", false, "compare settings of a node and parameters of the chain instead")
		against = flag.String("against", "", "another build of this command: pay the same grants with it and compare the app hashes")
		gate    = flag.Bool("gate", false, "fail if a unit costs more processor time than it may next to the stock modules'")
		net     = flag.Bool("net", false, "measure networks of real nodes on this machine instead, the client included")
		age     = flag.Int("ageing", 0, "load a register of so many households in random order instead, and pay it for two years while grants end, begin and move")
		serving = flag.String("replica", "", "run as one replica: what the benchmark starts itself with")
	)
	flag.Parse()
	if *serving != "" {
		return serve(*serving, os.Stdin, os.Stdout)
	}
	if *age > 0 {
		stop, err := startProfile(*profile)
		if err != nil {
			return err
		}
		r, err := ageRegister(*age, agedMonths, os.Stderr)
		return errors.Join(err, stop(), r.print(os.Stdout), write(*out, r))
	}
	s := &suite{size: full, profile: *profile, progress: os.Stderr}
	if s.binary, err = os.Executable(); err != nil {
		return err
	}
	if *isQuick {
		s.size = quick
	}
	if *times > 0 {
		s.size.repetitions = *times
	}
	if *nightly {
		s.size = night
	}
	s.month = *month
	if s.only, err = regexp.Compile(*only); err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	if *net {
		n := netSuite{size: fullNet, only: s.only, progress: os.Stderr}
		if *isQuick {
			n.size = quickNet
		}
		r, err := n.run(context.Background())
		return errors.Join(err, r.print(os.Stdout), write(*out, r))
	}
	defer func() { err = errors.Join(err, s.close()) }()

	r, began := report{Machine: bench.ThisMachine()}, time.Now()
	open := s.open
	switch {
	case *against != "":
		open = func() error { return s.openBoth(*against) }
	case *tune:
		open = s.openTunings
	}
	if err := open(); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "seeded %d replicas in %s\n", len(s.replicas), time.Since(began).Round(time.Second))
	samples, err := s.run()
	if err != nil {
		return err
	}
	for i, w := range s.workloads {
		r.Results = append(r.Results, resultOf(w, samples[i]))
	}
	r.Ratios, r.Hashes, r.Took = ratios(r.Results), s.agreed(), time.Since(began).Round(time.Second).String()
	err = errors.Join(r.print(os.Stdout), write(*out, r), r.failures())
	if *gate {
		err = errors.Join(err, r.exceeded(bounds))
	}
	return err
}
