package main

import (
	"errors"
	"fmt"
)

// openTunings compares settings of a node and parameters of the chain on one state.
func (s *suite) openTunings() error {
	var errs []error
	for _, grants := range s.size.grants[len(s.size.grants)-1:] {
		for _, t := range []struct {
			name        string
			change      func(*setup)
			environment string
		}{
			{name: "as it comes", change: func(*setup) {}},
			{name: "cache between blocks", change: func(o *setup) { o.Shared = !o.Shared }},
			{name: "50,000 nodes cached", change: func(o *setup) { o.Cache = 50_000 }},
			{name: "250,000 nodes cached", change: func(o *setup) { o.Cache = 250_000 }},
			{name: "2,500,000 nodes cached", change: func(o *setup) { o.Cache = 2_500_000 }},
			{name: "GOGC=200", change: func(*setup) {}, environment: "GOGC=200"},
			{name: "GOGC=400", change: func(*setup) {}, environment: "GOGC=400"},
			{name: "chunks of 100", change: func(o *setup) { o.Chunk = 100 }},
			{name: "chunks of 10,000", change: func(o *setup) { o.Chunk = 10_000 }},
		} {
			of := standard(grants)
			t.change(&of)
			var environment []string
			if t.environment != "" {
				environment = append(environment, t.environment)
			}
			errs = append(errs, s.addPayout(t.name, of, environment...))
		}
	}
	return errors.Join(errs...)
}

// openBoth pays the same grants with this build and another one. Builds of one chain must agree on every app hash.
func (s *suite) openBoth(other string) error {
	for _, grants := range s.size.grants {
		for _, build := range []struct{ name, binary string }{{"this build", s.binary}, {"other build", other}} {
			of := standard(grants)
			if grants == s.size.variants {
				of.Rolls = 1
			}
			r, seeded, err := s.start(build.binary, spec{Relief: &of})
			if err != nil {
				return fmt.Errorf("%s: %w", build.name, err)
			}
			w := s.payout("payout, "+build.name, of, r)
			if grants == s.size.grants[0] {
				w.hashes = &s.hashes
				if err := s.hashes.add(r, seeded.Hashes); err != nil {
					return err
				}
			}
			s.workloads = append(s.workloads, w)
		}
	}
	return nil
}
