package main

import "fmt"

// openTunings compares settings of a node and parameters of the chain on one state, each against the node as an operator gets it.
func (s *suite) openTunings() error {
	grants := s.size.grants[len(s.size.grants)-1]
	for _, t := range []struct {
		name   string
		change func(*setup)
	}{
		{"as it comes", func(*setup) {}},
		{"nothing tuned", func(o *setup) { o.GC, o.Shared, o.PlainDB = 100, true, true }},
		{"GOGC=100", func(o *setup) { o.GC = 100 }},
		{"GOGC=400", func(o *setup) { o.GC = 400 }},
		{"with the cache between blocks", func(o *setup) { o.Shared = true }},
		{"goleveldb's own defaults", func(o *setup) { o.PlainDB = true }},
		{"cache of 2 nodes a grant", func(o *setup) { o.Cache = 2 * grants }},
		{"cache of 4 nodes a grant", func(o *setup) { o.Cache = 4 * grants }},
		{"chunks of 100", func(o *setup) { o.Chunk = 100 }},
		{"chunks of 10,000", func(o *setup) { o.Chunk = 10_000 }},
	} {
		of := standard(grants)
		t.change(&of)
		if err := s.addPayout(t.name, of); err != nil {
			return err
		}
	}
	return nil
}

// openBoth pays the same grants with this build and another one. Builds of one chain must agree on every app hash.
func (s *suite) openBoth(other string) error {
	for _, grants := range s.size.grants {
		pair := &hashes{}
		s.pairs = append(s.pairs, pair)
		for _, build := range []struct{ name, binary string }{{"this build", s.binary}, {"other build", other}} {
			of := standard(grants)
			r, seeded, err := s.start(build.binary, spec{Relief: &of})
			if err != nil {
				return fmt.Errorf("%s: %w", build.name, err)
			}
			if err := pair.add(r, seeded.Hashes); err != nil {
				return err
			}
			w := s.payout("payout, "+build.name, of, r)
			w.hashes = pair
			s.workloads = append(s.workloads, w)
		}
	}
	return nil
}
